"""On which day a vote is proposed to end."""

from datetime import timedelta
from typing import Any

import pytest

from govern.constitution.presets import CALDER
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.motions.choosing import Asked
from govern.motions.closing_days import proposed
from govern.motions.rules import Deciders, Kind, Way
from tests.calendar import TODAY

BOOK = RuleBook.from_parameters(
    CALDER.parameters() | {"gm_notice_clear_days_ordinary": 14, "gm_notice_clear_days_special": 21},
    legal_form=LegalForm.CBS,
)


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
        ({"deciders": Deciders.BOARD, "kind": Kind.BOARD, "way": Way.WRITTEN}, 7, "No rule fixes this day."),
        ({"way": Way.MEETING}, 0, "ends with the day of the meeting"),
    ],
)
def test_members_who_do_not_meet_are_proposed_as_many_days_to_answer_as_notice_gives_to_come(
    facts: dict[str, Any], days: int, why: str
) -> None:
    found = proposed(asked(**facts), BOOK, today=TODAY)

    assert found.last_on == TODAY + timedelta(days=days)
    assert why in str(found.why)
