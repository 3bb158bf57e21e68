"""Who is asked to vote, who has no vote on what, and in which ways nobody can be asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.agenda import service, waiting, withdrawing
from govern.amendments import amending
from govern.amendments.amending import Settled
from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import CLOCKWORK, Deed
from govern.core.errors import Refusal
from govern.divisions import declaring
from govern.divisions.refusals import (
    AlreadyDeclared,
    HoursNotPossible,
    NotEndedEarly,
    RollDateNotCome,
    VotingGoesOn,
    VotingIsOver,
    WayNotPossible,
)
from govern.divisions.seat_refusals import HasNoVote
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.matters import Section
from govern.motions.refusals import DivisionGoesOn
from govern.motions.rules import Ask, Bar, Concern, Kind, State, Way
from govern.register.connection_rules import ConnectionKind
from govern.statutory import courses
from govern.statutory import service as statutory
from govern.statutory.callings import Notice
from tests import calendar
from tests.calendar import A_DAY, A_SECOND, AT
from tests.make import Make
from tests.makers.assembly import AGAINST, DURING, FOR, Assembly


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


def test_a_written_resolution_is_ended_by_the_clock_once_it_is_carried_and_by_nobody_before(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(legal_form="cic")
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.WRITTEN))
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members[:3], FOR))
    deed, clock = assembly.chamber.deed(at=DURING + A_SECOND), Deed(actor=CLOCKWORK, at=DURING + A_SECOND)

    with pytest.raises(NotEndedEarly):
        declaring.end_agreed(session, division.id, clock)
    with pytest.raises(VotingGoesOn, match="Voting goes on until"):
        assembly.declare(division, at=DURING)
    assert waiting.agreed(session, at=DURING) == []
    assembly.vote(division, assembly.members[3])
    with pytest.raises(NotEndedEarly, match="Outside a meeting, voting is ended before its hour only when everybody"):
        declaring.close(session, division.id, deed)
    assert (division.closed_at, waiting.agreed(session, at=DURING)) == (None, [division.id])
    declaring.end_agreed(session, division.id, clock)

    assert waiting.agreed(session, at=DURING + A_SECOND) == []
    with pytest.raises(VotingIsOver, match="Voting on this is over"):
        declaring.close(session, division.id, deed)
    assert assembly.declare(division, at=DURING + A_SECOND).is_carried
    with pytest.raises(AlreadyDeclared):
        declaring.end_agreed(session, division.id, clock)
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
    proposal = assembly.chamber.proposal(
        kind=Kind.SPECIAL, matter=ReservedMatter.CONVERSION, majority="ccbsa-113-first"
    )
    motion = assembly.chamber.moved(proposal, section=Section.CONVERSION)
    course = courses.of_motion(session, motion.id)
    assert course is not None
    held_on, held_at = calendar.TODAY + 22 * A_DAY, AT + 22 * A_DAY
    called = Notice(meeting_on=held_on, place="Here.", delivered_on=calendar.TODAY, told="By post.")
    statutory.give_notice(session, course.id, 1, called, assembly.chamber.deed())
    first = assembly.call(motion, at=held_at)
    assembly.votes(first, dict.fromkeys(assembly.members, FOR), at=held_at)
    assembly.declare(first)
    late = make.membership(constituency_id=assembly.chamber.home.id, valid_from=held_on + A_DAY)
    declared_on = held_on + 7 * A_DAY
    notice = replace(called, meeting_on=declared_on + 22 * A_DAY, delivered_on=declared_on)
    statutory.give_notice(session, course.id, 2, notice, assembly.chamber.deed(at=held_at + 7 * A_DAY))

    second = assembly.call(motion, at=held_at + 29 * A_DAY, is_confirming=True)

    assert queries.state(session, motion.id) is State.FIRST_CARRIED
    assert (late.person_id in assembly.roll(second)) is not moratorium
    assert len(assembly.roll(second)) == electors
    assert (first.majority, second.majority) == ("ccbsa-113-first", "ccbsa-113-second")


@pytest.mark.invariant("INV-26", "INV-27")
def test_a_new_class_has_no_vote_on_its_own_creation(session: Session, make: Make, assembly: Assembly) -> None:
    new = make.constituency()
    today = make.membership(constituency_id=new.id, valid_from=calendar.TODAY).person_id
    later = make.membership(constituency_id=assembly.chamber.home.id, valid_from=calendar.TODAY + A_DAY).person_id
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE, matter=ReservedMatter.FRANCHISE))

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
        ({"opens_at": AT - A_SECOND}, HoursNotPossible, "Voting opens now or later, and closes ten minutes after"),
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


def test_a_roll_date_to_come_and_another_vote_beside_one_that_goes_on_are_refused(
    session: Session, assembly: Assembly
) -> None:
    motion = assembly.chamber.moved()

    with pytest.raises(RollDateNotCome, match="Tuesday 2 June 2026, has not come"):
        assembly.call(motion, roll_date=calendar.TODAY + A_DAY)
    assembly.chamber.filed(motion)
    assembly.call(motion, amendment_n=1)
    with pytest.raises(DivisionGoesOn, match="A vote on this motion is not declared yet"):
        assembly.call(motion, amendment_n=1)


@pytest.mark.parametrize("is_over", [False, True], ids=["while they vote", "once voting is over"])
def test_while_a_wording_is_voted_on_nobody_moves_it_or_its_motion(
    session: Session, assembly: Assembly, is_over: bool
) -> None:
    chamber = assembly.chamber
    motion = chamber.moved()
    chamber.filed(motion)
    division = assembly.call(motion, amendment_n=1)
    at = division.closes_at if is_over else chamber.deed().at
    own = replace(chamber.own(chamber.members[0]), at=at)
    chairs = replace(chamber.deed(chamber.chair, note="So."), at=at)
    filers = replace(chamber.own(chamber.members[2], note="So."), at=at)
    deeds: list[Callable[[], object]] = [
        lambda: amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, own),
        lambda: amending.settle_amendment(session, motion.id, 1, Settled.WITHDRAWN, filers),
        lambda: amending.settle_amendment(session, motion.id, 1, Settled.FELL, chairs),
        lambda: service.refer(session, motion.id, chairs),
        lambda: withdrawing.withdraw(session, motion.id, chairs),
        lambda: amending.file_amendment(session, motion.id, chamber.change(text="Another."), filers),
    ]

    for deed in deeds:
        with pytest.raises(DivisionGoesOn):
            deed()

    assert queries.state(session, motion.id) is State.MOVED
    assert queries.text(session, motion.id).version == 1
    assert [one.n for one in amending.waiting(session, motion.id)] == [1]


def test_an_amendment_that_is_carried_makes_the_text(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()
    assembly.chamber.filed(motion)
    division = assembly.call(motion, amendment_n=1)
    assembly.votes(division, dict.fromkeys(assembly.members, FOR))

    assembly.declare(division)

    assert queries.state(session, motion.id) is State.AMENDED
    assert queries.text(session, motion.id).version == 2
