"""The pages of other wordings: what each changes, who rules on it, and who stands behind it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from govern.agenda import service
from govern.backing import service as backing
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core.db import Database
from govern.core.languages import LocalText
from govern.jobs.models import LetterToPrint
from govern.motions import queries
from govern.motions.rules import Backing, Kind
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers.motions import TEXT
from tests.web.halls import Hall, hall_of
from tests.web.officers import words_of

SOLD = "The mutual sells the day centre for at least 900,000 pounds."
GIVEN = "The mutual gives the day centre to Adam Andrews."


def test_a_slip_is_said_by_its_proposer_and_ruled_on_by_the_chair(hall: Hall) -> None:
    motion, chamber = _special(hall), hall.chamber
    author = hall.sit(chamber.members[2])
    author.send(f"/{motion}/amendments/new", text_en=GIVEN, base_version="1", is_clerical="y", reasons_en="")
    filed = words_of(author.look(f"/{motion}"))
    hall.sit(chamber.members[3]).send(f"/{motion}/amendments/1/seconding")
    told = words_of(hall.sit(chamber.members[0]).look(f"/{motion}"))
    early = hall.sit(chamber.members[0]).send(f"/{motion}/amendments/1/acceptance")
    desk, chair = hall.sit(chamber.secretary.person_id), hall.sit(chamber.chair.person_id)
    shut, asked = desk.look(f"/{motion}/amendments/1/ruling"), chair.look(f"/{motion}/amendments/1/ruling")

    assert "says that it corrects a slip of the pen. The chair rules on that before anybody agrees to it." in told
    assert "It corrects a slip of the pen, and no more." not in told
    assert "and the chair rules on whether it corrects a slip of the pen." in filed
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
        backing.back(session, motion.id, chamber.members[4], Backing.SUPPORTER, chamber.own(chamber.members[4]))
        service.admit(session, motion.id, chamber.deed())
        service.move(session, motion.id, chamber.deed())
        session.commit()
        return motion.id


def test_an_empty_motion_is_sent_back_with_the_fields_that_it_lacks(hall: Hall) -> None:
    desk = hall.sit(hall.chamber.members[0])

    empty = desk.send("/new", title_en=" ", text_en="", kind="ordinary", matter="none", way="meeting")
    untitled = desk.send("/new", title_en="", text_en=SOLD, kind="ordinary", matter="none", way="meeting")

    assert (empty.status_code, untitled.status_code) == (422, 422)
    for page in (empty, untitled):
        assert 'href="#title_en">Enter a title.' in page.text
        assert "This was not done" not in page.text
    assert ["Enter what is to be decided." in page.text for page in (empty, untitled)] == [True, False]


def test_a_translation_waits_in_the_sight_of_all_and_its_backers_are_written_to(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, make: Make
) -> None:
    hall = hall_of(app, database, monkeypatch, make, languages=["en", "cy"])
    chamber, closes = hall.chamber, "Mae’r gydfuddiannol yn cau’r ganolfan ddydd."
    with database.writing() as session:
        chamber.session = session
        motion = chamber.seconded().id
        session.commit()
    proposer, reader = hall.sit(chamber.members[0]), hall.sit(chamber.members[4])

    assert proposer.send(f"/{motion}/text", text_en=TEXT, text_cy=closes).status_code == 303
    told = reader.look(f"/{motion}").text
    welsh = reader.client.get(f"/motions/{motion}?lang=cy").text
    with database.reading() as session:
        letters = session.scalars(select(LetterToPrint)).all()
        assert [f"/motions/{motion}" in (one.body or "") for one in letters] == [True]
    desk = hall.sit(chamber.secretary.person_id)
    page = desk.look(f"/{motion}/translation").text

    assert ["A translation waits" in told, closes in told, TEXT in told] == [True, True, True]
    assert f'<span lang="en">{TEXT}</span>' in welsh
    assert "<title>Saturdays" in welsh
    assert [closes in page, TEXT in page] == [True, True]
    assert proposer.look(f"/{motion}/translation").status_code == 403
    wrong = {"is_right": "wrong", "note": "It closes what is to be opened."}
    assert desk.send(f"/{motion}/translation", **wrong).status_code == 303
    with database.reading() as session:
        assert queries.text(session, motion).text == {"en": TEXT}
    assert "A translation waits" not in reader.look(f"/{motion}").text


def test_a_moved_motion_is_withdrawn_by_the_chair_with_the_decision_that_gave_leave(hall: Hall) -> None:
    motion, chamber = _special(hall), hall.chamber
    desk, chair = hall.sit(chamber.secretary.person_id), hall.sit(chamber.chair.person_id)

    shut, early = desk.look(f"/{motion}/withdrawal"), chair.look(f"/{motion}/withdrawal")
    with hall.database.writing() as session:
        decision = Decision(
            body=Body.GENERAL_MEETING, decided_on=TODAY, minute_reference="GM 4", text="Leave is given.",
            entered_by=chamber.secretary.person_id, entered_at=AT,
        )  # fmt: skip
        session.add(decision)
        session.commit()
        leave = str(decision.id)
    unsaid = chair.send(f"/{motion}/withdrawal", note="The buyer has gone.", leave="")
    taken = chair.send(f"/{motion}/withdrawal", note="The buyer has gone.", leave=leave)

    assert "This cannot be done now" in words_of(shut)
    assert "No such decision is on record since it was moved." in words_of(early)
    assert (unsaid.status_code, taken.status_code) == (422, 303)
    told = words_of(hall.sit(chamber.members[4]).look(f"/{motion}"))
    assert "With the leave of those who decide: GM 4, Monday 1 June 2026 Leave is given." in told


def test_only_the_chair_is_offered_to_rule_a_motion_out_of_order(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send(
        "/new", title_en="A", text_en=SOLD, kind="ordinary", matter="none", way="meeting"
    )
    desk, chair = hall.sit(hall.chamber.secretary.person_id), hall.sit(hall.chamber.chair.person_id)

    offered = ["Refuse it as out of order" in one.look(f"/{hall.motion()}").text for one in (desk, chair)]
    asked = words_of(desk.look(f"/{hall.motion()}/refusal"))

    assert offered == [False, True]
    assert "The chair rules on this." in asked


def test_there_is_nothing_at_a_number_that_no_wording_can_have(hall: Hall) -> None:
    hall.sit(hall.chamber.members[0]).send(
        "/new", title_en="A", text_en=SOLD, kind="ordinary", matter="none", way="meeting"
    )
    desk = hall.sit(hall.chamber.chair.person_id)

    found = [desk.look(f"/{hall.motion()}/amendments/{n}/ruling").status_code for n in (1, 999_999_999_999)]

    assert found == [404, 404]
