"""What tests of pages may ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govern.accounts.models import Account
from govern.core import clock
from govern.core.actors import Role
from govern.core.db import Database
from tests.calendar import AT
from tests.make import Make
from tests.web.halls import Hall, hall_of
from tests.web.officers import Office, office_of
from tests.web.reader import Reader
from tests.web.secretariat import Secretariat, founded


class Wall:
    """The clock on the wall, stopped."""

    def __init__(self) -> None:
        """Begin at the calendar's own instant."""
        self.at: datetime = AT

    def now(self) -> datetime:
        """Return the instant it shows."""
        return self.at

    def wait(self, span: timedelta) -> None:
        """Let time pass."""
        self.at += span


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The clock, stopped for this test."""
    stopped = Wall()
    monkeypatch.setattr(clock, "now", stopped.now)
    return stopped


@pytest.fixture
def reader(client: FlaskClient, wall: Wall) -> Reader:
    """A visitor."""
    return Reader(client)


@pytest.fixture
def another(app: Flask) -> Reader:
    """Another visitor, in another browser."""
    return Reader(app.test_client())


@pytest.fixture
def officer(reader: Reader, make: Make) -> Callable[[Role], Account]:
    """Put the reader into an office and sign them in: `officer(Role.SECRETARY)`."""

    def enter(role: Role) -> Account:
        account = make.account()
        make.office(role, person_id=account.person_id)
        assert reader.sign_in(make, account).status_code == 303
        return account

    return enter


@pytest.fixture
def office(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """A planned election for one seat of the workforce, with five members and everybody who runs it."""
    return office_of(app, database, monkeypatch, tmp_path)


@pytest.fixture
def hall(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, make: Make) -> Hall:
    """A mutual whose motions need a seconder and one supporter."""
    return hall_of(app, database, monkeypatch, make, motion_supporters_min=1)


@pytest.fixture
def unfounded(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Secretariat:
    """An installation in which no mutual has been founded."""
    return Secretariat(app, database, monkeypatch)


@pytest.fixture
def secretariat(unfounded: Secretariat) -> Secretariat:
    """A founded mutual, with a secretary, a chair, a returning officer and an administrator."""
    founded(unfounded.database)
    return unfounded
