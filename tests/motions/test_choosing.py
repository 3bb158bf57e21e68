"""Which majority a motion needs: by kind, way, who decides, the legal form and the rules."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from govern.constitution.parameters.board import Parity, ReservedMatter
from govern.constitution.parameters.meetings import Comparator, Denominator
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm, Third
from govern.core.words import say
from govern.deciding.majorities import Base
from govern.deciding.rules import decide
from govern.deciding.votes import Votes
from govern.divisions.quorum import There, of_a_meeting, of_the_board
from govern.motions.choosing import Asked, OfClass, name_of, rule_of, votes_of
from govern.motions.rules import Deciders, Kind, Way

CBS, CIC, CIO = LegalForm.CBS, LegalForm.CIC, LegalForm.CIO
THIRDS = {str(third): say(str(third)) for third in Third}


def book(form: LegalForm = CBS, **rules: Any) -> RuleBook:
    """Return the rules of a form with what differs."""
    return RuleBook.from_parameters(defaults_for(form) | rules, legal_form=form)


def asked(kind: Kind = Kind.ORDINARY, form: LegalForm = CBS, **facts: Any) -> Asked:
    """Return a division of the members at a meeting, unless told otherwise."""
    usual: dict[str, Any] = {"deciders": Deciders.BOARD if kind is Kind.BOARD else Deciders.MEMBERS, "way": Way.MEETING}
    return Asked(kind=kind, legal_form=form, **usual | facts)


@pytest.mark.parametrize(
    ("question", "rules", "name"),
    [
        (asked(form=CIC), {}, "company-ordinary-meeting"),
        (asked(form=CIC, way=Way.WRITTEN), {}, "company-ordinary-written"),
        (asked(form=CIC, matter=ReservedMatter.ALTER_RULES), {}, "company-special-meeting"),
        (asked(Kind.SPECIAL, CIC), {}, "company-special-meeting"),
        (asked(Kind.SPECIAL, CIC, way=Way.WRITTEN), {}, "company-special-written"),
        (asked(Kind.CLASS, CIC), {}, "class-rights"),
        (asked(), {}, "ordinary"),
        (asked(), {"class_weights": {"workforce": "1/2", "service_user": "1/2"}}, "electoral-college"),
        (asked(Kind.EXTRAORDINARY), {}, "extraordinary"),
        (asked(Kind.FRANCHISE), {}, "extraordinary"),
        (asked(Kind.SPECIAL, CIO), {}, "cio-amendment-meeting"),
        (asked(Kind.SPECIAL, CIO, way=Way.BALLOT), {}, "cio-amendment-unanimous"),
        (asked(Kind.SPECIAL, CIC, way=Way.WRITTEN, matter=ReservedMatter.EXPEL_MEMBERS), {}, "company-special-written"),
        (asked(Kind.SPECIAL, matter=ReservedMatter.WINDING_UP), {}, "ccbsa-123"),
        (asked(Kind.SPECIAL, named="ccbsa-113-first"), {}, "ccbsa-113-first"),
        (asked(Kind.SPECIAL, named="ccbsa-113-first", is_confirming=True), {}, "ccbsa-113-second"),
        (asked(Kind.EXTRAORDINARY, matter=ReservedMatter.EXPEL_MEMBERS), {}, "expulsion-three-quarters"),
        *[
            (asked(Kind.ORDINARY, form, matter=matter), {}, name)
            for matter in (ReservedMatter.ALTER_RULES, ReservedMatter.FRANCHISE, ReservedMatter.CONVERSION)
            for form, name in ((CBS, "extraordinary"), (CIC, "company-special-meeting"))
        ],
        (
            asked(matter=ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS),
            {"reserved_matters": ["alter_rules"]},
            "ordinary",
        ),
        (asked(Kind.ADMISSION, is_readmission=True), {}, "expulsion-three-quarters"),
        (asked(Kind.ADMISSION), {}, "ordinary"),
        (asked(Kind.SPECIAL, is_amendment=True), {}, "ordinary"),
        (asked(Kind.BOARD), {}, "board-meeting"),
        (asked(Kind.BOARD), {"board_parity": "P3"}, "electoral-college"),
        (asked(Kind.BOARD, way=Way.WRITTEN), {}, "board-written-majority"),
        (asked(Kind.BOARD, way=Way.WRITTEN), {"board_written_mode": "unanimous"}, "board-written-unanimous"),
    ],
)
def test_a_motion_is_carried_by_the_majority_of_its_kind(question: Asked, rules: dict[str, Any], name: str) -> None:
    assert name_of(question, book(question.legal_form, **rules)) == name


@pytest.mark.parametrize("comparator", Comparator)
@pytest.mark.parametrize(
    ("denominator", "of"), [(Denominator.CAST, 90), (Denominator.ELIGIBLE, 120), (Denominator.ALL_MEMBERS, 145)]
)
def test_a_majority_of_the_rules_is_met_on_its_line_only_if_they_say_at_least(
    comparator: Comparator, denominator: Denominator, of: int
) -> None:
    set_by_them = {"share": "3/5", "comparator": comparator.value, "denominator": denominator.value}
    rule = rule_of("extraordinary", asked(Kind.EXTRAORDINARY), book(extraordinary_majority=set_by_them))
    on_the_line = of * 3 // 5

    carried = [
        decide(rule, Votes(in_favour=number, against=90 - number, eligible=120, members=145)).carried
        for number in (on_the_line - 1, on_the_line, on_the_line + 1)
    ]

    assert carried == [False, comparator is Comparator.AT_LEAST, True]


@pytest.mark.parametrize(("silent", "counts"), [("renormalise", False), ("counts_as_zero", True)])
def test_the_college_follows_the_rule_book(silent: str, counts: bool) -> None:
    weights: dict[str, Any] = {
        "class_weights": {"workforce": "1/2", "service_user": "1/2"},
        "dormant_weight_to": "workforce",
    }

    college = rule_of("electoral-college", asked(), book(silent_class_rule=silent, weight_dormant_below=5, **weights))

    assert college.college is not None
    assert (college.college.silence_counts, college.college.dormant_below) == (counts, 5)
    assert college.college.dormant_weight_to == "workforce"


def test_in_writing_a_share_is_of_all_who_are_entitled() -> None:
    at_a_meeting, in_writing = asked(), asked(way=Way.WRITTEN)

    assert rule_of("ordinary", at_a_meeting, book()).limbs[0].base is Base.CAST
    assert rule_of("ordinary", in_writing, book()).limbs[0].base is Base.ELIGIBLE


@pytest.mark.invariant("INV-23")
@pytest.mark.parametrize(("is_readmission", "share"), [(False, Fraction(2, 3)), (True, Fraction(4, 5))])
def test_whoever_was_expelled_comes_back_by_the_majority_for_that(share: Fraction, *, is_readmission: bool) -> None:
    question = asked(Kind.ADMISSION, matter=None if is_readmission else ReservedMatter.EXPEL_MEMBERS)
    rules = book(expulsion_majority="2/3", readmission_majority="4/5")

    rule = rule_of("expulsion-three-quarters", replace(question, is_readmission=is_readmission), rules)

    assert rule.limbs[0].share == share


@pytest.mark.invariant("INV-29")
def test_what_carries_overall_and_fails_in_one_class_is_not_carried() -> None:
    question, rules = asked(Kind.FRANCHISE), book()
    classes = (
        OfClass(code="service_user", called="Service users", in_favour=60, against=0, abstained=0, eligible=60),
        OfClass(code="workforce", called="Workforce", in_favour=16, against=24, abstained=0, eligible=40),
    )
    votes = votes_of("extraordinary", question, rules, classes=classes, members=100)

    outcome = decide(rule_of("extraordinary", question, rules), votes)

    assert not outcome.carried
    assert "It fails on the votes of Workforce: 16 for is too few." in str(outcome.working)


def there(present: tuple[int, int, int], eligible: tuple[int, int, int], office: tuple[int, int, int]) -> There:
    """Return a first call: who was there, who could have been, and who is in office, third by third."""
    return There(
        present=dict(zip(THIRDS, present, strict=True)),
        eligible={third: count for third, count in zip(THIRDS, eligible, strict=True) if count},
        in_office={third: count for third, count in zip(THIRDS, office, strict=True) if count},
        is_first_call=True,
    )


@pytest.mark.invariant("INV-38")
@pytest.mark.parametrize(
    ("case", "rules", "parity", "is_met"),
    [
        (there((2, 2, 1), (3, 3, 3), (3, 3, 3)), {}, Parity.P1, True),
        (there((2, 2, 0), (3, 3, 3), (3, 3, 3)), {}, Parity.P1, False),
        (there((2, 1, 1), (3, 3, 3), (3, 3, 3)), {}, Parity.P1, False),
        (there((3, 2, 0), (3, 3, 0), (3, 3, 3)), {}, Parity.P1, True),
        (there((3, 2, 0), (3, 3, 0), (3, 3, 3)), {"recusal_exception": False}, Parity.P1, False),
        (there((3, 2, 0), (3, 3, 0), (3, 3, 0)), {}, Parity.P1, True),
        (there((3, 2, 0), (3, 3, 0), (3, 3, 0)), {}, Parity.P2, False),
        (replace(there((3, 2, 0), (3, 3, 3), (3, 3, 3)), is_first_call=False), {}, Parity.P1, True),
    ],
    ids=[
        "just enough", "nobody of one third", "one too few", "a third stood back whole", "no exception",
        "a third is vacant", "and it is reserved", "at a second call",
    ],
)  # fmt: skip
def test_the_quorum_of_the_board_is_of_the_whole_and_of_each_third(
    case: There, rules: dict[str, Any], parity: Parity, *, is_met: bool
) -> None:
    assert of_the_board(case, book(**rules), parity, seats=THIRDS).is_met is is_met


@pytest.mark.invariant("INV-15")
@pytest.mark.parametrize(("came", "is_met"), [((9, 3), False), ((10, 2), False), ((10, 3), True)])
def test_the_quorum_of_a_meeting_is_of_the_whole_and_of_each_constituency(
    came: tuple[int, int], *, is_met: bool
) -> None:
    rules = book(gm_quorum={"number": 13, "share": "1/2", "per_constituency": 3})
    codes = ("workforce", "service_user")
    case = There(
        present=dict(zip(codes, came, strict=True)), eligible=dict.fromkeys(codes, 20), in_office={}, is_first_call=True
    )

    assert of_a_meeting(case, rules, members=40, names={}).is_met is is_met


@pytest.mark.invariant("INV-15")
@pytest.mark.parametrize(("members_of_it", "is_met"), [(1, True), (2, False)])
def test_one_member_who_stays_away_keeps_no_meeting_from_deciding(members_of_it: int, *, is_met: bool) -> None:
    rules = book(gm_quorum={"number": 10, "share": "1/2", "per_constituency": 3})
    eligible = {"workforce": 20, "authority": members_of_it}
    case = There(present={"workforce": 12}, eligible=eligible, in_office={}, is_first_call=True)

    assert of_a_meeting(case, rules, members=sum(eligible.values()), names={}).is_met is is_met
