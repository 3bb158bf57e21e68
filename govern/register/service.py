"""Enter members, end memberships, suspend them: each on a day, by a decision where one is needed."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Constituency, Decision, SubConstituency
from govern.constitution.rules import Body, Matter
from govern.constitution.service import in_turn
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.words import say
from govern.register import (
    belonging,
    cases,
    connections,
    ending_rules,
    interested,
    letters,
    merging,
    persons,
    queries,
    resignations,
    rules,
    subjects,
    versions,
)
from govern.register.admission import MEETING, Admission, ensure_may_be_entered
from govern.register.ending_refusals import (
    CaseNeeded,
    ReadmissionNeeded,
    SuspensionNotProvidedFor,
    SuspensionTooLong,
)
from govern.register.merging_refusals import MergedAway
from govern.register.models import Membership, Person, PersonVersion
from govern.register.refusals import (
    AgeNotKnown,
    AlreadyMember,
    BeforeTheDecision,
    DecisionNeeded,
    EndsBeforeItBegins,
    NotInThatConstituency,
    NotMemberThen,
    NotSuspendedThen,
    NotYetSo,
    PartNeeded,
    ResemblesMember,
    TookPartInOwnCase,
    TooYoung,
    WrongDecider,
)
from govern.register.rules import Cessation, Entry, Ground, PersonKind, Span, Standing
from govern.register.versions import MEMBERSHIPS, Row


def enter(
    session: Session, entry: Entry, *, actor: Actor, at: datetime, admission: Admission | None = None
) -> Membership:
    """Enter somebody in the register of members, from today, on a decision that admits them.

    A member is a member from the entry on, never from before it. The admissions' room calls this for an
    application that was admitted; without one the database takes nobody but founders.

    :param admission: the decision as it counts for this person; None for as its minutes have it.
    :raises AlreadyMember: they have a membership that has not ended.
    :raises MergedAway: this record was merged with another of the same person.
    :raises ResemblesMember: a member has the same name with the same birth date or address.
    :raises TooYoung: they have not reached the age of the rules in force.
    :raises AgeNotKnown: nothing shows their age.
    :raises NotInThatConstituency: there is no such constituency, or the part is another's.
    :raises PartNeeded: the board plan divides the constituency, and no part is named.
    :raises TookPartInOwnCase: they took part in the decision.
    :raises OwnEntry: they are the actor.
    :raises WrongDecider: the rules give the decision to another body.
    :raises DecidedAlone: the actor alone decided.
    :raises TookPartWhileConnected: somebody connected with them took part in the decision.
    :raises EnteredByConnected: the actor is connected with them.
    :raises ReadmissionNeeded: they were expelled, and no counted vote of the meeting takes them back.

    Source: CA 2006 s.112(2); CCBSA 2014 s.30; domain 2.8 INV-01, INV-02, INV-05, INV-09, INV-13.
    """
    assert actor.person_id is not None
    in_turn(session)
    today = persons.local_date(session, at=at)
    decision = constitution.decision(session, entry.decision_id)
    ensure_home(session, entry.constituency_id, entry.sub_constituency_id, on=today)
    _ensure_one_person(session, entry, today=today)
    _ensure_old_enough(session, entry.person_id, today=today)
    judged = admission or _admission(session, entry.person_id, decision, today=today, at=at)
    ensure_may_be_entered(judged, entered_by=actor.person_id)
    if judged.is_after_expulsion and not cases.was_taken_back(session, entry.person_id, decision.id):
        raise ReadmissionNeeded
    membership = Membership(
        id=uuid4(), person_id=entry.person_id, member_no=queries.next_number(session), member_since=today
    )
    session.add(membership)
    session.flush()
    row = versions.new_row(_entered(membership, entry, today), actor=actor, at=at)
    versions.write(session, MEMBERSHIPS, [row], event="membership.entered", actor=actor, at=at)
    return membership


def _entered(membership: Membership, entry: Entry, today: date) -> Row:
    """Return what the first version of a membership says."""
    return {
        "membership_id": membership.id,
        "person_id": entry.person_id,
        "constituency_id": entry.constituency_id,
        "sub_constituency_id": entry.sub_constituency_id,
        "standing": Standing.ENTERED.value,
        "ground": None,
        "valid_from": today,
        "valid_to": None,
        "decision_id": entry.decision_id,
        "batch_id": None,
    }


def ensure_home(session: Session, constituency_id: UUID, sub_constituency_id: UUID | None, *, on: date) -> None:
    """Refuse a constituency that there is not, a part of another, and a divided one without a part.

    :raises NotInThatConstituency: there is none, or the part is another's.
    :raises PartNeeded: every seat of it in the plan in force on the day belongs to a part.
    """
    if session.get(Constituency, constituency_id) is None:
        raise NotInThatConstituency
    if sub_constituency_id is not None:
        part = session.get(SubConstituency, sub_constituency_id)
        if part is None or part.constituency_id != constituency_id:
            raise NotInThatConstituency
    elif constituency_id in constitution.divided_on(session, on=on):
        raise PartNeeded


def _ensure_one_person(session: Session, entry: Entry, *, today: date) -> None:
    """Refuse a second membership of one person, under one record or under two."""
    lookup.find(session, Person, entry.person_id)
    if merging.is_merged_away(session, entry.person_id):
        raise MergedAway
    if (number := queries.active_number(session, entry.person_id, on=today)) is not None:
        raise AlreadyMember(number)
    if entry.is_told_apart:
        return
    if (number := belonging.resembled(session, entry.person_id, on=today)) is not None:
        raise ResemblesMember(number)


def _ensure_old_enough(session: Session, person_id: UUID, *, today: date) -> None:
    """Refuse a human below the youngest age of a member, or of unknown age. A body has none."""
    if session.get_one(Person, person_id).kind == PersonKind.BODY:
        return
    min_age = constitution.rule_book_on(session, on=today).min_member_age
    known: PersonVersion | None = queries.person_on(session, person_id, on=today)
    if known is None or (known.birth_on is None and known.adult_confirmed_on is None):
        raise AgeNotKnown
    if known.birth_on is not None and rules.age_on(known.birth_on, today) < min_age:
        raise TooYoung(min_age=min_age)


def _admission(session: Session, person_id: UUID, decision: Decision, *, today: date, at: datetime) -> Admission:
    """Return the facts by which a decision is judged, under the rules of its own day, and an entry of today."""
    interested.ensure_none_took_part(session, decision, about=person_id)
    book = constitution.rule_book_on(session, on=decision.decided_on)
    return Admission(
        person_id=person_id,
        body=Body(decision.body),
        participants=constitution.participants(session, decision.id),
        decider=book.admission_decider,
        is_after_expulsion=belonging.was_expelled(session, person_id),
        was_member=bool(queries.memberships_of(session, person_id)),
        is_at_the_founding=decision.entered_at == at,
        connected=connections.connected_to(session, person_id, on=today),
    )


def cease(session: Session, membership_id: UUID, cessation: Cessation, *, actor: Actor, at: datetime) -> None:
    """End a membership from a day on, which may be before today; the day of the entry is kept beside it.

    :raises NotMemberThen: the membership had not begun, or had ended.
    :raises NotYetSo: the day has not come.
    :raises DecisionNeeded: this ground is decided, and no decision is cited.
    :raises WrongDecider: an expulsion that is not a general meeting's.
    :raises BeforeTheDecision: the day is before that of the decision.
    :raises NotAboutThem: the decision does not say this of them.
    :raises DecisionUsed: it ended a membership of theirs before.
    :raises TookPartWhileConnected: somebody connected with the member took part in the decision.
    :raises CaseNeeded: an expulsion without notice, hearing and vote.
    :raises ResignationNeeded, NoticeNotRun: the rules ask for notice, and it is not on record, or has not run.
    :raises NotSoughtEnough: somebody untraceable was not written to as the rules ask.

    Doors call `consequences.cessation.end`, which does what follows elsewhere.

    Source: domain 2.2, 2.3; CCBSA 2014 s.30(2)(f); CA 2006 s.113(2)(c).
    """
    if cessation.on > persons.local_date(session, at=at):
        raise NotYetSo(cessation.on)
    old = _standing_on(session, membership_id, on=cessation.on)
    _ensure_decided(session, membership_id, cessation)
    _ensure_by_the_rules(session, membership_id, cessation)
    told = old | {
        "standing": Standing.CEASED.value,
        "ground": cessation.ground.value,
        "valid_from": cessation.on,
        "valid_to": None,
        "decision_id": cessation.decision_id,
        "batch_id": None,
    }
    row = versions.new_row(told, actor=actor, at=at)
    versions.restate(session, MEMBERSHIPS, row, event="membership.ceased", actor=actor, at=at)


def _ensure_decided(session: Session, membership_id: UUID, cessation: Cessation) -> None:
    """Refuse an end that was not decided where it has to be, not by those who may, or only later."""
    if cessation.decision_id is None:
        if cessation.ground.needs_decision:
            raise DecisionNeeded
        return
    decision = constitution.decision(session, cessation.decision_id)
    if cessation.ground is Ground.EXPELLED and decision.body != Body.GENERAL_MEETING:
        raise WrongDecider(MEETING)
    if cessation.on < decision.decided_on:
        raise BeforeTheDecision(decision.decided_on)
    person_id = queries.membership(session, membership_id).person_id
    subjects.ensure_ends(session, decision.id, person_id, cessation.ground)
    interested.ensure_none_took_part(session, decision, about=person_id)
    if cessation.ground is Ground.EXPELLED and not cases.is_case_behind(session, membership_id, decision.id):
        raise CaseNeeded


def _ensure_by_the_rules(session: Session, membership_id: UUID, cessation: Cessation) -> None:
    """Refuse an end for which the rules ask for letters first: a resignation, and a member who cannot be found."""
    if cessation.ground is Ground.RESIGNED and resignations.is_due(session, membership_id, on=cessation.on):
        return
    if cessation.ground is Ground.RESIGNED:
        book = constitution.rule_book_on(session, on=cessation.on)
        letters.ensure_notice_has_run(session, membership_id, book, on=cessation.on)
    elif cessation.ground is Ground.UNTRACEABLE:
        book = constitution.rule_book_on(session, on=cessation.on)
        letters.ensure_sought(session, membership_id, book, on=cessation.on)


def suspend(  # noqa: PLR0913 - which, from when to when, by what decision, and the two that only the door knows
    session: Session,
    membership_id: UUID,
    *,
    from_on: date,
    until_on: date | None = None,
    decision_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    """Withhold the rights of a membership from a day on. It stays on the register, and off every roll.

    :param until_on: first day with the rights again; None for as long as the rules allow.
    :raises SuspensionNotProvidedFor: the rules let nobody be suspended.
    :raises SuspensionTooLong: they end it sooner.
    :raises WrongDecider: neither the board nor a general meeting decided.
    :raises EndsBeforeItBegins: the end is not after the beginning.
    :raises NotMemberThen: the membership had not begun, or had ended.
    :raises BeforeTheDecision: the beginning is before the decision.
    :raises NotAboutThem: the decision does not say that they are suspended.
    :raises DecisionUsed: they were suspended by it before.
    :raises TookPartInOwnCase: the member took part in the decision.
    :raises TookPartWhileConnected: somebody connected with the member did.

    Source: domain 2.4; CCBSA 2014 s.113(3)(a).
    """
    decision = constitution.decision(session, decision_id)
    if decision.body not in (Body.BOARD, Body.GENERAL_MEETING):
        raise WrongDecider(say("the board, or a general meeting"))
    longest = _longest_suspension(session, decision, from_on=from_on)
    if until_on is not None and until_on <= from_on:
        raise EndsBeforeItBegins
    if until_on is not None and until_on > longest:
        raise SuspensionTooLong(longest)
    told = {"standing": Standing.SUSPENDED.value, "valid_from": from_on, "valid_to": until_on or longest}
    _restate_by_decision(
        session, membership_id, told, decision_id=decision_id, event="membership.suspended", actor=actor, at=at
    )


def _longest_suspension(session: Session, decision: Decision, *, from_on: date) -> date:
    """Return the latest first day with the rights again, by the rules under which it was decided."""
    months = constitution.rule_book_on(session, on=decision.decided_on).suspension_max_months
    if not months:
        raise SuspensionNotProvidedFor
    return ending_rules.months_after(from_on, months)


def lift(session: Session, membership_id: UUID, *, on: date, decision_id: UUID, actor: Actor, at: datetime) -> None:
    """Give a suspended membership its rights again from a day on, for as long as it was suspended.

    :raises NotSuspendedThen: it is not suspended on that day.
    :raises BeforeTheDecision: the day is before the decision.
    :raises NotAboutThem: the decision does not say that their suspension ends.
    :raises DecisionUsed: it ended one before.
    :raises TookPartInOwnCase: the member took part in the decision.
    :raises TookPartWhileConnected: somebody connected with the member did.

    Source: domain 2.4; INV-23: nobody votes on the lifting of their own suspension.
    """
    old = _standing_on(session, membership_id, on=on)
    if old["standing"] != Standing.SUSPENDED:
        raise NotSuspendedThen(on)
    told = {"standing": Standing.ENTERED.value, "valid_from": on, "valid_to": old["valid_to"]}
    _restate_by_decision(
        session, membership_id, told, decision_id=decision_id, event="membership.restored", actor=actor, at=at
    )


def _restate_by_decision(  # noqa: PLR0913 - one step of the two deeds above, with what both were given
    session: Session, membership_id: UUID, told: Row, *, decision_id: UUID, event: str, actor: Actor, at: datetime
) -> None:
    """Write another standing over some days of a membership, on a decision the member had no part in."""
    old = _standing_on(session, membership_id, on=told["valid_from"])
    decision = constitution.decision(session, decision_id)
    if told["valid_from"] < decision.decided_on:
        raise BeforeTheDecision(decision.decided_on)
    matter = Matter.SUSPENSION if told["standing"] == Standing.SUSPENDED else Matter.RESTORATION
    subjects.ensure_about(session, decision_id, old["person_id"], matter)
    subjects.ensure_unused(session, decision_id, old["person_id"], Standing(told["standing"]))
    people = constitution.participants(session, decision_id)
    if any(one.took_part for one in people if one.person_id == old["person_id"]):
        raise TookPartInOwnCase
    interested.ensure_none_took_part(session, decision, about=old["person_id"])
    row = versions.new_row(old | told | {"decision_id": decision_id, "batch_id": None}, actor=actor, at=at)
    versions.restate(session, MEMBERSHIPS, row, event=event, actor=actor, at=at)


def _standing_on(session: Session, membership_id: UUID, *, on: date) -> Row:
    """Return the current version of a membership that holds on a day, and has not ended.

    :raises NotFound: there is no such membership.
    :raises NotMemberThen: no version holds, or it had ended.
    """
    lookup.locked(session, Membership, membership_id)
    for row in versions.current(session, MEMBERSHIPS, membership_id):
        span = Span(valid_from=row["valid_from"], valid_to=row["valid_to"])
        if span.holds(on) and row["standing"] != Standing.CEASED:
            return row
    raise NotMemberThen(on)
