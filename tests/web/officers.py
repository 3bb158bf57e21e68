"""Officers at the door: signed in at a given time, opening pages and sending their forms."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.core import clock
from govern.core.actors import Actor, Role
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.elections import counts, polling, queries
from govern.elections.models import Election, ElectionStep
from govern.elections.rules import State
from tests import calendar
from tests.begun import begin
from tests.make import Make
from tests.makers import elections, kept
from tests.makers.elections import Contested

USER = "_user_id"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
INPUT = re.compile(r'<input id="([a-z_]+)"[^>]*? value="([^"]*)"')


@dataclass
class Office:
    """An election, the people who run it, each in a browser of their own, and the clock on the wall."""

    app: Flask
    database: Database
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    made: Contested
    accounts: dict[Role, UUID]

    @property
    def path(self) -> str:
        """Return the address of the election's page."""
        return f"/elections/{self.made.election.id}"

    def sit(self, role: Role = Role.RETURNING_OFFICER, *, at: datetime) -> "Desk":
        """Let it be a time, and an officer sign in at it."""
        return self._let_in(self.accounts[role], at=at)

    def sit_as(self, person_id: UUID, *, at: datetime) -> "Desk":
        """Let it be a time, and somebody without an office sign in at it, as by the register's address."""
        with self.database.writing() as session:
            known = session.scalar(select(Account.id).where(Account.person_id == person_id))
            account_id = known or kept(session, Account(person_id=person_id, opened_at=calendar.AT)).id
            session.commit()
        return self._let_in(account_id, at=at)

    def _let_in(self, account_id: UUID, *, at: datetime) -> "Desk":
        self.monkeypatch.setattr(clock, "now", lambda: at)
        client = self.app.test_client()
        with self.database.writing() as session:
            token = accounts.start_session(session, account_id, at=at)
            session.commit()
        with client.session_transaction() as carried:
            carried[USER] = token
        return Desk(client, self.path)

    def enter(self, page: Page, role: Role = Role.RETURNING_OFFICER, *, at: datetime, address: str) -> None:
        """Let it be a time, and an officer sign in at it in a real browser."""
        cookie = self.sit(role, at=at).client.get_cookie("govern")
        assert cookie is not None
        page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": address}])

    def state(self) -> State:
        """Return where the election is on record."""
        with self.database.reading() as session:
            return queries.state(session, self.made.election.id)

    def steps(self, election_id: UUID | None = None) -> int:
        """Return how many steps are on record."""
        wanted = select(func.count()).where(ElectionStep.election_id == (election_id or self.made.election.id))
        with self.database.reading() as session:
            return session.scalar(wanted) or 0

    def elections(self) -> int:
        """Return how many elections there are."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Election)) or 0

    def carry_to(self, state: State, *, rankings: list[list[int]] | None = None) -> None:
        """Carry the election on by its services, as far as a state of PATH."""
        marked = rankings or [[1, 2], [2], []]
        name = f"carried to {state} by {marked}"
        files = begin(self.database, name, lambda session: _carried(session, self.made, state, marked))
        # The rows were made with these keys.
        for file, secret in files.items():
            (self.folder / file).parent.mkdir(exist_ok=True)
            (self.folder / file).write_bytes(secret)
        with self.database.reading() as session:
            election = session.get_one(Election, self.made.election.id)
        self.made = replace(self.made, election=election)


@dataclass
class Desk:
    """One officer's browser."""

    client: FlaskClient
    path: str

    def look(self, page: str = "") -> TestResponse:
        """Open one of the election's pages."""
        return self.client.get(f"{self.path}{page}")

    def send(self, page: str, **typed: str) -> TestResponse:
        """Open one of the election's pages, fill it in, confirm it, and send it."""
        return self.send_at(f"{self.path}{page}", **typed)

    def send_at(self, address: str, **typed: str) -> TestResponse:
        """Open any page, fill it in, confirm it, and send it."""
        shown = self.client.get(address)
        assert shown.status_code == 200, shown.text
        held = {name: html.unescape(value) for name, value in INPUT.findall(shown.text)}
        return self.client.post(address, data={"csrf_token": token_of(shown), "promise": "y"} | held | typed)


