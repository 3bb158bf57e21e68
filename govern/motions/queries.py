"""Read motions: where they are, what they say, who stands behind them, what would change them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, select
from sqlalchemy.orm import Session

from govern.core import lookup
from govern.core.db import AnySelect
from govern.core.errors import NotFound
from govern.core.paging import PAGE_SIZE, Page, nearest, offset
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import (
    Amendment,
    AmendmentOutcome,
    AmendmentSeconding,
    Motion,
    MotionBacking,
    MotionConcern,
    MotionStep,
    MotionText,
    NamingTakenBack,
    SecondingWithdrawal,
    SlipRuling,
)
from govern.motions.rules import UNDECIDED, Backing, Kind, Part, State

# What every deed and every page asks of a motion, often several times: built once.
_OF_MOTION = bindparam("motion_id", type_=Uuid())
_LAST_STEP = select(MotionStep).where(MotionStep.motion_id == _OF_MOTION).order_by(MotionStep.n.desc()).limit(1)
_TEXT = select(MotionText).where(MotionText.motion_id == _OF_MOTION).order_by(MotionText.version.desc()).limit(1)
_BACKERS = (
    select(MotionBacking)
    .where(MotionBacking.motion_id == _OF_MOTION, MotionBacking.withdrawn_at.is_(None))
    .order_by(MotionBacking.given_at, MotionBacking.person_id)
)
_TAKEN_BACK = exists().where(
    NamingTakenBack.motion_id == _OF_MOTION,
    NamingTakenBack.person_id == MotionConcern.person_id,
    NamingTakenBack.part == Part.CONCERN,
)
_CONCERNS = (
    select(MotionConcern)
    .where(MotionConcern.motion_id == _OF_MOTION, ~_TAKEN_BACK)
    .order_by(MotionConcern.named_at, MotionConcern.person_id)
)
_AMENDMENTS = select(Amendment).where(Amendment.motion_id == _OF_MOTION).order_by(Amendment.n)
_VOTES_GOING_ON = (
    select(Division.id)
    .outerjoin(DivisionOutcome, DivisionOutcome.division_id == Division.id)
    .where(Division.motion_id == _OF_MOTION, DivisionOutcome.division_id.is_(None))
    .limit(1)
)


def find(session: Session, motion_id: UUID) -> Motion:
    """Return a motion.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, Motion, motion_id)


def division_of_numbers(session: Session, number: int, n: int) -> Division:
    """Return a vote by the numbers by which people speak of its motion, and of it among that motion's votes.

    :raises NotFound: there is none of these.
    """
    query = select(Division).join(Motion, Motion.id == Division.motion_id)
    found = session.scalars(query.where(Motion.number == number, Division.n == n)).one_or_none()
    if found is None:
        raise NotFound
    return found


def locked(session: Session, motion_id: UUID) -> Motion:
    """Return a motion that nobody else can move on until the transaction ends.

    :raises NotFound: there is none of that id.
    """
    return lookup.locked(session, Motion, motion_id)


def next_number(session: Session) -> int:
    """Return the next number of a motion. Ask it only while holding the turn: `constitution.service.in_turn`."""
    return (session.scalar(select(func.max(Motion.number))) or 0) + 1


def numbers_of(session: Session, motions: Iterable[UUID]) -> dict[UUID, int]:
    """Return the number of each of some motions, or of the motion that each of some votes, rolls and polls is of.

    Ids of anything else are left out.
    """
    wanted = list(motions)
    queries: list[AnySelect] = [
        select(column, Motion.number).join(Motion, Motion.id == Division.motion_id).where(column.in_(wanted))
        for column in (Division.id, Division.roll_id, Division.poll_id)
    ]
    queries.append(select(Motion.id, Motion.number).where(Motion.id.in_(wanted)))
    return {found: number for query in queries for found, number in session.execute(query)}


def ever_behind(session: Session, motion_id: UUID) -> frozenset[UUID]:
    """Return whose names are or were under a motion: nobody gives theirs twice."""
    return frozenset(session.scalars(select(MotionBacking.person_id).where(MotionBacking.motion_id == motion_id)))


def last_step(session: Session, motion_id: UUID) -> MotionStep:
    """Return the step that a motion took last."""
    return session.scalars(_LAST_STEP, {"motion_id": motion_id}).one()


def state(session: Session, motion_id: UUID) -> State:
    """Return where a motion is."""
    return State(last_step(session, motion_id).to_state)


def steps(session: Session, motion_id: UUID) -> Sequence[MotionStep]:
    """Return every step of a motion, first to last."""
    return session.scalars(select(MotionStep).where(MotionStep.motion_id == motion_id).order_by(MotionStep.n)).all()


