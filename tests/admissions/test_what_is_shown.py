"""What has to be shown before an admission: all that the rules want shown, and nothing where they ask for nothing."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.admissions import evidence, queries
from govern.admissions.evidence import Fact
from govern.admissions.rules import FactKind
from govern.admissions.ruling_refusals import DoesNotQualify, NotShownYet, ProofNotSeen
from govern.constitution.rules import Third
from govern.register.rules import PersonKind
from tests.admissions.house import House, admits, ensure_not_ruled
from tests.calendar import A_DAY, TODAY
from tests.make import Make

OLD_ENOUGH = Fact(kind=FactKind.OLD_ENOUGH, kept_at="passport seen at the desk")


@pytest.mark.invariant("INV-08")
def test_where_the_rules_want_it_shown_nobody_is_admitted_of_whom_nothing_is_stated(
    session: Session, make: Make
) -> None:
    house = House(session, make, admission_needs_proof=True)
    application, decided = house.checked(), house.decided()
    hours = Fact(kind=FactKind.HOURS_A_WEEK, number=8, kept_at="personnel file 114")
    employed = Fact(kind=FactKind.EMPLOYED_SINCE, day=TODAY - 60 * A_DAY, kept_at="personnel file 114")
    asked = {
        "Nothing shows their age": OLD_ENOUGH,
        "Nothing shows since when": employed,
        "Nothing shows the hours a week": hours,
    }

    for missing, fact in asked.items():
        ensure_not_ruled(house, NotShownYet, missing, lambda: house.rule(decided, admits(application)))
        evidence.state(session, application.id, fact, deed=house.deed())
    unseen = "old enough|Employed since|hours a week"
    for one in queries.evidence_of(session, application.id):
        ensure_not_ruled(house, ProofNotSeen, unseen, lambda: house.rule(decided, admits(application)))
        house.seen(one.evidence)

    assert house.rule(decided, admits(application))[0].not_shown == []


@pytest.mark.invariant("INV-08")
@pytest.mark.parametrize("known", [{"adult_confirmed_on": TODAY}, {"birth_on": TODAY - 30 * 366 * A_DAY}])
def test_where_the_rules_want_it_shown_nobodys_own_word_shows_their_age(
    session: Session, make: Make, known: dict[str, Any]
) -> None:
    house = where_anybody_belongs(session, make)
    application = house.checked(make.person(**{"adult_confirmed_on": None, "birth_on": None} | known).id)
    decided = house.decided()

    ensure_not_ruled(house, NotShownYet, "Nothing shows their age", lambda: house.rule(decided, admits(application)))
    stated = evidence.state(session, application.id, OLD_ENOUGH, deed=house.deed())
    ensure_not_ruled(house, ProofNotSeen, "old enough|years old", lambda: house.rule(decided, admits(application)))
    house.seen(stated)

    assert house.rule(decided, admits(application))[0].not_shown == []


@pytest.mark.invariant("INV-08")
def test_a_body_has_no_age_and_where_the_rules_ask_for_nothing_else_there_is_nothing_to_show(
    session: Session, make: Make
) -> None:
    house = where_anybody_belongs(session, make)
    application = house.checked(make.person(kind=PersonKind.BODY, adult_confirmed_on=None).id)

    assert house.rule(house.decided(), admits(application))[0].not_shown == []


@pytest.mark.invariant("INV-08")
@pytest.mark.parametrize("needs_proof", [True, False])
def test_nobody_is_admitted_to_a_constituency_that_the_rules_do_not_name(
    session: Session, make: Make, needs_proof: bool
) -> None:
    house = House(session, make, admission_needs_proof=needs_proof)
    elsewhere = make.constituency(code="not_in_the_rules", third=Third.SERVICE_USERS, precedence=9)
    application, decided = house.checked(home=elsewhere.id), house.decided()

    ensure_not_ruled(
        house, DoesNotQualify, "do not name the constituency", lambda: house.rule(decided, admits(application))
    )


def where_anybody_belongs(session: Session, make: Make) -> House:
    """Return a mutual whose rules want all shown, and ask for nothing but the age of a member."""
    anybody = {"workforce": {"criteria": "Anybody", "evidence": "None", "probation_days": 0, "min_hours": 0}}
    asked = {code: facts | {"precedence": n} for n, (code, facts) in enumerate(anybody.items(), start=1)}
    return House(session, make, admission_needs_proof=True, constituencies=asked, class_weights={})


@pytest.mark.invariant("INV-08")
def test_elsewhere_the_body_finds_it_and_the_ruling_marks_what_nothing_shows(house: House) -> None:
    application = house.checked()

    (ruled,) = house.rule(house.decided(), admits(application))

    assert ruled.not_shown == ["probation", "hours"]
