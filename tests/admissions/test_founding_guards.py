"""What the database refuses of entries that rest on the founders' own decision."""

import pytest
from sqlalchemy.exc import IntegrityError

from govern.constitution.rules import Body
from tests.admissions.house import House, all_for
from tests.admissions.test_guards import entry
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make


@pytest.mark.invariant("INV-11", by="database")
def test_the_database_enters_a_founder_once_and_nobody_else_on_the_founding(house: House, make: Make) -> None:
    founder, stranger = house.directors[0], make.person().id
    founding = house.decided(all_for([founder]), body=Body.FOUNDERS)
    facts = {"constituency_id": house.workforce.id, "recorded_by": founder, "decision_id": founding.id}

    with pytest.raises(IntegrityError, match="entry_rests_on_an_application"), house.session.begin_nested():
        entry(house.session, person_id=stranger, **facts)
    first = entry(house.session, person_id=founder, **facts, valid_to=TODAY + A_DAY)
    assert first.person_id == founder
    with pytest.raises(IntegrityError, match="entry_rests_on_an_application"), house.session.begin_nested():
        entry(house.session, person_id=founder, member_no=4712, **facts, valid_from=TODAY + A_DAY)


@pytest.mark.invariant("INV-11", "INV-42", by="database")
def test_the_database_enters_a_founder_at_the_founding_and_never_later(house: House) -> None:
    founder = house.directors[0]
    founding = house.decided(all_for([founder]), body=Body.FOUNDERS)
    facts = {"constituency_id": house.workforce.id, "recorded_by": founder, "decision_id": founding.id}

    with pytest.raises(IntegrityError, match="founders_are_entered_at_the_founding"):
        entry(house.session, person_id=founder, **facts, recorded_at=AT + A_SECOND)
