"""One's own account page."""

import pytest
from werkzeug.test import TestResponse

from govern.accounts import service as accounts
from govern.accounts.models import Account
from govern.accounts.passwords import account_with
from govern.accounts.rules import TRIES_PER_ADDRESS
from govern.core.actors import NOBODY, Role
from govern.core.db import Database
from govern.register.models import Person
from govern.register.rules import PersonKind
from tests.calendar import AT
from tests.make import Make
from tests.makers import kept
from tests.makers.accounts import OpenedAccount
from tests.web.officers import words_of
from tests.web.reader import Reader, wrongs

PRESENT = "four words that work"
NEW = "four new words again"


def test_a_password_is_set_and_other_devices_are_signed_out(
    reader: Reader, another: Reader, make: Make, database: Database
) -> None:
    account = make.account()
    reader.sign_in(make, account)
    another.sign_in(make, account)

    assert reader.send("/account/password", form_on="/account", password="four words that work").status_code == 303

    assert "Your password is set." in reader.open("/account").text
    assert another.open("/account").status_code == 302
    with database.reading() as session:
        assert session.get_one(Account, account.id).password_hash is not None


@pytest.mark.parametrize("password", ["", "short", "x" * 201], ids=["none", "too short", "too long"])
def test_a_password_that_is_not_accepted_is_not_shown_again(reader: Reader, make: Make, password: str) -> None:
    reader.sign_in(make, make.account())

    answer = reader.send("/account/password", form_on="/account", password=password)

    assert answer.status_code == 422
    assert len(wrongs(answer)) == 1
    assert f'value="{password}"' not in answer.text


def with_password(make: Make) -> OpenedAccount:
    """Return an account that has a password."""
    account = make.account()
    accounts.set_password(make.session, account.id, password=PRESENT, actor=NOBODY, at=AT)
    return account


def change(reader: Reader, present: str) -> TestResponse:
    return reader.send("/account/password", form_on="/account", present=present, password=NEW)


def has_password(database: Database, account: OpenedAccount, password: str) -> bool:
    with database.reading() as session:
        return account_with(session, email=account.email, password=password) == account.id


def test_whoever_knows_the_present_password_can_change_it(reader: Reader, make: Make, database: Database) -> None:
    account = with_password(make)
    reader.sign_in(make, account)

    answer = change(reader, PRESENT)

    assert answer.status_code == 303
    assert has_password(database, account, NEW)


@pytest.mark.parametrize(
    ("present", "told"),
    [
        pytest.param("", "Enter your present password.", id="none"),
        pytest.param(
            "four words that fail", "This is not your present password, so it stays as it was. Try again.", id="wrong"
        ),
    ],
)
def test_an_open_session_alone_does_not_change_a_password(
    reader: Reader, make: Make, database: Database, present: str, told: str
) -> None:
    account = with_password(make)
    reader.sign_in(make, account)

    answer = change(reader, present)

    assert (answer.status_code, wrongs(answer)) == (422, [told])
    assert has_password(database, account, PRESENT)


def test_guessing_the_present_password_is_slowed_down_like_signing_in(
    reader: Reader, make: Make, database: Database
) -> None:
    account = with_password(make)
    reader.sign_in(make, account)

    statuses = [change(reader, f"guess number {number} of many").status_code for number in range(TRIES_PER_ADDRESS)]
    answer = change(reader, PRESENT)

    assert statuses == [422] * TRIES_PER_ADDRESS
    assert answer.status_code == 429
    assert "There have been too many tries." in words_of(answer)
    assert has_password(database, account, PRESENT)


def test_every_page_says_who_is_signed_in_and_in_which_office(reader: Reader, make: Make) -> None:
    make.mutual()
    make.known_to_all()
    person_id = make.person(name="Lucy Price").id
    make.office(Role.SECRETARY, person_id=person_id)
    visitor = words_of(reader.open("/mutual"))
    reader.sign_in(make, make.account(person_id=person_id))

    assert "Sign out Signed in: Lucy Price, secretary" in words_of(reader.open("/mutual")).replace(" ,", ",")
    assert "Signed in:" not in visitor


def test_somebody_without_a_name_on_the_register_is_told_by_address(reader: Reader, make: Make) -> None:
    nameless = kept(make.session, Person(kind=PersonKind.HUMAN))
    account = make.account(person_id=nameless.id)
    reader.sign_in(make, account)

    assert f"Sign out Signed in: {account.email} " in words_of(reader.open("/account"))


def test_other_devices_can_be_signed_out(reader: Reader, another: Reader, make: Make) -> None:
    account = make.account()
    reader.sign_in(make, account)
    another.sign_in(make, account)

    reader.send("/account/sign-outs", form_on="/account")

    assert reader.open("/account").status_code == 200
    assert another.open("/account").status_code == 302


@pytest.mark.parametrize(
    ("is_member", "told"), [(True, "a member"), (False, "neither a member nor a director")], ids=["member", "stranger"]
)
def test_the_account_page_tells_what_one_is(reader: Reader, make: Make, is_member: bool, told: str) -> None:
    person_id = make.membership().person_id if is_member else make.person().id
    reader.sign_in(make, make.account(person_id=person_id))

    page = words_of(reader.open("/account"))

    assert f"What you are today, by the register and the board {told} Offices" in page


def test_whoever_signs_in_by_the_register_sees_its_address_and_sets_no_password(reader: Reader, make: Make) -> None:
    person = make.person(name="Ann Ash", email="ann@example.org")
    account = kept(make.session, Account(person_id=person.id, opened_at=AT))
    token = accounts.link_for(make.session, account.id, at=AT)
    make.known_to_all()
    reader.send(f"/sign-in/links/{token}")

    page = words_of(reader.open("/account"))

    assert "ann@example.org" in page
    assert "Set a password" not in page
    assert reader.send("/account/password", form_on="/account", password=PRESENT).status_code == 404
