"""What follows an admission: the share or guarantee, the entry by which somebody is a member, or the lapse."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import queries, ruling, steps
from govern.admissions.applications import free_to_act
from govern.admissions.models import AdmissionRuling, ApplicationStep, MembershipApplication, UndertakingGiven
from govern.admissions.refusals import ConditionNotMet, NotGivenYet, NothingToGive, NotLapsedYet
from govern.admissions.rules import OwnWords, Part, State, Undertaking, carries_still, lapses_on, own_words, parts_in
from govern.admissions.ruling_refusals import (
    CarriedByTheInterested,
    DeniedByTheConcerned,
    NamedOtherwiseSince,
    OwnWordsMissing,
)
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.rules import Body
from govern.core.actors import Actor, Deed
from govern.core.errors import Refusal
from govern.register import belonging, subjects
from govern.register import queries as people
from govern.register import service as register
from govern.register.models import Membership
from govern.register.refusals import NotYetSo, OwnEntry
from govern.register.rules import Entry, folded


def give(session: Session, application_id: UUID, *, given_on: date, deed: Deed) -> UndertakingGiven:
    """Record that the share was paid for, or the guarantee signed, as the application promised.

    :raises NothingToGive: it promised none, or it is given.
    :raises NotYetSo: the day has not come.
    :raises NotFromThere: it is not admitted.
    :raises StandsBack: the actor has an interest in it.

    Source: CCBSA 2014 s.30(2)(c); CA 2006 s.11.
    """
    assert deed.actor.person_id is not None
    application = free_to_act(session, application_id, deed)
    steps.ensure_may_go(steps.state(session, application_id), State.ENTERED)
    if application.undertaking == Undertaking.NONE or queries.undertaking_given(session, application_id) is not None:
        raise NothingToGive
    if given_on > constitution.today(session, at=deed.at):
        raise NotYetSo(given_on)
    row = UndertakingGiven(
        application_id=application.id,
        undertaking=application.undertaking,
        amount_pence=application.amount_pence,
        given_on=given_on,
        recorded_by=deed.actor.person_id,
        recorded_at=deed.at,
    )
    session.add(row)
    session.flush()
    facts = {"undertaking": row.undertaking, "amount_pence": row.amount_pence, "given_on": given_on}
    happening = Happening(event="application.undertaking_given", subject_id=application.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return row


def enter(session: Session, application_id: UUID, *, actor: Actor, at: datetime) -> Membership:
    """Enter somebody whose application was admitted in the register of members, from today.

    :raises NotFromThere: it is not admitted, or has been entered, has lapsed or was withdrawn since.
    :raises OwnEntry: the actor applied.
    :raises StandsBack: the actor has an interest in it.
    :raises NotGivenYet: the share or guarantee is not there.
    :raises ConditionNotMet: the day from which they meet the rules has not come.
    :raises DecidedAlone: nobody but the actor was for it.
    :raises DeniedByTheConcerned: somebody whom the decision names says that it is not so; of others it is open again.
    :raises CarriedByTheInterested: without those who turned out to have an interest it was not carried.
    :raises OwnWordsMissing: too few of those who decided have said so, or no member who was for it.
    :raises NamedOtherwiseSince: somebody from outside gave their record another name since the decision was entered.
    :raises Refusal: as `register.service.enter` raises.

    Source: CA 2006 s.112(2); CCBSA 2014 s.30; domain 2.8 INV-01, INV-02, INV-09.
    """
    deed = Deed(actor=actor, at=at)
    application = steps.locked(session, application_id)
    admitted = steps.last(session, application_id)
    steps.ensure_may_go(State(admitted.to_state), State.ENTERED)
    if actor.person_id == application.person_id:
        raise OwnEntry
    free_to_act(session, application_id, deed)
    ruled = _ruled(session, admitted)
    _ensure_ready(session, application, ruled, today=constitution.today(session, at=at))
    _ensure_own_words(session, ruled)
    _ensure_named_so(session, application, ruled, today=constitution.today(session, at=at))
    membership = _enter(session, application, ruled, actor=actor, at=at)
    steps.take(session, application, State.ENTERED, deed, membership_id=membership.id)
    return membership


def hindrance(session: Session, application_id: UUID, *, on: date) -> Refusal | None:
    """Return what an admission still waits for before its entry; None where nothing is missing.

    :raises NotFromThere: it is not admitted.
    """
    admitted = steps.last(session, application_id)
    steps.ensure_may_go(State(admitted.to_state), State.ENTERED)
    ruled = _ruled(session, admitted)
    try:
        _ensure_ready(session, queries.find(session, application_id), ruled, today=on)
        _ensure_own_words(session, ruled)
        _ensure_named_so(session, queries.find(session, application_id), ruled, today=on)
    except Refusal as missing:
        return missing
    return None


def _ruled(session: Session, admitted: ApplicationStep) -> AdmissionRuling:
    """Return the ruling on which an admission rests."""
    return session.get_one(AdmissionRuling, (admitted.application_id, admitted.decision_id))


def _ensure_ready(session: Session, application: MembershipApplication, ruled: AdmissionRuling, *, today: date) -> None:
    """Refuse an entry before its share or guarantee, and before its condition."""
    is_promised = application.undertaking != Undertaking.NONE
    if is_promised and queries.undertaking_given(session, application.id) is None:
        raise NotGivenYet
    if ruled.condition_on is not None and today < ruled.condition_on:
        raise ConditionNotMet(ruled.condition_on)


def _ensure_own_words(session: Session, ruled: AdmissionRuling) -> None:
    """Refuse an entry until those who decided have said so themselves, a member who was for it among them."""
    words = own_words_of(session, ruled)
    if words.is_disputed:
        raise DeniedByTheConcerned
    is_by_name = Body(constitution.decision(session, ruled.decision_id).body).votes_by_name
    if not carries_still(parts_now(session, ruled), needed=ruled.needed, votes_by_name=is_by_name):
        raise CarriedByTheInterested
    if words.bear_it:
        return
    raise OwnWordsMissing(said=words.said, needed=words.needed, has_member=words.has_member)


def _ensure_named_so(
    session: Session, application: MembershipApplication, ruled: AdmissionRuling, *, today: date
) -> None:
    """Refuse an entry under another name than those read who gave their word, unless one of the mutual wrote it.

    Source: domain 2.8 INV-42.
    """
    entered_at = constitution.decision(session, ruled.decision_id).entered_at
    before = subjects.names_when(session, [application.person_id], at=entered_at)[application.person_id]
    now = people.person_on(session, application.person_id, on=today)
    if now is None or folded(now.name) == folded(before):
        return
    if not _of_the_mutual(session, ruled, [now.recorded_by], on=today):
        raise NamedOtherwiseSince(before=before, now=now.name)


def own_words_of(session: Session, ruled: AdmissionRuling) -> OwnWords:
    """Return what those who decided on an admission have said of it themselves.

    Whenever they said it, it was on this admission: the decision named it before anybody could give their word. The
    word of whoever turned out to have an interest counts for nothing, whenever that was learned before the entry.

    Source: domain 2.8 INV-05, INV-42.
    """
    decision = constitution.decision(session, ruled.decision_id)
    words = confirmations.given(session, ruled.decision_id)
    return own_words(
        parts_now(session, ruled),
        votes_by_name=Body(decision.body).votes_by_name,
        words=words,
        of_the_mutual=_of_the_mutual(session, ruled, words, on=decision.decided_on),
    )


def parts_now(session: Session, ruled: AdmissionRuling) -> list[Part]:
    """Return everybody's part in an admission as it counts by what is known now of their interest on that day."""
    decided_on = constitution.decision(session, ruled.decision_id).decided_on
    interests = queries.interests_of_officers(session, queries.find(session, ruled.application_id), on=decided_on)
    return parts_in(queries.parts_of(session, ruled.application_id, ruled.decision_id), interests=interests)


