"""Who belongs to a constituency: each criterion with its sum, just inside, exactly on and just outside."""

from datetime import date, timedelta
from typing import Any

import pytest

from govern.admissions.criteria import (
    AgeAsked,
    Applicant,
    Finding,
    Home,
    Stated,
    bearing_on,
    condition_on,
    findings,
    resting_on_word,
)
from govern.admissions.rules import FactKind
from govern.constitution.parameters.membership import Criteria
from govern.constitution.rules import Third
from govern.core.languages import LocalText
from tests.calendar import TODAY

K = FactKind


def home(code: str, third: Third | None, *, days: int, hours: int, precedence: int) -> Home:
    told = Criteria(criteria=code, evidence="Paper", probation_days=days, min_hours=hours, precedence=precedence)
    return Home(code=code, name=LocalText(en=code.capitalize()), third=third, criteria=told)


WORKFORCE = home("workforce", Third.WORKFORCE, days=90, hours=8, precedence=1)
USERS = home("users", Third.SERVICE_USERS, days=60, hours=2, precedence=2)
NEIGHBOURS = home("neighbours", None, days=0, hours=0, precedence=3)


def since(kind: FactKind, days: int, **facts: Any) -> Stated:
    """Return that something has been so for a number of days."""
    return Stated(kind=kind, day=TODAY - timedelta(days=days), is_verified=True, **facts)


def unseen(kind: FactKind, days: int = 0, *, number: int | None = None) -> Stated:
    """Return a fact of which nobody has seen the proof."""
    return Stated(kind=kind, day=TODAY - timedelta(days=days) if kind.has_day else None, number=number)


def hours(number: int) -> Stated:
    return Stated(kind=K.HOURS_A_WEEK, number=number, is_verified=True)


def found(code: str, *facts: Stated, at: Home = WORKFORCE, **known: Any) -> Finding | None:
    """Return what one criterion comes to."""
    applicant = Applicant(facts=facts, **{"is_known_adult": True} | known)
    others = [one for one in (WORKFORCE, USERS, NEIGHBOURS) if one is not at]
    all_found = findings(applicant, home=at, others=others, age=AgeAsked(youngest=16), on=TODAY)
    return next((one for one in all_found if one.code == code), None)


@pytest.mark.parametrize(
    ("facts", "on_word"),
    [
        pytest.param([], [], id="what nothing shows rests on nobody’s word"),
        pytest.param([since(K.EMPLOYED_SINCE, 90), hours(8)], [], id="all seen"),
        pytest.param([unseen(K.IDENTITY), hours(8)], [], id="a fact on which nothing rests"),
        pytest.param([unseen(K.EMPLOYED_SINCE, 90), hours(8)], ["probation"], id="the day unseen"),
        pytest.param([unseen(K.EMPLOYED_SINCE, 90), since(K.EMPLOYED_SINCE, 90)], [], id="said again and seen"),
        pytest.param([unseen(K.EMPLOYED_SINCE, 91), since(K.EMPLOYED_SINCE, 89)], ["probation"], id="too early a day"),
        pytest.param([hours(7), unseen(K.HOURS_A_WEEK, number=8)], ["hours"], id="more hours than were seen"),
    ],
)
def test_what_somebody_says_of_themselves_shows_nothing_until_its_proof_is_seen(
    facts: list[Stated], on_word: list[str]
) -> None:
    applicant = Applicant(facts=facts, is_known_adult=True)

    resting = resting_on_word(
        applicant, home=WORKFORCE, others=[USERS, NEIGHBOURS], age=AgeAsked(youngest=16), on=TODAY
    )

    assert [one.code for one in resting] == on_word


@pytest.mark.parametrize(
    ("code", "facts", "known", "holds", "sentence"),
    [
        pytest.param(
            "probation",
            [since(K.EMPLOYED_SINCE, 425)],
            {},
            True,
            "Employed since Wednesday 2 April 2025, which is 425 days; the rules ask for 90 days",
            id="employed for long",
        ),
        pytest.param("probation", [since(K.EMPLOYED_SINCE, 90)], {}, True, "which is 90 days", id="exactly on"),
        pytest.param(
            "probation",
            [since(K.EMPLOYED_SINCE, 89)],
            {},
            False,
            "which is 89 days; the rules ask for 90 days, reached on Tuesday 2 June 2026",
            id="a day short",
        ),
        pytest.param("probation", [], {}, None, "Nothing shows since when. The rules ask for 90 days", id="not shown"),
        pytest.param(
            "probation", [since(K.SUPPORTED_SINCE, 425)], {}, None, "Nothing shows since when", id="of another home"
        ),
        pytest.param("hours", [hours(9)], {}, True, "9 hours a week; the rules ask for 8", id="more hours"),
        pytest.param("hours", [hours(8)], {}, True, "8 hours a week; the rules ask for 8", id="just the hours"),
        pytest.param("hours", [hours(7)], {}, False, "7 hours a week; the rules ask for 8", id="an hour short"),
        pytest.param("hours", [], {}, None, "Nothing shows the hours a week", id="no hours"),
        pytest.param(
            "age", [], {"birth_on": date(2010, 6, 1)}, True, "16 years old; the rules ask for 16", id="16 today"
        ),
        pytest.param(
            "age", [], {"birth_on": date(2010, 6, 2)}, False, "15 years old; the rules ask for 16", id="16 tomorrow"
        ),
        pytest.param("age", [], {}, True, "Confirmed to be an adult", id="an adult"),
        pytest.param("age", [], {"is_known_adult": False}, None, "Nothing shows their age", id="of unknown age"),
        pytest.param("proof", [hours(9)], {}, True, "has seen the proof of everything", id="all seen"),
        pytest.param(
            "proof",
            [hours(9), Stated(kind=K.IDENTITY)],
            {},
            None,
            "The proof of 1 fact has not been seen yet",
            id="one not seen",
        ),
    ],
)
def test_a_criterion_is_worked_out_on_what_is_stated(
    code: str, facts: list[Stated], known: dict[str, Any], holds: bool | None, sentence: str
) -> None:
    finding = found(code, *facts, **known)

    assert finding is not None
    assert (finding.holds, sentence in str(finding.sentence)) == (holds, True), str(finding.sentence)
    assert finding.source


