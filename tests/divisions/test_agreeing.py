"""A resolution in writing ends with the vote that agrees it, and no vote is taken after any close."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution.rules import Third, Vote
from govern.core.actors import Actor, Role
from govern.core.db import Database
from govern.divisions import agreeing
from govern.divisions import service as divisions
from govern.divisions.models import DivisionMark
from govern.divisions.refusals import VoteNotTaken
from govern.motions.division_models import Division
from govern.motions.rules import Way
from tests.at_once import all_at_once
from tests.calendar import A_SECOND
from tests.divisions.test_board_votes import board_vote
from tests.make import Make
from tests.makers.assembly import AGAINST, DURING, FOR, Assembly
from tests.raw import ensure_refused

LATE = (
    "INSERT INTO division_mark (division_id, elector_id, roll_id, way, vote, entered_by, entered_at)"
    " SELECT '{division}', elector_id, roll_id, 'recorded', 'for', person_id, :at FROM roll_entry"
    " WHERE roll_id = '{roll}' AND person_id = '{person}'"
)


def give(assembly: Assembly, division: Division, person_id: UUID, vote: Vote = FOR, late: int = 0) -> None:
    """Let somebody give their vote at the door, so many seconds on."""
    actor = Actor(person_id=person_id, roles=frozenset({Role.DIRECTOR}))
    agreeing.vote(assembly.session, division.id, vote=vote, actor=actor, at=DURING + late * A_SECOND)


@pytest.mark.invariant("INV-14", by="database")
def test_a_decision_in_writing_ends_with_the_vote_that_agrees_it_and_takes_none_after(
    session: Session, assembly: Assembly
) -> None:
    division, thirds = board_vote(assembly)
    first, second, third = (thirds[one] for one in (Third.WORKFORCE, Third.SERVICE_USERS, Third.LOCAL_AUTHORITY))
    give(assembly, division, first[0], AGAINST)
    for director in (*assembly.chamber.directors, second[0]):
        give(assembly, division, director)
    assert division.closed_at is None  # four of nine are for, and nobody of the authority

    give(assembly, division, third[0], late=1)

    assert division.closed_at == DURING + A_SECOND
    assert division.is_over(at=DURING + A_SECOND)
    for late in (0, 1, 2):
        with pytest.raises(VoteNotTaken):
            give(assembly, division, first[1], late=late)
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    at = f"{DURING + A_SECOND:%Y-%m-%d %H:%M:%S.%f}{zone}"
    told = LATE.format(division=division.id.hex, roll=division.roll_id.hex, person=first[1].hex)
    ensure_refused(session, "marks_are_given_while_the_division_is_open", told, {"at": at})
    assert session.scalar(select(func.count()).select_from(DivisionMark)) == 6
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "division.closed")).one()
    assert entry.actor_id is None


def test_what_needs_all_ends_with_the_last_of_them(session: Session, assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(board_written_mode="unanimous")
    division = assembly.call(assembly.chamber.on_the_agenda(assembly.chamber.for_the_board()))

    closed = []
    for director in assembly.chamber.directors:
        give(assembly, division, director)
        closed.append(division.closed_at)

    assert closed == [None, None, DURING]


def test_a_vote_at_a_meeting_goes_on_however_many_are_for(session: Session, assembly: Assembly) -> None:
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board(way=Way.MEETING)))

    for director in assembly.chamber.directors:
        give(assembly, division, director)

    assert division.closed_at is None


@pytest.mark.invariant("INV-14", by="database")
@pytest.mark.parametrize("way", list(Way))
def test_no_vote_is_taken_at_the_hour_of_the_close_or_later_whatever_the_clock_has_entered(
    session: Session, assembly: Assembly, way: Way
) -> None:
    chamber = assembly.chamber
    proposal = chamber.for_the_board() if way is Way.WRITTEN else chamber.proposal(way=way)
    division = assembly.call(chamber.moved(proposal))
    first, second = (chamber.directors if way is Way.WRITTEN else assembly.members)[:2]
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"

    assembly.vote(division, first, at=division.closes_at - A_SECOND)
    for late in (timedelta(0), A_SECOND):
        with pytest.raises(VoteNotTaken):
            assembly.vote(division, second, at=division.closes_at + late)
        at = f"{division.closes_at + late:%Y-%m-%d %H:%M:%S.%f}{zone}"
        told = LATE.format(division=division.id.hex, roll=division.roll_id.hex, person=second.hex)
        ensure_refused(session, "marks_are_given_while_the_division_is_open", told, {"at": at})

    assert (division.closed_at, session.scalar(select(func.count()).select_from(DivisionMark))) == (None, 1)


@pytest.mark.invariant("INV-14")
def test_of_several_last_voices_at_once_one_ends_the_vote_and_the_others_come_too_late(
    database: Database, session: Session, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(session, make, tmp_path)
    division, thirds = board_vote(assembly)
    for director in (*assembly.chamber.directors, thirds[Third.SERVICE_USERS][0]):
        give(assembly, division, director)
    lasts = thirds[Third.LOCAL_AUTHORITY]
    make.known_to_all()

    deeds = [
        partial(agreeing.vote, division_id=division.id, vote=FOR, actor=Actor(person_id=one), at=DURING + A_SECOND)
        for one in lasts
    ]
    answers = all_at_once(database, deeds)

    assert sum(isinstance(answer, VoteNotTaken) for answer in answers) == len(lasts) - 1
    with database.reading() as reading:
        assert divisions.find(reading, division.id).closed_at is not None
        assert reading.scalar(select(func.count()).select_from(DivisionMark)) == 5
