"""Letters on which an end can rest: a resignation that came, and ours that brought no answer."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution.parameters.membership import Span, SpanUnit
from govern.constitution.rulebook import RuleBook
from govern.core.actors import Actor
from govern.register import persons, queries
from govern.register.ending_refusals import NoticeNotRun, NotSoughtEnough, ResignationNeeded
from govern.register.ending_rules import LetterKind, after_notice, months_after
from govern.register.models import MemberLetter
from govern.register.refusals import NotYetSo


def enter(
    session: Session, membership_id: UUID, *, kind: LetterKind, dated_on: date, actor: Actor, at: datetime
) -> MemberLetter:
    """Enter a letter: the day on which a resignation came, or on which one of ours was sent and not answered.

    :raises NotFound: there is no such membership.
    :raises NotYetSo: the day has not come.

    Source: domain 2.2.
    """
    assert actor.person_id is not None
    queries.membership(session, membership_id)
    if dated_on > persons.local_date(session, at=at):
        raise NotYetSo(dated_on)
    letter = MemberLetter(
        membership_id=membership_id, kind=kind, dated_on=dated_on, recorded_by=actor.person_id, recorded_at=at
    )
    session.add(letter)
    session.flush()
    told = Happening(event="letter.entered", subject_id=membership_id, facts={"kind": kind, "dated_on": dated_on})
    audit.record(session, told, actor=actor, at=at)
    return letter


def dated(session: Session, membership_id: UUID, kind: LetterKind) -> list[date]:
    """Return the days of the letters of a kind, the first one first."""
    query = select(MemberLetter.dated_on).where(MemberLetter.membership_id == membership_id, MemberLetter.kind == kind)
    return list(session.scalars(query.order_by(MemberLetter.dated_on)))


def ensure_notice_has_run(session: Session, membership_id: UUID, book: RuleBook, *, on: date) -> None:
    """Refuse the end of somebody who resigned before the notice of the rules has run, where they ask for any.

    :raises ResignationNeeded: no letter of theirs is on record.
    :raises NoticeNotRun: the day is too early.

    Source: supporters' trust rules: one month's notice of withdrawal.
    """
    if not book.resignation_notice.number:
        return
    came = dated(session, membership_id, LetterKind.RESIGNATION)
    if not came:
        raise ResignationNeeded
    earliest_on = after_span(came[-1], book.resignation_notice)
    if on < earliest_on:
        raise NoticeNotRun(earliest_on)


def ensure_sought(session: Session, membership_id: UUID, book: RuleBook, *, on: date) -> None:
    """Refuse to call somebody untraceable who was not written to often enough, for long enough.

    :raises NotSoughtEnough: too few letters, or the first too young.

    Source: Community Shares Handbook 3.2.11: untraceable or unresponsive for two years.
    """
    sent = dated(session, membership_id, LetterKind.UNANSWERED)
    is_long = bool(sent) and months_after(sent[0], book.untraceable_months) <= on
    if len(sent) < book.untraceable_attempts or not is_long:
        raise NotSoughtEnough(letters=book.untraceable_attempts, months=book.untraceable_months)


def after_span(on: date, notice: Span) -> date:
    """Return the first day for which the notice of a rule was long enough."""
    if notice.unit is SpanUnit.MONTHS:
        return after_notice(on, months=notice.number)
    return after_notice(on, days=notice.number)
