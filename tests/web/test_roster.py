"""The duty roster as officers see it."""

from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.elections.rules import State
from govern.register.models import OpeningBatch
from tests.calendar import AT
from tests.make import Make
from tests.web.officers import Office, words_of
from tests.web.secretariat import Secretariat


def test_the_roster_says_what_nobody_can_do_why_and_who_could(secretariat: Secretariat) -> None:
    page = words_of(secretariat.sit().look("/duty-roster"))

    assert "2 deeds that nobody can lawfully do" in page
    assert "Settle a difference between box and marks : today" in page
    assert "Grant an office, also to an administrator : today" in page
    assert "Of those in office, this could be also administrator: Cath Chair." in page
    assert "An administrator grants offices." in page
    assert "5 people can do everything" in page
    assert "Roy Officer no end on record From outside." in page


def test_the_opening_register_is_no_duty_once_it_is_in(secretariat: Secretariat) -> None:
    before = words_of(secretariat.sit().look("/duty-roster"))
    secretariat.write(lambda session: Make(session).membership())
    after = words_of(secretariat.sit().look("/duty-roster"))
    secretariat.write(_another_waits)
    again = words_of(secretariat.sit().look("/duty-roster"))

    assert ["Bring in an opening register" in page for page in (before, after, again)] == [True, False, True]


def _another_waits(session: Session) -> None:
    by = Make(session).person().id
    session.add(OpeningBatch(file_sha256="ab" * 32, entries=1, uploaded_by=by, uploaded_at=AT))


def test_the_administrator_is_led_to_granting_and_the_secretary_s_desk_warns(secretariat: Secretariat) -> None:
    roster = secretariat.sit(Role.ADMINISTRATOR).look("/duty-roster")
    desk = words_of(secretariat.sit().look("/"))

    assert 'href="/offices/new"' in roster.text
    assert "2 deeds that nobody can lawfully do, today or within a month." in desk


def test_whoever_stands_in_an_election_under_way_is_interested(office: Office) -> None:
    office.carry_to(State.NOMINATIONS_OPEN)

    page = words_of(office.sit(Role.CHAIR, at=AT).client.get("/duty-roster"))

    assert "Who holds what today" in page
    assert "Run an election : today" not in page
