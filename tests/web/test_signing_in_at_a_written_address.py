"""At the door: a secretary writes an address down for a member, and who comes by it reads until the chair has heard."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from govern.app import INSTALLATION
from govern.consequences import signing_in
from govern.core.actors import Role
from govern.core.db import Database
from govern.divisions.models import DivisionMark
from govern.jobs.models import LetterToPrint, OutgoingMail
from tests.calendar import A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import Desk, words_of
from tests.web.sittings import Sit, send
from tests.web.test_letters_that_arrived import BOX, called, vote, votes

LINK = re.compile(r"/sign-in/links/(\S+)")
EMAIL = "hand@example.org"
LATER = AT + AN_HOUR + A_SECOND


def write_down(make: Make, house: Assembly, sit: Sit, *, of: UUID | None = None) -> None:
    """Let a member who is the secretary write an address down for the first member; or an outsider for another."""
    if of is None:
        make.office(Role.SECRETARY, person_id=house.members[4])
    make.known_to_all()
    desk = Desk(sit(house.chamber.secretary.person_id if of else house.members[4], at=AT + AN_HOUR), "")
    told = {"email": EMAIL, "valid_from": str(TODAY), "is_adult": "y", "postal_address": "1 Example Street"}
    answer = desk.send_at(f"/people/{of or house.members[0]}/correction", **told)
    assert answer.status_code == 303, words_of(answer)


def come_by_link(app: Flask, database: Database) -> FlaskClient:
    """Ask for a link to the address, and sign in by it somewhere."""
    key = app.extensions[INSTALLATION].settings.match_key.encode()
    with database.writing() as session:
        signing_in.send_links(
            session, email=EMAIL, language="en", base_url="https://mutual.example.org", match_key=key, at=AT + AN_HOUR
        )
        letters = select(OutgoingMail.body).where(OutgoingMail.body.like("%/sign-in/links/%"))
        found = LINK.findall(" ".join(body or "" for body in session.scalars(letters)))
        session.commit()
    browser = app.test_client()
    assert send(browser, f"/sign-in/links/{found[-1]}").headers["Location"] == "/me"
    return browser


@pytest.mark.invariant("INV-40")
def test_who_comes_by_it_reads_until_the_chair_has_heard_and_once_it_is_theirs_votes_at_once(
    app: Flask, make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    first, second = house.call(house.chamber.moved()), called(make, house)
    write_down(make, house, sit)
    browser = come_by_link(app, database)

    shown, refused = words_of(browser.get(f"/divisions/{first.id}")), vote(browser, first)
    details = words_of(browser.get("/me/details"))
    chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)
    waiting = chair.get("/letters/arrivals")

    assert "One call before you vote" in shown
    assert refused.status_code == 403
    assert "at an e-mail address that an officer wrote down" in words_of(refused)
    assert "Is this e-mail address yours?" in details
    assert "at an address that" in words_of(waiting)
    assert votes(database) == 0

    assert send(chair, "/letters/arrivals", letters=BOX.findall(waiting.text)[0]).status_code == 303
    assert "Your vote is given" in words_of(vote(browser, first))
    assert "a second officer has heard from you. Save this page" in words_of(browser.get("/me/details"))
    saved = send(browser, "/me/details", postal_address="1 Example Street", email_purposes="sign_in")
    assert saved.status_code == 303
    assert "Is this e-mail address yours?" not in words_of(browser.get("/me/details"))
    again = come_by_link(app, database)
    assert "One call before you vote" not in words_of(again.get(f"/divisions/{second.id}"))
    assert "Your vote is given" in words_of(vote(again, second))
    with database.reading() as session:
        printed = dict(session.execute(select(DivisionMark.division_id, DivisionMark.printed_by)).all())
        (letter,) = session.scalars(select(LetterToPrint))
    assert printed == {first.id: house.members[4], second.id: None}
    assert letter.address == "1 Example Street"
    assert "An officer of Example Mutual Limited wrote down an e-mail address for you." in (letter.body or "")


@pytest.mark.invariant("INV-40")
def test_who_comes_by_a_letter_is_told_how_to_say_that_a_written_address_is_theirs(
    make: Make, house: Assembly, sit: Sit
) -> None:
    make.known_to_all()
    write_down(make, house, sit)
    browser = sit(house.members[0], at=AT + AN_HOUR)

    shown = words_of(browser.get("/me/details"))
    kept = send(browser, "/me/details", postal_address="2 Example Street", email_purposes="ballots")
    taken_back = send(browser, "/me/details", postal_address="2 Example Street")

    assert "give it once more under “Change my e-mail address”" in shown
    assert kept.status_code == 409
    assert "you did not sign in with it, so nothing was saved" in words_of(kept)
    assert taken_back.status_code == 303
    assert "Is this e-mail address yours?" not in words_of(browser.get("/me/details"))


@pytest.mark.invariant("INV-42")
def test_the_page_of_ones_details_invites_nobody_to_save_what_is_refused_before_a_member_has_heard(
    app: Flask, make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    member, nominee = house.chamber.directors[:2]
    make.account(person_id=member)
    write_down(make, house, sit, of=nominee)
    told = {"postal_address": "1 Example Street", "email_purposes": "sign_in"}

    first = come_by_link(app, database)
    unheard = words_of(first.get("/me/details"))
    hear(house.chamber.chair.person_id, sit)
    by_outsiders, refused = words_of(first.get("/me/details")), send(first, "/me/details", **told)
    other_address = first.get("/me/details/email")
    sit(member, at=LATER)
    second = come_by_link(app, database)
    hear(member, sit, at=LATER)
    by_a_member, saved = words_of(second.get("/me/details")), send(second, "/me/details", **told)

    invited = "Save this page to say that it is yours"
    assert [invited in page for page in (unheard, by_outsiders, by_a_member)] == [False, False, True]
    assert "Ask for an officer or a director who is a member, because whoever wrote it down is none." in unheard
    assert "those who heard from you are not members. You can vote all the same." in by_outsiders
    assert "Until then nothing is saved here" in by_outsiders
    assert refused.status_code == 403
    assert "New e-mail address" not in other_address.text
    assert "an officer or a director who is a member has heard from you" in words_of(other_address)
    assert saved.status_code == 303


def hear(person_id: UUID | None, sit: Sit, at: datetime = AT + AN_HOUR) -> None:
    """Let an officer, or a director who is a member, say who signed in by what waits."""
    desk = sit(person_id, at=at)
    waiting = BOX.findall(desk.get("/letters/arrivals").text)
    assert send(desk, "/letters/arrivals", letters=waiting[0]).status_code == 303
