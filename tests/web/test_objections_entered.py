"""The pages on which an officer enters an objection that came on paper, by telephone or in person."""

import pytest
from sqlalchemy.orm import Session

from govern.motions.rules import Kind
from govern.register import queries as register
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

SAID = "I have no brother."


@pytest.mark.invariant("INV-33")
def test_an_officer_enters_what_came_by_telephone_and_another_than_who_named_rules_on_it(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion, about = house.chamber.moved(house.chamber.proposal(kind=Kind.FRANCHISE)), house.members[3]
    number, page = str(register.memberships_of(session, about)[0].member_no), f"/motions/{motion.id}"
    entering, ruling = f"{page}/namings/{about}/objection", f"{page}/objections/{about}/ruling"
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)
    nobody = words_of(secretary.get(entering))
    send(secretary, f"{page}/interests/new", member_no=number, ground="power", extent="Theirs would be admitted.")
    offered, asked = secretary.get(page), words_of(secretary.get(entering))

    empty = send(secretary, entering, entering, came_on="2026-06-01")
    early = send(secretary, entering, entering, came_on="2026-05-31", came_by="telephone", reason=SAID)
    entered = send(secretary, entering, entering, came_on="2026-06-01", came_by="telephone", reason=SAID)

    assert "is not named in this motion by another" in nobody
    assert f'href="{entering}">Enter an objection that came another way' in offered.text
    assert "whether they may be a member, vote or stand depends on it" in asked
    assert [one.status_code for one in (empty, early, entered)] == [422, 422, 303]
    assert "Choose how it came." in words_of(empty)
    assert "Enter the day on which the objection came, from that day to today." in words_of(early)
    assert "An objection of this person is on record" in words_of(secretary.get(entering))
    assert (entering in chair.get(page).text, ruling in chair.get(page).text) == (False, True)
    assert send(secretary, ruling, has_vote="no", reason="So.").status_code == 403
    own = sit(about).get(page)
    assert "Your objection came on Monday 1 June 2026, by telephone, and was entered." in words_of(own)
    assert f'href="{page}/my-objection">I object' in own.text
    assert SAID not in words_of(sit(house.members[1]).get(page))
    told = words_of(chair.get(ruling))
    assert SAID in told
    assert "It came on Monday 1 June 2026, by telephone." in told
    assert send(chair, ruling, has_vote="yes", reason="There is no brother.").status_code == 303
    assert "they objected, and have a vote" in words_of(sit(house.members[1]).get(page))


def test_members_do_not_enter_objections_of_others(session: Session, make: Make, house: Assembly, sit: Sit) -> None:
    motion, about = house.chamber.moved(house.chamber.proposal(kind=Kind.FRANCHISE)), house.members[3]
    house.name_unheard(motion, about)
    make.known_to_all()
    page = f"/motions/{motion.id}"
    member = sit(house.members[1])

    assert "another way" not in words_of(member.get(page))
    assert member.get(f"{page}/namings/{about}/objection").status_code == 403
