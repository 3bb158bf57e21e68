"""What tests of pages may ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.core import clock
from govern.core.actors import Role
from govern.core.db import Database
from tests.calendar import AT
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.web.halls import Hall, hall_of
from tests.web.officers import USER, Office, office_of
from tests.web.reader import Reader
from tests.web.secretariat import Secretariat, founded
from tests.web.sittings import Sit


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


@pytest.fixture
def house(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A society whose chair, secretary and tellers are in office."""
    made = Assembly(
        session,
        make,
        tmp_path,
        gm_quorum={"number": 4, "share": "1/2", "per_constituency": 1},
        concurrent_majority_matters=["dispose_of_a_third_of_assets"],
    )
    for role, person in (
        (Role.CHAIR, made.chamber.chair.person_id),
        (Role.SECRETARY, made.chamber.secretary.person_id),
    ):
        make.office(role, person_id=person)
    for teller in made.tellers:
        make.office(Role.SCRUTINEER, person_id=teller.person_id)
    return made


@pytest.fixture
def sit(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """A way to let it be a time, and somebody sign in at it."""

    def at_a_browser(person_id: UUID | None, *, at: datetime = AT) -> FlaskClient:
        monkeypatch.setattr(clock, "now", lambda: at)
        client = app.test_client()
        with database.writing() as session:
            known = session.scalar(select(Account.id).where(Account.person_id == person_id))
            account_id = known or kept(session, Account(person_id=person_id, opened_at=AT)).id
            token = accounts.start_session(session, account_id, at=at)
            session.commit()
        with client.session_transaction() as carried:
            carried[USER] = token
        return client

    return at_a_browser
