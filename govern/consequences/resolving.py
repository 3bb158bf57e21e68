"""What follows from a motion that is carried: on the admission of somebody, the ruling on their application."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions.rules import State as Stage
from govern.admissions.ruling import Ruling
from govern.consequences import admitting
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.errors import Refusal
from govern.deciding.rules import Casting
from govern.divisions import declaring, voting
from govern.divisions import service as divisions
from govern.motions import queries
from govern.motions.division_models import DivisionOutcome
from govern.motions.rules import Kind, State


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What was declared, and what did not follow from it.

    :ivar decision_id: what the motion became, if it became a decision.
    :ivar asked: who took part in an admission, and whose vote is not their word on it.
    :ivar not_applied: why the rules of admission did not let it be applied; None where nothing stood in its way.
    """

    outcome: DivisionOutcome
    decision_id: UUID | None = None
    asked: Collection[UUID] = ()
    not_applied: Refusal | None = None


def declare(session: Session, division_id: UUID, deed: Deed, *, casting: Casting | None = None) -> Resolved:
    """Declare what came of a division, and do what follows from it.

    Votes that were given by name from accounts of their own are their voters' word on the decision that came of them.
    An admission that is carried is applied to the application that it was on. Where the rules of admission do not
    let it be applied, what the body decided stands all the same, and the application waits for the secretary.

    :raises Refusal: as `divisions.declaring.declare` raises.
    """
    outcome = declaring.declare(session, division_id, deed, casting=casting)
    division = divisions.find(session, division_id)
    motion = queries.find(session, division.motion_id)
    last = queries.last_step(session, motion.id)
    if division.amendment_n is not None or last.decision_id is None:
        return Resolved(outcome=outcome)
    votes = voting.own_words(division)
    confirmations.take_votes(session, last.decision_id, division_id, votes, actor=deed.actor, at=deed.at)
    if motion.kind != Kind.ADMISSION or last.to_state != State.CARRIED:
        return Resolved(outcome=outcome, decision_id=last.decision_id)
    return Resolved(
        outcome=outcome,
        decision_id=last.decision_id,
        asked=_silent(session, last.decision_id),
        not_applied=_admit(session, motion.id, last.decision_id, deed),
    )


def _silent(session: Session, decision_id: UUID) -> Collection[UUID]:
    """Return who took part in a decision and whose word on it is not given yet.

    Source: decision 0029.
    """
    parts = constitution.participants(session, decision_id)
    return {one.person_id for one in parts if one.took_part} - confirmations.given(session, decision_id).keys()


def _admit(session: Session, motion_id: UUID, decision_id: UUID, deed: Deed) -> Refusal | None:
    """Apply a decision to each application that the motion names, and return what refused it."""
    named = [one.application_id for one in queries.concerns(session, motion_id) if one.application_id is not None]
    rulings = [Ruling(application_id=one, outcome=Stage.ADMITTED) for one in named]
    try:
        with session.begin_nested():
            admitting.rule(session, decision_id, rulings, deed=deed)
    except Refusal as refusal:
        return refusal
    return None