def moved_on(session: Session, motion_id: UUID) -> date | None:
    """Return when a motion was moved, since when it belongs to those who decide it; None where it was not.

    One that fell because too few were there is its proposer's again, until it is moved anew.
    """
    moved: date | None = None
    for step in steps(session, motion_id):
        if step.to_state == State.MOVED:
            moved = step.dated_on
        elif step.to_state == State.FELL_INQUORATE:
            moved = None
    return moved


def text(session: Session, motion_id: UUID) -> MotionText:
    """Return what a motion proposes now: its newest text."""
    return session.scalars(_TEXT, {"motion_id": motion_id}).one()


def texts(session: Session, motion_id: UUID) -> Sequence[MotionText]:
    """Return every text that a motion had, first to last."""
    query = select(MotionText).where(MotionText.motion_id == motion_id)
    return session.scalars(query.order_by(MotionText.version)).all()


def backers(session: Session, motion_id: UUID) -> Sequence[MotionBacking]:
    """Return who stands behind a motion and did not withdraw, in the order in which they came."""
    return session.scalars(_BACKERS, {"motion_id": motion_id}).all()


def proposer(session: Session, motion_id: UUID) -> UUID:
    """Return who proposes a motion."""
    return next(one.person_id for one in backers(session, motion_id) if one.backing == Backing.PROPOSER)


def backing_of(session: Session, motion_id: UUID, person_id: UUID) -> MotionBacking | None:
    """Return in what part somebody stands behind a motion, or stood until they withdrew."""
    return session.get(MotionBacking, (motion_id, person_id))


def concerns(session: Session, motion_id: UUID) -> Sequence[MotionConcern]:
    """Return whom a motion is about: whoever was named, and not taken back."""
    return session.scalars(_CONCERNS, {"motion_id": motion_id}).all()


def on_application(session: Session, application_id: UUID) -> Sequence[Motion]:
    """Return the motions to admit whoever applied, in the order in which they were proposed."""
    query = select(Motion).join(MotionConcern, MotionConcern.motion_id == Motion.id)
    return session.scalars(query.where(MotionConcern.application_id == application_id).order_by(Motion.number)).all()


def consent_asked_in(
    session: Session, rule_set_id: UUID, constituency_id: UUID, *, beside: UUID | None = None
) -> Motion | None:
    """Return the motion in which a class is asked now whether it consents to a draft, if there is one.

    :param beside: a motion that is not meant.
    """
    query = select(Motion).where(
        Motion.kind == Kind.CLASS, Motion.changes_to_id == rule_set_id, Motion.constituency_id == constituency_id
    )
    if beside is not None:
        query = query.where(Motion.id != beside)
    asked = session.scalars(query.order_by(Motion.number.desc()))
    return next((one for one in asked if state(session, one.id) in UNDECIDED), None)


def amendments(session: Session, motion_id: UUID) -> Sequence[Amendment]:
    """Return every amendment of a motion, in the order of filing."""
    return session.scalars(_AMENDMENTS, {"motion_id": motion_id}).all()


def amendment(session: Session, motion_id: UUID, n: int) -> Amendment:
    """Return one amendment of a motion.

    :raises NotFound: there is none of that number.
    """
    found = next((one for one in amendments(session, motion_id) if one.n == n), None)
    if found is None:
        raise NotFound
    return found


def amendment_seconders(session: Session, motion_id: UUID) -> dict[int, UUID]:
    """Return who seconds the amendments of a motion, by number: as filed on paper, or with their own word since.

    Whoever took their name back seconds it no longer.
    """
    said = session.scalars(select(AmendmentSeconding).where(AmendmentSeconding.motion_id == motion_id))
    filed = [(one.n, one.seconded_by) for one in amendments(session, motion_id) if one.seconded_by]
    back = withdrawn_secondings(session, motion_id)
    return {n: person for n, person in [*filed, *((one.n, one.person_id) for one in said)] if (n, person) not in back}


def withdrawn_secondings(session: Session, motion_id: UUID) -> set[tuple[int, UUID]]:
    """Return who took their name back from which amendment of a motion."""
    found = session.scalars(select(SecondingWithdrawal).where(SecondingWithdrawal.motion_id == motion_id))
    return {(one.n, one.person_id) for one in found}


def amendment_outcomes(session: Session, motion_id: UUID) -> dict[int, AmendmentOutcome]:
    """Return what became of the amendments of a motion, by number; one that waits is left out."""
    found = session.scalars(select(AmendmentOutcome).where(AmendmentOutcome.motion_id == motion_id))
    return {one.n: one for one in found}


