"""What an election's page offers in each state: one main thing, then the others, and what it waits for."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from govern.elections.models import Election
from govern.elections.rules import State
from govern.web.next_steps import NOT_VOIDABLE, VOID, Whereabouts, next_steps, waiting_for
from tests.calendar import A_SECOND, AT, CLOSES_AT, OPENS_AT, ROLL_DATE

S = State
NOMINATIONS_CLOSE_AT = AT


def election(*, is_frozen: bool = False) -> Election:
    """Return an election for one seat that no database knows."""
    return Election(
        seats=1,
        nominations_close_at=NOMINATIONS_CLOSE_AT,
        roll_date=ROLL_DATE,
        opens_at=OPENS_AT,
        closes_at=CLOSES_AT,
        poll_id=uuid4() if is_frozen else None,
    )


def where(state: State, *, is_frozen: bool = False, standing: int = 3, **facts: Any) -> Whereabouts:
    """Return where an election is, with three candidates unless told otherwise."""
    return Whereabouts(election=election(is_frozen=is_frozen), state=state, standing=standing, **facts)


@pytest.mark.parametrize(
    ("place", "main"),
    [
        (where(S.PLANNED), "Publish the notice of election"),
        (where(S.NOTICE_PUBLISHED), "Open nominations"),
        (where(S.NOMINATIONS_CLOSED), "Publish the candidates"),
        (where(S.CANDIDATES_PUBLISHED), "Close withdrawals"),
        (where(S.WITHDRAWALS_CLOSED), "Freeze the roll"),
        (where(S.WITHDRAWALS_CLOSED, standing=1), "Declare the candidates elected"),
        (where(S.WITHDRAWALS_CLOSED, is_frozen=True, unlinked=5), "Make the voting links"),
        (where(S.WITHDRAWALS_CLOSED, is_frozen=True), "Check and arm the poll"),
        (where(S.ARMED, is_frozen=True), None),
        (where(S.ARMED, is_frozen=True, unlinked=1), "Make the voting links"),
        (where(S.POLL_OPEN, is_frozen=True), None),
        (where(S.POLL_CLOSED, is_frozen=True), "Seal the box"),
        (where(S.DISCREPANCY, is_frozen=True), "Enter the decision on the difference"),
        (where(S.SEALED, is_frozen=True), "Open the box and count"),
        (where(S.SEALED, is_frozen=True, undecided=1), "Doubts and tendered ballots"),
        (where(S.COUNTING, is_frozen=True), "Declare the result"),
        (where(S.DECLARED, is_frozen=True), "Open the days of challenge"),
        (where(S.UNCONTESTED_DECLARED, standing=1), "Open the days of challenge"),
        (where(S.CHALLENGE_WINDOW), "Make the result final"),
        (where(S.CHALLENGE_WINDOW, questioned_until=AT), "Make the result final"),
        (where(S.CHALLENGE_WINDOW, questioned_until=AT + A_SECOND), None),
        (where(S.FINAL), "Record that the papers are destroyed"),
        (where(S.VOIDED), "Order it to be run again"),
        (where(S.RERUN), "Record that the papers are destroyed"),
        (where(S.DISPOSED), None),
    ],
    ids=lambda value: f"{value.state}, {value.standing} stand" if isinstance(value, Whereabouts) else str(value),
)
def test_each_state_has_one_main_thing_to_do(place: Whereabouts, main: str | None) -> None:
    offered = next_steps(place, at=AT)

    assert (str(offered.main.words) if offered.main else None) == main


@pytest.mark.parametrize(
    ("at", "main"),
    [
        (NOMINATIONS_CLOSE_AT - A_SECOND, "Enter a nomination"),
        (NOMINATIONS_CLOSE_AT, "Close nominations"),
    ],
    ids=["a second before they close", "at the close"],
)
def test_nominations_are_entered_until_they_close(at: datetime, main: str) -> None:
    offered = next_steps(where(S.NOMINATIONS_OPEN), at=at)

    assert offered.main is not None
    assert str(offered.main.words) == main


@pytest.mark.parametrize("state", list(State))
def test_an_election_can_be_voided_until_it_is_final(state: State) -> None:
    offered = next_steps(where(state), at=AT)

    assert (VOID in offered.others) == (state not in NOT_VOIDABLE)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (where(S.PLANNED), None),
        (where(S.NOMINATIONS_OPEN), "Nominations close at 10am on Monday 1 June 2026."),
        (where(S.WITHDRAWALS_CLOSED), "The roll can be frozen from Monday 24 August 2026, the roll date."),
        (where(S.WITHDRAWALS_CLOSED, is_frozen=True), None),
        (where(S.ARMED), "Voting opens by itself at 9am on Thursday 27 August 2026."),
        (where(S.POLL_OPEN), "Voting closes by itself at 5pm on Thursday 17 September 2026."),
        (where(S.SEALED, undecided=2), "The box stays shut while tendered ballots wait for a decision: 2."),
        (where(S.DISCREPANCY), "The box stays shut until a scrutineer enters a decision that lets the count go on."),
    ],
    ids=lambda value: str(value.state) if isinstance(value, Whereabouts) else "says",
)
def test_the_page_says_what_an_election_waits_for(place: Whereabouts, sentence: str | None) -> None:
    told = waiting_for(place, at=AT)

    assert (str(told) if told else None) == sentence


@pytest.mark.parametrize(
    ("at", "waits"),
    [(AT - A_SECOND, True), (AT, False)],
    ids=["a second before the days of challenge end", "when they end"],
)
def test_a_result_is_open_to_question_only_until_the_days_of_challenge_end(at: datetime, waits: bool) -> None:
    told = waiting_for(where(S.CHALLENGE_WINDOW, questioned_until=AT), at=at)

    assert (told is not None) == waits
