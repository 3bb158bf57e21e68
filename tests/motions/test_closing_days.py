"""On which day a vote is proposed to end."""

from datetime import timedelta
from typing import Any

import pytest

from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.presets import CALDER
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.motions.choosing import Asked
from govern.motions.closing_days import ensure_possible, is_special, proposed
from govern.motions.notice_refusals import ClosesTooEarly, ClosesTooLate, EndsWithItsMeeting
from govern.motions.rules import Deciders, Kind, Way
from tests.calendar import TODAY

BOOK = RuleBook.from_parameters(
    CALDER.parameters() | {"gm_notice_clear_days_ordinary": 14, "gm_notice_clear_days_special": 21},
    legal_form=LegalForm.CBS,
)


BY_THE_BOARD = {"deciders": Deciders.BOARD, "kind": Kind.BOARD, "way": Way.WRITTEN}
SAID = {
    ClosesTooEarly: {
        False: "The rules give 14 clear days’ notice of such business, and whoever is asked without a meeting has as"
        " long. Enter Tuesday 16 June 2026 or a later day.",
        True: "The rules give 21 clear days’ notice of such business, and whoever is asked without a meeting has as"
        " long. Enter Tuesday 23 June 2026 or a later day.",
    },
    ClosesTooLate: {
        False: "What is put in writing lapses after 28 days, of which today is the first. Enter Sunday 28 June 2026"
        " or an earlier day."
    },
    EndsWithItsMeeting: {
        False: "A vote at a meeting ends with the day of the meeting. Enter Monday 1 June 2026 as its last day."
    },
}


def asked(**facts: Any) -> Asked:
    """Return an ordinary ballot of the members, or what differs from one."""
    usual = {"kind": Kind.ORDINARY, "deciders": Deciders.MEMBERS, "way": Way.BALLOT, "legal_form": LegalForm.CBS}
    return Asked(**usual | facts)


@pytest.mark.parametrize(
    ("facts", "days", "why"),
    [
        ({}, 15, "the rules give 14 clear days’ notice"),
        ({"kind": Kind.SPECIAL}, 22, "the rules give 21 clear days’ notice"),
        ({"kind": Kind.SPECIAL, "is_amendment": True}, 15, "the rules give 14 clear days’ notice"),
        ({"kind": Kind.EXTRAORDINARY}, 22, "the rules give 21 clear days’ notice"),
        ({"kind": Kind.FRANCHISE}, 22, "the rules give 21 clear days’ notice"),
        ({"kind": Kind.CLASS, "changes_rules": True}, 22, "the rules give 21 clear days’ notice"),
        ({"matter": ReservedMatter.EXPEL_MEMBERS}, 22, "the rules give 21 clear days’ notice"),
        ({"is_readmission": True, "kind": Kind.ADMISSION}, 22, "the rules give 21 clear days’ notice"),
        (BY_THE_BOARD, 7, "By the rules it is Sunday 28 June 2026 at the latest."),
        ({"way": Way.MEETING}, 0, "ends with the day of the meeting"),
    ],
)
def test_members_who_do_not_meet_are_proposed_as_many_days_to_answer_as_notice_gives_to_come(
    facts: dict[str, Any], days: int, why: str
) -> None:
    found = proposed(asked(**facts), BOOK, today=TODAY)

    assert found.last_on == TODAY + timedelta(days=days)
    assert why in str(found.why)


@pytest.mark.parametrize(
    ("facts", "days", "refusal"),
    [
        pytest.param({}, 14, ClosesTooEarly, id="a ballot, a day too early"),
        pytest.param({}, 15, None, id="a ballot, as early as it can be"),
        pytest.param({}, 365, None, id="a ballot, much later"),
        pytest.param({"kind": Kind.SPECIAL}, 21, ClosesTooEarly, id="a ballot on special business, a day too early"),
        pytest.param({"kind": Kind.SPECIAL}, 22, None, id="a ballot on special business, as early as it can be"),
        pytest.param(BY_THE_BOARD, 0, None, id="the board, today"),
        pytest.param(BY_THE_BOARD, 27, None, id="the board, on the last day"),
        pytest.param(BY_THE_BOARD, 28, ClosesTooLate, id="the board, a day too late"),
        pytest.param({"way": Way.MEETING}, 0, None, id="a meeting, on its day"),
        pytest.param({"way": Way.MEETING}, 1, EndsWithItsMeeting, id="a meeting, a day too late"),
        pytest.param({"way": Way.WRITTEN}, 1, None, id="members in writing, whose day the rules fix"),
    ],
)
def test_a_vote_ends_on_a_day_that_the_rules_leave(
    facts: dict[str, Any], days: int, refusal: type[Refusal] | None
) -> None:
    def hold() -> None:
        ensure_possible(asked(**facts), BOOK, today=TODAY, opens_on=TODAY, last_on=TODAY + timedelta(days=days))

    if refusal is None:
        hold()
        return
    with pytest.raises(refusal) as refused:
        hold()
    assert str(refused.value.sentence()) == SAID[refusal][is_special(asked(**facts), BOOK)]
