"""The short address of a vote, which stands in a letter and is typed by hand."""

import pytest
from flask.testing import FlaskClient

from govern.motions import queries
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.sittings import Sit


def test_the_numbers_of_a_motion_and_of_its_vote_lead_to_the_page_of_the_vote(
    make: Make, house: Assembly, sit: Sit, client: FlaskClient
) -> None:
    division = house.call(house.chamber.moved())
    address = f"/motions/{queries.find(make.session, division.motion_id).number}/1"
    make.known_to_all()

    found, unknown = sit(house.members[0]).get(address), client.get(address)

    assert (found.status_code, found.headers["Location"]) == (302, f"/divisions/{division.id}")
    assert unknown.status_code in (302, 303)
    assert f"next={address}" in unknown.headers["Location"]


@pytest.mark.parametrize("numbers", ["1/2", "2/1", "0/0", f"{10**9}/1", f"1/{10**30}"])
def test_there_is_nothing_at_numbers_that_nobody_gave(make: Make, house: Assembly, sit: Sit, numbers: str) -> None:
    house.call(house.chamber.moved())
    make.known_to_all()

    assert sit(house.members[0]).get(f"/motions/{numbers}").status_code == 404
