"""Directors read applications and stand back from them; who is whose relation is not their business."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from govern.admissions.models import ApplicationRecusal, MembershipApplication
from govern.board.models import SeatHolding
from govern.constitution.models import Seat
from govern.constitution.rules import Third
from govern.register.connection_rules import ConnectionKind
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.web.filled_forms import form_of, sent
from tests.web.officers import Office, words_of


@pytest.fixture
def application(office: Office) -> MembershipApplication:
    """An application by the sister of a director; the first two members of the election are directors."""
    with office.database.writing() as session:
        make = Make(session)
        seats = session.scalars(select(Seat.id).where(Seat.third == Third.WORKFORCE)).all()
        for seat, person in zip(seats, office.made.members[:2], strict=False):
            told = {"kind": "appointed", "decision_id": make.seating(person).id, "recorded_at": AT}
            session.add(
                SeatHolding(seat_id=seat, person_id=person, starts_on=TODAY, ends_on=TODAY + A_DAY * 300, **told)
            )
        home = office.made.election.constituency_id
        made: MembershipApplication = make.application(person_id=make.person().id, constituency_id=home)
        make.connection(made.person_id, ConnectionKind.SIBLING, office.made.members[1])
        session.commit()
    return made


@pytest.fixture
def director(office: Office, application: MembershipApplication) -> FlaskClient:
    """The browser of the director who is nobody's relation."""
    return office.sit_as(office.made.members[0], at=AT).client


def test_a_director_reads_a_case_and_not_whose_relation_somebody_is(
    director: FlaskClient, application: MembershipApplication
) -> None:
    page = words_of(director.get(f"/applications/{application.id}"))

    assert "The next step is with the secretary: Begin to check it." in page
    assert "Must stand back nobody whom we know of" in page
    assert "Nothing waits for a decision." in words_of(director.get("/applications"))
    assert director.get(f"/applications/{application.id}/check").status_code == 403


def test_a_director_stands_back_for_themselves_alone(
    office: Office, director: FlaskClient, application: MembershipApplication
) -> None:
    path = f"/applications/{application.id}"
    form = director.get(f"{path}/recusals")
    own, other = office.made.members[:2]
    refused = director.post(f"{path}/recusals", data=sent(form_of(form), person=str(other)))
    assert (refused.status_code, "Choose one of these" in words_of(refused)) == (422, True)

    answer = director.post(f"{path}/recusals", data=sent(form_of(form), person=str(own)))

    assert answer.status_code == 303
    assert "You have an interest in this application" in words_of(director.get(path))
    with office.database.reading() as session:
        assert session.scalars(select(ApplicationRecusal.person_id)).all() == [own]
