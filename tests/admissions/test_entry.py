"""What follows an admission: the share, the entry by which somebody is a member, or the lapse."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from govern.admissions import applications, evidence, queries, service, steps
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.models import MembershipApplication
from govern.admissions.refusals import (
    ConditionNotMet,
    NotFromThere,
    NotGivenYet,
    NothingToGive,
    NotLapsedYet,
    StandsBack,
)
from govern.admissions.rules import FactKind, State, Undertaking
from govern.admissions.ruling_refusals import OwnWordsMissing
from govern.audit import service as audit
from govern.audit.verify import verify
from govern.constitution.parameters.membership import AdmissionDecider
from govern.constitution.rules import Body
from govern.core.actors import CLOCKWORK, Actor, Role
from govern.register import queries as register
from govern.register.connection_rules import ConnectionKind
from govern.register.models import MembershipVersion
from govern.register.refusals import DecidedAlone, OwnEntry, ResemblesMember
from tests.admissions.house import House, admits, all_for
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.raw import unguard

KEY = Ed25519PrivateKey.from_private_bytes(b"the journal's key, for the tests")


def memberships(session: Session) -> int:
    """Return how many memberships were entered on a decision; the directors' came with an opening register."""
    on_decision = select(func.count()).where(MembershipVersion.decision_id.is_not(None))
    return session.scalar(on_decision) or 0


def promised(house: House, *, recommended: str = "") -> MembershipApplication:
    """Have an application admitted that promises a share, and recommended in words if there are any."""
    wanted = Wanted(constituency_id=house.workforce.id, undertaking=Undertaking.SHARE, amount_pence=100)
    person = house.make.person().id
    application = applications.enter_paper(house.session, person, wanted, received_at=AT, deed=house.deed())
    applications.take_up(house.session, application.id, deed=house.deed())
    if recommended:
        applications.recommend(house.session, application.id, recommended, is_for=True, deed=house.deed())
    house.rule(house.decided(), admits(application))
    return application


def test_membership_begins_with_the_entry(house: House) -> None:
    application = house.admitted()
    later = AT + A_DAY * 3

    membership = service.enter(house.session, application.id, actor=house.secretary, at=later)

    assert membership.member_since == TODAY + A_DAY * 3
    assert queries.steps_of(house.session, application.id)[-1].membership_id == membership.id
    assert house.state(application) is State.ENTERED


@pytest.mark.invariant("INV-02")
def test_an_application_is_entered_once_and_only_after_admission(house: House) -> None:
    waiting, admitted = house.checked(), house.admitted()
    service.enter(house.session, admitted.id, actor=house.secretary, at=AT)

    for application in (waiting, admitted, house.refused()):
        with pytest.raises(NotFromThere):
            service.enter(house.session, application.id, actor=house.secretary, at=AT)

    assert memberships(house.session) == 1


@pytest.mark.invariant("INV-01")
def test_nobody_enters_themselves_or_those_connected_to_them(house: House, make: Make) -> None:
    application = house.admitted()
    assert house.secretary.person_id is not None
    make.connection(house.secretary.person_id, ConnectionKind.HOUSEHOLD, application.person_id)

    with pytest.raises(OwnEntry, match="You cannot enter yourself"):
        service.enter(house.session, application.id, actor=Actor(person_id=application.person_id), at=AT)
    with pytest.raises(StandsBack):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-02", "INV-03")
def test_a_delegate_does_not_enter_what_they_decided(session: Session, make: Make) -> None:
    house = House(session, make, admission_decider=AdmissionDecider.SECRETARY_DELEGATED.value)
    delegate = make.membership(constituency_id=house.workforce.id).person_id
    make.office(Role.SECRETARY, person_id=delegate)
    application = house.checked()
    decided = house.decided(all_for([delegate]), body=Body.SECRETARY_DELEGATED)
    house.rule(decided, admits(application))

    with pytest.raises(DecidedAlone, match="You decided this alone"):
        service.enter(session, application.id, actor=Actor(person_id=delegate), at=AT)
    assert memberships(session) == 0
    assert service.enter(session, application.id, actor=house.secretary, at=AT)


@pytest.mark.invariant("INV-06")
def test_a_director_who_stood_back_from_one_of_many_does_not_bar_its_entry(house: House, make: Make) -> None:
    own, other = house.checked(house.directors[0]), house.checked()
    decided = house.decided([*all_for(house.directors), *all_for([make.person().id])])
    house.rule(decided, admits(other), admits(own))

    membership = service.enter(house.session, own.id, actor=house.secretary, at=AT)

    assert membership.person_id == house.directors[0]


