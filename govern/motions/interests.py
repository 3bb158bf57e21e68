"""Declare an interest in a motion, name that of another by a ground of the rules, object to it, and rule on that.

Whoever is interested has no vote where the rules take it: they are on no roll, or leave it before they vote. A vote
that is given stands, and `doubts` says what it could have turned.

Source: domain 2.8, *interested in an admission*, INV-17, INV-33; domain 5.6; decision 0030.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import closing
from govern.constitution import queries as constitution
from govern.core.actors import Deed, Role
from govern.motions import (
    backing,
    electorate,
    found_interests,
    interest_queries,
    namings,
    places,
    queries,
    standing_back,
    voting,
)
from govern.motions.division_models import Division, DivisionMark, DivisionOutcome
from govern.motions.interest_models import LONGEST, DivisionDeparture, MotionInterest, MotionObjection, ObjectionRuling
from govern.motions.interest_refusals import (
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
from govern.motions.models import Motion
from govern.motions.rules import UNDECIDED, Ask, Deciders, Ground, Kind, Part, Way
from govern.register.versions import SALT_BYTES

RULES_ON_NAMINGS = (Role.CHAIR, Role.SECRETARY)
_ALWAYS = (Ground.SAID, Ground.REGISTERED)
STRUCK_FOR = "declared_interest"


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
    made = _write(session, motion_id, person_id, Ground.OWN_WORD, extent, deed)
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
    _ensure_can_be_declared(session, motion)
    if interest_queries.has_declared(session, motion.id, person_id):
        raise InterestOnRecord
    _ensure_decides(session, motion, division, person_id, at)


def name(session: Session, motion_id: UUID, person_id: UUID, ground: Ground, extent: str, deed: Deed) -> MotionInterest:
    """Name the interest of another, by a ground of the rules, before the vote. They are told, and may object.

    Doors call `consequences.naming.name`, which tells them.

    :raises MotionDecided, InterestTakesNoVote, NotInElectorate, InterestUnsaid: see `declare`.
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
    _ensure_decides(session, motion, None, person_id, deed.at)
    if any(one.person_id == person_id for one in interest_queries.of_motion(session, motion_id)):
        raise InterestOnRecord
    if interest_queries.was_taken_back(session, motion_id, person_id, Part.INTEREST):
        raise NamedBefore
    found_interests.ensure_on_record(session, motion_id, person_id, ground, at=deed.at)
    return _write(session, motion_id, person_id, ground, extent, deed)


def ensure_others_may_be_named(session: Session, motion: Motion, deed: Deed) -> None:
    """Refuse to name the interest of anybody else where it is too late, or would take no vote.

    :raises MotionDecided, InterestTakesNoVote: see `declare`.
    :raises InterestIsOnesOwn: a vote on it goes on.
    :raises OfficerStandsBack: the actor takes no part in it.
    """
    _ensure_can_be_declared(session, motion)
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


def _ensure_can_be_declared(session: Session, motion: Motion) -> None:
    if queries.state(session, motion.id) not in UNDECIDED:
        raise MotionDecided
    if not can_be_declared(session, motion):
        raise InterestTakesNoVote


def _ensure_decides(session: Session, motion: Motion, division: Division | None, person_id: UUID, at: datetime) -> None:
    """Refuse whoever is neither on the roll of the vote that goes on, nor would be on one of today."""
    if division is not None:
        is_among = places.elector_of(session, division.roll_id, person_id) is not None
    else:
        is_among = person_id in backing.entitled_among(session, Deciders(motion.deciders), [person_id], at=at)
    if not is_among:
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


def _write(
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
