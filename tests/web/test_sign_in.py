"""Signing in and out, through the door."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from govern.accounts import rules
from govern.accounts import service as accounts
from govern.accounts.models import AccountSession, SignInAttempt, SignInLink
from govern.core.actors import NOBODY
from govern.core.db import Database
from govern.jobs.models import Job
from govern.web.sign_in import is_local
from tests.calendar import A_SECOND, AT
from tests.make import Make
from tests.web.conftest import Wall
from tests.web.reader import Reader, wrongs

PASSWORD = "four words that work"


def test_opening_a_link_shows_a_button_and_spends_nothing(reader: Reader, make: Make, database: Database) -> None:
    token = accounts.make_link(make.session, email=make.account().email, at=AT)
    make.known_to_all()

    for _ in range(3):
        assert "Continue" in reader.open(f"/sign-in/links/{token}").text

    with database.reading() as session:
        assert session.scalars(select(SignInLink.spent_at)).one() is None


def test_the_button_signs_in_once(reader: Reader, another: Reader, make: Make) -> None:
    token = accounts.make_link(make.session, email=make.account().email, at=AT)
    make.known_to_all()

    assert reader.send(f"/sign-in/links/{token}").status_code == 303
    again = another.send(f"/sign-in/links/{token}")

    assert again.status_code == 410
    assert "This link has been used already" in again.text
    assert another.open("/account").status_code == 302


def test_a_visitor_goes_to_sign_in_and_back(reader: Reader, make: Make) -> None:
    refused = reader.open("/account?from=mail")
    assert refused.headers["Location"] == "/sign-in?next=/account?from%3Dmail"
    reader.open(refused.headers["Location"])

    answer = reader.sign_in(make, make.account())

    assert answer.headers["Location"] == "/account?from=mail"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "javascript:alert(1)",
        "account",
        "",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(reader: Reader, make: Make, elsewhere: str) -> None:
    reader.client.get("/sign-in", query_string={"next": elsewhere})

    answer = reader.sign_in(make, make.account())

    assert not is_local(elsewhere)
    assert answer.headers["Location"] == "/me"


def test_the_answer_is_the_same_for_every_address(reader: Reader, make: Make, database: Database) -> None:
    known = make.account().email
    make.known_to_all()

    answers = [
        reader.send("/sign-in/links", form_on="/sign-in", email=email) for email in (known, "stranger@example.org")
    ]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/sign-in/sent")}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 2


@pytest.mark.parametrize("email", ["", "ann", "a" * 300 + "@example.org", "ann@example.org\r\nBcc: b@example.org"])
def test_what_is_no_address_is_sent_back_with_what_was_typed(reader: Reader, database: Database, email: str) -> None:
    answer = reader.send("/sign-in/links", form_on="/sign-in", email=email)

    assert answer.status_code == 422
    assert wrongs(answer)[0].startswith("Enter ")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_a_password_signs_in(reader: Reader, make: Make) -> None:
    account = make.account()
    accounts.set_password(make.session, account.id, password=PASSWORD, actor=NOBODY, at=AT)
    make.known_to_all()

    assert reader.send("/sign-in", address=account.email, password=PASSWORD).status_code == 303

    assert account.email in reader.open("/account").text


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(reader: Reader, make: Make) -> None:
    account = make.account()
    accounts.set_password(make.session, account.id, password=PASSWORD, actor=NOBODY, at=AT)
    make.known_to_all()

    answers = [
        reader.send("/sign-in", address=address, password="not the password")
        for address in (account.email, "stranger@example.org")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert wrongs(answers[0]) == wrongs(answers[1]) != []
    assert "not the password" not in answers[0].text


def test_the_sixth_try_for_an_address_is_refused_even_with_the_right_password(
    reader: Reader, make: Make, wall: Wall
) -> None:
    account = make.account()
    accounts.set_password(make.session, account.id, password=PASSWORD, actor=NOBODY, at=AT)
    make.known_to_all()
    for _ in range(rules.TRIES_PER_ADDRESS):
        reader.send("/sign-in", address=account.email, password="not the password")

    answer = reader.send("/sign-in", address=account.email, password=PASSWORD)

    assert answer.status_code == 429
    assert "There have been too many tries. Wait 15 minutes" in answer.text
    wall.wait(rules.ATTEMPT_WINDOW)
    assert reader.send("/sign-in", address=account.email, password=PASSWORD).status_code == 303


def test_who_signs_in_often_is_not_kept_waiting_and_gains_no_guesses_by_it(reader: Reader, make: Make) -> None:
    account = make.account()
    accounts.set_password(make.session, account.id, password=PASSWORD, actor=NOBODY, at=AT)
    make.known_to_all()
    reader.send("/sign-in", address=account.email, password="not the password")

    often = [
        reader.send("/sign-in", address=account.email, password=PASSWORD).status_code
        for _ in range(rules.TRIES_PER_ADDRESS + 1)
    ]
    guesses = [
        reader.send("/sign-in", address=account.email, password="not the password").status_code
        for _ in range(rules.TRIES_PER_ADDRESS)
    ]

    assert often == [303] * (rules.TRIES_PER_ADDRESS + 1)
    assert guesses == [422] * (rules.TRIES_PER_ADDRESS - 1) + [429]


def test_no_address_is_kept_of_those_who_tried(reader: Reader, database: Database) -> None:
    reader.send("/sign-in", address="ann@example.org", password="not the password")

    with database.reading() as session:
        hashes = session.scalars(select(SignInAttempt.subject_hash)).all()
    assert [len(one) for one in hashes] == [64, 64]


def test_signing_out_ends_the_session_for_good(reader: Reader, make: Make, database: Database) -> None:
    reader.sign_in(make, make.account())
    kept = reader.client.get_cookie("govern")
    assert kept is not None
    reader.send("/sign-out", form_on="/account")

    reader.client.set_cookie("govern", kept.value)

    assert reader.open("/account").status_code == 302
    with database.reading() as session:
        assert session.scalars(select(AccountSession.ended_at)).one() == AT


def test_a_session_ends_an_hour_after_its_reader_was_last_seen(reader: Reader, make: Make, wall: Wall) -> None:
    reader.sign_in(make, make.account())
    wall.wait(rules.IDLE_LIMIT - A_SECOND)
    assert reader.open("/account").status_code == 200

    wall.wait(rules.IDLE_LIMIT)

    assert reader.open("/account").status_code == 302


def test_a_session_ends_after_twelve_hours_in_any_case(reader: Reader, make: Make, wall: Wall) -> None:
    reader.sign_in(make, make.account())
    while wall.at + rules.IDLE_LIMIT / 2 < AT + rules.ABSOLUTE_LIMIT:
        wall.wait(rules.IDLE_LIMIT / 2)
        assert reader.open("/account").status_code == 200

    wall.wait(rules.IDLE_LIMIT / 2)

    assert reader.open("/account").status_code == 302


def test_asking_for_more_time_keeps_the_session(reader: Reader, make: Make, wall: Wall) -> None:
    reader.sign_in(make, make.account())
    wall.wait(rules.IDLE_LIMIT - A_SECOND)

    assert reader.send("/session/extension", form_on="/account").status_code == 204

    wall.wait(rules.IDLE_LIMIT - A_SECOND)
    assert reader.open("/account").status_code == 200


def test_a_half_filled_form_outlives_its_session(reader: Reader, make: Make, wall: Wall, database: Database) -> None:
    account = make.account()
    reader.sign_in(make, account)
    token = reader.open("/account").text.split('name="csrf_token" value="')[1].split('"')[0]
    wall.wait(rules.IDLE_LIMIT)

    kept = reader.client.post("/account/password", data={"csrf_token": token, "password": PASSWORD})
    assert kept.status_code == 401
    assert PASSWORD in kept.text
    reader.sign_in(make, account)
    sent = reader.client.post("/account/password", data={"csrf_token": token, "password": PASSWORD})

    assert sent.status_code == 303


def test_a_form_does_not_pass_from_one_person_to_the_next(reader: Reader, make: Make, wall: Wall) -> None:
    reader.sign_in(make, make.account())
    token = reader.open("/account").text.split('name="csrf_token" value="')[1].split('"')[0]

    reader.sign_in(make, make.account())
    sent = reader.client.post("/account/password", data={"csrf_token": token, "password": PASSWORD})

    assert sent.status_code == 400


def test_a_visitor_is_told_nothing_of_sessions(client: FlaskClient) -> None:
    assert "session-warning" not in client.get("/").text
