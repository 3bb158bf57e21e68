"""What an applicant is sent: the news, never the reasons, and only while it is news."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import applications, denials, service
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.admissions.steps import TELL
from govern.consequences import case_letters, denying
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.words import spoken_date
from govern.jobs import printing
from govern.jobs.models import Job, OutgoingMail
from tests.admissions.house import WHY, House, admits, refuses
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers.constitution import admission_of, refusal_of

BASE = "https://mutual.example.org"


@pytest.fixture
def house(session: Session, make: Make) -> House:
    return House(session, make)


def applied(house: House, **facts: Any) -> MembershipApplication:
    return house.applied(house.make.person(email="nia@example.org", **facts).id)


def told(session: Session) -> list[str]:
    """Do what waits for the worker, and return the letters."""
    for job in session.scalars(select(Job).where(Job.kind == TELL).order_by(Job.id)).all():
        case_letters.tell(session, UUID(job.payload["application_id"]), job.payload["n"], base_url=BASE, at=AT)
        session.delete(job)
    letters = [one.body or "" for one in session.scalars(select(OutgoingMail))]
    for mail in session.scalars(select(OutgoingMail)).all():
        session.delete(mail)
    session.flush()
    return letters


def test_an_applicant_is_told_that_it_came_and_where_to_follow_it(session: Session, house: House) -> None:
    applied(house)

    [letter] = told(session)

    assert "We have your application to join." in letter
    assert f"{BASE}/me/application" in letter


def test_the_letter_of_a_refusal_leads_to_the_reasons_and_holds_none(session: Session, house: House) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    house.rule(house.decided(about=[refusal_of(application)]), refuses(application))

    [letter] = told(session)

    assert "Your page says why, and whether you can appeal." in letter
    assert f"If you appeal, do it by {spoken_date(TODAY + timedelta(days=28))}." in letter
    assert WHY not in letter


def test_what_is_asked_stands_on_the_page_and_not_in_the_letter(session: Session, house: House) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    told(session)
    applications.refer_back(session, application.id, "Which contract?", deed=house.deed())

    [letter] = told(session)

    assert "We need something more from you" in letter
    assert "contract" not in letter


def test_of_what_was_overtaken_nothing_is_told(session: Session, house: House) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    house.rule(house.decided(), admits(application))
    service.enter(session, application.id, actor=house.secretary, at=AT)

    [letter] = told(session)

    assert "You are a member." in letter


def test_somebody_who_was_made_to_take_it_back_is_told_that_it_was(session: Session, house: House) -> None:
    application = applied(house)
    told(session)
    applications.withdraw(session, application.id, "She said so by telephone.", deed=house.deed())

    [letter] = told(session)

    assert "has been taken back" in letter
    assert "If you did not ask to join, telephone" in letter


def test_whom_no_mail_reaches_is_written_to_by_post(session: Session, house: House) -> None:
    house.applied(house.make.person(postal_address="1 Example Street").id)

    assert told(session) == []

    [letter] = printing.waiting(session)
    assert letter.address == "1 Example Street"
    assert "We have your application to join." in (letter.body or "")
    assert "Telephone us, and we send you a code for it." in (letter.body or "")


def test_whom_neither_mail_nor_post_reaches_is_sent_nothing(session: Session, house: House) -> None:
    house.applied(house.make.person(postal_address=None).id)

    assert told(session) == []
    assert printing.waiting(session) == []


def test_a_letter_is_in_the_language_that_its_reader_chose(session: Session, house: House) -> None:
    constitution.mutual(session).languages = ["en", "cy"]
    applied(house, language="cy")

    [letter] = told(session)

    assert "Mae gennym ni eich cais" in letter
    assert "We have your application" not in letter


def test_whose_admission_is_denied_is_told_that_it_does_not_stand_and_not_by_whom(
    session: Session, house: House
) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    decision = house.decided(confirmed_by=[], about=[admission_of(application)])
    house.rule(decision, admits(application))
    told(session)
    denier = Actor(person_id=house.directors[2])

    denying.give_word(session, decision.id, is_so=False, actor=denier, at=AT)

    [letter] = told(session)
    assert "We told you that you may join." in letter
    assert "So that answer does not stand, and it will be decided again." in letter
    assert "You need not do anything." in letter
    assert "Director" not in letter


def test_whose_refusal_is_denied_is_written_nothing_new(session: Session, house: House) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    decision = house.decided(confirmed_by=[], about=[refusal_of(application)])
    house.rule(decision, refuses(application))
    told(session)

    denying.give_word(session, decision.id, is_so=False, actor=Actor(person_id=house.directors[2]), at=AT)

    assert told(session) == []


def test_a_word_that_it_is_so_changes_nothing_and_the_clock_opens_what_was_left(session: Session, house: House) -> None:
    application = applied(house)
    applications.take_up(session, application.id, deed=house.deed())
    decision = house.decided(confirmed_by=[])
    house.rule(decision, admits(application))
    denying.give_word(session, decision.id, is_so=True, actor=Actor(person_id=house.directors[0]), at=AT)
    before = house.state(application)
    house.confirmed(decision, house.directors[1], is_so=False)

    for one in denials.left_admitted(session):
        denying.undo_for(session, one, at=AT)

    assert (before, house.state(application)) == (State.ADMITTED, State.UNDER_CHECK)
