"""Who has no e-mail signs in by a code on paper: once, in time, and by the newest one alone."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts import changes, codes, offices, queries
from govern.accounts import service as accounts
from govern.accounts.models import Account, SignInCode
from govern.accounts.refusals import CameByOutsidersCode, CodeNotUsable, OpenedAccountNeeded, SignsInOtherwise
from govern.accounts.rules import ABSOLUTE_LIMIT
from govern.audit.models import JournalEntry
from govern.board.models import SeatHolding
from govern.consequences import contacts, signing_in
from govern.consequences.contacts import Hand
from govern.consequences.signing_in import CodeLetter
from govern.constitution import queries as constitution
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Body
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound
from govern.register import queries as register
from govern.register import requests
from govern.register.bodies import OF_MEMBERS
from govern.register.models import BodyMember, Person, PersonVersion
from govern.register.refusals import HasDied, NoPostReaches
from govern.register.rules import Ground, Standing
from tests.calendar import A_DAY, A_SECOND, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import ensure_refused

SECRET = "s" * 32
LASTS = 28 * A_DAY


class Desk:
    """A secretary who prints letters for a member without e-mail."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session, self.make = session, make
        make.mutual()
        self.person = make.person(name="Dee Dowd", postal_address="1 Example Street")
        make.membership(person_id=self.person.id)
        self.secretary = Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))

    def prints(self, person: Person | None = None, *, days: int = 0) -> CodeLetter:
        """Print a letter."""
        person_id = (person or self.person).id
        return signing_in.print_code(
            self.session, person_id, secret=SECRET, base_url="https://x", actor=self.secretary, at=AT + days * A_DAY
        )

    def code(self, **facts: Any) -> str:
        """Print a letter, and return the code in it."""
        return self.prints(**facts).text.split("\n\n")[2].strip()

    def puts_into(self, place: Body) -> None:
        """Let the member sit, from today, in a body that decides on admissions or hears appeals."""
        own = {"id": uuid4(), "person_id": self.person.id}
        if place is Body.BOARD:
            plan = BoardPlan(seats_per_third=1)
            self.session.add(plan)
            self.session.flush()
            seat = Seat(plan_id=plan.id, seats_per_third=1, third="workforce", number=1)
            self.session.add(seat)
            self.session.flush()
            term = {"starts_on": TODAY, "ends_on": TODAY + 365 * A_DAY, "recorded_at": AT}
            by = self.make.seating(self.person.id).id
            self.session.add(SeatHolding(**own, **term, seat_id=seat.id, kind="appointed", decision_id=by))
        else:
            by = self.make.decision(body=Body.GENERAL_MEETING, decided_on=LONG_BEFORE).id
            entered = {"entered_by": self.secretary.person_id, "entered_at": AT}
            self.session.add(BodyMember(**own, **entered, body=place, from_on=TODAY, decision_id=by))
        self.session.flush()

    def spend(self, code: str, *, at: Any = AT) -> Account:
        """Sign in by a code, and return whose account it is."""
        account_id = codes.spend(self.session, code, secret=SECRET, on=TODAY, at=at)
        return self.session.get_one(Account, account_id)


@pytest.fixture
def desk(session: Session, make: Make) -> Desk:
    return Desk(session, make)


def test_a_code_opens_the_account_of_the_member_it_was_printed_for(desk: Desk) -> None:
    letter = desk.prints()
    code = letter.text.split("\n\n")[2]

    account = desk.spend(code.lower().replace("-", " "))

    assert (letter.name, letter.address) == ("Dee Dowd", "1 Example Street")
    assert "https://x/sign-in" in letter.text
    assert (account.person_id, account.email) == (desk.person.id, None)


def test_a_code_works_once(desk: Desk) -> None:
    code = desk.code()
    desk.spend(code)

    with pytest.raises(CodeNotUsable, match="This code does not sign you in"):
        desk.spend(code)


@pytest.mark.parametrize(("at", "works"), [(LASTS - A_SECOND, True), (LASTS, False), (LASTS + A_SECOND, False)])
def test_a_code_works_for_four_weeks(desk: Desk, at: Any, *, works: bool) -> None:
    code = desk.code()

    if works:
        assert desk.spend(code, at=AT + at).person_id == desk.person.id
    else:
        with pytest.raises(CodeNotUsable):
            desk.spend(code, at=AT + at)


def test_a_newer_code_makes_the_older_one_useless(desk: Desk) -> None:
    old, new = desk.code(), desk.code(days=1)

    with pytest.raises(CodeNotUsable):
        desk.spend(old, at=AT + A_DAY)
    assert desk.spend(new, at=AT + A_DAY).person_id == desk.person.id


