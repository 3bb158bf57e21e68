"""Constraints in what people read and write: files, pages, refusals and ties."""

import pytest

from govern.counting import blt, blt_writer, page, presets, reference_av, reference_marks
from govern.counting.constraints import Constraints
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import Category
from tests.counting.test_constraints import contest, women
from tests.counting.test_scottish import A, B, C, D, E

TIED = {(A,): 9, (D, C): 30, (E, B): 30, (C,): 1, (B,): 2}


@pytest.mark.parametrize("limit", [women(at_least=1), women(at_most=1), women(at_least=1, at_most=1)])
def test_a_ballot_file_keeps_its_constraints(limit: Category) -> None:
    given = contest({(A, D): 3, (E,): 2}, limit)

    assert blt.read(blt_writer.write(given).encode()).contest().categories == given.categories


def test_the_page_names_the_constraints_and_the_command_that_counts_again() -> None:
    html = page.page(presets.count(contest({(A,): 9, (B,): 8, (D,): 1}, women(1, 2), Category("north", (A, B), 0, 1))))

    assert "at least 1 and at most 2 of D, E" in html
    assert "at most 1 of A, B" in html
    assert "--lot-seed dice --category north=1,2 --at-most north=1 --category women=4,5 --at-least women=1" in html


@pytest.mark.parametrize("rule", ["scottish-2011", "ft2014", "meek-prf"])
def test_equals_of_whom_one_may_be_elected_need_a_lot(rule: str) -> None:
    given = contest(TIED, women(at_most=1), rule=rule)

    record = presets.count_twice(given)

    assert len({D, E}.intersection(record.stages[0].elected)) == 1
    with pytest.raises(LotNeeded):
        presets.count(given._replace(lots=None))


def test_constraints_that_cannot_be_met_any_more_are_a_refusal() -> None:
    given = contest({}, women(at_least=2))

    with pytest.raises(InputNotCountable, match="No choice of candidates"):
        Constraints(given).standing((A, B), (C, D, E))


@pytest.mark.parametrize("name", ["", " ", 'wo"men', "a]b", "a\nb"])
def test_a_category_has_a_name_that_a_file_can_hold(name: str) -> None:
    with pytest.raises(InputNotCountable, match="The name of a category"):
        contest({}, Category(name, (A,), 1))


def test_the_second_counts_refuse_what_the_first_refuse() -> None:
    tied = CountInput.from_rankings("ABC", 1, {(A,): 2, (B,): 2, (C,): 1}, rule="av")
    with pytest.raises(LotNeeded):
        reference_av.count(tied)
    with pytest.raises(LotNeeded):
        reference_marks.count(tied._replace(rule="fptp"))
    with pytest.raises(InputNotCountable, match="fills one place, not 2"):
        reference_marks.count(tied._replace(rule="fptp", seats=2))
