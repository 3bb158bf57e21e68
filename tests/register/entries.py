"""Entries that tests of the register ask for."""

from typing import Any

from govern.constitution.models import Constituency, Decision
from govern.register.models import Person
from govern.register.rules import Entry
from tests.make import Make


def entry(make: Make, board: Decision, **facts: Any) -> Entry:
    """Return the entry of a new person whose application a decision admitted."""
    usual: dict[str, Any] = {
        "constituency_id": make.constituency().id,
        "sub_constituency_id": None,
        "decision_id": board.id,
    }
    if "person_id" not in facts:
        usual["person_id"] = make.person().id
    told = Entry(**usual | facts)
    if make.session.get(Person, told.person_id) and make.session.get(Constituency, told.constituency_id):
        make.admitted(board, person_id=told.person_id, constituency_id=told.constituency_id)
    return told
