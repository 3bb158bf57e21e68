"""Change constituency: the old membership ends on the day on which the new one is entered, by one decision."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rules import Matter
from govern.constitution.service import in_turn
from govern.core.actors import Actor
from govern.register import ending_rules, persons, queries, rules, service, subjects, versions
from govern.register.ending_refusals import MovedTooSoon, SameConstituency
from govern.register.models import Membership
from govern.register.refusals import NotMemberThen
from govern.register.rules import Cessation, Entry, Ground, Standing
from govern.register.versions import MEMBERSHIPS


@dataclass(frozen=True, kw_only=True)
class Move:
    """A member's way to another constituency, or another part, by a decision of whoever admits."""

    membership_id: UUID
    constituency_id: UUID
    sub_constituency_id: UUID | None
    decision_id: UUID


def leave(session: Session, wanted: Move, *, actor: Actor, at: datetime) -> Entry:
    """End a membership today for another elsewhere, and return the entry that has to follow at once.

    A roll of an earlier day keeps the member where they were, and they vote there. The door calls
    `consequences.cessation.move`, which enters them and does what follows.

    :raises NotMemberThen: they are no member today, or are suspended.
    :raises SameConstituency: they are there already.
    :raises NotAboutThem: the decision does not say that they go there.
    :raises MovedTooSoon: they had not been where they are for the months of the rules when it was decided.
    :raises Refusal: as `service.cease` raises.

    Source: domain 2.1: a change of category is an end and an admission, never both at once; INV-30.
    """
    in_turn(session)
    today = persons.local_date(session, at=at)
    member = queries.membership(session, wanted.membership_id)
    decision = constitution.decision(session, wanted.decision_id)
    home = (wanted.constituency_id, wanted.sub_constituency_id)
    if _home(session, member.id, on=today) == home:
        raise SameConstituency
    subjects.ensure_about(session, decision.id, member.person_id, Matter.MOVE, home=home)
    _ensure_stayed(session, member, on=decision.decided_on)
    end = Cessation(on=today, ground=Ground.CHANGED_CONSTITUENCY, decision_id=decision.id)
    service.cease(session, member.id, end, actor=actor, at=at)
    return Entry(
        person_id=member.person_id,
        constituency_id=wanted.constituency_id,
        sub_constituency_id=wanted.sub_constituency_id,
        decision_id=decision.id,
    )


def _home(session: Session, membership_id: UUID, *, on: date) -> tuple[UUID, UUID | None]:
    """Return the constituency and the part of a membership with its rights.

    :raises NotMemberThen: there is none on that day, or its rights are withheld.
    """
    for row in versions.current(session, MEMBERSHIPS, membership_id):
        span = rules.Span(valid_from=row["valid_from"], valid_to=row["valid_to"])
        if span.holds(on) and row["standing"] == Standing.ENTERED:
            return row["constituency_id"], row["sub_constituency_id"]
    raise NotMemberThen(on)


def _ensure_stayed(session: Session, member: Membership, *, on: date) -> None:
    """Refuse a move before the months of the rules have passed since the member joined where they are."""
    months = constitution.rule_book_on(session, on=on).constituency_change_min_months
    earliest_on = ending_rules.months_after(member.member_since, months)
    if on < earliest_on:
        raise MovedTooSoon(earliest_on)
