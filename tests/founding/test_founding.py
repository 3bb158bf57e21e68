"""The founding test: outsiders in every office, members who object, and whatever the outsiders try.

That a mutual cannot be brought back from an edited copy is held by tests/cli/test_backups.py.
"""

from pathlib import Path

import pytest
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.founding.examples import sequences
from tests.founding.grown import grown
from tests.founding.holding import machine_in
from tests.founding.putting import machine_in_grown
from tests.founding.town import built
from tests.founding.truth import members_in_guise


@pytest.mark.invariant("INV-42")
def test_no_commands_of_outsiders_make_one_of_them_a_member(session: Session) -> None:
    town = built(session)

    run_state_machine_as_test(machine_in(town), settings=sequences(25, soaked=3_000, steps=9))

    assert members_in_guise(session, town.members) == []


@pytest.mark.invariant("INV-42")
def test_nor_do_they_once_members_have_elected_a_board(session: Session, tmp_path: Path) -> None:
    town = grown(session, tmp_path)

    run_state_machine_as_test(machine_in_grown(town), settings=sequences(10, soaked=2_000, steps=8))

    assert members_in_guise(session, [*town.members, *town.welcome], since=town.begins_at.date()) == []
