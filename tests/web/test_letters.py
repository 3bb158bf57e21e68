"""Letters to print through the door: on a page of their own each, and forgotten once they are printed."""

import pytest

from govern.consequences import writing
from govern.consequences.writing import Words
from govern.core.actors import Role
from govern.core.words import say
from tests.calendar import AT
from tests.make import Make
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat

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


@pytest.mark.parametrize("role", [Role.RETURNING_OFFICER, Role.ADMINISTRATOR, Role.CHAIR])
def test_nobody_but_the_secretary_reads_them(waiting: Secretariat, role: Role) -> None:
    assert waiting.sit(role).look("/letters").status_code == 403