def _of_the_mutual(session: Session, ruled: AdmissionRuling, people: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """Return which of some people speak for the mutual: members, and founders where it was decided in their time.

    Source: domain 2.7: no continuing privilege of founders.
    """
    among = belonging.of_the_mutual if ruled.is_in_founders_time else belonging.members_among
    return among(session, people, on=on)


def _enter(
    session: Session, application: MembershipApplication, ruled: AdmissionRuling, *, actor: Actor, at: datetime
) -> Membership:
    """Write the entry that an admission gives."""
    decision = constitution.decision(session, ruled.decision_id)
    parts = [one.participant for one in parts_now(session, ruled)]
    entry = Entry(
        person_id=application.person_id,
        constituency_id=application.constituency_id,
        sub_constituency_id=application.sub_constituency_id,
        decision_id=ruled.decision_id,
        is_told_apart=ruled.is_told_apart,
    )
    admission = ruling.admission_of(session, application, decision, parts)
    return register.enter(session, entry, admission=admission, actor=actor, at=at)


def lapse(session: Session, application_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Record that an admission lapsed, because its share or guarantee was not given in time. Clockwork may.

    :raises NotLapsedYet: there is still time, or it is given.
    :raises NotFromThere: it is not admitted.

    Source: domain 9.0b; the rules in force: days to give the share or guarantee.
    """
    application = steps.locked(session, application_id)
    admitted = steps.last(session, application_id)
    steps.ensure_may_go(State(admitted.to_state), State.LAPSED)
    today = constitution.today(session, at=at)
    days = constitution.rule_book_on(session, on=today).admission_lapse_days
    is_given = queries.undertaking_given(session, application_id) is not None
    is_promised = application.undertaking != Undertaking.NONE
    if is_given or not is_promised or today < lapses_on(admitted.dated_on, days=days):
        raise NotLapsedYet
    steps.take(session, application, State.LAPSED, Deed(actor=actor, at=at))
