"""From a link or a letter's code to the box, through the door."""

import logging
import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govern.accounts.rules import TRIES_PER_ORIGIN
from govern.ballots import credentials
from govern.ballots.models import BoxedBallot, Mark
from govern.core import clock
from tests.ballots.test_entitlement import end_membership
from tests.make import Make
from tests.makers.voting import A_DAY, OpenPoll
from tests.served import SECRET

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PAPER = re.compile(r'name="paper" value="([^"]+)"')
REVIEWED = re.compile(r'name="reviewed" value="([^"]+)"')


def found(pattern: re.Pattern[str], page: TestResponse) -> str:
    """Return what a page carries in a hidden field."""
    match = pattern.search(page.text)
    assert match is not None, page.text
    return match.group(1)


def come_in(client: FlaskClient, code: str) -> TestResponse:
    """Follow a link and continue to the ballot."""
    token = found(TOKEN, client.get(f"/vote/{code}"))
    return client.post("/vote/entry", data={"csrf_token": token, "code": code}, follow_redirects=True)


def review(client: FlaskClient, paper: TestResponse, **numbers: str) -> TestResponse:
    """Send the paper with numbers beside names: p1="2"; without any, ask for a blank vote."""
    sent = {f"p-{name[1:]}": number for name, number in numbers.items()} or {"blank": "yes"}
    return send(client, paper, sent)


def send(client: FlaskClient, paper: TestResponse, sent: dict[str, str]) -> TestResponse:
    """Send the paper as the fields say."""
    carried = {"csrf_token": found(TOKEN, paper), "paper": found(PAPER, paper)}
    return client.post("/vote/review", data=carried | sent)


def cast(client: FlaskClient, page: TestResponse) -> TestResponse:
    """Press the button that casts."""
    return client.post("/vote/cast", data={"csrf_token": found(TOKEN, page), "reviewed": found(REVIEWED, page)})


def in_box(session: Session) -> tuple[int, int]:
    """Return how many marks and how many ballots there are, and keep no lock."""
    marks = session.scalar(select(func.count()).select_from(Mark))
    ballots = session.scalar(select(func.count()).select_from(BoxedBallot))
    session.rollback()
    return marks or 0, ballots or 0


@pytest.fixture
def poll(app: object, make: Make, tmp_path: Path) -> OpenPoll:
    """A poll that is open now, its keys where the app looks for them."""
    return make.open_poll(tmp_path)


def test_a_voter_goes_from_the_link_to_the_box(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])
    checked = review(client, paper, p2="1", p1="2")

    answer = cast(client, checked)

    assert answer.status_code == 200
    assert "Your vote is in the box" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert in_box(session) == (1, 1)


def test_a_voter_in_doubt_reads_that_their_vote_is_kept_apart(
    client: FlaskClient, session: Session, poll: OpenPoll
) -> None:
    poll.contest.doubt(session, 0)
    session.commit()

    answer = cast(client, review(client, come_in(client, poll.codes[0]), p2="1"))

    assert "<h1>Your vote is kept apart</h1>" in answer.text
    assert "It goes into the box only if it is allowed before the box is opened." in answer.text
    assert "is in the box" not in answer.text
    assert in_box(session) == (1, 0)


def test_opening_a_link_changes_nothing(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    for _ in range(3):
        page = client.get(f"/vote/{poll.codes[0]}")

    assert "Is this you?" in page.text
    assert in_box(session) == (0, 0)


def test_the_cast_form_sent_again_gets_the_same_answer(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    checked = review(client, come_in(client, poll.codes[0]), p2="1")

    first, second = cast(client, checked), cast(client, checked)

    receipt = re.compile(r'<strong class="receipt" lang="en">([^<]+)<')
    assert found(receipt, first) == found(receipt, second)
    assert in_box(session) == (1, 1)


def test_a_second_ballot_is_refused_with_what_to_do(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])
    first, second = review(client, paper, p2="1"), review(client, paper, p3="1")
    cast(client, first)

    answer = cast(client, second)

    assert answer.status_code == 409
    assert "You have already voted, and your first ballot stands." in answer.text
    assert in_box(session) == (1, 1)


def test_another_voters_form_is_refused(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    theirs = found(REVIEWED, review(client, come_in(client, poll.codes[0]), p2="1"))
    paper = come_in(client, poll.codes[1])

    answer = client.post("/vote/cast", data={"csrf_token": found(TOKEN, paper), "reviewed": theirs})

    assert answer.status_code == 400
    assert "was not made for you" in answer.text
    assert in_box(session) == (0, 0)


@pytest.mark.parametrize(
    "reviewed",
    [
        pytest.param("", id="empty"),
        pytest.param("x" * 200_000, id="huge"),
        pytest.param("workforce~1~AAAA.forged", id="forged"),
        pytest.param("\x00\ufffd~~", id="not text"),
    ],
)
def test_a_forged_form_is_refused(client: FlaskClient, session: Session, poll: OpenPoll, reviewed: str) -> None:
    paper = come_in(client, poll.codes[0])

    answer = client.post("/vote/cast", data={"csrf_token": found(TOKEN, paper), "reviewed": reviewed})

    assert answer.status_code == 400
    assert in_box(session) == (0, 0)


def test_a_code_is_read_however_it_is_typed(client: FlaskClient, poll: OpenPoll) -> None:
    token = found(TOKEN, client.get("/vote"))
    typed = f" {poll.codes[0].lower().replace('-', ' ')} "

    page = client.post("/vote", data={"csrf_token": token, "code": typed})

    assert "Is this you?" in page.text


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("2222-2222-2222", id="one that opens nothing"),
        pytest.param("", id="none"),
        pytest.param("x" * 5_000, id="a huge one"),
        pytest.param("\u202e\x00", id="not letters"),
    ],
)
def test_a_code_that_opens_nothing_says_what_to_do(client: FlaskClient, poll: OpenPoll, code: str) -> None:
    token = found(TOKEN, client.get("/vote"))

    page = client.post("/vote", data={"csrf_token": token, "code": code})

    assert page.status_code in {404, 422}
    assert "code" in page.text
    assert "Something needs changing" in page.text


