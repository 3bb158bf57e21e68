"""From the letter to the vote at the door: the printer alone comes to read, and its reader comes to vote."""

import re
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from govern.agenda import service
from govern.core.db import Database
from govern.divisions.models import DivisionMark
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Concern, Kind
from tests.calendar import A_DAY, AN_HOUR, AT
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import token_of, words_of
from tests.web.sittings import Sit, send

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
BOX = re.compile(r'name="letters" type="checkbox" value="([0-9a-f]{64})"')


def called(make: Make, house: Assembly) -> Division:
    """Call a vote by name, and let every connection see it."""
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    make.known_to_all()
    return division


def come_by_letter(house: Assembly, sit: Sit, person_id: UUID | None = None) -> FlaskClient:
    """Print a letter for the first member or another as the secretary, and sign in by it somewhere else."""
    printer = sit(house.chamber.secretary.person_id, at=AT + AN_HOUR)
    found = CODE.search(words_of(send(printer, f"/people/{person_id or house.members[0]}/sign-in-code")))
    assert found is not None
    browser = printer.application.test_client()
    entered = send(browser, "/sign-in", "/sign-in/codes", code=found[0])
    assert entered.headers["Location"] == "/me"
    return browser


def vote(browser: FlaskClient, division: Division, page: str = "") -> TestResponse:
    """Send a vote for the motion, past the page that would not ask for it."""
    token = token_of(browser.get(page or "/sign-in"))
    data = {"csrf_token": token, "vote": "for"}
    return browser.post(f"/divisions/{division.id}/vote", data=data)


