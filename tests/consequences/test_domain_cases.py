"""The hard cases of leaving: each by its name, on both databases, through the deeds that the doors call."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots import casting, late_ends
from govern.ballots import queries as ballots
from govern.ballots.casting import Elector
from govern.ballots.models import LateEnd, MarkKind, OptionWithdrawal
from govern.ballots.refusals import NoLongerEntitled
from govern.board import queries as board
from govern.board import vacating
from govern.board.models import SeatHolding, Vacancy
from govern.board.refusals import NotConditioned
from govern.board.vacating import Revocation
from govern.consequences import cessation
from govern.consequences.cessation import Effects
from govern.constitution import decisions
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.models import Constituency
from govern.constitution.refusals import Inquorate
from govern.constitution.rules import Body, Matter, Participant, Third, Vote
from govern.core.actors import Actor, Role
from govern.elections import counts, polling, queries, results
from govern.elections.rules import Course, course_after_loss
from govern.register import queries as register
from govern.register import service
from govern.register.refusals import TookPartInOwnCase
from govern.register.rules import Cessation, Ground
from govern.rolls.models import RollEntry
from tests import calendar
from tests.make import Make
from tests.makers import elections
from tests.makers.constitution import on
from tests.makers.elections import Contested
from tests.register.entries import entry

DAY_9 = calendar.OPENS_AT + timedelta(days=9)
DAY_9_ON = DAY_9.date()


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


def polled(session: Session, made: Contested, rankings: list[list[int]]) -> UUID:
    """Carry an election to its open poll, cast these rankings in the order of the members, and return the poll."""
    elections.close_nominations(session, made)
    elections.arm(session, made)
    polling.keep_time(session, made.election.id, made.deed(calendar.OPENS_AT))
    elections.vote(session, made, rankings)
    return polling.poll_of(made.election)


def membership_of(session: Session, person: UUID) -> UUID:
    """Return somebody's membership."""
    return register.memberships_of(session, person)[0].id


def dismissed(
    session: Session, person: UUID, secretary: Actor, *, on: date = DAY_9_ON, at: datetime = DAY_9
) -> Effects:
    """End the membership of somebody who no longer works here."""
    end = Cessation(on=on, ground=Ground.NO_LONGER_QUALIFIES)
    return cessation.end(session, membership_of(session, person), end, actor=secretary, at=at)


def elector_of(session: Session, poll_id: UUID, person: UUID) -> Elector:
    """Return somebody's place on a poll's roll."""
    roll_id = ballots.find(session, poll_id).roll_id
    entry = select(RollEntry.elector_id).where(RollEntry.roll_id == roll_id, RollEntry.person_id == person)
    return Elector(poll_id=poll_id, elector_id=session.scalars(entry).one())


def try_to_vote(session: Session, made: Contested, elector: Elector, *, at: datetime = DAY_9) -> None:
    """Cast a ballot through review and cast."""
    reviewed = casting.review(session, elector, ranking=[1], desk=made.desk, at=at)
    casting.cast(session, elector, reviewed=reviewed, desk=made.desk, clock_now=lambda: at)


def in_a_seat(session: Session, make: Make, person: UUID, third: Third, **facts: object) -> SeatHolding:
    """Put somebody into the second seat of a third."""
    seat = [one for one in constitution.seats(session, on=calendar.TODAY) if one.third == third][1]
    holding = SeatHolding(
        seat_id=seat.id,
        person_id=person,
        starts_on=calendar.TODAY,
        ends_on=date(2029, 6, 1),
        recorded_at=calendar.AT,
        **{"kind": "appointed", "decision_id": make.seating(person).id} | facts,
    )
    session.add(holding)
    session.flush()
    return holding


@pytest.mark.invariant("INV-24")
def test_case_2_the_ballot_of_somebody_dismissed_on_day_nine_stands(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [[2]])
    voter = contested.members[0]

    effects = dismissed(session, voter, secretary)

    elector = elector_of(session, poll_id, voter)
    assert ballots.mark_of(session, poll_id, elector.elector_id) == MarkKind.ONLINE
    assert (list(effects.struck), list(effects.stands)) == ([], [poll_id])
    late = session.scalars(select(LateEnd)).one()
    assert (late.elector_id, late.ended_on, late.is_certain) == (elector.elector_id, DAY_9_ON, False)


