"""The administrator opens and closes accounts, and gets no power over anybody by it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from govern.accounts.models import Account, OfficeHolding
from govern.audit.models import JournalEntry
from govern.core.actors import OFFICES, Role
from govern.core.db import Database
from govern.register.models import MembershipVersion
from govern.register.rules import match_email
from tests.calendar import AT
from tests.make import Make
from tests.served import SECRET
from tests.web.officers import words_of
from tests.web.reader import Reader, wrongs

Enter = Callable[[Role], Account]
ADA: dict[str, Any] = {"name": "Ada Ash", "email": "ada@example.org"}


@pytest.fixture
def ada(make: Make) -> Any:
    """Somebody whom the register knows, with the address that the secretary entered."""
    return make.person(**ADA, match_email=match_email(ADA["email"], key=SECRET.encode()))


def accounts(database: Database) -> list[tuple[str | None, bool]]:
    """Return every account: its address, and whether it is open."""
    with database.reading() as session:
        found = session.execute(select(Account.email, Account.closed_at.is_(None)).order_by(Account.email))
        return [(email, bool(is_open)) for email, is_open in found]


@pytest.mark.parametrize("role", OFFICES)
def test_only_the_administrator_sees_opens_and_closes_accounts(
    reader: Reader, officer: Enter, make: Make, role: Role
) -> None:
    officer(role)
    other = make.account()
    make.known_to_all()

    paths = ["/accounts", "/accounts/new", f"/accounts/{other.id}/closing"]
    answers = [reader.open(path).status_code for path in paths]

    assert answers == [200 if role is Role.ADMINISTRATOR else 403] * 3


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(ADA, id="as it stands in the register"),
        pytest.param({"name": " ada  ASH ", "email": "ADA@Example.org "}, id="in other letters"),
    ],
)
def test_an_account_is_opened_at_the_address_in_the_register(
    reader: Reader, officer: Enter, ada: Any, database: Database, typed: dict[str, str]
) -> None:
    administrator = officer(Role.ADMINISTRATOR)

    answer = reader.send("/accounts/new", **typed)

    assert (answer.status_code, answer.location) == (303, "/accounts")
    assert (ADA["email"], True) in accounts(database)
    assert "The account is open." in reader.open("/accounts").text
    with database.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "account.opened")).one()
        assert (entry.actor_id, entry.facts) == (administrator.person_id, {"person_id": str(ada.id)})


def test_letters_that_only_look_alike_do_not_lead_links_elsewhere(
    reader: Reader, officer: Enter, ada: Any, database: Database
) -> None:
    officer(Role.ADMINISTRATOR)

    assert reader.send("/accounts/new", name="Ada Ash", email="\uff41da@example.org").status_code == 303

    assert ADA["email"] in dict(accounts(database))


@pytest.mark.invariant("INV-12")
@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(ADA | {"email": "administrator@example.org"}, id="an address of the administrator's choice"),
        pytest.param(ADA | {"name": "Somebody Else"}, id="another name"),
        pytest.param({"name": "Nobody Known", "email": "nobody@example.org"}, id="nobody"),
    ],
)
def test_the_administrator_cannot_sign_in_as_somebody_else_by_an_account(
    reader: Reader, officer: Enter, ada: Any, database: Database, typed: dict[str, str]
) -> None:
    officer(Role.ADMINISTRATOR)
    before = accounts(database)

    answer = reader.send("/accounts/new", **typed)

    assert answer.status_code == 422
    assert "The register knows nobody of this name with this address. Ask the person how" in words_of(answer)
    assert accounts(database) == before


@pytest.mark.invariant("INV-12")
def test_an_account_makes_nobody_a_member_or_an_officer(
    reader: Reader, officer: Enter, ada: Any, database: Database
) -> None:
    officer(Role.ADMINISTRATOR)

    reader.send("/accounts/new", **ADA)

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(MembershipVersion)) == 0
        assert session.scalars(select(OfficeHolding.office)).all() == ["administrator"]


def test_two_people_of_one_name_and_address_are_not_told_apart_by_guessing(
    reader: Reader, officer: Enter, ada: Any, make: Make, database: Database
) -> None:
    make.person(**ADA, match_email=match_email(ADA["email"], key=SECRET.encode()))
    officer(Role.ADMINISTRATOR)

    assert reader.send("/accounts/new", **ADA).status_code == 422

    assert ADA["email"] not in dict(accounts(database))


def test_a_second_account_is_refused(reader: Reader, officer: Enter, ada: Any, database: Database) -> None:
    officer(Role.ADMINISTRATOR)
    reader.send("/accounts/new", **ADA)
    before = accounts(database)

    answer = reader.send("/accounts/new", **ADA)

    assert answer.status_code == 409
    assert "There is an account for this person or this address already." in words_of(answer)
    assert accounts(database) == before


@pytest.mark.parametrize("left_out", ["name", "email"])
def test_both_have_to_be_typed(reader: Reader, officer: Enter, ada: Any, database: Database, left_out: str) -> None:
    officer(Role.ADMINISTRATOR)
    before = accounts(database)

    answer = reader.send("/accounts/new", **ADA | {left_out: " "})

    assert answer.status_code == 422
    assert len(wrongs(answer)) == 1
    assert accounts(database) == before


def test_closing_an_account_signs_its_person_out_at_once(
    reader: Reader, another: Reader, officer: Enter, make: Make, database: Database
) -> None:
    officer(Role.ADMINISTRATOR)
    account = make.account()
    another.sign_in(make, account)
    assert another.open("/account").status_code == 200

    answer = reader.send(f"/accounts/{account.id}/closing")

    assert answer.status_code == 303
    assert (account.email, False) in accounts(database)
    assert another.open("/account").status_code == 302


def test_an_account_is_not_closed_twice(reader: Reader, officer: Enter, make: Make, database: Database) -> None:
    officer(Role.ADMINISTRATOR)
    account = make.account(closed_at=AT)
    make.known_to_all()

    answer = reader.send(f"/accounts/{account.id}/closing")

    assert answer.status_code == 409
    assert "This account is closed already." in words_of(answer)


def test_the_last_administrator_does_not_shut_everybody_out(reader: Reader, officer: Enter, database: Database) -> None:
    own = officer(Role.ADMINISTRATOR)

    answer = reader.send(f"/accounts/{own.id}/closing")

    assert answer.status_code == 409
    assert "This is the last administrator" in words_of(answer)
    assert (own.email, True) in accounts(database)


def test_an_account_that_is_not_there_is_a_page(reader: Reader, officer: Enter, ada: Any) -> None:
    officer(Role.ADMINISTRATOR)

    assert reader.open(f"/accounts/{ada.id}/closing").status_code == 404
