"""What may be counted, and the digest that stands for it."""

import json
from hashlib import sha256
from typing import Any

import pytest

from govern.counting.errors import InputNotCountable
from govern.counting.inputs import Candidate, CountInput
from govern.counting.limits import Category
from govern.counting.lots import lot_order_from_seed
from tests.counting.contests import in_columns

NAMES = ["Asha", "Ben", "Carys"]
RANKINGS = {(1, 2): 3, (2,): 1, (): 2, (1,): 1}


def contest(**facts: Any) -> CountInput:
    """Return a contest that differs from the usual one in the facts named."""
    usual: dict[str, Any] = {"candidates": NAMES, "seats": 1, "rankings": RANKINGS, "lot_order": (3, 1, 2)}
    return CountInput.from_rankings(**(usual | facts))


def test_the_canonical_text_is_sorted_json_that_anyone_can_write() -> None:
    rows = [(2, 0, 0, 0), (1, 1, 0, 0), (3, 1, 2, 0), (1, 2, 0, 0)]
    table = b"".join(papers.to_bytes(16, "big") + bytes(ranking) for papers, *ranking in rows)

    assert json.loads(contest().canonical_json()) == {
        "ballots": sha256(table).hexdigest(),
        "candidates": [{"name": name, "withdrawn": False} for name in NAMES],
        "lots": {"how": "given", "order": [3, 1, 2], "seed": None},
        "rule": "scottish-2011",
        "seats": 1,
        "version": 1,
    }


def test_the_digest_is_that_of_the_canonical_text() -> None:
    text = contest().canonical_json()

    assert contest().sha256() == sha256(text.encode()).hexdigest()
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


def test_a_contest_without_ballots_has_a_canonical_text_too() -> None:
    assert json.loads(contest(rankings={}).canonical_json())["ballots"] == sha256(b"").hexdigest()


def test_ballots_in_columns_have_the_same_canonical_text() -> None:
    assert in_columns(contest()).canonical_json() == contest().canonical_json()


def test_columns_with_more_papers_than_a_table_holds_have_the_same_canonical_text() -> None:
    large = contest(rankings={(1, 2): 123_456_789, (2,): 345, (3, 1): 99_999})

    assert in_columns(large).canonical_json() == large.canonical_json()


def test_the_order_in_which_rankings_are_given_changes_no_digest() -> None:
    assert contest(rankings=dict(reversed(RANKINGS.items()))).sha256() == contest().sha256()


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"seats": 2}, id="seats"),
        pytest.param({"candidates": [*NAMES[:2], "Dev"]}, id="a name"),
        pytest.param({"candidates": [*NAMES[:2], Candidate("Carys", withdrawn=True)]}, id="a withdrawal"),
        pytest.param({"rankings": RANKINGS | {(3,): 1}}, id="a ballot"),
        pytest.param({"lot_order": (1, 2, 3)}, id="the lot order"),
        pytest.param({"lot_order": None}, id="no lot order"),
        pytest.param({"rule": "another"}, id="the rule"),
    ],
)
def test_whatever_changes_the_count_changes_the_digest(facts: dict[str, Any]) -> None:
    assert contest(**facts).sha256() != contest().sha256()


def test_the_title_is_no_part_of_what_is_counted() -> None:
    assert contest()._replace(title="Ward 1").sha256() == contest().sha256()


def test_a_seed_draws_the_lot_order_by_the_digest_of_seed_and_number() -> None:
    lots = contest(lot_order=None, lot_seed="4 2 6").lots

    expected = sorted([1, 2, 3], key=lambda n: sha256(f"4 2 6|{n}".encode()).hexdigest())
    assert lots
    assert list(lots.order) == expected == list(lot_order_from_seed("4 2 6", [3, 2, 1]))
    assert (lots.how, lots.seed) == ("seed", "4 2 6")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param({"candidates": []}, "A contest has 1 to 1000 candidates, not 0.", id="no candidates"),
        pytest.param({"seats": 0}, "A contest has 1 to 10000 seats, not 0.", id="no seats"),
        pytest.param(
            {"lot_order": (1, 2)}, "A lot order names each of the candidates 1 to 3", id="someone without a lot"
        ),
        pytest.param(
            {"lot_order": (1, 2, 2)}, "A lot order names each of the candidates 1 to 3", id="two lots for one"
        ),
        pytest.param({"rankings": {(4,): 1}}, "names candidate 4, but the candidates are 1 to 3", id="a stranger"),
        pytest.param({"rankings": {(1, 2, 1): 1}}, r"The ranking \[1, 2, 1\] names a candidate twice", id="one twice"),
        pytest.param({"rankings": {(1,): 0}}, "0 is not a possible number of papers", id="no papers"),
        pytest.param({"rankings": {(1,): 10**15 + 1}}, "is not a possible number of papers", id="too many papers"),
    ],
)
def test_what_makes_no_contest_is_refused_in_a_sentence(facts: dict[str, Any], sentence: str) -> None:
    if facts.get("candidates") == []:
        facts = facts | {"rankings": {}}
    with pytest.raises(InputNotCountable, match=sentence):
        contest(**facts)


def test_long_rankings_that_begin_alike_are_told_apart_in_columns_too() -> None:
    first = tuple(range(1, 13))
    rankings = {(*first, 20): 1, (*first, 13, 14): 2, (*first, 13): 3, first: 4, (*first, 13, 15): 5, (2,): 6}
    long = contest(candidates=[str(n) for n in range(20)], rankings=rankings, lot_order=None)

    assert in_columns(long).canonical_json() == long.canonical_json()
    assert dict(in_columns(long).ballots) == rankings


@pytest.mark.parametrize("name", ["", "  ", "[women]", 'the "women"', "two\nlines"])
def test_a_category_has_a_name_that_can_be_written_in_a_ballot_file(name: str) -> None:
    with pytest.raises(InputNotCountable, match="The name of a category is a word or a few"):
        contest().within([Category(name, (1,), 1)])
