"""What waits among applications, as desks and the clock ask for it."""

import pytest

from govern.admissions import queries, service, waiting
from govern.admissions.refusals import NotFromThere, NotGivenYet
from govern.admissions.rules import State
from govern.admissions.ruling_refusals import OwnWordsMissing
from govern.core.errors import NotFound
from govern.core.waiting import Heap
from tests.admissions.house import House, admits
from tests.admissions.test_entry import promised
from tests.calendar import A_DAY, AT, TODAY


def test_in_an_empty_house_nothing_waits(house: House) -> None:
    assert waiting.waiting(house.session, *State) == Heap(0, None)
    assert waiting.lapsing(house.session, on=TODAY, by=TODAY) == Heap(0, None)


def test_applications_wait_since_they_came_to_where_they_are(house: House) -> None:
    house.applied()
    house.applied(at=AT - A_DAY)
    house.checked(at=AT - A_DAY * 2)

    assert waiting.waiting(house.session, State.SUBMITTED) == Heap(2, AT - A_DAY)
    assert waiting.waiting(house.session, State.SUBMITTED, State.UNDER_CHECK) == Heap(3, AT - A_DAY * 2)
    assert waiting.waiting(house.session, State.ADMITTED) == Heap(0, None)


@pytest.mark.parametrize(("days", "count"), [(89, 0), (90, 1), (91, 1)])
def test_an_admission_is_told_of_when_the_last_day_for_its_share_is_near(house: House, days: int, count: int) -> None:
    promised(house)
    house.admitted()

    heap = waiting.lapsing(house.session, on=TODAY, by=TODAY + A_DAY * days)

    assert heap == Heap(count, TODAY + A_DAY * 90 if count else None)


def test_what_hinders_an_entry_is_told_one_thing_after_the_other(house: House) -> None:
    asked = house.checked()
    with pytest.raises(NotFromThere):
        service.hindrance(house.session, asked.id, on=TODAY)
    application, decision = promised(house), house.decided(confirmed_by=[])
    assert isinstance(service.hindrance(house.session, application.id, on=TODAY), NotGivenYet)
    service.give(house.session, application.id, given_on=TODAY, deed=house.deed())
    assert service.hindrance(house.session, application.id, on=TODAY) is None
    house.rule(decision, admits(asked))

    assert isinstance(service.hindrance(house.session, asked.id, on=TODAY), OwnWordsMissing)
    house.confirmed(decision)
    assert service.hindrance(house.session, asked.id, on=TODAY) is None


def test_the_closed_are_listed_from_a_day_on(house: House) -> None:
    house.refused()

    assert len(queries.queue(house.session, State.REFUSED, since=TODAY)) == 1
    assert queries.queue(house.session, State.REFUSED, since=TODAY + A_DAY) == []


def test_what_a_decision_was_on_and_whose_part_did_not_count_is_found(house: House) -> None:
    application, other = house.checked(), house.checked()
    decision = house.decided()
    house.rule(decision, admits(application))

    assert queries.ruled_by(house.session, decision.id) == [(application.id, application.person_id, State.ADMITTED)]
    assert queries.interests_recorded(house.session, application.id, decision.id) == {}
    with pytest.raises(NotFound):
        queries.find_evidence(house.session, other.id, decision.id)
