"""Entries that tests of the register ask for."""

from dataclasses import replace
from typing import Any

from govern.constitution.models import Constituency, Decision
from govern.constitution.rules import Matter
from govern.register import belonging
from govern.register.models import Person
from govern.register.rules import Entry
from tests.make import Make
from tests.makers.constitution import on


def entry(make: Make, board: Decision, **facts: Any) -> Entry:
    """Return the entry of a new person whose application a decision admitted."""
    usual: dict[str, Any] = {"constituency_id": make.constituency().id, "sub_constituency_id": None}
    if "person_id" not in facts:
        usual["person_id"] = make.person().id
    told = Entry(**usual | facts, decision_id=board.id)
    if not make.session.get(Person, told.person_id) or not make.session.get(Constituency, told.constituency_id):
        return told
    home = told.constituency_id
    matters = [Matter.ADMISSION]
    if belonging.was_expelled(make.session, told.person_id):
        matters.append(Matter.READMISSION)
    named = make.once_more(board, about=[on(told.person_id, one, constituency_id=home) for one in matters])
    make.admitted(named, person_id=told.person_id, constituency_id=home)
    return replace(told, decision_id=named.id)
