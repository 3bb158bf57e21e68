"""Found the mutual; draft and register its rules; name its constituencies."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import decisions, plans, queries
from govern.constitution.charter import Charter, CharterConstituency, ensure_complete
from govern.constitution.decisions import Minute
from govern.constitution.models import (
    Constituency,
    Decision,
    Mutual,
    RuleSet,
    RuleSetRegistration,
    SubConstituency,
)
from govern.constitution.refusals import (
    AlreadyFounded,
    CodeTaken,
    NotYetRegistered,
    RegisteredBeforeDecided,
    RegisteredOutOfOrder,
    RulesAlreadyRegistered,
    WrongBody,
)
from govern.constitution.rulebook import Objection, RuleBook, RulesNotAllowed
from govern.constitution.rules import Body, Participant, Vote
from govern.core import clock, lookup
from govern.core.actors import Actor
from govern.core.canonical import digest
from govern.core.words import say


def found(session: Session, charter: Charter, *, founders: Sequence[UUID], actor: Actor, at: datetime) -> Mutual:
    """Found the mutual by its founders' decision, and close the founding for ever.

    The mutual's own row is written last: until then nothing is founded, and from then on the
    founding refuses.

    :param founders: persons already known, as the registration names them.
    :raises AlreadyFounded: there is a mutual.
    :raises TooFewFounders: fewer than the legal form needs.
    :raises CharterIncomplete: a fact that every mutual has is missing.
    :raises CodeTaken: two constituencies, or two parts of one, share a code.
    :raises RulesNotAllowed: the first rules say what the legal form forbids.
    :raises ThirdsNotEqual: the thirds of the board differ.

    Source: domain 2.8 INV-11; CCBSA 2014 s.2; CA 2006 s.112(1).
    """
    if queries.find_mutual(session) is not None:
        raise AlreadyFounded
    ensure_complete(charter, founders=len(set(founders)))
    book = RuleBook.from_parameters(charter.parameters, legal_form=charter.legal_form)
    homes = {one.code: add_constituency(session, one, actor=actor, at=at) for one in charter.constituencies}
    _ensure_constituencies_known(book, set(homes))
    decision = _founders_decision(session, charter, founders=founders, actor=actor, at=at)
    _first_rules(session, charter, book=book, decision=decision, actor=actor, at=at)
    planned = plans.seats_of(session, charter)
    plans.adopt_planned(session, planned, seats_per_third=book.seats_per_third, decision=decision, actor=actor, at=at)
    return _write_mutual(session, charter, actor=actor, at=at)


def _founders_decision(
    session: Session, charter: Charter, *, founders: Sequence[UUID], actor: Actor, at: datetime
) -> Decision:
    """Write the one decision that the founders take as such."""
    minute = Minute(
        body=Body.FOUNDERS,
        decided_on=charter.decided_on,
        minute_reference=charter.minute_reference,
        text=f"The founders founded {charter.name.strip()}, adopted its rules and the plan of its board.",
    )
    participants = [Participant(person_id=founder, vote=Vote.FOR) for founder in dict.fromkeys(founders)]
    decisions.ensure_stands(minute, participants, today=clock.local_date(at, charter.time_zone))
    return decisions.write(session, minute, participants=participants, rule_set_id=None, actor=actor, at=at)


def _first_rules(
    session: Session, charter: Charter, *, book: RuleBook, decision: Decision, actor: Actor, at: datetime
) -> None:
    """Write and register the first version of the rules."""
    rules = _write_version(session, book, actor=actor, at=at)
    today = clock.local_date(at, charter.time_zone)
    _register(session, rules, decision=decision, registered_on=charter.registered_on, today=today, actor=actor, at=at)


def _write_mutual(session: Session, charter: Charter, *, actor: Actor, at: datetime) -> Mutual:
    """Write the row that makes the founding final."""
    mutual = Mutual(
        name=charter.name.strip(),
        registered_number=charter.registered_number,
        legal_form=charter.legal_form,
        mode=charter.mode,
        time_zone=charter.time_zone,
        languages=list(charter.languages),
        telephone=charter.telephone.strip(),
        text_relay=charter.text_relay.strip(),
        founded_at=at,
    )
    session.add(mutual)
    try:
        session.flush()
    except IntegrityError as taken:
        # Somebody else's founding was committed while this one was under way.
        raise AlreadyFounded from taken
    facts = {"legal_form": charter.legal_form, "mode": charter.mode}
    audit.record(session, Happening(event="mutual.founded", subject_id=mutual.id, facts=facts), actor=actor, at=at)
    return mutual


def in_turn(session: Session) -> None:
    """Wait for any other deed that gives out the next number, and hold the turn until the transaction ends.

    On SQLite a writing transaction has the turn from its beginning.
    """
    session.execute(select(Mutual.id).with_for_update())


def draft_rules(session: Session, parameters: Mapping[str, Any], *, actor: Actor, at: datetime) -> RuleSet:
    """Draft the next version of the rules. It binds nobody until it is registered.

    :param parameters: every parameter by name, as plain JSON.
    :raises RulesNotAllowed: with every objection at once.

    Source: domain 2.8 INV-28.
    """
    book = RuleBook.from_parameters(parameters, legal_form=queries.legal_form(session))
    _ensure_constituencies_known(book, {one.code for one in queries.constituencies(session)})
    in_turn(session)
    return _write_version(session, book, actor=actor, at=at)


def register_rules(
    session: Session, rule_set_id: UUID, *, decision_id: UUID, registered_on: date, actor: Actor, at: datetime
) -> RuleSetRegistration:
    """Record that a version of the rules took legal effect, by a decision of the members.

    That they carried it in a motion, with every consent that it needs, is known above: whoever registers a later
    version does so by `rule_changes.service`, and the database refuses any other.

    :param registered_on: the day the registrar gives; in force from that day on.
    :raises WrongBody: the decision is not a general meeting's.
    :raises RulesAlreadyRegistered: this version has taken effect before.
    :raises RegisteredBeforeDecided: the day is before the decision's.
    :raises NotYetRegistered: the day has not come.
    :raises RegisteredOutOfOrder: rules registered later, or on the same day, are in force.

    Source: CCBSA 2014 s.16; CA 2006 s.21; domain 2.8 INV-27, INV-28.
    """
    decision = queries.decision(session, decision_id)
    if decision.body != Body.GENERAL_MEETING:
        raise WrongBody(say("a general meeting of the members"))
    rules = lookup.find(session, RuleSet, rule_set_id)
    in_turn(session)
    ensure_order(session, rules.id, registered_on=registered_on)
    today = queries.today(session, at=at)
    return _register(session, rules, decision=decision, registered_on=registered_on, today=today, actor=actor, at=at)


def ensure_order(session: Session, rule_set_id: UUID, *, registered_on: date) -> None:
    """Refuse a registration that would change which rules past decisions were taken under.

    :raises RulesAlreadyRegistered: this version has taken effect before.
    :raises RegisteredOutOfOrder: rules registered later, or on the same day, are in force.
    """
    if session.get(RuleSetRegistration, rule_set_id) is not None:
        raise RulesAlreadyRegistered
    latest_on = session.scalar(select(func.max(RuleSetRegistration.registered_on)))
    if latest_on is not None and registered_on <= latest_on:
        raise RegisteredOutOfOrder(latest_on=latest_on)


def _register(  # noqa: PLR0913 - the day, and what "today" is, before and after there is a mutual
    session: Session,
    rules: RuleSet,
    *,
    decision: Decision,
    registered_on: date,
    today: date,
    actor: Actor,
    at: datetime,
) -> RuleSetRegistration:
    """Write a registration and journal it."""
    if registered_on < decision.decided_on:
        raise RegisteredBeforeDecided(decided_on=decision.decided_on)
    if registered_on > today:
        raise NotYetRegistered(registered_on)
    registration = RuleSetRegistration(
        rule_set_id=rules.id, decision_id=decision.id, registered_on=registered_on, recorded_at=at
    )
    session.add(registration)
    session.flush()
    facts = {"version": rules.version, "decision": decision.id, "registered_on": registered_on}
    audit.record(session, Happening(event="rules.registered", subject_id=rules.id, facts=facts), actor=actor, at=at)
    return registration


def _write_version(session: Session, book: RuleBook, *, actor: Actor, at: datetime) -> RuleSet:
    """Write the next version and journal its digest."""
    assert actor.person_id is not None
    parameters = book.parameters()
    version = (session.scalar(select(func.max(RuleSet.version))) or 0) + 1
    rules = RuleSet(
        version=version,
        parameters=parameters,
        digest=digest(parameters),
        drafted_by=actor.person_id,
        drafted_at=at,
    )
    session.add(rules)
    session.flush()
    facts = {"version": version, "digest": rules.digest}
    audit.record(session, Happening(event="rules.drafted", subject_id=rules.id, facts=facts), actor=actor, at=at)
    return rules


def _ensure_constituencies_known(book: RuleBook, known: set[str]) -> None:
    """Refuse rules about a constituency that there is not."""
    strangers = sorted(set(book.constituencies) - known)
    if strangers:
        sentence = say("There is no constituency “%(code)s”. Name it first.", code=strangers[0])
        raise RulesNotAllowed((Objection(f"constituencies.{strangers[0]}", sentence, "The constituencies"),))


def add_constituency(session: Session, planned: CharterConstituency, *, actor: Actor, at: datetime) -> Constituency:
    """Name a constituency and its parts. Who belongs to it stands in the rules.

    :raises CodeTaken: another has its code or its place in the order.

    Source: domain 2.7, 6.1.
    """
    for others in queries.constituencies(session):
        if others.code == planned.code:
            raise CodeTaken(planned.code)
        if others.precedence == planned.precedence:
            raise CodeTaken(str(planned.precedence))
    made = Constituency(code=planned.code, name=planned.name, third=planned.third, precedence=planned.precedence)
    session.add(made)
    session.flush()
    session.add_all(SubConstituency(constituency_id=made.id, code=part.code, name=part.name) for part in planned.parts)
    session.flush()
    facts = {"code": planned.code, "third": planned.third, "parts": len(planned.parts)}
    audit.record(session, Happening(event="constituency.named", subject_id=made.id, facts=facts), actor=actor, at=at)
    return made
