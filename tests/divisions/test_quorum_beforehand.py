"""How many have to take part is told before a vote, in the figures by which it is held against them after."""

from typing import Any

import pytest

from govern.constitution.presets import CALDER
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.core.words import say
from govern.divisions import quorum

NAMES = {"workforce": say("Workforce"), "service_user": say("Service users"), "authority": say("Authority")}
ON_ROLL = {"workforce": 168, "service_user": 2, "authority": 1}


def book(**facts: Any) -> RuleBook:
    """Return the rules of the model, or what differs from them."""
    usual = {"gm_quorum": {"number": 25, "share": "1/10", "per_constituency": 3}, "constituency_quorum_k": 1}
    return RuleBook.from_parameters(CALDER.parameters() | usual | facts, legal_form=LegalForm.CBS)


@pytest.mark.parametrize(
    ("members", "is_first_call", "told"),
    [
        (390, True, ["At least 25 members take part.", "Workforce: at least 3 of them.",
                     "Service users: at least 2 of them."]),
        (240, False, ["At least 24 members take part."]),
        (1, False, ["At least 1 member takes part."]),
    ],
)  # fmt: skip
def test_a_meeting_is_told_its_number_and_some_of_each_class_at_a_first_call(
    members: int, told: list[str], *, is_first_call: bool
) -> None:
    found = quorum.asked_of_a_meeting(ON_ROLL, book(), members=members, names=NAMES, is_first_call=is_first_call)

    assert [str(one) for one in found] == told


@pytest.mark.parametrize(("is_written", "verb"), [(False, "take part"), (True, "have a vote on it")])
def test_the_board_is_told_its_number_and_a_third_that_stands_back_is_left_out(verb: str, *, is_written: bool) -> None:
    in_office = dict.fromkeys(("workforce", "service_user", "authority"), 3)

    found = quorum.asked_of_the_board(
        {"workforce": 3, "service_user": 2}, in_office, book(), seats=NAMES, is_written=is_written
    )

    assert [str(one) for one in found] == [
        f"At least 5 directors {verb}.", "Workforce: at least 1 of them.", "Service users: at least 1 of them.",
    ]  # fmt: skip
