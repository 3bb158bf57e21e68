"""Keys lie outside the database, whole or not at all, with a backup that is the same."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from govern.core.keyring import KeyMissing, Keyring


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    """An installation without keys."""
    return Keyring(tmp_path / "keys", tmp_path / "backup")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_box_key_and_its_backup_are_the_same(keys: Keyring) -> None:
    poll = uuid4()

    made = keys.make_box_key(poll)

    assert keys.box_key(poll).private_bytes_raw() == made.private_bytes_raw()
    assert keys.restored_box_key(poll).private_bytes_raw() == made.private_bytes_raw()


def test_only_their_owner_can_read_key_files(keys: Keyring) -> None:
    keys.make_box_key(uuid4())
    keys.journal_key()

    files = [*keys.folder.iterdir(), *keys.backup.iterdir()]

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (keys.folder, keys.backup)} == {0o700}


def test_nothing_but_keys_is_left_in_the_folders(keys: Keyring) -> None:
    poll = uuid4()

    keys.make_box_key(poll)
    keys.receipt_key()

    assert set(contents(keys.folder)) == set(contents(keys.backup)) == {f"{poll}.key", "receipt.key"}


def test_a_key_that_a_freeze_left_behind_is_kept(keys: Keyring) -> None:
    poll = uuid4()
    first = keys.make_box_key(poll)
    (keys.backup / f"{poll}.key").unlink()

    second = keys.make_box_key(poll)

    assert second.private_bytes_raw() == first.private_bytes_raw()
    assert contents(keys.backup) == contents(keys.folder)


def test_a_signing_key_stays_the_same(keys: Keyring) -> None:
    first = keys.journal_key()

    assert keys.journal_key().private_bytes_raw() == first.private_bytes_raw()


def test_a_signing_key_whose_backup_was_cut_off_is_backed_up_at_its_next_use(keys: Keyring) -> None:
    keys.receipt_key()
    (keys.backup / "receipt.key").unlink()

    keys.receipt_key()

    assert contents(keys.backup) == contents(keys.folder)


def test_journal_and_receipts_are_signed_with_different_keys(keys: Keyring) -> None:
    assert keys.journal_key().private_bytes_raw() != keys.receipt_key().private_bytes_raw()


def test_eight_first_uses_at_once_make_one_key_and_the_same_backup(keys: Keyring) -> None:
    begin = Barrier(8)

    def first_use(_turn: int) -> bytes:
        begin.wait()
        return keys.receipt_key().private_bytes_raw()

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(first_use, range(8)))

    assert len(found) == 1
    assert contents(keys.folder) == contents(keys.backup) == {"receipt.key": found.pop()}


def test_a_missing_key_is_named_and_how_to_bring_it_back(keys: Keyring) -> None:
    poll = uuid4()

    with pytest.raises(KeyMissing) as refused:
        keys.box_key(poll)

    assert str(refused.value) == (
        f"The key file {poll}.key is not in the folder it should be in. Bring it back from the backup, then try again."
    )
