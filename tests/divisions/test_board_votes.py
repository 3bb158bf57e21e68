"""The board decides between meetings and at them: each third, who stood back, the quorum, the casting vote."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts.models import OfficeHolding
from govern.constitution import queries as constitution
from govern.constitution.models import DecisionParticipant
from govern.constitution.rules import Third
from govern.core.actors import Role
from govern.deciding.rules import Casting
from govern.divisions import chairing
from govern.divisions.models import CastingVote
from govern.divisions.refusals import NoCastingVote, NotInTheChair
from govern.interests.standing_back_refusals import OfficerStandsBack
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import State, Way
from tests.calendar import A_DAY
from tests.make import Make
from tests.makers.assembly import AGAINST, CLOSES_AT, DIRECTORS_ANSWER, FOR, Assembly


def board_vote(
    assembly: Assembly, stood_back: int = 0, *, until: datetime = CLOSES_AT + DIRECTORS_ANSWER, **facts: object
) -> tuple[Division, dict[Third, list[UUID]]]:
    """Call a decision of the board between meetings, of three thirds."""
    thirds = assembly.seat_thirds(each=2)
    interested = thirds[Third.LOCAL_AUTHORITY][:stood_back]
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board(**facts))
    return assembly.call(motion, interested=interested, closes_at=until), dict(thirds)


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


def test_the_decision_names_each_director_who_was_asked_and_did_not_answer(
    session: Session, assembly: Assembly
) -> None:
    division, thirds = board_vote(assembly, stood_back=1)
    answers = [*assembly.chamber.directors, *thirds[Third.WORKFORCE], thirds[Third.LOCAL_AUTHORITY][1]]
    silent = thirds[Third.SERVICE_USERS]
    assembly.votes(division, dict.fromkeys([*answers, silent[0]], FOR))

    assembly.declare(division)

    decision_id = queries.last_step(session, division.motion_id).decision_id
    assert decision_id is not None
    absent = [one for one in constitution.participants(session, decision_id) if not one.took_part]
    assert {one.person_id: one.is_recused for one in absent} == {
        silent[1]: False,
        thirds[Third.LOCAL_AUTHORITY][0]: True,
    }


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

    outcome = assembly.declare(division)

    assert division.majority == "board-written-unanimous"
    assert not outcome.is_carried
    assert "Quorum: 3 could vote; needed 2." in outcome.sums["quorum"]


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
    division, chair = _equally_divided(assembly)

    outcome = assembly.declare(division, by=chair, casting=Casting.FOR)

    assert outcome.is_carried
    assert "The chair’s casting vote was for." in outcome.working
    assert session.get_one(CastingVote, division.id).person_id == chair


@pytest.mark.invariant("INV-16")
def test_nobody_who_was_made_chair_after_the_tie_has_its_casting_vote(
    session: Session, make: Make, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    division, chair = _equally_divided(assembly)
    made_since = assembly.chamber.directors[0]
    make.office(Role.CHAIR, person_id=made_since)

    with pytest.raises(NoCastingVote, match="Somebody else was in the chair of this vote"):
        assembly.declare(division, by=made_since, casting=Casting.FOR)

    assert chairing.chair_of(session, division.id) == chair
    assert session.get(DivisionOutcome, division.id) is None
    assert session.get(CastingVote, division.id) is None


@pytest.mark.parametrize(
    ("until", "says"),
    [
        pytest.param(CLOSES_AT.date() + A_DAY, None, id="the day after the close"),
        pytest.param(CLOSES_AT.date(), "You did not hold the office of chair when this vote closed", id="its day"),
    ],
)
def test_whoever_is_no_chair_any_more_at_the_close_has_no_casting_vote(
    session: Session, assembled: Callable[..., Assembly], until: date, says: str | None
) -> None:
    assembly = assembled(board_casting_vote=True)
    division, chair = _equally_divided(assembly)
    held = session.scalars(select(OfficeHolding).where(OfficeHolding.person_id == chair)).one()
    held.until_on, held.ended_by = until, assembly.chamber.secretary.person_id
    session.flush()

    if says is None:
        assert assembly.declare(division, by=chair, casting=Casting.FOR).is_carried
        return
    with pytest.raises(NoCastingVote, match=says):
        assembly.declare(division, by=chair, casting=Casting.FOR)
    assert session.get(DivisionOutcome, division.id) is None


def test_where_nobody_was_named_in_the_chair_there_is_no_casting_vote(
    session: Session, make: Make, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    division, chair = _equally_divided(assembly, in_office=False)
    make.office(Role.CHAIR, person_id=chair)

    with pytest.raises(NoCastingVote, match="Nobody was named in the chair when this vote was called"):
        assembly.declare(division, by=chair, casting=Casting.FOR)

    assert session.get(DivisionOutcome, division.id) is None


def test_nobody_is_in_the_chair_of_a_vote_who_does_not_hold_the_office(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    motion = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))

    with pytest.raises(NotInTheChair, match="They do not hold the office of chair today"):
        assembly.call(motion, chair_id=assembly.chamber.directors[0])


@pytest.mark.invariant("INV-14", "INV-38")
def test_a_chair_who_is_no_director_has_no_casting_vote_either(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    outsider = assembly.chamber.chair.person_id
    assert outsider is not None
    division, _chair = _equally_divided(assembly, outsider=outsider)

    with pytest.raises(NoCastingVote, match="You have no vote in this, so you have no casting vote either"):
        assembly.declare(division, by=outsider, casting=Casting.FOR)

    assert session.get(DivisionOutcome, division.id) is None
    assert not assembly.declare(division, by=outsider).is_carried


@pytest.mark.invariant("INV-38")
def test_a_chair_who_stood_back_while_people_voted_leaves_the_chair_to_another(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(board_casting_vote=True)
    division, chair = _equally_divided(assembly, chair_stands_back=True)

    with pytest.raises(OfficerStandsBack, match="or you have an interest in it"):
        assembly.declare(division, by=chair)

    assert session.get(DivisionOutcome, division.id) is None
    assert not assembly.declare(division).is_carried


def _equally_divided(
    assembly: Assembly, *, chair_stands_back: bool = False, in_office: bool = True, outsider: UUID | None = None
) -> tuple[Division, UUID]:
    """Let four directors be for and four against, in a vote in which the ninth, who is in the chair, says nothing.

    :param outsider: who is in the chair instead.
    """
    thirds = assembly.seat_thirds(each=2)
    motion = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING))
    *others, chair = assembly.chamber.directors
    if in_office:
        assembly.make.office(Role.CHAIR, person_id=outsider or chair)
    division = assembly.call(motion, interested=[chair] if chair_stands_back else [])
    half = [*thirds[Third.SERVICE_USERS], *thirds[Third.WORKFORCE]]
    assembly.votes(division, dict.fromkeys(half, FOR))
    assembly.votes(division, dict.fromkeys([*thirds[Third.LOCAL_AUTHORITY], *others], AGAINST))
    return division, chair
