"""One elector, one ballot, and the same answer to the same form."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.ballots import casting, closing, queries
from govern.ballots.models import BoxedBallot, Mark
from govern.ballots.refusals import AlreadyVoted, BallotNotOurs, RankingNotValid, VotingNotOpen
from tests import calendar
from tests.make import Make


def during() -> datetime:
    """Return an instant within voting hours."""
    return calendar.DURING


def in_box(session: Session) -> tuple[int, int]:
    """Return how many marks and how many ballots there are."""
    marks = session.scalar(select(func.count()).select_from(Mark))
    ballots = session.scalar(select(func.count()).select_from(BoxedBallot))
    return marks or 0, ballots or 0


def test_a_vote_is_a_mark_and_a_sealed_ballot(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path)
    reviewed = contest.reviewed(session, [2, 1])

    receipt = casting.cast(session, contest.elector(), reviewed=reviewed, desk=contest.desk, clock_now=during)

    assert in_box(session) == (1, 1)
    assert len(receipt.words.split()) == 5


def test_the_same_form_sent_again_gets_the_same_receipt(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path)
    reviewed = contest.reviewed(session, [2, 1])
    first = casting.cast(session, contest.elector(), reviewed=reviewed, desk=contest.desk, clock_now=during)

    second = casting.cast(session, contest.elector(), reviewed=reviewed, desk=contest.desk, clock_now=during)

    assert second == first
    assert in_box(session) == (1, 1)


def test_a_second_ballot_is_refused_and_the_first_stands(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path)
    first, second = contest.reviewed(session, [2, 1]), contest.reviewed(session, [3])
    casting.cast(session, contest.elector(), reviewed=first, desk=contest.desk, clock_now=during)

    with pytest.raises(AlreadyVoted, match="your first ballot stands"):
        casting.cast(session, contest.elector(), reviewed=second, desk=contest.desk, clock_now=during)

    assert in_box(session) == (1, 1)


def test_another_electors_form_is_refused(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path)
    reviewed = contest.reviewed(session, [2, 1])

    with pytest.raises(BallotNotOurs):
        casting.cast(session, contest.elector(1), reviewed=reviewed, desk=contest.desk, clock_now=during)

    assert in_box(session) == (0, 0)


def test_a_ranking_that_names_somebody_twice_is_refused(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path)

    with pytest.raises(RankingNotValid):
        contest.reviewed(session, [2, 2])


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        pytest.param(calendar.OPENS_AT - calendar.A_SECOND, False, id="a second before it opens"),
        pytest.param(calendar.OPENS_AT, True, id="at the opening instant"),
        pytest.param(calendar.CLOSES_AT - calendar.A_SECOND, True, id="a second before it closes"),
        pytest.param(calendar.CLOSES_AT, False, id="at the closing instant"),
    ],
)
def test_a_ballot_is_in_time_by_the_instant_it_is_received(
    session: Session, make: Make, tmp_path: Path, at: datetime, accepted: bool
) -> None:
    contest = make.contest(tmp_path)
    reviewed = contest.reviewed(session, [1])

    try:
        casting.cast(session, contest.elector(), reviewed=reviewed, desk=contest.desk, clock_now=lambda: at)
    except VotingNotOpen:
        assert not accepted

    assert in_box(session) == ((1, 1) if accepted else (0, 0))


def test_the_box_is_opened_into_rankings_that_name_nobody(session: Session, make: Make, tmp_path: Path) -> None:
    contest = make.contest(tmp_path, electors=3)
    for place, ranking in enumerate([[2, 1], [2, 1], []]):
        reviewed = contest.reviewed(session, ranking, place)
        casting.cast(session, contest.elector(place), reviewed=reviewed, desk=contest.desk, clock_now=during)

    closing.seal(session, contest.poll.id, actor=contest.actor, clock_now=lambda: calendar.CLOSES_AT)
    closing.open_box(session, contest.poll.id, keys=contest.keys, actor=contest.actor, at=calendar.AFTER)

    assert queries.rankings(session, contest.poll.id) == {(): 1, (2, 1): 2}
    assert in_box(session) == (0, 0)
