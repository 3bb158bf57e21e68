"""What a visitor of the demonstration needs, written down beside it: one file for each mutual."""

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import credentials, queries
from govern.ballots.refusals import CredentialNotKnown


def path_of(instance: Path, mutual_id: UUID) -> Path:
    """Return where a mutual's notes lie, so that another demonstration on the same machine leaves them alone."""
    return instance / f"demo-{mutual_id}.json"


@contextmanager
def making(instance: Path, database: str) -> Generator[None]:
    """Leave a sign that a demonstration is being made in a database, until it is."""
    sign = _sign_of(instance, database)
    instance.mkdir(parents=True, exist_ok=True)
    sign.touch(mode=0o600)
    yield
    sign.unlink()


def is_broken_off(instance: Path, database: str) -> bool:
    """Say whether a demonstration was begun in a database and never finished."""
    return _sign_of(instance, database).exists()


def _sign_of(instance: Path, database: str) -> Path:
    return instance / f"demo-being-made-{sha256(database.encode()).hexdigest()[:16]}"


def keep(instance: Path, mutual_id: UUID, notes: Mapping[str, Any]) -> None:
    """Write down what a visitor needs, where only the owner of this machine can read it."""
    instance.mkdir(parents=True, exist_ok=True)
    path = path_of(instance, mutual_id)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(notes, file, indent=2)


def read(instance: Path, mutual_id: UUID) -> dict[str, Any] | None:
    """Return a mutual's notes, or None where it is no demonstration of this machine's."""
    path = path_of(instance, mutual_id)
    return dict(json.loads(path.read_text())) if path.exists() else None


def not_voted(session: Session, codes: Mapping[str, str], *, secret: str) -> dict[str, str]:
    """Return those of the codes whose electors have no mark yet, by name, in the same order.

    :param codes: voting codes by the elector's name.
    """
    return {name: code for name, code in codes.items() if _is_unused(session, code, secret=secret)}


def _is_unused(session: Session, code: str, *, secret: str) -> bool:
    """Say whether a code still opens a place that nobody has taken."""
    try:
        elector = credentials.elector_of(session, credentials.digest_of(code, secret=secret))
    except CredentialNotKnown:
        return False
    return queries.mark_of(session, elector.poll_id, elector.elector_id) is None
