"""Change constituency: the old membership ends and a new one begins, on the one day of the consent."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.service import in_turn
from govern.core.actors import Actor
from govern.register import queries, rules, service, versions
from govern.register.admission import ensure_may_be_entered
from govern.register.ending_refusals import MovedTooSoon, SameConstituency
from govern.register.models import Membership
from govern.register.refusals import NotMemberThen
from govern.register.rules import Cessation, Entry, Ground, Standing
from govern.register.versions import MEMBERSHIPS, Row


@dataclass(frozen=True, kw_only=True)
class Move:
    """A member's way to another constituency, or another part, by a decision of whoever admits."""

    membership_id: UUID
    constituency_id: UUID
    sub_constituency_id: UUID | None
    decision_id: UUID


def move(session: Session, wanted: Move, *, actor: Actor, at: datetime) -> Membership:
    """End a membership and enter another of the same person elsewhere, both on the day of the decision.

    A roll of an earlier day keeps the member where they were, and they vote there. The door calls
    `consequences.cessation.move`, which does what follows elsewhere.

    :raises NotMemberThen: they were no member on that day, or were suspended.
    :raises SameConstituency: they are there already.
    :raises MovedTooSoon: they have not been where they are for the months of the rules.
    :raises NotInThatConstituency, PartNeeded: see `service.ensure_home`.
    :raises TookPartInOwnCase, OwnEntry, WrongDecider, DecidedAlone: as for an admission.

    Source: domain 2.1: the old membership ends on the consent date; INV-17, INV-30.
    """
    assert actor.person_id is not None
    in_turn(session)
    member = queries.membership(session, wanted.membership_id)
    decision = constitution.decision(session, wanted.decision_id)
    _ensure_elsewhere(session, wanted, on=decision.decided_on)
    service.ensure_home(session, wanted.constituency_id, wanted.sub_constituency_id, on=decision.decided_on)
    _ensure_stayed(session, member, on=decision.decided_on)
    ensure_may_be_entered(service.admission_of(session, member.person_id, decision), entered_by=actor.person_id)
    end = Cessation(on=decision.decided_on, ground=Ground.CHANGED_CONSTITUENCY, decision_id=decision.id)
    service.cease(session, member.id, end, actor=actor, at=at)
    return _enter_there(session, member.person_id, wanted, decision, actor=actor, at=at)


def _ensure_elsewhere(session: Session, wanted: Move, *, on: date) -> None:
    """Refuse a move that leads nowhere, and one of somebody whose rights are withheld."""
    now = _standing(session, wanted.membership_id, on=on)
    if (now["constituency_id"], now["sub_constituency_id"]) == (wanted.constituency_id, wanted.sub_constituency_id):
        raise SameConstituency


def _standing(session: Session, membership_id: UUID, *, on: date) -> Row:
    for row in versions.current(session, MEMBERSHIPS, membership_id):
        span = rules.Span(valid_from=row["valid_from"], valid_to=row["valid_to"])
        if span.holds(on) and row["standing"] == Standing.ENTERED:
            return row
    raise NotMemberThen(on)


def _ensure_stayed(session: Session, member: Membership, *, on: date) -> None:
    """Refuse a move before the months of the rules have passed since the member joined where they are."""
    months = constitution.rule_book_on(session, on=on).constituency_change_min_months
    earliest_on = rules.months_after(member.member_since, months)
    if on < earliest_on:
        raise MovedTooSoon(earliest_on)


def _enter_there(
    session: Session, person_id: UUID, wanted: Move, decision: Decision, *, actor: Actor, at: datetime
) -> Membership:
    """Write the new membership, from the day on which the old one ended."""
    since = decision.decided_on
    membership = Membership(id=uuid4(), person_id=person_id, member_no=queries.next_number(session), member_since=since)
    session.add(membership)
    session.flush()
    entry = Entry(
        person_id=person_id,
        constituency_id=wanted.constituency_id,
        sub_constituency_id=wanted.sub_constituency_id,
        decision_id=decision.id,
    )
    row = versions.new_row(service.entered(membership, entry, since), actor=actor, at=at)
    versions.write(session, MEMBERSHIPS, [row], event="membership.moved", actor=actor, at=at)
    return membership
