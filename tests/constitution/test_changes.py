"""What a draft changes, whether it touches the franchise, and whom it takes something from."""

from typing import Any

import pytest

from govern.constitution.changes import TAKES, adversely_affected, changed, touches_franchise
from govern.constitution.rulebook import PARAMETERS, RuleBook, defaults_for
from govern.constitution.rules import LegalForm

NOW = defaults_for(LegalForm.CBS)
# What says nothing of who may be a member, vote or stand, where, or with what weight, quorum or threshold.
TOUCHES_NOBODY = {
    "legal_form", "admission_appeal_body", "admission_appeal_days", "admission_lapse_days", "expulsion_notice",
    "resignation_notice",
    "former_member_retention_years", "term_years", "rotation", "vacancy_method", "election_method",
    "election_timetable", "candidate_order", "uncontested_rule", "ron_enabled", "multi_channel_rule",
    "challenge_days", "ballot_retention", "publication_min_ballots", "gm_notice_clear_days_ordinary",
    "gm_notice_clear_days_special", "poll_demand_min", "statutory_majorities", "motion_needs_seconder",
    "motion_supporters_min", "objection_clear_days", "written_resolution_days", "board_answer_clear_days",
}  # fmt: skip
WORKFORCE, USERS = NOW["constituencies"]["workforce"], NOW["constituencies"]["service_user"]
HALVES = {"workforce": "1/2", "service_user": "1/2"}


def book(**differs: Any) -> RuleBook:
    """Return the usual rules of a society, but for what differs."""
    return RuleBook.from_parameters(NOW | differs, legal_form=LegalForm.CBS)


def test_every_rule_either_touches_the_franchise_or_was_found_not_to() -> None:
    touching = {name for name, one in PARAMETERS.items() if one.touches_franchise}

    assert touching | TOUCHES_NOBODY == set(PARAMETERS)
    assert not touching & TOUCHES_NOBODY
    assert set(TAKES) <= touching


def test_a_draft_says_what_it_changes_and_no_more() -> None:
    found = changed(book(), book(challenge_days=30, term_years=2))

    assert [(one.parameter.name, one.before, one.after) for one in found] == [
        ("term_years", 3, 2),
        ("challenge_days", 21, 30),
    ]


@pytest.mark.parametrize(
    ("differs", "is_touched"),
    [
        pytest.param({}, False, id="nothing"),
        pytest.param({"challenge_days": 30}, False, id="days to question a result"),
        pytest.param({"min_voting_age": 18, "challenge_days": 30}, True, id="who may vote"),
        pytest.param({"assentors_required": 5}, True, id="who may stand"),
        pytest.param({"board_casting_vote": True}, True, id="with what weight"),
    ],
)
def test_a_draft_touches_the_franchise_if_one_of_its_changes_does(differs: dict[str, Any], *, is_touched: bool) -> None:
    assert touches_franchise(book(), book(**differs)) is is_touched


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize(
    ("before", "after", "affected"),
    [
        pytest.param({}, {"challenge_days": 30}, [], id="nothing of the franchise"),
        pytest.param({}, {"min_voting_age": 18}, [], id="all members alike"),
        pytest.param(
            {}, {"constituencies": {"workforce": WORKFORCE | {"min_hours": 16}, "service_user": USERS}},
            ["workforce"], id="who belongs to one",
        ),
        pytest.param(
            {}, {"constituencies": {"workforce": WORKFORCE}}, ["service_user"], id="one ceases",
        ),
        pytest.param(
            {},
            {"constituencies": {"workforce": WORKFORCE, "service_user": USERS, "investor": USERS | {"precedence": 3}}},
            ["workforce", "service_user"], id="a new one dilutes all others, and has no say itself",
        ),
        pytest.param(
            {"class_weights": HALVES}, {"class_weights": {"workforce": "1/3", "service_user": "2/3"}},
            ["workforce"], id="who weighs less",
        ),
        pytest.param({}, {"class_weights": HALVES}, ["workforce", "service_user"], id="weights for heads"),
        pytest.param({"class_weights": HALVES}, {}, ["workforce", "service_user"], id="heads for weights"),
        pytest.param({}, {"class_vote_cap": {"service_user": "1/10"}}, ["service_user"], id="a cap"),
        pytest.param({"class_vote_cap": {"service_user": "1/10"}}, {}, [], id="no cap any more"),
        pytest.param(
            {}, {"concurrent_majority_matters": []}, ["workforce", "service_user"], id="no class is asked any more",
        ),
        pytest.param({}, {"constituency_quorum_k": 0}, ["workforce", "service_user"], id="a third can be absent"),
        pytest.param({}, {"constituency_quorum_k": 2}, [], id="more of each third"),
        pytest.param(
            {"board_parity": "P2"}, {"board_parity": "P1"}, ["workforce", "service_user"], id="less parity",
        ),
        pytest.param({}, {"board_parity": "P2"}, [], id="more parity"),
        pytest.param({}, {"coopted_vote": True}, ["workforce", "service_user"], id="a vote outside the thirds"),
        pytest.param(
            {}, {"category_limits": {"workforce": [{"category": "Night staff", "at_least": 1, "at_most": None}]}},
            ["workforce"], id="limits on whom it elects",
        ),
    ],
)  # fmt: skip
def test_a_constituency_consents_to_what_is_taken_from_it(
    before: dict[str, Any], after: dict[str, Any], affected: list[str]
) -> None:
    found = adversely_affected(book(**before), book(**after))

    assert list(found) == affected
    assert all(found.values())