def test_the_code_is_stored_nowhere_and_the_journal_says_that_one_was_printed_and_by_whom(desk: Desk) -> None:
    code = desk.code()

    row = desk.session.scalars(select(SignInCode)).one()
    entry = desk.session.scalars(select(JournalEntry).where(JournalEntry.event == "sign_in_code.printed")).one()
    assert (row.made_by, entry.actor_id) == (desk.secretary.person_id, desk.secretary.person_id)
    assert entry.facts == {"person": str(desk.person.id)}
    kept = f"{vars(row)} {vars(entry)}"
    assert code not in kept
    assert codes.digest_of(code, secret="t" * 32) != row.code_hash


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        (
            {"email": "a@example.org", "email_purposes": ["sign_in"]},
            SignsInOtherwise,
            "only for people whom no sign-in",
        ),
        ({"postal_address": None}, NoPostReaches, "Correct their record first"),
    ],
    ids=["signs in by e-mail", "has no postal address"],
)
def test_a_code_is_printed_only_for_whom_post_reaches_and_no_link(
    desk: Desk, facts: dict[str, Any], refusal: Any, sentence: str
) -> None:
    person = desk.make.person(**{"postal_address": "1 Example Street"} | facts)

    with pytest.raises(refusal, match=sentence):
        desk.prints(person)

    assert desk.session.scalar(select(func.count()).select_from(SignInCode)) == 0


def test_an_address_that_is_not_for_signing_in_is_no_way_in(desk: Desk) -> None:
    person = desk.make.person(email="a@example.org", email_purposes=["ballots"], postal_address="1 Example Street")

    assert desk.prints(person).address == "1 Example Street"


@pytest.mark.invariant("INV-40")
def test_no_code_opens_what_an_administrator_opened(desk: Desk) -> None:
    officer, opened = desk.make.office(Role.CHAIR).person_id, desk.make.account().person_id

    for person_id in (officer, opened):
        with pytest.raises(SignsInOtherwise):
            desk.prints(desk.session.get_one(Person, person_id))


@pytest.mark.invariant("INV-40")
def test_a_code_printed_before_somebody_took_office_opens_nothing_after_it(desk: Desk) -> None:
    code = desk.code()
    desk.make.office(Role.CHAIR, person_id=desk.person.id)

    with pytest.raises(CodeNotUsable):
        desk.spend(code)


@pytest.mark.parametrize("place", [Body.BOARD, *OF_MEMBERS])
def test_a_decider_without_e_mail_comes_by_a_code_and_no_account_is_theirs_by_that(desk: Desk, place: Body) -> None:
    desk.puts_into(place)

    account = desk.spend(desk.code())

    with pytest.raises(OpenedAccountNeeded):
        queries.ensure_opened(desk.session, account.id)


@pytest.mark.parametrize("place", [Body.BOARD, *OF_MEMBERS])
def test_the_letter_says_what_a_decider_does_not_decide_by_its_code(desk: Desk, place: Body) -> None:
    of_a_member = desk.prints().text
    desk.puts_into(place)

    of_a_decider = desk.prints().text

    assert "you can vote at once" in of_a_member
    assert "you can vote at once" in of_a_decider
    told = "On who becomes a member you decide from an account of your own, or at a meeting, and not by this code."
    assert told not in of_a_member
    assert told in of_a_decider


def test_a_code_ends_with_the_account_or_with_the_address_by_which_its_owner_came(desk: Desk) -> None:
    code = desk.code()
    accounts.end_ways_in(desk.session, desk.person.id, at=AT)

    with pytest.raises(CodeNotUsable):
        desk.spend(code)


def test_the_letter_is_in_the_language_of_its_reader(desk: Desk) -> None:
    constitution.mutual(desk.session).languages = ["en", "cy"]
    person = desk.make.person(postal_address="1 Example Street", language="cy", formats=["large_print"])

    letter = desk.prints(person)

    assert "Here is a code" not in letter.text
    assert (letter.language, letter.formats) == ("cy", ["large_print"])


def test_nobody_unknown_is_printed_a_code(desk: Desk) -> None:
    unknown = Person(id=uuid4(), kind="human")

    with pytest.raises(NotFound):
        desk.prints(unknown)


def test_codes_are_forgotten_once_no_session_can_hold_that_began_by_one(desk: Desk) -> None:
    desk.code()

    codes.forget(desk.session, before=AT + LASTS + ABSOLUTE_LIMIT - A_SECOND)
    assert desk.session.scalar(select(func.count()).select_from(SignInCode)) == 1
    codes.forget(desk.session, before=AT + LASTS + ABSOLUTE_LIMIT)

    assert desk.session.scalar(select(func.count()).select_from(SignInCode)) == 0


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("sign_in_code_is_spent_once", "UPDATE sign_in_code SET spent_at = NULL"),
        ("sign_in_code_is_spent_once", "UPDATE sign_in_code SET expires_at = '2030-01-01 00:00:00'"),
        ("ck_sign_in_code_used_or_replaced", "UPDATE sign_in_code SET spent_at = made_at, revoked_at = made_at"),
        ("ck_sign_in_code_made_before_it_expires", "INSERT INTO sign_in_code SELECT 'x', account_id, made_by,"
         " expires_at, made_at, made_at, NULL, false FROM sign_in_code"),
        ("sign_in_code.account_id|uq_sign_in_code_live", "INSERT INTO sign_in_code SELECT 'x', account_id, made_by,"
         " made_at, expires_at, NULL, NULL, false FROM sign_in_code"),
    ],
)  # fmt: skip
def test_the_database_lets_a_code_be_spent_once(desk: Desk, guard: str, statement: str) -> None:
    desk.code()
    if "spent_at = NULL" in statement:
        desk.session.execute(text("UPDATE sign_in_code SET spent_at = made_at"))

    ensure_refused(desk.session, guard, statement)


