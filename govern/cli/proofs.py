"""That a copy which comes back is the one that was made: by its digest, which two people outside have kept.

Whoever holds a copy can edit it, members, officers and all, and nothing inside it can prove the
contrary. So the digest of all of it is held against what was written down outside on the day it was
made. What cannot be proved does not come back as it was: its members come in as an opening register,
which one officer uploads and another approves.

Source: decisions, "Tests and time", Restore; domain 2.8 INV-10, INV-12, INV-42.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from govern.audit import verify
from govern.cli import auditing
from govern.cli.refusals import BackupNotProved, DigestNotReadable, DigestsNeeded, PlaceTaken
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.keyring import Keyring
from govern.register import opening_lines

WITNESSES = 2
LENGTH = 64
HEXADECIMAL = frozenset("0123456789abcdef")


def read(witnesses: Sequence[str]) -> dict[str, str]:
    """Return the digests that people kept, by who kept them; spaces and capitals do not matter.

    :param witnesses: each as NAME=DIGEST.
    :raises DigestNotReadable: one is something else.
    """
    kept: dict[str, str] = {}
    for witness in witnesses:
        name, _, typed = witness.partition("=")
        digest = "".join(typed.split()).lower()
        if not name.strip() or len(digest) != LENGTH or not HEXADECIMAL.issuperset(digest):
            raise DigestNotReadable
        kept[name.strip().casefold()] = digest
    return kept


def ensure_proved(kept: Mapping[str, str], *, digest: str) -> None:
    """Refuse a copy of a mutual unless two people outside kept its digest. Of what is no mutual yet, nothing is asked.

    :param kept: by who kept them.
    :raises DigestsNeeded: fewer than two people's are given.
    :raises BackupNotProved: one of them is another's.
    """
    if constitution.find_mutual(db.session()) is None:
        return
    if len(kept) < WITNESSES:
        raise DigestsNeeded
    if any(one != digest for one in kept.values()):
        raise BackupNotProved


def differences(keyring: Keyring) -> int:
    """Return how many things in what came back are not as the journal was told. They were so when it was copied."""
    with db.snapshot() as session:
        key = keyring.journal_key().public_key()
        return len(verify.verify(session, key=key, contents=auditing.contents(session)))


def write_members(file: Path) -> int:
    """Write the members of what came back as an opening register, and return how many they are.

    :raises PlaceTaken: there is such a file.
    """
    with db.snapshot() as session:
        written, count = opening_lines.of_members(session, on=constitution.today(session, at=clock.now()))
    try:
        with file.open("x", encoding="utf-8", newline="") as opened:
            opened.write(written)
    except FileExistsError as taken:
        raise PlaceTaken(place=str(file)) from taken
    file.chmod(0o600)
    return count
