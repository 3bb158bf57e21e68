"""One's own details at the door: saved, confirmed from the new address, asked of the secretary."""

import re

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from govern.accounts import service as accounts
from govern.accounts.rules import TRIES_PER_ADDRESS
from govern.core.actors import NOBODY
from govern.jobs.models import OutgoingMail
from govern.register import queries as register
from govern.register import requests
from govern.register.models import PersonVersion
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.web.officers import Desk, Office, token_of, words_of

NEW = "new@example.org"
LINK = re.compile(r"/me/email-changes/\S+")


def known(office: Office) -> PersonVersion:
    """Return what the register holds of the first member."""
    with office.database.reading() as session:
        found = register.person_on(session, office.made.members[0], on=TODAY)
    assert found is not None
    return found


def sit(office: Office, number: int = 0) -> Desk:
    return office.sit_as(office.made.members[number], at=AT)


def link_sent(office: Office) -> str:
    with office.database.reading() as session:
        body = session.scalars(select(OutgoingMail.body).where(OutgoingMail.recipient == NEW)).one()
    found = LINK.search(body or "")
    assert found is not None
    return found[0]


def test_a_member_sees_the_warning_and_saves_what_they_want(office: Office) -> None:
    desk = sit(office)
    page = desk.client.get("/me/details")
    typed = [
        ("csrf_token", token_of(page)), ("postal_address", "c/o The Office"), ("telephone", "01632 960123"),
        ("telephone_purposes", "ballots"), ("formats", "easy_read"), ("formats", "audio"),
    ]  # fmt: skip

    answer = desk.client.post("/me/details", data=MultiDict(typed), follow_redirects=True)

    assert "It is in the register, and other members may see it." in words_of(page)
    assert "It is on record from today." in words_of(answer)
    now = known(office)
    assert (now.postal_address, now.telephone, now.formats) == (
        "c/o The Office",
        "01632 960123",
        ["easy_read", "audio"],
    )


def test_an_address_is_needed_and_nothing_that_was_not_offered_is_taken(office: Office) -> None:
    desk = sit(office)

    empty = desk.send_at("/me/details", postal_address=" ")
    forged = desk.send_at("/me/details", postal_address="1 Example Street", formats="hologram")

    assert (empty.status_code, forged.status_code) == (422, 422)
    assert "Enter an address that post reaches." in words_of(empty)
    assert "Choose among what is offered." in words_of(forged)


def test_a_new_address_is_used_once_it_is_confirmed_while_signed_in(office: Office) -> None:
    desk = sit(office)
    desk.send_at("/me/details/email", email=NEW)
    link = link_sent(office)
    before = known(office).email

    visitor = office.app.test_client().get(link)
    other = sit(office, 1).send_at(link)
    opened = desk.client.get(link)
    unchanged = known(office).email
    desk.send_at(link)

    assert visitor.status_code == 302
    assert other.status_code == 410
    assert opened.status_code == 200
    assert (before, unchanged, known(office).email) == (None, None, NEW)


def test_nobody_makes_us_write_to_strangers_without_end(office: Office) -> None:
    desk = sit(office)

    answers = [
        desk.send_at("/me/details/email", email=f"stranger{number}@example.org").status_code
        for number in range(TRIES_PER_ADDRESS + 1)
    ]

    assert answers == [303] * TRIES_PER_ADDRESS + [429]


def test_a_name_goes_to_the_secretary_with_its_reason(office: Office) -> None:
    desk = sit(office)

    without = desk.send_at("/me/details/name", name="Ann Birch", reason="")
    desk.send_at("/me/details/name", name="Ann Birch", reason="I married.")

    assert without.status_code == 422
    assert known(office).name == "Member 0"
    with office.database.reading() as session:
        assert [(one.kind, one.words) for one in requests.unanswered(session)] == [("name", "Ann Birch\nI married.")]


def test_who_signs_in_without_being_on_the_register_has_no_details(office: Office) -> None:
    with office.database.writing() as session:
        person = Make(session).person(valid_from=TODAY.replace(year=2030)).id
        session.commit()

    assert office.sit_as(person, at=AT).client.get("/me/details").status_code == 404


def test_whoever_has_an_account_reads_which_address_signs_them_in(office: Office) -> None:
    before = words_of(sit(office).client.get("/me/details"))
    with office.database.writing() as session:
        accounts.open_account(session, person_id=office.made.members[0], email=NEW, actor=NOBODY, at=AT)
        session.commit()

    page = words_of(sit(office).client.get("/me/details"))

    assert "You sign in here with" not in before
    assert f"You sign in here with {NEW} alone." in page
