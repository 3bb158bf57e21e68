"""A vote at a meeting stays open for as long as its call told, so that who is not in the room can take part."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from govern.divisions import declaring
from govern.divisions import service as divisions
from govern.divisions.refusals import EndedTooSoon, HoursNotPossible, VotingGoesOn
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from tests.calendar import A_SECOND, AT
from tests.makers.assembly import FOR, ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

TEN_MINUTES = timedelta(minutes=10)
TOLD = "the call said that this vote stays open until"


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are."""
    return assembled(gm_quorum=ONE_IS_ENOUGH)


def end(assembly: Assembly, division: Division, at: datetime) -> Division:
    """Let the chair end a vote."""
    return declaring.close(assembly.session, division.id, assembly.chamber.deed(assembly.chamber.chair, at))


@pytest.mark.parametrize("ask", [Ask.RECORDED, Ask.HANDS])
def test_the_chair_ends_a_vote_from_the_minute_that_the_call_told(assembly: Assembly, ask: Ask) -> None:
    division = assembly.call(assembly.chamber.moved(), ask)
    assembly.vote(division, assembly.members[0], at=AT)

    for too_soon in (AT, AT + TEN_MINUTES - A_SECOND):
        with pytest.raises(EndedTooSoon, match=TOLD):
            end(assembly, division, too_soon)
    assert division.closed_at is None
    end(assembly, division, AT + TEN_MINUTES)

    assert division.closed_at == AT + TEN_MINUTES


@pytest.mark.parametrize(("minutes", "told"), [(9, 10), (10, 10), (11, 11)])
def test_no_call_tells_less_than_ten_minutes(assembly: Assembly, minutes: int, told: int) -> None:
    division = assembly.call(assembly.chamber.moved(), least_minutes=minutes)

    assert division.may_end_at == AT + timedelta(minutes=told)


def test_a_vote_ends_at_once_when_everybody_has_voted_or_left_it(assembly: Assembly) -> None:
    *those, last = assembly.members
    division = assembly.call(assembly.chamber.moved())
    assembly.votes(division, dict.fromkeys(those, FOR), at=AT)
    with pytest.raises(EndedTooSoon):
        end(assembly, division, AT + A_SECOND)
    assembly.vote(division, last, at=AT + A_SECOND)

    end(assembly, division, AT + 2 * A_SECOND)

    assert assembly.declare(division, at=AT + 3 * A_SECOND).is_carried


@pytest.mark.parametrize(("length", "is_possible"), [(TEN_MINUTES - A_SECOND, False), (TEN_MINUTES, True)])
def test_no_vote_at_a_meeting_is_called_for_less(
    session: Session, assembly: Assembly, length: timedelta, *, is_possible: bool
) -> None:
    motion = assembly.chamber.moved()

    if is_possible:
        assert assembly.call(motion, closes_at=AT + length)
        return
    with pytest.raises(HoursNotPossible, match="closes ten minutes after that or later"):
        assembly.call(motion, closes_at=AT + length)
    assert divisions.of_motion(session, motion.id) == []


def test_outside_a_meeting_and_in_secret_only_the_hour_ends_a_vote(assembly: Assembly) -> None:
    board = assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.WRITTEN))
    secret = assembly.chamber.moved()

    told = [assembly.call(board).may_end_at, assembly.call(secret, Ask.SECRET).may_end_at]

    assert told == [None, None]


def test_the_database_keeps_a_vote_open_for_as_long_as_its_call_told(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved())
    assembly.vote(division, assembly.members[0], at=AT)
    ending = f"UPDATE division SET closed_at = :at WHERE id = '{division.id.hex}'"
    guard = "vote_stays_open_as_long_as_told"
    moved = "UPDATE division SET may_end_at = opens_at, closed_at = opens_at"

    ensure_refused(session, guard, ending, {"at": _spelled(session, AT + TEN_MINUTES - A_SECOND)})
    ensure_refused(session, guard, moved)
    end(assembly, division, AT + TEN_MINUTES)

    assert division.closed_at == AT + TEN_MINUTES


def _spelled(session: Session, at: datetime) -> str:
    """Return an instant as the engine keeps it."""
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    return f"{at:%Y-%m-%d %H:%M:%S.%f}{zone}"


@pytest.mark.parametrize(("length", "is_possible"), [(TEN_MINUTES - A_SECOND, False), (TEN_MINUTES, True)])
def test_a_secret_vote_at_a_meeting_closes_at_its_hour_ten_minutes_off_or_later_and_nobody_closes_it_before(
    session: Session, assembly: Assembly, length: timedelta, *, is_possible: bool
) -> None:
    motion = assembly.chamber.moved()
    if not is_possible:
        with pytest.raises(HoursNotPossible, match="closes ten minutes after that or later"):
            assembly.call(motion, Ask.SECRET, closes_at=AT + length)
        assert divisions.of_motion(session, motion.id) == []
        return

    division = assembly.call(motion, Ask.SECRET, closes_at=AT + length)

    with pytest.raises(VotingGoesOn):
        end(assembly, division, AT + length - A_SECOND)
    early = {"at": _spelled(session, AT + length - A_SECOND)}
    ensure_refused(session, "vote_stays_open_as_long_as_told", "UPDATE division SET closed_at = :at", early)
    ensure_refused(session, "called_division_stays", "UPDATE division SET closes_at = :at", early)
    ensure_refused(session, "poll_closes_later_only", "UPDATE poll SET closes_at = :at", early)
    sealing = "UPDATE poll SET sealed_at = :at, sealed_ballots = 0, sealed_marks = 0"
    ensure_refused(session, "ck_poll_sealed_after_the_close", sealing, early)
    over = [division.is_over(at=AT + length - A_SECOND), division.is_over(at=AT + length)]
    assert over == [False, True]
