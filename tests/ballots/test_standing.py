"""What an elector is told of her place before she sees a ballot paper."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govern.ballots import closing, credentials, doubts, papers
from govern.ballots.standing import Place, Standing
from tests import calendar
from tests.ballots.test_entitlement import end_membership
from tests.make import Make
from tests.makers.ballots import SECRET, Contest

TODAY = calendar.DURING.date()


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contest:
    """An open poll of two."""
    return make.contest(tmp_path, electors=2)


def first_of(session: Session, contest: Contest) -> Standing:
    """Return how the first elector stands, by a link made for her."""
    with session.no_autoflush:
        minted = credentials.mint(session, contest.poll.id, secret=SECRET, actor=contest.actor, at=calendar.DURING)
    mine = next(one for one in minted if one.elector_id == contest.electors[0])
    return papers.opened_by(session, credentials.digest_of(mine.code, secret=SECRET), on=TODAY).standing


def test_a_member_on_the_roll_may_vote(session: Session, contest: Contest) -> None:
    told = first_of(session, contest)

    assert (told.place, told.may_cast) == (Place.FREE, True)


@pytest.mark.parametrize(
    ("ends_on", "place"),
    [
        pytest.param(TODAY + calendar.A_DAY, Place.FREE, id="ends the day after"),
        pytest.param(TODAY, Place.NOT_A_MEMBER, id="ended that day"),
        pytest.param(TODAY - calendar.A_DAY, Place.NOT_A_MEMBER, id="ended the day before"),
    ],
)
def test_who_is_no_longer_a_member_is_told_so_with_the_day(
    session: Session, contest: Contest, ends_on: date, place: Place
) -> None:
    end_membership(session, contest, ends_on)

    told = first_of(session, contest)

    assert told.place == place
    assert told.may_cast == (place == Place.FREE)
    assert told.ended_on == (None if place == Place.FREE else ends_on)


def test_the_reason_names_the_day_and_the_rule(session: Session, contest: Contest) -> None:
    end_membership(session, contest, date(2025, 5, 1))

    told = first_of(session, contest)

    assert str(told.why()) == "The register of members says that your membership ended on Thursday 1 May 2025."
    assert "still are, can vote" in str(told.rule())


def test_a_suspended_member_is_told_of_the_suspension(session: Session, contest: Contest) -> None:
    end_membership(session, contest, calendar.AFTER.date(), standing="suspended")

    told = first_of(session, contest)

    assert (told.place, told.may_cast) == (Place.SUSPENDED, False)
    assert "suspended" in str(told.why())


def test_who_was_struck_off_is_told_so(session: Session, contest: Contest) -> None:
    closing.strike(
        session, contest.poll.id, contest.electors[0], reason="wrong_class", actor=contest.actor, at=calendar.DURING
    )

    told = first_of(session, contest)

    assert (told.place, told.may_cast) == (Place.STRUCK, False)
    assert "taken off the list" in str(told.why())


def test_who_has_voted_is_told_only_that(session: Session, contest: Contest) -> None:
    contest.send(session, contest.reviewed(session, [1]))

    assert first_of(session, contest) == Standing(place=Place.VOTED)


def test_who_is_in_doubt_may_vote_and_is_told_that_the_vote_is_kept_apart(session: Session, contest: Contest) -> None:
    doubts.raise_doubt(
        session, contest.poll.id, contest.electors[0], reason="wrong_class", actor=contest.actor, at=calendar.DURING
    )

    told = first_of(session, contest)

    assert (told.place, told.may_cast) == (Place.IN_DOUBT, True)
    assert "kept apart" in str(told.why())
    assert "in doubt is sealed." in str(told.rule())
