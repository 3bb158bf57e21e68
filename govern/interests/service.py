"""Name the interest of another in a motion by a ground of the rules, object to that, and rule on it.

Whoever is interested has no vote where the rules take it: they are on no roll, or leave it before they vote. A vote
that is given stands, and `doubts` says what it could have turned.

Source: domain 2.8, *interested in an admission*, INV-17, INV-33; domain 5.6; decision 0030.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core.actors import Deed, Role
from govern.interests import electorate, found_interests, namings, standing_back
from govern.interests import queries as interest_queries
from govern.interests.models import LONGEST, MotionInterest, MotionObjection, ObjectionRuling
from govern.interests.refusals import (
    AlreadyCalled,
    GroundNotOfMotion,
    InterestIsOnesOwn,
    InterestOnRecord,
    InterestTakesNoVote,
    InterestUnsaid,
    MotionDecided,
    NamedBefore,
    NoObjection,
    NothingToObjectTo,
    NotInElectorate,
    ObjectedAlready,
    RulesForWhoAppointed,
    RulesOnOwnNaming,
    SaysItThemselves,
)
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import UNDECIDED, Deciders, Ground, Kind, Part, Way
from govern.register.versions import SALT_BYTES

RULES_ON_NAMINGS = (Role.CHAIR, Role.SECRETARY)
_ALWAYS = (Ground.SAID, Ground.REGISTERED)


def grounds_for(motion: Motion) -> Sequence[Ground]:
    """Return by what somebody else can be named as interested in such a motion.

    Source: domain 2.8, *interested in an admission*; domain 5.6.
    """
    if motion.kind == Kind.ADMISSION:
        return (*_ALWAYS, Ground.SPONSOR, Ground.EVIDENCE, Ground.CLOSE, Ground.POWER)
    if motion.deciders == Deciders.BOARD:
        return (*_ALWAYS, Ground.DUTY, Ground.CLOSE)
    return (*_ALWAYS, Ground.POWER)


def can_be_declared(session: Session, motion: Motion) -> bool:
    """Say whether an interest in a motion is asked of those who decide it.

    A director declares one in whatever the board decides; a member where it takes their vote.

    Source: CA 2006 s.177; decision 0030.
    """
    if queries.state(session, motion.id) not in UNDECIDED:
        return False
    return motion.deciders == Deciders.BOARD or electorate.is_at_notice(motion)


def name(session: Session, motion_id: UUID, person_id: UUID, ground: Ground, extent: str, deed: Deed) -> MotionInterest:
    """Name the interest of another, by a ground of the rules, before the vote. They are told, and may object.

    Doors call `consequences.naming.name`, which tells them.

    :raises MotionDecided, InterestTakesNoVote, NotInElectorate, InterestUnsaid: see there.
    :raises GroundNotOfMotion: the rules do not know it, or it is the actor's own interest.
    :raises SaysItThemselves: it is said that they said so, and they can sign in to say it.
    :raises InterestIsOnesOwn: a vote on it goes on.
    :raises InterestOnRecord: their interest is on record.
    :raises NamedBefore: they were named, and that was taken back.
    :raises OfficerStandsBack: the actor takes no part in it.
    :raises NotInRegister, NotCloseOnRecord: the ground points to a record that is not there.
    """
    motion = queries.locked(session, motion_id)
    ensure_others_may_be_named(session, motion, deed)
    if ground not in grounds_for(motion) or person_id == deed.actor.person_id:
        raise GroundNotOfMotion
    if ground is Ground.SAID and accounts.open_account_of(session, person_id) is not None:
        raise SaysItThemselves
    ensure_would_decide(session, motion, person_id, at=deed.at)
    if any(one.person_id == person_id for one in interest_queries.of_motion(session, motion_id)):
        raise InterestOnRecord
    if interest_queries.was_taken_back(session, motion_id, person_id, Part.INTEREST):
        raise NamedBefore
    found_interests.ensure_on_record(session, motion_id, person_id, ground, at=deed.at)
    return write(session, motion_id, person_id, ground, extent, deed)


def ensure_others_may_be_named(session: Session, motion: Motion, deed: Deed) -> None:
    """Refuse to name the interest of anybody else where it is too late, or would take no vote.

    :raises MotionDecided, InterestTakesNoVote: see there.
    :raises InterestIsOnesOwn: a vote on it goes on.
    :raises OfficerStandsBack: the actor takes no part in it.
    """
    ensure_can_be_declared(session, motion)
    if queries.vote_goes_on(session, motion.id):
        raise InterestIsOnesOwn
    standing_back.ensure_free(session, motion.id, deed.actor, at=deed.at)


def object_to(session: Session, motion_id: UUID, reason: str, deed: Deed) -> MotionObjection:
    """Object, for oneself, to being named by another. Before the vote it is ruled on; after the call it is counted.

    :raises MotionDecided: it is too late.
    :raises NothingToObjectTo: nobody named the actor.
    :raises ObjectedAlready: they have objected.
    :raises InterestUnsaid: it does not say why.
    """
    person_id = deed.actor.person_id
    assert person_id is not None
    queries.locked(session, motion_id)
    ensure_may_object(session, motion_id, person_id)
    made = MotionObjection(
        motion_id=motion_id, person_id=person_id, reason=_said(reason), objected_at=deed.at, salt=_salt()
    )
    session.add(made)
    session.flush()
    _record(session, "motion.objected", made, {"person": person_id}, deed)
    return made


def ensure_may_object(session: Session, motion_id: UUID, person_id: UUID | None) -> None:
    """Refuse the objection of whoever was not named, or has objected; raises as `object_to` does."""
    if queries.state(session, motion_id) not in UNDECIDED:
        raise MotionDecided
    if person_id is None or not interest_queries.is_named_by_another(session, motion_id, person_id):
        raise NothingToObjectTo
    if session.get(MotionObjection, (motion_id, person_id)) is not None:
        raise ObjectedAlready


def rule_on(
    session: Session, motion_id: UUID, person_id: UUID, deed: Deed, *, has_vote: bool, reason: str
) -> ObjectionRuling:
    """Rule on an objection, or on a naming that nobody has agreed to, before the vote: the vote is theirs, or not.

    :raises NoObjection: nothing waits for a ruling.
    :raises AlreadyCalled: a vote on it goes on, and its roll stays.
    :raises RulesOnOwnNaming: the actor named them, or it is about the actor or somebody close to them.
    :raises RulesForWhoAppointed: whoever named them gave the actor the office in which they rule.
    :raises InterestUnsaid: it does not say why.
    """
    actor_id = deed.actor.person_id
    assert actor_id is not None
    queries.locked(session, motion_id)
    ensure_may_rule(session, motion_id, person_id, deed)
    made = ObjectionRuling(
        motion_id=motion_id,
        person_id=person_id,
        has_vote=has_vote,
        reason=_said(reason),
        ruled_by=actor_id,
        ruled_at=deed.at,
        salt=_salt(),
    )
    session.add(made)
    session.flush()
    facts = {"person": person_id, "has_vote": has_vote}
    _record(session, "motion.objection_ruled", made, facts, deed)
    return made


def ensure_may_rule(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse a ruling on what does not wait for one, or not for this actor's; raises as `rule_on` does."""
    if queries.vote_goes_on(session, motion_id):
        raise AlreadyCalled
    if queries.state(session, motion_id) not in UNDECIDED:
        raise MotionDecided
    if person_id not in to_rule_on(session, motion_id, at=deed.at):
        raise NoObjection
    involved = interest_queries.who_named(session, motion_id, person_id) | standing_back.interested(
        session, motion_id, at=deed.at
    )
    if deed.actor.person_id in involved | {person_id}:
        raise RulesOnOwnNaming
    if is_appointed_by(session, deed, interest_queries.who_named(session, motion_id, person_id)):
        raise RulesForWhoAppointed


