"""Whoever voted by name from an account of their own has given their word on what came of it; nobody else's vote has.

A dishonest secretary prints codes, writes addresses, keeps the room and the minutes. None of it speaks for others.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts.models import Account
from govern.admissions import service as admissions
from govern.admissions import steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.admissions.ruling_refusals import OwnWordsMissing
from govern.consequences import denying
from govern.constitution import confirmations
from govern.constitution.models import DecisionParticipant, VoteAsWord
from govern.constitution.rules import Vote
from govern.constitution.word_refusals import VoteIsTheirWord
from govern.core.actors import Actor, Role
from govern.divisions import hands, voting
from govern.motions import queries as motions
from govern.motions.division_models import Division
from govern.motions.rules import Ask
from tests.calendar import A_DAY, A_SECOND, TODAY
from tests.consequences.test_resolving import LATER, assembly, put
from tests.divisions.test_hands_and_boxes import sheet
from tests.make import Make
from tests.makers.assembly import AFTER, AGAINST, DURING, FOR, ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

__all__ = ["assembly"]
MARK = (
    "INSERT INTO division_mark (division_id, elector_id, roll_id, way, vote, entered_by, entered_at, account_id)"
    " SELECT '{division}', entry.elector_id, entry.roll_id, 'recorded', 'for', entry.person_id, '{at}', '{account}'"
    " FROM roll_entry AS entry WHERE entry.roll_id = '{roll}' AND entry.person_id = '{person}'"
)
WORD = (
    "INSERT INTO vote_as_word (decision_id, person_id, division_id, elector_id)"
    " SELECT '{decision}', '{person}', division_id, elector_id FROM division_mark"
    " WHERE division_id = '{division}' AND entered_by = '{voter}'"
)
DENY = (
    "INSERT INTO decision_confirmation (decision_id, person_id, is_so, confirmed_at)"
    " VALUES (:decision_id, :person_id, false, :at)"
)
ENTER = (
    "INSERT INTO application_step"
    " (application_id, n, previous_n, from_state, to_state, dated_on, actor_id, at, words, salt)"
    " SELECT application_id, n + 1, n, to_state, 'entered', dated_on, '{person}', at, '', salt FROM application_step"
    " WHERE application_id = '{application}' AND to_state = 'admitted'"
)


def open_accounts(assembly: Assembly, people: Sequence[UUID]) -> list[Account]:
    """Open an account for each of some people."""
    return [assembly.make.account(person_id=one) for one in people]


def let_a_code_sign_in(assembly: Assembly, person_id: UUID) -> Account:
    """Give somebody the account by which a printed code, or a link to the register's address, signs them in."""
    return assembly.make.account(person_id=person_id, email=None)


def admitted(assembly: Assembly, votes: Sequence[Vote] = (FOR, FOR, FOR), **facts: Any) -> tuple[Any, UUID]:
    """Let the directors admit somebody by a vote by name, and return the application and the decision."""
    asked, division = put(assembly, **facts)
    for director, vote in zip(assembly.chamber.directors, votes, strict=False):
        assembly.vote(division, director, vote, at=LATER)
    assembly.declare(division)
    return asked, decision_of(assembly, division)


def decision_of(assembly: Assembly, division: Division) -> UUID:
    """Return the decision that a vote made."""
    decision_id = motions.last_step(assembly.session, division.motion_id).decision_id
    assert decision_id is not None
    return decision_id


def missing(assembly: Assembly, asked: MembershipApplication) -> Any:
    """Return what the entry of somebody admitted waits for."""
    return admissions.hindrance(assembly.session, asked.id, on=TODAY + A_DAY * 30)


def waits(assembly: Assembly, person_id: UUID) -> bool:
    """Say whether somebody is asked for their word on a decision."""
    return bool(confirmations.awaited(assembly.session, person_id))


def entering(assembly: Assembly, asked: MembershipApplication) -> str:
    """Return the statement by which the secretary enters somebody past the services."""
    secretary = assembly.chamber.secretary.person_id
    assert secretary is not None
    return ENTER.format(person=secretary.hex, application=asked.id.hex)


def words(session: Session) -> int:
    """Return how many votes are their voters' word."""
    return session.scalar(select(func.count()).select_from(VoteAsWord)) or 0


