"""What is to be agreed in writing lapses at its hour by the clock; what was agreed waits for the chair."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govern.agenda import waiting
from govern.agenda.waiting import Next
from govern.constitution.rules import LegalForm
from govern.core.actors import CLOCKWORK, Deed
from govern.core.clock import local_date
from govern.core.waiting import Heap
from govern.divisions import declaring
from govern.divisions.refusals import AlreadyDeclared, NotLapsed, VoteNotTaken
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Deciders, State, Way
from tests.calendar import A_DAY, A_SECOND
from tests.makers.assembly import AGAINST, FOR, Assembly


@pytest.fixture
def company(assembled: Callable[..., Assembly]) -> Assembly:
    """A company, whose six members decide in writing."""
    return assembled(legal_form=LegalForm.CLG)


@pytest.fixture
def division(company: Assembly) -> Division:
    """A written resolution of the members."""
    return circulated(company)


def circulated(company: Assembly) -> Division:
    """Circulate a written resolution."""
    facts = {"deciders": Deciders.MEMBERS, "way": Way.WRITTEN}
    return company.call(company.chamber.moved(company.chamber.proposal(**facts)))


def by_the_clock(session: Session, division: Division, *, after: timedelta = A_SECOND) -> DivisionOutcome:
    """Let it be some time after the hour, and the clock look at it."""
    return declaring.lapse(session, division.id, Deed(actor=CLOCKWORK, at=division.closes_at + after))


def test_a_written_resolution_that_too_few_agreed_to_lapses_on_its_day(
    session: Session, company: Assembly, division: Division
) -> None:
    for member in company.members[:3]:
        company.vote(division, member)

    outcome = by_the_clock(session, division, after=3 * A_DAY)

    last = queries.last_step(session, division.motion_id)
    assert (outcome.is_carried, outcome.declared_by) == (False, None)
    assert (last.to_state, last.actor_id, last.decision_id) == (State.LAPSED, None, None)
    assert last.dated_on == local_date(division.closes_at, "Europe/London")
    assert waiting.undeclared(session, at=division.closes_at + 3 * A_DAY) == []
    with pytest.raises(AlreadyDeclared):
        by_the_clock(session, division)


def test_one_that_was_agreed_in_time_waits_for_the_chair(
    session: Session, company: Assembly, division: Division
) -> None:
    for member in company.members[:4]:
        company.vote(division, member)

    with pytest.raises(NotLapsed, match="it was agreed in time"):
        by_the_clock(session, division)

    assert waiting.lapsing(session, at=division.closes_at) == []
    assert waiting.over(session, at=division.closes_at) == {Next.DECLARATION: Heap(1, division.closes_at)}
    assert company.declare(division).is_carried
    assert waiting.over(session, at=division.closes_at) == {}


def test_nothing_lapses_before_its_hour_and_nobody_votes_from_then_on(
    session: Session, company: Assembly, division: Division
) -> None:
    hour = division.closes_at
    company.vote(division, company.members[0], AGAINST, at=hour - A_SECOND)

    with pytest.raises(NotLapsed):
        by_the_clock(session, division, after=-A_SECOND)
    with pytest.raises(VoteNotTaken):
        company.vote(division, company.members[1], FOR, at=hour)

    assert waiting.lapsing(session, at=hour - A_SECOND) == []
    assert waiting.lapsing(session, at=hour) == [division.id]


def test_a_vote_at_a_meeting_never_lapses(session: Session, company: Assembly) -> None:
    division = company.call(company.chamber.moved())

    with pytest.raises(NotLapsed):
        by_the_clock(session, division)

    assert waiting.lapsing(session, at=division.closes_at) == []
    assert [one.id for one, _motion in waiting.undeclared(session, at=division.closes_at)] == [division.id]
    assert session.get(DivisionOutcome, division.id) is None


def test_a_decision_of_the_board_between_meetings_lapses_too(session: Session, company: Assembly) -> None:
    division = company.call(company.chamber.moved(company.chamber.for_the_board()))

    by_the_clock(session, division, after=0 * A_DAY)

    assert queries.state(session, division.motion_id) is State.LAPSED