def is_appointed_by(session: Session, deed: Deed, named_by: frozenset[UUID]) -> bool:
    """Say whether the offices in which somebody rules were all given to them by whoever named the person."""
    assert deed.actor.person_id is not None
    today = constitution.today(session, at=deed.at)
    appointers = accounts.appointers_of(session, deed.actor.person_id, RULES_ON_NAMINGS, on=today)
    return bool(appointers) and appointers <= named_by


def to_rule_on(session: Session, motion_id: UUID, *, at: datetime) -> list[UUID]:
    """Return who waits for a ruling: who objects, and at a meeting who was named and has not said that it is so.

    Outside a meeting a ruling on somebody who was not heard would cut short their time to object.
    """
    objecting = [one.person_id for one in interest_queries.waiting(session, motion_id)]
    motion = queries.find(session, motion_id)
    unsettled = namings.unsettled_now(session, motion, at=at) if motion.way == Way.MEETING else []
    return [*objecting, *sorted({one.person_id for one in unsettled}.difference(objecting))]


def ensure_can_be_declared(session: Session, motion: Motion) -> None:
    """Refuse an interest that comes too late, or that takes no vote.

    :raises MotionDecided, InterestTakesNoVote: see there.
    """
    if queries.state(session, motion.id) not in UNDECIDED:
        raise MotionDecided
    if not can_be_declared(session, motion):
        raise InterestTakesNoVote


def ensure_would_decide(session: Session, motion: Motion, person_id: UUID, *, at: datetime) -> None:
    """Refuse whoever would not be on the roll of a vote called today.

    :raises NotInElectorate: it is so.
    """
    if person_id not in electorate.entitled_among(session, Deciders(motion.deciders), [person_id], at=at):
        raise NotInElectorate


def write(
    session: Session, motion_id: UUID, person_id: UUID, ground: Ground, extent: str, deed: Deed
) -> MotionInterest:
    """Write an interest and journal it: its words only as a salted digest."""
    assert deed.actor.person_id is not None
    made = MotionInterest(
        motion_id=motion_id,
        person_id=person_id,
        ground=ground.value,
        extent=_said(extent),
        named_by=deed.actor.person_id,
        named_at=deed.at,
        salt=_salt(),
    )
    session.add(made)
    session.flush()
    facts = {"person": person_id, "ground": ground.value}
    _record(session, "motion.interest_named", made, facts, deed)
    return made


def _record(
    session: Session,
    event: str,
    made: MotionInterest | MotionObjection | ObjectionRuling,
    facts: dict[str, Any],
    deed: Deed,
) -> None:
    content = interest_queries.content_of(made)
    happening = Happening(event=event, subject_id=made.motion_id, facts=facts, content=content, salt=made.salt)
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _said(words: str) -> str:
    said = words.strip()
    if not 1 <= len(said) <= LONGEST:
        raise InterestUnsaid
    return said


def _salt() -> str:
    return secrets.token_hex(SALT_BYTES)