@pytest.mark.invariant("INV-42")
def test_directors_who_voted_by_name_are_not_asked_again(session: Session, assembly: Assembly) -> None:
    open_accounts(assembly, assembly.chamber.directors)

    asked, decision_id = admitted(assembly)

    assert confirmations.given(session, decision_id) == dict.fromkeys(assembly.chamber.directors, True)
    assert not any(waits(assembly, one) for one in assembly.chamber.directors)
    assert missing(assembly, asked) is None


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize(
    ("opened", "is_enough"),
    [([0], False), ([1, 2], False), ([0, 1], True), ([0, 1, 2], True)],
    ids=["fewer than half", "no member", "more than half, with a member", "all"],
)
def test_votes_bear_an_entry_like_words(assembly: Assembly, opened: list[int], *, is_enough: bool) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, [directors[n] for n in opened])

    asked, _decision = admitted(assembly)

    assert (missing(assembly, asked) is None) is is_enough
    assert [n for n in range(3) if not waits(assembly, directors[n])] == opened


@pytest.mark.invariant("INV-42")
def test_a_vote_by_a_code_that_the_secretary_printed_is_nobodys_word(session: Session, assembly: Assembly) -> None:
    for director in assembly.chamber.directors:
        let_a_code_sign_in(assembly, director)

    asked, decision_id = admitted(assembly)

    assert confirmations.given(session, decision_id) == {}
    assert all(waits(assembly, one) for one in assembly.chamber.directors)
    assert isinstance(missing(assembly, asked), OwnWordsMissing)


@pytest.mark.invariant("INV-42")
def test_an_account_that_is_opened_after_the_vote_makes_no_word_of_it(session: Session, assembly: Assembly) -> None:
    asked, division = put(assembly)
    for director in assembly.chamber.directors:
        account = let_a_code_sign_in(assembly, director)
        assembly.vote(division, director, at=LATER)
        account.email = f"{director}@example.org"
    session.flush()

    assembly.declare(division)

    assert words(session) == 0
    assert isinstance(missing(assembly, asked), OwnWordsMissing)


@pytest.mark.invariant("INV-42")
def test_hands_are_nobodys_word(session: Session, make: Make, tmp_path: Path) -> None:
    assembly = Assembly(session, make, tmp_path, gm_quorum=ONE_IS_ENOUGH)
    open_accounts(assembly, assembly.members)
    division = assembly.call(assembly.chamber.moved(), Ask.HANDS)
    one, two = assembly.members[:2]
    voting.be_in_room(
        session, division.id, assembly.numbers(division, one), actor=assembly.chamber.secretary, at=DURING
    )
    for teller in assembly.tellers:
        hands.count(session, division.id, sheet((1, 0, 0)), actor=teller, at=DURING)
    assembly.vote(division, two)

    assembly.declare(division)

    assert confirmations.given(session, decision_of(assembly, division)) == {two: True}
    assert waits(assembly, one)


@pytest.mark.invariant("INV-42")
@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize("votes", [(FOR, FOR, FOR), (FOR, FOR, AGAINST)], ids=["for it", "against it"])
def test_whoever_voted_by_name_does_not_deny_their_own_vote(
    session: Session, assembly: Assembly, votes: Sequence[Vote]
) -> None:
    open_accounts(assembly, assembly.chamber.directors)
    asked, decision_id = admitted(assembly, votes)
    voter = assembly.chamber.directors[2]

    for is_so in (False, True):
        with pytest.raises(VoteIsTheirWord, match="that vote is your word on it"):
            denying.give_word(session, decision_id, is_so=is_so, actor=Actor(person_id=voter), at=AFTER)

    assert confirmations.given(session, decision_id)[voter] is True
    assert missing(assembly, asked) is None
    denial = {"decision_id": decision_id.hex, "person_id": voter.hex, "at": _spelled(session)}
    ensure_refused(session, "nobody_denies_their_own_vote", DENY, denial)


@pytest.mark.invariant("INV-42", by="database")
def test_whose_vote_is_no_word_of_theirs_denies_it_and_it_is_decided_again(
    session: Session, assembly: Assembly
) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, directors[:2])
    let_a_code_sign_in(assembly, directors[2])
    asked, decision_id = admitted(assembly)

    denying.give_word(session, decision_id, is_so=False, actor=Actor(person_id=directors[2]), at=AFTER + A_DAY * 30)

    assert steps.state(session, asked.id) is State.UNDER_CHECK
    ensure_refused(session, "nobody_named_denies_it|every_step_is_an_arrow|follow", entering(assembly, asked))


@pytest.mark.invariant("INV-42")
def test_the_chair_who_voted_by_name_says_of_the_minutes_alone(session: Session, assembly: Assembly) -> None:
    open_accounts(assembly, assembly.chamber.directors)
    asked, decision_id = admitted(assembly)
    chair = Actor(person_id=assembly.chamber.directors[2], roles=frozenset({Role.CHAIR}))
    assembly.make.office(Role.CHAIR, person_id=chair.person_id)

    denying.give_word(session, decision_id, is_so=False, actor=chair, at=AFTER + A_DAY * 30)

    assert confirmations.given(session, decision_id)[assembly.chamber.directors[2]] is True
    assert steps.state(session, asked.id) is State.ADMITTED


