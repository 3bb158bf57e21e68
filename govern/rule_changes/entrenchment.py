"""A change of an entrenched clause is bound to the majority of all the members, whatever its proposer calls it.

Source: domain 5.4: entrenched clause, F = M; INV-28.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import entrenched
from govern.constitution import queries as constitution
from govern.constitution.parameters.motions import CLAUSES, Clause
from govern.motions.rules import Kind
from govern.rule_changes.refusals import EntrenchedClauseTouched

MAJORITY = "entrenched"


def touched(session: Session, rule_set_id: UUID, *, at: datetime) -> list[Clause]:
    """Return the entrenched clauses of the rules in force that a draft would change."""
    in_force = constitution.rule_book_on(session, on=constitution.today(session, at=at))
    return entrenched.touched(in_force, constitution.rule_book(session, rule_set_id))


def majority_of(
    session: Session, kind: Kind, named: str | None, changes_to_id: UUID | None, *, at: datetime
) -> str | None:
    """Return the majority to which a motion is bound: as its proposer names it, unless it touches such a clause.

    The consent of one constituency is asked beside that of all, and not by their majority.
    """
    if changes_to_id is None or kind is Kind.CLASS or not touched(session, changes_to_id, at=at):
        return named
    return MAJORITY


def ensure_bound(session: Session, rule_set_id: UUID, majority: str | None, *, at: datetime) -> bool:
    """Refuse a change of an entrenched clause by less than all the members, and return whether it is one.

    :raises EntrenchedClauseTouched: with the first such clause.
    """
    found = touched(session, rule_set_id, at=at)
    if found and majority != MAJORITY:
        raise EntrenchedClauseTouched(CLAUSES[found[0]])
    return bool(found)
