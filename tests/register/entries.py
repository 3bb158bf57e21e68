"""Entries that tests of the register ask for."""

from typing import Any

from govern.constitution.models import Decision
from govern.register.rules import Entry
from tests.make import Make


def entry(make: Make, board: Decision, **facts: Any) -> Entry:
    """Return the entry of a new person on the board's decision."""
    usual: dict[str, Any] = {
        "constituency_id": make.constituency().id,
        "sub_constituency_id": None,
        "decision_id": board.id,
    }
    if "person_id" not in facts:
        usual["person_id"] = make.person().id
    return Entry(**usual | facts)
