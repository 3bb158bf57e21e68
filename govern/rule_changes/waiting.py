"""Changes of the rules that were carried and wait for the registrar, and what another draft has of them.

Source: domain 9.0b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import changes
from govern.constitution import queries as constitution
from govern.constitution.changes import Changed
from govern.constitution.models import RuleSet
from govern.core.waiting import Heap
from govern.rule_changes import service as rule_changes
from govern.rule_changes.service import Stage

WAITING = frozenset({Stage.CLASS_CONSENTS, Stage.CARRIED, Stage.FILED})


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A version that the members carried and that is not in force yet.

    :ivar lacking: what it changes and the other draft does not.
    """

    version: RuleSet
    stage: Stage
    lacking: Sequence[Changed]


def beside(session: Session, rule_set_id: UUID) -> list[Waiting]:
    """Return each version that waits and whose change another does not hold: in force later, that would undo it."""
    return [one for one in _waiting(session, rule_set_id) if one.version.id != rule_set_id and one.lacking]


def unregistered(session: Session) -> Heap:
    """Return how many versions of the rules are drafted and can still take effect, and since when."""
    drafts = [one for one in constitution.unregistered(session) if not rule_changes.is_overtaken(session, one.id)]
    return Heap(len(drafts), drafts[0].drafted_at if drafts else None)


def _waiting(session: Session, rule_set_id: UUID) -> list[Waiting]:
    book = constitution.rule_book(session, rule_set_id)
    found = []
    for version, registration in constitution.rule_sets(session):
        stage = rule_changes.stage(session, version.id)
        latest = rule_changes.latest(session, version.id)
        if registration or latest is None or stage not in WAITING or rule_changes.is_overtaken(session, version.id):
            continue
        against = constitution.rule_book(session, latest[0].against_id)
        its_own = changes.changed(against, constitution.rule_book(session, version.id))
        lacking = [one for one in its_own if getattr(book, one.parameter.name) != one.after]
        found.append(Waiting(version=version, stage=stage, lacking=lacking))
    return found
