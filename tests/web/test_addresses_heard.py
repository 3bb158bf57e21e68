"""From an address that the secretary wrote over another to the ballot there: a second officer hears of it between."""

import re

import pytest
from sqlalchemy import func, select

from govern.core.actors import Role
from govern.core.db import Database
from govern.motions.rules import Ask, Way
from govern.register.address_models import AddressHeard
from tests.calendar import A_SECOND, AN_HOUR, AT
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

BOX = re.compile(r'name="addresses" type="checkbox" value="([0-9a-f-]{36})"')


@pytest.mark.invariant("INV-40")
def test_a_secret_ballot_waits_for_a_second_officer_to_hear_of_the_address(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    one = make.person(name="Dee Dowd", postal_address="1 High Street").id
    make.membership(person_id=one, constituency_id=house.chamber.home.id)
    counting = make.person().id
    make.office(Role.RETURNING_OFFICER, person_id=counting)
    motion = house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT))
    make.known_to_all()
    secretary = sit(house.chamber.secretary.person_id, at=AT + A_SECOND)
    name, said = "Dee Dowd", {"postal_address": "Care of me", "is_adult": "y", "email": "", "sorted_as": ""}
    said |= {"valid_from": str(AT.date())}
    moved = send(secretary, f"/people/{one}/correction", name=name, **said)
    division = house.call(motion, Ask.SECRET)
    make.known_to_all()
    page, links = "/letters/addresses", f"/divisions/{division.id}/links"

    first = send(sit(counting, at=AT + AN_HOUR), links)
    chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)
    waiting, home = chair.get(page), words_of(chair.get("/"))
    heard = send(chair, page, addresses=BOX.findall(waiting.text)[0])
    second = send(sit(counting, at=AT + AN_HOUR), links)

    assert moved.status_code == 303, words_of(moved)
    assert "1 elector gets no link yet: an officer wrote another postal address down for them" in words_of(first)
    assert "Care of me" not in first.text
    assert "Dee Dowd Care of me Written by" in words_of(waiting)
    assert "1 postal address that an officer changed waits for a second officer." in home
    assert heard.status_code == 303
    assert "Nobody’s postal address waits for you. Where an officer writes" in words_of(chair.get(page))
    assert "Care of me" in second.text
    assert secretary.get(page).status_code == 403
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AddressHeard)) == 1
