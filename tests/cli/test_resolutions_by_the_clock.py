"""The worker's clock ends what is agreed in writing, and lets lapse what is not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from govern.cli import worker
from govern.constitution.rules import Vote
from govern.core import db
from govern.core.db import Database
from govern.divisions import service as divisions
from govern.motions import queries
from govern.motions.rules import State, Way
from tests.calendar import A_SECOND, AN_HOUR, AT
from tests.make import Make
from tests.makers.assembly import Assembly


@pytest.fixture(autouse=True)
def _bound(database: Database) -> Iterator[None]:
    db.bind(database)
    yield
    db.release()


@pytest.mark.parametrize(("late", "state"), [(-A_SECOND, State.PUT), (0 * A_SECOND, State.LAPSED)])
def test_a_resolution_in_writing_lapses_by_the_clock_at_its_hour(
    database: Database, make: Make, tmp_path: Path, late: timedelta, state: State
) -> None:
    assembly = Assembly(make.session, make, tmp_path, legal_form="clg")
    proposal = assembly.chamber.proposal(way=Way.WRITTEN)
    division = assembly.call(assembly.chamber.moved(proposal))
    make.known_to_all()

    for _round in range(2):
        worker.lapse_resolutions(at=division.closes_at + late)

    with database.reading() as session:
        assert queries.state(session, division.motion_id) is state


def test_a_resolution_in_writing_is_ended_by_the_clock_with_the_voice_that_settles_it(
    database: Database, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(make.session, make, tmp_path, legal_form="clg")
    division = assembly.call(assembly.chamber.moved(assembly.chamber.proposal(way=Way.WRITTEN)))
    assembly.votes(division, dict.fromkeys(assembly.members[:3], Vote.FOR))
    make.known_to_all()

    worker.end_agreed_resolutions(at=AT + 2 * AN_HOUR)
    with database.reading() as session:
        assert divisions.find(session, division.id).closed_at is None
    with database.writing() as session:
        assembly.session = session
        assembly.vote(division, assembly.members[3])
        session.commit()
    for _round in range(2):
        worker.end_agreed_resolutions(at=AT + 2 * AN_HOUR)

    with database.reading() as session:
        assert divisions.find(session, division.id).closed_at == AT + 2 * AN_HOUR
