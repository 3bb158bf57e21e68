"""One's own account page."""

import pytest

from govern.accounts.models import Account
from govern.core.db import Database
from tests.make import Make
from tests.web.officers import words_of
from tests.web.reader import Reader, wrongs


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
