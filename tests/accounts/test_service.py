"""Accounts, links, sessions and the counting of tries, on both engines."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import queries, rules
from govern.accounts import service as accounts
from govern.accounts.models import Account, AccountSession, SignInAttempt, SignInLink
from govern.accounts.passwords import account_with
from govern.accounts.refusals import (
    AccountClosed,
    AccountExists,
    AddressNotUsable,
    LastAdministrator,
    LinkNotUsable,
    PasswordNotAccepted,
    TooManyTries,
)
from govern.accounts.service import Attempt
from govern.audit.models import JournalEntry
from govern.core.actors import NOBODY, Role
from govern.core.db import Base, Database
from govern.jobs.models import Job
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make

ATTEMPT = Attempt(address="address", origin="origin")


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_account_is_opened_for_a_person(session: Session, make: Make) -> None:
    account = accounts.open_account(session, person_id=make.person().id, email=" Ann@Example.org", actor=NOBODY, at=AT)

    assert account.email == "ann@example.org"
    assert session.scalars(select(JournalEntry.event)).all() == ["account.opened"]


def test_the_journal_holds_no_address(session: Session, make: Make) -> None:
    accounts.open_account(session, person_id=make.person().id, email="ann@example.org", actor=NOBODY, at=AT)

    assert "ann" not in str(session.scalars(select(JournalEntry.facts)).all())


def test_nobody_has_two_accounts(session: Session, make: Make) -> None:
    first = make.account()

    with pytest.raises(AccountExists, match="There is an account for this person or this address already"):
        accounts.open_account(session, person_id=first.person_id, email="new@example.org", actor=NOBODY, at=AT)

    assert count(session, Account) == 1


def test_two_people_do_not_share_an_address(session: Session, make: Make) -> None:
    first = make.account()

    with pytest.raises(AccountExists):
        accounts.open_account(session, person_id=make.person().id, email=first.email, actor=NOBODY, at=AT)

    assert count(session, Account) == 1


def test_an_account_needs_an_address(session: Session, make: Make) -> None:
    with pytest.raises(AddressNotUsable, match=r"Enter an e-mail address, such as name@example.org\."):
        accounts.open_account(session, person_id=make.person().id, email="ann", actor=NOBODY, at=AT)

    assert count(session, Account) == 0


def test_a_closed_account_signs_nobody_in(session: Session, make: Make) -> None:
    account = make.account()
    token = accounts.start_session(session, account.id, at=AT)
    link = accounts.make_link(session, email=account.email, at=AT)
    assert link is not None

    accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT)

    assert queries.find_session(session, token, at=AT) is None
    assert accounts.make_link(session, email=account.email, at=AT) is None
    with pytest.raises(LinkNotUsable):
        accounts.spend_link(session, link, at=AT)


def test_an_account_is_closed_once(session: Session, make: Make) -> None:
    account = make.account()
    accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT)

    with pytest.raises(AccountClosed, match="This account is closed already"):
        accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT + A_SECOND)

    assert count(session, JournalEntry) == 1


def test_a_closed_account_can_be_opened_again_for_the_same_person_without_its_password(
    session: Session, make: Make
) -> None:
    account = make.account(password_hash="a hash", closed_at=AT)

    again = accounts.open_account(
        session, person_id=account.person_id, email="new@example.org", actor=NOBODY, at=AT + A_SECOND
    )

    assert (again.id, again.email, again.closed_at, again.password_hash) == (account.id, "new@example.org", None, None)
    assert count(session, Account) == 1


@pytest.mark.parametrize("is_own", [False, True], ids=["the other's, closed", "one's own, beside another's address"])
def test_a_closed_account_gives_its_address_to_nobody_else(session: Session, make: Make, is_own: bool) -> None:
    closed, other = make.account(closed_at=AT), make.account()
    person_id, email = (closed.person_id, other.email) if is_own else (make.person().id, closed.email)

    with pytest.raises(AccountExists):
        accounts.open_account(session, person_id=person_id, email=email, actor=NOBODY, at=AT)

    assert closed.closed_at == AT


@pytest.mark.parametrize(
    ("other", "is_closed"),
    [
        pytest.param({}, True, id="another can"),
        pytest.param({"until_on": TODAY + A_DAY}, False, id="another will be one no more"),
        pytest.param({"from_on": TODAY + A_DAY}, False, id="another will be one tomorrow"),
        pytest.param({"from_on": TODAY}, True, id="another is one since today"),
    ],
)
def test_the_last_administrator_who_can_sign_in_keeps_their_account(
    session: Session, make: Make, other: dict[str, Any], is_closed: bool
) -> None:
    account, another = make.account(), make.account()
    make.office(Role.ADMINISTRATOR, person_id=account.person_id)
    make.office(Role.ADMINISTRATOR, person_id=another.person_id, **other)

    if is_closed:
        accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT)
    else:
        with pytest.raises(LastAdministrator, match="This is the last administrator"):
            accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT)

    session.refresh(account)
    assert (account.closed_at is not None) == is_closed


@pytest.mark.parametrize("facts", [None, {"closed_at": AT}], ids=["no account", "a closed one"])
def test_an_administrator_who_cannot_sign_in_does_not_count(
    session: Session, make: Make, facts: dict[str, Any] | None
) -> None:
    account = make.account()
    make.office(Role.ADMINISTRATOR, person_id=account.person_id)
    other = make.office(Role.ADMINISTRATOR)
    if facts is not None:
        make.account(person_id=other.person_id, **facts)

    with pytest.raises(LastAdministrator):
        accounts.close_account(session, account, on=TODAY, actor=NOBODY, at=AT)


def test_a_link_signs_in_once(session: Session, make: Make) -> None:
    account = make.account()
    token = accounts.make_link(session, email=account.email.upper(), at=AT)
    assert token is not None
    assert accounts.spend_link(session, token, at=AT) == account.id

    with pytest.raises(LinkNotUsable, match="has been used already, or it is more than an hour old"):
        accounts.spend_link(session, token, at=AT)


@pytest.mark.parametrize(
    ("waited", "is_usable"),
    [(rules.LINK_LASTS - A_SECOND, True), (rules.LINK_LASTS, False)],
    ids=["just within the hour", "exactly an hour later"],
)
def test_a_link_lasts_an_hour(session: Session, make: Make, waited: timedelta, is_usable: bool) -> None:
    token = accounts.make_link(session, email=make.account().email, at=AT)
    assert token is not None

    if is_usable:
        assert accounts.spend_link(session, token, at=AT + waited)
    else:
        with pytest.raises(LinkNotUsable):
            accounts.spend_link(session, token, at=AT + waited)


@pytest.mark.parametrize("token", ["", "x", "é" * 40, "a" * 10_000])
def test_a_made_up_link_signs_nobody_in(session: Session, make: Make, token: str) -> None:
    accounts.make_link(session, email=make.account().email, at=AT)

    with pytest.raises(LinkNotUsable):
        accounts.spend_link(session, token, at=AT)

    assert session.scalars(select(SignInLink.spent_at)).all() == [None]


def test_only_digests_of_tokens_are_stored(session: Session, make: Make) -> None:
    account = make.account()
    link = accounts.make_link(session, email=account.email, at=AT)
    token = accounts.start_session(session, account.id, at=AT)
    session.flush()

    stored = {*session.scalars(select(SignInLink.token_hash)), *session.scalars(select(AccountSession.token_hash))}

    assert stored == {rules.digest_of(link or ""), rules.digest_of(token)}


def test_of_twelve_who_use_one_link_at_once_one_gets_in(database: Database, make: Make) -> None:
    token = accounts.make_link(make.session, email=make.account().email, at=AT)
    make.known_to_all()
    answers: list[str] = []

    def use() -> None:
        try:
            with database.writing() as session, session.begin():
                accounts.spend_link(session, token or "", at=AT)
            answers.append("in")
        except LinkNotUsable:
            answers.append("refused")

    threads = [threading.Thread(target=use) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["in"] + ["refused"] * 11


def test_a_session_that_ended_stays_ended(session: Session, make: Make) -> None:
    token = accounts.start_session(session, make.account().id, at=AT)
    session.flush()
    assert queries.find_session(session, token, at=AT) is not None

    accounts.end_session(session, token, at=AT)
    accounts.note_seen(session, token, at=AT)

    assert queries.find_session(session, token, at=AT) is None


def test_being_seen_keeps_a_session(session: Session, make: Make) -> None:
    token = accounts.start_session(session, make.account().id, at=AT)
    session.flush()

    accounts.note_seen(session, token, at=AT + rules.IDLE_LIMIT - A_SECOND)

    assert queries.find_session(session, token, at=AT + rules.IDLE_LIMIT) is not None


def test_a_new_session_takes_the_place_of_the_browsers_old_one(session: Session, make: Make) -> None:
    account = make.account()
    old = accounts.start_session(session, account.id, at=AT)
    session.flush()

    new = accounts.start_session(session, account.id, at=AT, instead_of=old)
    session.flush()

    assert queries.find_session(session, old, at=AT) is None
    assert queries.find_session(session, new, at=AT) is not None


def test_signing_out_elsewhere_keeps_this_browser(session: Session, make: Make) -> None:
    account = make.account()
    here, there = (accounts.start_session(session, account.id, at=AT) for _ in range(2))
    session.flush()

    accounts.end_sessions(session, account.id, at=AT, but_for=here)

    assert queries.find_session(session, here, at=AT) is not None
    assert queries.find_session(session, there, at=AT) is None


def test_five_tries_for_an_address_are_counted_and_the_sixth_is_refused(session: Session) -> None:
    for number in range(rules.TRIES_PER_ADDRESS):
        accounts.count_try(session, Attempt(address="ann", origin=f"origin {number}"), at=AT)
    before = count(session, SignInAttempt)

    with pytest.raises(TooManyTries, match=r"There have been too many tries\. Wait 15 minutes"):
        accounts.count_try(session, Attempt(address="ann", origin="another"), at=AT)

    assert count(session, SignInAttempt) == before


def test_thirty_tries_from_one_place_are_counted_and_the_next_is_refused(session: Session) -> None:
    for number in range(rules.TRIES_PER_ORIGIN):
        accounts.count_try(session, Attempt(address=f"address {number}", origin="here"), at=AT)

    with pytest.raises(TooManyTries):
        accounts.count_try(session, Attempt(address="another", origin="here"), at=AT)


def test_a_whole_workplace_asks_for_links_from_one_place(session: Session) -> None:
    def ask(number: int) -> None:
        attempt = Attempt(address=f"address {number}", origin="here")
        accounts.ask_for_link(session, email=f"m{number}@example.org", language="en", attempt=attempt, at=AT)

    for number in range(rules.LINKS_PER_ORIGIN):
        ask(number)

    with pytest.raises(TooManyTries):
        ask(rules.LINKS_PER_ORIGIN)


@pytest.mark.parametrize(
    ("waited", "is_heard"),
    [(rules.ATTEMPT_WINDOW - A_SECOND, False), (rules.ATTEMPT_WINDOW, True)],
    ids=["just within the quarter of an hour", "exactly a quarter of an hour later"],
)
def test_tries_are_forgotten_after_a_quarter_of_an_hour(session: Session, waited: timedelta, is_heard: bool) -> None:
    for _ in range(rules.TRIES_PER_ADDRESS):
        accounts.count_try(session, ATTEMPT, at=AT)

    if is_heard:
        accounts.count_try(session, ATTEMPT, at=AT + waited)
    else:
        with pytest.raises(TooManyTries):
            accounts.count_try(session, ATTEMPT, at=AT + waited)


def test_asking_for_a_link_leaves_the_same_work_for_any_address(session: Session, make: Make) -> None:
    known = make.account().email

    for email in (known, "stranger@example.org"):
        attempt = Attempt(address=email, origin="origin")
        accounts.ask_for_link(session, email=email, language="en", attempt=attempt, at=AT)

    kinds = session.scalars(select(Job.kind)).all()
    assert kinds == [accounts.SEND_LINK] * 2
    assert count(session, SignInLink) == 0


def test_a_password_signs_in_whoever_has_it(session: Session, make: Make) -> None:
    account = make.account()
    accounts.set_password(session, account.id, password="four words that work", actor=NOBODY, at=AT)

    assert account_with(session, email=account.email.upper(), password="four words that work") == account.id
    assert account_with(session, email=account.email, password="four words that Work") is None
    assert account_with(session, email="stranger@example.org", password="four words that work") is None


def test_an_account_without_a_password_has_no_password(session: Session, make: Make) -> None:
    assert account_with(session, email=make.account().email, password="nobody has this password") is None


@pytest.mark.parametrize(
    ("length", "is_accepted"),
    [(11, False), (12, True), (200, True), (201, False)],
    ids=["a letter too short", "as short as can be", "as long as can be", "a letter too long"],
)
def test_a_password_is_long_enough(session: Session, make: Make, length: int, is_accepted: bool) -> None:
    account = make.account()

    if is_accepted:
        accounts.set_password(session, account.id, password="é" * length, actor=NOBODY, at=AT)
    else:
        with pytest.raises(PasswordNotAccepted, match="Choose a password of 12 to 200 characters"):
            accounts.set_password(session, account.id, password="é" * length, actor=NOBODY, at=AT)

    session.refresh(account)
    assert (account.password_hash is not None) is is_accepted


def test_a_password_is_stored_as_the_decision_says(session: Session, make: Make) -> None:
    account = make.account()

    accounts.set_password(session, account.id, password="four words that work", actor=NOBODY, at=AT)

    session.refresh(account)
    assert (account.password_hash or "").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
