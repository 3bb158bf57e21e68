"""A backup holds what there was; a restore writes over nothing; keys and database stay apart."""

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.cli import dumps
from govern.cli.backups import _write_manifest
from govern.consequences import founding
from govern.core.db import Database
from govern.register import opening, opening_file
from govern.register import queries as register
from tests.calendar import AT, TODAY
from tests.consequences.test_founding import FOUNDERS, KEY
from tests.databases import Databases
from tests.make import Make
from tests.makers.constitution import charter
from tests.postgres import _programs
from tests.raw import unguard

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _same_programs_as_the_server(databases: Databases, dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if dialect == "postgresql":
        monkeypatch.setenv("PG_BIN", str(_programs(databases.folder)))


@pytest.fixture
def empty(databases: Databases, dialect: str) -> Iterator[Database]:
    """A database that holds nothing."""
    with databases.empty(dialect) as made:
        yield made


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with two keys in it."""
    folder = tmp_path / "instance" / "keys"
    (folder / "old").mkdir(parents=True)
    (folder / "poll.key").write_bytes(b"one key")
    (folder / "old" / "poll.key").write_bytes(b"another key")
    return folder


def url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def edited(copy: Path, change: str, *, scratch: Database, folder: Path) -> Path:
    """Return a copy as somebody makes it who edits one: brought in elsewhere, changed past all guards, saved anew."""
    dumps.load(scratch, copy)
    with scratch.writing() as session:
        for table in ("membership", "membership_version", "office_holding", "account"):
            unguard(session, table)
        session.execute(text(change))
        session.commit()
    folder.mkdir()
    _write_manifest(folder, engine=dumps.dump(scratch, folder), at=AT)
    return folder


def digest_in(printed: Result) -> str:
    return printed.stdout.split()[-1]


def made_in(folder: Path) -> Path:
    (made,) = folder.iterdir()
    return made


def test_what_was_backed_up_comes_back(run: Run, make: Make, empty: Database, tmp_path: Path) -> None:
    account = make.account()
    make.known_to_all()
    assert run("backup", tmp_path / "backups").exit_code == 0

    restored = run("restore", made_in(tmp_path / "backups"), GOVERN_DATABASE_URL=url(empty))

    assert restored.output == "The database is back.\n"
    with empty.reading() as session:
        assert session.scalars(select(Account.email)).all() == [account.email]


def test_the_guards_come_back_too(run: Run, make: Make, empty: Database, tmp_path: Path, dialect: str) -> None:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[dialect]
    run("backup", tmp_path / "backups")

    run("restore", made_in(tmp_path / "backups"), GOVERN_DATABASE_URL=url(empty))

    with empty.engine.connect() as there, make.session.bind.connect() as here:  # type: ignore[union-attr]  # an engine
        found = [sorted(one.exec_driver_sql(catalogue).scalars()) for one in (here, there)]
    assert found[0] == found[1] != []


def test_a_restore_writes_over_nothing(run: Run, make: Make, database: Database, tmp_path: Path) -> None:
    make.account()
    make.known_to_all()
    run("backup", tmp_path / "backups")

    refused = run("restore", made_in(tmp_path / "backups"))

    assert refused.exit_code == 1
    assert refused.output == "The database holds something already, so nothing was restored. Name an empty one.\n"
    with database.reading() as session:
        assert len(session.scalars(select(Account)).all()) == 1


def test_keys_go_to_their_own_place_and_come_back(run: Run, empty: Database, tmp_path: Path, keys: Path) -> None:
    run("backup", tmp_path / "backups", "--keys", tmp_path / "other disk")
    told = {"GOVERN_DATABASE_URL": url(empty), "GOVERN_KEYS": tmp_path / "new keys"}

    restored = run("restore", made_in(tmp_path / "backups"), "--keys", made_in(tmp_path / "other disk"), **told)

    assert restored.output == "The database is back.\nThe keys are back.\n"
    assert (tmp_path / "new keys" / "poll.key").read_bytes() == b"one key"
    assert (tmp_path / "new keys" / "old" / "poll.key").read_bytes() == b"another key"
    assert stat.S_IMODE((tmp_path / "new keys" / "poll.key").stat().st_mode) == 0o600


def test_a_backup_of_the_database_holds_no_key(run: Run, tmp_path: Path, keys: Path) -> None:
    said = run("backup", tmp_path / "backups")

    held = {path.name for path in made_in(tmp_path / "backups").iterdir()}
    assert held in ({"database.sqlite3", "manifest.json"}, {"database.dump", "manifest.json"})
    assert f"Warning: the keys in {keys} were not copied" in said.stderr
    assert f"govern backup {tmp_path / 'backups'} --keys ANOTHER_FOLDER" in said.stderr


@pytest.mark.parametrize("place", ["backups", "backups/keys", "."], ids=["the same", "inside", "around"])
def test_keys_and_database_do_not_go_to_one_place(run: Run, tmp_path: Path, keys: Path, place: str) -> None:
    refused = run("backup", tmp_path / "backups", "--keys", tmp_path / place)

    assert refused.exit_code == 1
    assert refused.output.startswith("The keys and the database must lie apart.")
    assert not (tmp_path / "backups").exists()


def test_a_key_is_never_written_over(run: Run, empty: Database, tmp_path: Path, keys: Path) -> None:
    run("backup", tmp_path / "backups", "--keys", tmp_path / "other disk")
    (keys / "poll.key").write_bytes(b"the key of today")
    told = {"GOVERN_DATABASE_URL": url(empty)}

    refused = run("restore", made_in(tmp_path / "backups"), "--keys", made_in(tmp_path / "other disk"), **told)

    assert refused.output.startswith("There is another key called poll.key already, so nothing was restored.")
    assert (keys / "poll.key").read_bytes() == b"the key of today"


def test_only_its_owner_can_read_a_backup(run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "backups")

    assert stat.S_IMODE(made_in(tmp_path / "backups").stat().st_mode) == 0o700


def test_a_backup_that_has_changed_is_not_restored(run: Run, empty: Database, tmp_path: Path) -> None:
    run("backup", tmp_path / "backups")
    made = made_in(tmp_path / "backups")
    file = next(path for path in made.iterdir() if path.name.startswith("database."))
    file.write_bytes(file.read_bytes()[:-1])

    refused = run("restore", made, GOVERN_DATABASE_URL=url(empty))

    assert refused.output == f"{file.name} is not as it was backed up, so nothing was restored. Use another backup.\n"


@pytest.mark.parametrize(
    "manifest", [None, b"", b"{", b"[]", b"{}", b'{"files": 7, "engine": "sqlite"}', b"\xff\xfe\x00"]
)
def test_what_is_not_a_backup_is_not_restored(
    run: Run, empty: Database, tmp_path: Path, manifest: bytes | None
) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_bytes(manifest)

    refused = run("restore", tmp_path, GOVERN_DATABASE_URL=url(empty))

    assert refused.exit_code == 1
    assert "is not a backup, so nothing was restored." in refused.output


def test_a_backup_of_the_other_engine_is_not_restored(run: Run, empty: Database, tmp_path: Path, dialect: str) -> None:
    told: dict[str, object] = {"engine": "postgresql" if dialect == "sqlite" else "sqlite", "at": "", "files": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(told))

    refused = run("restore", tmp_path, GOVERN_DATABASE_URL=url(empty))

    assert refused.exit_code == 1
    assert "GOVERN_DATABASE_URL names a database of" in refused.output


@pytest.fixture
def copy(run: Run, session: Session, tmp_path: Path) -> tuple[Path, str]:
    """A copy of a founded mutual, and the digest that two people outside keep."""
    founding.found(session, charter(), FOUNDERS, match_key=KEY, at=AT)
    session.commit()
    digest = digest_in(run("backup", tmp_path / "backups"))
    return made_in(tmp_path / "backups"), digest


def members_of(database: Database) -> list[str]:
    with database.reading() as session:
        return [line.name for line in register.members(session, on=TODAY).items]


def is_empty(database: Database) -> bool:
    dumps.ensure_empty(database)
    return True


@pytest.mark.invariant("INV-42")
def test_a_mutual_comes_back_by_the_digest_that_two_people_kept(
    run: Run, copy: tuple[Path, str], empty: Database
) -> None:
    folder, digest = copy
    kept = ("--digest", f"Chair={digest}", "--digest", f"Auditor={digest.upper()}")

    restored = run("restore", folder, *kept, GOVERN_DATABASE_URL=url(empty))

    assert restored.stdout == "The database is back.\n"
    assert members_of(empty) == ["Fay Founder", "Sam Secretary"]


@pytest.mark.parametrize(
    "names", [(), ("Chair",), ("Chair", " chair ")], ids=["nobody", "one person", "one person twice"]
)
@pytest.mark.invariant("INV-42")
def test_a_mutual_does_not_come_back_on_fewer_than_two_peoples_word(
    run: Run, copy: tuple[Path, str], empty: Database, names: tuple[str, ...]
) -> None:
    folder, digest = copy
    kept = [typed for name in names for typed in ("--digest", f"{name}={digest}")]

    refused = run("restore", folder, *kept, GOVERN_DATABASE_URL=url(empty))

    assert refused.exit_code == 1
    assert "Ask two people who keep the digest that `govern backup` printed" in refused.output
    assert is_empty(empty)


EDITS = {
    "a member more": "UPDATE membership_version SET valid_from = '2020-01-01'",
    "an officer more": "UPDATE office_holding SET office = 'secretary'",
    "another’s address": "UPDATE account SET email = 'outsider-' || email",
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
@pytest.mark.invariant("INV-42")
def test_an_edited_copy_does_not_come_back(
    run: Run, copy: tuple[Path, str], empty: Database, databases: Databases, tmp_path: Path, change: str
) -> None:
    folder, digest = copy
    with databases.empty(empty.engine.dialect.name) as scratch:
        forged = edited(folder, change, scratch=scratch, folder=tmp_path / "forged")

    refused = run(
        "restore",
        forged,
        "--digest",
        f"Chair={digest}",
        "--digest",
        f"Auditor={digest}",
        GOVERN_DATABASE_URL=url(empty),
    )

    assert refused.exit_code == 1
    assert "This is not the copy whose digest was kept" in refused.output
    assert is_empty(empty)


@pytest.mark.parametrize("typed", ["Chair", "=" + "a" * 64, "Chair=" + "a" * 63, "Chair=" + "g" * 64])
def test_a_digest_is_typed_as_it_was_printed(run: Run, empty: Database, tmp_path: Path, typed: str) -> None:
    refused = run("restore", tmp_path, "--digest", typed, GOVERN_DATABASE_URL=url(empty))

    assert refused.exit_code == 1
    assert refused.output.startswith("Type each digest as it was printed")


@pytest.mark.invariant("INV-10", "INV-42")
def test_from_a_copy_that_nobody_can_prove_only_claims_come_in(
    run: Run, copy: tuple[Path, str], empty: Database, tmp_path: Path, session: Session
) -> None:
    members = tmp_path / "members.csv"

    written = run("restore", copy[0], "--members", members, GOVERN_DATABASE_URL=url(empty))

    assert written.output == f"2 members are in {members}. Upload it as an opening register. Nothing was restored.\n"
    assert is_empty(empty)
    assert stat.S_IMODE(members.stat().st_mode) == 0o600
    read = opening_file.read(members.read_bytes(), homes=opening.homes(session, on=TODAY), today=TODAY)
    assert [(line.name, line.member_no, line.constituency, line.part) for line in read.lines] == [
        ("Sam Secretary", 1, "workforce", "care_staff"),
        ("Fay Founder", 2, "service_user", "carers"),
    ]


def test_members_are_not_written_over_a_file(run: Run, copy: tuple[Path, str], empty: Database, tmp_path: Path) -> None:
    there = tmp_path / "members.csv"
    there.write_text("A letter\n")

    refused = run("restore", copy[0], "--members", there, GOVERN_DATABASE_URL=url(empty))

    assert refused.exit_code == 1
    assert there.read_text() == "A letter\n"
    assert is_empty(empty)
