"""Whatever a member sends to the pages of motions is answered in our words, and nothing is stored."""

import re

import pytest

from govern.motions import queries
from govern.motions.rules import State
from tests.web.halls import Hall
from tests.web.hostile import HOSTILE, Body
from tests.web.officers import token_of
from tests.web.test_motions import moved

NAME = re.compile(r'name="([\w-]+)"')


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
@pytest.mark.parametrize("page", ["/new", "/{}/amendments/new", "/{}/support", "/{}/text", "/{}/withdrawal"])
def test_whatever_a_member_sends_is_answered_in_our_words(hall: Hall, page: str) -> None:
    motion, other = moved(hall), hall.chamber.members[5]
    desk = hall.sit(other)
    address = f"/motions{page.format(motion)}"
    shown = desk.client.get(address)
    names, token = sorted(set(NAME.findall(shown.text)) - {"csrf_token"}), token_of(shown)

    answers = [desk.client.post(address, data=body, content_type=kind) for body, kind in hostile_bodies(token, names)]

    assert [one.status_code for one in answers if one.status_code >= 500 or "<h1" not in one.text] == []
    with hall.database.reading() as session:
        assert queries.listed(session).total == 1
        assert queries.amendments(session, motion) == []
        assert len(queries.texts(session, motion)) == 1
    assert hall.state() is State.MOVED


def hostile_bodies(token: str, names: list[str]) -> list[Body]:
    """Return every hostile body for a page with these fields."""
    return [hostile(token, names) for hostile in HOSTILE.values()]
