"""Limits on who is elected together, as rules: typed, stored, read, and not allowed where no count could keep them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.constitution.parameters.limits import CategoryLimit, Limits, as_typed, spoken, typed
from govern.constitution.rulebook import PARAMETERS, RuleBook, defaults_for, objections
from govern.constitution.rules import LegalForm

KIND, FORM = Limits(), LegalForm.CBS
WHERE = PARAMETERS["category_limits"].where
NIGHT = {"category": "Night staff", "at_least": 1, "at_most": None}
names = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters='"[]'), min_size=1, max_size=20)
bounds = st.tuples(st.integers(0, 100), st.none() | st.integers(0, 100)).filter(
    lambda pair: pair[0] > 0 if pair[1] is None else pair[0] <= pair[1]
)


def objected(limits: Any, **changes: Any) -> list[str]:
    """Return what stands against rules with these limits for the workforce."""
    stored = defaults_for(FORM) | {"category_limits": {"workforce": limits}} | changes
    return [str(one.sentence).partition(": ")[2] for one in objections(stored, legal_form=FORM)]


@given(st.lists(st.tuples(names, bounds), max_size=8, unique_by=lambda one: one[0].casefold()))
def test_what_is_written_is_what_is_read_and_what_is_typed_again(
    told: list[tuple[str, tuple[int, int | None]]],
) -> None:
    limits = tuple(CategoryLimit(category=name, at_least=least, at_most=most) for name, (least, most) in told)

    stored = KIND.write(limits)

    assert KIND.read(stored, WHERE) == limits
    assert typed(as_typed(stored)) == stored


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1+ Night staff", "at least 1 of “Night staff”"),
        ("0-2 Leeds", "at most 2 of “Leeds”"),
        ("-2 Leeds", "at most 2 of “Leeds”"),
        ("2-2 Leeds", "exactly 2 of “Leeds”"),
        (" 1 – 3  Leeds ", "1 to 3 of “Leeds”"),
        ("1+ A\n\n0-1 B", "at least 1 of “A”; at most 1 of “B”"),
        ("", "None"),
    ],
)
def test_a_line_is_read_as_somebody_means_it(line: str, told: str) -> None:
    assert str(spoken(KIND.read(typed(line), WHERE))) == told


@pytest.mark.parametrize(
    "line", ["Night staff", "1 Night staff", "1- Night staff", "+ Night staff", "1+2 Night staff", "1+", "101+ Night"]
)
def test_a_line_that_says_no_limit_is_objected_to(line: str) -> None:
    assert any("write each limit on a line" in sentence for sentence in objected(typed(line)))


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        pytest.param("1+ Night staff", "give at most 8 limits", id="no list"),
        pytest.param([{**NIGHT, "category": f"C{n}"} for n in range(9)], "give at most 8 limits", id="too many"),
        pytest.param([NIGHT, {**NIGHT, "category": "NIGHT STAFF"}], "name each category once", id="twice"),
        pytest.param([{**NIGHT, "category": 'Night "staff"'}], "no quotation marks or brackets", id="a quotation mark"),
        pytest.param([{**NIGHT, "category": ""}], "the name of a category", id="no name"),
        pytest.param([{**NIGHT, "category": "N" * 61}], "at most 60 letters", id="a long name"),
        pytest.param([{**NIGHT, "at_least": True}], "write each limit on a line", id="yes for a number"),
        pytest.param([{**NIGHT, "at_most": 0}], "the most cannot be less than the least", id="most below least"),
        pytest.param([{**NIGHT, "at_least": 0}], "has no limit", id="no number"),
    ],
)
def test_limits_that_mean_nothing_are_objected_to(limits: Any, sentence: str) -> None:
    assert any(sentence in told for told in objected(limits))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({}, None, id="beside the rules as they begin"),
        pytest.param({"election_method": "stv_meek_prf"}, None, id="another single transferable vote"),
        pytest.param({"election_method": "fptp_block"}, "only the single transferable vote", id="a count of marks"),
        pytest.param({"ron_enabled": True}, "re-opened nominations", id="re-open nominations"),
        pytest.param({"seats_per_third": 1}, "a third has fewer seats", id="more than a third has"),
        pytest.param({"category_limits": {"nobody": [NIGHT]}}, "constituencies that the rules name", id="nobody"),
    ],
)
def test_limits_stand_only_beside_rules_that_can_keep_them(changes: dict[str, Any], sentence: str | None) -> None:
    told = objected([{**NIGHT, "at_least": 2}], **{"constituency_quorum_k": 1} | changes)

    assert told == [] if sentence is None else any(sentence in one for one in told)


def test_rules_that_were_stored_before_there_were_limits_set_none() -> None:
    stored = defaults_for(FORM)
    del stored["category_limits"]

    assert RuleBook.from_parameters(stored, legal_form=FORM).category_limits == {}
