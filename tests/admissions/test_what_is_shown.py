"""What has to be shown before an admission: all that the rules want shown, and nothing where they ask for nothing."""

import pytest
from sqlalchemy.orm import Session

from govern.admissions import evidence, queries
from govern.admissions.evidence import Fact
from govern.admissions.rules import FactKind
from govern.admissions.ruling_refusals import NotShownYet, ProofNotSeen
from tests.admissions.house import House, admits, ensure_not_ruled
from tests.calendar import A_DAY, TODAY
from tests.make import Make


@pytest.mark.invariant("INV-08")
def test_where_the_rules_want_it_shown_nobody_is_admitted_of_whom_nothing_is_stated(
    session: Session, make: Make
) -> None:
    house = House(session, make, admission_needs_proof=True)
    application, decided = house.checked(), house.decided()
    hours = Fact(kind=FactKind.HOURS_A_WEEK, number=8, kept_at="personnel file 114")
    employed = Fact(kind=FactKind.EMPLOYED_SINCE, day=TODAY - 60 * A_DAY, kept_at="personnel file 114")

    for missing, fact in (("Nothing shows since when", employed), ("Nothing shows the hours a week", hours)):
        ensure_not_ruled(house, NotShownYet, missing, lambda: house.rule(decided, admits(application)))
        evidence.state(session, application.id, fact, deed=house.deed())
    ensure_not_ruled(house, ProofNotSeen, "Employed since", lambda: house.rule(decided, admits(application)))
    for one in queries.evidence_of(session, application.id):
        house.seen(one.evidence)

    assert house.rule(decided, admits(application))[0].not_shown == []


@pytest.mark.invariant("INV-08")
def test_where_the_rules_ask_for_nothing_there_is_nothing_to_show(session: Session, make: Make) -> None:
    anybody = {"workforce": {"criteria": "Anybody", "evidence": "None", "probation_days": 0, "min_hours": 0}}
    asked = {code: facts | {"precedence": n} for n, (code, facts) in enumerate(anybody.items(), start=1)}
    house = House(session, make, admission_needs_proof=True, constituencies=asked, class_weights={})
    application = house.checked()

    assert house.rule(house.decided(), admits(application))[0].not_shown == []


@pytest.mark.invariant("INV-08")
def test_elsewhere_the_body_finds_it_and_the_ruling_marks_what_nothing_shows(house: House) -> None:
    application = house.checked()

    (ruled,) = house.rule(house.decided(), admits(application))

    assert ruled.not_shown == ["probation", "hours"]
