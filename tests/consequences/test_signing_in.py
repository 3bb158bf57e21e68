"""Whom an address signs in, and where the links go."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import queries
from govern.accounts import service as accounts
from govern.accounts.models import Account, SignInLink
from govern.accounts.refusals import AccountExists, LinkNotUsable
from govern.audit.models import JournalEntry
from govern.consequences import signing_in
from govern.core.actors import NOBODY, OFFICES, Role
from govern.jobs.models import OutgoingMail
from govern.register.rules import Purpose, match_email
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make

KEY = b"k" * 32
ADDRESS = "household@example.org"
LINK = re.compile(r"/sign-in/links/(\S+)")
Known = Callable[..., UUID]


@pytest.fixture
def known(make: Make) -> Known:
    """Let the register know somebody with an address of mail."""

    def enter(name: str, email: str = ADDRESS, **facts: Any) -> UUID:
        return make.person(name=name, email=email, match_email=match_email(email, key=KEY), **facts).id

    return enter


def ask(session: Session, email: str = ADDRESS) -> list[tuple[str | None, str | None]]:
    """Ask for links to an address, and return whom the letters go to and what they say."""
    signing_in.send_links(
        session, email=email, language="en", base_url="https://mutual.example.org", match_key=KEY, at=AT
    )
    return [(to, body) for to, body in session.execute(select(OutgoingMail.recipient, OutgoingMail.body))]


def people_let_in(session: Session, letter: str | None) -> list[UUID]:
    """Use every link of a letter, and return whom each signs in."""
    found = [accounts.spend_link(session, token, at=AT) for token in LINK.findall(letter or "")]
    return [session.get_one(Account, account_id).person_id for account_id in found]


def test_whoever_the_register_knows_by_an_address_is_sent_a_link(session: Session, known: Known) -> None:
    person = known("Ann Ash")

    [(recipient, letter)] = ask(session)

    assert recipient == ADDRESS
    assert people_let_in(session, letter) == [person]


def test_everybody_of_a_household_gets_a_link_of_their_own_beside_their_name(session: Session, known: Known) -> None:
    bea, ann = known("Bea Birch", sort_name="birch bea"), known("Ann Ash", sort_name="ash ann")

    [(_recipient, letter)] = ask(session, " Household@Example.ORG ")

    assert letter is not None
    assert re.search(r"Ann Ash: https://mutual\S+\s+Bea Birch: https://mutual", letter)
    assert people_let_in(session, letter) == [ann, bea]


def test_a_stranger_is_sent_nothing_and_no_account_comes_of_it(session: Session, known: Known) -> None:
    known("Ann Ash")

    assert ask(session, "stranger@example.org") == []
    assert session.scalar(select(func.count()).select_from(Account)) == 0


@pytest.mark.parametrize("purposes", [[], [Purpose.NOTICES, Purpose.BALLOTS]], ids=["nothing", "other things"])
def test_an_address_that_was_given_for_other_things_signs_nobody_in(
    session: Session, known: Known, purposes: list[str]
) -> None:
    known("Ann Ash", email_purposes=purposes)

    assert ask(session) == []


@pytest.mark.invariant("INV-12")
def test_the_link_goes_to_the_address_on_record_and_not_to_one_that_only_looks_the_same(
    session: Session, known: Known
) -> None:
    known("Ann Ash", "ann@strasse.example")

    [(recipient, _letter)] = ask(session, "ann@straße.example")

    assert recipient == "ann@strasse.example"


@pytest.mark.invariant("INV-12")
@pytest.mark.parametrize("role", OFFICES)
def test_the_registers_address_never_signs_in_whoever_holds_an_office(
    session: Session, make: Make, known: Known, role: Role
) -> None:
    person = known("Ann Ash")
    make.office(role, person_id=person)

    assert ask(session) == []


@pytest.mark.invariant("INV-12")
def test_not_even_an_office_that_begins_tomorrow(session: Session, make: Make, known: Known) -> None:
    person = known("Ann Ash")
    make.office(Role.SECRETARY, person_id=person, from_on=TODAY + A_DAY)

    assert ask(session) == []


def test_an_office_that_is_over_keeps_nobody_out(session: Session, make: Make, known: Known) -> None:
    person = known("Ann Ash")
    make.office(Role.SECRETARY, person_id=person, until_on=TODAY)

    assert len(ask(session)) == 1


@pytest.mark.invariant("INV-12")
def test_another_address_in_the_register_does_not_open_an_account_that_was_opened(
    session: Session, make: Make, known: Known
) -> None:
    make.account(person_id=known("Ann Ash"), email="work@example.org")

    assert ask(session) == []
    assert [recipient for recipient, _letter in ask(session, "work@example.org")] == ["work@example.org"]


def test_an_address_of_an_account_and_of_a_household_brings_one_letter(
    session: Session, make: Make, known: Known
) -> None:
    officer, other = known("Ann Ash"), known("Bea Birch")
    make.account(person_id=officer, email=ADDRESS)

    [(_recipient, letter)] = ask(session)

    assert sorted(people_let_in(session, letter)) == sorted([officer, other])


def test_a_closed_account_stays_closed(session: Session, make: Make, known: Known) -> None:
    make.account(person_id=known("Ann Ash"), email=None, closed_at=AT)

    assert ask(session) == []


def test_asking_twice_makes_one_account_and_nothing_is_journalled(session: Session, known: Known) -> None:
    known("Ann Ash")

    ask(session)
    ask(session)

    assert session.scalar(select(func.count()).select_from(Account)) == 1
    assert session.scalar(select(func.count()).select_from(SignInLink)) == 2
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == 0


@pytest.mark.invariant("INV-12")
def test_whoever_came_by_the_register_is_signed_out_when_an_account_is_opened_for_them(
    session: Session, known: Known
) -> None:
    person = known("Ann Ash")
    [(_recipient, letter)] = ask(session)
    account_id = session.scalars(select(Account.id)).one()
    token = accounts.start_session(session, account_id, at=AT)
    session.flush()

    opened = accounts.open_account(session, person_id=person, email=ADDRESS, actor=NOBODY, at=AT)

    assert opened.id == account_id
    assert queries.find_session(session, token, at=AT) is None
    with pytest.raises(LinkNotUsable):
        people_let_in(session, letter)


def test_a_second_account_with_an_address_is_refused(session: Session, make: Make, known: Known) -> None:
    make.account(person_id=known("Ann Ash"), email="work@example.org")

    with pytest.raises(AccountExists):
        accounts.open_account(session, person_id=known("Bea Birch"), email="work@example.org", actor=NOBODY, at=AT)


def test_links_to_an_address_that_is_theirs_no_longer_open_nothing(session: Session, known: Known) -> None:
    person = known("Ann Ash")
    [(_recipient, letter)] = ask(session)

    accounts.end_ways_in(session, person, at=AT)

    with pytest.raises(LinkNotUsable):
        people_let_in(session, letter)


def test_the_administrators_list_shows_only_accounts_that_were_opened(
    session: Session, make: Make, known: Known
) -> None:
    known("Ann Ash")
    ask(session)
    opened = make.account()

    assert [one.id for one in queries.page_of_accounts(session).items] == [opened.id]
