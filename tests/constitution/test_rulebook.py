"""Every parameter of the rules: read, written, bounded and locked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.constitution.parameters.checks import CHECKS
from govern.constitution.parameters.kinds import Choice, Flag, Some, Unreadable, Whole
from govern.constitution.presets import PRESETS, Preset
from govern.constitution.rulebook import PARAMETERS, RuleBook, RulesNotAllowed, defaults_for, objections
from govern.constitution.rules import LegalForm

CATALOGUE = (
    "legal_form min_member_age min_voting_age min_director_age age_tested_at constituencies admission_decider"
    " admission_requires_constituency_director admission_needs_proof admission_appeal_body admission_appeal_days"
    " minimum_share_pence admission_lapse_days"
    " constituency_change_min_months expulsion_majority expulsion_notice readmission_majority"
    " member_in_question_may_vote former_member_retention_years seats_per_third coopted_max coopted_vote"
    " term_years max_consecutive_years rotation vacancy_method election_method election_timetable"
    " candidate_membership_cutoff assentors_required uncontested_rule ron_enabled multi_channel_rule"
    " challenge_days ballot_retention gm_quorum gm_proxies poll_demand_min gm_casting_vote board_casting_vote"
    " class_weights silent_class_rule weight_dormant_below dormant_weight_to concurrent_majority_matters"
    " class_vote_cap board_quorum"
    " constituency_quorum_k recusal_exception board_parity board_written_mode conflict_effect employee_pay_proviso"
    " reserved_matters publication_min_ballots"
)
HALVES = {"class_weights": {"workforce": "1/2", "service_user": "1/2"}}
COMPANY, SOCIETY = LegalForm.CIC, LegalForm.CBS


def objected(legal_form: LegalForm = SOCIETY, /, **changes: Any) -> list[str]:
    """Return the parameters objected to, when the defaults are changed so."""
    return [one.parameter for one in objections(defaults_for(legal_form) | changes, legal_form=legal_form)]


@pytest.mark.parametrize("name", CATALOGUE.split())
def test_every_parameter_of_the_catalogue_is_there(name: str) -> None:
    assert PARAMETERS[name].source


@pytest.mark.parametrize("legal_form", list(LegalForm))
def test_the_defaults_of_every_legal_form_can_be_its_rules(legal_form: LegalForm) -> None:
    stored = defaults_for(legal_form)

    book = RuleBook.from_parameters(stored, legal_form=legal_form)

    assert book.parameters() == stored


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_every_set_of_model_rules_can_be_a_mutual_s_rules(preset: Preset) -> None:
    book = RuleBook.from_parameters(preset.parameters(), legal_form=preset.legal_form)

    assert book.parameters() == preset.parameters()
    assert len(preset.seats) == 3 * book.seats_per_third
    assert set(book.constituencies) <= {one.code for one in preset.constituencies}


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("gm_notice_clear_days_ordinary", 14, 13),
        ("poll_demand_min", 5, 6),
        ("former_member_retention_years", 10, 9),
        ("minimum_share_pence", 0, 1),
        ("gm_proxies", {"allowed": True, "cap": None}, {"allowed": False, "cap": None}),
        ("gm_proxies", {"allowed": True, "cap": None}, {"allowed": True, "cap": 5}),
        ("gm_casting_vote", False, True),
        (
            "ordinary_majority",
            {"comparator": "more_than", "share": "1/2", "denominator": "cast"},
            {"comparator": "at_least", "share": "1/2", "denominator": "cast"},
        ),
        (
            "extraordinary_majority",
            {"comparator": "at_least", "share": "3/4", "denominator": "cast"},
            {"comparator": "at_least", "share": "2/3", "denominator": "cast"},
        ),
    ],
)
def test_a_company_cannot_choose_what_its_act_fixes(name: str, allowed: Any, refused: Any) -> None:
    assert objected(COMPANY, **{name: allowed}) == []
    assert objected(COMPANY, **{name: refused}) == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gm_notice_clear_days_ordinary", 13),
        ("poll_demand_min", 6),
        ("former_member_retention_years", 9),
        ("gm_proxies", {"allowed": True, "cap": 5}),
        ("gm_casting_vote", True),
    ],
)
def test_a_society_may_choose_what_a_company_may_not(name: str, value: Any) -> None:
    assert objected(SOCIETY, **{name: value}) == []


@pytest.mark.parametrize(
    ("name", "allowed", "refused"),
    [
        ("min_director_age", 16, 15),
        ("minimum_share_pence", 1, 0),
        ("minimum_share_pence", 10_000_000, 10_000_001),
        ("admission_appeal_days", 7, 6),
        ("admission_appeal_days", 366, 367),
        ("publication_min_ballots", 5, 4),
        ("multi_channel_rule", "first_received", "last_before_close"),
        ("conflict_effect", ["stay", "vote"], ["vote"]),
    ],
)
def test_no_mutual_can_choose_what_law_or_secrecy_forbids(name: str, allowed: Any, refused: Any) -> None:
    assert objected(**{name: allowed}) == []
    assert objected(**{name: refused}) == [name]


def test_a_foundation_trust_s_term_is_at_most_three_years() -> None:
    assert objected(LegalForm.FT, term_years=3) == []
    assert objected(LegalForm.FT, term_years=4) == ["term_years"]
    assert objected(LegalForm.CBS, term_years=4) == []


@pytest.mark.parametrize("name", ["legal_form", "statutory_majorities"])
def test_what_statute_fixes_cannot_be_changed(name: str) -> None:
    other = defaults_for(COMPANY)[name]

    assert objected(SOCIETY, **{name: other}) == [name]


TIMETABLE = defaults_for(SOCIETY)["election_timetable"]
CRITERIA = defaults_for(SOCIETY)["constituencies"]


@pytest.mark.parametrize(
    ("changes", "objected_to"),
    [
        pytest.param({"min_voting_age": 15}, "min_voting_age", id="voters younger than members"),
        pytest.param({"constituencies": {}}, "constituencies", id="no constituencies"),
        pytest.param(
            {"constituencies": CRITERIA | {"service_user": CRITERIA["workforce"]}}, "constituencies", id="same place"
        ),
        pytest.param({"readmission_majority": "2/3"}, "readmission_majority", id="readmission easier than expulsion"),
        pytest.param({"max_consecutive_years": 2}, "max_consecutive_years", id="limit within a term"),
        pytest.param({"vacancy_method": {"method": "leave", "months": None}}, "vacancy_method", id="months missing"),
        pytest.param({"vacancy_method": {"method": "by_election", "months": 3}}, "vacancy_method", id="months idle"),
        pytest.param(
            {"vacancy_method": {"method": "countback", "months": None}},
            "ballot_retention",
            id="recount without ballots",
        ),
        pytest.param({"constituency_quorum_k": 4}, "constituency_quorum_k", id="more than a third's seats"),
        pytest.param({"board_parity": "P2", "board_parity_reserved": "P1"}, "board_parity_reserved", id="weaker guard"),
        pytest.param({"gm_notice_clear_days_special": 13}, "gm_notice_clear_days_special", id="shorter special notice"),
        pytest.param({"gm_proxies": {"allowed": False, "cap": 5}}, "gm_proxies", id="cap without proxies"),
        pytest.param({"election_method": "stv_ft2014", "ron_enabled": True}, "ron_enabled", id="not in the NHS rules"),
        pytest.param({"class_weights": {"workforce": "1/3"}}, "class_weights", id="weights below one"),
        pytest.param({"class_weights": {"nobody": "1/1"}}, "class_weights", id="weight of a stranger"),
        pytest.param({"dormant_weight_to": "workforce"}, "dormant_weight_to", id="heir without weights"),
        pytest.param({"dormant_weight_to": ""}, "dormant_weight_to", id="heir without a code"),
        pytest.param({"dormant_weight_to": "nobody"} | HALVES, "dormant_weight_to", id="heir of no weight"),
        pytest.param({"class_vote_cap": {"nobody": "1/10"}}, "class_vote_cap", id="cap of a stranger"),
        pytest.param(
            {"election_timetable": TIMETABLE | {"withdrawals_close": 27}}, "election_timetable", id="two steps at once"
        ),
    ],
)
def test_rules_that_contradict_each_other_are_objected_to(changes: dict[str, Any], objected_to: str) -> None:
    assert objected(**changes) == [objected_to]


def test_the_weight_of_a_class_that_sleeps_can_pass_to_one_that_has_a_weight() -> None:
    assert objected(**HALVES, dormant_weight_to="workforce") == []


def test_every_check_names_a_parameter_that_there_is() -> None:
    assert {check.parameter for check in CHECKS} <= set(PARAMETERS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("seats_per_third", 0, id="below the bound"),
        pytest.param("seats_per_third", 21, id="above the bound"),
        pytest.param("seats_per_third", "3", id="a number as text"),
        pytest.param("seats_per_third", True, id="yes for a number"),
        pytest.param("seats_per_third", 3.0, id="a float"),
        pytest.param("ron_enabled", 1, id="a number for yes"),
        pytest.param("rotation", "never", id="an unknown word"),
        pytest.param("rotation", ["all_out"], id="a list for a word"),
        pytest.param("expulsion_majority", 0.75, id="a float for a fraction"),
        pytest.param("expulsion_majority", "1/2", id="a half, where more is needed"),
        pytest.param("expulsion_majority", "5/4", id="more than all"),
        pytest.param("expulsion_majority", "3/0", id="a fraction of nothing"),
        pytest.param("expulsion_majority", "-3/4", id="a negative fraction"),
        pytest.param("expulsion_majority", "٣/٤", id="digits that are not ours"),
        pytest.param("expulsion_majority", "9" * 5_000 + "/1", id="an endless fraction"),
        pytest.param("reserved_matters", "alter_rules", id="a word for a list"),
        pytest.param("reserved_matters", ["tea"], id="an unknown matter"),
        pytest.param("reserved_matters", [["alter_rules"]], id="a list in a list"),
        pytest.param("gm_quorum", {"number": 25}, id="parts missing"),
        pytest.param("gm_quorum", 25, id="a number for a record"),
        pytest.param("class_weights", [], id="a list for a mapping"),
        pytest.param("class_weights", {"": "1/1"}, id="no code"),
        pytest.param("seats_per_third", None, id="nothing"),
    ],
)
def test_a_value_of_another_kind_is_objected_to_by_name(name: str, value: Any) -> None:
    (objection,) = objections(defaults_for(SOCIETY) | {name: value}, legal_form=SOCIETY)

    assert objection.parameter == name
    assert str(objection.sentence).startswith(str(PARAMETERS[name].label))


def test_a_part_of_a_record_is_objected_to_by_its_own_path() -> None:
    criteria = CRITERIA | {"workforce": CRITERIA["workforce"] | {"min_hours": 169, "precedence": 0}}

    assert objected(constituencies=criteria) == [
        "constituencies.workforce.min_hours",
        "constituencies.workforce.precedence",
    ]


def test_a_parameter_that_is_missing_or_unknown_is_objected_to() -> None:
    stored = defaults_for(SOCIETY) | {"tea_breaks": 2}
    del stored["term_years"]

    assert [one.parameter for one in objections(stored, legal_form=SOCIETY)] == ["tea_breaks", "term_years"]


def test_all_that_stands_against_a_draft_is_said_at_once() -> None:
    draft = defaults_for(COMPANY) | {"poll_demand_min": 6, "former_member_retention_years": 9, "ron_enabled": "no"}

    with pytest.raises(RulesNotAllowed) as refused:
        RuleBook.from_parameters(draft, legal_form=COMPANY)

    assert [one.parameter for one in refused.value.objections] == [
        "former_member_retention_years",
        "ron_enabled",
        "poll_demand_min",
    ]
    assert str(refused.value).startswith("3 of these rules cannot stand. Years for which the entry of a former member")


def test_one_objection_is_said_as_it_is() -> None:
    with pytest.raises(RulesNotAllowed) as refused:
        RuleBook.from_parameters(defaults_for(COMPANY) | {"poll_demand_min": 6}, legal_form=COMPANY)

    assert str(refused.value) == (
        "Members who can demand a poll: five members of a company can always demand a poll. Enter 5 or fewer."
    )
    assert refused.value.objections[0].source == "CA 2006 s.321"


@pytest.mark.parametrize("legal_form", list(LegalForm))
def test_every_value_of_the_defaults_can_be_said(legal_form: LegalForm) -> None:
    book = RuleBook.from_parameters(defaults_for(legal_form), legal_form=legal_form)

    assert all(str(one.kind.spoken(getattr(book, name))) for name, one in PARAMETERS.items())
    assert all(lines for name, one in PARAMETERS.items() for _head, lines in one.kind.groups(getattr(book, name)))


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(name=st.sampled_from(sorted(PARAMETERS)), value=PLAIN)
def test_whatever_is_stored_is_either_read_exactly_or_objected_to(name: str, value: Any) -> None:
    stored = defaults_for(SOCIETY) | {name: value}

    found = objections(stored, legal_form=SOCIETY)

    if not found:
        kind = PARAMETERS[name].kind
        again = RuleBook.from_parameters(stored, legal_form=SOCIETY).parameters()[name]
        assert kind.read(again, PARAMETERS[name].where) == kind.read(value, PARAMETERS[name].where)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_no_parameter_accepts_nonsense(name: str) -> None:
    with pytest.raises(Unreadable):
        PARAMETERS[name].kind.read(object(), PARAMETERS[name].where)


def test_every_word_that_can_be_chosen_is_said() -> None:
    words = [one.kind for one in PARAMETERS.values() if isinstance(one.kind, Choice | Some)]

    assert all(str(said) for kind in words for said in kind.words.values())
    assert {type(one.kind) for one in PARAMETERS.values()} >= {Whole, Flag, Choice, Some}
