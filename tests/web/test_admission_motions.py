"""A motion to admit somebody: whom it is about, its application, and the word of those who carried it."""

import re
from uuid import UUID

import pytest
from sqlalchemy import select, update

from govern.accounts.models import Account
from govern.admissions.rules import State
from govern.agenda import service
from govern.core.db import Database
from govern.interests import concerns
from govern.interests.concerns import About
from govern.jobs.models import OutgoingMail
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Ask, Concern, Kind
from tests.calendar import A_DAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


def admitted(make: Make, house: Assembly) -> Motion:
    """Bring a motion to admit a director who is no member as far as its moving."""
    applicant = house.chamber.directors[2]
    home = house.chamber.home.id
    application = make.application(state=State.UNDER_CHECK, person_id=applicant, constituency_id=home)
    motion = house.chamber.seconded(house.chamber.for_the_board(kind=Kind.ADMISSION))
    about = About(person_id=applicant, concern=Concern.APPLICANT, application_id=application.id)
    deed = house.chamber.deed()
    concerns.name_concern(house.session, motion.id, about, deed)
    service.admit(house.session, motion.id, deed)
    return motion


def application_of(house: Assembly, motion: Motion) -> UUID:
    """Return the application that a motion is on."""
    (one,) = queries.concerns(house.session, motion.id)
    assert one.application_id
    return one.application_id


def test_a_motion_to_admit_asks_first_whom_it_admits(make: Make, house: Assembly, sit: Sit) -> None:
    applicant = make.person()
    application = make.application(
        state=State.UNDER_CHECK, person_id=applicant.id, constituency_id=house.chamber.home.id
    )
    motion = house.chamber.seconded(house.chamber.for_the_board(kind=Kind.ADMISSION))
    make.known_to_all()
    desk = sit(house.chamber.secretary.person_id)
    page = f"/motions/{motion.id}"

    before = desk.get(page)
    send(desk, f"{page}/people", application=str(application.id))
    after = desk.get(page)

    assert "It does not say yet whom it is about" in words_of(before)
    assert f'class="button" href="{page}/people"' in before.text
    assert f'class="button" href="{page}/admission"' in after.text


@pytest.mark.invariant("INV-05", "INV-17")
def test_whoever_carried_it_otherwise_than_by_name_from_their_account_is_asked_by_mail(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    motion = admitted(make, house)
    first, second, applicant = house.chamber.directors
    make.account(person_id=first, email="first@example.org")
    division, case_page = house.call(motion, Ask.RECORDED), f"/applications/{application_of(house, motion)}"
    make.known_to_all()
    page = f"/divisions/{division.id}"
    put = sit(first).get(page)
    shut = send(sit(applicant), "/account", f"{page}/review", vote="for")
    for director in (first, second):
        send(sit(director), page, f"{page}/vote", vote="for")
    with database.writing() as session:
        session.execute(update(Account).where(Account.person_id == second).values(email="second@example.org"))
        session.commit()
    chair = sit(house.chamber.chair.person_id, at=division.closes_at + A_DAY)

    declared = send(chair, f"{page}/declaration", promise="y")

    case = words_of(chair.get(case_page))
    assert declared.status_code == 303
    assert case_page in put.text
    assert "What the rules find of " in words_of(put)
    # The case tells the sum of the vote that decided, and no other.
    assert re.search(r"The sum of the vote Carried: 2 for, 0 against.* See the vote and its sum", case)
    assert "There, and free" not in case
    assert (shut.status_code, "you have no vote on it" in words_of(shut)) == (409, True)
    first_pages = {one: words_of(sit(one).get("/")) for one in (applicant, first, second)}
    assert [one for one in first_pages if "Decisions that name you" in first_pages[one]] == [second]
    with database.reading() as session:
        (mail,) = session.scalars(select(OutgoingMail))
    assert mail.recipient == "second@example.org"
    assert "declared a vote, and the decision names you" in (mail.body or "")
