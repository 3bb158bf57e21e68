"""A case of expulsion: complaint, notice, hearing, vote of a meeting. And the vote that takes somebody back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rules import Body, Matter
from govern.core import lookup
from govern.core.actors import Actor
from govern.register import belonging, cases, persons, queries, service, subjects
from govern.register.admission import MEETING
from govern.register.ending_refusals import (
    CaseOpen,
    CaseOutOfOrder,
    ComplaintMissing,
    MajorityNotReached,
    NeverExpelled,
    NotHeardYet,
    NoticeTooShort,
    ServedBeforeComplaint,
)
from govern.register.ending_rules import CaseOutcome, Hearing, has_majority
from govern.register.letters import after_span
from govern.register.models import ExpulsionCase, Readmission
from govern.register.refusals import NotMemberThen, NotYetSo, TookPartInOwnCase, WrongDecider
from govern.register.rules import Cessation, Ground

LONGEST = 5_000


@dataclass(frozen=True, kw_only=True)
class MeetingVote:
    """How a general meeting voted: its decision, and the votes cast for and against."""

    decision_id: UUID
    votes_for: int
    votes_against: int


def open_case(
    session: Session, membership_id: UUID, *, complaint: str, received_on: date, actor: Actor, at: datetime
) -> ExpulsionCase:
    """Open a case on a written complaint. Nothing changes for the member yet.

    :raises ComplaintMissing: nothing is complained of.
    :raises NotYetSo: it is dated after today.
    :raises NotMemberThen: they are no member today.
    :raises CaseOpen: one is open.

    Source: domain 2.3; supporters' trust rules: a written complaint to the board.
    """
    assert actor.person_id is not None
    today = persons.local_date(session, at=at)
    if not complaint.strip() or len(complaint) > LONGEST:
        raise ComplaintMissing
    if received_on > today:
        raise NotYetSo(received_on)
    member = queries.membership(session, membership_id)
    if queries.active_number(session, member.person_id, on=today) != member.member_no:
        raise NotMemberThen(today)
    if cases.open_case(session, membership_id) is not None:
        raise CaseOpen
    case = ExpulsionCase(
        membership_id=membership_id,
        complaint=complaint.strip(),
        received_on=received_on,
        opened_by=actor.person_id,
        opened_at=at,
    )
    session.add(case)
    _record(session, "expulsion.opened", case, {"received_on": received_on}, actor=actor, at=at)
    return case


def serve(
    session: Session, case_id: UUID, *, served_on: date, hearing_on: date, actor: Actor, at: datetime
) -> ExpulsionCase:
    """Enter that the member has the notice, with the day of the meeting. The rules of that day are pinned.

    :param served_on: when it reached the member, not when it was sent.
    :raises CaseOutOfOrder: it was served before, or the case is closed.
    :raises ServedBeforeComplaint, NotYetSo: that day cannot be.
    :raises NoticeTooShort: the meeting comes before the notice of the rules has run.

    Source: Co-operatives UK model articles (21 days); supporters' trust rules (one calendar month); domain 5.11.
    """
    case = _open(session, case_id)
    if case.served_on is not None:
        raise CaseOutOfOrder
    if served_on > persons.local_date(session, at=at):
        raise NotYetSo(served_on)
    if served_on < case.received_on:
        raise ServedBeforeComplaint(case.received_on)
    book = constitution.rule_book_on(session, on=served_on)
    earliest_on = after_span(served_on, book.expulsion_notice)
    if hearing_on < earliest_on:
        raise NoticeTooShort(earliest_on)
    case.served_on, case.earliest_on, case.hearing_on = served_on, earliest_on, hearing_on
    case.majority_over, case.majority_of = book.expulsion_majority.as_integer_ratio()
    told = {"served_on": served_on, "hearing_on": hearing_on}
    _record(session, "expulsion.served", case, told, actor=actor, at=at)
    return case


def hear(
    session: Session, case_id: UUID, *, hearing: Hearing, representations: str, actor: Actor, at: datetime
) -> ExpulsionCase:
    """Enter how the member answered at the meeting, or that they did not come.

    :raises CaseOutOfOrder: no notice was served, or they were heard.
    :raises NotYetSo: the day of the meeting has not come.

    Source: domain 2.3: they may answer, or send somebody; the meeting may go on without them.
    """
    case = _open(session, case_id)
    if case.hearing_on is None or case.hearing is not None:
        raise CaseOutOfOrder
    if persons.local_date(session, at=at) < case.hearing_on:
        raise NotYetSo(case.hearing_on)
    case.hearing, case.representations = hearing.value, representations.strip()[:LONGEST] or None
    _record(session, "expulsion.heard", case, {"hearing": hearing}, actor=actor, at=at)
    return case


def resolve(session: Session, case_id: UUID, vote: MeetingVote, *, actor: Actor, at: datetime) -> ExpulsionCase:
    """Enter the vote of the meeting; with the majority of the rules the membership ends on its day.

    The door calls `consequences.cessation.expel`, which does the rest.

    :raises CaseOutOfOrder: the member was not heard, or the case is closed.
    :raises WrongDecider: the decision is not a general meeting's.
    :raises NotHeardYet: it was taken before the hearing.
    :raises NotAboutThem: it is not about their expulsion.
    :raises TookPartInOwnCase: the member voted, and the rules do not let them.

    Source: domain 2.3; Co-operatives UK model articles (3/4); supporters' trust rules (2/3).
    """
    case = _open(session, case_id)
    if case.hearing is None:
        raise CaseOutOfOrder
    assert case.hearing_on is not None
    assert case.majority_over is not None
    assert case.majority_of is not None
    decision = _of_a_meeting(session, vote.decision_id)
    if decision.decided_on < case.hearing_on:
        raise NotHeardYet(case.hearing_on)
    member = queries.membership(session, case.membership_id)
    subjects.ensure_about(session, decision.id, member.person_id, Matter.EXPULSION)
    _ensure_not_their_own(session, case, decision)
    is_carried = has_majority(vote.votes_for, vote.votes_against, of=Fraction(case.majority_over, case.majority_of))
    case.decision_id, case.votes_for, case.votes_against = decision.id, vote.votes_for, vote.votes_against
    _close(session, case, CaseOutcome.EXPELLED if is_carried else CaseOutcome.STAYS, actor=actor, at=at)
    if is_carried:
        end = Cessation(on=decision.decided_on, ground=Ground.EXPELLED, decision_id=decision.id)
        service.cease(session, case.membership_id, end, actor=actor, at=at)
    return case


def withdraw(session: Session, case_id: UUID, *, actor: Actor, at: datetime) -> ExpulsionCase:
    """Close a case without a vote: the complaint was taken back, or the membership ended otherwise.

    :raises CaseOutOfOrder: it is closed.
    """
    case = _open(session, case_id)
    _close(session, case, CaseOutcome.WITHDRAWN, actor=actor, at=at)
    return case


def take_back(session: Session, person_id: UUID, vote: MeetingVote, *, actor: Actor, at: datetime) -> Readmission:
    """Enter the vote by which a meeting takes back somebody who was expelled. The entry then cites its decision.

    :raises NeverExpelled: they were not expelled.
    :raises WrongDecider: the decision is not a general meeting's.
    :raises NotAboutThem: it does not say that they are taken back.
    :raises TookPartInOwnCase: they took part in it.
    :raises MajorityNotReached: fewer than the rules ask for were for it.

    Source: INV-23; supporters' trust rules: two thirds, as for the expulsion.
    """
    assert actor.person_id is not None
    if not belonging.was_expelled(session, person_id):
        raise NeverExpelled
    decision = _of_a_meeting(session, vote.decision_id)
    if _took_part(session, decision.id, person_id):
        raise TookPartInOwnCase
    subjects.ensure_about(session, decision.id, person_id, Matter.READMISSION)
    needed = constitution.rule_book_on(session, on=decision.decided_on).readmission_majority
    if not has_majority(vote.votes_for, vote.votes_against, of=needed):
        raise MajorityNotReached(needed)
    taken = Readmission(
        person_id=person_id,
        majority_over=needed.numerator,
        majority_of=needed.denominator,
        recorded_by=actor.person_id,
        recorded_at=at,
        **vars(vote),
    )
    session.add(taken)
    session.flush()
    facts = {"decision": decision.id, "votes_for": vote.votes_for, "votes_against": vote.votes_against}
    told = Happening(event="readmission.carried", subject_id=person_id, facts=facts)
    audit.record(session, told, actor=actor, at=at)
    return taken


def _open(session: Session, case_id: UUID) -> ExpulsionCase:
    """Return a case that nobody else changes meanwhile.

    :raises NotFound: there is none.
    :raises CaseOutOfOrder: it is closed.
    """
    case = lookup.locked(session, ExpulsionCase, case_id)
    if case.outcome is not None:
        raise CaseOutOfOrder
    return case


def _of_a_meeting(session: Session, decision_id: UUID) -> Decision:
    decision = constitution.decision(session, decision_id)
    if decision.body != Body.GENERAL_MEETING:
        raise WrongDecider(MEETING)
    return decision


def _ensure_not_their_own(session: Session, case: ExpulsionCase, decision: Decision) -> None:
    """Refuse a vote in which the member took part, unless the rules let them."""
    if constitution.rule_book_on(session, on=decision.decided_on).member_in_question_may_vote:
        return
    if _took_part(session, decision.id, queries.membership(session, case.membership_id).person_id):
        raise TookPartInOwnCase


def _took_part(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    people = constitution.participants(session, decision_id)
    return any(one.took_part for one in people if one.person_id == person_id)


def _close(session: Session, case: ExpulsionCase, outcome: CaseOutcome, *, actor: Actor, at: datetime) -> None:
    case.outcome, case.closed_at = outcome.value, at
    facts = {"outcome": outcome, "votes_for": case.votes_for, "votes_against": case.votes_against}
    _record(session, "expulsion.closed", case, facts, actor=actor, at=at)


def _record(
    session: Session, event: str, case: ExpulsionCase, facts: Mapping[str, object], *, actor: Actor, at: datetime
) -> None:
    """Write a step of a case into the journal; what was complained of stays out of it."""
    session.flush()
    told = Happening(event=event, subject_id=case.membership_id, facts={"case": case.id, **facts})
    audit.record(session, told, actor=actor, at=at)
