"""The pages of other wordings: what each changes, who rules on it, and who stands behind it."""

from uuid import UUID

from govern.core.languages import LocalText
from govern.motions import queries, service
from govern.motions.rules import Backing, Kind
from tests.web.halls import Hall
from tests.web.officers import words_of

SOLD = "The mutual sells the day centre for at least 900,000 pounds."
GIVEN = "The mutual gives the day centre to Adam Andrews."


def test_a_slip_is_said_by_its_proposer_and_ruled_on_by_the_chair(hall: Hall) -> None:
    motion, chamber = _special(hall), hall.chamber
    hall.sit(chamber.members[2]).send(
        f"/{motion}/amendments/new", text_en=GIVEN, base_version="1", is_clerical="y", reasons_en=""
    )
    hall.sit(chamber.members[3]).send(f"/{motion}/amendments/1/seconding")
    told = words_of(hall.sit(chamber.members[0]).look(f"/{motion}"))
    early = hall.sit(chamber.members[0]).send(f"/{motion}/amendments/1/acceptance")
    desk, chair = hall.sit(chamber.secretary.person_id), hall.sit(chamber.chair.person_id)
    shut, asked = desk.look(f"/{motion}/amendments/1/ruling"), chair.look(f"/{motion}/amendments/1/ruling")

    assert "says that it corrects a slip of the pen. The chair rules on that before anybody agrees to it." in told
    assert "It corrects a slip of the pen, and no more." not in told
    assert (early.status_code, shut.status_code) == (409, 200)
    assert "the chair has not ruled on that yet" in words_of(early)
    assert "The chair rules on this." in words_of(shut)
    assert "It changes a number. It changes a name, or another word with a capital letter." in words_of(asked)
    assert f'href="/motions/{motion}/amendments/1/ruling">Rule on it' not in desk.look(f"/{motion}").text
    assert f'href="/motions/{motion}/amendments/1/ruling">Rule on it' in chair.look(f"/{motion}").text
    unsaid = chair.send(f"/{motion}/amendments/1/ruling", note="It gives away what was to be sold.")
    assert (unsaid.status_code, "Choose what it is." in words_of(unsaid)) == (422, True)
    chair.send(f"/{motion}/amendments/1/ruling", is_slip="more", note="It gives away what was to be sold.")

    told = words_of(hall.sit(chamber.members[0]).look(f"/{motion}"))
    assert "It was ruled that this is more than a slip of the pen." in told
    assert "It gives away what was to be sold." in told
    with hall.database.reading() as session:
        assert str(queries.text(session, motion).text) == SOLD


def _special(hall: Hall) -> UUID:
    """Move a special resolution, and let everybody see it."""
    chamber = hall.chamber
    with hall.database.writing() as session:
        chamber.session = session
        motion = chamber.seconded(chamber.proposal(kind=Kind.SPECIAL, text=LocalText(en=SOLD)))
        service.back(session, motion.id, chamber.members[4], Backing.SUPPORTER, chamber.own(chamber.members[4]))
        service.admit(session, motion.id, chamber.deed())
        service.move(session, motion.id, chamber.deed())
        session.commit()
        return motion.id
