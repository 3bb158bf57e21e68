"""Who voted how cannot be found: not in the tables, not in their hidden columns, not in logs, journal or faults."""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Date, DateTime, Integer, inspect, select, text
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.ballots import queries, sealing
from govern.core import logs
from govern.core.db import Base, Database
from tests.databases import Databases
from tests.make import Make
from tests.makers.ballots import Contest, contest

SECRET_TABLES = ("ballot_box", "sealed_box", "opened_ballot", "mark", "closed_mark")
UNLINKED = ("ballot_box", "sealed_box", "opened_ballot")
VOTERS = 12
# A ranking that nothing else in the database spells by chance.
CANARY = [37, 2, 31, 5, 29, 11, 23, 17]
SPELLINGS = [", ", ",", " ", "-", "~"]
NAMES = [f"Candidate {number}" for number in range(1, 41)]


@pytest.mark.parametrize("table", SECRET_TABLES)
def test_no_row_of_a_vote_has_a_time_or_a_default_that_could_tell_one(session: Session, table: str) -> None:
    columns = inspect(session.connection()).get_columns(table)

    assert not [column["name"] for column in columns if isinstance(column["type"], DateTime | Date)]
    assert not [column["name"] for column in columns if column["default"] is not None]


@pytest.mark.parametrize("table", SECRET_TABLES)
def test_no_row_of_a_vote_is_numbered(session: Session, table: str) -> None:
    columns = inspect(session.connection()).get_columns(table)

    assert {column["name"] for column in columns if isinstance(column["type"], Integer)} <= {"scheme"}
    assert not [column["name"] for column in columns if column.get("identity") or column.get("autoincrement") is True]


@pytest.mark.parametrize("table", UNLINKED)
def test_no_ballot_points_to_anybody(session: Session, table: str) -> None:
    database = inspect(session.connection())

    assert {key["referred_table"] for key in database.get_foreign_keys(table)} == {"poll"}
    assert not {column["name"] for column in database.get_columns(table)} & {"elector_id", "person_id", "roll_id"}


@pytest.mark.parametrize("table", SECRET_TABLES)
def test_sqlite_keeps_no_row_numbers_of_votes(databases: Databases, table: str) -> None:
    with databases.fresh("sqlite") as database, database.reading() as session:
        spelled = session.scalar(text("SELECT sql FROM sqlite_master WHERE name = :table"), {"table": table})

    assert spelled.rstrip().upper().endswith("WITHOUT ROWID")


@pytest.fixture
def voted(make: Make, session: Session, tmp_path: Path) -> Contest:
    """A poll in which twelve have voted, one by one, in transactions of their own."""
    made = make.contest(tmp_path, electors=VOTERS, names=NAMES)
    make.known_to_all()
    for place in range(VOTERS):
        made.cast(session, [1 + place], place)
        session.commit()
    return made


JOINED = "SELECT {marks}.elector_id, {box}.h, {box}.c FROM {marks} JOIN {box} ON {marks}.xmin = {box}.xmin"


@pytest.fixture
def on_postgresql(databases: Databases, tmp_path: Path) -> Iterator[tuple[Session, Contest]]:
    """The same on PostgreSQL, where rows have hidden columns."""
    with databases.fresh("postgresql") as database, database.writing() as session:
        made = contest(session, tmp_path, electors=VOTERS, names=NAMES)
        session.commit()
        for place in range(VOTERS):
            made.cast(session, [1 + place], place)
            session.commit()
        yield session, made


def test_what_hidden_transaction_numbers_pair_before_the_close_cannot_be_read(
    on_postgresql: tuple[Session, Contest],
) -> None:
    session, voted = on_postgresql

    pairs = session.execute(text(JOINED.format(marks="mark", box="ballot_box"))).all()

    # The leak is real: every elector is paired with a ballot. What it gives is ciphertext.
    assert len(pairs) == len({pair.elector_id for pair in pairs}) == VOTERS
    eid = voted.poll.eid
    assert eid is not None
    stranger = X25519PrivateKey.generate()
    assert {sealing.unseal(pair.c, eid=eid, elector_class="workforce", key=stranger) for pair in pairs} == {None}
    assert len({len(pair.c) for pair in pairs}) == 1


def test_after_the_close_hidden_transaction_numbers_pair_everybody_with_every_ballot(
    on_postgresql: tuple[Session, Contest],
) -> None:
    session, voted = on_postgresql

    voted.seal(session)
    session.commit()

    pairs = session.execute(text(JOINED.format(marks="closed_mark", box="sealed_box"))).all()
    assert Counter(pair.elector_id for pair in pairs) == dict.fromkeys(voted.electors, VOTERS)
    assert set(Counter(pair.h for pair in pairs).values()) == {VOTERS}


def test_after_the_close_the_locks_on_the_roll_pair_everybody_with_every_ballot(
    on_postgresql: tuple[Session, Contest],
) -> None:
    session, voted = on_postgresql
    # Checking a mark's key locks the roll's line, and leaves the number of the casting transaction on it.
    locked = text("SELECT count(*) FROM roll_entry JOIN ballot_box ON roll_entry.xmax = ballot_box.xmin")
    assert session.scalar(locked) == VOTERS

    voted.seal(session)
    session.commit()

    sealed = text("SELECT count(*) FROM roll_entry JOIN sealed_box ON roll_entry.xmax = sealed_box.xmin")
    assert session.scalar(sealed) == VOTERS * VOTERS


