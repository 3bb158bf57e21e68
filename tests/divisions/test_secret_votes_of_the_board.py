"""In a secret vote of the board, whoever has lost their seat since the roll was frozen casts no ballot."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.ballots import credentials, papers
from govern.ballots.models import BoxedBallot
from govern.ballots.refusals import NoLongerEntitled
from govern.ballots.standing import Place, Standing
from govern.board.models import SeatHolding, Vacancy
from govern.core.clock import local_date
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from govern.register import queries as register
from tests.calendar import A_DAY
from tests.divisions.test_hands_and_boxes import SECRET, cast
from tests.makers.assembly import DURING, Assembly

VOTES_ON = local_date(DURING, "Europe/London")


@pytest.fixture
def division(assembly: Assembly) -> Division:
    """A secret vote of the three directors."""
    chamber = assembly.chamber
    return assembly.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)), Ask.SECRET)


def vacate(session: Session, person_id: UUID, **end: Any) -> None:
    """Let somebody's seat end."""
    holding = session.scalars(select(SeatHolding).where(SeatHolding.person_id == person_id)).one()
    for name, value in end.items():
        setattr(holding, name, value)
    session.flush()


def standing(assembly: Assembly, division: Division, person_id: UUID) -> Standing:
    """Return what a director is told who opens their ballot link."""
    session, poll_id = assembly.session, division.poll_id
    assert poll_id is not None
    actor = assembly.chamber.secretary
    with session.no_autoflush:
        minted = credentials.mint(session, poll_id, secret=SECRET, actor=actor, at=DURING)
    for one in minted:
        opened = papers.opened_by(session, credentials.digest_of(one.code, secret=SECRET), on=VOTES_ON)
        if opened.name == name_of(assembly, person_id):
            return opened.standing
    raise AssertionError("No link was made for them.")


def name_of(assembly: Assembly, person_id: UUID) -> str:
    """Return somebody's name."""
    return register.names_of(assembly.session, [person_id])[person_id]


def ballots(session: Session) -> int:
    """Return how many ballots are in the box."""
    return session.scalar(select(func.count()).select_from(BoxedBallot)) or 0


@pytest.mark.invariant("INV-14")
@pytest.mark.parametrize("vacated_on", [VOTES_ON, VOTES_ON - A_DAY], ids=["that day", "the day before"])
def test_a_director_whose_seat_ended_casts_no_ballot(
    session: Session, assembly: Assembly, division: Division, vacated_on: date
) -> None:
    one, two, _three = assembly.chamber.directors
    vacate(session, one, vacated_on=vacated_on, vacated_reason=Vacancy.RESIGNED)

    with pytest.raises(NoLongerEntitled, match="The register says that you can no longer vote in this poll"):
        cast(assembly, division, [1], one)

    assert ballots(session) == 0
    cast(assembly, division, [1], two)
    assert ballots(session) == 1


@pytest.mark.invariant("INV-14")
def test_a_director_whose_seat_ends_the_day_after_casts_a_ballot(
    session: Session, assembly: Assembly, division: Division
) -> None:
    one = assembly.chamber.directors[0]
    vacate(session, one, vacated_on=VOTES_ON + A_DAY, vacated_reason=Vacancy.RESIGNED)

    cast(assembly, division, [1], one)

    assert ballots(session) == 1


@pytest.mark.invariant("INV-14")
def test_a_director_who_is_no_member_casts_a_ballot(session: Session, assembly: Assembly, division: Division) -> None:
    outsider = assembly.chamber.directors[1]

    cast(assembly, division, [2], outsider)

    assert ballots(session) == 1


def test_whoever_lost_their_seat_reads_so_before_any_paper(
    session: Session, assembly: Assembly, division: Division
) -> None:
    one = assembly.chamber.directors[0]
    vacate(session, one, vacated_on=VOTES_ON, vacated_reason=Vacancy.RESIGNED)

    told = standing(assembly, division, one)

    assert (told.place, told.may_cast) == (Place.NOT_A_DIRECTOR, False)
    assert str(told.why()) == "You do not have a seat on the board today."
    assert "only people who were on the board on the day of the list" in str(told.rule())
