"""Whatever the votes, every majority behaves as a majority does."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from govern.deciding.classes import capped
from govern.deciding.majorities import Comparator, Measure
from govern.deciding.rules import OTHER_RULES, RULES, decide
from govern.deciding.votes import ClassVotes, Votes

ALL_RULES = {**RULES, **OTHER_RULES}
NAMES = st.sampled_from(sorted(ALL_RULES))


def _all_of(share: Fraction) -> Callable[[Fraction, Fraction, Votes], bool]:
    return lambda f, a, votes: f + a > 0 and f / (f + a) >= share


def _each(votes: Votes, share: Fraction, *, silent: bool) -> bool:
    return all(Fraction(one.in_favour, one.cast) > share if one.cast else silent for one in votes.classes)


# Written from the table of thresholds once more, with divisions, so that both would have to be wrong in one way.
PLAIN: dict[str, Callable[[Fraction, Fraction, Votes], bool]] = {
    "company-ordinary-meeting": lambda f, a, _: f > a,
    "company-ordinary-written": lambda f, _, v: f > Fraction(v.eligible or 0, 2),
    "company-special-meeting": _all_of(Fraction(3, 4)),
    "company-special-written": lambda f, _, v: f > 0 and f >= Fraction(3, 4) * (v.eligible or 0),
    "ccbsa-44": _all_of(Fraction(3, 4)),
    "ccbsa-84": lambda f, a, v: f + a > 0 and a / (f + a) < Fraction(1, 5) and a < Fraction(v.eligible or 0, 10),
    "ccbsa-111-first": _all_of(Fraction(2, 3)),
    "ccbsa-111-second": lambda f, a, _: f > a,
    "ccbsa-113-first": lambda f, a, v: f > 0 and f >= 3 * a and f + a >= Fraction(v.eligible or 0, 2),
    "ccbsa-113-second": lambda f, a, _: f > a,
    "ccbsa-119": lambda f, _, v: f > 0 and f >= Fraction(3, 4) * (v.members or 0),
    "ccbsa-120-first": _all_of(Fraction(2, 3)),
    "extraordinary": _all_of(Fraction(3, 4)),
    "entrenched": lambda f, _, v: f > 0 and f == (v.members or 0),
    "expulsion-two-thirds": _all_of(Fraction(2, 3)),
    "members-direction": lambda f, a, v: f > 0 and f >= 2 * a and f + a + v.abstained >= Fraction(v.members or 0, 4),
    "fairshares-special": lambda f, _, v: (
        f > 0 and f >= Fraction(3, 4) * (v.members or 0) and _each(v, Fraction(1, 2), silent=False)
    ),
    "concurrent-majority": lambda f, a, v: f > a and _each(v, Fraction(1, 2), silent=True),
    "electoral-college": lambda _f, _a, v: (
        sum((one.weight or 0) * Fraction(one.in_favour, one.cast) for one in v.classes if one.cast)
        > sum((one.weight or Fraction(0) for one in v.classes if one.cast), start=Fraction(0)) / 2
    ),
}


@st.composite
def divisions(draw: st.DrawFn) -> Votes:
    """Draw votes of one to four classes, with all the figures that any rule asks for; small, so that lines are met."""
    few = st.integers(0, draw(st.sampled_from([4, 12, 400])))
    weight = st.fractions(min_value=Fraction(1, 12), max_value=100, max_denominator=12)
    classes = tuple(
        ClassVotes(code=code, in_favour=draw(few), against=draw(few), weight=draw(weight))
        for code in "abcd"[: draw(st.integers(1, 4))]
    )
    in_favour, against = sum(one.in_favour for one in classes), sum(one.against for one in classes)
    abstained = draw(few)
    eligible = int(in_favour + against + abstained) + draw(few)
    return Votes(
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        eligible=eligible,
        members=eligible + draw(few),
        classes=classes,
    )


def moved(votes: Votes, *, in_favour: int = 0, against: int = 0, beside: int = 0) -> Votes:
    """Return the votes with some more in the first class, of as many more people as `beside` says."""
    first, *others = votes.classes
    first = replace(first, in_favour=first.in_favour + in_favour, against=first.against + against)
    return replace(
        votes,
        in_favour=votes.in_favour + in_favour,
        against=votes.against + against,
        eligible=(votes.eligible or 0) + beside,
        members=(votes.members or 0) + beside,
        classes=(first, *others),
    )


@given(rule=st.sampled_from(sorted(RULES)), votes=divisions())
@settings(max_examples=300)
def test_each_rule_agrees_with_the_table_written_out_plainly(rule: str, votes: Votes) -> None:
    plainly = PLAIN[rule](Fraction(votes.in_favour), Fraction(votes.against), votes)

    assert decide(RULES[rule], votes).carried == plainly


@given(name=NAMES, votes=divisions())
def test_a_vote_for_by_somebody_who_had_not_voted_never_loses_what_was_carried(name: str, votes: Votes) -> None:
    rule, room = ALL_RULES[name], replace(votes, eligible=(votes.eligible or 0) + 1, members=(votes.members or 0) + 1)

    before, after = decide(rule, room), decide(rule, moved(room, in_favour=1))

    # A class that was silent may be asked now; it says yes.
    assert after.carried or not before.carried


@given(name=NAMES, votes=divisions())
def test_a_vote_that_moves_from_against_to_for_never_loses_what_was_carried(name: str, votes: Votes) -> None:
    with_one_against = moved(votes, against=1, beside=1)

    before = decide(ALL_RULES[name], with_one_against)
    after = decide(ALL_RULES[name], moved(with_one_against, in_favour=1, against=-1))

    assert after.carried or not before.carried


@given(name=NAMES, votes=divisions())
def test_the_number_said_to_be_needed_is_the_smallest_that_is_enough(name: str, votes: Votes) -> None:
    for limb in decide(ALL_RULES[name], votes).limbs:
        weighed = limb.weighed
        if weighed is None or not weighed.of:
            continue
        one_short = -1 if weighed.limb.comparator is not Comparator.FEWER_THAN else 1

        assert replace(weighed, reached=weighed.needed).is_met
        assert not replace(weighed, reached=weighed.needed + one_short).is_met
        assert f"{weighed.needed:,} of {weighed.of:,}" in str(limb.needed)


@given(name=NAMES, votes=divisions(), times=st.integers(2, 10**6))
def test_a_majority_does_not_hang_on_how_many_there_are(name: str, votes: Votes, times: int) -> None:
    classes = tuple(replace(one, in_favour=one.in_favour * times, against=one.against * times) for one in votes.classes)
    many = Votes(
        in_favour=votes.in_favour * times,
        against=votes.against * times,
        abstained=votes.abstained * times,
        eligible=(votes.eligible or 0) * times,
        members=(votes.members or 0) * times,
        classes=classes,
    )

    assert decide(ALL_RULES[name], many).carried == decide(ALL_RULES[name], votes).carried


@given(name=NAMES, votes=divisions(), more=st.integers(1, 100))
def test_abstaining_changes_nothing_but_a_turnout_that_counts_it(name: str, votes: Votes, more: int) -> None:
    rule = ALL_RULES[name]
    room = replace(votes, eligible=(votes.eligible or 0) + more, members=(votes.members or 0) + more)

    before, after = decide(rule, room), decide(rule, replace(room, abstained=room.abstained + more))

    counts_it = any(limb.measure is Measure.TOOK_PART for limb in rule.limbs)
    assert after.carried == before.carried or (counts_it and after.carried)


@given(
    votes=divisions(),
    caps=st.dictionaries(st.sampled_from("abcd"), st.fractions(Fraction(1, 20), Fraction(1), max_denominator=20)),
)
def test_no_capped_class_has_more_than_its_share_and_no_vote_counts_more_than_one(
    votes: Votes, caps: dict[str, Fraction]
) -> None:
    counted = capped(votes, caps)

    for before, after in zip(votes.classes, counted.classes, strict=True):
        cap = caps.get(after.code, Fraction(1))
        assert after.cast <= cap * counted.cast
        assert after.cast == before.cast or after.cast == cap * counted.cast
        assert after.in_favour * before.cast == before.in_favour * after.cast
    assert counted.cast == sum(one.cast for one in counted.classes)


@given(votes=divisions(), cap=st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=20))
def test_one_cap_is_the_formula_of_the_rules(votes: Votes, cap: Fraction) -> None:
    own = votes.classes[0]
    others = votes.cast - own.cast

    counted = capped(votes, {own.code: cap}).classes[0]

    if own.cast:
        assert counted.in_favour == own.in_favour * min(Fraction(1), cap / (1 - cap) * Fraction(others, own.cast))
