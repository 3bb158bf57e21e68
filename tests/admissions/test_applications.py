"""An application from its draft to the decision: who may do what with it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from govern.admissions import applications, evidence, queries, reports
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.refusals import (
    AlreadyStoodBack,
    AlreadyVerified,
    AppealTooLate,
    BeforeTheLastStep,
    FactIncomplete,
    FactNotYetSo,
    HasApplied,
    NoAppealHere,
    NotFromThere,
    NotTheirs,
    NotYetReceived,
    ShareTooSmall,
    SpokeForIt,
    StandsBack,
    VerifierInterested,
    WordsMissing,
    WrongUndertaking,
)
from govern.admissions.rules import Channel, FactKind, State, Undertaking
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound, Refusal
from govern.register.connection_rules import ConnectionKind
from govern.register.refusals import NotInThatConstituency
from tests.admissions.house import House
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import ensure_refused

EMPLOYED = Fact(kind=FactKind.EMPLOYED_SINCE, day=TODAY - timedelta(days=400), kept_at="personnel file 114")


def test_an_application_is_drafted_submitted_and_taken_up(house: House, make: Make) -> None:
    own = Actor(person_id=make.person().id)
    share = Wanted(constituency_id=house.workforce.id, undertaking=Undertaking.SHARE, amount_pence=100)

    application = applications.draft(house.session, share, deed=house.deed(own), source_mark="ab")
    applications.submit(house.session, application.id, deed=house.deed(own, AT + AN_HOUR))
    applications.take_up(house.session, application.id, deed=house.deed(at=AT + AN_HOUR))
    applications.refer_back(house.session, application.id, "Which house?", deed=house.deed(at=AT + AN_HOUR))
    applications.answer(house.session, application.id, deed=house.deed(own, AT + A_DAY))

    told = [one.to_state for one in queries.steps_of(house.session, application.id)]
    assert told == ["draft", "submitted", "under_check", "referred_back", "under_check"]
    assert (application.channel, application.submitted_at) == (Channel.ONLINE, AT + AN_HOUR)


def test_a_draft_is_the_applicants_own(house: House, make: Make) -> None:
    own = Actor(person_id=make.person().id)
    wanted = Wanted(constituency_id=house.workforce.id)
    application = applications.draft(house.session, wanted, deed=house.deed(own))

    with pytest.raises(NotTheirs, match="This application is somebody else’s"):
        applications.submit(house.session, application.id, deed=house.deed())

    assert house.state(application) is State.DRAFT


@pytest.mark.invariant("INV-13")
def test_one_person_has_one_open_application(house: House) -> None:
    first = house.applied()

    with pytest.raises(HasApplied, match="An application of this person is open already"):
        house.applied(first.person_id, home=house.users.id)

    applications.withdraw(house.session, first.id, "By letter of today.", deed=house.deed())
    assert house.applied(first.person_id, home=house.users.id)


@pytest.mark.invariant("INV-41")
def test_an_officer_who_takes_an_application_back_says_how_they_know(house: House) -> None:
    application = house.applied()

    with pytest.raises(WordsMissing):
        applications.withdraw(house.session, application.id, " ", deed=house.deed())

    assert house.state(application) is State.SUBMITTED


def test_an_applicant_takes_their_own_back_without_a_word(house: House) -> None:
    application = house.applied()

    applications.withdraw(house.session, application.id, deed=house.deed(Actor(person_id=application.person_id)))

    assert house.state(application) is State.WITHDRAWN


@pytest.mark.invariant("INV-41", by="database")
def test_not_even_the_database_lets_an_officer_take_an_application_back_in_silence(house: House) -> None:
    house.applied()

    ensure_refused(
        house.session,
        "officer_says_how_they_know_of_a_withdrawal",
        "INSERT INTO application_step (application_id, n, previous_n, from_state, to_state, dated_on, at, actor_id,"
        " words, salt) SELECT application_id, 2, 1, to_state, 'withdrawn', dated_on, at, actor_id, '', salt"
        " FROM application_step",
    )


@pytest.mark.parametrize(
    ("wanted", "refusal", "sentence"),
    [
        ({"constituency_id": uuid4()}, NotInThatConstituency, "There is no such constituency"),
        ({"undertaking": Undertaking.GUARANTEE, "amount_pence": 100}, WrongUndertaking, "give something else"),
        ({"undertaking": Undertaking.SHARE}, WrongUndertaking, "with its sum"),
        ({"amount_pence": 100}, WrongUndertaking, "with its sum"),
    ],
)
def test_what_the_mutual_does_not_have_cannot_be_asked_for(
    house: House, make: Make, wanted: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    own = Actor(person_id=make.person().id)
    asked = Wanted(**{"constituency_id": house.workforce.id} | wanted)

    with pytest.raises(refusal, match=sentence):
        applications.draft(house.session, asked, deed=house.deed(own))

    assert queries.queue(house.session, *State) == []


def test_paper_comes_in_by_now_and_from_somebody_known(house: House, make: Make) -> None:
    wanted, person = Wanted(constituency_id=house.workforce.id), make.person().id

    with pytest.raises(NotYetReceived, match="cannot have come in later than now"):
        applications.enter_paper(house.session, person, wanted, received_at=AT + A_SECOND, deed=house.deed())
    with pytest.raises(NotFound):
        applications.enter_paper(house.session, uuid4(), wanted, received_at=AT, deed=house.deed())
    assert applications.enter_paper(house.session, person, wanted, received_at=AT, deed=house.deed())


@pytest.mark.invariant("INV-10")
def test_an_imported_application_makes_nobody_a_member(house: House, make: Make) -> None:
    wanted = Wanted(constituency_id=house.workforce.id)

    application = applications.enter_paper(
        house.session, make.person().id, wanted, received_at=AT, channel=Channel.IMPORT, deed=house.deed()
    )

    assert house.state(application) is State.SUBMITTED


@pytest.mark.invariant("INV-02")
def test_an_officer_with_an_interest_takes_no_part(house: House, make: Make) -> None:
    application = house.applied()
    assert house.secretary.person_id is not None
    make.connection(house.secretary.person_id, ConnectionKind.SIBLING, application.person_id)

    with pytest.raises(StandsBack, match="You have an interest in this application"):
        applications.take_up(house.session, application.id, deed=house.deed())
    other = Actor(person_id=make.person().id)
    applications.take_up(house.session, application.id, deed=house.deed(other))
    with pytest.raises(StandsBack):
        applications.recommend(house.session, application.id, "Yes.", is_for=True, deed=house.deed())

    assert queries.recommendations_of(house.session, application.id) == []


@pytest.mark.parametrize("is_applicant", [True, False])
@pytest.mark.invariant("INV-08")
def test_nobody_certifies_themselves_or_those_connected_to_them(house: House, make: Make, is_applicant: bool) -> None:
    application, manager = house.applied(), make.person().id
    make.connection(manager, ConnectionKind.EMPLOYER, application.person_id)
    stated = evidence.state(house.session, application.id, EMPLOYED, deed=house.deed())
    interested = Actor(person_id=application.person_id if is_applicant else manager)

    with pytest.raises(VerifierInterested, match="Ask an officer who has none"):
        evidence.verify(house.session, stated.id, deed=house.deed(interested))
    assert queries.evidence_of(house.session, application.id)[0].verified_by is None
    house.seen(stated)

    with pytest.raises(AlreadyVerified):
        house.seen(stated)
    assert queries.evidence_of(house.session, application.id)[0].verified_by == house.chair.person_id


@pytest.mark.invariant("INV-08")
@pytest.mark.parametrize("has_stated", [True, False], ids=["who stated it", "who entered the application"])
def test_whoever_spoke_for_a_fact_does_not_see_its_proof_and_somebody_else_does(
    house: House, make: Make, has_stated: bool
) -> None:
    application, deputy = house.applied(), Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))
    stated = evidence.state(house.session, application.id, EMPLOYED, deed=house.deed(house.chair))

    with pytest.raises(SpokeForIt) as refused:
        evidence.verify(house.session, stated.id, deed=house.deed(house.chair if has_stated else house.secretary))
    assert str(refused.value) == (
        "You stated this fact, or entered the application that it stands in. So somebody else looks at its proof:"
        " the chair, or another secretary."
    )
    assert queries.evidence_of(house.session, application.id)[0].verified_by is None
    evidence.verify(house.session, stated.id, deed=house.deed(deputy))

    assert queries.evidence_of(house.session, application.id)[0].verified_by == deputy.person_id


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"day": None}, FactIncomplete),
        ({"number": 7}, FactIncomplete),
        ({"kept_at": " "}, FactIncomplete),
        ({"kind": FactKind.HOURS_A_WEEK}, FactIncomplete),
        ({"kind": FactKind.HOURS_A_WEEK, "day": None, "number": 169}, FactIncomplete),
        ({"day": TODAY + A_DAY}, FactNotYetSo),
    ],
)
def test_a_fact_has_its_value_and_the_place_of_its_proof(
    house: House, facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    application = house.applied()

    with pytest.raises(refusal):
        evidence.state(house.session, application.id, Fact(**vars(EMPLOYED) | facts), deed=house.deed())

    assert queries.evidence_of(house.session, application.id) == []


def test_the_case_shows_what_the_rules_find(house: House) -> None:
    application = house.applied()
    evidence.state(house.session, application.id, EMPLOYED, deed=house.deed())

    found = {one.code: one.holds for one in queries.findings_of(house.session, application, on=TODAY)}

    assert found == {"age": True, "probation": True, "hours": None, "proof": None}


def test_what_is_asked_of_the_applicant_is_said_in_words(house: House) -> None:
    application = house.checked()

    with pytest.raises(WordsMissing):
        applications.refer_back(house.session, application.id, "  ", deed=house.deed())

    assert house.state(application) is State.UNDER_CHECK


def test_who_stood_back_is_recorded_once_and_only_before_the_decision(house: House) -> None:
    application, decided = house.checked(), house.admitted()
    applications.stand_back(house.session, application.id, house.directors[0], deed=house.deed())

    with pytest.raises(AlreadyStoodBack):
        applications.stand_back(house.session, application.id, house.directors[0], deed=house.deed())
    with pytest.raises(NotFromThere):
        applications.stand_back(house.session, decided.id, house.directors[0], deed=house.deed())
    assert queries.stood_back(house.session, application.id) == {house.directors[0]}


def test_where_the_rules_name_nobody_there_is_no_appeal(session: Session, make: Make) -> None:
    house = House(session, make, admission_appeal_body="none")
    application = house.refused()

    with pytest.raises(NoAppealHere, match="You can apply again at any time"):
        applications.appeal(session, application.id, deed=house.deed())

    assert house.applied(application.person_id)


def test_an_appeal_comes_by_the_last_day_that_the_rules_give(session: Session, make: Make) -> None:
    house = House(session, make, admission_appeal_days=10)
    in_time, too_late = house.refused(), house.refused()

    with pytest.raises(
        AppealTooLate, match="By the rules the last day to appeal was Thursday 11 June 2026, and it has passed"
    ):
        applications.appeal(session, too_late.id, deed=house.deed(at=AT + 11 * A_DAY))
    applications.appeal(session, in_time.id, deed=house.deed(at=AT + 10 * A_DAY))

    assert house.state(too_late) is State.REFUSED
    assert house.state(in_time) is State.APPEALED


@pytest.mark.parametrize(("pence", "is_enough"), [(499, False), (500, True), (501, True)])
def test_a_share_costs_what_the_rules_ask_for_or_more(
    session: Session, make: Make, pence: int, *, is_enough: bool
) -> None:
    house = House(session, make, minimum_share_pence=500)
    own = Actor(person_id=make.person().id)
    wanted = Wanted(constituency_id=house.workforce.id, undertaking=Undertaking.SHARE, amount_pence=pence)

    if is_enough:
        assert applications.draft(session, wanted, deed=house.deed(own)).amount_pence == pence
    else:
        with pytest.raises(ShareTooSmall, match="By the rules a share costs at least £5"):
            applications.draft(session, wanted, deed=house.deed(own))
        assert queries.queue(session, *State) == []


@pytest.mark.invariant("INV-09")
def test_a_clock_set_back_takes_no_step_back(house: House) -> None:
    application = house.applied()

    with pytest.raises(BeforeTheLastStep, match="Ask an administrator to set the clock right"):
        applications.take_up(house.session, application.id, deed=house.deed(at=AT - A_DAY))

    assert house.state(application) is State.SUBMITTED


def test_who_begins_a_check_twice_is_told_that_it_has_begun(house: House) -> None:
    application = house.applied()
    applications.take_up(house.session, application.id, deed=house.deed())

    with pytest.raises(NotFromThere, match="This application is under check already"):
        applications.take_up(house.session, application.id, deed=house.deed())

    told = [one.to_state for one in queries.steps_of(house.session, application.id)]
    assert told.count(State.UNDER_CHECK) == 1


def test_the_queue_is_in_the_order_of_receipt(house: House) -> None:
    late, early = house.applied(at=AT + AN_HOUR), house.applied(at=AT)

    assert [one.application_id for one in queries.queue(house.session, State.SUBMITTED)] == [early.id, late.id]


def test_many_applications_from_one_source_are_seen(house: House, make: Make) -> None:
    wanted = Wanted(constituency_id=house.workforce.id)
    for mark in ("ab", "ab", "cd"):
        applications.enter_paper(
            house.session, make.person().id, wanted, received_at=AT, deed=house.deed(), source_mark=mark
        )

    assert reports.from_one_source(house.session, since=AT, at_least=2) == {"ab": 2}


@pytest.mark.invariant("INV-41")
def test_the_report_of_a_quarter_counts_refusals_by_constituency(house: House) -> None:
    house.refused()
    house.refused()
    house.admitted(home=house.users.id)

    told = {
        (one.constituency_id, one.to_state, one.reason): one.applications
        for one in reports.ended_in(house.session, from_on=TODAY, until_on=TODAY + A_DAY)
    }

    assert told[house.workforce.id, State.REFUSED, "does_not_qualify"] == 2
    assert told[house.users.id, State.ADMITTED, None] == 1
    assert reports.ended_in(house.session, from_on=LONG_BEFORE, until_on=TODAY) == []
