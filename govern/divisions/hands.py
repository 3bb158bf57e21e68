"""A show of hands: two tellers count, each for themselves, and count anew until they agree.

Source: domain 5.3; domain 2.8 INV-34.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Actor
from govern.divisions import class_names
from govern.divisions import service as divisions
from govern.divisions.models import DivisionBar, DivisionMark, HandsCount
from govern.divisions.refusals import AlreadyDeclared, NotByHands
from govern.divisions.teller_refusals import CountStands, MoreHandsThanPeople, OtherTellerFirst, TellerInterested
from govern.interests import standing_back
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import Ask
from govern.rolls import queries as rolls
from govern.rolls.models import RollEntry

TELLERS = 2
HALF_A_DAY = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The hands that one teller counted in one class."""

    in_favour: int
    against: int
    abstained: int

    @property
    def all(self) -> int:
        """Return how many people raised one."""
        return self.in_favour + self.against + self.abstained


NO_HANDS = Hands(in_favour=0, against=0, abstained=0)
Sheet = Mapping[str, Hands]


def in_the_room(session: Session, division: Division) -> dict[str, int]:
    """Return how many electors of each class are in the room."""
    rows = session.execute(
        select(RollEntry.elector_class, func.count())
        .select_from(DivisionMark)
        .join(
            RollEntry, (RollEntry.roll_id == DivisionMark.roll_id) & (RollEntry.elector_id == DivisionMark.elector_id)
        )
        .where(DivisionMark.division_id == division.id, DivisionMark.way == Ask.HANDS)
        .group_by(RollEntry.elector_class)
    )
    return dict(rows.all())


def there_before(session: Session, division: Division) -> Sequence[int]:
    """Return the numbers of those who were in the room at the vote before, and have no place in this one yet.

    The vote before is the last by hands of the same body that was called within half a day: at one meeting people are
    entered once, and then only who comes and who goes.
    """
    before = _vote_before(session, division)
    if before is None:
        return ()
    there, here = aliased(RollEntry), aliased(RollEntry)
    placed = select(DivisionMark.elector_id).where(DivisionMark.division_id == division.id)
    query = (
        select(here.number)
        .join(there, there.person_id == here.person_id)
        .join(DivisionMark, (DivisionMark.roll_id == there.roll_id) & (DivisionMark.elector_id == there.elector_id))
        .where(DivisionMark.division_id == before.id, DivisionMark.way == Ask.HANDS)
        .where(here.roll_id == division.roll_id, here.elector_id.not_in(placed))
        .order_by(here.number)
    )
    return session.scalars(query).all()


def _vote_before(session: Session, division: Division) -> Division | None:
    """Return the last vote by hands of the same body within half a day."""
    body = select(Motion.deciders).where(Motion.id == division.motion_id).scalar_subquery()
    return session.scalar(
        select(Division)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Motion.deciders == body, Division.ask == Ask.HANDS)
        .where(Division.opens_at < division.opens_at, Division.opens_at >= division.opens_at - HALF_A_DAY)
        .order_by(Division.opens_at.desc())
        .limit(1)
    )


def sheets(session: Session, division_id: UUID) -> list[dict[UUID, Sheet]]:
    """Return what was counted: for each attempt, the sheet of each teller."""
    rows = session.scalars(
        select(HandsCount).where(HandsCount.division_id == division_id).order_by(HandsCount.attempt)
    ).all()
    attempts: dict[int, dict[UUID, dict[str, Hands]]] = {}
    for row in rows:
        hands = Hands(in_favour=row.votes_for, against=row.votes_against, abstained=row.abstained)
        attempts.setdefault(row.attempt, {}).setdefault(row.teller_id, {})[row.elector_class] = hands
    return [dict(attempt) for attempt in attempts.values()]


def agree(sheets: Sequence[Sheet], room: Mapping[str, int]) -> bool:
    """Say whether two tellers counted alike, and as many in each class as are in the room."""
    if len(sheets) != TELLERS or sheets[0] != sheets[1]:
        return False
    return all(sheets[0].get(code, NO_HANDS).all == room.get(code, 0) for code in {*sheets[0], *room})


def count(session: Session, division_id: UUID, sheet: Sheet, *, actor: Actor, at: datetime) -> int:
    """Enter what a teller counted, and return at which attempt. Where two differ, both count anew.

    :param sheet: by the code of a class; classes left out had nobody.
    :raises NotByHands: no hands are counted in this division.
    :raises AlreadyDeclared: what came of it is on record.
    :raises TellerInterested: the teller stands behind the motion, or it is about them or theirs.
    :raises OtherTellerFirst: they have counted at this attempt.
    :raises CountStands: the two tellers agree with each other and with the room.
    :raises MoreHandsThanPeople: more of a class raised a hand than are entered as in the room.

    Source: domain 2.8 INV-34.
    """
    division = divisions.locked(session, division_id)
    attempt = attempt_of(session, division, actor=actor, at=at)
    _ensure_there(session, division, sheet)
    assert actor.person_id is not None
    for code in rolls.electors_by_class(session, division.roll_id):
        hands = sheet.get(code, NO_HANDS)
        session.add(
            HandsCount(
                division_id=division_id,
                teller_id=actor.person_id,
                attempt=attempt,
                elector_class=code,
                votes_for=hands.in_favour,
                votes_against=hands.against,
                abstained=hands.abstained,
                entered_at=at,
            )
        )
    session.flush()
    told = {"attempt": attempt}
    audit.record(session, Happening(event="division.counted", subject_id=division_id, facts=told), actor=actor, at=at)
    return attempt


def attempt_of(session: Session, division: Division, *, actor: Actor, at: datetime) -> int:
    """Return at which attempt a teller counts now; raises as `count` does."""
    if division.ask != Ask.HANDS:
        raise NotByHands
    if session.get(DivisionOutcome, division.id) is not None:
        raise AlreadyDeclared
    _ensure_impartial(session, division, actor, at)
    return _attempt(session, division, actor)


def _ensure_there(session: Session, division: Division, sheet: Sheet) -> None:
    room = in_the_room(session, division)
    for code, hands in sheet.items():
        if hands.all > room.get(code, 0):
            names = class_names.names_of(session, session.get_one(Motion, division.motion_id))
            raise MoreHandsThanPeople(names.get(code, code), hands=hands.all, there=room.get(code, 0))


def _attempt(session: Session, division: Division, actor: Actor) -> int:
    """Return at which attempt a teller counts now."""
    before = sheets(session, division.id)
    if not before:
        return 1
    last = before[-1]
    if len(last) < TELLERS:
        if actor.person_id in last:
            raise OtherTellerFirst
        return len(before)
    if agree(list(last.values()), in_the_room(session, division)):
        raise CountStands
    return len(before) + 1


def _ensure_impartial(session: Session, division: Division, actor: Actor, at: datetime) -> None:
    behind = {one.person_id for one in queries.backers(session, division.motion_id)}
    barred = session.scalars(select(DivisionBar.person_id).where(DivisionBar.division_id == division.id))
    about = standing_back.interested(session, division.motion_id, at=at)
    if actor.person_id in behind | about | set(barred):
        raise TellerInterested
