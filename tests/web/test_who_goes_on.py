"""Where an officer takes no part, the pages say who goes on with it; and forms offer only what can succeed."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.agenda import service
from govern.backing import papers
from govern.backing import service as backing
from govern.core.actors import Role
from govern.core.db import Database
from govern.interests import concerns
from govern.interests.concerns import About
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Backing, Concern, Deciders, Kind
from govern.register import queries as register
from govern.register.connection_rules import ConnectionKind
from tests.calendar import AT
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send

PAPER = {"title_en": "A member", "text_en": "Amara Evans is admitted.", "reasons_en": "", "constituency": ""}
PAPER |= {"kind": "admission", "matter": "none", "way": "written", "member_no": ""}
OWN = {name: said for name, said in PAPER.items() if name not in ("constituency", "member_no")}


def applied(make: Make, house: Assembly, person_id: UUID) -> MembershipApplication:
    """Let somebody ask to be admitted, and the check of it begin."""
    home = house.chamber.home.id
    return make.application(state=State.UNDER_CHECK, person_id=person_id, constituency_id=home)


def only_motion(database: Database) -> tuple[Motion, UUID | None]:
    """Return the one motion there is, and who entered it from paper."""
    with database.reading() as session:
        (line,) = queries.listed(session, page=1).items
        names = papers.of_motion(session, line.motion.id)
        return line.motion, names[0].name.entered_by if names else None


def main_of(client: FlaskClient, page: str) -> str:
    """Return the main part of a page."""
    return client.get(page).text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.invariant("INV-02", "INV-17")
def test_a_secretary_who_applied_reads_who_goes_on_and_the_chair_enters_the_motion(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    secretary, chair = house.chamber.secretary.person_id, house.chamber.chair.person_id
    assert secretary is not None
    assert chair is not None
    asked = applied(make, house, secretary)
    administrator = make.person(name="Ada Min").id
    make.office(Role.ADMINISTRATOR, person_id=administrator)
    chairs = register.name_of(house.session, chair)
    make.known_to_all()
    case, paper = f"/applications/{asked.id}", "/motions/on-paper"
    nobody = (
        "Nobody in the office for it is free. An administrator can give that office to a deputy as well:"
        " Ada Min (administrator)."
    )

    own_case, chairs_case = words_of(sit(secretary).get(case)), words_of(sit(chair).get(case))
    form = sit(secretary).get(paper)
    refused = send(sit(secretary), paper, **PAPER | {"proposer": str(house.chamber.directors[0])})
    entered = send(
        sit(chair), paper, **PAPER | {"proposer": str(house.chamber.directors[0]), "application": str(asked.id)}
    )
    motion, entered_by = only_motion(database)

    assert "Another officer goes on with it. " + nobody in own_case
    assert "The next step is with the secretary: State a fact. " + nobody in chairs_case
    assert 'value="admission"' not in form.text
    assert "you have asked to be admitted yourself, so another brings it." in words_of(form)
    assert f"Who can do it, in office and free: {chairs} (chair)." in words_of(form)
    assert refused.status_code == 422
    assert (entered.status_code, entered_by) == (303, chair)
    assert (motion.kind, motion.deciders) == (Kind.ADMISSION, Deciders.BOARD)
    assert f"Who can do it, in office and free: {chairs} (chair)." in words_of(
        sit(secretary).get(f"/motions/{motion.id}")
    )
    assert f'href="/motions/{motion.id}/supporters"' in main_of(sit(chair), f"/motions/{motion.id}")


@pytest.mark.invariant("INV-02")
def test_a_deputy_of_the_secretary_is_named_and_goes_on_while_the_chair_enters_nothing(
    make: Make, house: Assembly, sit: Sit
) -> None:
    secretary, chair = house.chamber.secretary.person_id, house.chamber.chair.person_id
    assert secretary is not None
    asked = applied(make, house, secretary)
    deputy = make.person(name="Dee Puty").id
    make.office(Role.SECRETARY, person_id=deputy)
    make.known_to_all()

    shown = words_of(sit(secretary).get(f"/applications/{asked.id}"))
    of_deputy = main_of(sit(deputy), f"/applications/{asked.id}")
    shut = sit(chair).get("/motions/on-paper")

    assert "Who can do it, in office and free: Dee Puty (secretary)." in shown
    assert f'href="/applications/{asked.id}/facts"' in of_deputy
    assert "The chair does so only while everybody who is secretary takes no part" in words_of(shut)
    assert "/motions/on-paper" not in main_of(sit(chair), "/motions")


@pytest.mark.invariant("INV-05", "INV-17")
def test_a_director_proposes_an_admission_of_those_alone_in_whom_they_have_no_interest(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    first, second, third = house.chamber.directors
    asked = applied(make, house, make.person(name="Amara Evans").id)
    make.connection(asked.person_id, ConnectionKind.PARTNER, second)
    applied(make, house, third)
    make.known_to_all()

    offered, of_the_close, of_an_applicant = (sit(one).get("/motions/new") for one in (first, second, third))
    unsaid = send(sit(first), "/motions/new", **OWN | {"application": ""})
    taken = send(sit(first), "/motions/new", **OWN | {"application": str(asked.id)})
    motion, _by = only_motion(database)

    assert "Amara Evans" in offered.text
    assert "Amara Evans" not in of_the_close.text
    assert "Applications in which you have an interest are not in the list." in words_of(of_the_close)
    assert 'value="admission"' not in of_an_applicant.text
    assert "Choose whose admission it is." in words_of(unsaid)
    assert taken.status_code == 303
    with database.reading() as session:
        assert [one.application_id for one in queries.concerns(session, motion.id)] == [asked.id]


def test_where_the_board_decides_on_admissions_the_paper_form_says_that_directors_propose_them(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    asked = applied(make, house, make.person(name="Amara Evans").id)
    number = register.memberships_of(house.session, house.members[0])[0].member_no
    make.known_to_all()
    desk = sit(house.chamber.secretary.person_id)
    signed = {"proposer": "member", "member_no": str(number), "application": str(asked.id)}

    form = words_of(desk.get("/motions/on-paper"))
    of_a_member = send(desk, "/motions/on-paper", **PAPER | signed)

    assert "The board decides on admissions here. So a director proposes the motion to admit somebody." in form
    assert "a motion to admit somebody is one of the board too, so a director proposes it." in words_of(of_a_member)
    with database.reading() as session:
        assert queries.listed(session, page=1).items == []


def test_names_are_asked_for_only_where_they_can_be_taken(make: Make, house: Assembly, sit: Sit) -> None:
    first, second, third = (register.name_of(house.session, one) for one in house.chamber.directors)
    boards, members = house.chamber.seconded(house.chamber.for_the_board()), house.chamber.seconded()
    done = house.chamber.seconded(house.chamber.for_the_board())
    own = house.chamber.own(house.chamber.directors[2])
    backing.back(house.session, done.id, house.chamber.directors[2], Backing.SUPPORTER, own)
    make.known_to_all()
    desk = sit(house.chamber.secretary.person_id)

    of_the_board, of_members = (main_of(desk, f"/motions/{one.id}/supporters") for one in (boards, members))
    shut = words_of(desk.get(f"/motions/{done.id}/supporters"))
    amiss = send(desk, "/motions/on-paper", **PAPER | {"kind": "board", "proposer": "member", "member_no": "1"})

    assert [one in of_the_board for one in (first, second, third)] == [False, False, True]
    assert 'value="member"' not in of_the_board
    assert 'value="member"' in of_members
    for page in (of_the_board, of_members):
        assert 'value="seconder"' not in page
        assert "Somebody seconds it already, so whoever you enter supports it." in page
    assert "So no name is left to enter." in shut
    assert "Directors put motions to the board. Choose the director by name." in words_of(amiss)


def test_the_step_on_to_the_agenda_says_who_rules_on_order_and_asks_no_day_that_can_only_be_refused(
    make: Make, house: Assembly, sit: Sit
) -> None:
    old = house.chamber.seconded()
    deed = house.chamber.own(house.members[0])
    new = service.submit(house.session, house.chamber.proposal(), deed)
    backing.back(house.session, new.id, house.members[1], Backing.SECONDER, house.chamber.own(house.members[1]))
    make.known_to_all()
    secretary, chair = sit(house.chamber.secretary.person_id), sit(house.chamber.chair.person_id)

    told, dated = (main_of(secretary, f"/motions/{one.id}/admission") for one in (new, old))
    ruled = main_of(chair, f"/motions/{new.id}/admission")
    taken = send(secretary, f"/motions/{new.id}/admission")

    for one in (told, ruled):
        assert "The chair can still rule it out of order until members are called to vote on it, or the vote is." in one
    assert f"/motions/{new.id}/refusal" not in told
    assert f'href="/motions/{new.id}/refusal"' in ruled
    assert ("dated_on" in told, "dated_on" in dated) == (False, True)
    assert "the day of the step before it, to today." in dated
    assert taken.status_code == 303


@pytest.mark.invariant("INV-05", "INV-17")
def test_whoever_is_close_to_an_applicant_reads_why_they_cannot_support_and_nobody_else_does(
    make: Make, house: Assembly, sit: Sit, session: Session
) -> None:
    asked = applied(make, house, make.person(name="Amara Evans").id)
    motion = house.chamber.submitted(house.chamber.for_the_board(kind=Kind.ADMISSION))
    about = About(person_id=asked.person_id, concern=Concern.APPLICANT, application_id=asked.id)
    concerns.name_concern(session, motion.id, about, house.chamber.deed())
    _first, close, other = house.chamber.directors
    make.connection(asked.person_id, ConnectionKind.PARTNER, close)
    make.known_to_all()
    page, why = f"/motions/{motion.id}", "Our register says that you are close to somebody whom it is about"

    barred, free = sit(close).get(page), sit(other).get(page)

    assert why in words_of(barred)
    assert f"{page}/support" not in barred.text
    assert why not in words_of(free)
    assert f"{page}/support" in free.text
    for shown in (barred, free):
        assert "Somebody whom it would admit as a member" in words_of(shown)
        assert "Amara Evans" not in shown.text


@pytest.mark.invariant("INV-42")
def test_a_secretary_from_outside_is_offered_only_what_they_can_write_of_a_member(
    make: Make, house: Assembly, sit: Sit
) -> None:
    member = make.person(name="Mo Moss", email="mo@example.org").id
    make.membership(person_id=member, constituency_id=house.chamber.home.id)
    make.known_to_all()
    page = f"/people/{member}/correction"
    desk = sit(house.chamber.secretary.person_id)

    form = desk.get(page)
    own_mail = {"name": "Mo Moss", "email": "mine@example.org", "valid_from": str(AT.date())}
    refused = send(desk, page, **own_mail)
    taken = send(desk, page, **own_mail | {"email": "mo@example.org", "postal_address": "2 New Road"})

    assert 'type="email"' not in form.text
    assert '<option value="mo@example.org" selected>' in form.text
    assert "A member in office can write another, so that no stranger takes their place." in words_of(form)
    assert refused.status_code == 422
    assert taken.status_code == 303
