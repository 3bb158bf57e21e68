"""Connections and interests through the door: who sees them, who records them, what is refused."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from govern.accounts.models import Account
from govern.board.models import AppointmentKind, SeatHolding
from govern.constitution.models import DecisionParticipant, Seat
from govern.constitution.rules import Third
from govern.core.actors import OFFICES, Role
from govern.register import connections, interests
from govern.register.connection_rules import ConnectionKind
from govern.register.rules import PersonKind
from tests.browser import follow
from tests.calendar import AN_HOUR, AT, TODAY
from tests.make import Make
from tests.web.officers import Office, words_of
from tests.web.senses import obstacles

K = ConnectionKind
NOW = AT + AN_HOUR


@dataclass
class Ties:
    """Two people, a body, a director, and a decision from which the director stood back."""

    office: Office
    anne: UUID
    ben: UUID
    council: UUID
    director: UUID
    decision: UUID

    def known(self) -> list[tuple[ConnectionKind, UUID]]:
        """Return what is on record of Anne today."""
        with self.office.database.reading() as session:
            return [(tie.kind, tie.other_id) for tie in connections.connections_of(session, self.anne, on=TODAY)]

    def connect(self, kind: ConnectionKind, other_id: UUID) -> UUID:
        """Make somebody something to Anne."""
        with self.office.database.writing() as session:
            made = Make(session).connection(other_id, kind, self.anne).connection_id
            session.commit()
        return made

    def person_of(self, role: Role) -> UUID:
        """Return who holds an office."""
        with self.office.database.reading() as session:
            return session.get_one(Account, self.office.accounts[role]).person_id


@pytest.fixture
def ties(office: Office) -> Ties:
    """A mutual in which nobody is known to be connected yet."""
    with office.database.writing() as session:
        make = Make(session)
        anne, ben, dee = (make.person(name=name).id for name in ("Anne Example", "Ben Example", "Dee Director"))
        council = make.person(name="Calderbrook Council", kind=PersonKind.BODY).id
        decision = make.decision(minute_reference="B/7").id
        session.add(DecisionParticipant(decision_id=decision, person_id=dee, is_present=True, is_recused=True))
        told = {"kind": AppointmentKind.APPOINTED, "decision_id": make.seating(dee).id}
        seat = session.scalars(select(Seat.id).where(Seat.third == Third.WORKFORCE)).first()
        term = {"starts_on": TODAY, "ends_on": date(2030, 5, 7), "recorded_at": AT}
        session.add(SeatHolding(seat_id=seat, person_id=dee, **told, **term))
        session.commit()
    return Ties(office=office, anne=anne, ben=ben, council=council, director=dee, decision=decision)


def test_the_secretary_finds_the_other_and_records_what_they_are(ties: Ties) -> None:
    desk = ties.office.sit(Role.SECRETARY, at=NOW)

    found = desk.send_at(f"/people/{ties.anne}/connections/new", wanted="Example Ben")
    address = re.findall(r'href="(/people/[^"]+/connections/new/[^"]+)"', found.text)
    answer = desk.send_at(address[0], kind="parent", valid_from="2020-01-06")

    assert answer.location == f"/people/{ties.anne}"
    assert ties.known() == [(K.PARENT, ties.ben)]
    record = words_of(desk.client.get(answer.location))
    assert "Ben Example Parent Since: 6 Jan 2020 Until: holds now" in record
    assert "Only what bears on decisions is recorded here" in record
    assert "Anne Example Child" in words_of(desk.client.get(f"/people/{ties.ben}"))


def test_only_what_a_body_can_be_to_somebody_is_offered(ties: Ties) -> None:
    desk = ties.office.sit(Role.SECRETARY, at=NOW)

    page = words_of(desk.client.get(f"/people/{ties.anne}/connections/new/{ties.council}"))

    assert "Body that appointed them to the board" in page
    assert "Spouse or partner" not in page


def test_only_the_secretary_and_the_chair_see_and_record_connections(ties: Ties, client: FlaskClient) -> None:
    ties.connect(K.PARENT, ties.ben)
    may = {Role.SECRETARY, Role.CHAIR}

    desks = {role: ties.office.sit(role, at=NOW).client for role in OFFICES}
    asked = {role: desk.get(f"/people/{ties.anne}/connections/new").status_code for role, desk in desks.items()}
    shown = {role: "Connected with" in desk.get(f"/people/{ties.anne}").text for role, desk in desks.items()}

    assert asked == {role: 200 if role in may else 403 for role in OFFICES}
    assert {role for role, is_shown in shown.items() if is_shown} == may
    assert client.get(f"/people/{ties.anne}/connections/new").status_code == 302


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"kind": ""}, 422, "Choose what they are to each other.", id="nothing chosen"),
        pytest.param({"kind": "seats"}, 422, "Choose one of these.", id="what a human cannot be"),
        pytest.param({"valid_from": ""}, 422, "Enter the day since which it is so.", id="no day"),
        pytest.param({"valid_from": "2026-06-02"}, 409, "has not come yet", id="a day to come"),
        pytest.param({"last_on": "2019-01-01"}, 409, "has to end after it begins", id="ends first"),
    ],
)
def test_a_connection_that_cannot_be_says_why_and_is_not_recorded(
    ties: Ties, typed: dict[str, str], status: int, sentence: str
) -> None:
    desk = ties.office.sit(Role.SECRETARY, at=NOW)
    usual = {"kind": "partner", "valid_from": "2020-01-06"}

    answer = desk.send_at(f"/people/{ties.anne}/connections/new/{ties.ben}", **usual | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert ties.known() == []


def test_a_connection_is_ended_corrected_and_withdrawn(ties: Ties) -> None:
    known = ties.connect(K.PARENT, ties.ben)
    desk, address = ties.office.sit(Role.SECRETARY, at=NOW), f"/people/{ties.anne}/connections/{known}"

    desk.send_at(f"{address}/correction", kind="partner")
    assert ties.known() == [(K.PARTNER, ties.ben)]
    desk.send_at(f"{address}/end", last_on="2026-05-31")
    assert ties.known() == []
    assert "Until: 31 May 2026" in words_of(desk.client.get(f"/people/{ties.anne}"))
    assert desk.send_at(f"{address}/end", last_on="2026-05-30").status_code == 409
    desk.send_at(f"{address}/withdrawal")

    assert "No connection is on record." in words_of(desk.client.get(f"/people/{ties.anne}"))
    assert desk.client.get(f"{address}/end").status_code == 404


@pytest.mark.invariant("INV-02")
def test_the_secretary_does_not_lift_her_own_connection_and_the_chair_does(ties: Ties) -> None:
    secretary = ties.person_of(Role.SECRETARY)
    known = ties.connect(K.PARTNER, secretary)
    address = f"/people/{ties.anne}/connections/{known}/end"

    refused = ties.office.sit(Role.SECRETARY, at=NOW).send_at(address, last_on="2026-05-31")
    assert "This connection is your own." in words_of(refused)
    assert ties.known() == [(K.PARTNER, secretary)]
    ties.office.sit(Role.CHAIR, at=NOW).send_at(address, last_on="2026-05-31")

    assert ties.known() == []


def test_a_connection_is_found_only_from_one_of_its_two(ties: Ties) -> None:
    known = ties.connect(K.PARENT, ties.ben)
    desk = ties.office.sit(Role.SECRETARY, at=NOW).client

    assert desk.get(f"/people/{ties.director}/connections/{known}/end").status_code == 404
    assert desk.get(f"/people/{uuid4()}/connections/new").status_code == 404
    assert desk.get(f"/people/{ties.anne}/connections/new/{uuid4()}").status_code == 404


def test_the_register_of_interests_shows_what_each_director_declared(ties: Ties) -> None:
    desk = ties.office.sit(Role.SECRETARY, at=NOW)
    assert "Dee Director Has declared none." in words_of(desk.client.get("/interests"))

    typed = {"nature": "land", "extent": "The field beside the centre", "valid_from": "2020-01-06"}
    answer = desk.send_at(f"/people/{ties.director}/interests/new", **typed)
    with ties.office.database.reading() as session:
        known = interests.interests_of_all(session, [ties.director])[ties.director][0].interest_id
    desk.send_at(f"/interests/{known}/correction", nature="ownership", extent="Half of it", valid_from="2020-01-06")

    assert answer.location == "/interests"
    page = words_of(desk.client.get("/interests"))
    assert "Shares or ownership Half of it general notice" in page
    assert "Since: 6 Jan 2020 Until: holds now" in page
    desk.send_at(f"/interests/{known}/end", last_on="2026-05-31")
    assert "Until: 31 May 2026" in words_of(desk.client.get("/interests"))
    assert desk.client.get(f"/interests/{uuid4()}/end").status_code == 404


def test_every_office_reads_the_register_of_interests_and_the_secretary_writes_it(
    ties: Ties, client: FlaskClient
) -> None:
    desks = {role: ties.office.sit(role, at=NOW).client for role in OFFICES}

    assert {desk.get("/interests").status_code for desk in desks.values()} == {200}
    written = {role: desk.get(f"/people/{ties.anne}/interests/new").status_code for role, desk in desks.items()}
    assert written == {role: 200 if role == Role.SECRETARY else 403 for role in OFFICES}
    assert client.get("/interests").status_code == 302


def test_what_was_declared_in_a_decision_stands_beside_it(ties: Ties) -> None:
    desk = ties.office.sit(Role.SECRETARY, at=NOW)
    address = f"/decisions/{ties.decision}/interests/new"

    unsaid = desk.send_at(address, person=str(ties.director), extent=" ")
    said = desk.send_at(address, person=str(ties.director), extent="My brother’s firm")

    assert "Write in what the interest is" in words_of(unsaid)
    assert "Dee Director My brother’s firm" in words_of(desk.client.get(said.location))
    assert "Choose one of these." in words_of(desk.send_at(address, person=str(ties.director), extent="Another"))


def test_signing_for_a_relation_is_said_and_the_appointing_body_is_kept(ties: Ties) -> None:
    signer = ties.person_of(Role.COUNCIL_OFFICER)
    ties.connect(K.SIBLING, signer)
    desk = ties.office.sit(Role.SECRETARY, at=NOW)
    with ties.office.database.writing() as session:
        Make(session).seating(ties.anne)
        session.commit()
    page = desk.client.get(f"/people/{ties.anne}/appointment").text
    seat, decision = (
        re.findall(rf'<select id="{name}".*?<option value="([0-9a-f-]+)">', page, re.DOTALL)[0]
        for name in ("seat", "decision")
    )
    told = {"seat": seat, "decision": decision, "signed_by": str(signer), "appointer": str(ties.council)}

    answer = desk.send_at(f"/people/{ties.anne}/appointment", **told, last_on="2030-05-06")

    assert answer.status_code == 303, words_of(answer)
    assert "Who signed is connected with who is appointed." in words_of(desk.client.get(answer.location))
    assert set(ties.known()) == {(K.SIBLING, signer), (K.APPOINTER, ties.council)}


def test_the_pages_of_connections_and_interests_keep_nobody_out(ties: Ties, page: Page, live_server: str) -> None:
    with ties.office.database.writing() as session:
        Make(session).interest(ties.director, is_general_notice=True)
        session.commit()
    ties.office.enter(page, Role.SECRETARY, at=NOW, address=live_server)
    page.goto(f"/people/{ties.anne}")
    follow(page.get_by_role("link", name="Record a connection"))
    page.get_by_label("Name or member number").fill("Example Ben")
    follow(page.get_by_role("button", name="Look in the register"))
    seen = obstacles(page)
    follow(page.get_by_role("link", name="Ben Example"))
    follow(page.get_by_role("button", name="Record the connection"))
    seen += obstacles(page)
    expect(page.get_by_role("link", name="Choose what they are to each other.")).to_be_visible()
    page.get_by_label("Spouse or partner").check()
    page.get_by_label("Since", exact=True).fill("2020-01-06")
    follow(page.get_by_role("button", name="Record the connection"))
    expect(page.get_by_role("status")).to_contain_text("keeps each from deciding about the other")
    seen += obstacles(page)
    follow(page.get_by_role("link", name=re.compile("End it")))
    seen += obstacles(page)
    page.goto("/interests")
    seen += obstacles(page)
    follow(page.get_by_role("link", name=re.compile("Enter an interest")))
    seen += obstacles(page)

    assert seen == []
