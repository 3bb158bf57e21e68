"""A voting link works where somebody else is signed in: they are told, and signed out before the ballot opens."""

from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.rolls.models import RollEntry
from tests.make import Make
from tests.makers.voting import OpenPoll
from tests.web.officers import words_of
from tests.web.reader import Reader
from tests.web.test_vote import REVIEWED, TOKEN, cast, come_in, found, in_box, review

TOLD = "is signed in on this device. If you continue, they are signed out first."


@pytest.fixture
def poll(app: Flask, make: Make, tmp_path: Path) -> OpenPoll:
    """A poll that is open now, its keys where the app looks for them."""
    return make.open_poll(tmp_path)


@pytest.fixture
def other(make: Make) -> Account:
    """Somebody else who uses this device."""
    return make.account(person_id=make.person(name="Otto Other").id)


def elector(session: Session, poll: OpenPoll) -> UUID:
    """Return whose the first link is."""
    query = select(RollEntry.person_id).where(RollEntry.elector_id == poll.contest.electors[0])
    return session.scalars(query).one()


def is_signed_in(client: FlaskClient) -> bool:
    """Say whether somebody is, by what is kept from everybody else."""
    return client.get("/me").status_code == 200


@pytest.mark.invariant("INV-40")
def test_whoever_is_signed_in_is_named_and_is_signed_out_before_anothers_ballot_opens(
    client: FlaskClient, session: Session, make: Make, poll: OpenPoll, other: Account
) -> None:
    Reader(client).sign_in(make, other)

    asked = words_of(client.get(f"/vote/{poll.codes[0]}"))
    still_in = is_signed_in(client)
    paper = come_in(client, poll.codes[0])

    assert (f"Otto Other {TOLD}" in asked, still_in, is_signed_in(client)) == (True, True, False)
    assert "is in the box" in cast(client, review(client, paper, p2="1")).text
    assert in_box(session) == (1, 1)


@pytest.mark.invariant("INV-40")
def test_a_ballot_that_was_opened_is_gone_once_another_signs_in(
    client: FlaskClient, session: Session, make: Make, poll: OpenPoll, other: Account
) -> None:
    checked = review(client, come_in(client, poll.codes[0]), p2="1")
    Reader(client).sign_in(make, other)

    sent = client.post("/vote/cast", data={"csrf_token": found(TOKEN, checked), "reviewed": found(REVIEWED, checked)})

    assert sent.status_code >= 400
    assert client.get("/vote/ballot").status_code == 403
    assert in_box(session) == (0, 0)


def test_whoever_opens_their_own_link_stays_signed_in(
    client: FlaskClient, session: Session, make: Make, poll: OpenPoll
) -> None:
    Reader(client).sign_in(make, make.account(person_id=elector(session, poll)))

    asked = words_of(client.get(f"/vote/{poll.codes[0]}"))
    come_in(client, poll.codes[0])

    assert TOLD not in asked
    assert is_signed_in(client)
