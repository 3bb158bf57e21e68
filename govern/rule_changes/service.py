"""A change of the rules: proposed as a draft, consented to, carried, filed, and in force once it is registered.

Where a draft is on that way is read from its motion; nothing is kept twice.

Source: domain 2.8 INV-26 to INV-29, 9.0b; CCBSA 2014 s.16.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import changes, drafts
from govern.constitution import queries as constitution
from govern.constitution import service as rules_service
from govern.constitution.changes import Changed
from govern.constitution.draft_refusals import DraftChangesNothing
from govern.constitution.models import RuleSetRegistration
from govern.constitution.refusals import RulesAlreadyRegistered
from govern.constitution.rulebook import RuleBook
from govern.core.actors import Deed
from govern.interests import standing_back
from govern.motions import overtaking, queries
from govern.motions.models import Motion, MotionStep
from govern.motions.rule_change_models import AffectedClass, RuleChange
from govern.motions.rules import RESOLVED, Kind, State
from govern.motions.steps import ensure_may_go, take
from govern.rule_changes import class_consents, entrenchment
from govern.rule_changes.models import ClassConsent
from govern.rule_changes.refusals import (
    ChangeNotCarried,
    ChangeNotFiled,
    ChangeOnItsWay,
    ConsentIsAsked,
    ConsentMissing,
    ConsentNotAsked,
    DraftOfMotion,
    DraftOvertaken,
    FranchiseChangeNotPutAsSuch,
    RulesNeedMore,
)

CHANGING = frozenset({Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED, Kind.FRANCHISE})
ENDED = frozenset({State.INADMISSIBLE, State.LOST, State.WITHDRAWN, State.LAPSED})


class Stage(StrEnum):
    """Where a version of the rules is."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    PROPOSED = "proposed"
    CLASS_CONSENTS = "class_consents"
    CARRIED = "carried"
    FILED = "filed"
    REGISTERED = "registered"
    SUPERSEDED = "superseded"


def differences(session: Session, rule_set_id: UUID, *, on: date) -> list[Changed]:
    """Return what a version changes of the rules in force on a day."""
    return changes.changed(constitution.rule_book_on(session, on=on), constitution.rule_book(session, rule_set_id))


def ensure_proposable(session: Session, rule_set_id: UUID, *, kind: Kind, at: datetime) -> None:
    """Refuse a motion that could not change the rules so.

    :raises NotFound: there is no such draft.
    :raises RulesAlreadyRegistered: it is no draft any more.
    :raises DraftOvertaken: the rules in force were registered after it was written.
    :raises DraftDiscarded: it was discarded.
    :raises DraftChangesNothing: it says what the rules in force say.
    :raises ChangeOnItsWay: another motion brings it already, and was not lost.
    :raises FranchiseChangeNotPutAsSuch: it touches the franchise, and the motion is of another kind.
    :raises RulesNeedMore: rules are not changed by such a motion.
    """
    ensure_on_those_in_force(session, rule_set_id)
    found, today = latest(session, rule_set_id), constitution.today(session, at=at)
    if found and found[1] not in ENDED:
        raise ChangeOnItsWay(queries.find(session, found[0].motion_id).number)
    if not (changing := differences(session, rule_set_id, on=today)):
        raise DraftChangesNothing(constitution.rule_set_on(session, on=today).version)
    touching = [one for one in changing if one.parameter.touches_franchise]
    if touching and kind is not Kind.FRANCHISE:
        raise FranchiseChangeNotPutAsSuch(touching[0].parameter.label)
    if kind not in CHANGING:
        raise RulesNeedMore


def bring_in(session: Session, motion: Motion, deed: Deed) -> None:
    """Enter a motion that names a draft: as the change itself, or as the question to a class whether it consents.

    :raises Refusal: as `propose` and `ensure_consent_asked` raise.
    """
    if motion.kind != Kind.CLASS:
        propose(session, motion, deed)
        return
    assert motion.changes_to_id is not None
    assert motion.constituency_id is not None
    ensure_consent_asked(session, motion.changes_to_id, constituency_id=motion.constituency_id, by=motion.id)


def propose(session: Session, motion: Motion, deed: Deed) -> RuleChange:
    """Enter that a motion would bring a draft into force, and whose consent that needs.

    :raises Refusal: as `ensure_proposable` and `entrenchment.ensure_bound` raise.

    Source: domain 2.8 INV-26, INV-29.
    """
    assert motion.changes_to_id is not None
    ensure_proposable(session, motion.changes_to_id, kind=Kind(motion.kind), at=deed.at)
    in_force = constitution.rule_set_on(session, on=constitution.today(session, at=deed.at))
    before = constitution.rule_book(session, in_force.id)
    after = constitution.rule_book(session, motion.changes_to_id)
    change = RuleChange(
        motion_id=motion.id,
        rule_set_id=motion.changes_to_id,
        against_id=in_force.id,
        touches_franchise=changes.touches_franchise(before, after),
        touches_entrenched=entrenchment.ensure_bound(session, motion.changes_to_id, motion.majority, at=deed.at),
        proposed_at=deed.at,
    )
    session.add(change)
    session.flush()
    affected = _name_affected(session, motion.id, before, after)
    facts = {"rule_set": change.rule_set_id, "against": change.against_id, "consents_needed": affected}
    _tell(session, motion.id, facts, deed, event="rules.proposed")
    return change


