"""Before something is sent, an officer is shown how many it does not reach, and who they are."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.audit.models import JournalEntry
from govern.constitution.models import Seat
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import Third
from govern.motions.matters import Section
from govern.motions.rules import Kind, Way
from govern.register import queries as register
from govern.statutory import courses
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send
from tests.web.test_standing_back import admission

LIST = "/members/unreached/"


def cut_off(make: Make, house: Assembly, count: int = 2) -> list[str]:
    """Let some join whom nothing reaches, and return their names."""
    home = house.chamber.home.id
    people = [make.person(postal_address=None, name=f"Asha Cutoff {number}").id for number in range(count)]
    for person in people:
        make.membership(person_id=person, constituency_id=home)
    return sorted(register.names_of(make.session, people).values())


def last_day(way: Way) -> str:
    """Return the last day of a vote: a meeting's own, and without one a later day than notice of it takes."""
    return "2026-06-01" if way is Way.MEETING else "2026-06-30"


def shown(session: Session, event: str) -> list[int]:
    """Return what is on record of how many an officer was shown."""
    session.rollback()
    found = session.scalars(select(JournalEntry).where(JournalEntry.event == event)).all()
    told = [one.facts["unreached"] for one in found]
    session.rollback()
    return told


@pytest.mark.parametrize(
    ("way", "purpose", "words"),
    [
        (Way.BALLOT, "ballots", "2 of those who are asked are reached by nothing that is sent"),
        (Way.MEETING, "notices", "2 members are reached by no notice that is sent"),
    ],
)
def test_before_a_vote_is_called_its_page_tells_how_many_nothing_reaches_and_that_is_on_record(
    session: Session, make: Make, house: Assembly, sit: Sit, way: Way, purpose: str, words: str
) -> None:
    proposal = house.chamber.proposal(way=way)
    motion = house.chamber.moved(proposal) if way is Way.MEETING else house.chamber.on_the_agenda(proposal)
    names, page = cut_off(make, house), f"/motions/{motion.id}/divisions/new"
    make.known_to_all()
    chair = sit(house.chamber.chair.person_id)

    asked, listed = chair.get(page), words_of(chair.get(LIST + purpose))
    called = send(
        chair, page, ask="recorded", closes_on=last_day(way), closes_time="", least_minutes="10", unreached="2"
    )

    assert words in words_of(asked)
    assert f'href="{LIST}{purpose}">Members whom nothing reaches' in asked.text
    assert 'name="unreached" type="hidden" value="2"' in asked.text
    assert all(name in listed for name in names)
    assert "2 members on Monday 1 June 2026." in listed
    assert called.status_code == 303
    assert shown(session, "division.unreached_shown") == [2]
    told = "Whoever called a vote on a motion was shown how many of those who are asked nothing reaches: 2."
    assert told in words_of(sit(house.chamber.secretary.person_id).get("/journal"))


