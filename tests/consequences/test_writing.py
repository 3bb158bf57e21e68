"""How somebody is written to: in the language they chose, and on paper where they want that or have no mail."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.consequences import writing
from govern.consequences.writing import Way, Words
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.words import say
from govern.jobs import printing
from govern.jobs.models import LetterToPrint, OutgoingMail
from govern.register.models import PersonVersion
from tests.calendar import AN_HOUR, AT
from tests.make import Make
from tests.raw import ensure_refused

MAIL = {"email": "nia@example.org"}
POST = {"postal_address": "1 Example Street"}
WORDS = Words(
    subject=say("Your sign-in link for %(house)s", house="Calder"),
    lines=[say("Sign in")],
    online=[say("Results")],
    on_paper=[say("Rules")],
)


def written(session: Session, make: Make, **facts: Any) -> tuple[list[str], list[LetterToPrint]]:
    """Write to somebody, and return what goes by mail and what is to be printed."""
    make.mutual()
    constitution.mutual(session).languages = ["en", "cy"]
    writing.write(session, make.person(**{"postal_address": None} | facts).id, WORDS, at=AT)
    return [one.body or "" for one in session.scalars(select(OutgoingMail))], list(printing.waiting(session))


@pytest.mark.parametrize(
    ("facts", "by_mail", "by_post"),
    [
        pytest.param(MAIL, 1, 0, id="e-mail alone"),
        pytest.param(MAIL | POST, 1, 0, id="both"),
        pytest.param(MAIL | POST | {"formats": ["large_print"]}, 1, 0, id="both, and large print"),
        pytest.param(MAIL | POST | {"formats": ["paper", "large_print"]}, 0, 1, id="both, and paper"),
        pytest.param(MAIL | {"formats": ["paper"]}, 1, 0, id="paper, and no address for it"),
        pytest.param(POST, 0, 1, id="post alone"),
        pytest.param({}, 0, 0, id="neither"),
    ],
)
def test_who_wants_paper_or_has_no_mail_gets_it_by_post(
    session: Session, make: Make, facts: dict[str, Any], by_mail: int, by_post: int
) -> None:
    mailed, printed = written(session, make, **facts)

    assert (len(mailed), len(printed)) == (by_mail, by_post)
    person = session.scalars(select(PersonVersion.person_id)).one()
    way = Way.MAIL if by_mail else Way.LETTER if by_post else Way.NOTHING
    assert writing.way_to(session, person, at=AT) is way


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("cy", "Mewngofnodi\n\nCanlyniadau\n"),
        ("en", "Sign in\n\nResults\n"),
        (None, "Sign in\n\nResults\n\n* * *\n\nMewngofnodi\n\nCanlyniadau\n"),
        ("fr", "Sign in\n\nResults\n\n* * *\n\nMewngofnodi\n\nCanlyniadau\n"),
    ],
)
def test_a_letter_is_in_the_language_of_its_reader(
    session: Session, make: Make, language: str | None, body: str
) -> None:
    assert written(session, make, **MAIL, language=language)[0] == [body]


def test_a_letter_to_print_says_how_its_reader_wants_it_and_leads_to_no_link(session: Session, make: Make) -> None:
    _, [letter] = written(session, make, **POST, language="cy", formats=["large_print"])

    assert (letter.language, letter.formats, letter.address) == ("cy", ["large_print"], "1 Example Street")
    assert (letter.body or "").startswith("Mewngofnodi")
    assert "Canlyniadau" not in (letter.body or "")


def test_a_letter_is_forgotten_once_it_is_printed_and_the_journal_has_only_their_number(
    session: Session, make: Make
) -> None:
    _, [letter] = written(session, make, **POST)
    secretary = Actor(person_id=make.person().id)

    counts = [
        writing.put_aside_printed(session, [letter.id], actor=secretary, at=AT + AN_HOUR * hours) for hours in (1, 2)
    ]

    session.expire_all()
    assert counts == [1, 0]
    assert (letter.name, letter.address, letter.body, letter.printed_at) == (None, None, None, AT + AN_HOUR)
    assert printing.waiting(session) == []
    entries = session.scalars(select(JournalEntry).where(JournalEntry.event == "letters.printed")).all()
    assert [one.facts for one in entries] == [{"letters": 1}]


def test_the_database_keeps_no_text_of_a_printed_letter(session: Session, make: Make) -> None:
    written(session, make, **POST)

    ensure_refused(
        session, "ck_letter_to_print_printed_letter_is_wiped", "UPDATE letter_to_print SET printed_at = made_at"
    )


def test_a_subject_that_two_languages_say_alike_is_said_once(session: Session, make: Make) -> None:
    make.mutual()
    constitution.mutual(session).languages = ["en", "cy"]
    alike, apart = say("%(house)s", house="Calder"), say("Your society: %(title)s", title="Calder")
    to = make.person(email="nia@example.org").id

    for subject in (alike, apart):
        writing.write(session, to, Words(subject=subject, lines=[say("Sign in")]), at=AT)

    subjects = session.scalars(select(OutgoingMail.subject)).all()
    assert sorted(subjects) == ["Calder", "Your society: Calder / Eich cymdeithas: Calder"]
