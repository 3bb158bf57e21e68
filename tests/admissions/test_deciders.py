"""Who decides for a committee, and who decides alone by delegation."""

import pytest
from sqlalchemy.orm import Session

from govern.admissions.ruling import Bench
from govern.admissions.ruling_refusals import AuthorityTooNew, NotCarriedHere, NotOfThatBody
from govern.constitution.parameters.membership import AdmissionDecider
from govern.constitution.rules import Body
from govern.core.actors import Role
from govern.register.connection_rules import ConnectionKind
from tests.admissions.house import House, admits, all_for, ensure_not_ruled
from tests.calendar import TODAY
from tests.make import Make

DELEGATED = AdmissionDecider.SECRETARY_DELEGATED


def test_a_committee_is_of_members(session: Session, make: Make) -> None:
    house = House(session, make, admission_decider="committee")
    application, other = house.checked(), make.membership(person_id=make.person(name="Other Member").id).person_id
    [member] = house.of_body(Body.COMMITTEE, make.membership().person_id)
    others = all_for([member, house.directors[0]])

    ensure_not_ruled(
        house,
        NotOfThatBody,
        "could not decide for that body: Director A",
        lambda: house.rule(house.decided(others, body=Body.COMMITTEE), admits(application)),
    )
    ensure_not_ruled(
        house,
        NotOfThatBody,
        "could not decide for that body: Other Member",
        lambda: house.rule(house.decided(all_for([member, other]), body=Body.COMMITTEE), admits(application)),
    )
    assert house.rule(
        house.decided(others, body=Body.COMMITTEE), admits(application), bench=Bench(directors=house.directors)
    )


@pytest.mark.invariant("INV-04")
def test_a_member_of_the_committee_has_been_one_since_before(session: Session, make: Make) -> None:
    house = House(session, make, admission_decider="committee")
    application, new = house.checked(), make.membership(valid_from=TODAY).person_id
    old = make.membership().person_id
    house.of_body(Body.COMMITTEE, old, new)

    with pytest.raises(AuthorityTooNew):
        house.rule(house.decided(all_for([old, new]), body=Body.COMMITTEE), admits(application))


@pytest.mark.invariant("INV-03")
def test_a_delegate_is_the_secretary_and_acts_for_nobody_connected_to_her(session: Session, make: Make) -> None:
    house = House(session, make, admission_decider=DELEGATED.value)
    assert house.secretary.person_id is not None
    delegate = make.person().id
    application, daughter = house.checked(), house.checked()
    make.connection(delegate, ConnectionKind.PARENT, daughter.person_id)
    alone = all_for([delegate])

    with pytest.raises(NotOfThatBody):
        house.rule(house.decided(alone, body=Body.SECRETARY_DELEGATED), admits(application))
    make.office(Role.SECRETARY, person_id=delegate)
    with pytest.raises(NotCarriedHere):
        house.rule(house.decided(alone, body=Body.SECRETARY_DELEGATED), admits(daughter))
    assert house.rule(house.decided(alone, body=Body.SECRETARY_DELEGATED), admits(application))
