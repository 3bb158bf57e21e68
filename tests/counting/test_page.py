"""The page of a count: one file, one script, the same figures as the sheet."""

import re
from xml.etree import ElementTree

import pytest

from govern.counting import page, presets, sankey
from govern.counting.inputs import Candidate, CountInput
from govern.counting.limits import Category
from tests.counting.contests import contest_from
from tests.counting.test_scottish import FIVE_FOR_THREE, A, B

TITLED = FIVE_FOR_THREE._replace(title="Board <of> Wharfside")


@pytest.mark.parametrize("rule", presets.PRESETS)
def test_every_rule_has_a_page_that_needs_nothing_else(rule: str) -> None:
    html = page.page(presets.count(contest_from(7, rule)))

    assert not re.search(r'(?:src|href)="|url\(|@import', html.replace("default-src", ""))
    assert not re.search(r"\son[a-z]+=|\sstyle=", html)
    assert html.count("<script>") == 1


def test_the_policy_allows_the_script_and_style_by_their_digests_alone() -> None:
    html = page.page(presets.count(TITLED))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)

    assert policy
    for tag in ("script", "style"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert inner
        assert f"{tag}-src {page.policy_digest(inner.group(1))}" in policy.group(1)


def test_names_cannot_break_out_of_the_page() -> None:
    people = [Candidate("</script><script>alert(1)</script>"), Candidate("B & C")]
    html = page.page(presets.count(CountInput.from_rankings(people, 1, {(A,): 2, (B,): 1})))

    assert "<script>alert" not in html
    assert "B &amp; C" in html


def test_the_table_has_every_figure_of_the_worked_example() -> None:
    table = page.table(presets.count(TITLED))

    assert '<span class="moved">+14.00000</span>23.00000' in table
    assert "elected, stage 2" in table
    assert table.count("<tr") == 5 + 1 + 4


def test_a_long_count_stands_with_its_stages_below_each_other() -> None:
    names = [f"Candidate {n}" for n in range(1, 13)]
    given = CountInput.from_rankings(names, 1, {(n,): n * n for n in range(1, 13)}, rule="meek-prf")
    record = presets.count(given)

    table = page.table(record)

    assert len(record.stages) > page.WIDEST
    assert table.index("Stage") < table.index("Candidate 1<")
    assert table.count("<tr") == len(record.stages) + 2


@pytest.mark.parametrize("rule", ["scottish-2011", "ers97", "meek-prf", "approval"])
def test_the_diagram_is_sound_svg_with_a_bar_for_all_who_hold_votes(rule: str) -> None:
    for seed in range(12):
        record = presets.count(contest_from(seed, rule))
        drawing = ElementTree.fromstring(sankey.svg(record))
        bars = [each for each in drawing.iter() if each.tag == "rect"]

        assert len(bars) >= sum(votes > 0 for stage in record.stages for votes in stage.votes)


def test_equal_records_give_equal_pages() -> None:
    assert page.page(presets.count(TITLED)) == page.page(presets.count(TITLED))


def test_the_page_says_which_places_nominations_open_again_for() -> None:
    people = [Candidate("A"), Candidate("Re-open nominations", ron=True)]

    html = page.page(presets.count(CountInput.from_rankings(people, 2, {(A,): 2, (B,): 3}, rule="block-vote")))

    assert "2, as nominations open again" in html


def test_the_page_states_constraints_and_the_command_that_keeps_them() -> None:
    limits = [Category("the <north>", (1, 2), 1, 2), Category("south", (3,), 0, 1), Category("west", (4,), 1)]
    given = CountInput.from_rankings("ABCD", 3, {(A,): 3, (B,): 2, (3,): 1}, lot_seed="4 2 6").within(limits)

    html = page.page(presets.count(given))

    assert "at least 1 and at most 2 of A, B" in html
    assert "To be elected of “the &lt;north&gt;”" in html
    assert "--lot-seed '4 2 6' --category south=3 --at-most south=1" in html
    assert "--at-least west=1" in html
    assert "<north>" not in html