def _name_affected(session: Session, motion_id: UUID, before: RuleBook, after: RuleBook) -> int:
    affected = changes.adversely_affected(before, after)
    for home in constitution.constituencies(session):
        if home.code in affected:
            session.add(AffectedClass(motion_id=motion_id, constituency_id=home.id, rules=affected[home.code]))
    session.flush()
    return len(affected)


def ensure_consent_asked(session: Session, rule_set_id: UUID, *, constituency_id: UUID, by: UUID | None = None) -> None:
    """Refuse a class motion on a draft that takes nothing from that class, or that no motion brings any more.

    :raises ConsentNotAsked: it is so.
    :raises ConsentIsAsked: another motion asks them now.
    :raises RulesAlreadyRegistered, DraftOvertaken: it, or another, has been registered.
    """
    ensure_on_those_in_force(session, rule_set_id)
    found = latest(session, rule_set_id)
    if found is None or found[1] in ENDED or session.get(AffectedClass, (found[0].motion_id, constituency_id)) is None:
        raise ConsentNotAsked
    asked = queries.consent_asked_in(session, rule_set_id, constituency_id, beside=by)
    if asked is not None:
        raise ConsentIsAsked(asked.number)


def change_of(session: Session, motion_id: UUID) -> RuleChange | None:
    """Return the change of the rules that a motion would make, if it would make one."""
    return session.get(RuleChange, motion_id)


def latest(session: Session, rule_set_id: UUID) -> tuple[RuleChange, State] | None:
    """Return the motion that proposed a draft last, and where it is."""
    query = select(RuleChange).where(RuleChange.rule_set_id == rule_set_id)
    change = session.scalars(query.order_by(RuleChange.proposed_at.desc()).limit(1)).first()
    return None if change is None else (change, queries.state(session, change.motion_id))


def stage(session: Session, rule_set_id: UUID) -> Stage:
    """Return where a version of the rules is.

    Source: domain 9.0b.
    """
    registration = session.get(RuleSetRegistration, rule_set_id)
    if registration is not None:
        later = select(RuleSetRegistration.rule_set_id).where(
            RuleSetRegistration.registered_on > registration.registered_on
        )
        return Stage.REGISTERED if session.scalar(later.limit(1)) is None else Stage.SUPERSEDED
    found = latest(session, rule_set_id)
    if found is None and drafts.discarded(session, rule_set_id):
        return Stage.DISCARDED
    if found is None or found[1] in ENDED:
        return Stage.DRAFT
    change, state = found
    if state is State.FILED:
        return Stage.FILED
    if state not in RESOLVED:
        return Stage.PROPOSED
    return Stage.CARRIED if not class_consents.missing(session, change) else Stage.CLASS_CONSENTS


def discard(session: Session, rule_set_id: UUID, deed: Deed) -> None:
    """Discard a draft that nobody has proposed.

    :raises Refusal: as `ensure_may_be_discarded` raises.
    """
    rules_service.in_turn(session)
    ensure_may_be_discarded(session, rule_set_id)
    drafts.discard(session, rule_set_id, deed)


def ensure_may_be_discarded(session: Session, rule_set_id: UUID) -> None:
    """Refuse to discard what is no draft, or what a motion brought to the members.

    :raises DraftDiscarded, RulesAlreadyRegistered: it is no draft any more.
    :raises DraftOfMotion: a motion brings it, or brought it and was not carried.
    """
    drafts.ensure_stands(session, rule_set_id)
    found = latest(session, rule_set_id)
    if found is not None:
        raise DraftOfMotion(queries.find(session, found[0].motion_id).number)


def file(session: Session, rule_set_id: UUID, deed: Deed) -> MotionStep:
    """Enter that a change which the members carried was sent to the registrar, with every consent.

    :param deed: dated on the day it was sent.
    :raises ChangeNotCarried: the members have not carried it.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises ConsentMissing: a constituency has not consented.
    :raises DraftOvertaken: other rules have been registered meanwhile.

    Source: domain 9.0b; CCBSA 2014 s.16.
    """
    change = _carried(session, rule_set_id)
    queries.locked(session, change.motion_id)
    ensure_may_be_filed(session, rule_set_id, deed)
    for one in class_consents.of_change(session, change):
        _write_consent(session, change, one, deed)
    return take(session, change.motion_id, State.FILED, deed)


