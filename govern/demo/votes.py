"""Votes of the demonstration that are open now: one of all members by name, and one of the board between meetings."""

import random
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.board import queries as board
from govern.constitution.rules import Third, Vote
from govern.core.actors import Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo.motions import backed, deed_of, on_the_agenda
from govern.demo.stage import Stage
from govern.demo.wordings import BANK, HALL
from govern.divisions import departures, voting
from govern.divisions import service as divisions
from govern.divisions.service import Call
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Deciders, Kind, Way
from govern.rolls.models import RollEntry

PROPOSED, ADMITTED, OPENED, VOTED, LEFT = 20, 14, 3, 1, 12  # days ago; the last is the days that are left
BOARD_ASKED, BOARD_LEFT = 2, 5
FIVE = 17
WHY_BACK = "I work for the council, which is the landlord of the hall."
VOTERS = 64
SAID = (Vote.FOR, Vote.FOR, Vote.FOR, Vote.AGAINST, Vote.AGAINST, Vote.ABSTAINED)


def open_now(stage: Stage, staff: Mapping[Role, Actor], rolled: random.Random) -> tuple[UUID, UUID]:
    """Open both votes, let some vote, and return a member and a director who have not."""
    with stage.transaction() as session:
        return _of_members(session, stage, staff, rolled), _of_the_board(session, stage, staff)


def _of_members(session: Session, stage: Stage, staff: Mapping[Role, Actor], rolled: random.Random) -> UUID:
    """Put a motion to all members in a ballot by name, let some of them vote, and return one who has not."""
    motion = on_the_agenda(session, stage, staff, BANK, proposed=PROPOSED, admitted=ADMITTED, way=Way.BALLOT)
    division = _called(session, stage, staff, motion.id, opened=OPENED, days_left=LEFT)
    electors = session.scalars(
        select(RollEntry.person_id).where(RollEntry.roll_id == division.roll_id).order_by(RollEntry.number)
    ).all()
    voters = rolled.sample(electors, VOTERS)
    for person_id in voters:
        _vote(session, stage, division, person_id, rolled.choice(SAID))
    return next(one for one in electors[len(electors) // 2 :] if one not in voters)


def _of_the_board(session: Session, stage: Stage, staff: Mapping[Role, Actor]) -> UUID:
    """Put a lease to the board in writing. One whom the landlord appointed stands back; return who has not voted."""
    asked_on = local_date(stage.days_ago(BOARD_ASKED), DEFAULT_ZONE)
    seated = session.execute(board.seated(asked_on, has_coopted=False)).all()
    in_order = sorted(seated, key=lambda row: row.number)
    thirds: dict[str, list[UUID]] = {
        third: [row.person_id for row in in_order if row.third == third] for third in Third
    }
    workforce, users, council = (thirds[one] for one in (Third.WORKFORCE, Third.SERVICE_USERS, Third.LOCAL_AUTHORITY))
    facts = {"kind": Kind.BOARD, "deciders": Deciders.BOARD, "way": Way.WRITTEN}
    motion = backed(session, HALL, users[:2], deed_of(stage, staff, BOARD_ASKED), **facts)
    service.admit(session, motion.id, deed_of(stage, staff, BOARD_ASKED))
    departures.declare(
        session, motion.id, WHY_BACK, Deed(actor=Actor(person_id=council[0]), at=stage.hour_of(BOARD_ASKED))
    )
    division = _called(session, stage, staff, motion.id, opened=BOARD_ASKED, days_left=BOARD_LEFT)
    for person_id, said in ((users[0], Vote.FOR), (council[1], Vote.FOR), (workforce[1], Vote.AGAINST)):
        _vote(session, stage, division, person_id, said)
    return workforce[0]


def _called(
    session: Session,
    stage: Stage,
    staff: Mapping[Role, Actor],
    motion_id: UUID,
    *,
    opened: int,
    days_left: int,
) -> Division:
    """Call a vote by name, as the chair."""
    call = Call(ask=Ask.RECORDED, closes_at=stage.hour_of(-days_left, FIVE))
    return divisions.call(session, motion_id, call, deed_of(stage, staff, opened, Role.CHAIR), keys=stage.keys)


def _vote(session: Session, stage: Stage, division: Division, person_id: UUID, said: Vote) -> None:
    voting.vote(session, division.id, vote=said, actor=Actor(person_id=person_id), at=stage.hour_of(VOTED))
