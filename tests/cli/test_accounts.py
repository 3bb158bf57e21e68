"""Getting in from the command line."""

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import func, select

from govern.accounts import service as accounts
from govern.accounts.models import Account, OfficeHolding, SignInLink
from govern.core import clock
from govern.core.db import Database
from govern.register.models import Person
from govern.register.queries import name_of
from tests.make import Make

LINK = "https://mutual.example.org/sign-in/links/"


def test_a_link_is_printed_for_an_account(run: Callable[..., Result], database: Database, make: Make) -> None:
    account = make.account()
    make.known_to_all()

    printed = run("sign-in-link", account.email)

    assert printed.exit_code == 0
    token = printed.output.strip().removeprefix(LINK)
    with database.writing() as session:
        assert accounts.spend_link(session, token, at=clock.now()) == account.id


def test_no_link_is_printed_for_a_stranger(run: Callable[..., Result], database: Database) -> None:
    printed = run("sign-in-link", "stranger@example.org")

    assert printed.exit_code == 1
    assert printed.output.startswith("No account has this address.")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_the_first_administrator_is_let_in(run: Callable[..., Result], database: Database) -> None:
    printed = run("administrator", "ann@example.org", "Ann Example")

    assert printed.output.startswith(LINK)
    with database.reading() as session:
        holding = session.scalars(select(OfficeHolding)).one()
        assert (holding.office, holding.granted_by) == ("administrator", None)
        assert name_of(session, holding.person_id) == "Ann Example"


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_help_leaves_the_founding_to_the_founders(run: Callable[..., Result]) -> None:
    told = " ".join(run("administrator", "--help").output.split())

    assert "The mutual is founded by its founders" in told
    assert "grants offices to others, and none to themselves" in told


def test_nobody_is_let_in_past_those_who_can_grant_offices(
    run: Callable[..., Result], database: Database, make: Make
) -> None:
    make.account()
    make.known_to_all()

    printed = run("administrator", "intruder@example.org", "Intruder")

    assert printed.exit_code == 1
    assert printed.output == "There are accounts here already. Ask an administrator to grant the office.\n"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 1


def test_the_first_administrator_needs_an_address(run: Callable[..., Result], database: Database) -> None:
    printed = run("administrator", "ann", "Ann Example")

    assert printed.output == "Enter an e-mail address, such as name@example.org.\n"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OfficeHolding)) == 0


def test_the_first_administrator_needs_a_name(run: Callable[..., Result], database: Database) -> None:
    refused = run("administrator", "ann@example.org", " ")

    assert refused.exit_code == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0
