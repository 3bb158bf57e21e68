"""A mutual whose members put motions, each at a desk of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.core import clock
from govern.core.actors import Role
from govern.core.db import Database
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import State
from govern.register import queries as register
from tests import calendar
from tests.make import Make
from tests.makers import kept
from tests.makers.motions import Chamber
from tests.web.officers import USER, Desk


@dataclass
class Hall:
    """The app and its database, the people of a chamber, and the clock on the wall."""

    app: Flask
    database: Database
    monkeypatch: pytest.MonkeyPatch
    chamber: Chamber

    def sit(self, person_id: UUID | None, *, at: datetime = calendar.AT) -> Desk:
        """Let it be a time, and somebody sign in at it."""
        assert person_id is not None
        self.monkeypatch.setattr(clock, "now", lambda: at)
        client = self.app.test_client()
        with self.database.writing() as session:
            known = session.scalar(select(Account.id).where(Account.person_id == person_id))
            account_id = known or kept(session, Account(person_id=person_id, opened_at=calendar.AT)).id
            token = accounts.start_session(session, account_id, at=at)
            session.commit()
        with client.session_transaction() as carried:
            carried[USER] = token
        return Desk(client, "/motions")

    def enter(self, page: Page, person_id: UUID | None, *, address: str, at: datetime = calendar.AT) -> None:
        """Let it be a time, and somebody sign in in a real browser."""
        cookie = self.sit(person_id, at=at).client.get_cookie("govern")
        assert cookie is not None
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": address}])

    def state(self, number: int = 1) -> State:
        """Return where a motion is."""
        with self.database.reading() as session:
            return queries.state(session, self.motion(number))

    def motion(self, number: int = 1) -> UUID:
        """Return the id of a motion."""
        with self.database.reading() as session:
            return session.scalars(select(Motion.id).where(Motion.number == number)).one()

    def number_of(self, person: int) -> int:
        """Return the number of one of the members."""
        with self.database.reading() as session:
            return register.memberships_of(session, self.chamber.members[person])[0].member_no


def hall_of(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, make: Make, **rules: Any) -> Hall:
    """Make the hall, whose secretary and chair hold their offices on record."""
    chamber = make.chamber(**rules)
    for actor, role in ((chamber.secretary, Role.SECRETARY), (chamber.chair, Role.CHAIR)):
        make.office(role, person_id=actor.person_id)
    make.known_to_all()
    return Hall(app, database, monkeypatch, chamber)
