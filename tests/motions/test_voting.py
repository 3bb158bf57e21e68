"""A vote by name from its call to its declaration: who is asked, who has no vote, what is counted."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.board.models import SeatHolding
from govern.constitution.models import DecisionParticipant
from govern.constitution.parameters.board import Matter
from govern.constitution.rules import Third
from govern.core.actors import Actor, Role
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.motions import declaring, queries, service, statutory, tallying, voting
from govern.motions.deciding import Casting
from govern.motions.division_models import Division, DivisionMark
from govern.motions.division_refusals import (
    AlreadyDeclared,
    DivisionGoesOn,
    FirstStands,
    HasNoVote,
    HoursNotPossible,
    NotAsked,
    NotEndedEarly,
    RightEnded,
    RollDateNotCome,
    VoteNotTaken,
    VotingGoesOn,
    WayNotPossible,
)
from govern.motions.rules import Ask, Bar, Concern, Kind, State, Way
from govern.motions.statutory import Notice
from govern.motions.windows import Section
from govern.register.connection_rules import ConnectionKind
from govern.register.models import MembershipVersion
from tests import calendar
from tests.at_once import all_at_once
from tests.calendar import A_DAY, A_SECOND, AT
from tests.make import Make
from tests.motions.assembly import AGAINST, CLOSES_AT, DURING, FOR, NEITHER, Assembly


def marks(session: Session) -> int:
    """Return how many places are taken."""
    return session.scalar(select(func.count()).select_from(DivisionMark)) or 0


def test_a_motion_is_put_voted_on_by_name_and_carried(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    one, two, three, four, five, six = assembly.members
    assembly.votes(division, {one: FOR, two: FOR, three: FOR, four: AGAINST, five: NEITHER, six: FOR})

    outcome = assembly.declare(division)

    assert queries.state(session, motion.id) is State.CARRIED
    assert outcome.working == (
        "Carried: 4 for, 1 against, 1 abstained; needed more than half of the votes cast (3 of 5)."
        " Quorum: 6 took part; needed 1."
    )
    decision_id = queries.last_step(session, motion.id).decision_id
    parts = session.execute(
        select(DecisionParticipant.vote, func.count())
        .where(DecisionParticipant.decision_id == decision_id)
        .group_by(DecisionParticipant.vote)
        .order_by(DecisionParticipant.vote)
    )
    assert [tuple(part) for part in parts] == [("abstained", 1), ("against", 1), ("for", 4)]


def test_equality_is_lost_and_no_decision_is_written(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    assembly.votes(division, {assembly.members[0]: FOR, assembly.members[4]: AGAINST, assembly.members[5]: NEITHER})

    outcome = assembly.declare(division)

    assert not outcome.is_carried
    assert queries.state(session, motion.id) is State.FELL_INQUORATE


@pytest.mark.invariant("INV-14")
def test_a_second_vote_is_refused_and_the_first_stands(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())
    assembly.vote(division, assembly.members[0], AGAINST)

    with pytest.raises(FirstStands, match="You have already voted, or you are counted in the room"):
        assembly.vote(division, assembly.members[0], FOR)

    assert tallying.tally(session, division.id).against == 1
    assert marks(session) == 1


@pytest.mark.invariant("INV-14", "INV-15", "INV-16")
def test_a_director_who_is_no_member_is_not_on_the_roll_of_the_members(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())

    with pytest.raises(NotAsked, match="You are not among those who are asked"):
        assembly.vote(division, assembly.chamber.directors[1])

    assert marks(session) == 0
    assert tallying.tally(session, division.id).electors == 6


@pytest.mark.invariant("INV-14")
def test_whoever_ceased_after_the_roll_was_frozen_is_refused(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())
    _end(session, assembly, on=calendar.TODAY)

    with pytest.raises(RightEnded, match="You are no longer entitled to vote"):
        assembly.vote(division, assembly.members[0])

    assert marks(session) == 0


def _end(session: Session, assembly: Assembly, *, on: date) -> None:
    """Let the first member's membership have ended on a day."""
    version = session.scalars(select(MembershipVersion).where(MembershipVersion.person_id == assembly.members[0])).one()
    version.superseded_at = AT
    session.flush()
    facts = {name: getattr(version, name) for name in ("membership_id", "person_id", "constituency_id", "batch_id")}
    for standing, since, until in (("entered", version.valid_from, on), ("ceased", on, None)):
        ground = "resigned" if standing == "ceased" else None
        session.add(
            MembershipVersion(
                **facts, standing=standing, ground=ground, valid_from=since, valid_to=until, recorded_at=AT,
                recorded_by=version.recorded_by, salt="00" * 32,
            )
        )  # fmt: skip
    session.flush()