def slip_rulings(session: Session, motion_id: UUID) -> dict[int, SlipRuling]:
    """Return what was ruled on the amendments of a motion that are said to correct a slip, by number."""
    return {one.n: one for one in session.scalars(select(SlipRuling).where(SlipRuling.motion_id == motion_id))}


def is_called(session: Session, motion_id: UUID) -> bool:
    """Say whether a vote was called on a motion, or on an amendment of it."""
    return session.scalar(select(Division.id).where(Division.motion_id == motion_id).limit(1)) is not None


def proposed_on(session: Session, motion_id: UUID) -> date:
    """Return the day on which a motion was proposed."""
    query = select(MotionStep.dated_on).where(MotionStep.motion_id == motion_id, MotionStep.n == 1)
    return session.scalars(query).one()


def vote_goes_on(session: Session, motion_id: UUID) -> bool:
    """Say whether a vote on a motion, or on an amendment of it, was called and is not declared."""
    return session.scalar(_VOTES_GOING_ON, {"motion_id": motion_id}) is not None


@dataclass(frozen=True, kw_only=True)
class MotionLine:
    """A motion in a list."""

    motion: Motion
    state: State
    dated_on: date


def listed(session: Session, *, page: int = 1, states: Collection[State] = tuple(State)) -> Page[MotionLine]:
    """Return one page of motions with the state of each, the newest first.

    :param states: those that are wanted.
    """
    query = _lines(states)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = nearest(page, total=total)
    rows = session.execute(query.order_by(Motion.number.desc()).offset(offset(number)).limit(PAGE_SIZE))
    lines = [MotionLine(motion=one, state=State(to), dated_on=on) for one, to, on in rows]
    return Page(lines, number, total)


def consulted_on(session: Session, motion_ids: Collection[UUID]) -> set[UUID]:
    """Return which of some motions were put in a way that decides nothing, so that people had their say and no more.

    Source: domain 5.3.
    """
    query = select(Division.motion_id).where(
        Division.motion_id.in_(motion_ids), Division.amendment_n.is_(None), Division.is_binding.is_(False)
    )
    return set(session.scalars(query))


def of_decisions(session: Session, decision_ids: Collection[UUID]) -> dict[UUID, Motion]:
    """Return the motions that became some decisions, by the decision; what came from minutes has none."""
    query = (
        select(MotionStep.decision_id, Motion)
        .join(Motion, Motion.id == MotionStep.motion_id)
        .where(MotionStep.decision_id.in_(decision_ids))
    )
    return {decision_id: motion for decision_id, motion in session.execute(query) if decision_id is not None}


def division_of_decision(session: Session, decision_id: UUID) -> UUID | None:
    """Return the vote here that a decision came of; None for what was entered from minutes."""
    query = (
        select(Division.id)
        .join(MotionStep, MotionStep.motion_id == Division.motion_id)
        .join(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(MotionStep.decision_id == decision_id, Division.amendment_n.is_(None), DivisionOutcome.is_carried)
    )
    return session.scalars(query.order_by(Division.n.desc()).limit(1)).first()


def open_since(session: Session, *, at: datetime) -> datetime | None:
    """Return when the first of the votes on motions opened that are open now; None where none is."""
    return session.scalar(select(func.min(Division.opens_at)).where(Division.is_open(at=at)))


def became_decisions() -> AnySelect:
    """Return the decisions that motions became, as a query."""
    return select(MotionStep.decision_id).where(MotionStep.decision_id.is_not(None))


def in_state(session: Session, *states: State) -> list[MotionLine]:
    """Return every motion that is in one of some states, the oldest first."""
    rows = session.execute(_lines(states).order_by(Motion.number))
    return [MotionLine(motion=one, state=State(to), dated_on=on) for one, to, on in rows]


def asked_to_consent(session: Session, rule_set_id: UUID) -> dict[UUID, UUID]:
    """Return the constituencies that are being asked whether they consent to drafted rules, each with its motion."""
    drafted = [one for one in in_state(session, *UNDECIDED) if one.motion.changes_to_id == rule_set_id]
    return {one.motion.constituency_id: one.motion.id for one in drafted if one.motion.constituency_id is not None}


def _lines(states: Collection[State]) -> AnySelect:
    last = (select(MotionStep.motion_id, func.max(MotionStep.n).label("n")).group_by(MotionStep.motion_id)).subquery()
    return (
        select(Motion, MotionStep.to_state, MotionStep.dated_on)
        .join(last, last.c.motion_id == Motion.id)
        .join(MotionStep, (MotionStep.motion_id == last.c.motion_id) & (MotionStep.n == last.c.n))
        .where(MotionStep.to_state.in_([State(one).value for one in states]))
    )
