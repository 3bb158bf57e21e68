"""Motions of the demonstration: how each comes on the agenda, and two that nobody has voted on yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.agenda import service
from govern.agenda.service import Proposal
from govern.amendments import amending
from govern.amendments.amending import Change
from govern.backing import service as backing
from govern.core.actors import Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.languages import LocalText
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.demo.wordings import MENUS, OTHER_MENUS, SATURDAYS, Wording
from govern.motions.models import Motion
from govern.motions.rules import Backing, Deciders, Kind, Way
from govern.register import queries as register

SUPPORTERS_MIN = 3
PROPOSED, ADMITTED, FILED, WAITS = 30, 21, 6, 5  # days ago
CANDIDATES = 6  # the first on the register, who stand for the board
BACKERS = 2 + SUPPORTERS_MIN


def propose(stage: Stage, staff: Mapping[Role, Actor]) -> None:
    """Let members propose two motions, and carry each to where it waits; another wording of one comes on paper."""
    with stage.transaction() as session:
        backers = members(session, stage, days_ago=PROPOSED)
        agenda = on_the_agenda(session, stage, staff, MENUS, proposed=PROPOSED, admitted=ADMITTED)
        _file(session, agenda.id, backers[:2], deed_of(stage, staff, FILED))
        backed(session, SATURDAYS, backers[2:5], deed_of(stage, staff, WAITS))


def members(session: Session, stage: Stage, *, days_ago: int) -> list[UUID]:
    """Return members who were entitled so many days ago, the longest entered first, and none of them a candidate."""
    on = local_date(stage.days_ago(days_ago), DEFAULT_ZONE)
    entitled = register.entitled(roll_date=on, known_at=stage.at).subquery()
    chosen = entitled.select().order_by(entitled.c.member_no).offset(CANDIDATES).limit(BACKERS + 1)
    return [row.person_id for row in session.execute(chosen)]


def deed_of(stage: Stage, staff: Mapping[Role, Actor], days_ago: int, office: Role = Role.SECRETARY) -> Deed:
    """Return the deed of an officer on a morning so many days ago."""
    return Deed(actor=staff[office], at=stage.hour_of(days_ago))


def on_the_agenda(
    session: Session,
    stage: Stage,
    staff: Mapping[Role, Actor],
    wording: Wording,
    *,
    proposed: int,
    admitted: int,
    **facts: Any,
) -> Motion:
    """Enter a motion of the members with everybody whom it needs behind it, and put it on the agenda."""
    backers = members(session, stage, days_ago=proposed)[:BACKERS]
    motion = backed(session, wording, backers, deed_of(stage, staff, proposed), **facts)
    service.admit(session, motion.id, deed_of(stage, staff, admitted))
    return motion


def backed(session: Session, wording: Wording, people: Sequence[UUID], deed: Deed, **facts: Any) -> Motion:
    """Enter a motion that the first of some people proposes, the second seconds, and the others support.

    :param facts: what is otherwise than in an ordinary motion of the members for a meeting.
    """
    proposer, seconder, *supporters = people
    usual: dict[str, Any] = {"kind": Kind.ORDINARY, "deciders": Deciders.MEMBERS, "way": Way.MEETING, "matter": None}
    words = {"title": wording.title, "text": wording.text, "reasons": wording.reasons}
    motion = service.submit(session, Proposal(**usual | words | facts, proposer_id=proposer), _own(proposer, deed))
    backing.back(session, motion.id, seconder, Backing.SECONDER, _own(seconder, deed))
    for person in supporters:
        backing.back(session, motion.id, person, Backing.SUPPORTER, _own(person, deed))
    return motion


def _own(person_id: UUID, deed: Deed) -> Deed:
    """Return somebody's own deed: each puts their name to it themselves."""
    return replace(deed, actor=Actor(person_id=person_id, roles=frozenset({Role.MEMBER})))


def _file(session: Session, motion_id: UUID, people: Sequence[UUID], deed: Deed) -> None:
    """File another wording that came on paper."""
    reasons = "A week is too short, and what is in a meal matters more than where it comes from."
    change = Change(
        base_version=1,
        text=OTHER_MENUS,
        reasons=LocalText(en=reasons),
        proposed_by=people[0],
        seconded_by=people[1],
    )
    amending.file_amendment(session, motion_id, change, deed)