@pytest.mark.invariant("INV-14")
def test_a_director_whose_seat_was_vacated_is_refused(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board()))
    director = assembly.chamber.directors[1]
    seat = session.scalars(select(SeatHolding).where(SeatHolding.person_id == director)).one()
    seat.vacated_on, seat.vacated_reason = calendar.TODAY, "resigned"
    session.flush()

    with pytest.raises(RightEnded):
        assembly.vote(division, director)


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [
        pytest.param(AT - A_SECOND, False, id="before it opens"),
        pytest.param(AT, True, id="as it opens"),
        pytest.param(CLOSES_AT - A_SECOND, True, id="in the last second"),
        pytest.param(CLOSES_AT, False, id="as it closes"),
    ],
)
def test_a_vote_is_taken_within_the_hours(
    session: Session, assembly: Assembly, at: datetime, *, is_taken: bool
) -> None:
    division = assembly.call(assembly.chamber.moved())

    if is_taken:
        assembly.vote(division, assembly.members[0], at=at)
    else:
        with pytest.raises(VoteNotTaken, match=r"Voting (opens|closed) at"):
            assembly.vote(division, assembly.members[0], at=at)

    assert marks(session) == is_taken


@pytest.mark.invariant("INV-25")
def test_of_twelve_votes_of_one_elector_at_once_one_is_taken(
    database: Database, session: Session, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(session, make, tmp_path)
    division = assembly.call(assembly.chamber.moved())
    actor = Actor(person_id=assembly.members[0], roles=frozenset({Role.MEMBER}))
    make.known_to_all()

    deeds = [
        partial(voting.vote, division_id=division.id, vote=vote, actor=actor, at=DURING) for vote in (FOR, AGAINST) * 6
    ]
    answers = all_at_once(database, deeds)

    assert sum(isinstance(answer, FirstStands) for answer in answers) == 11
    with database.reading() as reading:
        assert tallying.tally(reading, division.id).turnout == 1


# --- who is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.invariant("INV-17", "INV-33")
def test_the_applicant_and_theirs_are_in_neither_vote_quorum_turnout_nor_denominator(
    session: Session, make: Make, assembly: Assembly
) -> None:
    applicant, spouse = assembly.members[5], assembly.members[4]
    make.connection(applicant, ConnectionKind.PARTNER, spouse)
    motion = assembly.chamber.seconded(assembly.chamber.proposal(kind=Kind.ADMISSION))
    assembly.name(motion, applicant, Concern.APPLICANT)
    service.admit(session, motion.id, assembly.chamber.deed())
    service.move(session, motion.id, assembly.chamber.deed(assembly.chamber.chair))

    division = assembly.call(motion)

    assert assembly.barred(division) == {applicant: {Bar.APPLICANT}, spouse: {Bar.CONNECTED}}
    assert assembly.roll(division) == set(assembly.members[:4])
    with pytest.raises(HasNoVote, match="This motion is about your own admission, so you have no vote on it"):
        assembly.vote(division, applicant)
    with pytest.raises(HasNoVote, match="You are connected with somebody whom this motion is about"):
        assembly.vote(division, spouse)
    assembly.votes(division, {assembly.members[0]: FOR, assembly.members[1]: FOR, assembly.members[2]: FOR})
    outcome = assembly.declare(division)
    assert outcome.sums["eligible"] == 4
    assert outcome.sums["turnout"] == 3
    assert outcome.is_carried


@pytest.mark.invariant("INV-23")
@pytest.mark.parametrize(("may_vote", "electors"), [(False, 5), (True, 6)])
def test_the_member_in_question_has_a_vote_only_where_the_rules_say_so(
    session: Session, assembled: Callable[..., Assembly], *, may_vote: bool, electors: int
) -> None:
    assembly = assembled(member_in_question_may_vote=may_vote)
    motion = assembly.chamber.moved()
    assembly.name(motion, assembly.members[5], Concern.IN_QUESTION)

    division = assembly.call(motion)

    assert len(assembly.roll(division)) == electors


@pytest.mark.invariant("INV-38")
def test_a_director_has_no_vote_on_their_own_place_whatever_the_rules_say(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(member_in_question_may_vote=True)
    motion = assembly.chamber.seconded(assembly.chamber.for_the_board())
    challenged = assembly.chamber.directors[2]
    assembly.name(motion, challenged, Concern.IN_QUESTION)
    service.admit(session, motion.id, assembly.chamber.deed())

    division = assembly.call(motion)

    assert assembly.barred(division) == {challenged: {Bar.IN_QUESTION}}
    with pytest.raises(HasNoVote, match="This motion is about you"):
        assembly.vote(division, challenged)


@pytest.mark.invariant("INV-20")
def test_a_written_resolution_asks_the_members_of_its_day_and_lapses_with_it(
    session: Session, make: Make, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(legal_form="cic")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.WRITTEN))
    division = assembly.call(motion)
    make.membership(constituency_id=assembly.chamber.home.id, valid_from=calendar.TODAY + A_DAY)

    assembly.votes(division, dict.fromkeys(assembly.members[:3], FOR))

    assert division.is_binding
    assert division.majority == "company-ordinary-written"
    # Midnight in London in summer, 28 days with the day of circulation the first of them.
    assert division.closes_at == datetime(2026, 6, 28, 23, 0, tzinfo=AT.tzinfo)
    outcome = assembly.declare(division)
    assert outcome.sums["eligible"] == 6
    assert "needed more than half of the members entitled to vote (4 of 6)" in outcome.working
    assert queries.state(session, motion.id) is State.LAPSED


def test_a_written_resolution_ends_early_once_it_is_carried_and_not_before(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(legal_form="cic")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.WRITTEN))
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members[:3], FOR))
    deed = assembly.chamber.deed(at=DURING + A_SECOND)

    with pytest.raises(NotEndedEarly, match="only when everybody has voted, or when it is carried"):
        declaring.close(session, division.id, deed)
    with pytest.raises(VotingGoesOn, match="Voting goes on until"):
        assembly.declare(division, at=DURING)
    assert division.closed_at is None
    assembly.vote(division, assembly.members[3])
    declaring.close(session, division.id, deed)

    assert assembly.declare(division, at=DURING + A_SECOND).is_carried
    with pytest.raises(AlreadyDeclared, match="This vote is declared"):
        assembly.declare(division)
    with pytest.raises(AlreadyDeclared):
        declaring.close(session, division.id, deed)


