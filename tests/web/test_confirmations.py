"""Somebody whom a decision names says on a page whether it is so."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from govern.accounts.models import Account
from govern.constitution import confirmations
from govern.constitution.rules import Body
from govern.core.actors import Role
from govern.jobs.models import OutgoingMail
from govern.web import minutes_tiles
from govern.web.tile_sources import DESKS
from tests.browser import follow
from tests.makers import constitution
from tests.web.dossiers import QUORUM, board, checked
from tests.web.filled_forms import form_of, sent
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, founded, person_of
from tests.web.senses import obstacles
from tests.web.test_constitution import decide, part
from tests.web.test_register_in_a_browser import enter


@pytest.fixture
def decision(secretariat: Secretariat) -> UUID:
    """A decision that names the chair, as the secretary entered it."""
    return decide(secretariat.sit(), body="committee", **{part(secretariat, Role.CHAIR): "for"})


def test_whoever_a_decision_names_is_asked_by_mail_without_its_words(secretariat: Secretariat, decision: UUID) -> None:
    (mail,) = secretariat.ask(lambda session: session.scalars(select(OutgoingMail)).all())

    assert (mail.recipient, mail.subject) == ("cath@example.org", "Is this what was decided?")
    assert f"/decisions/{decision}/confirmation" in mail.body
    assert "GM/1" not in mail.body


def test_their_word_is_asked_on_their_first_page_and_kept(secretariat: Secretariat, decision: UUID) -> None:
    chair = secretariat.sit(Role.CHAIR)
    asked = chair.look("/")

    answer = chair.send(f"/decisions/{decision}/confirmation", word="so")

    assert "Decisions that name you" in words_of(asked)
    assert (answer.status_code, answer.location) == (303, "/")
    cath = secretariat.ask(person_of, role=Role.CHAIR)
    assert secretariat.ask(confirmations.given, decision_id=decision) == {cath: True}
    assert "Decisions that name you" not in words_of(chair.look("/"))


def test_their_word_is_asked_on_their_own_page_too_until_they_give_it(secretariat: Secretariat, decision: UUID) -> None:
    chair, page = secretariat.sit(Role.CHAIR), f"/decisions/{decision}/confirmation"
    asked = chair.look("/me")
    chair.send(page, word="so")

    after = chair.look("/me")

    assert page in asked.text
    assert "Decisions that name you" in words_of(asked)
    assert "There is nothing for you to do now." not in words_of(asked)
    assert page not in after.text


@pytest.mark.invariant("INV-12")
def test_the_address_that_the_secretary_writes_does_not_vouch_for_what_the_secretary_wrote(
    secretariat: Secretariat, decision: UUID
) -> None:
    chair = secretariat.sit(Role.CHAIR)
    with secretariat.database.writing() as session:
        session.execute(update(Account).where(Account.email == "cath@example.org").values(email=None))
        session.commit()

    answer = chair.look(f"/decisions/{decision}/confirmation")

    assert answer.status_code == 403
    assert "To say this, you need an account of your own." in words_of(answer)
    assert secretariat.ask(confirmations.given, decision_id=decision) == {}


def test_a_word_that_was_not_chosen_is_asked_for_again(secretariat: Secretariat, decision: UUID) -> None:
    answer = secretariat.sit(Role.CHAIR).send(f"/decisions/{decision}/confirmation")

    assert answer.status_code == 422
    assert "Choose whether it is so." in words_of(answer)
    assert secretariat.ask(confirmations.given, decision_id=decision) == {}


def test_a_second_word_is_refused_and_not_asked_for(secretariat: Secretariat, decision: UUID) -> None:
    chair, page = secretariat.sit(Role.CHAIR), f"/decisions/{decision}/confirmation"
    form = form_of(chair.look(page))
    chair.send(page, word="not_so")

    answer = chair.client.post(page, data=MultiDict(sent(form, word="so")))
    shown = chair.look(page)

    assert (answer.status_code, shown.status_code) == (409, 200)
    for told in (answer, shown):
        assert "Your word on this decision is on record, and stays" in words_of(told)
        assert "Give my word" not in words_of(told)
    cath = secretariat.ask(person_of, role=Role.CHAIR)
    assert secretariat.ask(confirmations.given, decision_id=decision) == {cath: False}


@pytest.mark.invariant("INV-42")
def test_nobody_else_gives_it_not_even_who_entered_the_decision(secretariat: Secretariat, decision: UUID) -> None:
    for role, status in ((Role.SECRETARY, 403), (Role.ADMINISTRATOR, 403)):
        answer = secretariat.sit(role).look(f"/decisions/{decision}/confirmation")
        assert answer.status_code == status
        assert "This decision does not name you" in words_of(answer)
    assert secretariat.sit(None).look(f"/decisions/{decision}/confirmation").status_code in (302, 303, 401)


def test_whose_word_waits_for_an_account_is_told(unfounded: Secretariat) -> None:
    secretariat = unfounded
    founded(secretariat.database, board_quorum=QUORUM)
    dossier = checked(secretariat)
    decision = board(secretariat, dossier.clerk)
    dossier.did("rulings", decision=str(decision))
    everybody = dossier.look()
    asked_of_the_chair = words_of(secretariat.sit(Role.CHAIR).look(dossier.path))
    with secretariat.database.writing() as session:
        session.execute(update(Account).where(Account.email == "cath@example.org").values(email=None))
        session.commit()

    page = dossier.look()

    assert "It names you. Say whether it is so" in asked_of_the_chair
    assert "It names you." not in everybody
    assert "Cannot say so yet" not in everybody
    assert "Cannot say so yet Cath Chair They have no account." in page


def test_the_page_keeps_nobody_out(secretariat: Secretariat, decision: UUID, page: Page, live_server: str) -> None:
    enter(secretariat, page, live_server, Role.CHAIR)
    page.goto("/")
    follow(page.get_by_role("link", name="Read it and say"))
    seen = obstacles(page)
    page.get_by_label("Yes: this was decided, and this was my part").check()
    follow(page.get_by_role("button", name="Give my word"))

    expect(page.get_by_role("status").filter(has_text="Your word is on record.")).to_be_visible()
    assert seen == []


def test_a_dispute_stands_on_the_decision_in_the_list_and_on_desks(secretariat: Secretariat, decision: UUID) -> None:
    secretariat.sit(Role.CHAIR).send(f"/decisions/{decision}/confirmation", word="not_so")

    told = "Disputed: 1 person whom it names says that this is not what happened."
    for page in (f"/decisions/{decision}", "/decisions", "/resolutions"):
        assert told in words_of(secretariat.sit().look(page))
    for desk in (Role.SECRETARY, Role.CHAIR):
        assert "1 decision is disputed" in words_of(secretariat.sit(desk).look("/"))
    assert minutes_tiles.disputed in DESKS[Role.SCRUTINEER][1]


def test_what_was_entered_from_minutes_is_unconfirmed_until_the_chair_says_that_it_is_so(
    secretariat: Secretariat,
) -> None:
    made = secretariat.write(lambda session: constitution.decision(session, body=Body.GENERAL_MEETING).id)
    pages = (f"/decisions/{made}", "/decisions", "/resolutions")
    before = [words_of(secretariat.sit().look(page)) for page in pages]
    chair = secretariat.sit(Role.CHAIR)
    desk, asked = words_of(chair.look("/")), words_of(chair.look(f"/decisions/{made}/confirmation"))

    answer = chair.send(f"/decisions/{made}/confirmation", word="so")

    assert all("Not confirmed by the chair yet." in page for page in before)
    assert "entered from minutes, and waits for the chair to say whether it is so." in desk
    assert "You are in the chair: say whether they are right." in asked
    assert answer.status_code == 303
    for page in pages:
        assert "The chair says that it is so." in words_of(secretariat.sit().look(page))