@pytest.mark.invariant("INV-42")
def test_the_only_member_speaks_for_an_admission_by_voting_for_it(session: Session, assembly: Assembly) -> None:
    open_accounts(assembly, assembly.chamber.directors)

    asked, decision_id = admitted(assembly, (AGAINST, FOR, FOR))

    assert len(confirmations.given(session, decision_id)) == 3
    assert isinstance(missing(assembly, asked), OwnWordsMissing)


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize("whose", ["another's", "by the register", "closed", "opened later"])
def test_the_database_takes_no_vote_from_an_account_that_is_not_the_voters_own(
    session: Session, assembly: Assembly, whose: str
) -> None:
    division = assembly.call(assembly.chamber.moved())
    facts: dict[str, dict[str, Any]] = {
        "another's": {"person_id": assembly.members[1]},
        "by the register": {"email": None},
        "closed": {"closed_at": DURING - A_SECOND},
        "opened later": {"opened_at": DURING + A_SECOND},
    }
    account = assembly.make.account(**({"person_id": assembly.members[0]} | facts[whose]))
    named = {"division": division.id, "roll": division.roll_id, "person": assembly.members[0], "account": account.id}

    told = MARK.format(at=_spelled(session), **{name: one.hex for name, one in named.items()})

    ensure_refused(session, "account_of_a_vote_is_the_voters_own", told)


def _spelled(session: Session) -> str:
    """Return the instant of a vote as the engine keeps it."""
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    return f"{DURING:%Y-%m-%d %H:%M:%S.%f}{zone}"


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize(
    "forged", ["by a printed code", "on another decision", "for another", "of another vote", "of the minutes' vote"]
)
def test_the_database_takes_no_vote_as_a_word_but_that_of_whoever_gave_it_on_what_it_decided(
    session: Session, assembly: Assembly, forged: str
) -> None:
    one, two, three = assembly.chamber.directors
    open_accounts(assembly, [three])
    let_a_code_sign_in(assembly, one)
    _asked, division = put(assembly)
    for director in (one, two):
        assembly.vote(division, director, at=LATER)
    assembly.declare(division)
    decision_id = decision_of(assembly, division)
    other = _carried(assembly, three)
    told: dict[str, dict[str, UUID]] = {
        "by a printed code": {"person": one, "voter": one},
        "on another decision": {"person": three, "voter": three, "division": other.id},
        "for another": {"person": one, "voter": two},
        "of another vote": {"person": one, "voter": three, "division": other.id},
        "of the minutes' vote": {"person": three, "voter": three, "division": other.id, "decision": _minuted(assembly)},
    }
    named = {"decision": decision_id, "division": division.id} | told[forged]

    statement = WORD.format(**{name: one.hex for name, one in named.items()})

    ensure_refused(session, "word_is_of_a_vote_by_name|fk_vote_as_word_decision_id_person_id|FOREIGN KEY", statement)


def _carried(assembly: Assembly, voter: UUID) -> Division:
    """Let a director carry something else by name."""
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board(proposer_id=voter)))
    for director in assembly.chamber.directors:
        assembly.vote(division, director)
    assembly.declare(division)
    return division


def _minuted(assembly: Assembly) -> UUID:
    """Return a decision that a secretary wrote down, with the third director as for it."""
    decision = assembly.make.decision()
    part = DecisionParticipant(decision_id=decision.id, person_id=assembly.chamber.directors[2], is_present=True)
    part.vote = FOR
    assembly.session.add(part)
    assembly.session.flush()
    return decision.id


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_keeps_a_vote_as_a_word(session: Session, assembly: Assembly) -> None:
    open_accounts(assembly, assembly.chamber.directors)
    admitted(assembly)

    ensure_refused(session, "vote_as_word_is_append_only", "DELETE FROM vote_as_word")
    ensure_refused(session, "vote_as_word_is_append_only", "UPDATE vote_as_word SET elector_id = person_id")


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize(("opened", "guard"), [([0], "entry_waits_for_the_deciders_word"),
                                               ([1, 2], "a_member_said_that_it_is_so")])  # fmt: skip
def test_the_database_enters_nobody_on_votes_that_bear_no_entry(
    session: Session, assembly: Assembly, opened: list[int], guard: str
) -> None:
    open_accounts(assembly, [assembly.chamber.directors[n] for n in opened])
    asked, _decision = admitted(assembly)

    ensure_refused(session, guard, entering(assembly, asked))