@pytest.mark.invariant("INV-21")
@pytest.mark.parametrize(("moratorium", "electors"), [(True, 6), (False, 7)])
def test_whoever_is_admitted_between_the_meetings_has_no_vote_on_the_conversion(
    session: Session, make: Make, assembled: Callable[..., Assembly], *, moratorium: bool, electors: int
) -> None:
    assembly = assembled(admission_moratorium=moratorium)
    proposal = assembly.chamber.proposal(kind=Kind.SPECIAL, matter=Matter.CONVERSION, majority="ccbsa-113-first")
    motion = assembly.chamber.moved(proposal)
    course = statutory.begin(session, Section.CONVERSION, assembly.chamber.deed(), motion_id=motion.id)
    first = assembly.call(motion)
    assembly.votes(first, dict.fromkeys(assembly.members, FOR))
    assembly.declare(first)
    held_on = calendar.TODAY + 7 * A_DAY
    late = make.membership(constituency_id=assembly.chamber.home.id, valid_from=calendar.TODAY + A_DAY)
    notice = Notice(meeting=2, given_on=held_on, meeting_on=held_on + 22 * A_DAY)
    statutory.give_notice(session, course.id, notice, assembly.chamber.deed(at=AT + 8 * A_DAY))

    second = assembly.call(motion, at=AT + 29 * A_DAY, is_confirming=True)

    assert queries.state(session, motion.id) is State.FIRST_CARRIED
    assert (late.person_id in assembly.roll(second)) is not moratorium
    assert len(assembly.roll(second)) == electors
    assert (first.majority, second.majority) == ("ccbsa-113-first", "ccbsa-113-second")


