"""A roll as large as any mutual's is frozen in one piece, and every line of it can be proved."""

import pytest
from sqlalchemy import text

from govern.core.actors import CLOCKWORK
from govern.core.db import Database
from govern.core.merkle import inclusion_path, is_included
from govern.rolls import rules
from govern.rolls import service as rolls
from tests import calendar
from tests.make import Make
from tests.makers import ballots, constitution

A_MILLION, FIRST = 1_000_000, 1001
BOUND = "ab" * 32


@pytest.mark.soak
def test_a_roll_of_a_million_is_frozen_and_its_last_line_is_proved(database: Database, make: Make) -> None:
    session = make.session
    home = constitution.constituency(session)
    batch = make.opened()
    ballots.crowd(session, A_MILLION, constituency_id=home.id, recorded_by=batch.uploaded_by, batch_id=batch.id)
    session.execute(text("ANALYZE"))
    drafted = rolls.draft(session, roll_date=calendar.ROLL_DATE)

    frozen = rolls.freeze(
        session,
        drafted.id,
        electors=ballots.members_of(home.id),
        bound_to=BOUND,
        actor=CLOCKWORK,
        at=calendar.AT,
    )

    assert frozen.electors == A_MILLION
    told = rules.leaves(
        bound_to=bytes.fromhex(BOUND),
        secret=bytes.fromhex(frozen.salt),
        electors=[(FIRST + number, "workforce") for number in range(A_MILLION)],
    )
    last = A_MILLION - 1
    assert frozen.root is not None
    assert is_included(told[last], last, A_MILLION, inclusion_path(told, last), bytes.fromhex(frozen.root))
