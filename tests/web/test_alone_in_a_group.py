"""Whoever votes by name and is the only one of their group knows what the figures by group tell of them."""

from collections import Counter

from sqlalchemy import select

from govern.core.db import Database
from govern.motions.rules import Ask
from govern.rolls.models import RollEntry
from tests.calendar import TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


def test_whoever_is_alone_in_their_group_is_told_that_its_figures_tell_of_them(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    house.cease(house.members[5], on=TODAY)
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    make.known_to_all()
    with database.reading() as session:
        roll = session.scalars(select(RollEntry).where(RollEntry.roll_id == division.roll_id)).all()
    classes = Counter(one.elector_class for one in roll)
    page = f"/divisions/{division.id}"

    told = {one.person_id: words_of(sit(one.person_id).get(page)) for one in roll}

    assert sorted(classes.values())[0] == 1 < sorted(classes.values())[-1]
    for one in roll:
        assert ("You are the only one of your group" in told[one.person_id]) is (classes[one.elector_class] == 1)
    (alone,) = (one.person_id for one in roll if classes[one.elector_class] == 1)
    assert "You are the only one of your group" in words_of(send(sit(alone), page, f"{page}/review", vote="for"))
