"""An admission that somebody whom its decision names denies is none: its application waits for a decision again.

Its ruling stays on record with everybody's part in it. Whoever decides anew finds the application as it was before,
under the same rules; an admission that was entered in the register stays there until the mutual has looked at it. A
refusal stays what it is: whoever is refused appeals, or applies again.

Source: domain 2.8 INV-01, INV-02, INV-41, INV-42; decision 0023.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import denials, queries, steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.constitution import queries as constitution
from govern.core.actors import Deed


def undo(session: Session, decision_id: UUID, *, deed: Deed) -> None:
    """Open again what was admitted by a decision that the actor denies; else do nothing."""
    for application_id, _applicant, outcome in queries.ruled_by(session, decision_id):
        if outcome is State.ADMITTED:
            undo_one(session, application_id, decision_id, deed=deed)


def undo_one(session: Session, application_id: UUID, decision_id: UUID, *, deed: Deed) -> None:
    """Open one application again, if it was admitted by this decision, waits for its entry, and the actor may deny it.

    Who a decision is about does not choose between its outcomes, nor does who is close to the applicant.
    """
    application = steps.locked(session, application_id)
    admitted = steps.last(session, application_id)
    if admitted.decision_id != decision_id or admitted.to_state != State.ADMITTED:
        return
    if _may_undo(session, application, decision_id, deed):
        assert admitted.from_state is not None
        steps.take(session, application, State(admitted.from_state), deed)


def _may_undo(session: Session, application: MembershipApplication, decision_id: UUID, deed: Deed) -> bool:
    """Say whether the actor denies a decision by a word of their own, and is free to in this application."""
    person_id = deed.actor.person_id
    if person_id is None or not denials.is_denied_by(session, decision_id, person_id):
        return False
    decided_on = constitution.decision(session, decision_id).decided_on
    days = (decided_on, constitution.today(session, at=deed.at))
    interests = [queries.interests_of_officers(session, application, on=day) for day in days]
    interests.append(queries.interests_recorded(session, application.id, decision_id))
    return not any(person_id in found for found in interests)
