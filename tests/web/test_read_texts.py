"""Nobody stands behind a text that they have not read, or brings it on its way."""

from uuid import UUID

import pytest

from govern.agenda import service
from govern.backing import service as backing
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.rules import Backing, State
from tests.makers.motions import TEXT
from tests.web.halls import Hall
from tests.web.officers import words_of

FIRE = "The mutual dismisses its staff and closes the day centre."
CHANGED = "The text of the motion was changed after you opened this page. Read it again, and then decide."
PROPOSED = {"title_en": "Saturdays", "text_en": TEXT, "kind": "ordinary", "matter": "none", "way": "meeting"}


def test_a_name_is_put_only_to_the_text_that_was_read(hall: Hall) -> None:
    proposer, second = (hall.sit(one) for one in hall.chamber.members[:2])
    proposer.send("/new", **PROPOSED)
    motion = hall.motion()
    assert proposer.send(f"/{motion}/text", text_en=FIRE).status_code == 303

    unseen = second.send(f"/{motion}/support", part="seconder", text_version="1")
    of_nothing = second.send(f"/{motion}/support", part="seconder", text_version="")

    assert (unseen.status_code, of_nothing.status_code) == (409, 422)
    assert CHANGED in words_of(unseen)
    assert FIRE in words_of(unseen)
    assert 'name="text_version" type="hidden" value="2"' in unseen.text
    assert "Open this page again from the motion." in words_of(of_nothing)
    with hall.database.reading() as session:
        assert len(queries.backers(session, motion)) == 1
    assert second.send(f"/{motion}/support", part="seconder").status_code == 303
    with hall.database.reading() as session:
        read = {(one.backing, one.text_version) for one in queries.backers(session, motion)}
    assert read == {("proposer", 1), ("seconder", 2)}


def test_the_secretary_enters_names_under_the_text_that_was_signed(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send("/new", **PROPOSED)
    hall.sit(hall.chamber.members[0]).send(f"/{hall.motion()}/text", text_en=FIRE)
    desk = hall.sit(hall.chamber.secretary.person_id)
    signed = {"person": "member", "member_no": str(hall.number_of(1)), "part": "seconder"}

    refused = desk.send(f"/{hall.motion()}/supporters", **signed, text_version="1")

    assert refused.status_code == 409
    assert CHANGED in words_of(refused)
    assert FIRE in words_of(refused)


@pytest.mark.parametrize(
    ("page", "begins", "typed"),
    [
        pytest.param("admission", State.SUBMITTED, {}, id="put on the agenda"),
        pytest.param("moving", State.ADMITTED_TO_AGENDA, {}, id="moved"),
        pytest.param(
            "divisions/new", State.MOVED, {"ask": "recorded", "closes_on": "2026-06-01"}, id="put to the vote"
        ),
    ],
)
def test_whoever_brings_a_motion_on_its_way_has_read_its_text(
    hall: Hall, page: str, begins: State, typed: dict[str, str]
) -> None:
    motion, chair = _brought_to(hall, begins), hall.sit(hall.chamber.chair.person_id)

    refused = chair.send(f"/{motion}/{page}", **typed, text_version="7")
    assert hall.state() is begins
    taken = chair.send(f"/{motion}/{page}", **typed)

    assert (refused.status_code, taken.status_code) == (409, 303)
    assert CHANGED in words_of(refused)
    assert TEXT in words_of(refused)
    assert hall.state() is not begins


def test_whoever_calls_a_vote_calls_it_on_the_wording_that_they_saw(hall: Hall) -> None:
    motion, chair = _brought_to(hall, State.MOVED), hall.sit(hall.chamber.chair.person_id)
    with hall.database.writing() as session:
        hall.chamber.session = session
        hall.chamber.filed(queries.find(session, motion), text=FIRE)
        session.commit()

    refused = chair.send(f"/{motion}/divisions/new", ask="recorded", closes_on="2026-06-01", text_version="1", put="0")

    assert refused.status_code == 409
    assert "Put amendment 1 first." in words_of(refused)
    assert "dismisses its staff" in words_of(refused)


def _brought_to(hall: Hall, state: State) -> UUID:
    """Bring a motion as far as a state, and let everybody see it."""
    chamber, text = hall.chamber, LocalText(en=TEXT)
    with hall.database.writing() as session:
        chamber.session = session
        motion = chamber.seconded(chamber.proposal(text=text))
        backing.back(session, motion.id, chamber.members[4], Backing.SUPPORTER, chamber.own(chamber.members[4]))
        if state is not State.SUBMITTED:
            service.admit(session, motion.id, chamber.deed())
        if state is State.MOVED:
            service.move(session, motion.id, chamber.deed())
            chamber.noticed(motion)
        session.commit()
        return motion.id