def test_a_link_that_was_replaced_lets_nobody_in_even_midway(
    client: FlaskClient, session: Session, poll: OpenPoll
) -> None:
    checked = review(client, come_in(client, poll.codes[0]), p2="1")
    credentials.reissue(session, poll.contest.elector(), secret=SECRET, actor=poll.contest.actor, at=clock.now())
    session.commit()

    answer = cast(client, checked)

    assert answer.status_code == 404
    assert "if a newer one was sent to you, use that" in answer.text
    assert in_box(session) == (0, 0)


def test_nobody_votes_without_a_credential(client: FlaskClient, poll: OpenPoll) -> None:
    answer = client.get("/vote/ballot")

    assert answer.status_code == 403
    assert "Open your own voting link again, or type the code from your letter." in answer.text
    assert '<a class="button" href="/vote">Enter your voting code</a>' in answer.text


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        pytest.param({"p1": "1", "p2": "1"}, "You gave the number 1 more than once", id="the same number twice"),
        pytest.param({"p1": "1", "p2": "3"}, "There is no number 2 yet", id="a gap"),
        pytest.param({"p1": "0"}, "Enter a number from 1 to 3", id="nought"),
        pytest.param({"p1": "4"}, "Enter a number from 1 to 3", id="more than there are names"),
        pytest.param({"p1": "first"}, "Enter a number from 1 to 3", id="a word"),
        pytest.param({"p1": "1" * 4_000}, "Enter a number from 1 to 3", id="a huge number"),
        pytest.param({"p1": "١"}, "Enter a number from 1 to 3", id="a digit of another script"),
    ],
)
def test_numbers_that_cannot_be_read_are_shown_again_with_what_to_change(
    client: FlaskClient, poll: OpenPoll, numbers: dict[str, str], sentence: str
) -> None:
    page = review(client, come_in(client, poll.codes[0]), **numbers)

    assert page.status_code == 422
    assert sentence in page.text
    assert all(f'value="{number}"' in page.text for number in numbers.values())


def test_a_paper_without_a_number_is_not_taken_for_a_blank_vote(client: FlaskClient, poll: OpenPoll) -> None:
    again = send(client, come_in(client, poll.codes[0]), {})

    assert again.status_code == 422
    assert "You have not numbered anybody yet. To vote for nobody, choose a blank vote." in again.text


def test_a_blank_vote_with_numbers_is_asked_about(client: FlaskClient, poll: OpenPoll) -> None:
    again = send(client, come_in(client, poll.codes[0]), {"p-1": "1", "blank": "yes"})

    assert again.status_code == 422
    assert "You asked for a blank vote, but you numbered people." in again.text
    assert 'value="1"' in again.text


def test_in_two_tabs_nobody_s_numbers_go_onto_somebody_else_s_ballot(
    client: FlaskClient, session: Session, poll: OpenPoll
) -> None:
    mine = come_in(client, poll.codes[0])
    come_in(client, poll.codes[1])

    refused = [
        client.post(page, data={"csrf_token": found(TOKEN, mine), "paper": found(PAPER, mine), "p-1": "1"})
        for page in ("/vote/review", "/vote/ballot")
    ]

    assert [answer.status_code for answer in refused] == [409, 409]
    assert all("Another ballot was opened in this browser after this one" in answer.text for answer in refused)
    assert in_box(session) == (0, 0)


@pytest.mark.parametrize("carried", [{}, {"paper": ""}, {"paper": "0" * 64}, {"paper": "é"}])
def test_a_paper_that_was_handed_to_nobody_is_refused(
    client: FlaskClient, poll: OpenPoll, carried: dict[str, str]
) -> None:
    paper = come_in(client, poll.codes[0])

    answer = client.post("/vote/review", data={"csrf_token": found(TOKEN, paper), "p-1": "1"} | carried)

    assert answer.status_code == 409


def test_the_paper_and_its_review_say_whose_ballot_it_is(client: FlaskClient, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])

    (name,) = re.findall(r'class="eyebrow">[^<]*· ([^<]+)<', paper.text)

    assert name in review(client, paper, p1="1").text
    assert name not in come_in(client, poll.codes[1]).text