@pytest.mark.invariant("INV-42")
def test_who_came_by_an_outsiders_code_becomes_nobody_else(desk: Desk) -> None:
    person_id, hand = desk.person.id, Hand(actor=Actor(person_id=desk.person.id), at=AT, match_key=b"k" * 32)
    token = changes.begin(desk.session, person_id, "olly@example.net", at=AT)
    desk.spend(desk.code())

    with pytest.raises(CameByOutsidersCode, match="You signed in with a code that somebody printed who is no member"):
        contacts.ask_for_email(desk.session, person_id, "olly@example.net", base_url="https://x", at=AT)
    with pytest.raises(CameByOutsidersCode):
        contacts.confirm_email(desk.session, person_id, token, hand)
    with pytest.raises(CameByOutsidersCode):
        contacts.ask_for_name(desk.session, person_id, "Olly Outsider\nI married.", actor=hand.actor, at=AT)

    assert desk.session.scalar(select(PersonVersion.email).where(PersonVersion.person_id == person_id)) is None
    assert requests.unanswered(desk.session) == []


@pytest.mark.parametrize("is_used", [True, False], ids=["by a member's code", "by no code"])
def test_who_came_otherwise_has_a_new_address(desk: Desk, *, is_used: bool) -> None:
    person_id, hand = desk.person.id, Hand(actor=Actor(person_id=desk.person.id), at=AT, match_key=b"k" * 32)
    desk.make.rules()
    code = desk.code()
    if is_used:
        desk.make.membership(person_id=desk.secretary.person_id)
        desk.spend(code)

    token = changes.begin(desk.session, person_id, "dee@example.org", at=AT)
    contacts.confirm_email(desk.session, person_id, token, hand)

    known = register.person_on(desk.session, person_id, on=TODAY)
    assert known is not None
    assert known.email == "dee@example.org"


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_lets_nobody_be_written_over_by_an_outsiders_code(desk: Desk) -> None:
    desk.spend(desk.code())
    other = (
        "INSERT INTO person_version (id, person_id, name, sort_name, email, email_purposes, valid_from, recorded_at,"
        " superseded_at, recorded_by, salt) SELECT id, person_id, name, sort_name, 'olly@example.net', email_purposes,"
        " '2026-06-01', recorded_at, recorded_at, person_id, salt FROM person_version WHERE name = 'Dee Dowd'"
    ).replace("SELECT id", "SELECT (SELECT id FROM person ORDER BY id LIMIT 1)")
    asked = (
        "INSERT INTO member_request (id, person_id, kind, words, asked_at, salt)"
        " SELECT id, person_id, 'name', 'Olly', recorded_at, salt FROM person_version WHERE name = 'Dee Dowd'"
    )

    ensure_refused(desk.session, "outsiders_code_changes_no_member", other)
    ensure_refused(desk.session, "outsiders_code_asks_for_no_name", asked)


@pytest.mark.invariant("INV-42")
def test_nobody_comes_into_an_office_by_a_code(desk: Desk) -> None:
    account = desk.spend(desk.code())
    token = accounts.start_session(desk.session, account.id, at=AT)
    granted: dict[str, Any] = {"office": Role.SECRETARY, "person_id": desk.person.id, "actor": desk.secretary, "at": AT}

    offices.grant(desk.session, from_on=TODAY + A_DAY, **granted)

    assert queries.find_session(desk.session, token, at=AT) is None


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_lets_nobody_come_into_an_office_by_a_code(desk: Desk) -> None:
    account = desk.spend(desk.code())
    accounts.start_session(desk.session, account.id, at=AT)

    with pytest.raises(IntegrityError, match="nobody_comes_into_an_office_by_the_register"):
        desk.make.office(Role.SECRETARY, person_id=desk.person.id)


def test_no_code_is_printed_for_somebody_who_died_unless_they_are_a_member_again(desk: Desk) -> None:
    gone = desk.make.person(postal_address="1 Example Street")
    desk.make.membership(person_id=gone.id, standing=Standing.CEASED, ground=Ground.DIED)

    with pytest.raises(HasDied, match="The register says that this person died"):
        desk.prints(gone)

    desk.make.membership(person_id=gone.id)
    assert desk.prints(gone).name
