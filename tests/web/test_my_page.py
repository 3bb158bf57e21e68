"""A person's own page: the next thing to do first, and never whether they have voted."""

import re

import pytest
from sqlalchemy import func, select

from govern.accounts.rules import TRIES_PER_ADDRESS
from govern.elections import mine
from govern.elections.rules import State
from govern.jobs.models import Job
from tests.calendar import AT, DURING, OPENS_AT
from tests.make import Make
from tests.makers import boards, elections
from tests.web.officers import Office, words_of
from tests.web.reader import Reader

TOKENS = re.compile(r'value="[^"]+"|nonce="[^"]+"|data-token="[^"]+"')


def asked(office: Office) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).where(Job.kind == mine.SEND_AGAIN)) or 0


@pytest.fixture
def voting(office: Office) -> Office:
    """An election whose poll is open, with a sixth member who gave an e-mail address."""
    with office.database.writing() as session:
        make = Make(session)
        person = make.person(name="Dee Dowd", email="dee@example.org").id
        make.membership(person_id=person, constituency_id=office.made.election.constituency_id)
        office.made.members.append(person)
        session.commit()
    office.carry_to(State.ARMED)
    office.sit(at=OPENS_AT).send("/links")
    return office


def test_a_visitor_is_asked_to_sign_in(reader: Reader) -> None:
    assert reader.open("/me").headers["Location"] == "/sign-in?next=/me"


def test_a_member_sees_their_membership_and_the_votes_to_come(office: Office) -> None:
    page = words_of(office.sit_as(office.made.members[0], at=AT).client.get("/me"))

    assert "Your membership What you are a member" in page
    assert "Workforce directors Voting opens at 9am on Thursday 27 August 2026." in page
    assert "You will be on the list of voters, if you are still a member on Monday 24 August 2026." in page


def test_a_member_is_told_that_voting_has_not_opened_on_its_day(office: Office) -> None:
    pages = [
        words_of(office.sit_as(office.made.members[0], at=OPENS_AT).client.get(path))
        for path in ("/me", "/me/vote-check")
    ]

    assert "Voting was to open at 9am on Thursday 27 August 2026, and has not opened yet." in pages[0]
    assert "Voting was to open 9am on Thursday 27 August 2026" in pages[1]
    assert [one for one in pages if "Voting opens" in one] == []


def test_a_director_who_is_no_member_is_told_of_no_votes_to_come(office: Office) -> None:
    with office.database.writing() as session:
        make = Make(session)
        person = make.person().id
        boards.seated(session, make, number=0, person_id=person, starts_on=AT.date())
        session.commit()

    page = words_of(office.sit_as(person, at=AT).client.get("/me"))

    assert "Your seat on the board" in page
    assert "Votes to come" not in page
    assert "The register does not show you as a member" not in page


def test_somebody_known_who_is_no_member_is_told_so(reader: Reader, make: Make) -> None:
    make.mutual()
    reader.sign_in(make, make.account())

    page = words_of(reader.open("/me"))

    assert "The register does not show you as a member." in page
    assert "There is nothing for you to do now." in page


def test_a_director_who_is_no_member_is_shown_their_seat_and_not_asked_to_join(reader: Reader, make: Make) -> None:
    seated = make.chamber().directors[1]
    reader.sign_in(make, make.account(person_id=seated))

    page = words_of(reader.open("/me"))

    assert "Your seat on the board What you are a director" in page
    assert "How you came there appointed by the authority" in page
    assert "The register does not show you as a member." not in page
    assert "Join us" not in page


def test_while_a_poll_is_open_the_link_can_be_sent_again_to_the_registered_address(voting: Office) -> None:
    desk = voting.sit_as(voting.made.members[-1], at=DURING)
    page = desk.client.get("/me")

    answer = desk.client.post(
        f"/me/voting-links/{voting.made.election.id}", data={"csrf_token": desk_token(page.text)}, follow_redirects=True
    )

    assert "Your own link was sent to dee@example.org. Open that message to vote." in words_of(page)
    assert "If you have not voted yet, a new link is on its way to your e-mail address." in words_of(answer)
    assert asked(voting) == 1


def desk_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_who_votes_by_letter_is_shown_where_to_enter_the_code(voting: Office) -> None:
    page = words_of(voting.sit_as(voting.made.members[0], at=DURING).client.get("/me"))

    assert "Your code came by letter." in page
    assert "Enter my code" in page


def test_the_page_is_the_same_before_and_after_somebody_has_voted(voting: Office) -> None:
    desk = voting.sit_as(voting.made.members[-1], at=DURING)
    before = desk.client.get("/me")
    with voting.database.writing() as session:
        elections.vote(session, voting.made, [[1]] * 6)
        session.commit()

    after = desk.client.get("/me")

    assert TOKENS.sub("", before.text) == TOKENS.sub("", after.text)


def test_nobody_is_sent_links_without_end(voting: Office) -> None:
    desk = voting.sit_as(voting.made.members[-1], at=DURING)
    data = {"csrf_token": desk_token(desk.client.get("/me").text)}

    answers = [
        desk.client.post(f"/me/voting-links/{voting.made.election.id}", data=data).status_code
        for _ in range(TRIES_PER_ADDRESS + 1)
    ]

    assert answers == [303] * TRIES_PER_ADDRESS + [429]
    assert asked(voting) == TRIES_PER_ADDRESS


def test_nobody_asks_for_another_persons_link(voting: Office) -> None:
    with voting.database.writing() as session:
        stranger = Make(session).person().id
        session.commit()
    desk = voting.sit_as(stranger, at=DURING)
    token = desk_token(desk.client.get("/account").text)

    answer = desk.client.post(f"/me/voting-links/{voting.made.election.id}", data={"csrf_token": token})

    assert answer.status_code == 404
    assert asked(voting) == 0
