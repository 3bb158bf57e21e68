"""Whom a motion is about, and on what ground; and that whoever is named by another is heard before the vote.

Source: domain 2.8 INV-17, INV-23, INV-26, INV-38; domain 5.6; decision 0040.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rulebook import RuleBook
from govern.core import working_days
from govern.core.actors import Deed, Role
from govern.core.clock import A_DAY, local_date
from govern.interests import electorate, standing_back
from govern.interests import queries as interest_queries
from govern.interests.electorate import Called
from govern.interests.models import NamingAgreement
from govern.interests.refusals import (
    AgreedAlready,
    AlreadyCalled,
    MotionDecided,
    NamedToday,
    NamingStays,
    NobodyNamedThem,
    NotTheirsToTakeBack,
    NotToldYet,
    ObjectedAlready,
    ObjectionWaits,
    TimeToObject,
)
from govern.motions import queries
from govern.motions.models import Motion, NamingTakenBack
from govern.motions.rules import BEFORE_THE_VOTE, AboutWhat, Concern, Deciders, Kind, Part, State, Way

STILL_OPEN = BEFORE_THE_VOTE | {State.FELL_INQUORATE, State.FIRST_CARRIED}
# Of what has no matter of its own, it depends on the words whom it is about.
PLAIN = (AboutWhat.REMOVAL, AboutWhat.APPOINTMENT, AboutWhat.SANCTION, AboutWhat.CONTRACT)
OF_A_MATTER = {
    ReservedMatter.EXPEL_MEMBERS: (AboutWhat.EXPULSION,),
    ReservedMatter.FRANCHISE: (AboutWhat.FRANCHISE,),
    ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS: (AboutWhat.CONTRACT,),
}
OF_A_KIND = {Kind.ADMISSION: (AboutWhat.ADMISSION,), Kind.CLASS: (), Kind.FRANCHISE: (AboutWhat.FRANCHISE,)}


def possible(motion: Motion) -> Sequence[AboutWhat]:
    """Return what a motion can decide about somebody: nothing, where its matter has no such people.

    On the rest whoever votes may vote in their own interest.

    Source: domain 2.8 INV-17, INV-23, INV-26, INV-38; decision 0030.
    """
    kind = Kind(motion.kind)
    if kind in OF_A_KIND:
        return OF_A_KIND[kind]
    if motion.matter is not None:
        return OF_A_MATTER.get(ReservedMatter(motion.matter), ())
    is_statutes = kind is Kind.SPECIAL or (motion.majority or "").startswith("ccbsa-")
    is_plain = motion.changes_to_id is None and not is_statutes
    return PLAIN if is_plain else ()


@dataclass(frozen=True, kw_only=True)
class Naming:
    """That somebody has no vote on the word of another."""

    person_id: UUID
    part: Part
    named_by: UUID
    named_at: datetime


def standing(session: Session, motion: Motion, book: RuleBook) -> Iterator[Naming]:
    """Yield who was named by another so that it takes their vote. Who applied has said so with the application."""
    if electorate.takes_vote_of_the_interested(motion, book):
        for one in interest_queries.of_motion(session, motion.id):
            if one.named_by != one.person_id:
                yield Naming(person_id=one.person_id, part=Part.INTEREST, named_by=one.named_by, named_at=one.named_at)
    for about in queries.concerns(session, motion.id):
        has_no_vote = electorate.bars_for(motion, Concern(about.concern), book)
        if has_no_vote and about.application_id is None and about.named_by != about.person_id:
            yield Naming(person_id=about.person_id, part=Part.CONCERN, named_by=about.named_by, named_at=about.named_at)


def unsettled(session: Session, motion: Motion, book: RuleBook) -> list[Naming]:
    """Return the namings that rest on one word alone: the person has not said that it is so, and nobody has ruled."""
    settled = _settled_by_ruling(session, motion)
    return [
        one
        for one in standing(session, motion, book)
        if one.person_id not in settled
        and not interest_queries.has_agreed(session, motion.id, one.person_id)
        and not interest_queries.has_declared(session, motion.id, one.person_id)
    ]


def _settled_by_ruling(session: Session, motion: Motion) -> set[UUID]:
    """Return on whom it was ruled so that nothing more is waited for.

    Outside a meeting a ruling that takes a vote settles it for whoever objected in their own words. What an officer
    entered for somebody is that officer's word, and cuts no days short: two of them could agree on it in a minute.
    """
    own, is_at_meeting = interest_queries.own_objections(session, motion.id), motion.way == Way.MEETING
    return {
        person
        for person, ruled in interest_queries.rulings(session, motion.id).items()
        if is_at_meeting or ruled.has_vote or (person in own and own[person].objected_at <= ruled.ruled_at)
    }


def ensure_heard(session: Session, motion: Motion, *, at: datetime, called: Called | None = None) -> None:
    """Refuse a vote before whoever was named by another could object, or while an objection waits.

    Outside a meeting they have the working days of the rules. Whoever is named on the day of a meeting may not be there
    to object: they say that it is so, or another officer rules. Whoever has no vote anyway holds nothing up.

    :param called: the terms of the vote, by which somebody would be on its roll; None for those who have a vote today.
    :raises ObjectionWaits: nobody has ruled on an objection.
    :raises NotToldYet: nothing reached one of them, and no second officer told them.
    :raises TimeToObject: the days are not over.
    :raises NamedToday: it is a meeting, and somebody was named on its day.

    Source: decision 0040.
    """
    if interest_queries.waiting(session, motion.id):
        raise ObjectionWaits
    today, zone = constitution.today(session, at=at), constitution.mutual(session).time_zone
    book = _book(session, motion, today)
    found = _with_a_vote(session, motion, unsettled(session, motion, book), called, at=at)
    if not found:
        return
    if motion.way == Way.MEETING:
        if max(local_date(one.named_at, zone) for one in found) >= today:
            raise NamedToday
        return
    named_on = [local_date(at, zone) for at in _told_at(session, motion, found)]
    first_on = first_day(max(named_on), book)
    if today < first_on:
        raise TimeToObject(named_on=max(named_on), first_on=first_on)


def _with_a_vote(
    session: Session, motion: Motion, found: Sequence[Naming], called: Called | None, *, at: datetime
) -> list[Naming]:
    """Return the namings that take a vote from somebody who would have one without them."""
    people = {one.person_id for one in found}
    if called is None:
        losing = electorate.entitled_among(session, Deciders(motion.deciders), people, at=at)
    elif people:
        losing = frozenset(person for person, _bar in session.execute(electorate.bars_of(session, motion, called)))
    else:
        losing = frozenset()
    return [one for one in found if one.person_id in losing]


def _told_at(session: Session, motion: Motion, found: Sequence[Naming]) -> Iterator[datetime]:
    """Yield since when each of those named can know of it: once they were written to, or another officer told them.

    :raises NotToldYet: nothing reached one of them, and nobody told them.
    """
    by_word = interest_queries.told_by_word(session, motion.id)
    for one in found:
        told_at = by_word.get((one.person_id, one.part), one.named_at)
        if told_at is None:
            raise NotToldYet
        yield told_at


def first_day(named_on: date, book: RuleBook) -> date:
    """Return the first day on which a vote can be called outside a meeting after somebody was named.

    Source: domain 5.11: clear days leave out the day of the deed and that of the event.
    """
    return last_day(named_on, book) + A_DAY


def last_day(named_on: date, book: RuleBook) -> date:
    """Return the last day of those that somebody has to object, outside a meeting: no weekend takes any of them.

    Source: decision 0018, *working days of England and Wales*.
    """
    return working_days.after(named_on, book.objection_clear_days, known_on=named_on)


def open_to_objection(session: Session, motion: Motion, person_id: UUID, *, at: datetime) -> date | None:
    """Return until which day somebody who was named has to object for certain; None at a meeting.

    Whom nothing reached and nobody told has their days from now on at the least.

    Source: decision 0040.
    """
    if motion.way == Way.MEETING:
        return None
    today, zone = constitution.today(session, at=at), constitution.mutual(session).time_zone
    by_word = interest_queries.told_by_word(session, motion.id)
    told = [told_at or at for (person, _part), told_at in by_word.items() if person == person_id]
    known_at = max([interest_queries.last_named_at(session, motion.id, person_id), *told])
    return last_day(local_date(known_at, zone), _book(session, motion, today))


def takes_vote_of(session: Session, motion: Motion, person_id: UUID, *, at: datetime) -> bool:
    """Say whether somebody has no vote on a motion because another named them in it."""
    book = _book(session, motion, constitution.today(session, at=at))
    return any(one.person_id == person_id for one in standing(session, motion, book))


def _book(session: Session, motion: Motion, today: date) -> RuleBook:
    if motion.rule_set_id is not None:
        return constitution.rule_book(session, motion.rule_set_id)
    return constitution.rule_book_on(session, on=today)


def unsettled_now(session: Session, motion: Motion, *, at: datetime) -> list[Naming]:
    """Return the namings that rest on one word alone, by the rules of today."""
    return unsettled(session, motion, _book(session, motion, constitution.today(session, at=at)))


def agree(session: Session, motion_id: UUID, deed: Deed) -> NamingAgreement:
    """Say of oneself, named by another: it is so. Then nobody waits for an objection.

    :raises MotionDecided: it is too late.
    :raises NobodyNamedThem: nobody named the actor.
    :raises AgreedAlready: they have said so.
    :raises ObjectedAlready: they have said that it is not so.
    """
    person_id = deed.actor.person_id
    assert person_id is not None
    queries.locked(session, motion_id)
    ensure_may_agree(session, motion_id, person_id)
    made = NamingAgreement(motion_id=motion_id, person_id=person_id, agreed_at=deed.at)
    session.add(made)
    session.flush()
    _record(session, "motion.naming_agreed", motion_id, deed, person=person_id)
    return made


def ensure_may_agree(session: Session, motion_id: UUID, person_id: UUID | None) -> None:
    """Refuse the word of somebody who was not named, or has given it; raises as `agree` does."""
    if queries.state(session, motion_id) not in STILL_OPEN | {State.PUT}:
        raise MotionDecided
    if person_id is None or not interest_queries.is_named_by_another(session, motion_id, person_id):
        raise NobodyNamedThem
    if interest_queries.has_agreed(session, motion_id, person_id):
        raise AgreedAlready
    if person_id in interest_queries.objections(session, motion_id):
        raise ObjectedAlready


def take_back(session: Session, motion_id: UUID, person_id: UUID, part: Part, deed: Deed) -> NamingTakenBack:
    """Take back that somebody was named, before the vote. They are not named in that part a second time.

    The secretary can too while nobody has told whom nothing reaches: else one word would stop a vote for ever.

    Doors call `consequences.naming.take_back`, which tells them.

    :raises MotionDecided, AlreadyCalled: it is too late.
    :raises NobodyNamedThem: they are not named in that part.
    :raises NamingStays: they applied for what the motion is about.
    :raises NotTheirsToTakeBack: it is not for the actor to take back.
    :raises OfficerStandsBack: the actor takes no part in it.
    """
    queries.locked(session, motion_id)
    ensure_may_take_back(session, motion_id, person_id, part, deed)
    assert deed.actor.person_id is not None
    made = NamingTakenBack(
        motion_id=motion_id,
        person_id=person_id,
        part=part.value,
        taken_back_by=deed.actor.person_id,
        taken_back_at=deed.at,
    )
    session.add(made)
    session.flush()
    _record(session, "motion.naming_taken_back", motion_id, deed, person=person_id, part=part.value)
    return made


def ensure_may_take_back(session: Session, motion_id: UUID, person_id: UUID, part: Part, deed: Deed) -> None:
    """Refuse to take back what is not there, is too late, or is another's; raises as `take_back` does."""
    if queries.state(session, motion_id) not in STILL_OPEN | {State.PUT}:
        raise MotionDecided
    if queries.vote_goes_on(session, motion_id):
        raise AlreadyCalled
    named_by = _named_by(session, motion_id, person_id, part)
    takes_back = {Role.CHAIR, Role.SECRETARY} if _is_untold(session, motion_id, person_id, part) else {Role.CHAIR}
    is_theirs = deed.actor.person_id == named_by or not deed.actor.roles.isdisjoint(takes_back)
    if deed.actor.person_id == person_id or not is_theirs:
        raise NotTheirsToTakeBack
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)


def _is_untold(session: Session, motion_id: UUID, person_id: UUID, part: Part) -> bool:
    """Say whether nothing could be sent to somebody who was named, and nobody has told them."""
    by_word = interest_queries.told_by_word(session, motion_id)
    return (person_id, part) in by_word and by_word[person_id, part] is None


def _named_by(session: Session, motion_id: UUID, person_id: UUID, part: Part) -> UUID:
    """Return who named somebody in a part, on their own word."""
    if part is Part.INTEREST:
        for one in interest_queries.of_motion(session, motion_id):
            if one.person_id == person_id and one.named_by != person_id:
                return one.named_by
        raise NobodyNamedThem
    for about in queries.concerns(session, motion_id):
        if about.person_id == person_id:
            if about.application_id is not None or about.named_by == person_id:
                raise NamingStays
            return about.named_by
    raise NobodyNamedThem


def _record(session: Session, event: str, motion_id: UUID, deed: Deed, **facts: object) -> None:
    happening = Happening(event=event, subject_id=motion_id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
