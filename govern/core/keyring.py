"""Key files: outside the database, outside its backup, readable by their owner only.

Two folders, meant to lie on two disks: the keys, and their backup. A box key counts as safe only
once it has been read back from the backup and has opened its canary.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class KeyMissing(Refusal):
    """A key file that is needed is not where it should be."""

    code = "key-missing"

    def __init__(self, file_name: str) -> None:
        """Take the name of the file, which is the poll's id and no secret."""
        super().__init__(file_name)
        self.file_name = file_name

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The key file %(file)s is not in the folder it should be in."
            " Bring it back from the backup, then try again.",
            file=self.file_name,
        )


class Keyring:
    """The key files of one installation."""

    def __init__(self, folder: Path, backup: Path) -> None:
        """Use two folders; they are made when the first key is."""
        self.folder = folder
        self.backup = backup

    def make_box_key(self, poll_id: UUID) -> X25519PrivateKey:
        """Make a poll's box key and store it and its backup; both are on disk when this returns.

        A freeze that was cut off leaves its key behind, and that one is then the poll's.
        """
        self._keep(f"{poll_id}.key", X25519PrivateKey.generate().private_bytes_raw())
        return self.box_key(poll_id)

    def box_key(self, poll_id: UUID) -> X25519PrivateKey:
        """Return a poll's box key.

        :raises KeyMissing: it is not there.
        """
        return X25519PrivateKey.from_private_bytes(_load(self.folder / f"{poll_id}.key"))

    def restored_box_key(self, poll_id: UUID) -> X25519PrivateKey:
        """Return a poll's box key as it stands in the backup.

        :raises KeyMissing: it is not there.
        """
        return X25519PrivateKey.from_private_bytes(_load(self.backup / f"{poll_id}.key"))

    def journal_key(self) -> Ed25519PrivateKey:
        """Return the key that signs the journal's heads, made at its first use."""
        return self._signing_key("journal.key")

    def receipt_key(self) -> Ed25519PrivateKey:
        """Return the key that signs voters' receipts, made at its first use."""
        return self._signing_key("receipt.key")

    def _signing_key(self, name: str) -> Ed25519PrivateKey:
        if not ((self.folder / name).exists() and (self.backup / name).exists()):
            self._keep(name, Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(_load(self.folder / name))

    def _keep(self, name: str, fresh: bytes) -> None:
        """Store a key unless there is one, and back up whichever is there now.

        Of two processes that make it at once, one wins, and the backup holds that one's.
        """
        _store(self.folder / name, fresh)
        _store(self.backup / name, _load(self.folder / name))


def _store(path: Path, secret: bytes) -> None:
    """Write a key so that it survives a power cut, and leave alone one that is already there.

    It is written whole under another name first: nobody ever finds half a key under its own.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
    _fsync_folder(path.parent)


def _fsync_folder(folder: Path) -> None:
    """Make the new name in the folder as durable as the file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(path.name) from None
