"""Whoever is entered from paper, or whose words are changed or ruled out of order, is told at once."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.amendments.amending import Settled
from govern.backing import papers
from govern.consequences import on_paper, telling_backers
from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.jobs import printing
from govern.jobs.models import OutgoingMail
from govern.motions import queries
from govern.motions.rules import Backing
from tests.make import Make
from tests.makers.motions import TEXT, Chamber

HOME = "https://govern.example"


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual in two languages, whose members are reached by mail but for the second."""
    made = make.chamber(languages=("en", "cy"))
    make.office(Role.CHAIR, person_id=made.chair.person_id)
    ways: list[dict[str, Any]] = [
        {"email": "one@example.org"},
        {},
        {"email": "three@example.org"},
        {"email": "pedwar@example.org", "language": "cy"},
    ]
    made.members[:4] = [
        make.membership(person_id=make.person(**way).id, constituency_id=made.home.id).person_id for way in ways
    ]
    return made


def mails(session: Session) -> dict[str, list[str]]:
    """Return what was sent by mail, to whom."""
    found: dict[str, list[str]] = {}
    for one in session.scalars(select(OutgoingMail)):
        found.setdefault(str(one.recipient), []).append(one.body or "")
    return found


def entered(chamber: Chamber) -> UUID:
    """Enter a motion from paper, with its seconder."""
    motion = on_paper.submit(chamber.session, chamber.proposal(), chamber.deed(), base_url=HOME)
    on_paper.back(chamber.session, motion.id, chamber.members[1], Backing.SECONDER, chamber.deed(), base_url=HOME)
    return motion.id


def test_whoever_is_entered_is_told_by_mail_or_letter_with_the_words_and_how_to_say_no(
    session: Session, chamber: Chamber
) -> None:
    motion = entered(chamber)

    (letter,) = printing.waiting(session)
    enough, told = sorted(mails(session)["one@example.org"], key=lambda body: TEXT in body)
    name = papers.of_person(session, chamber.members[0])[0].name
    assert "An officer entered that you propose this motion, as a paper says." in told
    assert "It has as many behind it as the rules ask for." in enough
    assert TEXT in told
    assert f"{HOME}/motions/{motion}/paper-names/{name.id}/denial" in told
    assert "An officer entered that you second this motion, as a paper says." in (letter.body or "")
    assert "to say so, and ask for the chair." in (letter.body or "")


def test_whoever_enters_their_own_name_is_told_nothing(session: Session, chamber: Chamber) -> None:
    own = chamber.own(chamber.members[0])

    on_paper.submit(session, chamber.proposal(), own, base_url=HOME)

    assert mails(session) == {}
    assert printing.waiting(session) == []


def test_who_is_entered_under_another_wording_is_told_that_it_is_said_to_be_a_slip_in_their_language(
    session: Session, chamber: Chamber
) -> None:
    motion = chamber.moved()
    change = chamber.change("The mutual opens the day centre on Saturdays from July.", is_clerical=True)

    on_paper.file_amendment(session, motion.id, change, chamber.deed(), base_url=HOME)

    told = mails(session)
    (proposer,), (seconder,) = told["three@example.org"], told["pedwar@example.org"]
    assert "you propose another wording of this motion" in proposer
    assert "It is entered that this wording corrects a slip of the pen, and no more." in proposer
    assert "eiliwr" in seconder or "eilio" in seconder


def test_who_is_said_to_have_denied_it_is_told_so_where_an_officer_entered_that(
    session: Session, chamber: Chamber
) -> None:
    entered(chamber)
    name = papers.of_person(session, chamber.members[0])[0].name

    on_paper.deny(session, name.id, chamber.deed())

    assert "An officer entered that you did not give your name to it." in mails(session)["one@example.org"][-1]


def test_a_proposer_on_paper_is_sent_what_the_secretary_changed(session: Session, chamber: Chamber) -> None:
    motion = on_paper.submit(session, chamber.proposal(), chamber.deed(), base_url=HOME)
    words = LocalText(en=TEXT.replace("Saturdays", "Sundays"))

    telling_backers.rewrite(session, motion.id, words, chamber.deed(), base_url=HOME)

    told = mails(session)["one@example.org"][-1]
    assert "Taken out: “Saturdays”" in told
    assert "Put in: “Sundays”" in told


def test_proposer_and_seconder_are_told_that_their_wording_is_out_of_order(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)
    deed = chamber.deed(chamber.chair, note="Beyond the notice.")

    telling_backers.settle_amendment(session, motion.id, 1, Settled.FELL, deed, base_url=HOME)

    told = mails(session)
    assert set(told) == {"three@example.org", "pedwar@example.org"}
    assert "is not put to the vote" in told["three@example.org"][0]
    assert queries.amendment_outcomes(session, motion.id)[1].settled_by == chamber.chair.person_id
