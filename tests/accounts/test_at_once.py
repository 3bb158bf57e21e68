"""Guesses that come at the same moment are counted as if one came after the other."""

from collections import Counter
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import rules
from govern.accounts import service as accounts
from govern.accounts.models import SignInAttempt
from govern.accounts.refusals import AccountExists, TooManyTries
from govern.accounts.service import Attempt
from govern.core.actors import NOBODY
from govern.core.db import Database
from tests.at_once import all_at_once
from tests.calendar import A_SECOND, AT
from tests.make import Make

TWELVE = range(12)
LEFT = 3


def guess(session: Session, *, address: str, origin: str) -> str:
    """Try to sign in."""
    accounts.count_try(session, Attempt(address=address, origin=origin), at=AT)
    return "counted"


def code(session: Session, *, origin: str) -> str:
    """Try a voting code that opens nothing."""
    accounts.count_wrong_code(session, origin, at=AT)
    return "counted"


def opened(session: Session, *, person_id: UUID, email: str) -> str:
    """Open an account."""
    accounts.open_account(session, person_id=person_id, email=email, actor=NOBODY, at=AT)
    return "opened"


def test_twelve_accounts_for_one_person_at_once_are_one_and_eleven_refusals(database: Database, make: Make) -> None:
    person = make.person().id
    make.known_to_all()
    deeds = [partial(opened, person_id=person, email=f"ann{one}@example.org") for one in TWELVE]

    told = all_at_once(database, deeds)

    assert Counter(type(one).__name__ for one in told) == {"str": 1, AccountExists.__name__: 11}


def outcomes(told: list[object]) -> Counter[str]:
    """Return how many were counted, and how many refused."""
    return Counter("refused" if isinstance(one, TooManyTries) else str(one) for one in told)


def tried(database: Database, subject: str, *, times: int) -> None:
    """Put tries of a subject on record, a second before."""
    with database.writing.begin() as session:
        session.add_all(SignInAttempt(subject_hash=subject, at=AT - A_SECOND) for _ in range(times))


def counted(database: Database, subject: str) -> int:
    """Return how many tries of a subject are on record."""
    with database.reading() as session:
        return session.scalar(select(func.count()).where(SignInAttempt.subject_hash == subject)) or 0


def test_twelve_guesses_at_one_address_at_once_are_five_and_seven_refusals(database: Database) -> None:
    told = all_at_once(database, [partial(guess, address="ann", origin=f"origin {one}") for one in TWELVE])

    assert outcomes([*told]) == {"counted": rules.TRIES_PER_ADDRESS, "refused": len(TWELVE) - rules.TRIES_PER_ADDRESS}
    assert counted(database, "ann") == rules.TRIES_PER_ADDRESS


@pytest.mark.parametrize("kind", ["guesses", "codes"])
def test_twelve_tries_from_one_place_at_once_use_up_what_is_left_and_no_more(database: Database, kind: str) -> None:
    tried(database, "here", times=rules.TRIES_PER_ORIGIN - LEFT)
    guesses = [partial(guess, address=f"address {one}", origin="here") for one in TWELVE]
    codes = [partial(code, origin="here") for _ in TWELVE]

    told = all_at_once(database, guesses if kind == "guesses" else codes)

    assert outcomes([*told]) == {"counted": LEFT, "refused": len(TWELVE) - LEFT}
    assert counted(database, "here") == rules.TRIES_PER_ORIGIN
