"""Makers of motions that were voted on, by rows: for tests of what a carried motion does."""

from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution.models import RuleSetRegistration
from govern.constitution.rules import Body
from govern.core.clock import local_date
from govern.core.languages import LocalText
from govern.core.words import DEFAULT_ZONE
from govern.meetings import notices
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion, MotionBacking, MotionStep, MotionText
from govern.motions.rule_change_models import RuleChange
from govern.motions.rules import Ask, Backing, Deciders, Kind, State, Way
from govern.rolls.models import Roll
from tests.calendar import AN_HOUR, AT, TODAY
from tests.makers import constitution, kept, register, registrations
from tests.makers.motions import PROPOSED_ON, noticed

ROOT = "0" * 64
Sides = tuple[int, int]
BEFORE_A_VOTE = (State.ADMITTED_TO_AGENDA, State.MOVED, State.PUT)
_numbers = count(50_001)  # beyond the numbers that the service gives


def motion(session: Session, *, states: tuple[State, ...] = BEFORE_A_VOTE, **facts: Any) -> Motion:
    """Make a motion of the members with its text, taken along these steps after it was submitted."""
    usual: dict[str, Any] = {
        "number": next(_numbers),
        "kind": Kind.SPECIAL,
        "deciders": Deciders.MEMBERS,
        "way": Way.MEETING,
        "title": LocalText(en="Change the rules"),
        "reasons": LocalText(en="They are old."),
        "submitted_at": AT,
    }
    made = kept(session, Motion(**usual | facts))
    proposer = register.person(session).id
    text = {"text": LocalText(en="That the rules be changed."), "written_by": proposer}
    kept(session, MotionText(motion_id=made.id, version=1, written_at=AT, **text))
    proposes = {"person_id": proposer, "backing": Backing.PROPOSER, "text_version": 1}
    kept(session, MotionBacking(motion_id=made.id, given_at=AT, **proposes))
    step(session, made.id, State.SUBMITTED, on=PROPOSED_ON)
    for state in states:
        step(session, made.id, state)
    return made


def step(session: Session, motion_id: UUID, to: State, *, on: date = TODAY, decision_id: UUID | None = None) -> None:
    """Take a motion one step on."""
    query = select(MotionStep).where(MotionStep.motion_id == motion_id).order_by(MotionStep.n.desc()).limit(1)
    last = session.scalars(query).first()
    taken = MotionStep(
        motion_id=motion_id,
        n=last.n + 1 if last else 1,
        previous_n=last.n if last else None,
        from_state=last.to_state if last else None,
        to_state=to,
        dated_on=on,
        at=AT,
        note="Because." if to in (State.INADMISSIBLE, State.REFERRED, State.WITHDRAWN) else "",
        decision_id=decision_id,
    )
    kept(session, taken)


def put(session: Session, motion_id: UUID, *, at: datetime = AT, **facts: Any) -> Division:
    """Make a division on a motion that was called and is not declared, at a meeting with its notice."""
    _notice(session, motion_id, local_date(at, DEFAULT_ZONE))
    by = register.person(session).id
    roll = kept(session, Roll(roll_date=TODAY, salt=ROOT, frozen_at=at, root=ROOT, electors=0))
    n = session.scalar(select(func.count()).select_from(Division).where(Division.motion_id == motion_id)) or 0
    usual: dict[str, Any] = {
        "motion_id": motion_id,
        "n": n + 1,
        "text_version": 1,
        "ask": Ask.HANDS,
        "call": 1,
        "is_confirming": False,
        "is_binding": True,
        "majority": "extraordinary",
        "rule_set_id": in_force(session),
        "roll_id": roll.id,
        "members": 100,
        "called_by": by,
        "called_at": at,
        "opens_at": at,
        "closes_at": at + AN_HOUR,
    }
    return kept(session, Division(**usual | facts))


def _notice(session: Session, motion_id: UUID, meeting_on: date) -> None:
    """Let notice have been given of the meeting of a day, where one votes on a motion and there is none."""
    of, last = session.get_one(Motion, motion_id), notices.holding(session, motion_id)
    if notices.needs_one(session, of) and (last is None or last.meeting_on != meeting_on):
        noticed(session, of, meeting_on)


def division(
    session: Session,
    motion_id: UUID,
    classes: dict[str, Sides],
    *,
    is_carried: bool | None = None,
    at: datetime = AT,
    **facts: Any,
) -> DivisionOutcome:
    """Make a division on a motion with what was declared of it, from for and against by the code of a class."""
    held = put(session, motion_id, at=at, **facts)
    in_favour, against = (sum(sides[side] for sides in classes.values()) for side in (0, 1))
    carried = in_favour > against if is_carried is None else is_carried
    outcome = DivisionOutcome(
        division_id=held.id,
        is_carried=carried,
        is_quorate=True,
        tally=[
            {"code": code, "way": "hands", "in_favour": yes, "against": no, "abstained": 0, "eligible": yes + no}
            for code, (yes, no) in classes.items()
        ],
        working=f"{'Carried' if carried else 'Lost'}: {in_favour} for, {against} against.",
        sums={"members": held.members, "turnout": in_favour + against},
        roll_root=ROOT,
        declared_by=held.called_by,
        declared_at=at + AN_HOUR,
    )
    return kept(session, outcome)


def in_force(session: Session) -> UUID:
    """Return the rules that were registered last."""
    query = select(RuleSetRegistration.rule_set_id).order_by(RuleSetRegistration.registered_on.desc()).limit(1)
    return session.scalars(query).one()


def carried_change(
    session: Session, rule_set_id: UUID, *, on: date = TODAY, classes: dict[str, Sides] | None = None, **facts: Any
) -> Motion:
    """Make a motion by which the members carried a change of the rules on a day, past all that asks whether it may."""
    made = motion(session, changes_to_id=rule_set_id, **facts)
    change = RuleChange(
        motion_id=made.id,
        rule_set_id=rule_set_id,
        against_id=in_force(session),
        touches_franchise=made.kind == Kind.FRANCHISE,
        proposed_at=AT,
    )
    kept(session, change)
    carry(session, made, classes or {"workforce": (6, 1), "service_user": (5, 0)}, on=on)
    return made


def carry(session: Session, made: Motion, classes: dict[str, Sides], *, on: date = TODAY) -> None:
    """Let the members carry a motion on a day."""
    division(session, made.id, classes, is_carried=True)
    decided = constitution.decision(session, body=Body.GENERAL_MEETING, decided_on=on)
    step(session, made.id, State.CARRIED, on=on, decision_id=decided.id)


def filed_change(session: Session, rule_set_id: UUID, *, on: date = TODAY, **facts: Any) -> Motion:
    """Make a carried change of the rules that was sent to the registrar, and can be registered."""
    made = carried_change(session, rule_set_id, on=on, **facts)
    step(session, made.id, State.FILED, on=on)
    return made


def decision_of(session: Session, made: Motion) -> UUID:
    """Return the decision that a carried motion became."""
    query = select(MotionStep.decision_id).where(MotionStep.motion_id == made.id, MotionStep.to_state == State.CARRIED)
    decision_id = session.scalars(query).one()
    assert decision_id is not None
    return decision_id


def registered(session: Session, made: Motion, *, on: date = TODAY, at: datetime = AT) -> RuleSetRegistration:
    """Register a change of the rules that was carried and filed, with the word of two people."""
    registrations.reported(session, on=on, rule_set_id=made.changes_to_id)
    registration = RuleSetRegistration(
        rule_set_id=made.changes_to_id, decision_id=decision_of(session, made), registered_on=on, recorded_at=at
    )
    return kept(session, registration)
