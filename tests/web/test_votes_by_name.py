"""A vote by name as its voters meet it: a choice kept while it is looked at again, and who cannot give it here."""

import pytest
from sqlalchemy import func, select, update

from govern.constitution.models import Mutual
from govern.constitution.rules import Vote
from govern.core.db import Database
from govern.divisions.models import DivisionMark
from govern.motions.rules import Ask, Way
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


def test_whoever_is_asked_is_led_to_the_vote_from_the_motion(make: Make, house: Assembly, sit: Sit) -> None:
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    make.known_to_all()
    page = f"/motions/{division.motion_id}"
    asked, counts = sit(house.members[0]), sit(house.tellers[0].person_id)

    assert f'href="/divisions/{division.id}">Vote on it</a>' in asked.get(page).text
    assert "More than half of the votes cast".casefold() in words_of(asked.get(f"/divisions/{division.id}")).casefold()
    assert "Vote on it" not in counts.get(page).text
    assert "The members who are asked vote on it. Voting closes at" in words_of(counts.get(page))
    send(asked, f"/divisions/{division.id}", f"/divisions/{division.id}/vote", vote="for")
    assert "Vote on it" not in asked.get(page).text
    assert "You have voted on it. Voting closes at" in words_of(asked.get(page))


def test_whoever_changes_a_vote_under_review_finds_it_as_it_was(
    make: Make, house: Assembly, sit: Sit, database: Database
) -> None:
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    make.known_to_all()
    page, voter = f"/divisions/{division.id}", sit(house.members[0])

    review = send(voter, page, f"{page}/review", vote="against")
    again = send(voter, page, f"{page}/choice", vote="against")

    assert f'action="{page}/choice"' in review.text
    assert [one in again.text for one in ('value="against" checked', 'value="for" checked')] == [True, False]
    assert "Review my vote" in words_of(again)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(DivisionMark)) == 0


def test_a_vote_is_looked_at_again_and_given_in_the_language_of_its_voter(
    make: Make, house: Assembly, sit: Sit
) -> None:
    make.session.execute(update(Mutual).values(languages=["en", "cy"]))
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    make.known_to_all()
    page, voter = f"/divisions/{division.id}", sit(house.members[0])

    english = send(voter, page, f"{page}/review", vote="against")
    welsh = send(voter, page, f"{page}/review?lang=cy", vote="against")
    given = send(voter, page, f"{page}/vote", vote="against")

    assert f'form="again" formaction="{page}/review?lang=cy"' in english.text
    assert "<h1>Gwiriwch eich pleidlais</h1>" in welsh.text
    assert 'name="vote" value="against"' in welsh.text
    assert "Mae eich pleidlais wedi ei rhoi" in words_of(given)


def test_whoever_votes_on_a_wording_is_told_that_it_is_not_the_motion(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.moved()
    house.chamber.filed(motion)
    division = house.call(motion, Ask.RECORDED, amendment_n=1)
    make.known_to_all()
    page, voter = f"/motions/{motion.id}", sit(house.members[1])

    asked = [words_of(voter.get(path)) for path in (page, "/me")]
    send(voter, f"/divisions/{division.id}", f"/divisions/{division.id}/vote", vote="for")
    after = words_of(voter.get(page))

    assert "You are asked to vote on a change of its wording. The motion comes after that." in asked[0]
    assert "You are asked to vote on a motion Saturdays A change of the wording Voting closes at" in asked[1]
    assert "You have voted on the change of its wording." in after


@pytest.mark.parametrize("has_one_class", [False, True])
def test_classes_are_added_up_where_there_is_more_than_one(
    make: Make, house: Assembly, sit: Sit, *, has_one_class: bool
) -> None:
    for member in house.members[4:] if has_one_class else ():
        house.cease(member, on=TODAY)
    division = house.call(house.chamber.moved(), Ask.RECORDED)
    house.votes(division, dict.fromkeys(house.members[:4], Vote.FOR))
    house.declare(division)
    make.known_to_all()

    page = sit(house.members[0], at=AT + 9 * A_DAY).get(f"/divisions/{division.id}")

    told = words_of(page)
    assert told.count("Workforce of 4") == 1
    assert ("Together of" in told) is not has_one_class
    # A bar for each line in which anybody was for or against.
    assert page.text.count('<tr class="drawn" aria-hidden="true">') == (1 if has_one_class else 2)
    # Half of those who can vote are a quorum, and that is where the line of its bar stands.
    assert 'x1="50.0"' in page.text.partition("a quorum of")[2].partition("</tr>")[0]


@pytest.mark.parametrize(("way", "width"), [(Way.WRITTEN, 66.67), (Way.MEETING, 80.0)])
def test_bars_are_drawn_on_all_who_could_vote_where_the_rule_counts_all_of_them_and_nobody_moves_in_writing(
    make: Make, house: Assembly, sit: Sit, way: Way, width: float
) -> None:
    proposal = house.chamber.proposal(way=way)
    motion = house.chamber.on_the_agenda(proposal) if way is Way.WRITTEN else house.chamber.moved(proposal)
    division = house.call(motion, Ask.RECORDED)
    house.votes(division, dict.fromkeys(house.members[:4], Vote.FOR) | {house.members[4]: Vote.AGAINST})
    house.declare(division)
    make.known_to_all()
    voter = sit(house.members[0], at=division.closes_at + A_DAY)

    shown, steps = voter.get(f"/divisions/{division.id}").text, words_of(voter.get(f"/motions/{motion.id}"))

    together = shown.rpartition('class="drawn" aria-hidden')[2].partition("</tr>")[0]
    assert f'width="{width}"' in together
    assert ("The whole bar is all who could vote" in shown) is (way is Way.WRITTEN)
    assert (" moved " in steps.partition("Step by step")[2]) is (way is Way.MEETING)