@pytest.mark.parametrize(
    ("known", "facts", "holds"),
    [
        pytest.param({"is_known_adult": True}, [], None, id="their own word for it"),
        pytest.param({"birth_on": date(2010, 6, 1)}, [], None, id="their own word for the day"),
        pytest.param({"is_known_adult": True}, [Stated(kind=K.OLD_ENOUGH)], True, id="stated"),
        pytest.param({}, [Stated(kind=K.OLD_ENOUGH)], True, id="stated, and no age kept"),
        pytest.param({"birth_on": date(2010, 6, 1)}, [Stated(kind=K.OLD_ENOUGH)], True, id="stated and 16 today"),
        pytest.param({"birth_on": date(2010, 6, 2)}, [Stated(kind=K.OLD_ENOUGH)], False, id="stated and 16 tomorrow"),
        pytest.param({"birth_on": date(2010, 6, 2)}, [], False, id="16 tomorrow by their own word"),
    ],
)
def test_where_the_rules_want_it_shown_age_is_a_fact_like_any_other(
    known: dict[str, Any], facts: list[Stated], holds: bool | None
) -> None:
    asked: dict[str, Any] = {
        "home": NEIGHBOURS,
        "others": [],
        "age": AgeAsked(youngest=16, is_to_be_shown=True),
        "on": TODAY,
    }
    applicant = Applicant(facts=facts, **known)

    assert findings(applicant, **asked)[0].holds is holds
    assert bool(resting_on_word(applicant, **asked)) == bool(holds)


def test_who_belongs_to_a_constituency_that_goes_first_belongs_there() -> None:
    both = (since(K.EMPLOYED_SINCE, 90), since(K.CARES_SINCE, 400), hours(8))

    finding = found("precedence", *both, at=USERS)

    assert finding is not None
    assert finding.bars
    assert str(finding.sentence) == ("What is stated shows that they belong to “Workforce”, which goes before “Users”.")
    assert found("precedence", *both, at=WORKFORCE) is None


@pytest.mark.parametrize("missing", [(since(K.EMPLOYED_SINCE, 89), hours(8)), (since(K.EMPLOYED_SINCE, 90), hours(7))])
def test_who_does_not_yet_belong_there_may_go_elsewhere(missing: tuple[Stated, ...]) -> None:
    assert found("precedence", *missing, at=USERS) is None


@pytest.mark.invariant("INV-09")
def test_what_lacks_time_alone_does_not_bar_and_waits_for_its_day() -> None:
    late = Applicant(facts=[since(K.EMPLOYED_SINCE, 80), hours(8)], is_known_adult=True)

    all_found = findings(late, home=WORKFORCE, others=[], age=AgeAsked(youngest=16), on=TODAY)

    assert not any(one.bars for one in all_found)
    assert condition_on(all_found) == TODAY + timedelta(days=10)


def test_a_body_has_no_age_and_a_home_without_criteria_asks_nothing() -> None:
    council = Applicant(is_body=True)

    assert findings(council, home=NEIGHBOURS, others=[WORKFORCE], age=AgeAsked(youngest=16), on=TODAY) == []
    assert condition_on([]) is None


def test_days_and_hours_come_with_the_figures_to_compare_and_nothing_else_does() -> None:
    asked = [found("probation", since(K.EMPLOYED_SINCE, 425)), found("hours", hours(7))]
    others = [found("age", birth_on=date(2010, 6, 1)), found("hours")]

    assert [one.figures for one in asked if one] == [(425, 90), (7, 8)]
    assert [one.figures for one in others if one] == [None, None]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(WORKFORCE, [K.EMPLOYED_SINCE, K.HOURS_A_WEEK, K.IDENTITY], id="the first asks for its own alone"),
        pytest.param(
            USERS,
            [K.SUPPORTED_SINCE, K.CARES_SINCE, K.EMPLOYED_SINCE, K.HOURS_A_WEEK, K.IDENTITY],
            id="a later one also for what shows that they belong to the first",
        ),
        pytest.param(home("friends", None, days=0, hours=0, precedence=0), [K.QUALIFIES_SINCE, K.IDENTITY], id="none"),
    ],
)
def test_only_facts_that_bear_on_an_application_are_asked_for(at: Home, expected: list[FactKind]) -> None:
    bearing = bearing_on(at, [one for one in (NEIGHBOURS, USERS, WORKFORCE) if one is not at])

    assert list(bearing) == expected
    assert K.OLD_ENOUGH in bearing_on(at, [], is_age_shown=True)
    assert [whose.code for kind, whose in bearing.items() if whose is not at] == (["workforce"] if at is USERS else [])
