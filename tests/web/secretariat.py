"""A founded mutual and its officers at the door: each signed in, opening pages and sending their forms."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse, encode_multipart

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.consequences import founding
from govern.consequences.founding import Founder
from govern.constitution.presets import CALDER
from govern.core import clock
from govern.core.actors import Role
from govern.core.db import Database
from tests.begun import begin
from tests.calendar import AT
from tests.makers.constitution import charter
from tests.served import SECRET
from tests.web.filled_forms import form_of, sent
from tests.web.officers import USER

KEY = SECRET.encode()
FOUNDERS = (
    Founder(name="Anne Admin", email="anne@example.org", offices=frozenset({Role.ADMINISTRATOR})),
    Founder(
        name="Sam Secretary",
        email="sam@example.org",
        offices=frozenset({Role.SECRETARY}),
        constituency="workforce",
        part="care_staff",
    ),
    Founder(
        name="Cath Chair",
        email="cath@example.org",
        offices=frozenset({Role.CHAIR}),
        constituency="service_user",
        part="carers",
    ),
    Founder(name="Roy Officer", email="roy@example.org", offices=frozenset({Role.RETURNING_OFFICER})),
)
ADDRESSES = {next(iter(one.offices)): one.email for one in FOUNDERS}


@dataclass
class Secretariat:
    """The mutual's app and database, and the clock on the wall."""

    app: Flask
    database: Database
    monkeypatch: pytest.MonkeyPatch

    def sit(self, role: Role | None = Role.SECRETARY, *, at: datetime = AT) -> "Clerk":
        """Let it be a time, and an officer sign in at it; nobody in particular for None."""
        self.monkeypatch.setattr(clock, "now", lambda: at)
        client = self.app.test_client()
        if role is not None:
            with client.session_transaction() as carried:
                carried[USER] = self.token(role, at=at)
        return Clerk(client)

    def token(self, role: Role, *, at: datetime) -> str:
        """Return the token of a session begun by an officer."""
        with self.database.writing() as session:
            account = session.scalars(select(Account.id).where(Account.email == ADDRESSES[role])).one()
            token = accounts.start_session(session, account, at=at)
            session.commit()
        return token

    def ask(self, question: Any, **facts: Any) -> Any:
        """Ask the database something, as it is on record."""
        with self.database.reading() as session:
            return question(session, **facts)

    def write(self, maker: Any, **facts: Any) -> Any:
        """Let something happen that no officer does at the door."""
        with self.database.writing() as session:
            made = maker(session, **facts)
            session.commit()
        return made


@dataclass
class Clerk:
    """One officer's browser."""

    client: FlaskClient

    def look(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address)

    def send(self, address: str, *, ending: str = "", **typed: Any) -> TestResponse:
        """Open a page, fill its form in, and send it where it goes."""
        shown = self.client.get(address)
        assert shown.status_code == 200, shown.text
        form = form_of(shown, ending=ending)
        # Encoded here, for the test client would keep a large form in a file that it does not close.
        boundary, body = encode_multipart(sent(form, **typed))
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self.client.post(form.action or address, data=body, content_type=kind)


def founded(database: Database, **rules: Any) -> None:
    """Found the mutual with its officers.

    :param rules: parameters, as plain JSON, where they differ from the model rules.
    """
    told = charter(parameters=CALDER.parameters() | rules)
    begin(
        database,
        f"founded {sorted(rules.items())}",
        lambda session: founding.found(session, told, FOUNDERS, match_key=KEY, at=AT),
    )


def person_of(session: Session, *, role: Role) -> UUID:
    """Return who holds an office."""
    return session.scalars(select(Account.person_id).where(Account.email == ADDRESSES[role])).one()
