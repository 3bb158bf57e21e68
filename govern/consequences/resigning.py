"""A member resigns: from today, or from a day that they name.

The address on record is told each time, for whoever signed in might not be the member.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.consequences import cessation, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import CLOCKWORK, Actor
from govern.core.errors import NotFound
from govern.core.words import Sentence, say
from govern.register import own, persons, resignations
from govern.register import queries as register
from govern.register.ending_rules import ResignationOutcome
from govern.register.refusals import NotMemberThen
from govern.register.resignation_refusals import NothingToTakeBack, ResignsOnAnotherDay
from govern.register.rules import Cessation, Ground, Standing


def resign(session: Session, person_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """End somebody's membership on a day that they name themselves; at once, where it is today.

    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    :raises NotFound: they are no member.
    :raises ResignsOnAnotherDay: the day has gone, is too early for the notice of the rules, or too far away.
    :raises HasResigned: for a later day, already.

    Source: domain 2.2; product M10.
    """
    handing.ensure_handed(session, actor)
    today = persons.local_date(session, at=at)
    membership_id = _membership_of(session, person_id, on=today)
    first, last = resignations.days_to_choose(session, on=today)
    if not first <= on <= last:
        raise ResignsOnAnotherDay(first=first, last=last)
    if on > today:
        resignations.give(session, membership_id, on=on, actor=actor, at=at)
        _tell(session, person_id, _will_end(session, on), at=at)
        return
    cessation.end(session, membership_id, Cessation(on=on, ground=Ground.RESIGNED), actor=actor, at=at)
    _tell(session, person_id, _has_ended(session, on), at=at)


def stay(session: Session, person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take back a resignation that waits for its day.

    :raises NothingToTakeBack: there is none, or its day has come.
    """
    today = persons.local_date(session, at=at)
    member = own.latest_membership(session, person_id, on=today)
    if member is None:
        raise NothingToTakeBack
    resignations.take_back(session, member.membership_id, actor=actor, at=at)
    name = constitution.mutual(session).name
    _tell(
        session, person_id, say("You took your resignation back, and stay a member of %(mutual)s.", mutual=name), at=at
    )


def take_effect(session: Session, membership_id: UUID, *, at: datetime) -> None:
    """End a membership on the day for which its member resigned, however late the clockwork comes to it.

    A membership that ended before, for another reason, stays ended for that one.
    """
    given = resignations.waiting(session, membership_id)
    if given is None or given.effective_on > persons.local_date(session, at=at):
        return
    member = register.membership(session, membership_id)
    end = Cessation(on=given.effective_on, ground=Ground.RESIGNED)
    try:
        cessation.end(session, membership_id, end, actor=Actor(person_id=given.given_by), at=at)
    except NotMemberThen:
        resignations.close(session, given, ResignationOutcome.OVERTAKEN, actor=CLOCKWORK, at=at)
    else:
        resignations.close(session, given, ResignationOutcome.TOOK_EFFECT, actor=CLOCKWORK, at=at)
        _tell(session, member.person_id, _has_ended(session, given.effective_on), at=at)


def _membership_of(session: Session, person_id: UUID, *, on: date) -> UUID:
    """Return the membership that somebody has.

    :raises NotFound: they have none.
    """
    member = own.latest_membership(session, person_id, on=on)
    if member is None or member.standing == Standing.CEASED:
        raise NotFound
    return member.membership_id


def _will_end(session: Session, on: date) -> Sentence:
    name = constitution.mutual(session).name
    return say(
        "You resigned as a member of %(mutual)s, from %(day)s on. Until then you are a member, and can take it back on"
        " your page.",
        mutual=name,
        day=on,
    )


def _has_ended(session: Session, on: date) -> Sentence:
    name = constitution.mutual(session).name
    return say("You resigned as a member of %(mutual)s on %(day)s.", mutual=name, day=on)


def _tell(session: Session, person_id: UUID, news: Sentence, *, at: datetime) -> None:
    """Write to where the member is reached."""
    mutual = constitution.mutual(session)
    lines = [news, say("If it was not you, telephone %(telephone)s now.", telephone=mutual.telephone)]
    subject = say("Your record at %(mutual)s", mutual=mutual.name)
    writing.write(session, person_id, Words(subject=subject, lines=lines), at=at)
