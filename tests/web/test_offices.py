"""The pages of offices."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from govern.accounts.models import Account, OfficeHolding
from govern.core.actors import OFFICES, Role
from govern.core.db import Database
from tests.calendar import TODAY
from tests.make import Make
from tests.web.reader import Reader, wrongs

Enter = Callable[[Role], Account]


@pytest.mark.parametrize("role", OFFICES)
def test_everybody_in_office_sees_who_holds_which(reader: Reader, officer: Enter, role: Role) -> None:
    account = officer(role)

    page = reader.open("/offices")

    assert page.status_code == 200
    assert str(account.email) in page.text


@pytest.mark.parametrize("role", OFFICES)
def test_only_the_administrator_opens_the_pages_that_grant_and_end(
    reader: Reader, officer: Enter, make: Make, role: Role
) -> None:
    officer(role)
    holding = make.office(Role.CHAIR)
    make.known_to_all()

    answers = [reader.open(path).status_code for path in ("/offices/new", f"/offices/{holding.id}/ending")]

    assert answers == ([200, 200] if role is Role.ADMINISTRATOR else [403, 403])


def test_whoever_is_refused_is_told_who_may(reader: Reader, officer: Enter) -> None:
    officer(Role.SECRETARY)

    refused = reader.open("/offices/new")

    assert "This can be done only by: the administrator." in refused.text


def test_somebody_without_an_office_does_not_see_the_list(reader: Reader, make: Make) -> None:
    reader.sign_in(make, make.account())

    assert reader.open("/offices").status_code == 403


def test_an_office_is_granted_through_the_page(reader: Reader, officer: Enter, make: Make, database: Database) -> None:
    officer(Role.ADMINISTRATOR)
    account = make.account()
    make.known_to_all()

    answer = reader.send("/offices/new", office="secretary", email=account.email, from_on=TODAY.isoformat())

    assert answer.status_code == 303
    assert "The office is granted" in reader.open("/offices").text
    with database.reading() as session:
        granted = session.scalars(select(OfficeHolding).where(OfficeHolding.office == "secretary")).one()
        assert (granted.person_id, granted.from_on) == (account.person_id, TODAY)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"email": "self"}, "Nobody grants themselves an office.", id="to oneself"),
        pytest.param({"email": "stranger@example.org"}, "No account has this address.", id="to a stranger"),
        pytest.param({"office": "member"}, "Choose one of these.", id="what cannot be granted"),
        pytest.param({"office": ""}, "Choose an office.", id="no office"),
        pytest.param({"from_on": "2026-02-30"}, "Enter a day that exists", id="an impossible day"),
        pytest.param({"from_on": "1/1/26"}, "Enter a day that exists", id="a day written otherwise"),
        pytest.param({"from_on": ""}, "Enter the first day in office.", id="no day"),
    ],
)
def test_what_cannot_be_granted_is_said_and_nothing_is_stored(
    reader: Reader, officer: Enter, make: Make, database: Database, changed: dict[str, str], sentence: str
) -> None:
    own = str(officer(Role.ADMINISTRATOR).email)
    typed = {"office": "secretary", "email": make.account().email, "from_on": TODAY.isoformat()} | changed
    typed["email"] = own if typed["email"] == "self" else typed["email"]
    make.known_to_all()

    answer = reader.send("/offices/new", **typed)

    assert answer.status_code in (403, 422)
    assert any(said.startswith(sentence) for said in wrongs(answer)), wrongs(answer)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OfficeHolding)) == 1


def test_an_office_is_ended_through_the_page(reader: Reader, officer: Enter, make: Make, database: Database) -> None:
    officer(Role.ADMINISTRATOR)
    holding = make.office(Role.CHAIR)
    make.known_to_all()

    assert reader.send(f"/offices/{holding.id}/ending", until_on=TODAY.isoformat()).status_code == 303

    with database.reading() as session:
        assert session.get_one(OfficeHolding, holding.id).until_on == TODAY


def test_the_last_administrator_is_told_why_they_stay(reader: Reader, officer: Enter, database: Database) -> None:
    account = officer(Role.ADMINISTRATOR)
    with database.reading() as session:
        own = session.scalars(select(OfficeHolding.id).where(OfficeHolding.person_id == account.person_id)).one()

    answer = reader.send(f"/offices/{own}/ending", until_on=TODAY.isoformat())

    assert wrongs(answer) == [
        "This is the last administrator, and nobody else could grant offices. Grant another first."
    ]


def test_an_office_that_ended_gives_its_powers_back_at_once(
    reader: Reader, officer: Enter, make: Make, database: Database
) -> None:
    account = officer(Role.CHAIR)
    with database.writing() as session, session.begin():
        held = session.scalars(select(OfficeHolding).where(OfficeHolding.person_id == account.person_id)).one()
        held.until_on = TODAY

    assert reader.open("/offices").status_code == 403


@pytest.mark.parametrize("path", ["/offices/00000000-0000-4000-8000-000000000000/ending", "/offices/seven/ending"])
def test_an_office_that_nobody_holds_is_not_found(reader: Reader, officer: Enter, path: str) -> None:
    officer(Role.ADMINISTRATOR)

    assert reader.open(path).status_code == 404