def token_of(page: TestResponse) -> str:
    """Return the token of a page's form."""
    match = TOKEN.search(page.text)
    assert match is not None, page.text
    return match.group(1)


def words_of(page: TestResponse) -> str:
    """Return a page as somebody reads it, without its tags."""
    words = re.sub(r"<[^>]+>", " ", page.text)
    return re.sub(r"\s+", " ", html.unescape(words))


def office_of(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, folder: Path, **facts: Any) -> Office:
    """Plan an election, and put everybody who runs it into office."""
    planned = begin(database, f"office {sorted(facts.items())}", lambda session: _planned(session, folder, **facts))
    with database.reading() as session:
        election = session.get_one(Election, planned.election_id)
    keys = Keyring(folder / "keys", folder / "keys-backup")
    made = Contested(election=election, members=list(planned.members), keys=keys, officer=planned.officer)
    return Office(app, database, monkeypatch, folder, made, dict(planned.accounts))


@dataclass(frozen=True)
class Planned:
    """An election as it was planned, and who came into office."""

    election_id: UUID
    members: tuple[UUID, ...]
    officer: Actor
    accounts: dict[Role, UUID]


def _planned(session: Session, folder: Path, **facts: Any) -> Planned:
    make, held = Make(session), dict[Role, UUID]()
    made = make.election(folder, **facts)
    for role in (Role.SECRETARY, Role.CHAIR, Role.SCRUTINEER, Role.ADMINISTRATOR, Role.COUNCIL_OFFICER):
        holding = make.office(role)
        held[role] = make.account(person_id=holding.person_id).id
    assert made.officer.person_id is not None
    make.office(Role.RETURNING_OFFICER, person_id=made.officer.person_id)
    held[Role.RETURNING_OFFICER] = make.account(person_id=made.officer.person_id).id
    return Planned(made.election.id, tuple(made.members), made.officer, held)


def _carried(session: Session, made: Contested, state: State, rankings: list[list[int]]) -> dict[Path, bytes]:
    """Carry an election on as far as a state; return the files of its keys, as they lie in the test's folder."""
    made.election = session.get_one(Election, made.election.id)
    for reached, carry in PATH.items():
        carry(session, made, rankings)
        if reached == state:
            break
    folder = made.keys.folder.parent
    return {file.relative_to(folder): file.read_bytes() for file in folder.glob("keys*/*")}


def _nominate(session: Session, made: Contested, _rankings: list[list[int]]) -> None:
    elections.nominate(session, made)


def _close(session: Session, made: Contested, _rankings: list[list[int]]) -> None:
    elections.close_nominations(session, made)


def _arm(session: Session, made: Contested, _rankings: list[list[int]]) -> None:
    elections.arm(session, made)


def _seal(session: Session, made: Contested, rankings: list[list[int]]) -> None:
    elections.vote(session, made, rankings)
    deed = made.deed(calendar.AFTER)
    polling.seal(session, made.election.id, deed, keys=made.keys, clock_now=lambda: calendar.AFTER)


def _count(session: Session, made: Contested, _rankings: list[list[int]]) -> None:
    counts.count(session, made.election.id, made.deed(calendar.AFTER), keys=made.keys)


def _declare(session: Session, made: Contested, _rankings: list[list[int]]) -> None:
    counts.declare(session, made.election.id, made.deed(calendar.AFTER), keys=made.keys)


PATH: dict[State, Callable[[Session, Contested, list[list[int]]], None]] = {
    State.NOMINATIONS_OPEN: _nominate,
    State.WITHDRAWALS_CLOSED: _close,
    State.ARMED: _arm,
    State.SEALED: _seal,
    State.COUNTING: _count,
    State.DECLARED: _declare,
}
