"""A secret vote on a motion from the link to the receipt; and a consultation, which is called one on every page."""

import re
from uuid import UUID

import pytest
from flask import Flask

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import credentials
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.core import clock
from govern.core.actors import Actor, Role
from govern.core.canonical import digest
from govern.divisions import boxes, places
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Kind, Way
from govern.resolutions import extracts
from govern.resolutions.models import ResolutionExtract
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers import resolutions
from tests.makers.assembly import Assembly
from tests.resolutions.test_few_of_a_class import of_old, secret
from tests.served import SECRET
from tests.web.officers import token_of, words_of
from tests.web.sittings import Sit, send


def test_the_paper_of_a_consultation_and_what_comes_of_it_are_called_one(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    division = house.call(house.chamber.on_the_agenda(house.chamber.proposal(way=Way.BALLOT)), Ask.SECRET)
    chair, at = house.chamber.chair.person_id, AT + 29 * A_DAY
    declared = f"/divisions/{division.id}/declaration"
    minted = minted_for(make, house, division)
    link, paper, review, cast = to_the_box(app, monkeypatch, minted)
    boxes.open_box(
        make.session, division, house.chamber.deed(house.chamber.chair, at), keys=house.keys, clock_now=lambda: at
    )
    make.known_to_all()
    client = sit(chair, at=at)

    asked = words_of(client.get(declared))
    assert send(client, declared, promise="y").status_code == 303
    signed = send(client, f"/resolutions/{division.id}/extract").headers["Location"]
    after = [words_of(client.get(f"/divisions/{division.id}")), words_of(client.get(f"/resolutions/{division.id}"))]
    after += [words_of(client.get(signed)), words_of(client.get("/resolutions"))]
    after.append(send(client, "/resolutions", "/resolutions.csv").text)

    assert all("(a consultation)" in page for page in (link, paper, review, cast))
    assert "This is a consultation. It decides nothing." in paper
    assert "I declare that this consultation is over." in asked
    assert "So few of one class voted that the classes are not shown apart" in asked + after[0]
    told = "This is a consultation. It decides nothing. Were it a resolution, it would come to this: Carried"
    assert [told in page for page in after] == [True] * 5
    assert all("Nobody: the members were asked what they think" in page for page in after[1:4])
    assert ["consulted on" in words_of(client.get(page)).lower() for page in ("/motions", motion_page(division))] == [
        True,
        True,
    ]


@pytest.mark.invariant("INV-28")
def test_paper_and_page_of_a_vote_say_that_other_rules_overtook_what_it_would_bring(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = constitution.rule_set_on(make.session, on=TODAY).parameters
    old, new = (make.rule_set(parameters=now | {"challenge_days": days}) for days in (30, 40))
    division = secret(house, kind=Kind.FRANCHISE, matter=None, changes_to_id=old.id)
    code = minted_for(make, house, division)
    monkeypatch.setattr(clock, "now", lambda: AT + AN_HOUR)
    voter = app.test_client()
    voter.post("/vote/entry", data={"csrf_token": token_of(voter.get(f"/vote/{code}")), "code": code})
    papers = [words_of(voter.get("/vote/ballot"))]

    resolutions.registered(make.session, resolutions.filed_change(make.session, new.id), at=AT + A_SECOND)
    make.known_to_all()
    papers.append(words_of(voter.get("/vote/ballot")))
    page = words_of(sit(house.members[0], at=AT + AN_HOUR).get(f"/divisions/{division.id}"))

    told = f"because version {new.version} was registered after they were drafted, and they would undo it. So it has no"
    assert [told in paper for paper in papers] == [False, True]
    assert told in page


def test_a_receipt_is_found_in_the_list_once_the_box_is_sealed_and_the_link_tells_what_came_of_it(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    division, at = house.call(house.chamber.moved(), Ask.SECRET), AT + 8 * A_DAY
    code, public = minted_for(make, house, division), app.test_client()
    cast = to_the_box(app, monkeypatch, code)[3]
    written = re.search(r"Your receipt: ((?:[a-z]+ ){4}\d\d)", cast)
    assert written is not None
    receipts = f"/receipts/{division.poll_id}"
    before = words_of(public.get(receipts))
    monkeypatch.setattr(clock, "now", lambda: at)
    uncounted = words_of(public.get(f"/vote/{code}"))
    deed = house.chamber.deed(house.chamber.chair, at)
    boxes.open_box(make.session, division, deed, keys=house.keys, clock_now=lambda: at)
    make.known_to_all()
    asked = words_of(sit(deed.actor.person_id, at=at).get(f"/divisions/{division.id}/declaration"))
    house.declare(division, at=at)
    make.known_to_all()

    after, kept_as = public.get(receipts), public.get(f"{receipts}/receipts.txt")
    back = f'href="/divisions/{division.id}"'

    assert [back in one.get(receipts).text for one in (public, sit(house.members[0], at=at))] == [False, True]
    assert "The list stands here once voting is over and the box is sealed." in before
    assert "There is 1 ballot in the box. Look for your receipt." in words_of(after)
    assert written[1] in words_of(after)
    assert kept_as.text == f"{written[1]}\n"
    assert "Open your link again in a few days: what came of it will stand here." in uncounted
    assert "Not carried, for want of a quorum: 1 for, 0 against." in words_of(public.get(f"/vote/{code}"))
    assert "I declare that this motion is not carried, for want of a quorum." in asked
    shown = [
        words_of(sit(deed.actor.person_id, at=at).get(page))
        for page in (f"/divisions/{division.id}", motion_page(division))
    ]
    assert "no quorum Not carried, for want of a quorum" in shown[0]
    assert "See the vote and its sum no quorum" in shown[1]


def test_a_box_that_is_not_open_yet_is_awaited_and_whoever_opens_it_is_asked_to(
    make: Make, house: Assembly, sit: Sit
) -> None:
    officer, secretary = make.person().id, house.chamber.secretary.person_id
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    division = house.call(house.chamber.moved(), Ask.SECRET)
    make.known_to_all()
    motion, tally = f"/motions/{division.motion_id}", f"/divisions/{division.id}/tally"

    asked = words_of(sit(secretary).get(motion))
    over = {
        (one, path): words_of(sit(one, at=division.closes_at).get(path))
        for one in (officer, secretary)
        for path in (motion, tally)
    }

    assert "See the vote The motion" in asked
    assert {one for one, shown in over.items() if "Open the box" in shown} == {(officer, motion), (officer, tally)}
    sealed = "The box is not open. After the close it is sealed, and then opened. Nothing is declared before that."
    assert all(sealed in over[one, tally] for one in (officer, secretary))
    assert not any("It does not add up" in shown or "Took part" in shown for shown in over.values())


def test_who_calls_a_vote_and_who_gives_one_know_before_that_a_small_class_is_told_by_its_outcome(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"kind": Kind.RESERVED, "matter": ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS}
    small, other = (house.chamber.moved(house.chamber.proposal(**told)) for _ in range(2))
    division = house.call(small, Ask.SECRET)
    paper = to_the_box(app, monkeypatch, minted_for(make, house, division))[1]
    chair = sit(house.chamber.chair.person_id)
    few = words_of(chair.get(f"/motions/{other.id}/divisions/new"))
    make.membership(constituency_id=make.constituency(code="local_authority").id)
    page = f"/motions/{house.chamber.moved(house.chamber.proposal(**told)).id}/divisions/new"
    make.known_to_all()

    one = words_of(chair.get(page))
    refused = send(chair, page, ask="secret", closes_on="2026-06-08")

    assert "In a small class, what came of the vote can show how you voted." in paper
    assert "We publish how many were for and against only where that does not show how a few people voted." in paper
    assert "what comes of it can tell how they voted. Their ballot papers say so" in few
    assert "In secret, through the ballot box" in few
    assert "A secret vote is not offered here." in one
    assert "In secret, through the ballot box" not in one
    assert refused.status_code == 422


def test_the_returning_officer_replaces_the_link_of_whoever_has_not_voted_in_a_secret_vote(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = make.person().id
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    division = house.call(house.chamber.moved(), Ask.SECRET)
    [first] = house.numbers(division, house.members[0])
    old = minted_for(make, house, division, of=house.members[0])
    desk, page = sit(officer), f"/divisions/{division.id}/links/replacement"

    shown = desk.get(f"/divisions/{division.id}").text
    nobody = send(desk, page, number="4242")
    new = send(desk, page, number=str(first))
    made = re.search(r"<code>([^<]+)</code>", new.text)

    assert f'href="{page}"' in shown
    assert (nobody.status_code, "Nobody with the member number 4242" in words_of(nobody)) == (409, True)
    assert made is not None
    assert [app.test_client().get(f"/vote/{code}").status_code for code in (old, made[1])] == [404, 200]
    to_the_box(app, monkeypatch, made[1])
    voted = send(sit(officer), page, number=str(first))
    assert (voted.status_code, "This elector has voted" in words_of(voted)) == (409, True)
    over = sit(officer, at=AT + 8 * A_DAY).get(page)
    assert "This cannot be done now" in words_of(over)


def test_a_link_of_a_director_is_replaced_by_their_name(make: Make, house: Assembly, sit: Sit) -> None:
    officer = make.person().id
    make.office(Role.RETURNING_OFFICER, person_id=officer)
    chamber = house.chamber
    division = house.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)), Ask.SECRET)
    minted_for(make, house, division)
    desk, page = sit(officer), f"/divisions/{division.id}/links/replacement"

    asked = desk.get(page)
    none_chosen = send(desk, page)
    new = send(desk, page, number="2")

    assert len(re.findall(r'<option value="[1-3]">', asked.text)) == 3
    assert (none_chosen.status_code, "Choose the director." in words_of(none_chosen)) == (422, True)
    assert (new.status_code, "The link is made" in words_of(new)) == (200, True)


def motion_page(division: Division) -> str:
    """Return the address of what was voted on."""
    return f"/motions/{division.motion_id}"


def minted_for(make: Make, house: Assembly, division: Division, *, of: UUID | None = None) -> str:
    """Return the code of one elector, or of somebody."""
    assert division.poll_id is not None
    officer = Actor(person_id=house.members[0], roles=frozenset({Role.RETURNING_OFFICER}))
    minted = credentials.mint(make.session, division.poll_id, secret=SECRET, actor=officer, at=AT)
    wanted = of and places.elector_of(make.session, division.roll_id, of)
    make.known_to_all()
    return next(one.code for one in minted if wanted in (None, one.elector_id))


def to_the_box(app: Flask, monkeypatch: pytest.MonkeyPatch, code: str) -> tuple[str, str, str, str]:
    """Go from a link to the box, and return what the four pages say."""
    monkeypatch.setattr(clock, "now", lambda: AT + AN_HOUR)
    voter = app.test_client()
    link = voter.get(f"/vote/{code}")
    voter.post("/vote/entry", data={"csrf_token": token_of(link), "code": code})
    paper = voter.get("/vote/ballot")
    handed = re.search(r'name="paper" value="([^"]+)"', paper.text)
    assert handed is not None
    review = voter.post("/vote/review", data={"csrf_token": token_of(paper), "paper": handed[1], "choice": "1"})
    sealed = re.search(r'name="reviewed" value="([^"]+)"', review.text)
    assert sealed is not None
    cast = voter.post("/vote/cast", data={"csrf_token": token_of(review), "reviewed": sealed[1]})
    return words_of(link), words_of(paper), words_of(review), words_of(cast)


def test_figures_of_a_small_class_that_were_printed_once_are_on_no_page_now(
    make: Make, house: Assembly, sit: Sit
) -> None:
    session, at = make.session, AT + 8 * A_DAY
    division = secret(house, kind=Kind.FRANCHISE, matter=None)
    outcome = of_old(house, division, [1], [1], [1], [1], [1], [1])
    told = {"tally": [{"code": "service_user", "in_favour": 2}], "sums": {"limbs": [{"reached": "2"}]}}
    happening = Happening(event="division.declared", subject_id=division.id, facts=told)
    audit.record(session, happening, actor=house.chamber.chair, at=at)
    content = extracts.content_of(session, division.id, house.chamber.deed()) | {"working": outcome.working}
    signed = digest(content)
    facts = {"division_id": division.id, "content": content, "digest": signed, "signature": "0" * 128}
    session.add(ResolutionExtract(**facts, signed_by=house.members[0], signed_at=at))
    make.known_to_all()
    chair, page = sit(house.chamber.chair.person_id, at=at), f"/extracts/{signed}"
    auditor = sit(house.chamber.secretary.person_id, at=at)

    pages = [f"/divisions/{division.id}", f"/resolutions/{division.id}", "/resolutions", page]
    shown = [words_of(chair.get(one)) for one in pages] + [words_of(auditor.get("/journal"))]
    shown.append(send(chair, "/resolutions", "/resolutions.csv").text)
    refused = [chair.get(f"{page}/extract.{kind}") for kind in ("json", "pdf")]

    assert not any("2 for of Service users" in one or "'in_favour': 2" in one for one in shown)
    assert all("so few of one class voted in secret" in one for one in shown[3:5])
    assert [one.status_code for one in refused] == [403, 403]
    assert "This extract prints how a few people voted in secret" in words_of(refused[0])


def test_ones_own_page_tells_of_a_secret_vote_and_never_whether_it_was_given(
    make: Make, house: Assembly, app: Flask, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, late = house.members[0], house.members[1], AT + 8 * A_DAY
    division = house.call(house.chamber.moved(), Ask.SECRET)
    make.known_to_all()
    pages = ("/me", "/", f"/divisions/{division.id}")
    unsent = [words_of(sit(one).get(page)) for page in pages]
    code = minted_for(make, house, division, of=one)
    before = [words_of(sit(who, at=AT + AN_HOUR).get(page)) for who in (one, other) for page in pages]
    to_the_box(app, monkeypatch, code)

    after = [words_of(sit(who, at=AT + AN_HOUR).get(page)) for who in (one, other) for page in pages]
    over = words_of(sit(one, at=late).get("/me"))

    assert "You are asked to vote on a motion Saturdays It is a secret vote. Voting closes at" in unsent[0]
    assert all("Your voting link is not out yet." in page for page in unsent)
    assert all("Your own link came by e-mail, or your code by letter." in page for page in before)
    assert before == after
    assert "It is a secret vote" not in over
    assert "It is a secret vote" not in words_of(sit(house.tellers[0].person_id).get("/me"))
