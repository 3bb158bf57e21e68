"""Letters to print through the door: on a page of their own each, and forgotten once they are printed."""

import re

import pytest
from sqlalchemy import select

from govern.accounts.rules import TRIES_PER_ORIGIN
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.core.actors import Role
from govern.core.words import say
from govern.register.models import PersonVersion
from tests.calendar import AT
from tests.make import Make
from tests.web.filled_forms import form_of
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, person_of

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
WORDS = Words(subject=say("Sign in"), lines=[say("Results")])


@pytest.fixture
def waiting(secretariat: Secretariat) -> Secretariat:
    """A letter that waits for the printer."""
    with secretariat.database.writing() as session:
        person = Make(session).person(name="Dee Dowd", postal_address="1 Example Street", formats=["large_print"])
        writing.write(session, person.id, WORDS, at=AT)
        session.commit()
    return secretariat


def test_the_secretary_prints_letters_and_puts_them_aside(waiting: Secretariat) -> None:
    clerk = waiting.sit(Role.SECRETARY)

    home = words_of(clerk.look("/"))
    page = words_of(clerk.look("/letters"))
    unasked = clerk.send("/letters", promise="")
    again = words_of(clerk.look("/letters"))
    clerk.send("/letters", promise="y")
    answer = words_of(clerk.look("/letters"))

    assert "1 letter to print, for somebody who has no e-mail or wants paper." in home
    assert "Dee Dowd 1 Example Street Large print Sign in Results" in page
    assert unasked.status_code == 422
    assert "Dee Dowd" in again
    assert "No letter waits to be printed." in answer
    assert "Dee Dowd" not in answer


def test_a_member_without_e_mail_signs_in_by_the_code_of_a_letter(waiting: Secretariat) -> None:
    person = waiting.ask(lambda session: session.scalar(select(PersonVersion.person_id).filter_by(name="Dee Dowd")))
    clerk, reader = waiting.sit(Role.SECRETARY), waiting.sit(None)

    asked = words_of(clerk.look(f"/people/{person}/sign-in-code"))
    letter = words_of(clerk.send(f"/people/{person}/sign-in-code"))
    found = CODE.search(letter)
    assert found is not None
    wrong = reader.send("/sign-in", ending="/codes", code="AAAA-BBBB-CCCC")
    entered = reader.send("/sign-in", ending="/codes", code=found[0])
    again = waiting.sit(None).send("/sign-in", ending="/codes", code=found[0])

    assert "within 28 days" in asked
    assert "Example Mutual Limited Monday 1 June 2026" in letter
    assert "Dee Dowd 1 Example Street" in letter
    assert (wrong.status_code, again.status_code) == (422, 422)
    assert "This code does not sign you in." in words_of(wrong)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/me")
    assert "Your page" in words_of(reader.look("/me"))


def test_wrong_codes_are_counted_like_wrong_voting_codes(waiting: Secretariat) -> None:
    reader = waiting.sit(None)

    tries = [reader.send("/sign-in", ending="/codes", code="AAAA-BBBB-CCCC") for _ in range(TRIES_PER_ORIGIN + 1)]

    assert [one.status_code for one in tries] == [422] * TRIES_PER_ORIGIN + [429]
    assert reader.send("/vote", code="AAAA-BBBB-CCCC").status_code == 429


def test_a_code_is_not_printed_for_somebody_who_signs_in_by_e_mail(waiting: Secretariat) -> None:
    officer = waiting.ask(person_of, role=Role.CHAIR)

    clerk = waiting.sit(Role.SECRETARY)
    asked = words_of(clerk.look(f"/people/{officer}/sign-in-code"))
    token = form_of(clerk.look("/people/new")).held["csrf_token"]
    answer = clerk.client.post(f"/people/{officer}/sign-in-code", data={"csrf_token": token})

    assert "This cannot be done now" in asked
    assert "A printed code is only for people whom no sign-in link reaches." in asked
    assert answer.status_code == 409
    assert "Print a code" not in words_of(clerk.look(f"/people/{officer}"))


@pytest.mark.parametrize("role", [Role.RETURNING_OFFICER, Role.ADMINISTRATOR, Role.CHAIR])
def test_nobody_but_the_secretary_reads_them(waiting: Secretariat, role: Role) -> None:
    assert waiting.sit(role).look("/letters").status_code == 403
