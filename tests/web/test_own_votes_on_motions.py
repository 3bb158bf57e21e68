"""A member sees from their own page in which votes on motions they have a place, and that their vote counts."""

from datetime import datetime
from uuid import UUID

from govern.divisions.own_votes import SHOWN_DAYS
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Kind
from tests.calendar import A_DAY, A_SECOND, AT
from tests.divisions.test_doubts import leave
from tests.make import Make
from tests.makers.assembly import AFTER, CLOSES_AT, DURING, OPENS_AT, Assembly
from tests.web.officers import words_of
from tests.web.sittings import Sit, send


def checked(sit: Sit, person: UUID, *, at: datetime = DURING) -> str:
    """Return what somebody reads of their votes."""
    return words_of(sit(person, at=at).get("/me/vote-check"))


def put(make: Make, house: Assembly, ask: Ask = Ask.RECORDED) -> Division:
    """Call a vote, and let every connection see it."""
    division = house.call(house.chamber.moved(), ask)
    make.known_to_all()
    return division


def test_a_vote_by_name_is_seen_to_be_in_and_to_count(make: Make, house: Assembly, sit: Sit) -> None:
    division, (voter, silent) = put(make, house), house.members[:2]
    before = checked(sit, voter)
    send(sit(voter, at=DURING), f"/divisions/{division.id}", f"/divisions/{division.id}/vote", vote="for")

    assert "Votes on motions" in before
    assert "You have not voted yet" in before
    assert "Your vote is in, and it counts Your vote: For the motion." in checked(sit, voter)
    assert "You did not vote" in checked(sit, silent, at=AFTER)
    assert "The chair declares it after the close." in checked(sit, voter, at=AFTER)


def test_a_vote_to_come_and_one_of_which_somebody_is_kept_out_are_shown(make: Make, house: Assembly, sit: Sit) -> None:
    motion = house.chamber.moved(house.chamber.proposal(kind=Kind.FRANCHISE))
    house.call(motion, opens_at=OPENS_AT + A_DAY, interested=[house.members[3]])
    make.known_to_all()

    assert "You can vote once it opens" in checked(sit, house.members[0])
    assert "You have no vote on this" in checked(sit, house.members[3])


def test_of_a_secret_vote_it_is_not_said_whether_it_was_given(make: Make, house: Assembly, sit: Sit) -> None:
    put(make, house, Ask.SECRET)

    told = checked(sit, house.members[0])

    assert "This vote is secret, so nobody here can see whether you voted." in told
    assert "You have not voted yet" not in told


def test_whoever_left_the_board_after_a_vote_reads_that_they_did_not_vote(
    make: Make, house: Assembly, sit: Sit
) -> None:
    house.seat_thirds(each=2)
    division = house.call(house.chamber.on_the_agenda(house.chamber.for_the_board()), closes_at=AT + 7 * A_DAY)
    (after, on_the_day), closed_on = house.chamber.directors[1:3], (division.closes_at - A_SECOND).date()
    leave(make.session, after, closed_on + A_DAY)
    leave(make.session, on_the_day, closed_on)
    make.known_to_all()
    later = division.closes_at + 3 * A_DAY

    assert "You did not vote" in checked(sit, after, at=later)
    assert "You have no vote on this" not in checked(sit, after, at=later)
    assert "You have no vote on this" in checked(sit, on_the_day, at=later)


def test_a_vote_is_shown_for_so_long_and_no_longer(make: Make, house: Assembly, sit: Sit) -> None:
    put(make, house)
    last = CLOSES_AT + SHOWN_DAYS * A_DAY

    assert "Votes on motions" in checked(sit, house.members[0], at=last)
    assert "Votes on motions" not in checked(sit, house.members[0], at=last + A_SECOND)
