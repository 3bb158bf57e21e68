"""The founding test: outsiders in every office, members who object, and whatever the outsiders try.

That a mutual cannot be brought back from an edited copy is held by tests/cli/test_backups.py.
"""

import pytest
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.founding.examples import sequences
from tests.founding.holding import machine_in
from tests.founding.town import built
from tests.founding.truth import members_in_guise


@pytest.mark.invariant("INV-42")
def test_no_commands_of_outsiders_make_one_of_them_a_member(session: Session) -> None:
    town = built(session)

    run_state_machine_as_test(machine_in(town), settings=sequences(100, soaked=3_000, steps=9))

    assert members_in_guise(session, town.members) == []
