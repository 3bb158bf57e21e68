"""A decision that somebody whom it names denies is none: whatever it was applied to waits for one again.

Its ruling stays on record with everybody's part in it. Whoever decides anew finds the application as it was before,
under the same rules; an admission that was entered in the register stays there until the mutual has looked at it.

Source: domain 2.8 INV-02, INV-41, INV-42; decision 0023.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import queries, steps
from govern.admissions.models import ApplicationStep, MembershipApplication
from govern.admissions.rules import State
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.core.actors import Deed


def undo(session: Session, decision_id: UUID, *, deed: Deed) -> None:
    """Open again what rests on a decision that is denied, by the word of whoever denies it; else do nothing."""
    if not confirmations.is_denied(session, decision_id):
        return
    for application_id, _applicant, _outcome in queries.ruled_by(session, decision_id):
        application = steps.locked(session, application_id)
        decided = steps.last(session, application_id)
        if decided.decision_id == decision_id and _may_undo(session, application, decided, deed):
            assert decided.from_state is not None
            steps.take(session, application, State(decided.from_state), deed)


def _may_undo(session: Session, application: MembershipApplication, decided: ApplicationStep, deed: Deed) -> bool:
    """Say whether somebody's denial undoes what was decided.

    An admission can never be entered on it. A refusal is not undone by the applicant, nor by who is close to them;
    nor once they have applied again.
    """
    if decided.to_state == State.ADMITTED:
        return True
    today = constitution.today(session, at=deed.at)
    close = queries.interests_of_officers(session, application, on=today)
    newest = queries.of_person(session, application.person_id)[0]
    return deed.actor.person_id not in close and newest.id == application.id