def test_of_directors_whom_nothing_reaches_the_names_are_shown(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    director = make.person(postal_address=None, name="Dora Cutoff").id
    house.seat_thirds(without=(Third.LOCAL_AUTHORITY,))
    motion = house.chamber.on_the_agenda(house.chamber.for_the_board())
    house.seat(house_seat(session, 2), person_id=director)
    at_a_neighbours = house.seat(house_seat(session, 1), person_id=make.person(postal_address=None, name="Elin Far").id)
    make.account(person_id=at_a_neighbours)
    signs_in = make.person(postal_address=None, name="Fay Link", email="fay@example.org", email_purposes=["sign_in"]).id
    house.seat(house_seat(session, 3), person_id=signs_in)
    make.known_to_all()
    page, chair = f"/motions/{motion.id}/divisions/new", sit(house.chamber.chair.person_id)

    asked = chair.get(page)
    called = send(chair, page, ask="recorded", closes_on="2026-06-08", unreached="3")
    shown_after = chair.get(called.headers["Location"])

    for each in (asked, shown_after):
        assert "3 of those who are asked are reached by nothing that is sent" in words_of(each)
        assert f'href="/people/{director}">Dora Cutoff' in each.text
        assert "Dora Cutoff : has no account either, and cannot sign in" in words_of(each)
        assert words_of(each).count("has no account either") == 1
        assert "A postal address is enough: once it is on record the secretary prints a code for them." in words_of(
            each
        )
    assert "You can go on" not in words_of(shown_after)
    assert shown(session, "division.unreached_shown") == [3]


def test_on_an_admission_an_account_lets_a_director_vote_and_no_printed_code(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    house.seat_thirds(without=(Third.LOCAL_AUTHORITY,))
    motion, _asked = admission(make, house)
    service.admit(session, motion.id, house.chamber.deed())
    house.seat(house_seat(session, 2), person_id=make.person(postal_address=None, name="Dora Cutoff").id)
    make.known_to_all()
    page, chair = f"/motions/{motion.id}/divisions/new", sit(house.chamber.chair.person_id)

    asked = chair.get(page)
    called = send(chair, page, ask="recorded", closes_on="2026-06-08", unreached="1")
    shown_after = chair.get(called.headers["Location"])

    for each in (asked, shown_after):
        assert "Dora Cutoff : has no account either, and cannot sign in" in words_of(each)
        assert "no printed code does instead: an administrator opens an account for them. Or let a meeting" in words_of(
            each
        )
        assert "A postal address is enough" not in words_of(each)


def house_seat(session: Session, number: int) -> UUID:
    """Return a seat of the authority."""
    found = select(Seat.id).where(Seat.third == Third.LOCAL_AUTHORITY, Seat.number == number)
    return session.scalars(found).one()


def test_where_everybody_is_reached_nothing_is_told_or_kept(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT))
    make.known_to_all()
    page, chair = f"/motions/{motion.id}/divisions/new", sit(house.chamber.chair.person_id)

    asked = words_of(chair.get(page))
    send(chair, page, ask="recorded", closes_on=last_day(Way.BALLOT), unreached="0")

    assert "reached by nothing" not in asked
    assert shown(session, "division.unreached_shown") == []
    assert "Nobody. Every member has an address for it." in words_of(chair.get(f"{LIST}ballots"))
    assert chair.get(f"{LIST}sign_in").status_code == 404
    assert sit(house.members[0]).get(f"{LIST}ballots").status_code == 403


def test_whoever_enters_the_notice_of_a_meeting_is_shown_whom_no_notice_reaches(
    session: Session, make: Make, house: Assembly, sit: Sit
) -> None:
    proposal = house.chamber.proposal(kind=Kind.SPECIAL, matter=ReservedMatter.CONVERSION)
    course = courses.of_motion(session, house.chamber.moved(proposal, section=Section.CONVERSION).id)
    assert course is not None
    cut_off(make, house)
    make.known_to_all()
    page, secretary = f"/statutory/{course.id}/notices/1", sit(house.chamber.secretary.person_id)

    asked = words_of(secretary.get(page))
    entered = send(secretary, page, page, place="The town hall.", given="sent", meeting_on="2026-06-30", unreached="2")

    assert "2 of those who are called are reached by no notice that is sent" in asked
    assert entered.status_code == 303
    assert shown(session, "statutory.unreached_shown") == [2]


def test_a_missing_postal_address_is_told_before_an_entry_and_counted_on_the_desk(
    make: Make, house: Assembly, sit: Sit
) -> None:
    (name,) = cut_off(make, house, count=1)
    missing, known = (make.person(postal_address=one).id for one in (None, "1 Mill Lane"))
    make.known_to_all()
    desk = sit(house.chamber.secretary.person_id)

    asked, calm = (desk.get(f"/people/{one}/membership") for one in (missing, known))
    tile, listed = desk.get("/"), words_of(desk.get(f"{LIST}post"))

    told = "The register holds no postal address of theirs"
    assert [told in words_of(one) for one in (asked, calm)] == [True, False]
    assert asked.text.index(told) < asked.text.index("Enter the member</button>")
    assert f'href="{LIST}post"' in tile.text
    assert "1 member has no postal address in the register" in words_of(tile)
    assert name in listed