@pytest.mark.invariant("INV-14", "INV-24")
def test_case_2_the_unused_link_of_somebody_dismissed_is_dead(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [])
    elector = elector_of(session, poll_id, contested.members[4])

    effects = dismissed(session, contested.members[4], secretary)

    assert list(effects.struck) == [poll_id]
    with pytest.raises(NoLongerEntitled):
        try_to_vote(session, contested, elector)
    assert ballots.mark_of(session, poll_id, elector.elector_id) == MarkKind.STRUCK


def test_case_2_a_candidate_dismissed_before_the_paper_is_not_on_it(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    at = calendar.AT + calendar.A_DAY * 5

    effects = dismissed(session, contested.members[0], secretary, on=at.date(), at=at)

    assert [(one.number, one.course) for one in effects.losses] == [(1, Course.OFF_THE_PAPER)]
    assert [one.number for one in queries.standing(session, contested.election.id)] == [2, 3]
    lost = queries.candidates(session, contested.election.id)[0]
    assert (lost.withdrawn_on, lost.withdrawn_reason) == (at.date(), "no_longer_qualifies")


def test_case_2_a_candidate_dismissed_after_the_paper_is_passed_over_at_the_count(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [[1, 2], [1, 2], [1, 3], [2], [3]])

    effects = dismissed(session, contested.members[0], secretary)

    assert [(one.number, one.course) for one in effects.losses] == [(1, Course.PASSED_OVER)]
    assert session.scalars(select(OptionWithdrawal.number).where(OptionWithdrawal.poll_id == poll_id)).all() == [1]
    election = contested.election.id
    polling.seal(
        session, election, contested.deed(calendar.AFTER), keys=contested.keys, clock_now=lambda: calendar.AFTER
    )
    counts.count(session, election, contested.deed(calendar.AFTER), keys=contested.keys)
    declared = counts.declare(session, election, contested.deed(calendar.AFTER), keys=contested.keys)
    assert (declared.elected, declared.ballots, declared.late_ends) == ([2], 5, 1)


@pytest.mark.parametrize(
    ("left", "course"),
    [
        pytest.param(3, Course.GOES_ON, id="more than the seats"),
        pytest.param(2, Course.RUN_AGAIN, id="as many as the seats"),
        pytest.param(1, Course.RUN_AGAIN, id="fewer than the seats"),
    ],
)
def test_case_2_where_most_votes_win_the_poll_goes_on_with_enough_others_and_else_is_run_again(
    left: int, course: Course
) -> None:
    assert course_after_loss("fptp-block", is_paper_frozen=True, left=left, seats=2) is course


def test_case_2_a_sitting_director_who_is_dismissed_leaves_the_seat_at_once(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    person = contested.members[3]
    elected = {"kind": "elected", "decision_id": None, "election_id": contested.election.id}
    holding = in_a_seat(session, make, person, Third.WORKFORCE, **elected)

    effects = dismissed(session, person, secretary)

    assert list(effects.seats) == [holding.seat_id]
    assert (holding.vacated_on, holding.vacated_reason) == (DAY_9_ON, Vacancy.MEMBERSHIP_ENDED)
    assert person in board.directors_on(session, DAY_9_ON - calendar.A_DAY)
    assert person not in board.directors_on(session, DAY_9_ON)


@pytest.mark.invariant("INV-24")
def test_case_2_who_is_reinstated_has_neither_the_vote_nor_the_seat_again(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    poll_id = polled(session, contested, [])
    person = contested.members[4]
    elected = {"kind": "elected", "decision_id": None, "election_id": contested.election.id}
    in_a_seat(session, make, person, Third.WORKFORCE, **elected)
    dismissed(session, person, secretary)
    at = DAY_9 + calendar.A_DAY
    meeting = make.decision(body=Body.GENERAL_MEETING, decided_on=at.date())
    home = session.scalars(select(Constituency.id).where(Constituency.code == "workforce")).one()

    back = entry(make, meeting, person_id=person, constituency_id=home)
    service.enter(session, back, actor=secretary, at=at)

    assert register.active_number(session, person, on=at.date()) is not None
    with pytest.raises(NoLongerEntitled):
        try_to_vote(session, contested, elector_of(session, poll_id, person), at=at)
    assert person not in board.directors_on(session, at.date())


@pytest.mark.invariant("INV-09")
@pytest.mark.parametrize(
    ("entered_at", "votes"),
    [
        pytest.param(datetime(2026, 8, 23, 12, tzinfo=calendar.AT.tzinfo), True, id="the day before the roll date"),
        pytest.param(datetime(2026, 8, 24, 12, tzinfo=calendar.AT.tzinfo), True, id="on the roll date"),
        pytest.param(datetime(2026, 8, 25, 12, tzinfo=calendar.AT.tzinfo), False, id="the day after"),
    ],
)
def test_case_3_those_entered_by_the_roll_date_vote_and_those_entered_later_do_not(
    session: Session, make: Make, contested: Contested, secretary: Actor, entered_at: datetime, *, votes: bool
) -> None:
    decided = make.decision(body=Body.GENERAL_MEETING, decided_on=calendar.TODAY)
    home = contested.election.constituency_id
    forty = [make.person().id for _ in range(4)]
    elections.close_nominations(session, contested)

    for person in forty:
        admitted = entry(make, decided, person_id=person, constituency_id=home)
        service.enter(session, admitted, actor=secretary, at=entered_at)
    elections.arm(session, contested)

    roll_id = ballots.find(session, polling.poll_of(contested.election)).roll_id
    on_roll = session.scalars(select(RollEntry.person_id).where(RollEntry.roll_id == roll_id)).all()
    assert (set(forty) <= set(on_roll)) is votes
    assert len(on_roll) == (9 if votes else 5)


@pytest.mark.invariant("INV-05")
def test_case_4_an_applicant_who_makes_the_board_quorate_does_not_count_for_their_own_item(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    needed = constitution.rule_book_on(session, on=calendar.TODAY).board_quorum.number
    others = [Participant(person_id=make.person().id, vote=Vote.FOR) for _ in range(needed - 1)]
    applicant = make.person().id
    minute = Minute(
        body=Body.BOARD, decided_on=calendar.TODAY, minute_reference="B/4", text="To admit one of the directors."
    )

    stands_back = Participant(person_id=applicant, is_recused=True)
    with pytest.raises(Inquorate):
        decisions.enter(session, minute, participants=[*others, stands_back], actor=secretary, at=calendar.AT)

    votes = Participant(person_id=applicant, vote=Vote.FOR)
    decided = decisions.enter(session, minute, participants=[*others, votes], actor=secretary, at=calendar.AT)
    home = contested.election.constituency_id
    by_board = entry(make, decided, person_id=applicant, constituency_id=home)
    with pytest.raises(TookPartInOwnCase):
        service.enter(session, by_board, actor=secretary, at=calendar.AT)
    meeting = make.decision(body=Body.GENERAL_MEETING)
    by_meeting = entry(make, meeting, person_id=applicant, constituency_id=home)
    assert service.enter(session, by_meeting, actor=secretary, at=calendar.AT)


@pytest.mark.invariant("INV-09")
def test_case_9_a_decision_after_the_roll_date_puts_nobody_on_the_roll(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    late = calendar.ROLL_DATE + calendar.A_DAY
    decided = make.decision(body=Body.GENERAL_MEETING, decided_on=late)
    person = make.person().id
    home = contested.election.constituency_id
    admitted = entry(make, decided, person_id=person, constituency_id=home)
    at = datetime(late.year, late.month, late.day, 9, tzinfo=calendar.AT.tzinfo)
    elections.close_nominations(session, contested)

    member = service.enter(session, admitted, actor=secretary, at=at)
    elections.arm(session, contested)

    assert member.member_since == late
    roll_id = ballots.find(session, polling.poll_of(contested.election)).roll_id
    assert person not in session.scalars(select(RollEntry.person_id).where(RollEntry.roll_id == roll_id)).all()


@pytest.mark.invariant("INV-24")
@pytest.mark.parametrize(
    ("left_on", "is_certain"),
    [
        pytest.param(date(2026, 8, 26), True, id="the day before the poll opened"),
        pytest.param(date(2026, 8, 27), True, id="the day it opened"),
        pytest.param(date(2026, 8, 28), False, id="the day after"),
        pytest.param(date(2026, 9, 17), False, id="the day it closed"),
        pytest.param(date(2026, 9, 18), None, id="the day after it closed"),
    ],
)
def test_case_9_a_true_date_learned_later_leaves_the_ballot_and_is_counted_in_the_declaration(
    session: Session, contested: Contested, secretary: Actor, left_on: date, *, is_certain: bool | None
) -> None:
    poll_id = polled(session, contested, [[2], [2], [3]])
    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)

    dismissed(session, contested.members[2], secretary, on=left_on, at=calendar.AFTER)

    assert session.scalars(select(LateEnd.is_certain)).all() == ([] if is_certain is None else [is_certain])
    counts.count(session, election, after, keys=contested.keys)
    declared = counts.declare(session, election, after, keys=contested.keys)
    assert (declared.ballots, declared.late_ends) == (3, 0 if is_certain is None else 1)
    assert late_ends.number(session, poll_id) == declared.late_ends
    told = results.of(session, election)
    assert (told.late_ends, told.could_matter) == (declared.late_ends, is_certain is not None)


def test_case_10_a_councillor_whose_instrument_names_the_office_loses_the_seat_with_it(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    holding = in_a_seat(session, make, make.person().id, Third.LOCAL_AUTHORITY, condition_office="councillor")

    vacating.end_with_office(session, holding.id, on=DAY_9_ON, actor=secretary, at=DAY_9)

    assert (holding.vacated_on, holding.vacated_reason) == (DAY_9_ON, Vacancy.OFFICE_ENDED)


def test_case_10_a_councillor_whose_instrument_names_no_office_sits_until_the_authority_revokes(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    holding = in_a_seat(session, make, make.person().id, Third.LOCAL_AUTHORITY)

    with pytest.raises(NotConditioned, match="does not make this appointment depend on an office, so it stands"):
        vacating.end_with_office(session, holding.id, on=DAY_9_ON, actor=secretary, at=DAY_9)
    assert holding.person_id in board.directors_on(session, DAY_9_ON)
    about = [on(holding.person_id, Matter.REVOCATION)]
    revoked = make.decision(body=Body.APPOINTING_BODY, decided_on=DAY_9_ON, about=about)
    vacating.end_appointment(
        session, Revocation(holding_id=holding.id, decision_id=revoked.id), actor=secretary, at=DAY_9
    )

    assert (holding.vacated_on, holding.vacated_reason) == (DAY_9_ON, Vacancy.REVOKED)
    assert holding.person_id not in board.directors_on(session, DAY_9_ON)


def test_case_16_the_ballot_of_a_member_who_dies_before_the_count_stands(
    session: Session, contested: Contested, secretary: Actor
) -> None:
    polled(session, contested, [[2], [2], [3]])
    died = Cessation(on=calendar.AFTER.date(), ground=Ground.DIED)
    election, after = contested.election.id, contested.deed(calendar.AFTER)
    polling.seal(session, election, after, keys=contested.keys, clock_now=lambda: calendar.AFTER)

    effects = cessation.end(
        session, membership_of(session, contested.members[3]), died, actor=secretary, at=calendar.AFTER
    )

    assert effects.stands == ()
    counts.count(session, election, after, keys=contested.keys)
    declared = counts.declare(session, election, after, keys=contested.keys)
    assert (declared.ballots, declared.late_ends) == (3, 0)
