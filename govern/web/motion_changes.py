"""What has become of the rules that a motion would bring."""

from typing import TYPE_CHECKING

from govern.motions import rule_changes
from govern.motions.models import Motion
from govern.motions.rules import RESOLVED, Kind, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def is_overtaken(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether a motion was carried and the rules that it would bring can never come into force."""
    draft = motion.changes_to_id if motion.kind != Kind.CLASS and state in RESOLVED else None
    return draft is not None and rule_changes.is_overtaken(session, draft)


def waits_for_consents(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether a motion was carried and a constituency from which it takes something has not consented."""
    change = rule_changes.change_of(session, motion.id) if state is State.CARRIED else None
    return change is not None and bool(rule_changes.missing(session, change))


def goes_to_registrar(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether the rules that a motion brings are sent to the registrar next, or wait there to be registered."""
    if motion.changes_to_id is None or motion.kind == Kind.CLASS or state not in (State.CARRIED, State.FILED):
        return False
    return not is_overtaken(session, motion, state) and not waits_for_consents(session, motion, state)