@pytest.mark.invariant("INV-26", "INV-27")
def test_a_new_class_has_no_vote_on_its_own_creation(session: Session, make: Make, assembly: Assembly) -> None:
    new = make.constituency()
    today = make.membership(constituency_id=new.id, valid_from=calendar.TODAY).person_id
    later = make.membership(constituency_id=assembly.chamber.home.id, valid_from=calendar.TODAY + A_DAY).person_id
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE, matter=Matter.FRANCHISE))

    division = assembly.call(motion, at=AT + 3 * A_DAY)

    assert assembly.roll(division) == set(assembly.members)
    assert {today, later}.isdisjoint(assembly.roll(division))


@pytest.mark.invariant("INV-27")
def test_rules_registered_while_a_vote_goes_on_change_nothing_in_it(
    session: Session, make: Make, assembly: Assembly
) -> None:
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    make.rules(registered_on=calendar.TODAY + A_DAY, gm_quorum={"number": 100, "share": "1", "per_constituency": 0})
    assembly.votes(division, dict.fromkeys(assembly.members, FOR))

    assert assembly.declare(division).is_carried


def test_a_class_motion_asks_its_class_alone(session: Session, assembly: Assembly) -> None:
    proposal = assembly.chamber.proposal(kind=Kind.CLASS, constituency_id=assembly.chamber.home.id)
    division = assembly.call(assembly.chamber.moved(proposal))

    assert assembly.roll(division) == set(assembly.members[:4])
    assert division.members == 4


@pytest.mark.invariant("INV-31")
def test_a_class_of_two_brings_no_weight_to_bear(session: Session, assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(class_weights={"workforce": "1/2", "service_user": "1/2"})
    motion = assembly.chamber.moved()
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members[:4], FOR) | dict.fromkeys(assembly.members[4:], AGAINST))

    outcome = assembly.declare(division)

    assert outcome.is_carried
    assert "Service users: the weight of 1/2 sleeps and drops out" in outcome.working


# --- ways that are refused --------------------------------------------------------------------------------------------


def test_a_ballot_of_members_that_rules_do_not_let_decide_is_a_consultation(
    session: Session, assembly: Assembly
) -> None:
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members, FOR))

    outcome = assembly.declare(division)

    assert not division.is_binding
    assert outcome.is_carried
    last = queries.last_step(session, motion.id)
    assert (last.to_state, last.decision_id) == (State.LAPSED, None)
    assert last.note == "A consultation. It decides nothing."


def test_a_ballot_that_rules_let_decide_needs_its_turnout(session: Session, assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(member_ballot_decides=True, member_ballot_min_turnout="1/2")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members[:2], FOR))

    outcome = assembly.declare(division)

    assert division.is_binding
    assert "It fails on the turnout: 2 took part" in outcome.working
    assert queries.state(session, motion.id) is State.LOST


@pytest.mark.parametrize(
    ("facts", "refusal", "words"),
    [
        ({"ask": Ask.SECRET}, WayNotPossible, "Outside a meeting there are no hands to count"),
        ({"ask": Ask.HANDS}, WayNotPossible, "whoever agrees in writing does so by name"),
        ({"opens_at": AT - A_SECOND}, HoursNotPossible, "Voting opens now or later, and closes after that"),
        ({"opens_at": AT + 60 * A_DAY}, HoursNotPossible, "Enter another day or hour"),
    ],
)
def test_what_cannot_be_called_is_refused_and_nothing_is_stored(
    session: Session, assembled: Callable[..., Assembly], facts: dict[str, Any], refusal: type[Refusal], words: str
) -> None:
    assembly = assembled(legal_form="cic")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.WRITTEN))

    with pytest.raises(refusal, match=words):
        assembly.call(motion, **facts)

    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA
    assert session.scalar(select(func.count()).select_from(Division)) == 0


