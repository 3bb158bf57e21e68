"""The process that takes ballots is killed in the middle: what was answered is there, and nothing is half there."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import ROOT
from govern.ballots.models import BoxedBallot, Mark
from govern.core.db import Database
from tests.make import Make
from tests.makers.ballots import Contest

ELECTORS = 1_000
MOMENT = 60


@pytest.fixture
def contest(make: Make, session: Session, tmp_path: Path) -> Contest:
    """An armed poll of a thousand electors."""
    made = make.contest(tmp_path, electors=ELECTORS)
    make.known_to_all()
    return made


def voting(database: Database, contest: Contest, folder: Path) -> subprocess.Popen[str]:
    """Start the process in which everybody votes."""
    electors = folder / "electors"
    electors.write_text("\n".join(map(str, contest.electors)))
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.ballots.voters", url, str(folder), str(contest.poll.id), str(electors)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def answers_until_killed(process: subprocess.Popen[str], answers: int) -> Iterator[str]:
    """Give the hashes that voters were shown; after so many the process is killed without warning."""
    assert process.stdout is not None
    with process:
        for number, line in enumerate(process.stdout, 1):
            if number == answers:
                process.kill()
            if line.endswith("\n"):
                yield line.strip()


def test_killed_amid_a_thousand_casts_every_mark_has_its_ballot_and_no_answer_is_lost(
    database: Database, session: Session, contest: Contest, tmp_path: Path
) -> None:
    session.close()

    shown = set(answers_until_killed(voting(database, contest, tmp_path), MOMENT))

    with database.reading() as after:
        boxed = {h.hex() for h in after.scalars(select(BoxedBallot.h))}
        marked = set(after.scalars(select(Mark.elector_id)))
    assert MOMENT <= len(shown) < ELECTORS
    assert len(marked) == len(boxed)
    assert shown <= boxed
    _others_vote_and_the_box_is_sealed(database, contest, marked)


def _others_vote_and_the_box_is_sealed(database: Database, contest: Contest, marked: set[UUID]) -> None:
    place = next(place for place, elector in enumerate(contest.electors) if elector not in marked)
    with database.writing.begin() as session:
        contest.cast(session, [1], place)
        poll = contest.seal(session)
    assert poll.sealed_ballots == poll.sealed_marks == len(marked) + 1
