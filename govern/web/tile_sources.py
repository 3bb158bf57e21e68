"""What lies on an officer's tiles. A room's items join by one function, and one line in SOURCES of the office.

Each source asks its room for a number and a day, by a statement whose cost does not grow with the register.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from govern.accounts import handing
from govern.accounts import queries as accounts
from govern.admissions import waiting
from govern.admissions.rules import State as Step
from govern.agenda import waiting as agenda
from govern.audit import queries as audit
from govern.backing import papers
from govern.board import queries as board
from govern.consequences import hearing_addresses
from govern.constitution.rules import Third
from govern.core.actors import Role
from govern.core.clock import local_date
from govern.core.waiting import Heap
from govern.core.words import Sentence, say, say_many
from govern.elections import links
from govern.elections import queries as elections
from govern.elections.models import Election
from govern.elections.rules import UNDER_WAY, State
from govern.jobs import printing
from govern.statutory import courses
from govern.statutory.words import DEADLINES as STATUTORY
from govern.web import ending_tiles, mail_tiles, meeting_tiles, minutes_tiles, register_tiles, registrar_tiles
from govern.web.division_tasks import waits_in_words
from govern.web.namings import objections_on
from govern.web.roster import gaps_on, holders_on
from govern.web.tiles import Item, Kind, Moment, Tile, items, tiles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Source = Callable[["Session", Moment], Iterable[Item]]

NEAR = timedelta(days=30)
TERMS_NEAR = timedelta(days=90)
HEAD_PATIENCE = timedelta(hours=2)


def tiles_now(session: "Session", moment: Moment, office: Role = Role.SECRETARY) -> list[Tile]:
    """Return the tiles of an office with what every room puts on them; none where an office has no desk.

    A director has one while something lies on it.
    """
    kinds, sources = DESKS.get(office, ((), ()))
    found = tiles((item for source in sources for item in source(session, moment)), kinds)
    return [one for one in found if one.items or office is not Role.DIRECTOR]


def _applications(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the applications that wait for an officer or a body, and the admissions that wait for their entry."""
    open_ones = waiting.waiting(session, Step.SUBMITTED, Step.UNDER_CHECK, Step.APPEALED)
    words = say_many(
        "%(count)s application waits to be checked or decided.",
        "%(count)s applications wait to be checked or decided.",
        count=open_ones.count,
    )
    yield from items(Kind.DECIDE, open_ones, words, "applications.index", moment)
    admitted = waiting.waiting(session, Step.ADMITTED)
    words = say_many(
        "%(count)s admission waits for the deciders’ word, the share or guarantee, or the entry.",
        "%(count)s admissions wait for the deciders’ word, the share or guarantee, or the entry.",
        count=admitted.count,
    )
    yield from items(Kind.SIGN, admitted, words, "applications.index", moment)