def ensure_may_be_filed(session: Session, rule_set_id: UUID, deed: Deed) -> None:
    """Refuse to enter as sent what is not ready for the registrar; raises as `file` does."""
    change = _carried(session, rule_set_id)
    standing_back.ensure_free(session, change.motion_id, deed.actor, at=deed.at)
    ensure_on_those_in_force(session, rule_set_id)
    ensure_may_go(session, change.motion_id, State.FILED)
    without = [one.constituency.name for one in class_consents.of_change(session, change) if not one.is_given]
    if without:
        raise ConsentMissing(without)


def _write_consent(session: Session, change: RuleChange, one: class_consents.Consent, deed: Deed) -> None:
    """Write that a constituency consented, in which division and by how many."""
    assert one.division_id is not None
    consent = ClassConsent(
        motion_id=change.motion_id,
        constituency_id=one.constituency.id,
        division_id=one.division_id,
        votes_for=one.votes_for,
        votes_against=one.votes_against,
        recorded_at=deed.at,
    )
    session.add(consent)
    session.flush()
    facts = {"constituency": consent.constituency_id, "division": consent.division_id}
    _tell(session, change.motion_id, facts, deed, event="class.consented")


def register(session: Session, rule_set_id: UUID, deed: Deed) -> RuleSetRegistration:
    """Enter that a change which was carried and filed has been registered. From that day on it is in force.

    What was noticed earlier keeps the rules it was noticed under. What the registrar registered is in force also
    where other rules were registered meanwhile, which it then undoes.

    :param deed: dated on the day that the registrar gives.
    :raises ChangeNotCarried: the members have not carried it.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises ChangeNotFiled: it was not sent to the registrar.
    :raises Refusal: as `constitution.service.register_rules` raises.

    Source: CCBSA 2014 s.16; domain 2.8 INV-27, INV-28.
    """
    _ensure_unregistered(session, rule_set_id)
    change = _carried(session, rule_set_id)
    queries.locked(session, change.motion_id)
    ensure_may_be_registered(session, rule_set_id, deed)
    registered_on = deed.dated_on or constitution.today(session, at=deed.at)
    registration = rules_service.register_rules(
        session,
        rule_set_id,
        decision_id=_decision_of(session, change),
        registered_on=registered_on,
        actor=deed.actor,
        at=deed.at,
    )
    take(session, change.motion_id, State.EFFECTIVE_ON_REGISTRATION, deed)
    return registration


def ensure_may_be_registered(session: Session, rule_set_id: UUID, deed: Deed) -> None:
    """Refuse to enter as registered what the registrar cannot register; raises as `register` does."""
    _ensure_unregistered(session, rule_set_id)
    change = _carried(session, rule_set_id)
    standing_back.ensure_free(session, change.motion_id, deed.actor, at=deed.at)
    if queries.state(session, change.motion_id) is not State.FILED:
        raise ChangeNotFiled


def is_overtaken(session: Session, rule_set_id: UUID) -> bool:
    """Say whether a draft would undo rules that were registered after it was written, and was not sent before.

    What lies with the registrar is not ours to stop: whether it is registered, and when, the registrar says.
    """
    return overtaking.by(session, rule_set_id) is not None


def _carried(session: Session, rule_set_id: UUID) -> RuleChange:
    """Return the change that brought a draft so far."""
    found = latest(session, rule_set_id)
    if found is None or found[1] not in RESOLVED:
        raise ChangeNotCarried
    return found[0]


def _decision_of(session: Session, change: RuleChange) -> UUID:
    """Return the decision that a change became when it was carried."""
    decision_id = session.scalar(
        select(MotionStep.decision_id).where(
            MotionStep.motion_id == change.motion_id, MotionStep.to_state == State.CARRIED
        )
    )
    if decision_id is None:
        raise ChangeNotCarried
    return decision_id


def _ensure_unregistered(session: Session, rule_set_id: UUID) -> None:
    if session.get(RuleSetRegistration, rule_set_id) is not None:
        raise RulesAlreadyRegistered


def ensure_on_those_in_force(session: Session, rule_set_id: UUID) -> None:
    """Refuse a draft that would undo what was registered after it was written.

    :raises DraftDiscarded, RulesAlreadyRegistered: it is no draft any more.
    :raises DraftOvertaken: it would.
    """
    drafts.ensure_stands(session, rule_set_id)
    if is_overtaken(session, rule_set_id):
        raise DraftOvertaken


def _tell(session: Session, motion_id: UUID, facts: Mapping[str, Any], deed: Deed, *, event: str) -> None:
    audit.record(session, Happening(event=event, subject_id=motion_id, facts=facts), actor=deed.actor, at=deed.at)
