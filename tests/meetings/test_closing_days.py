"""On which day a vote is proposed to end."""

from datetime import timedelta
from typing import Any

import pytest

from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.presets import CALDER
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.meetings.closing_days import ensure_possible, is_special, proposed
from govern.meetings.refusals import ClosesOnDirectors, ClosesTooEarly, ClosesTooLate, EndsWithItsMeeting
from govern.motions.choosing import Asked
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
    ClosesOnDirectors: {
        False: "The rules give every director 2 clear days to answer what is decided between meetings. Enter Thursday 4"
        " June 2026 or a later day, or let a meeting of the board decide."
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
        (BY_THE_BOARD, 7, "clear days to answer, so it is Thursday 4 June 2026 or later, and Sunday 28 June 2026"),
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
        pytest.param(BY_THE_BOARD, 0, ClosesOnDirectors, id="the board, today"),
        pytest.param(BY_THE_BOARD, 2, ClosesOnDirectors, id="the board, a day too early"),
        pytest.param(BY_THE_BOARD, 3, None, id="the board, after two clear days"),
        pytest.param(
            BY_THE_BOARD | {"is_amendment": True}, 2, ClosesOnDirectors, id="the board on a wording, too early"
        ),
        pytest.param(BY_THE_BOARD | {"way": Way.MEETING}, 0, None, id="the board at a meeting, on its day"),
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


@pytest.mark.parametrize(
    ("differs", "proposed_in", "least"),
    [
        ({"board_answer_clear_days": 1}, 7, 2),
        ({"board_answer_clear_days": 10}, 11, 11),
        ({"board_answer_clear_days": 10, "written_resolution_days": 5}, 4, 4),
    ],
    ids=["fewer days than a week", "more", "more than are left before it lapses"],
)
def test_directors_have_the_days_that_the_rules_give_and_never_more_than_before_it_lapses(
    differs: dict[str, Any], proposed_in: int, least: int
) -> None:
    book = RuleBook.from_parameters(CALDER.parameters() | differs, legal_form=LegalForm.CBS)
    by_the_board = asked(**BY_THE_BOARD)

    found = proposed(by_the_board, book, today=TODAY).last_on

    assert found == TODAY + timedelta(days=proposed_in)
    for days in (least, least - 1):
        if days >= least:
            ensure_possible(by_the_board, book, today=TODAY, opens_on=TODAY, last_on=TODAY + timedelta(days=days))
            continue
        with pytest.raises(ClosesOnDirectors):
            ensure_possible(by_the_board, book, today=TODAY, opens_on=TODAY, last_on=TODAY + timedelta(days=days))
