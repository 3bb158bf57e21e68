"""A resignation for a later day: until then the member stays one, and can take it back.

Source: domain 2.2; supporters' trust rules: one month's notice of withdrawal.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.clock import A_DAY
from govern.register import letters, persons, queries
from govern.register.ending_rules import LetterKind, ResignationOutcome, months_after
from govern.register.models import Membership, Resignation
from govern.register.refusals import NotMemberThen
from govern.register.resignation_refusals import HasResigned, NothingToTakeBack, ResignsOnAnotherDay

MONTHS_AHEAD = 12


def days_to_choose(session: Session, *, on: date) -> tuple[date, date]:
    """Return the first and the last day for which somebody can resign who does so on a day.

    The first is the same day, or when the notice of the rules has run.
    """
    notice = constitution.rule_book_on(session, on=on).resignation_notice
    first = letters.after_span(on, notice) if notice.number else on
    return first, max(first, months_after(on, MONTHS_AHEAD))


def give(session: Session, membership_id: UUID, *, on: date, actor: Actor, at: datetime) -> Resignation:
    """Resign for a later day, on which the worker ends the membership.

    Where the rules ask for notice, this is it.

    :param on: first day on which they are no member.
    :raises NotMemberThen: they are none today.
    :raises HasResigned: for a later day, already.
    :raises ResignsOnAnotherDay: the day is today or earlier, too early for the notice of the rules, or more than a year
        ahead.
    """
    assert actor.person_id is not None
    today = persons.local_date(session, at=at)
    session.get_one(Membership, membership_id, with_for_update=True)
    if not queries.is_active(session, membership_id, on=today):
        raise NotMemberThen(today)
    if (open_one := waiting(session, membership_id)) is not None:
        raise HasResigned(open_one.effective_on)
    first, last = days_to_choose(session, on=today)
    if on == today or not first <= on <= last:
        raise ResignsOnAnotherDay(first=max(first, today + A_DAY), last=last)
    letters.enter(session, membership_id, kind=LetterKind.RESIGNATION, dated_on=today, actor=actor, at=at)
    given = Resignation(
        membership_id=membership_id, given_by=actor.person_id, given_on=today, effective_on=on, given_at=at
    )
    session.add(given)
    session.flush()
    _journal(session, given, event="membership.resigned", actor=actor, at=at)
    return given


def take_back(session: Session, membership_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Stay a member after all. From the day of the resignation on it is too late, also where no worker has run yet.

    :raises NothingToTakeBack: none waits for its day.
    """
    session.get_one(Membership, membership_id, with_for_update=True)
    given = waiting(session, membership_id)
    if given is None or given.effective_on <= persons.local_date(session, at=at):
        raise NothingToTakeBack
    close(session, given, ResignationOutcome.TAKEN_BACK, actor=actor, at=at)


def close(session: Session, given: Resignation, outcome: ResignationOutcome, *, actor: Actor, at: datetime) -> None:
    """Write down what became of a resignation."""
    given.outcome, given.closed_at = outcome, at
    session.flush()
    _journal(session, given, event=f"resignation.{outcome.value}", actor=actor, at=at)


def waiting(session: Session, membership_id: UUID) -> Resignation | None:
    """Return the resignation of a membership that waits for its day, if there is one."""
    return session.scalar(
        select(Resignation).where(Resignation.membership_id == membership_id, Resignation.outcome.is_(None))
    )


def is_due(session: Session, membership_id: UUID, *, on: date) -> bool:
    """Say whether a resignation names this day or one before it. Its notice was held against the rules when given."""
    given = waiting(session, membership_id)
    return given is not None and given.effective_on <= on


def due(session: Session, *, on: date) -> Sequence[UUID]:
    """Return the memberships whose day to end has come."""
    query = select(Resignation.membership_id).where(Resignation.outcome.is_(None), Resignation.effective_on <= on)
    return session.scalars(query.order_by(Resignation.effective_on, Resignation.membership_id)).all()


def _journal(session: Session, given: Resignation, *, event: str, actor: Actor, at: datetime) -> None:
    facts = {"resignation": given.id, "effective_on": given.effective_on}
    audit.record(session, Happening(event=event, subject_id=given.membership_id, facts=facts), actor=actor, at=at)
