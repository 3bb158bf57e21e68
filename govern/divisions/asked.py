"""What somebody is asked to vote on, where they stand in it, and who else is asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from govern.ballots.models import Credential
from govern.constitution.rules import Vote
from govern.core.paging import PAGE_SIZE, Page, nearest, offset
from govern.divisions import places, vacated, voting
from govern.divisions.models import DivisionBar, DivisionMark
from govern.divisions.service import Terms
from govern.interests import electorate
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, Bar
from govern.register import reach
from govern.register.rules import Purpose
from govern.rolls.models import RollEntry


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where somebody stands in a division.

    :ivar has_ended: whether they are on the roll, and no longer a member, or a director.
    :ivar vote: what they said by name.
    :ivar is_taken: whether their one place is taken, by name or in the room.
    """

    is_asked: bool
    has_ended: bool
    bar: Bar | None
    vote: Vote | None
    is_taken: bool


def seat_of(session: Session, division: Division, person_id: UUID | None, *, at: datetime) -> Seat:
    """Return where somebody stands in a division. Whether a secret vote was given is not said here."""
    bar = session.scalar(
        select(DivisionBar.bar).where(DivisionBar.division_id == division.id, DivisionBar.person_id == person_id)
    )
    elector = places.elector_of(session, division.roll_id, person_id)
    has_left = elector is not None and places.has_left(session, division.id, elector)
    has_ended = elector is not None and not voting.is_still_entitled(session, division, elector, at=at)
    mark = voting.mark_of(session, division.id, elector) if elector else None
    return Seat(
        is_asked=elector is not None and not (has_left or has_ended),
        has_ended=has_ended,
        bar=Bar.DECLARED_INTEREST if has_left else Bar(bar) if bar else None,
        vote=Vote(mark.vote) if mark is not None and mark.vote else None,
        is_taken=mark is not None,
    )


def waiting_for(session: Session, person_id: UUID, *, at: datetime) -> Sequence[tuple[Division, Motion]]:
    """Return the votes by name that are open to somebody and that they have not given, the first to close first."""
    query = (
        select(Division, Motion)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Division.ask != Ask.SECRET, Division.is_open(at=at))
    )
    now = session.execute(query.order_by(Division.closes_at)).all()
    return [(division, motion) for division, motion in now if _waits(session, division, person_id, at=at)]


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A secret vote that is open to somebody. Whether they have voted is not said, and not looked at.

    :ivar was_sent: whether a voting link was made for them that works.
    """

    division: Division
    motion: Motion
    was_sent: bool


def open_in_secret(session: Session, person_id: UUID, *, at: datetime) -> list[Secret]:
    """Return the secret votes that are open to somebody, the first to close first: until then all alike.

    Source: product M1, M2.
    """
    query = (
        select(Division, Motion)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Division.ask == Ask.SECRET, Division.is_open(at=at))
        .order_by(Division.closes_at)
    )
    return [
        Secret(division=division, motion=motion, was_sent=was_sent(session, division, person_id))
        for division, motion in session.execute(query).all()
        if seat_of(session, division, person_id, at=at).is_asked
    ]


def was_sent(session: Session, division: Division, person_id: UUID | None) -> bool:
    """Say whether a voting link was made for somebody in a secret vote that still works, used or not."""
    elector = places.elector_of(session, division.roll_id, person_id)
    live = exists().where(
        Credential.poll_id == division.poll_id, Credential.elector_id == elector, Credential.revoked_at.is_(None)
    )
    return bool(session.scalar(select(live)))


def is_alone(session: Session, division: Division, person_id: UUID | None) -> bool:
    """Say whether somebody is the only one of their class on a roll: figures by class then tell what they said."""
    own = select(RollEntry.elector_class).where(RollEntry.roll_id == division.roll_id, RollEntry.person_id == person_id)
    theirs = select(func.count()).where(RollEntry.roll_id == division.roll_id, RollEntry.elector_class.in_(own))
    return session.scalar(theirs) == 1


def waits_for(session: Session, division: Division, person_id: UUID | None, *, at: datetime) -> bool:
    """Say whether a vote by name is open now that somebody is asked and has not given."""
    is_by_name = division.ask != Ask.SECRET
    return is_by_name and division.is_open(at=at) and _waits(session, division, person_id, at=at)


def _waits(session: Session, division: Division, person_id: UUID | None, *, at: datetime) -> bool:
    seat = seat_of(session, division, person_id, at=at)
    return seat.is_asked and not seat.is_taken


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Who would be asked, were a vote called now.

    :ivar by_class: how many of each class or third.
    :ivar barred: who would not be, and each reason.
    """

    by_class: dict[str, int]
    barred: dict[UUID, list[Bar]]


