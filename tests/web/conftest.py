"""What tests of the officers' pages may ask for."""

from pathlib import Path

import pytest
from flask import Flask

from govern.core.db import Database
from tests.web.officers import Office, office_of
from tests.web.secretariat import Secretariat, founded


@pytest.fixture
def office(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """A planned election for one seat of the workforce, with five members and everybody who runs it."""
    return office_of(app, database, monkeypatch, tmp_path)


@pytest.fixture
def unfounded(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Secretariat:
    """An installation in which no mutual has been founded."""
    return Secretariat(app, database, monkeypatch)


@pytest.fixture
def secretariat(unfounded: Secretariat) -> Secretariat:
    """A founded mutual, with a secretary, a chair, a returning officer and an administrator."""
    founded(unfounded.database)
    return unfounded
