"""Declare an interest in a motion of one's own: whoever has not voted then leaves the vote that goes on.

A vote that is given stands, and `doubts` says what it could have turned.

Source: domain 2.8, *interested in an admission*, INV-17, INV-33; domain 5.6; decisions 0030 and 0034.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import closing
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.divisions import places, voting
from govern.divisions.models import DivisionDeparture, DivisionMark
from govern.interests import electorate
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests.models import MotionInterest
from govern.interests.refusals import InterestOnRecord, NotInElectorate
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import Ask, Ground

STRUCK_FOR = "declared_interest"


def takes_vote(session: Session, motion: Motion, *, at: datetime) -> bool:
    """Say whether an interest declared now takes the vote: by the rules of the vote that goes on, or of today."""
    division = _open_division(session, motion.id, at, locks=False)
    rule_set_id = division.rule_set_id if division else motion.rule_set_id
    today = constitution.today(session, at=at)
    book = constitution.rule_book(session, rule_set_id) if rule_set_id else constitution.rule_book_on(session, on=today)
    return electorate.takes_vote_of_the_interested(motion, book)


def stands_all_the_same(session: Session, division: Division, person_id: UUID | None) -> bool:
    """Say whether somebody's interest in a motion came too late to take the vote that they had given.

    Source: decision 0034: a vote that is given stands.
    """
    motion, book = queries.find(session, division.motion_id), constitution.rule_book(session, division.rule_set_id)
    takes_it = electorate.takes_vote_of_the_interested(motion, book)
    return takes_it and interest_queries.has_declared(session, motion.id, person_id)


def declare(session: Session, motion_id: UUID, extent: str, deed: Deed) -> MotionInterest:
    """Say of oneself: I have an interest in this. Who has not voted leaves the vote; a vote that is given stands.

    Doors call `consequences.naming.declare`, which knows the application that a motion admits.

    :raises MotionDecided: it is too late.
    :raises InterestTakesNoVote: members may vote on it in their own interest.
    :raises NotInElectorate: the actor has no vote on it.
    :raises InterestOnRecord: they have declared it.
    :raises InterestUnsaid: it does not say in what.

    Source: domain 5.6; CA 2006 s.177.
    """
    person_id = deed.actor.person_id
    assert person_id is not None
    division = _open_division(session, motion_id, deed.at, locks=True)
    motion = queries.locked(session, motion_id)
    _ensure_may_declare(session, motion, division, person_id, deed.at)
    made = interests.write(session, motion_id, person_id, Ground.OWN_WORD, extent, deed)
    if division is not None:
        _leave(session, motion, division, person_id, deed)
    return made


def ensure_may_declare(session: Session, motion_id: UUID, person_id: UUID | None, *, at: datetime) -> None:
    """Refuse an interest that nobody asks of somebody, or that is on record; raises as `declare` does."""
    if person_id is None:
        raise NotInElectorate
    division = _open_division(session, motion_id, at, locks=False)
    _ensure_may_declare(session, queries.find(session, motion_id), division, person_id, at)


def _ensure_may_declare(
    session: Session, motion: Motion, division: Division | None, person_id: UUID, at: datetime
) -> None:
    interests.ensure_can_be_declared(session, motion)
    if interest_queries.has_declared(session, motion.id, person_id):
        raise InterestOnRecord
    _ensure_decides(session, motion, division, person_id, at)


def _ensure_decides(session: Session, motion: Motion, division: Division | None, person_id: UUID, at: datetime) -> None:
    """Refuse whoever is neither on the roll of the vote that goes on, nor would be on one of today."""
    if division is None:
        interests.ensure_would_decide(session, motion, person_id, at=at)
    elif places.elector_of(session, division.roll_id, person_id) is None:
        raise NotInElectorate


def _open_division(session: Session, motion_id: UUID, at: datetime, *, locks: bool) -> Division | None:
    """Return the vote on a motion that takes votes now, locked before the motion as whoever declares it does."""
    query = (
        select(Division)
        .outerjoin(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(Division.motion_id == motion_id, DivisionOutcome.division_id.is_(None))
    )
    query = query.with_for_update(of=Division) if locks else query
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    return next((one for one in found if not one.is_over(at=at)), None)


def _leave(session: Session, motion: Motion, division: Division, person_id: UUID, deed: Deed) -> None:
    """Take an elector who has not voted out of every figure of a vote, where its rules take the vote."""
    book = constitution.rule_book(session, division.rule_set_id)
    elector = places.elector_of(session, division.roll_id, person_id)
    if elector is None or not electorate.takes_vote_of_the_interested(motion, book):
        return
    if division.poll_id is not None:
        reason, actor = STRUCK_FOR, deed.actor
        is_out = closing.strike(session, division.poll_id, elector, reason=reason, actor=actor, at=deed.at)
    else:
        is_out = _has_place_back(session, division, elector)
    if not is_out:
        return
    session.add(
        DivisionDeparture(division_id=division.id, elector_id=elector, roll_id=division.roll_id, left_at=deed.at)
    )
    session.flush()
    happening = Happening(event="division.departed", subject_id=division.id, facts={"elector": elector})
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _has_place_back(session: Session, division: Division, elector: UUID) -> bool:
    """Say whether an elector's place is free; whoever is in a room that nobody has counted leaves it."""
    mark = voting.mark_of(session, division.id, elector)
    if mark is None:
        return True
    if mark.way != Ask.HANDS or voting.is_counted(session, division.id):
        return False
    marks = DivisionMark
    session.execute(delete(marks).where(marks.division_id == division.id, marks.elector_id == elector))
    session.expire_all()
    return True
