"""What an end does beyond the register: offices and accounts of the dead, doubts, and a count that has begun."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.ballots import late_ends
from govern.ballots.models import LateEnd
from govern.ballots.refusals import NoLongerEntitled
from govern.board.models import SeatHolding
from govern.consequences import cessation
from govern.consequences.cessation import Effects
from govern.constitution.rules import Body, Matter
from govern.core.actors import Actor, Role
from govern.elections import counts, polling, results
from govern.elections.refusals import MayNotStand
from govern.register import expulsions, queries
from govern.register.ending_rules import Hearing
from govern.register.expulsions import MeetingVote
from govern.register.rules import Cessation, Ground
from govern.rolls.models import RollEntry
from tests import calendar
from tests.calendar import A_DAY, AT, TODAY
from tests.consequences.test_domain_cases import dismissed, elector_of, membership_of, polled, try_to_vote
from tests.make import Make
from tests.makers import elections
from tests.makers.constitution import on as named
from tests.makers.elections import Contested
from tests.raw import emptied, ensure_refused


@pytest.fixture
def contested(session: Session, make: Make, tmp_path: Path) -> Contested:
    """An election of the workforce with five members, three of whom stand; nobody has voted."""
    made = make.election(tmp_path)
    elections.nominate(session, made)
    return made


@pytest.fixture
def secretary(make: Make, contested: Contested) -> Actor:
    """Who keeps the register."""
    return Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))


def died(session: Session, person: UUID, secretary: Actor) -> Effects:
    """Enter that a member died today."""
    end = Cessation(on=TODAY, ground=Ground.DIED)
    return cessation.end(session, membership_of(session, person), end, actor=secretary, at=AT)


def test_the_offices_and_the_account_of_a_member_who_died_end(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    person = contested.members[3]
    make.office(Role.SCRUTINEER, person_id=person)
    make.account(person_id=person)

    effects = died(session, person, secretary)

    assert effects.offices == frozenset()
    assert accounts.offices_of(session, person, on=TODAY) == frozenset()
    assert accounts.open_account_of(session, person) is None


def test_the_only_administrator_stays_one_on_record_until_there_is_another(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    person = contested.members[3]
    make.office(Role.ADMINISTRATOR, person_id=person)
    make.account(person_id=person)

    effects = died(session, person, secretary)

    assert effects.offices == {Role.ADMINISTRATOR}
    assert not queries.is_active(session, membership_of(session, person), on=TODAY)


def test_who_resigns_keeps_an_office_that_needs_no_membership(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    person = contested.members[3]
    make.office(Role.SCRUTINEER, person_id=person)

    effects = dismissed(session, person, secretary, on=TODAY, at=AT)

    assert effects.offices == {Role.SCRUTINEER}


def test_a_candidate_lost_once_the_count_has_begun_changes_nothing_in_it(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    polled(session, contested, [[1], [2], [2]])
    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, election, after, keys=contested.keys)

    effects = dismissed(session, contested.members[0], secretary, on=calendar.AFTER.date(), at=calendar.AFTER)

    assert [(one.number, one.course) for one in effects.losses] == [(1, None)]


@pytest.mark.invariant("INV-35")
def test_who_is_elected_and_left_once_the_count_had_begun_is_named_and_not_seated(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    polled(session, contested, [[1], [1], [2]])
    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, election, after, keys=contested.keys)
    dismissed(session, contested.members[0], secretary, on=calendar.AFTER.date(), at=calendar.AFTER)

    declared = counts.declare(session, election, after, keys=contested.keys)

    seated = session.scalars(select(SeatHolding.person_id).where(SeatHolding.election_id == election)).all()
    result = results.of(session, election)
    assert 1 in declared.elected
    assert declared.lost == [1]
    assert [one.number for one in result.lost] == [1]
    assert contested.members[0] not in seated
    assert len(seated) == len(declared.elected) - 1


def test_who_is_elected_and_suspended_keeps_the_declaration_waiting(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    polled(session, contested, [[1], [1], [2]])
    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, election, after, keys=contested.keys)
    about = [named(contested.members[0], Matter.SUSPENSION)]
    cessation.suspend(
        session,
        membership_of(session, contested.members[0]),
        from_on=calendar.AFTER.date(),
        decision_id=make.decision(body=Body.BOARD, decided_on=calendar.AFTER.date(), about=about).id,
        actor=secretary,
        at=calendar.AFTER,
    )

    with pytest.raises(MayNotStand):
        counts.declare(session, election, after, keys=contested.keys)


@pytest.mark.invariant("INV-23")
def test_who_is_expelled_during_a_poll_can_no_longer_vote_in_it(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [])
    person, on = contested.members[4], calendar.DURING.date()
    member = membership_of(session, person)
    case = expulsions.open_case(session, member, complaint="Theft.", received_on=TODAY, actor=secretary, at=AT)
    expulsions.serve(session, case.id, served_on=TODAY, hearing_on=on, actor=secretary, at=AT)
    expulsions.hear(
        session,
        case.id,
        hearing=Hearing.ATTENDED,
        representations="",
        actor=secretary,
        at=calendar.DURING,
    )
    about = [named(person, Matter.EXPULSION)]
    meeting = make.decision(body=Body.GENERAL_MEETING, decided_on=on, about=about)
    vote = MeetingVote(decision_id=meeting.id, votes_for=9, votes_against=0)

    effects = cessation.expel(session, case.id, vote, actor=secretary, at=calendar.DURING)

    assert effects is not None
    assert list(effects.struck) == [poll_id]
    with pytest.raises(NoLongerEntitled):
        try_to_vote(session, contested, elector_of(session, poll_id, person), at=calendar.DURING)


@pytest.mark.invariant("INV-23")
def test_a_suspension_takes_effect_in_an_open_poll_and_its_end_gives_the_vote_back(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [[1]])
    on, at = calendar.DURING.date(), calendar.DURING
    people = contested.members[0], contested.members[4]
    decided = make.decision(decided_on=on, about=[named(one, Matter.SUSPENSION) for one in people])
    for person in people:
        cessation.suspend(
            session,
            membership_of(session, person),
            from_on=on,
            decision_id=decided.id,
            actor=secretary,
            at=at,
        )
    waits = elector_of(session, poll_id, contested.members[4])
    with pytest.raises(NoLongerEntitled):
        try_to_vote(session, contested, waits, at=at)

    cessation.restore(
        session,
        membership_of(session, contested.members[4]),
        on=on + A_DAY,
        decision_id=make.decision(decided_on=on, about=[named(people[1], Matter.RESTORATION)]).id,
        actor=secretary,
        at=at,
    )
    try_to_vote(session, contested, waits, at=at + A_DAY)

    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, election, after, keys=contested.keys)
    assert session.scalar(select(func.count()).select_from(LateEnd)) == 0


@pytest.mark.parametrize(
    ("days_younger", "is_on_roll"),
    [
        pytest.param(-1, True, id="sixteen since the day before"),
        pytest.param(0, True, id="sixteen on the roll date"),
        pytest.param(1, False, id="sixteen the day after"),
    ],
)
def test_the_age_of_a_voter_is_tested_on_the_roll_date(
    session: Session, make: Make, contested: Contested, days_younger: int, *, is_on_roll: bool
) -> None:
    born_on = calendar.ROLL_DATE.replace(year=calendar.ROLL_DATE.year - 16) + A_DAY * days_younger
    young = make.person(birth_on=born_on, adult_confirmed_on=None)
    make.membership(person_id=young.id, constituency_id=contested.election.constituency_id)
    elections.close_nominations(session, contested)

    elections.arm(session, contested)

    assert (session.scalar(select(RollEntry.elector_id).where(RollEntry.person_id == young.id)) is not None) is (
        is_on_roll
    )


def test_what_was_learned_late_of_a_ballot_stays_on_record(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [[2]])
    dismissed(session, contested.members[0], secretary)

    ensure_refused(session, "late_end_is_append_only", "UPDATE late_end SET is_certain = true")
    ensure_refused(session, "late_end_is_append_only", "DELETE FROM late_end")
    ensure_refused(session, "late_end_is_append_only", emptied(session, "late_end"))
    assert late_ends.number(session, poll_id) == 1