def test_a_roll_date_to_come_and_a_second_call_are_refused(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()

    with pytest.raises(RollDateNotCome, match="Tuesday 2 June 2026, has not come"):
        assembly.call(motion, roll_date=calendar.TODAY + A_DAY)
    assembly.chamber.filed(motion)
    assembly.call(motion, amendment_n=1)
    with pytest.raises(DivisionGoesOn, match="A vote on this motion is not declared yet"):
        assembly.call(motion, amendment_n=1)


def test_an_amendment_that_is_carried_makes_the_text(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    assembly.chamber.filed(motion)
    division = assembly.call(motion, amendment_n=1)
    assembly.votes(division, dict.fromkeys(assembly.members, FOR))

    assembly.declare(division)

    assert queries.state(session, motion.id) is State.AMENDED
    assert queries.text(session, motion.id).version == 2


# --- the board --------------------------------------------------------------------------------------------------------


def board_vote(assembly: Assembly, stood_back: int = 0, **facts: object) -> tuple[Division, dict[Third, list[UUID]]]:
    """Call a decision of the board between meetings, of three thirds."""
    thirds = assembly.seat_thirds(each=2)
    declared = frozenset(thirds[Third.LOCAL_AUTHORITY][:stood_back])
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board(**facts))
    return assembly.call(motion, declared=declared), dict(thirds)


def test_a_decision_between_meetings_takes_a_majority_and_somebody_of_each_third(
    session: Session, assembly: Assembly
) -> None:
    division, thirds = board_vote(assembly, stood_back=1)
    others = [*assembly.chamber.directors, *thirds[Third.WORKFORCE]]
    assembly.votes(division, dict.fromkeys([*others, thirds[Third.SERVICE_USERS][0]], FOR))

    outcome = assembly.declare(division)

    assert (division.members, outcome.sums["eligible"]) == (9, 8)
    assert "It fails on Local authority: nobody there was for" in outcome.working
    assert queries.state(session, division.motion_id) is State.LAPSED


@pytest.mark.invariant("INV-38", "INV-33")
def test_a_third_that_stood_back_whole_is_left_out(session: Session, assembly: Assembly) -> None:
    division, thirds = board_vote(assembly, stood_back=2)
    stood_back = set(thirds[Third.LOCAL_AUTHORITY])
    others = [*assembly.chamber.directors, *thirds[Third.WORKFORCE], *thirds[Third.SERVICE_USERS]]
    assembly.votes(division, dict.fromkeys(others, FOR))

    outcome = assembly.declare(division)

    assert outcome.is_carried
    decision_id = queries.last_step(session, division.motion_id).decision_id
    recused = session.scalars(
        select(DecisionParticipant.person_id).where(
            DecisionParticipant.decision_id == decision_id, DecisionParticipant.is_recused
        )
    )
    assert set(recused) == stood_back


def test_without_the_exception_a_third_that_stood_back_whole_leaves_no_quorum(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(recusal_exception=False)
    division, thirds = board_vote(assembly, stood_back=2)
    others = [*assembly.chamber.directors, *thirds[Third.WORKFORCE], *thirds[Third.SERVICE_USERS]]
    assembly.votes(division, dict.fromkeys(others, FOR))

    outcome = assembly.declare(division)

    assert not outcome.is_quorate
    assert "Local authority: 0 took part; needed 1." in outcome.working
    assert queries.state(session, division.motion_id) is State.FELL_INQUORATE


def test_where_the_rules_ask_for_all_one_against_is_enough(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_written_mode="unanimous")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board())
    division = assembly.call(motion)
    one, two, three = assembly.chamber.directors
    assembly.votes(division, {one: FOR, two: FOR, three: AGAINST})

    assert division.majority == "board-written-unanimous"
    assert not assembly.declare(division).is_carried


def test_thirds_of_equal_weight_decide_at_a_meeting_where_the_rules_say_so(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_parity="P3")
    division, thirds = _meeting(assembly)
    workforce = [*assembly.chamber.directors, *thirds[Third.WORKFORCE]]
    assembly.votes(division, dict.fromkeys(workforce, AGAINST))
    assembly.votes(division, dict.fromkeys([*thirds[Third.SERVICE_USERS], *thirds[Third.LOCAL_AUTHORITY]], FOR))

    outcome = assembly.declare(division)

    assert outcome.is_carried
    assert (outcome.sums["in_favour"], outcome.sums["against"]) == (4, 5)


def _meeting(assembly: Assembly) -> tuple[Division, dict[Third, list[UUID]]]:
    thirds = assembly.seat_thirds(each=2)
    motion = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))
    return assembly.call(motion), dict(thirds)


def test_a_casting_vote_decides_only_where_the_rules_give_one(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    division, thirds = _meeting(assembly)
    half = [*thirds[Third.SERVICE_USERS], *thirds[Third.WORKFORCE]]
    assembly.votes(division, dict.fromkeys(half, FOR))
    others = [*thirds[Third.LOCAL_AUTHORITY], *assembly.chamber.directors[:2]]
    assembly.votes(division, dict.fromkeys(others, AGAINST))

    outcome = assembly.declare(division, casting=Casting.FOR)

    assert outcome.is_carried
    assert "The chair’s casting vote was for." in outcome.working
