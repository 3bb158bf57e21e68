"""Whoever turns out to have an interest in an admission speaks for no entry that is not made yet."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import applications, queries
from govern.admissions import service as admissions
from govern.admissions.models import ApplicationRecusal, MembershipApplication
from govern.admissions.refusals import NotFromThere
from govern.admissions.rules import Interest, Part, carries_still
from govern.admissions.ruling_refusals import CarriedByTheInterested, OwnWordsMissing
from govern.consequences import naming
from govern.constitution.rules import Participant, Vote
from govern.divisions import departures
from govern.register.connection_rules import ConnectionKind
from tests.calendar import A_SECOND
from tests.consequences.test_own_votes import admitted, assembly, entering, missing, open_accounts
from tests.consequences.test_resolving import LATER, put
from tests.makers.assembly import AFTER, AGAINST, FOR, Assembly
from tests.raw import ensure_refused

__all__ = ["assembly"]
WHY = "She is my neighbour, and I promised her this."


def parts(*votes: Vote) -> list[Part]:
    """Return the parts of some people who were there and free."""
    return [Part(participant=Participant(person_id=UUID(int=n), vote=vote)) for n, vote in enumerate(votes)]


@pytest.mark.parametrize(
    ("votes", "needed", "by_name", "expected"),
    [
        ((FOR, FOR, AGAINST), 3, True, True),
        ((FOR, FOR, AGAINST), 4, True, False),
        ((FOR, AGAINST), 2, True, False),
        ((FOR, AGAINST, AGAINST), 0, False, False),
        ((FOR, AGAINST, Vote.NONE), 0, False, True),
    ],
    ids=["carried", "one too few there", "as many against", "at a meeting by name", "at a meeting by hands"],
)
def test_an_admission_rests_on_those_who_were_free(
    votes: tuple[Vote, ...], needed: int, *, by_name: bool, expected: bool
) -> None:
    assert carries_still(parts(*votes), needed=needed, votes_by_name=by_name) is expected


def voted(assembly: Assembly, late: int, *votes: Vote) -> MembershipApplication:
    """Let all directors vote from their accounts, one of whom says after it that they have an interest; declare it."""
    directors = assembly.chamber.directors
    open_accounts(assembly, directors)
    asked, division = put(assembly)
    for director, vote in zip(directors, votes, strict=True):
        assembly.vote(division, director, vote, at=LATER)
    own = assembly.chamber.own(directors[late], LATER + A_SECOND)
    naming.declare(assembly.session, division.motion_id, WHY, own)
    assembly.declare(division)
    return asked


@pytest.mark.invariant("INV-05", "INV-42")
def test_whoever_declares_an_interest_after_they_voted_has_no_part_in_the_ruling(
    session: Session, assembly: Assembly
) -> None:
    asked = voted(assembly, 2, FOR, FOR, FOR)

    (ruled,) = queries.rulings_of(session, asked.id)
    told = queries.interests_recorded(session, asked.id, ruled.decision_id)
    assert told == {assembly.chamber.directors[2]: Interest.DECLARED}
    assert (ruled.votes_for, ruled.present) == (2, 2)
    assert missing(assembly, asked) is None


@pytest.mark.invariant("INV-05", "INV-42")
def test_the_word_of_the_only_member_counts_no_more_once_they_have_an_interest(assembly: Assembly) -> None:
    asked = voted(assembly, 0, FOR, FOR, FOR)

    assert isinstance(missing(assembly, asked), OwnWordsMissing)


@pytest.mark.invariant("INV-05", "INV-42")
@pytest.mark.invariant("INV-05", "INV-42", by="database")
def test_until_the_entry_somebody_who_decided_can_say_that_they_have_an_interest(
    session: Session, assembly: Assembly
) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, [directors[0], directors[2]])
    asked, _decision = admitted(assembly)
    assert missing(assembly, asked) is None

    applications.stand_back(session, asked.id, directors[2], deed=assembly.chamber.own(directors[2], AFTER))

    found = missing(assembly, asked)
    assert isinstance(found, OwnWordsMissing)
    assert (found.said, found.needed) == (1, 2)
    ensure_refused(session, "entry_waits_for_the_deciders_word", entering(assembly, asked))


@pytest.mark.invariant("INV-05", "INV-42")
def test_a_connection_that_is_recorded_after_the_decision_takes_a_word_away(assembly: Assembly) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, directors)
    asked, _decision = admitted(assembly)

    assembly.make.connection(asked.person_id, ConnectionKind.PARTNER, directors[0])

    assert isinstance(missing(assembly, asked), OwnWordsMissing)


@pytest.mark.invariant("INV-05", "INV-42")
@pytest.mark.invariant("INV-05", "INV-42", by="database")
def test_nobody_is_entered_where_those_without_an_interest_did_not_carry_it(
    session: Session, assembly: Assembly
) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, directors)
    asked, _decision = admitted(assembly, (FOR, AGAINST, FOR))
    applications.stand_back(session, asked.id, directors[2], deed=assembly.chamber.own(directors[2], AFTER))

    with pytest.raises(CarriedByTheInterested, match="then those without an interest decide"):
        admissions.enter(session, asked.id, actor=assembly.chamber.secretary, at=AFTER)

    ensure_refused(session, "entry_is_carried_without_the_interested", entering(assembly, asked))


@pytest.mark.invariant("INV-05", "INV-42", by="database")
def test_the_database_hears_an_interest_that_was_declared_in_the_motion_alone(
    session: Session, assembly: Assembly
) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, directors)
    asked, division = put(assembly)
    for director in directors:
        assembly.vote(division, director, at=LATER)
    departures.declare(session, division.motion_id, WHY, assembly.chamber.own(directors[0], LATER + A_SECOND))
    assembly.declare(division)

    ensure_refused(session, "a_member_said_that_it_is_so", entering(assembly, asked))


@pytest.mark.invariant("INV-41")
@pytest.mark.invariant("INV-41", by="database")
def test_no_officer_takes_a_word_away_after_the_decision(session: Session, assembly: Assembly) -> None:
    directors = assembly.chamber.directors
    open_accounts(assembly, directors)
    asked, _decision = admitted(assembly)
    secretary = assembly.chamber.secretary

    with pytest.raises(NotFromThere):
        applications.stand_back(session, asked.id, directors[0], deed=assembly.chamber.deed(secretary, AFTER))

    assert not queries.stood_back(session, asked.id)
    assert secretary.person_id is not None
    ensure_refused(
        session,
        "after_the_decision_one_stands_back_oneself",
        "INSERT INTO application_recusal (application_id, person_id, recorded_by, recorded_at)"
        f" SELECT '{asked.id.hex}', '{directors[0].hex}', '{secretary.person_id.hex}', at FROM application_step"
        f" WHERE application_id = '{asked.id.hex}' AND to_state = 'admitted'",
    )


def test_an_interest_in_a_motion_is_written_down_with_the_application_once(
    session: Session, assembly: Assembly
) -> None:
    one = assembly.chamber.directors[1]
    asked, division = put(assembly)
    applications.stand_back(session, asked.id, one, deed=assembly.chamber.own(one, LATER))

    naming.declare(session, division.motion_id, WHY, assembly.chamber.own(one, LATER + A_SECOND))

    recorded = select(ApplicationRecusal.person_id).where(ApplicationRecusal.application_id == asked.id)
    assert session.scalars(recorded).all() == [one]
