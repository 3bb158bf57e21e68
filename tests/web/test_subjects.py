"""The secretary chooses whom a decision is about, and whoever gives their word reads it first."""

from typing import Any

import pytest
from sqlalchemy import select

from govern.constitution import queries
from govern.constitution.models import Decision
from govern.constitution.rules import Matter
from govern.core.actors import Role
from govern.jobs.models import OutgoingMail
from tests.web.dossiers import checked
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, person_of
from tests.web.test_constitution import MEETING, id_at, part

SOMEBODY = {"about": "somebody"}


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"about": ""}, 422, "Choose whom the decision is about.", id="not said"),
        pytest.param(SOMEBODY, 422, "Choose below whom it is about", id="somebody, and nobody named"),
        pytest.param({"who_1": "Cath Chair"}, 422, "Below, applications or persons are chosen.", id="nobody, and one"),
        pytest.param(SOMEBODY | {"who_1": "Cath Chair"}, 422, "Choose what was decided on this", id="no matter"),
        pytest.param(SOMEBODY | {"matter_2": "suspension"}, 422, "Enter the person on whom", id="no person"),
        pytest.param(
            SOMEBODY | {"who_1": "Cath Chair", "matter_1": "move"},
            422,
            "Choose the constituency that they",
            id="nowhere",
        ),
        pytest.param(
            SOMEBODY | {"who_1": "Not Known", "matter_1": "suspension"}, 422, "It is not certain who", id="unknown name"
        ),
        pytest.param(
            SOMEBODY | {"who_1": "4711", "matter_1": "suspension"}, 422, "It is not certain who", id="unknown number"
        ),
    ],
)
def test_a_decision_that_does_not_say_whom_it_is_about_is_not_kept(
    secretariat: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    answer = secretariat.sit().send("/decisions/new", **MEETING | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert len(secretariat.ask(lambda session: session.scalars(select(Decision)).all())) == 1


def test_rows_are_added_without_scripts_and_what_was_typed_stays(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    typed = {"who_5": "Una Bell", "matter_5": "suspension", "text": "As read out."}

    more = clerk.send("/decisions/new", **typed, rows="5", adding="rows")
    most = [clerk.send("/decisions/new", rows=rows, adding="rows").text for rows in ("95", "96", "100", "4711", "many")]
    row = {f"{name}_{number}": "" for name in ("who", "matter", "home") for number in range(6, 11)}
    sixth = row | {"rows": "10", "who_6": "Not Known", "matter_6": "suspension"}
    sent = clerk.send("/decisions/new", **MEETING | SOMEBODY | sixth)

    assert (more.status_code, "Something needs changing" in more.text) == (200, False)
    assert all(kept in more.text for kept in ('value="Una Bell"', "As read out.", 'name="who_10"', 'value="10"'))
    assert ['name="who_100"' in page for page in most] == [True, True, True, False, False]
    assert all('name="who_101"' not in page for page in most)
    assert (sent.status_code, "It is not certain who" in words_of(sent)) == (422, True)
    assert 'value="Not Known"' in sent.text
    assert len(secretariat.ask(lambda session: session.scalars(select(Decision)).all())) == 1


@pytest.mark.invariant("INV-42")
def test_whoever_is_asked_reads_whom_it_is_about_and_the_letter_names_nobody(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    una, vic = (checked(secretariat, clerk, name=name) for name in ("Una Bell", "Vic Ash"))
    named = {f"application_{una.id}": "admitted", f"application_{vic.id}": "refused"}
    member = {"who_1": "2", "matter_1": "suspension"}
    asked = {part(secretariat, Role.CHAIR): "present"}

    decision = id_at(clerk.send("/decisions/new", **MEETING | SOMEBODY | named | member | asked))

    chair = secretariat.sit(Role.CHAIR)
    pages = [words_of(chair.look(address)) for address in ("/", f"/decisions/{decision}/confirmation")]
    said = ("Admit Una Bell, Workforce, Care staff", "Refuse the application of Vic Ash, Workforce", "Suspend ")
    assert [one in page for page in pages for one in said] == [True] * 6
    (letter,) = secretariat.ask(
        lambda session: session.scalars(
            select(OutgoingMail).where(OutgoingMail.subject == "Is this what was decided?")
        ).all()
    )
    assert "It is about 3 persons. The page names each" in letter.body
    assert "Una Bell" not in letter.body
    assert {one.matter for one in secretariat.ask(queries.subjects, decision_id=decision)} == {
        Matter.ADMISSION,
        Matter.REFUSAL,
        Matter.SUSPENSION,
    }


@pytest.mark.invariant("INV-42")
def test_a_deed_offers_only_decisions_that_name_the_person(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    chair = secretariat.ask(person_of, role=Role.CHAIR)
    decision = id_at(clerk.send("/decisions/new", **MEETING))

    page = clerk.look(f"/people/{chair}/membership")

    assert str(decision) not in page.text
    assert "Enter the decision first if it is not here." in words_of(page)
