"""The pages of a vote on a motion, from call to declaration: in secret, by hands, and as a consultation."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots.models import BoxedBallot
from govern.constitution.models import Mutual
from govern.constitution.rules import Vote
from govern.core import clock
from govern.core.actors import Actor, Role
from govern.divisions import boxes
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.motions import TEXT
from tests.served import SECRET
from tests.web.officers import token_of, words_of
from tests.web.sittings import Sit, changes_shown, send

AN_INSTANT = datetime.resolution


def put(make: Make, house: Assembly, ask: Ask) -> Division:
    """Call a vote, and let every connection see it."""
    division = house.call(house.chamber.moved(), ask)
    make.known_to_all()
    return division


def test_a_secret_vote_whose_links_are_not_sent_waits_for_the_returning_officer(
    make: Make, house: Assembly, sit: Sit
) -> None:
    officer = make.person().id
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    division = put(make, house, Ask.SECRET)
    waits = "Waiting for you Send the ballot links"
    before = words_of(sit(officer).get("/"))
    of_the_secretary = words_of(sit(house.chamber.secretary.person_id).get("/"))
    at_the_last = words_of(sit(officer, at=division.closes_at - A_SECOND).get("/"))
    too_late = words_of(sit(officer, at=division.closes_at).get("/"))

    page, none = f"/divisions/{division.id}", "The returning officer sends the ballot links. Nobody can vote before."
    secretary = house.chamber.secretary.person_id
    unsent = words_of(sit(secretary).get(page))
    sent = send(sit(officer), f"/divisions/{division.id}/links")
    linked = [words_of(sit(one).get(page)) for one in (secretary, officer)]

    after = sit(officer, at=AT + AN_HOUR)
    shown, again = (
        words_of(after.get(path)) for path in (f"/divisions/{division.id}", f"/divisions/{division.id}/links")
    )

    assert [waits in page for page in (before, of_the_secretary, at_the_last, too_late)] == [True, False, True, False]
    assert sent.status_code == 200
    assert none in unsent
    assert all("The ballot links were sent at" in one and "Send the ballot links" not in one for one in linked)
    assert re.search(r"The ballot links were sent at .*2026.*: 6 electors have one\.", shown)
    assert "Everybody on the roll has a ballot link. None is made twice" in again
    assert "Make and send the links" not in again
    assert waits not in words_of(sit(officer).get("/"))


def test_no_page_tells_how_a_vote_stands_while_it_is_open_and_all_is_shown_after_it(
    make: Make, house: Assembly, sit: Sit
) -> None:
    officer, members = make.person().id, house.members
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    house.votes(division, {members[0]: Vote.AGAINST, members[1]: Vote.AGAINST, members[4]: Vote.FOR})
    make.known_to_all()
    page = f"/divisions/{division.id}"
    paths = [page, f"{page}/tally", f"{page}/declaration", f"{page}/closing", f"/motions/{division.motion_id}"]
    paths += ["/", "/resolutions", "/journal", f"{page}/room", f"{page}/hands"]
    officers = [house.chamber.chair.person_id, house.chamber.secretary.person_id, house.tellers[0].person_id, officer]
    told = ("Against the motion", "For the motion", "As it stands", "arried:", "2 against", "nothing yet", "adds up")

    for reader in officers:
        pages = [words_of(sit(reader, at=division.closes_at - A_SECOND).get(path)) for path in paths]
        assert [words for words in told for shown in pages if words in shown] == []
        assert "Have voted so far 3 Are asked 6" in pages[1]
        over = words_of(sit(reader, at=division.closes_at).get(f"{page}/tally"))
        assert [words in over for words in ("Took part 3", "Against the motion", "As it stands", "adds up")] == [
            True
        ] * 4
    assert "You have voted Against the motion" in words_of(sit(members[0]).get(page))


def test_the_page_of_a_vote_says_why_it_counts_more_than_the_register(make: Make, house: Assembly, sit: Sit) -> None:
    division = put(make, house, Ask.RECORDED)
    page, chair = f"/divisions/{division.id}/tally", house.chamber.chair.person_id
    before = words_of(sit(chair).get(page))
    house.cease(house.members[0], on=TODAY)
    make.known_to_all()

    after = words_of(sit(chair).get(page))

    assert "no longer a member" not in before
    assert "Are asked 6 Members on Monday 1 June 2026 6" in after
    assert "1 of those who are asked is no longer a member, or is suspended." in after
    assert "The list of who is asked stays as it was made, and every figure is of that list." in after


def test_a_deed_that_cannot_be_done_with_a_vote_is_not_asked_for(make: Make, house: Assembly, sit: Sit) -> None:
    division = put(make, house, Ask.RECORDED)
    page, chair, over = f"/divisions/{division.id}", house.chamber.chair.person_id, division.closes_at
    told = [
        ("declaration", over - A_SECOND, "Voting goes on until"),
        ("room", over, "In this vote no hands are counted"),
        ("closing", over, "Voting on this is over, so this cannot be done any more."),
    ]

    for deed, at, why in told:
        shown = sit(chair, at=at).get(f"{page}/{deed}")
        assert (shown.status_code, why in words_of(shown)) == (200, True), words_of(shown)
        assert "<form" not in shown.text.partition("<main")[2].partition("</main>")[0]
    assert "Declare it" in sit(chair, at=division.closes_at).get(f"{page}/declaration").text


@pytest.mark.parametrize("is_wording", [False, True], ids=["a motion", "a change of the wording"])
def test_a_paper_on_a_motion_shows_its_words_and_asks_for_one_choice(
    make: Make, house: Assembly, app: Flask, monkeypatch: pytest.MonkeyPatch, is_wording: bool
) -> None:
    motion = house.chamber.moved()
    if is_wording:
        house.chamber.filed(motion, text="The mutual opens on Sundays.")
    division = house.call(motion, Ask.SECRET, amendment_n=1 if is_wording else None)
    assert division.poll_id is not None
    officer = Actor(person_id=house.members[0], roles=frozenset({Role.RETURNING_OFFICER}))
    minted = credentials.mint(make.session, division.poll_id, secret=SECRET, actor=officer, at=AT)
    make.known_to_all()
    monkeypatch.setattr(clock, "now", lambda: AT + AN_HOUR)
    voter = app.test_client()

    link = voter.get(f"/vote/{minted[0].code}")
    voter.post("/vote/entry", data={"csrf_token": token_of(link), "code": minted[0].code})
    paper = voter.get("/vote/ballot")
    handed = re.search(r'name="paper" value="([^"]+)"', paper.text)
    assert handed is not None
    carried = {"csrf_token": token_of(paper), "paper": handed[1]}
    nothing = voter.post("/vote/review", data=carried)
    review = voter.post("/vote/review", data={**carried, "choice": "2"})
    sealed = re.search(r'name="reviewed" value="([^"]+)"', review.text)

    assert "Places to fill" not in words_of(link) + words_of(paper)
    put = ("The mutual opens on Sundays.", "this change of the wording?") if is_wording else (TEXT, "this motion?")
    assert [put[0] in words_of(paper), *changes_shown(paper)] == [True, *[is_wording] * 4]
    assert f"Are you for or against {put[1]}" in words_of(paper)
    assert nothing.status_code == 422
    assert "Choose one of the three." in words_of(nothing)
    assert ("Against the change" if is_wording else "Against the motion") in words_of(review)
    assert 'name="choice" value="2"' in review.text
    assert sealed is not None
    cast = voter.post("/vote/cast", data={"csrf_token": token_of(review), "reviewed": sealed[1]})
    assert re.search("Your vote is in the box (?!.*election).* Check this vote", words_of(cast))


def test_a_consultation_is_called_one_wherever_it_is_met(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT))
    make.known_to_all()
    chair = sit(house.chamber.chair.person_id)
    page = f"/motions/{motion.id}/divisions/new"

    assert "This will be a consultation." in words_of(chair.get(page))
    proposed = chair.get(page)
    called = send(chair, page, ask="recorded", closes_on="2026-06-16")
    member = sit(house.members[0])

    assert 'value="2026-06-16"' in proposed.text
    assert re.search(r"It is [^:]*16 June 2026 or later: the rules give 14 clear days’ notice", words_of(proposed))
    assert "A consultation. It decides nothing." in words_of(member.get("/me"))
    paper = member.get(called.headers["Location"])
    review = send(member, str(called.location), f"{called.location}/review", vote="for")
    assert "<title>Call the consultation" in proposed.text
    assert "<title>Saturdays: Vote on a motion, a consultation" in paper.text
    for shown in (paper, review):
        # Beside the question too: on a telephone the facts of the vote come after it.
        above = words_of(shown).partition("What it comes to")[0]
        assert "This is a consultation. It decides nothing." in above
    assert "This is a consultation. It decides nothing." in words_of(member.get(f"/motions/{motion.id}"))


def test_a_scrutineer_enters_the_decision_on_a_box_that_differs_from_its_marks(
    make: Make, house: Assembly, sit: Sit
) -> None:
    officer = make.person().id
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    division = house.call(house.chamber.moved(), Ask.SECRET)
    stuffed = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": division.poll_id, "scheme": 1, "c": b"nonsense"}
    make.session.add(BoxedBallot(**stuffed, elector_class="workforce"))
    after = AT + 8 * A_DAY
    decision = make.decision(entered_at=after, minute_reference="B/2026/77")
    make.decision(entered_at=after - A_SECOND, minute_reference="B/2026/76")
    make.known_to_all()
    page = f"/divisions/{division.id}"
    opener, teller = sit(officer, at=after), sit(house.tellers[0].person_id, at=after)

    sealed = send(opener, f"{page}/box-opening")
    shut = words_of(opener.get(page))
    tasks = [words_of(one.get("/")) for one in (opener, teller)]
    desk = words_of(sit(house.chamber.chair.person_id, at=after).get("/"))
    offered = teller.get(f"{page}/discrepancy-decision").text
    nothing_chosen = send(teller, f"{page}/discrepancy-decision", promise="y")
    settled = send(teller, f"{page}/discrepancy-decision", decision=str(decision.id), promise="y")
    opened = send(opener, f"{page}/box-opening")

    assert (sealed.status_code, nothing_chosen.status_code) == (303, 422)
    assert "so it stays shut until that is decided" in shut
    assert "Box and marks differ. The box stays shut until a scrutineer enters a decision on it." in shut
    assert "Open the box" not in shut
    assert ["Enter the decision on the difference" in one for one in tasks] == [False, True]
    assert ["B/2026/77" in offered, "B/2026/76" in offered] == [True, False]
    assert "waits for a scrutineer to enter the decision on its box, which differs from the marks." in desk
    assert "This cannot be done now" in words_of(teller.get(f"{page}/discrepancy-decision"))
    assert (settled.status_code, opened.status_code) == (303, 303)
    assert "Declare what came of it" in words_of(sit(house.chamber.chair.person_id, at=after).get(page))
    assert opener.get(f"{page}/discrepancy-decision").status_code == 403


def test_where_no_decision_can_be_on_the_difference_none_is_asked_for(make: Make, house: Assembly, sit: Sit) -> None:
    division = house.call(house.chamber.moved(), Ask.SECRET)
    stuffed = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": division.poll_id, "scheme": 1, "c": b"nonsense"}
    make.session.add(BoxedBallot(**stuffed, elector_class="workforce"))
    after = AT + 8 * A_DAY
    deed = house.chamber.deed(house.chamber.chair, after)
    boxes.open_box(make.session, division, deed, keys=house.keys, clock_now=lambda: after)
    make.known_to_all()

    page = sit(house.tellers[0].person_id, at=after).get(f"/divisions/{division.id}/discrepancy-decision")

    assert "No decision was entered since the box was sealed" in words_of(page)
    assert "Let the count go on" not in words_of(page)


def test_a_vote_that_is_over_waits_for_the_chair_on_their_first_page_and_is_called_over(
    make: Make, house: Assembly, sit: Sit
) -> None:
    division = put(make, house, Ask.RECORDED)
    chair, at = house.chamber.chair.person_id, division.closes_at
    during = words_of(sit(chair, at=at - A_SECOND).get("/"))

    over = words_of(sit(house.chamber.secretary.person_id, at=at).get("/"))
    client = sit(chair, at=at)

    assert "Declare what came of it" not in during
    assert "1 vote on a motion is over, and waits for the chair to declare what came of it." in over
    assert "Declare what came of it" in words_of(client.get("/"))
    assert "Voting is over. The chair declares what came of it." in words_of(
        client.get(f"/motions/{division.motion_id}")
    )
    assert send(client, f"/divisions/{division.id}/declaration", promise="y").status_code == 303
    assert "Declare what came of it" not in words_of(client.get("/"))


def test_a_secret_vote_that_is_over_waits_for_the_box_and_then_for_the_chair(
    make: Make, house: Assembly, sit: Sit
) -> None:
    division = house.call(house.chamber.moved(), Ask.SECRET)
    at, page = division.closes_at + A_SECOND, f"/motions/{division.motion_id}"
    make.known_to_all()
    chair, member = sit(house.chamber.chair.person_id, at=at), sit(house.members[0], at=at)
    shut = [words_of(one) for one in (chair.get("/"), member.get(page))]
    deed = house.chamber.deed(house.chamber.chair, at)
    boxes.open_box(make.session, division, deed, keys=house.keys, clock_now=lambda: at)
    make.known_to_all()

    opened = [words_of(one) for one in (chair.get("/"), member.get(page))]

    of_the_box = (
        "1 secret vote on a motion is over, and waits for the returning officer to open the box.",
        "Voting is over. The returning officer opens the box. Then the chair declares what came of it.",
    )
    of_the_chair = ("waits for the chair to declare what came of it.", "Voting is over. The chair declares")
    assert [told in seen for told, seen in zip(of_the_box, shut, strict=True)] == [True, True]
    assert [told in seen for told, seen in zip(of_the_chair, shut, strict=True)] == [False, False]
    assert [told in seen for told, seen in zip(of_the_chair, opened, strict=True)] == [True, True]


def test_what_came_of_a_vote_is_said_in_the_language_of_its_reader(
    make: Make, house: Assembly, sit: Sit, session: Session
) -> None:
    house.chamber.session.query(Mutual).one().languages = ["en", "cy"]
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    house.votes(division, dict.fromkeys((*house.members[:3], house.members[4]), Vote.FOR))
    house.declare(division)
    make.known_to_all()
    reader = sit(house.members[0], at=AT + 9 * A_DAY)
    reader.environ_base["HTTP_ACCEPT_LANGUAGE"] = "cy"

    pages = [words_of(reader.get(path)) for path in (f"/divisions/{division.id}", f"/resolutions/{division.id}")]
    found = words_of(reader.get("/resolutions"))

    for told in (*pages, found):
        assert "Derbyniwyd: 4 o blaid, 0 yn erbyn; roedd angen mwy na hanner o’r pleidleisiau a fwriwyd" in told
        assert "Carried:" not in told


def test_what_is_wrong_with_a_vote_is_told_above_its_heading(make: Make, house: Assembly, sit: Sit) -> None:
    page = f"/divisions/{put(make, house, Ask.RECORDED).id}"

    told = send(sit(house.members[0]), page, f"{page}/review", vote="").text

    assert told.count('id="wrongs"') == 1
    assert told.index('id="wrongs"') < told.index('class="eyebrow"') < told.index("<h1")


def test_a_motion_says_when_voting_on_it_opens(make: Make, house: Assembly, sit: Sit) -> None:
    division = house.call(house.chamber.moved(), Ask.RECORDED, opens_at=AT + A_DAY)
    make.known_to_all()

    before, after = (
        words_of(sit(house.members[0], at=at).get(f"/motions/{division.motion_id}"))
        for at in (AT + A_DAY - AN_INSTANT, AT + A_DAY)
    )

    assert ("Voting opens at" in before, "Voting opens at" in after) == (True, False)


def test_a_wording_is_declared_as_one(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.moved()
    house.chamber.filed(motion)
    division = house.call(motion, Ask.RECORDED, amendment_n=1)
    make.known_to_all()
    page = f"/divisions/{division.id}"

    paper = words_of(sit(house.members[1], at=AT + AN_HOUR).get(page))
    sheet = words_of(sit(house.chamber.chair.person_id, at=AT + 8 * A_DAY).get(f"{page}/declaration"))

    assert "For the change" in paper
    assert "For the motion" not in paper
    assert "I declare that this change of the wording is not carried." in sheet
