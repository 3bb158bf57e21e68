"""Limits on who is elected together, on every page on which somebody has to know of them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from govern.constitution.parameters.limits import CategoryLimit
from govern.core.db import Database
from govern.elections import counts, polling
from govern.elections.models import Election
from govern.elections.rules import State
from tests.calendar import AFTER, AN_HOUR, AT, OPENS_AT
from tests.make import Make
from tests.makers import elections
from tests.makers.voting import open_poll
from tests.web.officers import Office, office_of, words_of
from tests.web.test_nominations import link_to
from tests.web.test_vote import come_in

NIGHT = CategoryLimit(category="Night staff", at_least=1)
TOLD = "at least 1 of “Night staff”"


@pytest.fixture
def office(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """An election in which one of the night staff is to be elected."""
    return office_of(app, database, monkeypatch, tmp_path, limits=(NIGHT,))


def hold(office: Office) -> None:
    """Close nominations, hold the poll, count and declare."""
    made = office.made
    with office.database.writing() as session:
        made.election = session.get_one(Election, made.election.id)
        elections.close_nominations(session, made)
        elections.arm(session, made)
        elections.vote(session, made, [[1], [1], [2], [4]])
        polling.seal(session, made.election.id, made.deed(AFTER), keys=made.keys, clock_now=lambda: AFTER)
        counts.count(session, made.election.id, made.deed(AFTER), keys=made.keys)
        counts.declare(session, made.election.id, made.deed(AFTER), keys=made.keys)
        session.commit()


def test_a_category_goes_from_the_nomination_to_the_declaration(office: Office, client: FlaskClient) -> None:
    notice = words_of(office.sit(at=AT + AN_HOUR).look("/notice"))
    office.carry_to(State.NOMINATIONS_OPEN)
    desk = office.sit(at=AT + 2 * AN_HOUR)
    page = link_to(desk, "Member 3")
    facts = {"name": "Dee Dale", "sort_name": "Dale", "received_time": "09:30"}
    asked, of_none = words_of(desk.look(page)), desk.send(page, categories="Day staff", **facts)
    desk.send(page, categories="Night staff", **facts)
    entered = words_of(desk.look())
    hold(office)
    after = office.sit(at=AFTER)
    result = words_of(client.get(office.path.replace("elections", "results")))

    assert f"The rules limit who is elected together: {TOLD}" in notice
    assert "Which of these is the candidate? The rules limit how many of these are elected together." in asked
    assert (of_none.status_code, "Choose among what is offered." in words_of(of_none)) == (422, True)
    assert f"{TOLD}: Dee Dale" in entered
    assert f"Limits on who is elected together {TOLD}: Dee Dale" in words_of(after.look("/count"))
    assert "Elected by Workforce Dee Dale" in result
    assert f"The rules limit who is elected together: {TOLD}: Dee Dale" in result


def test_the_list_before_arming_says_which_limit_cannot_be_kept_and_what_to_do(office: Office) -> None:
    office.carry_to(State.WITHDRAWALS_CLOSED)
    desk = office.sit(at=OPENS_AT - AN_HOUR)

    listed, refused = words_of(desk.look("/arming")), desk.send("/roll/freezing")

    told = f"Whoever is voted for, this cannot be kept: {TOLD} (nobody). Void this election and plan it again"
    assert f"The rules limit who is elected together: {TOLD}." in listed
    assert told in listed
    assert (refused.status_code, told in words_of(refused)) == (409, True)
    assert office.state() == State.WITHDRAWALS_CLOSED


def test_an_election_without_limits_asks_for_no_category(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path)
    office.carry_to(State.NOMINATIONS_OPEN)
    desk = office.sit(at=AT + 2 * AN_HOUR)

    assert "Which of these is the candidate?" not in words_of(desk.look(link_to(desk, "Member 3")))
    assert "Limits on who is elected together" not in words_of(desk.look())


def test_the_ballot_paper_tells_voters_the_limits_and_whom_they_are_about(
    client: FlaskClient, session: Session, make: Make, tmp_path: Path
) -> None:
    promise = {"name": "Night staff", "candidates": [2, 3], "at_least": 1, "at_most": 1}
    poll = open_poll(session, tmp_path, constraints=[promise])

    paper = words_of(come_in(client, poll.codes[0]))

    assert "how many of some kinds of people are elected together" in paper
    assert "exactly 1 of “Night staff”: Ben, Cai" in paper