def preview(session: Session, terms: Terms) -> Preview:
    """Return who would be asked on some terms, and who would not."""
    electors = electorate.electors_of(session, terms.motion, terms.called).subquery()
    counted = session.execute(select(electors.c["class"], func.count()).group_by(electors.c["class"]))
    barred: dict[UUID, list[Bar]] = {}
    for person, bar in session.execute(electorate.bars_of(session, terms.motion, terms.called)):
        barred.setdefault(person, []).append(Bar(bar))
    return Preview(by_class=dict(counted.all()), barred=barred)


def unreached_of(session: Session, division: Division, purpose: Purpose, *, on: date) -> list[UUID]:
    """Return who of those on the roll of a division is reached by nothing that is sent to them."""
    electors = select(RollEntry.person_id, RollEntry.membership_id).where(RollEntry.roll_id == division.roll_id)
    return [person for person, _ in session.execute(reach.unreached(electors, purpose, on=on))]


def unreached(session: Session, terms: Terms, purpose: Purpose, *, on: date) -> list[UUID]:
    """Return who of those that would be asked on some terms is reached by nothing that is sent to them."""
    electors = electorate.electors_of(session, terms.motion, terms.called)
    return [person for person, _ in session.execute(reach.unreached(electors, purpose, on=on))]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one elector said by name; None while they said nothing, and before the close.

    :ivar way: before the close only who is in the room, and not who has voted.
    """

    number: int
    person_id: UUID
    code: str
    way: Ask | None
    vote: Vote | None


def answers(session: Session, division: Division, *, page: int = 1, at: datetime) -> Page[Answer]:
    """Return one page of the electors, by their number on the roll.

    Whoever left the vote for an interest is not asked, and is among those who have no vote; nor is whoever is no
    director any more.
    What each said stands with them once the division is over, and not before.

    :param page: counted from 1.

    Source: decision 0033.
    """
    left = [*places.who_left(session, division.id), *vacated.people(session, division, at=at)]
    of_roll = (RollEntry.roll_id == division.roll_id, RollEntry.person_id.not_in(left))
    total = session.scalar(select(func.count()).select_from(RollEntry).where(*of_roll)) or 0
    shown = nearest(page, total=total)
    rows = session.execute(
        select(RollEntry.number, RollEntry.person_id, RollEntry.elector_class, DivisionMark.way, DivisionMark.vote)
        .outerjoin(
            DivisionMark,
            (DivisionMark.division_id == division.id) & (DivisionMark.elector_id == RollEntry.elector_id),
        )
        .where(*of_roll)
        .order_by(RollEntry.number)
        .limit(PAGE_SIZE)
        .offset(offset(shown))
    )
    known = {None, Ask.RECORDED, Ask.HANDS} if division.is_over(at=at) else {None, Ask.HANDS}
    return Page([_answer(*row, known=known) for row in rows], shown, total)


def _answer(
    number: int, person: UUID, code: str, way: str | None, vote: str | None, *, known: Collection[Ask | None]
) -> Answer:
    is_told = way is not None and way in known
    return Answer(
        number=number,
        person_id=person,
        code=code,
        way=Ask(way) if way is not None and is_told else None,
        vote=Vote(vote) if vote is not None and is_told else None,
    )
