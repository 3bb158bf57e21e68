"""The rules that a motion would bring: what they change, and what has become of them."""

from typing import TYPE_CHECKING

from govern.constitution import changes
from govern.constitution import queries as constitution
from govern.constitution.rulebook import PARAMETERS
from govern.motions import overtaking
from govern.motions.models import Motion
from govern.motions.rule_change_models import AffectedClass
from govern.motions.rules import Kind, State
from govern.rule_changes import class_consents
from govern.rule_changes import service as rule_changes
from govern.rule_changes.words import ToldChange, told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def changes_shown(session: "Session", motion: Motion) -> list[ToldChange]:
    """Return the rules that a motion would change, as the draft has them: each, and what of it changes.

    Of a question to one constituency, those by which the draft takes something from it.
    """
    found = rule_changes.latest(session, motion.changes_to_id) if motion.changes_to_id else None
    if found is None:
        return []
    change, names = found[0], constitution.names_of_constituencies(session)
    before, after = (constitution.rule_book(session, one) for one in (change.against_id, change.rule_set_id))
    shown = changes.changed(before, after)
    if motion.constituency_id is not None:
        affected = session.get_one(AffectedClass, (change.motion_id, motion.constituency_id)).rules
        shown = [one for one in shown if one.parameter in [PARAMETERS[name] for name in affected]]
    return [told(one, names) for one in shown]


def compared_with(session: "Session", motion: Motion) -> int | None:
    """Return the version that the rules a motion would bring are compared with; None where it would bring none."""
    found = rule_changes.latest(session, motion.changes_to_id) if motion.changes_to_id else None
    return constitution.rule_set(session, found[0].against_id)[0].version if found else None


def waits_for_consents(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether a motion was carried and a constituency from which it takes something has not consented."""
    change = rule_changes.change_of(session, motion.id) if state is State.CARRIED else None
    return change is not None and bool(class_consents.missing(session, change))


def goes_to_registrar(session: "Session", motion: Motion, state: State) -> bool:
    """Say whether the rules that a motion brings are sent to the registrar next, or wait there to be registered."""
    if motion.changes_to_id is None or motion.kind == Kind.CLASS or state not in (State.CARRIED, State.FILED):
        return False
    return overtaking.told(session, motion, state) is None and not waits_for_consents(session, motion, state)