def test_the_sealed_box_lies_in_the_order_of_hashes_and_the_marks_in_that_of_electors(
    on_postgresql: tuple[Session, Contest],
) -> None:
    session, voted = on_postgresql

    voted.seal(session)
    session.commit()

    boxed = session.scalars(text("SELECT h FROM sealed_box ORDER BY ctid")).all()
    marked = session.scalars(text("SELECT elector_id FROM closed_mark ORDER BY ctid")).all()
    assert boxed == sorted(boxed)
    assert marked == sorted(marked)


def test_the_opened_ballots_lie_in_the_order_of_what_they_say(on_postgresql: tuple[Session, Contest]) -> None:
    session, voted = on_postgresql
    voted.seal(session)

    voted.open(session)
    session.commit()

    opened = session.scalars(text("SELECT ranking FROM opened_ballot ORDER BY ctid")).all()
    assert opened == sorted(opened)


def everything(session: Session) -> str:
    """Return all rows of all tables, as text."""
    tables = inspect(session.connection()).get_table_names()
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(text(f'SELECT * FROM "{table}"')))


def is_told(ranking: list[int], told: str) -> bool:
    """Say whether a text holds a ranking, however it is spelled."""
    return any(mark.join(map(str, ranking)) in told for mark in SPELLINGS)


@pytest.mark.parametrize("stage", ["reviewed", "cast", "sealed"])
def test_a_ranking_stands_nowhere_in_the_database_before_the_box_is_opened(
    session: Session, make: Make, tmp_path: Path, stage: str
) -> None:
    made = make.contest(tmp_path, names=NAMES)
    form = made.reviewed(session, CANARY)
    if stage != "reviewed":
        made.send(session, form)
    if stage == "sealed":
        made.seal(session)

    assert not is_told(CANARY, everything(session))


def test_the_ranking_is_found_once_the_box_is_opened_so_the_search_is_sound(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.contest(tmp_path, names=NAMES)
    made.cast(session, CANARY)
    made.seal(session)

    made.open(session)

    assert is_told(CANARY, everything(session))
    assert queries.rankings(session, made.poll.id) == {tuple(CANARY): 1}


def test_a_ranking_stands_nowhere_in_the_file_and_its_log_before_the_box_is_opened(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.fresh("sqlite") as database, database.writing() as session:
        made = contest(session, tmp_path, names=NAMES)
        made.cast(session, CANARY)
        session.commit()

        path = Path(str(database.engine.url.database))
        written = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    assert written.count(b"ballot_box")
    assert not is_told(CANARY, written.decode("latin-1"))


def test_no_log_tells_a_ranking_a_receipt_or_a_form(
    database: Database, make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = make.contest(tmp_path, names=NAMES)
    make.known_to_all()
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")

    with database.writing.begin() as session:
        form = made.reviewed(session, CANARY)
        receipt = made.send(session, form)

    assert "INSERT INTO ballot_box" in caplog.text
    assert not is_told(CANARY, caplog.text)
    assert receipt.words not in caplog.text
    assert form not in caplog.text


def test_casting_writes_nothing_into_the_journal(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.contest(tmp_path)
    before = session.scalars(select(JournalEntry.seq)).all()

    made.cast(session, [2, 1])

    assert session.scalars(select(JournalEntry.seq)).all() == before


def test_casting_writes_a_mark_and_a_ballot_and_into_no_other_table(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.contest(tmp_path)
    before = sizes(session)

    made.cast(session, [2, 1])

    grown = {table for table, size in sizes(session).items() if size != before[table]}
    assert grown == {"mark", "ballot_box"}


def sizes(session: Session) -> dict[str, Any]:
    """Return how many rows each table has."""
    return {table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in Base.metadata.tables}


def test_a_fault_amid_a_cast_tells_no_ranking(
    session: Session, make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = make.contest(tmp_path, names=NAMES)
    form = made.reviewed(session, CANARY)

    def broken_clock() -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as fault:
        made.send_by(session, form, 0, clock_now=broken_clock)
    logs.fault("request.failed", fault.value)

    frames = [dict(entry.frame.f_locals) for entry in fault.traceback if "govern" in str(entry.path)]
    assert frames
    assert not is_told(CANARY, str(frames))
    assert not is_told(CANARY, caplog.text)


def test_the_answer_to_a_cast_holds_no_ranking(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.contest(tmp_path, names=NAMES)

    form = made.reviewed(session, CANARY)

    assert not is_told(CANARY, form)
    assert not is_told(CANARY, str(made.send(session, form)))


def test_turnout_is_told_in_steps_so_that_nobody_can_be_watched(session: Session, voted: Contest) -> None:
    told = queries.turnout(session, voted.poll, electors=VOTERS)

    assert (told.marked, told.coarse) == (VOTERS, 0)
    assert queries.Turnout(electors=60, marked=24).coarse == 0
    assert queries.Turnout(electors=60, marked=25).coarse == 25
    assert queries.Turnout(electors=60, marked=49).coarse == 25


def test_the_key_is_in_no_table(session: Session, voted: Contest) -> None:
    secret = voted.keys.box_key(voted.poll.id).private_bytes_raw()

    told = everything(session)

    assert secret.hex() not in told
    assert str(secret)[2:-1] not in told
