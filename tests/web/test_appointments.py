"""The authority's instrument through the door: who enters it, what is refused, and the seat on the board."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from govern.accounts.models import Account
from govern.board import queries as board
from govern.board.models import SeatHolding
from govern.constitution.rules import Body, Matter, Third
from govern.core.actors import OFFICES, Role
from tests.browser import barriers, follow
from tests.calendar import AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.web.officers import Office, words_of
from tests.web.senses import obstacles

NOW = AT + AN_HOUR


@dataclass
class Papers:
    """What the secretary has in front of her.

    :param councillor: whom the authority appoints.
    """

    office: Office
    councillor: UUID
    decision: UUID
    seat: UUID
    signer: UUID

    @property
    def address(self) -> str:
        """Return the address of the appointment of the councillor."""
        return f"/people/{self.councillor}/appointment"

    def typed(self, **told: str) -> dict[str, str]:
        """Return an instrument in order, but for what is told."""
        usual = {"seat": self.seat, "decision": self.decision, "signed_by": self.signer}
        return {name: str(value) for name, value in usual.items()} | {"last_on": "2030-05-06"} | told

    def holdings(self) -> int:
        """Return how many seats were ever filled."""
        with self.office.database.reading() as session:
            return session.scalar(select(func.count()).select_from(SeatHolding)) or 0

    def person_of(self, role: Role) -> UUID:
        """Return who holds an office."""
        with self.office.database.reading() as session:
            return session.get_one(Account, self.office.accounts[role]).person_id


@pytest.fixture
def papers(office: Office) -> Papers:
    """A signed instrument of the council for its first seat."""
    with office.database.writing() as session:
        make = Make(session)
        councillor = make.person(name="Cllr Alys Moor").id
        about = [on(councillor, matter) for matter in (Matter.APPOINTMENT, Matter.REVOCATION)]
        decision = make.decision(body=Body.APPOINTING_BODY, minute_reference="Cabinet 12", about=about).id
        seat = next(one for one in board.board_on(session, TODAY) if one.third == Third.LOCAL_AUTHORITY).seat_id
        signer = session.get_one(Account, office.accounts[Role.COUNCIL_OFFICER]).person_id
        session.commit()
    return Papers(office=office, councillor=councillor, decision=decision, seat=seat, signer=signer)


def test_the_secretary_enters_an_instrument_and_the_board_shows_whom_it_seats(
    papers: Papers, client: FlaskClient
) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    answer = desk.send_at(papers.address, **papers.typed())

    page = words_of(client.get("/board"))
    assert (answer.status_code, answer.location) == (303, "/board?on=2026-06-01")
    assert "The appointment is on record" in words_of(desk.client.get(answer.location))
    assert "Seat 1 Cllr Alys Moor appointed by the authority 1 Jun 2026 to 6 May 2030" in page


def test_an_appointment_for_a_later_day_fills_the_seat_from_then_on(papers: Papers, client: FlaskClient) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    answer = desk.send_at(papers.address, **papers.typed(starts_on="2026-07-01"))

    assert answer.location == "/board?on=2026-07-01"
    assert "Cllr Alys Moor" not in words_of(client.get("/board"))
    assert "Cllr Alys Moor" in words_of(client.get(answer.location))


def test_only_the_secretary_enters_an_instrument(papers: Papers, client: FlaskClient) -> None:
    asked = {role: papers.office.sit(role, at=NOW).client.get(papers.address).status_code for role in OFFICES}

    assert asked == {role: 200 if role == Role.SECRETARY else 403 for role in OFFICES}
    assert client.get(papers.address).status_code == 302


def test_the_way_to_it_stands_on_a_persons_record_for_the_secretary_alone(papers: Papers) -> None:
    record = f"/people/{papers.councillor}"

    shown = {
        role: papers.address in papers.office.sit(role, at=NOW).client.get(record).text
        for role in (Role.SECRETARY, Role.CHAIR, Role.SCRUTINEER)
    }

    assert shown == {Role.SECRETARY: True, Role.CHAIR: False, Role.SCRUTINEER: False}


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"seat": ""}, 422, "Choose a seat.", id="no seat"),
        pytest.param({"seat": str(uuid4())}, 422, "Choose one of these.", id="a seat that is not the authority's"),
        pytest.param({"decision": ""}, 422, "Choose the decision of the authority.", id="no decision"),
        pytest.param({"signed_by": ""}, 422, "Choose who signed.", id="nobody signed"),
        pytest.param({"signed_by": str(uuid4())}, 422, "Choose one of these.", id="signed by somebody not offered"),
        pytest.param({"last_on": ""}, 422, "Enter the last day of the term.", id="no last day"),
        pytest.param({"last_on": "2026-02-30"}, 422, "Enter a day that exists", id="a day that does not exist"),
        pytest.param({"starts_on": "1999-12-31"}, 422, "from the years 2000 to 2199", id="a year out of reach"),
        pytest.param({"promise": ""}, 422, "Tick the sentence to confirm it.", id="not confirmed in words"),
        pytest.param({"last_on": "2026-05-31"}, 409, "Choose a later last day.", id="a term of no days"),
    ],
)
def test_an_instrument_that_cannot_be_entered_says_why_and_fills_no_seat(
    papers: Papers, typed: dict[str, str], status: int, sentence: str
) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    answer = desk.send_at(papers.address, **papers.typed(**typed))

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert papers.holdings() == 0


@pytest.mark.invariant("INV-36")
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.COUNCIL_OFFICER], ids=["enters it", "signed it"])
def test_nobody_enters_or_signs_their_own_appointment_at_the_door(papers: Papers, role: Role) -> None:
    papers.councillor = papers.person_of(role)
    with papers.office.database.writing() as session:
        papers.decision = Make(session).seating(papers.councillor).id
        session.commit()
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    answer = desk.send_at(papers.address, **papers.typed())

    assert answer.status_code == 409
    assert "Who is appointed cannot sign the appointment or enter it." in words_of(answer)
    assert papers.holdings() == 0


def test_an_instrument_sent_twice_fills_one_seat_once(papers: Papers) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    answers = [desk.send_at(papers.address, **papers.typed()) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 409]
    assert "This decision has been carried out for this person" in words_of(answers[1])
    assert "Seat 1, held by Cllr Alys Moor until Monday 6 May 2030" in words_of(answers[1])
    assert papers.holdings() == 1


def test_only_decisions_that_name_the_councillor_are_offered(papers: Papers) -> None:
    with papers.office.database.writing() as session:
        Make(session).decision(minute_reference="Board 7")
        session.commit()

    page = words_of(papers.office.sit(Role.SECRETARY, at=NOW).client.get(papers.address))

    assert "Cabinet 12" in page
    assert "Board 7" not in page


def test_it_is_offered_for_those_whom_the_authority_appoints_until_they_are_seated(papers: Papers) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)
    records = [f"/people/{one}" for one in (papers.office.made.members[0], papers.councillor)]
    before = [words_of(desk.client.get(record)) for record in records]

    desk.send_at(papers.address, **papers.typed())
    after = words_of(desk.client.get(records[1]))

    assert ["Enter an appointment by the authority" in page for page in (*before, after)] == [False, True, False]
    assert ["Record that the appointment ended" in page for page in (*before, after)] == [False, False, True]


def test_nobody_unknown_is_appointed(papers: Papers) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)

    assert desk.client.get(f"/people/{uuid4()}/appointment").status_code == 404


def test_the_page_of_an_appointment_keeps_nobody_out(papers: Papers, page: Page, live_server: str) -> None:
    papers.office.enter(page, Role.SECRETARY, at=NOW, address=live_server)
    page.goto(f"/people/{papers.councillor}")
    follow(page.get_by_role("link", name="Enter an appointment by the authority"))
    seen = barriers(page)
    follow(page.get_by_role("button", name="Appoint Cllr Alys Moor"))
    seen += barriers(page)
    expect(page.get_by_role("link", name="Choose a seat.")).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth")

    page.get_by_label("Seat of the authority").select_option("Seat 1, vacant")
    page.get_by_label("The authority’s decision").select_option(index=1)
    page.get_by_label("Who signed for the authority").select_option(index=1)
    page.get_by_label("Last day of the term").fill("2030-05-06")
    page.get_by_label("I have the signed instrument, and it says this").check()
    follow(page.get_by_role("button", name="Appoint Cllr Alys Moor"))

    expect(page.get_by_role("status")).to_contain_text("The appointment is on record")
    expect(page.get_by_role("rowheader", name="Cllr Alys Moor")).to_be_visible()
    assert seen == []


def test_a_seat_is_lost_with_the_office_that_the_instrument_names_and_with_no_other(papers: Papers) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)
    ending = f"{papers.address}/ending"
    assert desk.client.get(ending).status_code == 404
    desk.send_at(papers.address, **papers.typed(condition_office="councillor"))

    unsaid = desk.send_at(ending, way="revoked", decision="")
    assert "Choose the decision of the authority." in words_of(unsaid)
    ended = desk.send_at(ending, way="office_ended", decision="")

    assert (ended.status_code, ended.location) == (303, "/board?on=2026-06-01")
    assert desk.client.get(ending).status_code == 404


def test_the_authority_ends_an_appointment_by_notice_and_nothing_else_does(papers: Papers) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)
    ending = f"{papers.address}/ending"
    desk.send_at(papers.address, **papers.typed())

    stands = desk.send_at(ending, way="office_ended", decision="")
    assert (stands.status_code, "so it stands" in words_of(stands)) == (409, True)
    ended = desk.send_at(ending, way="revoked", decision=str(papers.decision))

    assert ended.status_code == 303, words_of(ended)
    assert papers.office.sit(Role.CHAIR, at=NOW).client.get(ending).status_code == 403


def test_the_page_that_ends_an_appointment_keeps_nobody_out(page: Page, papers: Papers, live_server: str) -> None:
    desk = papers.office.sit(Role.SECRETARY, at=NOW)
    desk.send_at(papers.address, **papers.typed())
    cookie = desk.client.get_cookie("govern")
    assert cookie is not None
    page.context.add_cookies([{"name": "govern", "value": cookie.value, "url": live_server}])

    page.goto(papers.address)
    seen = obstacles(page)
    follow(page.get_by_role("link", name="Record that the appointment ended"))
    seen += obstacles(page)

    assert seen == []
