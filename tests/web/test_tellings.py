"""The page on which a second officer enters that they told somebody who was named, and whom nothing reaches."""

import pytest

from govern.motions.rules import Kind, Way
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

WHY = "Theirs would be admitted."


@pytest.mark.invariant("INV-02")
def test_a_second_officer_enters_that_they_told_whom_nothing_reaches(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.proposal(kind=Kind.FRANCHISE, way=Way.WRITTEN))
    person = make.person(name="Hal Hermit", postal_address=None).id
    number = str(make.membership(person_id=person, constituency_id=house.chamber.home.id).member_no)
    make.known_to_all()
    page, untold = f"/motions/{motion.id}", "Nothing is sure to reach them, and nobody has told them yet."
    telling = f"{page}/namings/{person}/telling"
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)
    send(secretary, f"{page}/interests/new", member_no=number, ground="power", extent=WHY)
    own, before, call = secretary.get(page), chair.get(page), words_of(chair.get(f"{page}/divisions/new"))
    asked, refused = words_of(chair.get(telling)), secretary.get(telling)

    unsaid = send(chair, telling)
    entered = send(chair, telling, came_by="telephone")
    after = words_of(chair.get(page))

    assert untold in words_of(own)
    assert (telling in own.text, telling in before.text) == (False, True)
    assert "An officer tells them first." in words_of(before)
    assert "So their time to object has not begun" in call
    assert "Enter that you told Hal Hermit" in asked
    assert WHY in asked
    assert "You named this person" in words_of(refused)
    assert (unsaid.status_code, entered.status_code) == (422, 303)
    assert untold not in after
    assert "has time to object" in after
    assert "An officer told somebody that they are named in a motion" in words_of(secretary.get("/journal"))
