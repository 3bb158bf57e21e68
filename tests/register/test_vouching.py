"""Whose word an address of mail is: what its person said, what came with the opening, or what somebody wrote down."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.accounts import service as accounts
from govern.core.actors import Actor
from govern.register import persons, vouching
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.rules import EVERY_PURPOSE, Particulars
from tests.calendar import A_DAY, A_SECOND, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import ensure_refused

KEY = b"k" * 32
ONE, OTHER = "ann@example.org", "hand@example.org"
OWN, OFFICER, SECOND = "themselves", "an officer", "another officer"
GUARD = "link_says_who_wrote_its_address"
FORGED = (
    "INSERT INTO sign_in_link (token_hash, account_id, made_at, expires_at, written_by)"
    " SELECT 'x', account_id, made_at, expires_at, {by} FROM sign_in_link"
)
Said = tuple[str, str | None]


class Record:
    """Somebody whose address is said and said again, a second after each other."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session = session
        make.mutual()
        make.rules()
        self.person: UUID = make.person(name="Ann Ash").id
        self.hands = {OWN: self.person, OFFICER: make.person().id, SECOND: make.person().id}
        self.at = AT

    def says(self, who: str, email: str | None, *, since: date = TODAY) -> None:
        """Let somebody say what the address is."""
        self.at += A_SECOND
        told = Particulars(name="Ann Ash", email=email, email_purposes=EVERY_PURPOSE if email else ())
        actor = Actor(person_id=self.hands[who])
        persons.correct(
            self.session, self.person, told, valid_from=since, match_key=KEY, actor=actor, at=self.at
        )  # fmt: skip

    def known(self) -> PersonVersion:
        """Return what is known of them."""
        found = register.person_on(self.session, self.person, on=TODAY)
        assert found is not None
        return found

    def writer(self) -> str | None:
        """Return who wrote the address down, where it is nobody's own word."""
        names = {person: who for who, person in self.hands.items()}
        found = vouching.writer_of(self.session, self.known())
        return names[found] if found else None


@pytest.fixture
def record(session: Session, make: Make) -> Record:
    return Record(session, make)


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize(
    ("said", "writer"),
    [
        ([], None),
        ([(OWN, ONE)], None),
        ([(OFFICER, ONE)], OFFICER),
        ([(OFFICER, ONE), (OWN, ONE)], None),
        ([(OWN, ONE), (OFFICER, ONE)], None),
        ([(OWN, ONE), (OFFICER, "Ann@Example.org")], None),
        ([(OWN, ONE), (OFFICER, OTHER)], OFFICER),
        ([(OWN, ONE), (OFFICER, OTHER), (OFFICER, ONE)], OFFICER),
        ([(OWN, ONE), (OFFICER, None), (OFFICER, ONE)], OFFICER),
        ([(OWN, ONE), (OWN, OTHER), (OFFICER, ONE)], OFFICER),
        ([(OFFICER, ONE), (SECOND, ONE)], OFFICER),
        ([(OFFICER, OTHER), (SECOND, ONE)], SECOND),
        ([(OFFICER, OTHER), (SECOND, ONE), (OFFICER, ONE), (OWN, ONE)], None),
        ([(OWN, ONE), (OFFICER, None)], None),
    ],
    ids=[
        "none at all",
        "their own",
        "written down",
        "written down, and then their own word",
        "their own, and another thing corrected",
        "their own, spelled otherwise",
        "another written over theirs",
        "another, and then theirs again",
        "forgotten, and then theirs again",
        "one they gave up, written again",
        "written by one, and kept by another",
        "a slip that another mended",
        "a slip that another mended, and their own word",
        "forgotten",
    ],
)
def test_an_address_is_its_persons_own_word_where_they_said_it_last(
    session: Session, record: Record, said: list[Said], writer: str | None
) -> None:
    for who, email in said:
        record.says(who, email)

    assert record.writer() == writer

    account = accounts.account_by_register(session, record.person, on=TODAY, at=record.at)
    assert account is not None
    if writer is None:
        accounts.link_for(session, account.id, at=record.at)
        session.flush()
        return
    accounts.link_for(session, account.id, at=record.at, written_by=record.hands[writer])
    session.flush()
    for forged in ("NULL", f"'{record.person.hex}'"):
        ensure_refused(session, GUARD, FORGED.format(by=forged))
    ensure_refused(session, GUARD, "UPDATE sign_in_link SET written_by = NULL")


@pytest.mark.invariant("INV-40")
def test_an_address_that_is_dated_back_was_written_down_when_it_was_written(record: Record) -> None:
    record.says(OWN, ONE)
    record.says(OFFICER, OTHER, since=LONG_BEFORE + A_DAY)
    record.says(OFFICER, ONE, since=LONG_BEFORE)

    assert record.writer() == OFFICER


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize(
    ("later", "moved", "is_written"),
    [(-1, 0, True), (0, 0, False), (1, 0, True), (0, 1, False), (1, 1, True)],
    ids=["before the opening", "with it", "after it", "with it, and moved since", "when they were moved"],
)
def test_what_came_with_the_opening_was_seen_by_two_people(
    session: Session, make: Make, later: int, moved: int, *, is_written: bool
) -> None:
    officer = make.person().id
    person = make.person(email=ONE, recorded_by=officer, recorded_at=AT + later * A_SECOND).id
    make.membership(person_id=person, recorded_at=AT + moved * A_SECOND)
    account = accounts.account_by_register(session, person, on=TODAY, at=AT)
    assert account is not None

    known = register.person_on(session, person, on=TODAY)

    assert known is not None
    assert vouching.writer_of(session, known) == (officer if is_written else None)
    accounts.link_for(session, account.id, at=AT, written_by=officer if is_written else None)
    session.flush()
    if is_written:
        ensure_refused(session, GUARD, FORGED.format(by="NULL"))
