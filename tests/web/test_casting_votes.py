"""A casting vote is of whoever was in the chair, and the pages of a vote say who that is."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govern.constitution.rules import Vote
from govern.core.actors import Role
from govern.motions.rules import Ask
from tests.calendar import A_DAY, AT
from tests.make import Make
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


@pytest.fixture
def parted(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A society whose rules give the chair of a general meeting a casting vote."""
    return Assembly(session, make, tmp_path, gm_casting_vote=True, gm_quorum=ONE_IS_ENOUGH)


def test_a_tie_offers_its_casting_vote_to_the_chair_of_that_vote_and_tells_others_why_not(
    make: Make, parted: Assembly, sit: Sit
) -> None:
    chair, since = parted.members[2], parted.members[3]
    make.office(Role.CHAIR, person_id=chair)
    division = parted.call(parted.chamber.moved(), Ask.RECORDED)
    parted.votes(division, {parted.members[0]: Vote.FOR, parted.members[1]: Vote.AGAINST})
    make.office(Role.CHAIR, person_id=since)
    make.known_to_all()
    page, over = f"/divisions/{division.id}", AT + 8 * A_DAY

    theirs, others = (sit(one, at=over).get(f"{page}/declaration") for one in (chair, since))
    send(sit(chair, at=over), f"{page}/declaration", promise="y", casting="for")

    assert ['name="casting" type="radio"' in told.text for told in (theirs, others)] == [True, False]
    assert "Somebody else was in the chair of this vote, and the casting vote is theirs alone." in words_of(others)
    assert "In the chair" in words_of(theirs)
    assert 'type="radio" value="" checked' in theirs.text
    assert "As many are for as against. If you do not use it, it is not carried." in words_of(theirs)
    declared = words_of(sit(chair, at=over).get(page))
    assert "The chair’s casting vote was for." in declared
    assert "1 of 2, met by the chair’s casting vote" in declared


def test_whoever_calls_a_vote_chooses_who_is_in_the_chair_where_several_could_be(
    make: Make, house: Assembly, sit: Sit
) -> None:
    for person in house.members[2:4]:
        make.office(Role.CHAIR, person_id=person)
    motion = house.chamber.moved()
    make.known_to_all()
    clerk, page = sit(house.chamber.secretary.person_id), f"/motions/{motion.id}/divisions/new"

    nobody = send(clerk, page, ask="recorded", closes_on="2026-06-01", least_minutes="10")
    chosen = send(clerk, page, ask="recorded", closes_on="2026-06-01", least_minutes="10", chair=str(house.members[3]))

    assert "Choose who is in the chair." in words_of(nobody)
    assert "In the chair" in words_of(clerk.get(str(chosen.location)))
