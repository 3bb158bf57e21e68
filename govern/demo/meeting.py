"""A general meeting of the demonstration: one motion carried by hands, a rule change, and a first statutory vote.

For a last motion too few are left: those who use the services have gone for their bus.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.consequences import resolving
from govern.constitution import queries as constitution
from govern.constitution import service as constituting
from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo.motions import BACKERS, backed, deed_of, members, on_the_agenda
from govern.demo.stage import Stage
from govern.demo.wordings import EVENINGS, LONGER_NOTICE, ONE_SOCIETY, TAXIS, Wording
from govern.divisions import hands, voting
from govern.divisions import service as divisions
from govern.divisions.hands import Hands
from govern.divisions.service import Call
from govern.meetings import noticing
from govern.motions.division_models import Division
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Ask, Kind
from govern.rolls.models import RollEntry
from govern.rule_changes import service as rule_changes
from govern.statutory import service as statutory
from govern.statutory.callings import Notice

PROPOSED, NOTICED, DRAFTED, HELD, SENT = 45, 40, 44, 6, 3  # days ago
A_QUARTER, AN_HOUR = timedelta(minutes=15), timedelta(hours=1)
CLEAR_DAYS, SEVEN, NINE = 21, 19, 21


@dataclass(frozen=True, kw_only=True)
class Show:
    """A show of hands.

    :ivar hands: raised for what, by constituency.
    :ivar hour: of the evening at which the motion is put.
    """

    hands: Mapping[str, Hands]
    hour: int = SEVEN


def _hands(in_favour: int, against: int, abstained: int = 0) -> Hands:
    return Hands(in_favour=in_favour, against=against, abstained=abstained)


# The same people are there until the last motion.
FOR_EVENINGS = Show(
    hands={"workforce": _hands(21, 9, 2), "service_user": _hands(24, 4, 1), "authority": _hands(0, 0, 1)}
)
FOR_LONGER_NOTICE = Show(
    hands={"workforce": _hands(26, 5, 1), "service_user": _hands(25, 3, 1), "authority": _hands(1, 0)}
)
FOR_ONE_SOCIETY = Show(hands={"workforce": _hands(22, 10), "service_user": _hands(22, 6, 1), "authority": _hands(1, 0)})
FOR_TAXIS = Show(hands={"workforce": _hands(27, 2), "service_user": _hands(0, 0), "authority": _hands(0, 0)}, hour=NINE)


def hold(stage: Stage, staff: Mapping[Role, Actor], second_teller: Actor) -> None:
    """Hold the meeting, and send to the registrar what it carried of the rules."""
    tellers = (staff[Role.SCRUTINEER], second_teller)
    with stage.transaction() as session:
        evenings = _noticed(session, stage, staff, EVENINGS)
        draft_id = _draft(session, stage, staff)
        facts = {"kind": Kind.EXTRAORDINARY, "changes_to_id": draft_id}
        longer_notice = _noticed(session, stage, staff, LONGER_NOTICE, **facts)
        taxis = _noticed(session, stage, staff, TAXIS)
        for motion in (evenings, longer_notice, taxis):
            _give_notice(session, stage, staff, motion)
        one_society = _one_society(session, stage, staff)
    with stage.transaction() as session:
        for motion, show in (
            (evenings, FOR_EVENINGS),
            (longer_notice, FOR_LONGER_NOTICE),
            (one_society, FOR_ONE_SOCIETY),
            (taxis, FOR_TAXIS),
        ):
            _put(session, stage, staff, motion.id, tellers, show)
        rule_changes.file(session, draft_id, deed_of(stage, staff, SENT))


def _noticed(session: Session, stage: Stage, staff: Mapping[Role, Actor], wording: Wording, **facts: Any) -> Motion:
    return on_the_agenda(session, stage, staff, wording, proposed=PROPOSED, admitted=NOTICED, **facts)


def _give_notice(session: Session, stage: Stage, staff: Mapping[Role, Actor], motion: Motion) -> None:
    """Enter the notice of the meeting, which went out by post and by e-mail."""
    noticing.give(session, motion.id, _called(stage), deed_of(stage, staff, NOTICED))


def _called(stage: Stage) -> Notice:
    given_on, meeting_on = (local_date(stage.days_ago(days), DEFAULT_ZONE) for days in (NOTICED, HELD))
    return Notice(
        meeting_on=meeting_on,
        place="In the town hall, at seven in the evening.",
        delivered_on=given_on,
        told="By the secretary, by post and by e-mail.",
    )


def _draft(session: Session, stage: Stage, staff: Mapping[Role, Actor]) -> UUID:
    """Draft rules with a longer notice of every general meeting."""
    at = stage.days_ago(DRAFTED)
    parameters = dict(constitution.rule_set_on(session, on=local_date(at, DEFAULT_ZONE)).parameters)
    parameters["gm_notice_clear_days_ordinary"] = CLEAR_DAYS
    return constituting.draft_rules(session, parameters, actor=staff[Role.SECRETARY], at=at).id


def _one_society(session: Session, stage: Stage, staff: Mapping[Role, Actor]) -> Motion:
    """Begin an amalgamation by its section of the Act, with the notice of its first meeting."""
    proposed, deed = deed_of(stage, staff, PROPOSED), deed_of(stage, staff, NOTICED)
    backers = members(session, stage, days_ago=PROPOSED)[:BACKERS]
    facts = {"kind": Kind.SPECIAL, "matter": ReservedMatter.CONVERSION}
    motion = backed(session, ONE_SOCIETY, backers, proposed, **facts)
    course = statutory.begin(session, Section.AMALGAMATION, deed, motion_id=motion.id)
    service.admit(session, motion.id, deed)
    statutory.give_notice(session, course.id, 1, _called(stage), deed)
    return motion


def _put(
    session: Session,
    stage: Stage,
    staff: Mapping[Role, Actor],
    motion_id: UUID,
    tellers: tuple[Actor, Actor],
    show: Show,
) -> None:
    """Move a motion, let the room raise its hands, and let the chair declare it once the two tellers agree."""
    chair = Deed(actor=staff[Role.CHAIR], at=stage.hour_of(HELD, show.hour))
    service.move(session, motion_id, chair)
    call = Call(ask=Ask.HANDS, closes_at=chair.at + AN_HOUR)
    division = divisions.call(session, motion_id, call, chair, keys=stage.keys)
    present = _room(session, division, show)
    voting.be_in_room(session, division.id, present, actor=staff[Role.SECRETARY], at=chair.at)
    for teller in tellers:
        hands.count(session, division.id, show.hands, actor=teller, at=chair.at + A_QUARTER)
    resolving.declare(session, division.id, replace(chair, at=chair.at + AN_HOUR))


def _room(session: Session, division: Division, show: Show) -> list[int]:
    """Return who is in the room, by their numbers on the roll: as many of each class as raise a hand."""
    place = func.row_number().over(partition_by=RollEntry.elector_class, order_by=RollEntry.number.desc())
    entries = select(RollEntry.number, RollEntry.elector_class, place.label("place"))
    ranked = entries.where(RollEntry.roll_id == division.roll_id).subquery()
    rows = session.execute(select(ranked.c.number, ranked.c.elector_class, ranked.c.place))
    return [number for number, code, place in rows if place <= show.hands[code].all]
