"""One tally of a division: votes by name, hands and the box together, class by class; and whether it adds up.

Source: domain 2.8 INV-15, INV-25, INV-33: every figure is of the one frozen roll.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rules import Vote
from govern.core.clock import local_date
from govern.core.db import table_of
from govern.core.words import Sentence, say, say_many
from govern.deciding.votes import Name
from govern.divisions import boxes, class_names, hands, places, vacated
from govern.divisions import service as divisions
from govern.divisions.hands import NO_HANDS, TELLERS
from govern.divisions.models import DivisionMark
from govern.divisions.refusals import VotingGoesOn
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import Ask
from govern.register import queries as register
from govern.rolls import queries as rolls
from govern.rolls.models import Capacity, Roll, RollEntry

NO_COUNT = say("Nobody has counted the hands yet. Two tellers count, each for themselves.")
ONE_COUNT = say("One teller has counted. The count of the other is awaited.")


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one class said in one way."""

    code: str
    way: Ask
    in_favour: int
    against: int
    abstained: int
    eligible: int

    @property
    def all(self) -> int:
        """Return how many of them voted so."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Everything that was said in one division.

    :ivar eligible: by class, who is on the roll.
    :ivar members: all members on the roll date; or all directors, without whoever is none any more.
    :ivar turnout: how many took part, whatever they said.
    :ivar why_not: what does not add up, each thing once; nothing where it does.
    :ivar is_awaited: whether nothing is wrong but that a teller has yet to count, or the box to be opened.
    :ivar gone: how many directors of each third were asked, and lost their seat before they voted: in no figure.
    """

    lines: tuple[Line, ...]
    eligible: dict[str, int]
    members: int
    turnout: int
    why_not: tuple[Sentence, ...]
    is_awaited: bool = False
    gone: dict[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Say whether it can be declared."""
        return not self.why_not

    @property
    def in_favour(self) -> int:
        """Return how many are for."""
        return sum(line.in_favour for line in self.lines)

    @property
    def against(self) -> int:
        """Return how many are against."""
        return sum(line.against for line in self.lines)

    @property
    def abstained(self) -> int:
        """Return how many are neither."""
        return sum(line.abstained for line in self.lines)

    @property
    def ways(self) -> tuple[Ask, ...]:
        """Return the ways in which somebody voted, or all where nobody did."""
        used = {line.way for line in self.lines if line.all}
        return tuple(way for way in Ask if way in (used or {line.way for line in self.lines}))

    @property
    def electors(self) -> int:
        """Return the length of the roll."""
        return sum(self.eligible.values())

    def present(self) -> dict[str, int]:
        """Return how many of each class took part."""
        return {code: sum(line.all for line in self.lines if line.code == code) for code in self.eligible}

    def as_json(self) -> list[dict[str, Any]]:
        """Return the lines as they are kept with what came of the division."""
        return [asdict(line) for line in self.lines]


@dataclass(frozen=True, kw_only=True)
class Received:
    """How many have voted, and of how many: all that anybody is told of a division before its close.

    :ivar rolled_on: the day on which the members were that were all.
    :ivar left: how many of those asked ceased to be members since, or are suspended, whether they have voted or not.
    :ivar why_not: what does not agree between the room and its two tellers, or about the box.
    :ivar is_awaited: whether nothing is wrong but that a teller has yet to count, or the box to be opened.
    """

    turnout: int
    electors: int
    members: int
    rolled_on: date
    left: int
    why_not: tuple[Sentence, ...]
    is_awaited: bool


def received(session: Session, division: Division, *, at: datetime) -> Received:
    """Return how many have voted in a division, open or not, and never how.

    Source: decision 0033.
    """
    counted = add_up(session, division, at=at)
    return Received(
        turnout=counted.turnout,
        electors=counted.electors,
        members=counted.members,
        rolled_on=session.get_one(Roll, division.roll_id).roll_date,
        left=_left_the_register(session, division, at=at),
        why_not=counted.why_not,
        is_awaited=counted.is_awaited,
    )


def _left_the_register(session: Session, division: Division, *, at: datetime) -> int:
    """Return how many members on a roll have no membership any more by which they are there, at the latest by its end.

    They stay in every figure: those are of the roll, which is never changed.

    Source: domain 2.8 INV-14, INV-33.
    """
    on = local_date(min(at, division.ended_at), constitution.mutual(session).time_zone)
    entries = table_of(RollEntry).c
    of_members = (entries.roll_id == division.roll_id, entries.capacity != Capacity.DIRECTOR)
    left = select(func.count()).where(*of_members, ~register.is_entered(entries.membership_id, on))
    return session.scalar(left) or 0


def tally(session: Session, division_id: UUID, *, at: datetime) -> Tally:
    """Return the tally of a division that is over.

    :raises NotFound: there is none of that id.
    :raises VotingGoesOn: it is not over, and until then nobody is told how it stands.

    Source: decision 0033.
    """
    division = divisions.find(session, division_id)
    if not division.is_over(at=at):
        raise VotingGoesOn(division.closes_at)
    return add_up(session, division, at=at)


def add_up(session: Session, division: Division, *, at: datetime, gone: dict[str, int] | None = None) -> Tally:
    """Add up a division as it stands, for the rules alone: no door calls this, because it may be open.

    :param gone: how many directors are none any more, as on record; None to ask the board.
    """
    gone = vacated.by_third(session, division, at=at) if gone is None else gone
    eligible = eligible_in(session, division, gone)
    if division.poll_id is not None:
        return _of_the_box(session, division, division.poll_id, eligible, gone)
    lines = [*_by_name(session, division, eligible)]
    wrongs: list[Sentence] = []
    room: dict[str, int] = {}
    is_awaited = False
    if division.ask == Ask.HANDS:
        room = hands.in_the_room(session, division)
        sheets = [*_last(session, division).values()]
        wrongs = [*_amiss(sheets, room, _names_of(session, division))]
        is_awaited = bool(wrongs) and len(sheets) < TELLERS
        lines += [] if wrongs or not sheets else _by_hands(sheets, eligible)
    by_name = sum(line.all for line in lines if line.way is Ask.RECORDED)
    turnout = by_name + sum(room.values())
    return Tally(
        lines=tuple(lines),
        eligible=eligible,
        members=division.members - sum(gone.values()),
        turnout=turnout,
        gone=gone,
        why_not=tuple(wrongs),
        is_awaited=is_awaited,
    )


def eligible_in(session: Session, division: Division, gone: Mapping[str, int]) -> dict[str, int]:
    """Return how many of each class can vote in a division: its roll, without whoever left for an interest.

    :param gone: how many of each third were directors when it was called, and are none.
    """
    left = places.left(session, division)
    on_roll = rolls.electors_by_class(session, division.roll_id)
    return {code: count - left.get(code, 0) - gone.get(code, 0) for code, count in sorted(on_roll.items())}


def with_the_rest_against(tally: Tally) -> Tally:
    """Return a tally by name as it would be if all who have not voted were against."""
    lines = tuple(replace(one, against=one.eligible - one.in_favour - one.abstained) for one in tally.lines)
    return replace(tally, lines=lines, turnout=tally.electors)


def on_record(session: Session, outcome: DivisionOutcome) -> Tally:
    """Return the tally of a division as it was declared. Of a secret one only the box holds what each class said."""
    division = session.get_one(Division, outcome.division_id)
    if division.poll_id is not None:
        lines = add_up(session, division, at=outcome.declared_at, gone=outcome.sums.get("gone", {})).lines
    else:
        lines = tuple(Line(**one | {"way": Ask(one["way"])}) for one in outcome.tally)
    return Tally(
        lines=lines,
        eligible={line.code: line.eligible for line in lines},
        members=outcome.sums["members"],
        turnout=outcome.sums["turnout"],
        why_not=(),
        gone=outcome.sums.get("gone", {}),
    )


def _by_name(session: Session, division: Division, eligible: dict[str, int]) -> Iterator[Line]:
    """Return the lines of what was said by name, class by class."""
    rows = session.execute(
        select(RollEntry.elector_class, DivisionMark.vote, func.count())
        .select_from(DivisionMark)
        .join(
            RollEntry, (RollEntry.roll_id == DivisionMark.roll_id) & (RollEntry.elector_id == DivisionMark.elector_id)
        )
        .where(DivisionMark.division_id == division.id, DivisionMark.way == Ask.RECORDED)
        .group_by(RollEntry.elector_class, DivisionMark.vote)
    )
    found = {(code, Vote(vote or Vote.NONE)): count for code, vote, count in rows}
    return _lines(Ask.RECORDED, found, eligible)


def _lines(way: Ask, found: dict[tuple[str, Vote], int], eligible: dict[str, int]) -> Iterator[Line]:
    """Yield one line for each class of the roll, those that said nothing too."""
    for code, electors in eligible.items():
        yield Line(
            code=code,
            way=way,
            in_favour=found.get((code, Vote.FOR), 0),
            against=found.get((code, Vote.AGAINST), 0),
            abstained=found.get((code, Vote.ABSTAINED), 0),
            eligible=electors,
        )


def _last(session: Session, division: Division) -> dict[UUID, hands.Sheet]:
    """Return the sheets of the last attempt, by teller."""
    counted = hands.sheets(session, division.id)
    return counted[-1] if counted else {}


def _by_hands(sheets: list[hands.Sheet], eligible: dict[str, int]) -> Iterator[Line]:
    """Return the lines of what both tellers counted in the room, class by class."""
    agreed = sheets[0]
    for code, electors in eligible.items():
        one = agreed.get(code, NO_HANDS)
        yield Line(
            code=code,
            way=Ask.HANDS,
            in_favour=one.in_favour,
            against=one.against,
            abstained=one.abstained,
            eligible=electors,
        )


def _names_of(session: Session, division: Division) -> dict[str, Name]:
    return class_names.names_of(session, session.get_one(Motion, division.motion_id))


def _amiss(sheets: list[hands.Sheet], room: dict[str, int], names: Mapping[str, Name]) -> Iterator[Sentence]:
    """Yield what does not agree: the tellers with each other, or either with the room."""
    if not sheets and not room:
        return
    if len(sheets) < TELLERS:
        yield ONE_COUNT if sheets else NO_COUNT
        return
    if sheets[0] != sheets[1]:
        yield say("The two tellers differ. Both count again, each for themselves.")
        return
    for code in sorted({*sheets[0], *room}):
        counted, there = sheets[0].get(code, NO_HANDS).all, room.get(code, 0)
        if counted != there:
            yield say(
                "%(name)s: %(counted)s hands were counted, and %(there)s are in the room. Both tellers count again.",
                name=names.get(code, code),
                counted=counted,
                there=there,
            )


def _of_the_box(
    session: Session, division: Division, poll_id: UUID, eligible: dict[str, int], gone: dict[str, int]
) -> Tally:
    """Return the tally of a vote in secret: what the box holds, and why it cannot be declared by it."""
    box = boxes.counted(session, poll_id)
    wrong = _wrong_with(box)
    return Tally(
        lines=tuple(_lines(Ask.SECRET, box.votes, eligible)),
        eligible=eligible,
        members=division.members - sum(gone.values()),
        gone=gone,
        turnout=box.ballots if box.ballots is not None else box.marks,
        why_not=(wrong,) if wrong else (),
        is_awaited=box.sealed is None and box.ballots is None,
    )


def _wrong_with(box: boxes.Boxed) -> Sentence | None:
    """Return why a box cannot be declared by: it is shut, or holds more or fewer ballots than were marked."""
    if box.sealed is not None:
        return say_many(
            "The box holds %(count)s ballot. Marked as having voted: %(marks)s."
            " It stays shut until a decision on this is entered.",
            "The box holds %(count)s ballots. Marked as having voted: %(marks)s."
            " It stays shut until a decision on this is entered.",
            count=box.sealed,
            marks=box.marks,
        )
    if box.ballots is None:
        return say("The box is not open. After the close it is sealed, and then opened.")
    if box.ballots == box.marks or box.is_settled:
        return None
    return say_many(
        "The box holds %(count)s ballot. Marked as having voted: %(marks)s.",
        "The box holds %(count)s ballots. Marked as having voted: %(marks)s.",
        count=box.ballots,
        marks=box.marks,
    )
