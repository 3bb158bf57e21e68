"""A ballot file put through a whole election ends with the record that the count alone gives."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from govern.constitution.models import Mutual
from govern.core import db
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.counting import blt, blt_writer, presets
from govern.counting.blt import BallotFile
from govern.rehearsal.contest import ContestTooLarge, Progress, Stage, rehearse
from tests.counting.contests import contest_from, fixtures
from tests.counting.examples import SOAK

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
SMALL = b"""4 2
5 1 2 0
3 2 3 0
4 3 0
2 4 1 0
1 0
-3
0
"Ada Ash"
"Ben Birch"
"Cai Cedar"
"Dil Dogwood"
"A small contest"
"""
# Two real contests with known records; the larger takes a while and is for the long run.
REAL = ["shetland_2017_ward7.blt", *(["glasgow_2022_ward20.blt"] if SOAK else [])]


@pytest.fixture
def stage(database: Database, tmp_path: Path) -> Stage:
    """What a rehearsal runs on."""
    db.bind(database)
    return Stage(transaction=db.transaction, keys=Keyring(tmp_path / "keys", tmp_path / "backup"), at=AT)


def real(name: str) -> BallotFile:
    """Return a published contest where it is at hand, and one from our own seeds where it is not."""
    folder = fixtures()
    content = (folder / "blt" / name).read_bytes() if folder else blt_writer.write(contest_from(len(name))).encode()
    return blt.read(content)


def counted(contest: BallotFile) -> dict[str, object]:
    """Return what the count alone says of a file, in the figures that a rehearsal shares with it."""
    record = json.loads(presets.count(contest.contest()).to_json())
    return {name: record[name] for name in ("seats", "candidates", "valid", "quota", "elected")} | {
        "votes": [stage["votes"] for stage in record["stages"]]
    }


def rehearsed(contest: BallotFile, stage: Stage) -> dict[str, object]:
    """Return what a rehearsal says of a file, in the same figures."""
    record = json.loads(rehearse(contest, stage, tell=lambda _progress: None).record)
    return {name: record[name] for name in ("seats", "candidates", "valid", "quota", "elected")} | {
        "votes": [one["votes"] for one in record["stages"]]
    }


def test_a_small_contest_with_a_withdrawal_and_a_blank_ends_as_it_counts(stage: Stage) -> None:
    contest = blt.read(SMALL)

    assert rehearsed(contest, stage) == counted(contest)


def test_a_contest_within_constraints_ends_as_it_counts(stage: Stage) -> None:
    within = SMALL.replace(
        b"4 2\n", b"4 2\n[category night 2 4]\n[at-least night 1]\n[category day 1]\n[at-most day 0]\n"
    )
    contest = blt.read(within)

    assert rehearsed(contest, stage) == counted(contest)
    assert sorted(presets.count(contest.contest()).elected) == [2, 4]


@pytest.mark.parametrize("name", REAL)
def test_a_real_contest_ends_as_it_counts(stage: Stage, name: str) -> None:
    contest = real(name)

    assert rehearsed(contest, stage) == counted(contest)


def test_what_is_made_says_that_it_is_a_rehearsal(stage: Stage, database: Database) -> None:
    rehearse(blt.read(SMALL), stage, tell=lambda _progress: None)

    with database.reading() as session:
        assert session.query(Mutual).one().mode == "rehearsal"


def test_progress_is_told_ballot_by_ballot(stage: Stage) -> None:
    told: list[Progress] = []

    rehearse(blt.read(SMALL), stage, tell=told.append)

    assert [one.cast for one in told] == list(range(1, 16))
    assert told[-1].ballots == 15


def test_a_contest_for_more_seats_than_a_third_can_have_is_refused(stage: Stage, database: Database) -> None:
    contest = blt.read(SMALL)._replace(seats=21)

    with pytest.raises(ContestTooLarge, match="a third of a board has at most 20"):
        rehearse(contest, stage, tell=lambda _progress: None)

    with database.reading() as session:
        assert session.query(Mutual).count() == 0