def _motions(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = agenda.for_the_agenda(session, at=moment.at)
    words = say_many(
        "%(count)s motion has enough behind it, and waits to be put on the agenda or refused.",
        "%(count)s motions have enough behind them, and wait to be put on the agenda or refused.",
        count=heap.count,
    )
    yield from items(Kind.DECIDE, heap, words, "motions.index", moment)
    for step, over in agenda.over(session, at=moment.at).items():
        yield from items(Kind.DECIDE, over, waits_in_words(step, over.count), "motions.index", moment)
    disputed = papers.disputed(session)
    words = say_many(
        "%(count)s motion is under way to which somebody says that they did not give their name.",
        "%(count)s motions are under way to which somebody says that they did not give their name.",
        count=disputed.count,
    )
    yield from items(Kind.WARNING, disputed, words, "motions.index", moment)
    objections = objections_on(session)
    words = say_many(
        "%(count)s objection to having no vote on a motion waits for a ruling, before its vote is called.",
        "%(count)s objections to having no vote on a motion wait for a ruling, before its vote is called.",
        count=objections.count,
    )
    yield from items(Kind.DECIDE, objections, words, "motions.index", moment)


def _lapsing(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = waiting.lapsing(session, on=moment.on, by=moment.on + NEAR)
    words = say_many(
        "%(count)s admission lapses within 30 days without its share or guarantee.",
        "%(count)s admissions lapse within 30 days without their share or guarantee.",
        count=heap.count,
    )
    return items(Kind.DEADLINE, heap, words, "applications.index", moment)


def _links(session: "Session", moment: Moment) -> Iterator[Item]:
    missing = links.unlinked(session)
    if not missing:
        return
    for line in elections.listed(session):
        count = missing.get(line.election.id, 0)
        if count and line.state in UNDER_WAY:
            words = say_many(
                "%(title)s: %(count)s elector has no voting link yet. The returning officer makes them.",
                "%(title)s: %(count)s electors have no voting link yet. The returning officer makes them.",
                count=count,
                title=line.election.title,
            )
            yield _of_election(Kind.SEND, line.election, words, count=count, since=line.dated_on)


def _letters(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = printing.unprinted(session)
    words = say_many(
        "%(count)s letter to print, for somebody who has no e-mail or wants paper.",
        "%(count)s letters to print, for people who have no e-mail or want paper.",
        count=heap.count,
    )
    return items(Kind.SEND, heap, words, "letters.index", moment)


def _arrivals(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = handing.heap(session, at=moment.at)
    words = say_many(
        "%(count)s person signed in by what an officer gave, and waits for a second officer to hear that it is they.",
        "%(count)s people signed in by what an officer gave, and wait for a second officer to hear that it is they.",
        count=heap.count,
    )
    yield from items(Kind.DECIDE, heap, words, "letters.confirm", moment)
    unheard = hearing_addresses.heap(session, on=moment.on)
    words = say_many(
        "%(count)s postal address that an officer changed waits for a second officer. No ballot goes there before.",
        "%(count)s postal addresses that officers changed wait for a second officer. No ballot goes there before.",
        count=unheard.count,
    )
    yield from items(Kind.DECIDE, unheard, words, "letters.hear_addresses", moment)


def _timetables(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the next day of each election that is planned or under way."""
    for line in elections.listed(session):
        if line.state is State.PLANNED or line.state in UNDER_WAY:
            coming = [(day, words) for day, words in _days_of(line.election, moment.zone) if day >= moment.on]
            if coming and coming[0][0] <= moment.on + NEAR:
                day, words = coming[0]
                told = say("%(title)s: %(what)s on %(day)s.", title=line.election.title, what=words, day=day)
                yield _of_election(Kind.DEADLINE, line.election, told, since=day)


def _days_of(election: Election, zone: str) -> list[tuple[date, Sentence]]:
    """Return the days of an election that nobody can move, in their order."""
    days = [
        (local_date(election.nominations_close_at, zone), say("nominations close")),
        (election.roll_date, say("who is a member now can vote")),
        (local_date(election.opens_at, zone), say("voting opens")),
        (local_date(election.closes_at, zone), say("voting closes")),
    ]
    return sorted(days, key=lambda one: one[0])


def _of_election(kind: Kind, election: Election, words: Sentence, *, since: date, count: int = 1) -> Item:
    address = {"election_id": election.id}
    return Item(kind=kind, count=count, words=words, endpoint="elections.show", address=address, since=since)


def _statutory(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the day by which each statutory resolution has to come further."""
    for course, line in courses.deadlines(session, on=moment.on):
        assert line.latest is not None
        if line.latest <= moment.on + NEAR:
            what = STATUTORY[line.stage]
            told = say("%(title)s: %(what)s by %(day)s.", title=course.title, what=what, day=line.latest)
            item = _last_day(line.latest, told, "statutory.show", course_id=course.id)
            yield replace(item, is_past=line.latest < moment.on)


def _closing(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the day on which each vote on a motion closes."""
    for division, motion in agenda.closing(session, at=moment.at):
        day = local_date(division.closes_at - timedelta.resolution, moment.zone)
        told = say("%(title)s: voting closes on %(day)s.", title=motion.title, day=day)
        yield _last_day(day, told, "divisions.show", division_id=division.id)


def _last_day(day: date, told: Sentence, endpoint: str, **address: UUID) -> Item:
    """Return the last day of one thing, with the page on which it is done."""
    return Item(kind=Kind.DEADLINE, count=1, words=told, endpoint=endpoint, address=address, since=day)


def _terms(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = board.terms_ending(session, on=moment.on, by=moment.on + TERMS_NEAR)
    words = say_many(
        "%(count)s term on the board ends within 90 days.",
        "%(count)s terms on the board end within 90 days.",
        count=heap.count,
    )
    return items(Kind.DEADLINE, heap, words, "board.show", moment)


def _authority_seats(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the authority's own seats that are empty, or whose terms end soon."""
    seats = [line for line in board.board_on(session, moment.on) if line.third == Third.LOCAL_AUTHORITY]
    empty = [line for line in seats if not line.is_held]
    since = min((line.vacant_since for line in empty if line.vacant_since), default=None)
    words = say_many(
        "%(count)s seat of the authority is empty.", "%(count)s seats of the authority are empty.", count=len(empty)
    )
    yield from items(Kind.WARNING, Heap(len(empty), since), words, "board.show", moment)
    ending = [line.last_on for line in seats if line.last_on and line.last_on < moment.on + TERMS_NEAR]
    words = say_many(
        "%(count)s term on a seat of the authority ends within 90 days.",
        "%(count)s terms on seats of the authority end within 90 days.",
        count=len(ending),
    )
    yield from items(Kind.DEADLINE, Heap(len(ending), min(ending, default=None)), words, "board.show", moment)


def _offices(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = accounts.offices_ending(session, on=moment.on, by=moment.on + NEAR)
    words = say_many("%(count)s office ends within 30 days.", "%(count)s offices end within 30 days.", count=heap.count)
    return items(Kind.DEADLINE, heap, words, "offices.show", moment)


def _board(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield empty seats, or that no plan says how many there are."""
    lines = board.board_on(session, moment.on)
    if not lines:
        words = say("No board plan is in force, and nobody can be elected. Adopt one.")
        yield Item(kind=Kind.WARNING, count=1, words=words, endpoint="plans.adopt")
        return
    empty = [line for line in lines if not line.is_held]
    since = min((line.vacant_since for line in empty if line.vacant_since), default=None)
    words = say_many(
        "%(count)s seat on the board is empty.", "%(count)s seats on the board are empty.", count=len(empty)
    )
    yield from items(Kind.WARNING, Heap(len(empty), since), words, "board.show", moment)
    yield from _thirds(lines, moment)


def _thirds(lines: Iterable[board.SeatLine], moment: Moment) -> Iterator[Item]:
    """Yield that a third has nobody on the board."""
    sitting: dict[str, int] = {}
    for line in lines:
        sitting[line.third] = sitting.get(line.third, 0) + line.is_held
    bare = [third for third, held in sitting.items() if not held]
    words = say_many(
        "%(count)s third of the board has nobody sitting for it.",
        "%(count)s thirds of the board have nobody sitting for them.",
        count=len(bare),
    )
    yield from items(Kind.WARNING, Heap(len(bare)), words, "board.show", moment)


def _heads_to_sign(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = audit.unsigned(session, before=moment.at - HEAD_PATIENCE)
    words = say_many(
        "%(count)s entry of the journal waits for a signed head. See that the worker runs.",
        "%(count)s entries of the journal wait for a signed head. See that the worker runs.",
        count=heap.count,
    )
    return items(Kind.SIGN, heap, words, "journal.show", moment)


def _heads(session: "Session", moment: Moment) -> Iterator[Item]:
    heap = audit.unsigned(session, before=moment.at - HEAD_PATIENCE)
    words = say_many(
        "%(count)s entry of the journal is not under a signed head. Ask the administrator whether the worker runs.",
        "%(count)s entries of the journal are not under a signed head. Ask the administrator whether the worker runs.",
        count=heap.count,
    )
    return items(Kind.WARNING, heap, words, "journal.show", moment)


def _roster(session: "Session", moment: Moment) -> Iterator[Item]:
    gaps = gaps_on(session, moment.on, holders_on(session, moment.on))
    words = say_many(
        "%(count)s deed that nobody can lawfully do, today or within a month.",
        "%(count)s deeds that nobody can lawfully do, today or within a month.",
        count=len(gaps),
    )
    since = min((gap.from_on for gap in gaps), default=None)
    return items(Kind.WARNING, Heap(len(gaps), since), words, "roster.show", moment)


SOURCES: tuple[Source, ...] = (
    register_tiles.openings,
    register_tiles.merges,
    register_tiles.askings,
    register_tiles.without_post,
    _applications,
    _motions,
    meeting_tiles.to_notice,
    meeting_tiles.to_call,
    meeting_tiles.meetings,
    _lapsing,
    _links,
    _letters,
    registrar_tiles.drafted_rules,
    registrar_tiles.to_countersign,
    registrar_tiles.to_compare,
    registrar_tiles.to_tell,
    _timetables,
    _statutory,
    _closing,
    _terms,
    _offices,
    _board,
    _roster,
    mail_tiles.mail,
    _heads,
    minutes_tiles.disputed,
)
# Whoever keeps the machine keeps no register: numbers and days, and nobody's name.
SOURCES_OF_THE_ADMINISTRATOR: tuple[Source, ...] = (mail_tiles.mail_by_number, _heads_to_sign, _offices, _roster)
DAYS = (Kind.DEADLINE, Kind.WARNING)
DESKS: dict[Role, tuple[tuple[Kind, ...], tuple[Source, ...]]] = {
    Role.SECRETARY: (tuple(Kind), SOURCES),
    Role.CHAIR: (
        (Kind.DECIDE, *DAYS),
        (
            *(
                register_tiles.openings,
                register_tiles.merges,
                _arrivals,
                _motions,
                minutes_tiles.to_confirm,
                minutes_tiles.disputed,
                _timetables,
            ),
            *(meeting_tiles.to_notice, meeting_tiles.to_call, meeting_tiles.meetings),
            *(
                registrar_tiles.to_compare,
                registrar_tiles.to_tell,
                registrar_tiles.to_sign,
                registrar_tiles.to_agree,
                _statutory,
                _closing,
                _terms,
                _board,
                _roster,
            ),
        ),
    ),
    Role.SCRUTINEER: (
        (Kind.DECIDE, *DAYS),
        (
            _arrivals,
            minutes_tiles.disputed,
            ending_tiles.ended_while_open,
            _timetables,
            meeting_tiles.meetings,
            _closing,
            _roster,
            _heads,
        ),
    ),
    Role.DIRECTOR: ((Kind.DECIDE,), (registrar_tiles.to_compare,)),
    Role.COUNCIL_OFFICER: (DAYS, (_authority_seats,)),
    Role.ADMINISTRATOR: ((Kind.SEND, Kind.SIGN, Kind.DEADLINE, Kind.WARNING), SOURCES_OF_THE_ADMINISTRATOR),
}