@pytest.mark.invariant("INV-09")
def test_the_entry_waits_for_the_day_on_which_the_rules_are_met(house: House) -> None:
    application = house.checked()
    lately = Fact(kind=FactKind.EMPLOYED_SINCE, day=TODAY - timedelta(days=50), kept_at="personnel file 114")
    house.seen(evidence.state(house.session, application.id, lately, deed=house.deed()))
    (ruled,) = house.rule(house.decided(), admits(application))
    assert ruled.condition_on == TODAY + A_DAY * 10

    with pytest.raises(ConditionNotMet, match="They meet the rules from Thursday 11 June 2026 on"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT + A_DAY * 9)

    assert memberships(house.session) == 0
    assert service.enter(house.session, application.id, actor=house.secretary, at=AT + A_DAY * 10)


@pytest.mark.parametrize(("words", "is_enough"), [(0, False), (1, False), (2, True), (3, True)])
@pytest.mark.invariant("INV-02", "INV-42")
def test_the_entry_waits_for_the_word_of_more_than_half_of_those_who_decided(
    house: House, words: int, is_enough: bool
) -> None:
    application = house.checked()
    house.rule(house.decided(confirmed_by=house.directors[:words]), admits(application))

    if is_enough:
        assert service.enter(house.session, application.id, actor=house.secretary, at=AT)
        return
    with pytest.raises(OwnWordsMissing, match="2 must say themselves that it is so"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)
    assert memberships(house.session) == 0


def test_no_entry_without_the_share_that_was_promised(house: House) -> None:
    application = promised(house)

    with pytest.raises(NotGivenYet, match="Record it first, then enter them"):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)
    service.give(house.session, application.id, given_on=TODAY, deed=house.deed())
    with pytest.raises(NothingToGive):
        service.give(house.session, application.id, given_on=TODAY, deed=house.deed())

    assert service.enter(house.session, application.id, actor=house.secretary, at=AT)


def test_an_admission_lapses_when_its_share_is_not_given_in_time(house: House) -> None:
    application, given = promised(house), promised(house)
    service.give(house.session, given.id, given_on=TODAY, deed=house.deed())
    last_day, day_after = AT + A_DAY * 90, AT + A_DAY * 91

    assert queries.lapsing(house.session, on=last_day.date()) == []
    with pytest.raises(NotLapsedYet, match="There is still time"):
        service.lapse(house.session, application.id, actor=CLOCKWORK, at=last_day)
    (due,) = queries.lapsing(house.session, on=day_after.date())
    service.lapse(house.session, due.application_id, actor=CLOCKWORK, at=day_after)

    assert house.state(application) is State.LAPSED
    with pytest.raises(NotLapsedYet):
        service.lapse(house.session, given.id, actor=CLOCKWORK, at=day_after)


@pytest.mark.invariant("INV-13")
def test_the_body_finds_that_two_who_resemble_each_other_are_two(house: House, make: Make) -> None:
    sign = "b" * 64
    first = house.admitted(make.person(match_birth=sign).id)
    service.enter(house.session, first.id, actor=house.secretary, at=AT)
    second = house.admitted(make.person(match_birth=sign).id)

    with pytest.raises(ResemblesMember):
        service.enter(house.session, second.id, actor=house.secretary, at=AT)

    assert register.active_number(house.session, second.person_id, on=TODAY) is None


CHANGES = {
    "application_step": "UPDATE application_step SET dated_on = '2020-01-06' WHERE n = 2",
    "membership_application": "UPDATE membership_application SET amount_pence = 200",
    "application_recommendation": "UPDATE application_recommendation SET words = 'No.'",
}


@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.invariant("INV-12")
def test_a_raw_change_of_an_application_is_found_out(house: House, table: str) -> None:
    application = promised(house, recommended="Yes.")
    service.give(house.session, application.id, given_on=TODAY, deed=house.deed())
    audit.sign_head(house.session, key=KEY, occasion="hourly", at=AT)
    public = KEY.public_key()
    assert verify(house.session, key=public, contents=steps.contents(house.session)) == []

    unguard(house.session, table)
    house.session.execute(text(CHANGES[table]))
    house.session.expire_all()

    assert verify(house.session, key=public, contents=steps.contents(house.session))
