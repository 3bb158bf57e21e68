"""The lots of an election can be drawn again by hand, and come out as the poll and the count used them."""

from hashlib import sha256
from pathlib import Path

from sqlalchemy.orm import Session

from govern.ballots import queries as ballots
from govern.counting.lots import lot_order_from_seed
from govern.elections import counts, lots, polling, queries
from tests import calendar
from tests.make import Make
from tests.makers import elections

SEED = "dice 4 2 6"


def by_hand(text: str) -> str:
    """Return the digest of a text in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def test_the_lots_are_the_digests_of_the_text_and_each_number_lowest_first(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path)
    elections.nominate(session, made)
    elections.close_nominations(session, made)

    drawn = lots.drawing(session, made.election)

    assert [(one.text, one.sha256) for one in drawn.ties] == sorted(
        [(f"{SEED}|{number}", by_hand(f"{SEED}|{number}")) for number in (1, 2, 3)], key=lambda lot: lot[1]
    )
    assert tuple(one.candidate.number for one in drawn.ties) == lot_order_from_seed(SEED, [1, 2, 3])
    assert [one.place for one in drawn.ties] == [1, 2, 3]
    assert drawn.paper == []


def test_no_order_is_told_before_the_candidates_are_published(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)

    planned = lots.drawing(session, made.election)
    elections.nominate(session, made)
    nominated = lots.drawing(session, made.election)

    assert (planned.noticed, planned.first_named_at, planned.ties) == (None, None, [])
    assert nominated.noticed is not None
    assert (nominated.noticed.at, nominated.first_named_at) == (calendar.AT + calendar.AN_HOUR,) * 2
    assert nominated.ties == []


def test_a_drawn_order_of_names_is_that_of_the_ballot_paper(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made.election.candidate_order = "drawn"
    elections.nominate(session, made)
    elections.close_nominations(session, made)
    elections.arm(session, made)

    drawn = lots.drawing(session, made.election).paper

    options = sorted(ballots.options(session, polling.poll_of(made.election)), key=lambda option: option.position)
    assert [one.candidate.name for one in drawn] == [option.name for option in options]
    assert drawn[0].sha256 == min(by_hand(f"{SEED}|order|{number}") for number in (1, 2, 3))


def test_a_tie_that_no_vote_breaks_is_broken_by_the_lots_that_are_shown(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path)
    elections.nominate(session, made)
    elections.close_nominations(session, made)
    elections.arm(session, made)
    elections.vote(session, made, [[1], [1], [2], [2]])
    after = made.deed(calendar.AFTER)
    polling.seal(session, made.election.id, after, keys=made.keys, clock_now=lambda: calendar.AFTER)

    counted = counts.count(session, made.election.id, after, keys=made.keys)

    people = {one.number: one.name for one in queries.candidates(session, made.election.id)}
    kept, out = (people[number] for number in lot_order_from_seed(SEED, [1, 2]))
    (one,) = lots.decided(counted)
    assert (one.stage, one.is_exclusion, one.tied, one.chosen) == (3, True, [kept, out], out)
