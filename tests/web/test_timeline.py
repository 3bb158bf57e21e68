"""An election's page as a line of moments, from its plan to its end."""

from datetime import date

import pytest

from govern.core.words import Sentence, say
from govern.elections.models import ElectionStep
from govern.elections.rules import State
from govern.web.timeline import Moment, timeline
from govern.web.whereabouts import reckoned
from tests.calendar import ROLL_DATE, TODAY
from tests.web.test_next_steps import where

S = State
OFFICER = say("the returning officer")
BEFORE = (S.PLANNED, S.NOTICE_PUBLISHED, S.NOMINATIONS_OPEN, S.NOMINATIONS_CLOSED, S.CANDIDATES_PUBLISHED)
CLOSED = (*BEFORE, S.WITHDRAWALS_CLOSED)


def taken(*states: State) -> list[tuple[ElectionStep, Sentence]]:
    """Return steps on record, all of one day."""
    return [(ElectionStep(to_state=state, dated_on=TODAY, note=""), OFFICER) for state in states]


def told(moments: list[Moment]) -> list[str]:
    """Return the names of moments, those reached with a cross, the present one with an arrow."""
    return [("> " if one.is_now else "x " if one.is_reached else "") + str(one.name) for one in moments]


def test_an_election_with_a_contest_leads_through_a_poll_to_its_end() -> None:
    moments = timeline(where(S.WITHDRAWALS_CLOSED), taken(*CLOSED), frozen_on=None)

    assert told(moments) == [
        "x planned",
        "x notice published",
        "x nominations open",
        "x nominations closed",
        "x candidates published",
        "> withdrawals closed",
        "roll frozen",
        "poll armed",
        "poll open",
        "poll closed",
        "box sealed",
        "counting",
        "declared",
        "open to challenge",
        "final",
    ]
    waits = {str(one.name): str(one.waits) for one in moments if one.waits}
    assert waits["roll frozen"] == "from Monday 24 August 2026, the roll date"
    assert waits["poll open"] == "by itself at 9am on Thursday 27 August 2026"
    assert waits["final"] == "when the days of challenge are over"


def test_an_election_without_a_contest_leads_to_no_poll() -> None:
    moments = timeline(where(S.WITHDRAWALS_CLOSED, standing=1), taken(*CLOSED), frozen_on=None)

    assert told(moments)[-4:] == ["> withdrawals closed", "declared without a poll", "open to challenge", "final"]


def test_a_frozen_roll_stands_before_the_poll_and_is_the_present_until_it_is_armed() -> None:
    frozen = timeline(where(S.WITHDRAWALS_CLOSED, is_frozen=True), taken(*CLOSED), frozen_on=ROLL_DATE)
    armed = timeline(where(S.ARMED, is_frozen=True), taken(*CLOSED, S.ARMED), frozen_on=ROLL_DATE)

    assert told(frozen)[5:8] == ["x withdrawals closed", "> roll frozen", "poll armed"]
    assert told(armed)[5:9] == ["x withdrawals closed", "x roll frozen", "> poll armed", "poll open"]


def test_what_the_clock_has_reached_is_the_present_before_anybody_puts_it_on_record() -> None:
    moments = timeline(where(S.POLL_CLOSED, is_frozen=True), taken(*CLOSED, S.ARMED), frozen_on=ROLL_DATE)

    assert told(moments)[7:11] == ["x poll armed", "x poll open", "> poll closed", "box sealed"]
    assert not any(one.waits for one in moments if one.is_reached)


def test_a_discrepancy_stands_between_the_close_and_the_seal() -> None:
    steps = taken(*CLOSED, S.ARMED, S.POLL_OPEN, S.POLL_CLOSED, S.DISCREPANCY)

    names = told(timeline(where(S.DISCREPANCY, is_frozen=True), steps, frozen_on=ROLL_DATE))

    assert names[9:12] == ["x poll closed", "> box and marks differ", "box sealed"]


@pytest.mark.parametrize("end", [S.VOIDED, S.DISPOSED])
def test_nothing_lies_ahead_of_an_election_that_has_ended(end: State) -> None:
    moments = timeline(where(end), taken(S.PLANNED, S.NOTICE_PUBLISHED, S.VOIDED, end), frozen_on=None)

    assert all(one.on for one in moments)
    assert moments[-1].is_now


def test_a_moment_says_its_day_and_who_took_it() -> None:
    moments = timeline(where(S.PLANNED), taken(S.PLANNED), frozen_on=None)

    assert (moments[0].on, moments[0].by) == (date(2026, 6, 1), OFFICER)


def test_what_became_of_every_elector_adds_up_to_the_roll() -> None:
    lines = reckoned(150, {"online": 80, "paper": 9, "struck": 1})

    assert [(str(words), figure) for words, figure in lines] == [
        ("voted online", 80),
        ("voted on paper", 9),
        ("taken off the roll before voting", 1),
        ("did not vote", 60),
    ]
    assert sum(figure for _, figure in lines) == 150
