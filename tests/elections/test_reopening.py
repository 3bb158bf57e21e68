"""Re-open nominations, where the rules have it: on the paper, in both counts, and in the seats that stay empty."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from govern.ballots import queries as ballots
from govern.board import queries as board
from govern.counting import bundle
from govern.elections import counts, lots, polling, queries
from tests import calendar
from tests.make import Make
from tests.makers import elections as made_elections
from tests.makers.elections import Contested

ADA, BEN, REOPENED = 1, 2, 4


def polled(session: Session, make: Make, folder: Path, rankings: list[list[int]], *, seats: int = 1) -> Contested:
    """Hold the poll of an election under rules with the line, and count it."""
    made = make.election(folder, seats=seats, ron_enabled=True)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)
    made_elections.vote(session, made, rankings)
    after = made.deed(calendar.AFTER)
    polling.seal(session, made.election.id, after, keys=made.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, made.election.id, after, keys=made.keys)
    return made


@pytest.mark.parametrize(
    ("rankings", "elected", "vacant"),
    [
        pytest.param([[ADA], [ADA], [REOPENED], [REOPENED], [BEN]], [ADA], 1, id="level with one who is elected"),
        pytest.param([[ADA], [ADA, BEN], [ADA, BEN], [BEN], [REOPENED]], [ADA, BEN], 0, id="it wins nothing"),
        pytest.param([[REOPENED], [REOPENED], [REOPENED], [ADA], [BEN]], [], 2, id="it wins first"),
    ],
)
def test_the_seats_that_it_wins_stay_empty(
    session: Session, make: Make, tmp_path: Path, rankings: list[list[int]], elected: list[int], vacant: int
) -> None:
    made = polled(session, make, tmp_path, rankings, seats=2)

    declaration = counts.declare(session, made.election.id, made.deed(calendar.AFTER), keys=made.keys)

    counted = queries.count(session, made.election.id)
    assert counted is not None
    seated = [line for line in board.board_on(session, made.election.term_starts_on) if line.holder]
    assert (declaration.elected, len(seated)) == (elected, len(elected))
    assert json.loads(counted.record).get("vacant", 0) == vacant


def test_it_stands_below_all_names_on_the_paper_and_has_a_lot_of_its_own(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = polled(session, make, tmp_path, [[ADA], [REOPENED]])

    options = ballots.options(session, polling.poll_of(made.election))
    given = counts.count_input(session, made.election)

    assert [(one.number, one.name) for one in options][-1] == (REOPENED, "Re-open nominations")
    assert [one.position for one in options] == [1, 2, 3, 4]
    drawn = [lot.candidate.number for lot in lots.drawing(session, made.election).ties]
    assert given.lots is not None
    assert tuple(drawn) == given.lots.order
    with ZipFile(BytesIO(bundle.bundle(given))) as packed:
        assert f"--ron {REOPENED}" in packed.read("README.txt").decode()


def test_it_is_on_no_paper_where_the_rules_do_not_have_it(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)

    names = [one.name for one in ballots.options(session, polling.poll_of(made.election))]

    assert names == ["Ada Ash", "Ben Birch", "Cai Cedar"]