def votes(database: Database) -> int:
    """Return how many votes there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(DivisionMark)) or 0


def test_the_printer_of_a_letter_reads_and_neither_votes_nor_proposes_nor_declares(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    division = called(make, house)
    browser = come_by_letter(house, sit)
    page = f"/divisions/{division.id}"

    shown = words_of(browser.get(page))
    refused = [
        vote(browser, division),
        browser.get("/motions/new"),
        browser.get(f"/motions/{division.motion_id}/support"),
        browser.get(f"/motions/{division.motion_id}/my-interest"),
    ]

    assert "One call before you vote" in shown
    assert "Review my vote" not in shown
    assert [one.status_code for one in refused] == [403] * 4
    assert "a second officer has to hear from you that it is you" in words_of(refused[0])
    assert votes(database) == 0


def test_ones_own_page_asks_for_the_call_before_the_vote_and_offers_the_vote_after_it(
    make: Make, house: Assembly, sit: Sit
) -> None:
    called(make, house)
    browser = come_by_letter(house, sit)

    before = words_of(browser.get("/me"))
    chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)
    send(chair, "/letters/arrivals", letters=BOX.findall(chair.get("/letters/arrivals").text)[0])
    after = words_of(browser.get("/me"))

    asks, offers = "a second officer has to hear from you that it is you", "Read it and vote"
    assert [(asks in page, offers in page) for page in (before, after)] == [(True, False), (False, True)]


def test_whoever_prints_a_letter_is_told_what_its_reader_does_with_it(make: Make, house: Assembly, sit: Sit) -> None:
    make.known_to_all()
    printer = sit(house.chamber.secretary.person_id)

    pages = [words_of(send(printer, f"/people/{house.members[one]}/sign-in-code")) for one in (0, 5)]

    told = ("After that call they can give every vote that is theirs", "On who becomes a member they decide from an")
    assert [[one in page for one in told] for page in pages] == [[True, False], [True, True]]


def test_its_reader_votes_once_the_chair_heard_from_them_and_no_page_says_how_before_the_close(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    division = called(make, house)
    browser, page = come_by_letter(house, sit), f"/divisions/{division.id}"
    chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)

    waiting = chair.get("/letters/arrivals")
    ticked = BOX.findall(waiting.text)
    assert len(ticked) == 1
    assert words_of(send(chair, "/letters/arrivals")).count("Tick whoever told you so.") == 2
    assert send(chair, "/letters/arrivals", letters=ticked[0]).status_code == 303
    given = vote(browser, division, page)

    assert "Your vote is given" in words_of(given)
    assert votes(database) == 1
    after = words_of(browser.get(page))
    assert "we do not show how you voted before the close" in after
    assert "For the motion" not in after
    assert (browser.get("/me/history/copy.json").get_json() or {})["votes_by_name"] == []
    assert "Nobody who signed in by a letter, or at an address that an officer wrote down, waits for you." in words_of(
        chair.get("/letters/arrivals")
    )
    later = come_by_letter(house, sit)
    sit(house.chamber.chair.person_id, at=AT + 8 * A_DAY)
    assert later.get("/me").status_code == 302


def test_the_chair_reads_how_many_votes_came_by_letters_where_the_outcome_is_declared(
    make: Make, house: Assembly, sit: Sit
) -> None:
    division = called(make, house)
    for member in (0, 1, 2, 4):
        browser = come_by_letter(house, sit, house.members[member])
        chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)
        send(chair, "/letters/arrivals", letters=BOX.findall(chair.get("/letters/arrivals").text)[0])
        vote(browser, division, f"/divisions/{division.id}")
    chair = sit(house.chamber.chair.person_id, at=division.closes_at)

    page = words_of(chair.get(f"/divisions/{division.id}/declaration"))
    assert "Fewer than 10 of these votes were given with a code that an officer printed, or at an e-mail" in page
    close = "It was so close that these votes could have changed what came of it."
    assert close in page
    assert send(chair, f"/divisions/{division.id}/declaration", promise="y").status_code == 303
    for shown in (chair.get("/resolutions"), chair.get(f"/resolutions/{division.id}")):
        assert close in words_of(shown)
    assert close in send(chair, "/resolutions", "/resolutions.csv").text


def test_the_secretary_and_a_director_who_is_no_member_confirm_no_letter(make: Make, house: Assembly, sit: Sit) -> None:
    called(make, house)
    come_by_letter(house, sit)
    outsider = house.chamber.directors[1]

    secretary = sit(house.chamber.secretary.person_id, at=AT + AN_HOUR).get("/letters/arrivals")
    director = sit(outsider, at=AT + AN_HOUR).get("/letters/arrivals")

    assert secretary.status_code == 403
    assert BOX.findall(director.text) == []
    assert "For another officer to confirm" in words_of(director)


def hear(house: Assembly, sit: Sit) -> str:
    """Let the chair say who signed in by the letter that waits, and return what the page says then."""
    chair = sit(house.chamber.chair.person_id, at=AT + AN_HOUR)
    send(chair, "/letters/arrivals", letters=BOX.findall(chair.get("/letters/arrivals").text)[0])
    return words_of(chair.get("/letters/arrivals"))


def test_the_authoritys_director_without_e_mail_reads_and_votes_on_the_board_by_a_letter(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    nominee = house.chamber.directors[1]
    division = house.call(house.chamber.on_the_agenda(house.chamber.for_the_board()))
    make.known_to_all()
    browser, page = come_by_letter(house, sit, nominee), f"/divisions/{division.id}"

    before, refused = browser.get(page), vote(browser, division)
    told = hear(house, sit)
    after = [words_of(browser.get(path)) for path in ("/me", "/", f"/motions/{division.motion_id}")]
    given = vote(browser, division, page)

    assert "One call before you vote" in words_of(before)
    assert refused.status_code == 403
    assert "Whoever of them is still signed in can vote now, directors too." in told
    assert all("Read it and vote" in one or "Vote on it" in one for one in after)
    assert "Your vote is given" in words_of(given)
    assert votes(database) == 1
    others = [browser.get(path) for path in ("/motions/new", "/applications")]
    assert [one.status_code for one in others] == [403] * 2
    assert all("but not on who becomes a member" in words_of(one) for one in others)
    interest = browser.get(f"/motions/{division.motion_id}/my-interest")
    assert interest.status_code == 200


def test_on_who_becomes_a_member_a_director_is_told_to_vote_from_an_account_and_what_else_there_is(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    motion = house.chamber.seconded(house.chamber.for_the_board(kind=Kind.ADMISSION))
    house.name(motion, make.person().id, Concern.APPLICANT)
    service.admit(house.session, motion.id, house.chamber.deed(house.chamber.chair))
    division = house.call(motion)
    make.known_to_all()
    browser = come_by_letter(house, sit, house.members[5])
    hear(house, sit)

    shown = words_of(browser.get(f"/divisions/{division.id}"))
    own = [words_of(browser.get(path)) for path in ("/me", "/", f"/motions/{motion.id}")]
    refused = vote(browser, division)

    for page in (shown, *own):
        assert "there each director’s vote is their own word" in page
        assert "call us and ask that a meeting of the board decides it" in page
        assert [one for one in ("Read it and vote", "Vote on it", "One call before you vote") if one in page] == []
    assert refused.status_code == 403
    assert "but not on who becomes a member" in words_of(refused)
    assert browser.get("/me/details/email").status_code == 200
    assert votes(database) == 0
