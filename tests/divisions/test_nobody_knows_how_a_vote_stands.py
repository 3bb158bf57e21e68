"""While a vote is open only its number of voters is told: not how it stands, nor who said what."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core.paging import PAGE_SIZE
from govern.divisions import asked, declaring, tallying
from govern.divisions.refusals import VotingGoesOn
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Way
from tests.calendar import A_SECOND
from tests.make import Make
from tests.makers.assembly import AGAINST, CLOSES_AT, DURING, FOR, NEITHER, Assembly

DOORS = (Path("govern/web"), Path("govern/cli"), Path("govern/demo"))


@pytest.fixture
def division(assembly: Assembly) -> Division:
    """A vote by name, in which three of six have voted."""
    called = assembly.call(assembly.chamber.moved())
    assembly.votes(called, dict(zip(assembly.members[:3], (FOR, AGAINST, NEITHER), strict=True)))
    return called


def test_the_tally_is_refused_until_the_close_and_how_many_have_voted_is_told(
    session: Session, division: Division
) -> None:
    with pytest.raises(VotingGoesOn, match="Voting goes on until"):
        tallying.tally(session, division.id, at=CLOSES_AT - A_SECOND)

    received = tallying.received(session, division, at=DURING)

    assert (received.turnout, received.electors, received.why_not) == (3, 6, ())
    assert tallying.tally(session, division.id, at=CLOSES_AT).against == 1


def test_who_said_what_and_who_has_voted_is_told_from_the_close_on(session: Session, division: Division) -> None:
    before = asked.answers(session, division, at=CLOSES_AT - A_SECOND).items
    after = asked.answers(session, division, at=CLOSES_AT).items

    assert {(one.way, one.vote) for one in before} == {(None, None)}
    assert [one.person_id for one in before] == [one.person_id for one in after]
    assert {one.vote for one in after} == {FOR, AGAINST, NEITHER, None}


def test_who_said_what_in_a_long_roll_is_read_page_by_page(session: Session, assembly: Assembly, make: Make) -> None:
    for _ in range(PAGE_SIZE - len(assembly.members) + 1):
        make.membership(constituency_id=assembly.chamber.home.id)
    called = assembly.call(assembly.chamber.moved())
    first, last, beyond = (asked.answers(session, called, page=number, at=CLOSES_AT) for number in (1, 2, 3))

    assert (first.pages, first.total) == (2, PAGE_SIZE + 1)
    numbers = [one.number for one in [*first.items, *last.items]]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == first.total
    assert beyond == last


def test_the_journal_says_nothing_of_a_vote_by_name(session: Session, assembly: Assembly, division: Division) -> None:
    entries = select(func.count()).select_from(JournalEntry)
    before = session.scalar(entries)

    assembly.vote(division, assembly.members[3])

    assert session.scalar(entries) == before


def test_whether_the_chair_can_end_a_vote_does_not_tell_how_it_stands(session: Session, assembly: Assembly) -> None:
    written = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board()))
    first, *others = assembly.chamber.directors
    offered = [declaring.may_end(session, written, at=DURING)]
    for director, vote in ((first, FOR), *((one, AGAINST) for one in others)):
        assembly.vote(written, director, vote, at=DURING)
        offered.append(declaring.may_end(session, written, at=DURING))

    assert offered == [False, False, False, True]


@pytest.mark.parametrize(
    ("way", "ask", "ends"),
    [(Way.WRITTEN, Ask.RECORDED, True), (Way.MEETING, Ask.RECORDED, False), (Way.MEETING, Ask.HANDS, False)],
)
def test_only_what_is_agreed_in_writing_is_ended_by_the_clock(
    session: Session, assembly: Assembly, way: Way, ask: Ask, *, ends: bool
) -> None:
    division = assembly.call(assembly.chamber.moved(assembly.chamber.for_the_board(way=way)), ask)
    assembly.votes(division, dict.fromkeys(assembly.chamber.directors, FOR))

    assert declaring.is_agreed(session, division, at=DURING) is ends


def test_no_door_adds_up_what_may_be_open() -> None:
    told = {
        str(path): node.attr
        for door in DOORS
        for path in door.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"add_up", "is_agreed"}
    }

    assert told == {}
