"""A change of the rules is told by the parts of them that change, and by no others."""

from dataclasses import replace
from typing import Any

import pytest

from govern.constitution.changes import changed
from govern.constitution.parameters.board import MATTERS_OF_THE_RULES
from govern.constitution.parameters.leaves import Leaf, leaves
from govern.constitution.parameters.limits import CategoryLimit, Limits
from govern.constitution.presets import CALDER
from govern.constitution.rulebook import PARAMETERS, RuleBook

BOOK = RuleBook.from_parameters(CALDER.parameters(), legal_form=CALDER.legal_form)
HOMES = BOOK.constituencies
CODE, *OTHERS = HOMES
NIGHT = CategoryLimit(category="Night staff", at_least=1)
DAY = CategoryLimit(category="Day staff", at_most=2)


def told(name: str, value: Any) -> list[tuple[list[str], str | None, str | None]]:
    """Return what a draft changes that has another value of one rule: where, what it was, what it would be."""
    (one,) = changed(BOOK, replace(BOOK, **{name: value}))
    return [([str(each) for each in leaf.path], *sides(leaf)) for leaf in one.leaves]


def sides(leaf: Leaf) -> tuple[str | None, str | None]:
    """Return what a part was and would be, each None where it is not."""
    return str(leaf.before) if leaf.before else None, str(leaf.after) if leaf.after else None


def test_one_part_of_one_constituency_is_all_that_is_told() -> None:
    longer = {**HOMES, CODE: replace(HOMES[CODE], probation_days=365)}

    assert told("constituencies", longer) == [
        ([CODE, "days before they can join"], str(HOMES[CODE].probation_days), "365")
    ]


def test_a_constituency_that_is_added_or_taken_out_is_told_whole() -> None:
    without = {code: HOMES[code] for code in OTHERS}

    ((path, before, after),) = told("constituencies", without)
    ((path_added, before_added, after_added),) = told("constituencies", {**HOMES, "volunteer": HOMES[CODE]})

    assert (path, after) == ([CODE], None)
    assert before is not None
    assert f"who belongs: “{HOMES[CODE].criteria}”; what shows it" in before
    assert (path_added, before_added) == (["volunteer"], None)
    assert after_added == before


def test_what_is_added_to_a_list_and_taken_out_of_it_is_told_and_not_the_list() -> None:
    first, *others = BOOK.reserved_matters

    assert told("reserved_matters", tuple(others)) == [([], str(MATTERS_OF_THE_RULES[first]), None)]


def test_a_whole_value_and_a_choice_are_told_as_they_are() -> None:
    assert told("min_voting_age", 18) == [([], str(BOOK.min_voting_age), "18")]
    (choice,) = told("age_tested_at", type(BOOK.age_tested_at).MEETING_DATE)
    assert choice == ([], "The roll date", "The day of the meeting, or on which voting opens")


def test_a_part_that_may_be_missing_is_told_by_its_name() -> None:
    bound = replace(BOOK.vacancy_method, months=6)

    assert told("vacancy_method", bound) == [(["within months"], "no limit", "6")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), (NIGHT,), [(None, "at least 1 of “Night staff”")]),
        ((NIGHT, DAY), (DAY,), [("at least 1 of “Night staff”", None)]),
        ((NIGHT,), (replace(NIGHT, at_least=2),), [("at least 1 of “Night staff”", "at least 2 of “Night staff”")]),
        ((DAY,), (DAY,), []),
        (
            (NIGHT, DAY),
            (DAY, NIGHT),
            [
                (
                    "at least 1 of “Night staff”; at most 2 of “Day staff”",
                    "at most 2 of “Day staff”; at least 1 of “Night staff”",
                )
            ],
        ),
    ],
    ids=["added", "taken out", "said otherwise", "the same", "in another order"],
)
def test_limits_are_told_one_by_one(before: Any, after: Any, expected: list[tuple[str | None, str | None]]) -> None:
    assert [sides(leaf) for leaf in leaves(Limits(), before, after)] == expected


@pytest.mark.parametrize("name", [name for name, one in PARAMETERS.items() if not one.is_statutory])
def test_no_rule_can_differ_without_being_told(name: str) -> None:
    values = [one.default.of(form) for one in [PARAMETERS[name]] for form in type(BOOK.legal_form)]

    for value in values:
        assert bool(leaves(PARAMETERS[name].kind, getattr(BOOK, name), value)) == (getattr(BOOK, name) != value)
