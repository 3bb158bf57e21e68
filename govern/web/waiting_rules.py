"""What the pages of a version of the rules say of others that were carried, or registered, beside it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from govern.constitution import queries as constitution
from govern.core.words import Sentence
from govern.motions import overtaking
from govern.rule_changes import waiting as waiting_rules
from govern.rule_changes.words import STAGES, ToldChange, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from govern.constitution.models import RuleSet


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A version that waits beside another.

    :ivar lacking: each rule that it changes and the other does not, and what of it changes.
    """

    version: "RuleSet"
    stage: Sentence
    lacking: "Sequence[ToldChange]"


def waiting_facts(session: "Session", rule_set_id: UUID) -> list[Beside]:
    """Return the versions that wait for the registrar and whose change another does not hold."""
    names = constitution.names_of_constituencies(session)
    return [
        Beside(version=one.version, stage=STAGES[one.stage], lacking=[told(changed, names) for changed in one.lacking])
        for one in waiting_rules.beside(session, rule_set_id)
    ]


def undone_facts(session: "Session", rule_set_id: UUID) -> list[ToldChange]:
    """Return each rule of later registration that a version would change again, and what of it changes."""
    names = constitution.names_of_constituencies(session)
    return [told(one, names) for one in overtaking.undone(session, rule_set_id)]
