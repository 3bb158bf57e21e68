"""What the database refuses of the journal, by name."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from govern.audit.models import GUARDS
from tests import calendar
from tests.make import Make
from tests.raw import emptied, ensure_refused, rewritten

CHANGES = {
    "journal_entry": "event = 'x'",
    "journal_leaf": "position = position + 1",
    "journal_head": "root = root",
    "disposal": "reason = 'x'",
}
KEYS = {"journal_entry": "seq", "journal_leaf": "position", "journal_head": "size", "disposal": "id"}
HASH = "ab" * 32
NEW = {
    "journal_entry": "INSERT INTO journal_entry (at, event, facts, leaf) VALUES (:at, 'a.done', '{}', :hash)",
    "journal_leaf": "INSERT INTO journal_leaf (position, seq) SELECT 0, seq FROM journal_entry",
    "journal_head": "INSERT INTO journal_head (size, root, at, occasion, signature) VALUES (1, :hash, :at, 'x', 'y')",
    "disposal": "INSERT INTO disposal (id, record_id, reason, first_person_id, second_person_id, disposed_at)"
    " VALUES (:first, :first, 'x', :first, :second, :at)",
}


@pytest.fixture
def written(session: Session, make: Make) -> dict[str, str]:
    """One row in each table of the journal."""
    told = {
        "at": str(calendar.AT.replace(tzinfo=None)) + ".000000",
        "hash": HASH,
        "first": make.person().id.hex,
        "second": make.person().id.hex,
    }
    for statement in NEW.values():
        session.execute(text(statement), {name: fact for name, fact in told.items() if f":{name}" in statement})
    return told


@pytest.mark.parametrize("table", KEYS)
def test_the_journal_cannot_be_changed(session: Session, written: dict[str, str], table: str) -> None:
    guard = f"{table}_is_append_only"
    assert guard in GUARDS

    ensure_refused(session, guard, f"UPDATE {table} SET {CHANGES[table]}")
    ensure_refused(session, guard, f"DELETE FROM {table}")
    ensure_refused(session, f"{guard}|journal_leaf_is_append_only", emptied(session, table))
    ensure_refused(session, guard, rewritten(session, table, KEYS[table]))


def test_every_table_of_the_journal_has_its_guard() -> None:
    assert {f"{table}_is_append_only" for table in KEYS} == set(GUARDS)


@pytest.mark.parametrize(
    ("constraint", "statement"),
    [
        pytest.param(
            "ck_journal_entry_leaf_is_sha256_hex",
            "INSERT INTO journal_entry (at, event, facts, leaf) VALUES (:at, 'a.done', '{}', 'ab')",
            id="a leaf that is no hash",
        ),
        pytest.param(
            "ck_journal_entry_content_digest_is_sha256_hex",
            "INSERT INTO journal_entry (at, event, facts, leaf, content_digest)"
            " VALUES (:at, 'a.done', '{}', :hash, 'x')",
            id="a digest that is no hash",
        ),
        pytest.param(
            "ck_journal_head_root_is_sha256_hex",
            "INSERT INTO journal_head (size, root, at, occasion, signature) VALUES (2, 'ab', :at, 'x', 'y')",
            id="a root that is no hash",
        ),
        pytest.param(
            "ck_disposal_given_by_two_people",
            NEW["disposal"]
            .replace("VALUES (:first, :first", "VALUES (:second, :second")
            .replace("'x', :first, :second", "'x', :first, :first"),
            id="leave to dispose given by one person twice",
        ),
        pytest.param(
            r"uq_disposal_record_id|disposal\.record_id",
            NEW["disposal"].replace("VALUES (:first, :first", "VALUES (:second, :first"),
            id="leave given twice",
        ),
        pytest.param(
            r"uq_journal_leaf_seq|journal_leaf\.seq",
            "INSERT INTO journal_leaf (position, seq) SELECT 9, seq FROM journal_entry",
            id="two places for one entry",
        ),
        pytest.param(
            r"pk_journal_leaf|journal_leaf\.position",
            "INSERT INTO journal_leaf (position, seq) SELECT 0, seq FROM journal_entry",
            id="one place for two entries",
        ),
    ],
)
def test_what_the_journal_never_holds_is_refused_by_name(
    session: Session, written: dict[str, str], constraint: str, statement: str
) -> None:
    told = {name: fact for name, fact in written.items() if f":{name}" in statement}

    ensure_refused(session, constraint, statement, told)