def test_a_blank_vote_can_be_cast_on_purpose(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    checked = review(client, come_in(client, poll.codes[0]))

    answer = cast(client, checked)

    assert "Cast a blank vote" in checked.text
    assert "Your vote is in the box" in answer.text
    assert in_box(session) == (1, 1)


def test_changing_ones_mind_before_casting_brings_the_numbers_back(client: FlaskClient, poll: OpenPoll) -> None:
    checked = review(client, come_in(client, poll.codes[0]), p2="1", p3="2")

    carried = {"csrf_token": found(TOKEN, checked), "paper": found(PAPER, checked)}
    again = client.post("/vote/ballot", data=carried | {"p-2": "1", "p-3": "2"})

    assert re.search(r'name="p-3"[^>]*value="2"', again.text)


def test_before_the_opening_there_is_no_ballot(client: FlaskClient, app: object, make: Make, tmp_path: Path) -> None:
    poll = make.open_poll(tmp_path, opens_at=clock.now() + A_DAY, closes_at=clock.now() + 2 * A_DAY)

    page = come_in_by_hand(client, poll.codes[0])

    assert "Voting has not opened yet" in page.text
    assert "Review my vote" not in page.text


def come_in_by_hand(client: FlaskClient, code: str) -> TestResponse:
    """Continue although the page offers no button."""
    token = found(TOKEN, client.get("/vote"))
    return client.post("/vote/entry", data={"csrf_token": token, "code": code}, follow_redirects=True)


@pytest.mark.parametrize(
    ("days", "heading"),
    [pytest.param(1, "Voting has not opened yet", id="early"), pytest.param(-2, "Voting is over", id="late")],
)
def test_a_link_asks_nobody_who_they_are_while_no_ballot_is_taken(
    client: FlaskClient, make: Make, tmp_path: Path, days: int, heading: str
) -> None:
    now = clock.now()
    poll = make.open_poll(tmp_path, opens_at=now + days * A_DAY, closes_at=now + (days + 1) * A_DAY)

    page = client.get(f"/vote/{poll.codes[0]}").text

    assert f"<h1>{heading}</h1>" in page
    assert "Is this you?" not in page
    assert "The rule: a vote counts if it reaches us after voting opens and before it closes." in page


def test_the_page_says_who_could_open_the_box(client: FlaskClient, poll: OpenPoll) -> None:
    paper = come_in(client, poll.codes[0])

    assert "Whoever runs the computer that keeps the box could find out how you voted." in paper.text


def test_answers_are_of_one_size_whatever_was_chosen(
    client: FlaskClient, app: object, make: Make, tmp_path: Path
) -> None:
    poll = make.open_poll(tmp_path, electors=4)
    sizes = set()
    for code, numbers in zip(
        poll.codes, [{}, {"p1": "1"}, {"p1": "1", "p2": "2", "p3": "3"}, {"p3": "1"}], strict=True
    ):
        sizes.add(len(cast(client, review(client, come_in(client, code), **numbers)).data))

    assert len(sizes) == 1


def test_what_was_chosen_is_in_no_log_and_no_cookie(
    client: FlaskClient, session: Session, poll: OpenPoll, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answer = cast(client, review(client, come_in(client, poll.codes[0]), p3="1", p1="2"))

    told = caplog.text + "".join(answer.headers.getlist("Set-Cookie"))
    receipt = found(re.compile(r'<strong class="receipt" lang="en">([^<]+)<'), answer)
    assert poll.codes[0] not in told
    assert receipt not in told
    assert "p-3" not in told


def test_who_cannot_vote_is_told_why_before_any_ballot(client: FlaskClient, session: Session, poll: OpenPoll) -> None:
    end_membership(session, poll.contest, date(2025, 5, 1))
    session.commit()

    page = client.get(f"/vote/{poll.codes[0]}")

    assert "You cannot vote in this poll" in page.text
    assert "your membership ended on Thursday 1 May 2025" in page.text
    assert "Entitled on the roll date and still entitled when the vote is cast" in page.text
    assert "Yes, continue to my ballot" not in page.text
    assert "You cannot vote in this poll" in come_in_by_hand(client, poll.codes[0]).text


def test_a_whole_workplace_votes_from_one_address_of_the_network(
    client: FlaskClient, app: object, make: Make, tmp_path: Path
) -> None:
    poll = make.open_poll(tmp_path, electors=TRIES_PER_ORIGIN + 1)

    for code in poll.codes:
        token = found(TOKEN, client.get("/vote"))
        page = client.post("/vote", data={"csrf_token": token, "code": code})
        assert "Is this you?" in page.text


def test_wrong_codes_from_one_place_are_used_up(client: FlaskClient, poll: OpenPoll) -> None:
    token = found(TOKEN, client.get("/vote"))
    wrong = {"csrf_token": token, "code": "2222-2222-2222"}

    answers = [client.post("/vote", data=wrong).status_code for _ in range(TRIES_PER_ORIGIN + 1)]

    assert answers == [404] * TRIES_PER_ORIGIN + [429]
