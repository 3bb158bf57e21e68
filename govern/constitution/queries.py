"""Questions about the mutual, its rules, its decisions and its seats."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from govern.constitution.models import (
    BoardPlan,
    Constituency,
    Decision,
    DecisionParticipant,
    DecisionSubject,
    DiscardedDraft,
    Mutual,
    RuleSet,
    RuleSetRegistration,
    Seat,
    SubConstituency,
)
from govern.constitution.refusals import BeforeTheMutual, NotFounded
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import Body, LegalForm, Matter, Participant, Subject, Vote, divided
from govern.core import clock, lookup
from govern.core.languages import LocalText
from govern.core.paging import PAGE_SIZE, Page, offset

MOST = 200
_MUTUAL = select(Mutual)
# Of the rules in force on a day, and of the board plans, the last. Asked many times in one deed, so built once.
_IN_FORCE = (
    select(RuleSetRegistration.rule_set_id)
    .join(RuleSet, RuleSet.id == RuleSetRegistration.rule_set_id)
    .where(RuleSetRegistration.registered_on <= bindparam("on"))
    .order_by(RuleSetRegistration.registered_on.desc(), RuleSet.version.desc())
    .limit(1)
)
_PLAN = select(BoardPlan).where(BoardPlan.adopted_on <= bindparam("on")).order_by(BoardPlan.adopted_on.desc()).limit(1)


def find_mutual(session: Session) -> Mutual | None:
    """Return the mutual, or None before the founding.

    A session asks once: the one mutual stays while it stands (mutual_is_kept).
    """
    known: Mutual | None = session.info.get(Mutual)
    if known is None or known not in session:
        known = session.scalar(_MUTUAL)
        session.info[Mutual] = known
    return known


def mutual(session: Session) -> Mutual:
    """Return the mutual.

    :raises NotFounded: there is none yet.
    """
    found = find_mutual(session)
    if found is None:
        raise NotFounded
    return found


def legal_form(session: Session) -> LegalForm:
    """Return what the mutual is in law."""
    return LegalForm(mutual(session).legal_form)


def today(session: Session, *, at: datetime) -> date:
    """Return the date that a clock on the mutual's wall shows at an instant."""
    return clock.local_date(at, mutual(session).time_zone)


def ensure_begun(session: Session, *, by: date) -> None:
    """Refuse a day before the mutual's first rules took effect. Before the founding any day will do.

    :raises BeforeTheMutual: the day is before it.
    """
    began_on = session.scalar(select(func.min(RuleSetRegistration.registered_on)))
    if began_on is not None and by < began_on:
        raise BeforeTheMutual(by, began_on=began_on)


def rule_set_on(session: Session, *, on: date) -> RuleSet:
    """Return the version of the rules in force on a day: the one registered last, up to and on that day.

    :raises NotFounded: no rules were in force then.

    Source: Co-operative and Community Benefit Societies Act 2014 s.16: no change is valid until registered.
    """
    return lookup.find(session, RuleSet, _in_force(session, on))


def _in_force(session: Session, on: date) -> UUID:
    """Return the id of the version in force on a day.

    Asked anew each time, for another transaction may have registered one since. The version itself is not read again.
    """
    found = session.scalar(_IN_FORCE, {"on": on})
    if found is None:
        raise NotFounded
    return found


def rule_book(session: Session, rule_set_id: UUID) -> RuleBook:
    """Return the rule book of one version, such as the one that a poll is pinned to.

    A session reads each version once: none is ever changed (rule_set_is_append_only).
    """
    read: dict[UUID, RuleBook] = session.info.setdefault(RuleBook, {})
    if rule_set_id not in read:
        stored = lookup.find(session, RuleSet, rule_set_id)
        read[rule_set_id] = RuleBook.from_parameters(stored.parameters, legal_form=legal_form(session))
    return read[rule_set_id]


def rule_book_on(session: Session, *, on: date) -> RuleBook:
    """Return the rule book in force on a day.

    :raises NotFounded: no rules were in force then.
    """
    return rule_book(session, _in_force(session, on))


def rule_sets(session: Session) -> Sequence[tuple[RuleSet, RuleSetRegistration | None]]:
    """Return every version with its registration, if it has one; the newest first, and none that was discarded."""
    rows = session.execute(
        select(RuleSet, RuleSetRegistration)
        .outerjoin(RuleSetRegistration, RuleSetRegistration.rule_set_id == RuleSet.id)
        .where(RuleSet.id.not_in(select(DiscardedDraft.rule_set_id)))
        .order_by(RuleSet.version.desc())
    )
    return [(version, registration) for version, registration in rows]


def rule_set(session: Session, rule_set_id: UUID) -> tuple[RuleSet, RuleSetRegistration | None]:
    """Return one version with its registration, if it has one.

    :raises NotFound: there is none of this id.
    """
    found = lookup.find(session, RuleSet, rule_set_id)
    return found, session.get(RuleSetRegistration, rule_set_id)


def unregistered(session: Session) -> Sequence[RuleSet]:
    """Return the versions of the rules that are drafted and take no effect yet, the oldest first.

    A version before one that is registered is not waited for any more.
    """
    registered = select(func.max(RuleSet.version)).join(
        RuleSetRegistration, RuleSetRegistration.rule_set_id == RuleSet.id
    )
    drafts = select(RuleSet).where(
        RuleSet.version > func.coalesce(registered.scalar_subquery(), 0),
        RuleSet.id.not_in(select(DiscardedDraft.rule_set_id)),
    )
    return session.scalars(drafts.order_by(RuleSet.drafted_at, RuleSet.version)).all()


def constituencies(session: Session) -> Sequence[Constituency]:
    """Return the constituencies, the one that is tried first before the others."""
    return session.scalars(select(Constituency).order_by(Constituency.precedence)).all()


def names_of_constituencies(session: Session) -> dict[str, LocalText]:
    """Return the name of each constituency, by its code."""
    return {one.code: one.name for one in constituencies(session)}


def parts(session: Session) -> Sequence[SubConstituency]:
    """Return the parts of all constituencies, by constituency and code."""
    query = select(SubConstituency).join(Constituency, Constituency.id == SubConstituency.constituency_id)
    return session.scalars(query.order_by(Constituency.precedence, SubConstituency.code)).all()


def decision(session: Session, decision_id: UUID) -> Decision:
    """Return one decision.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, Decision, decision_id)


def held(session: Session, decision_id: UUID) -> Decision:
    """Return one decision, held until the transaction ends: it is applied and denied one after the other.

    :raises NotFound: there is none of this id.
    """
    return lookup.locked(session, Decision, decision_id, key_stays=True)


def decisions_among(session: Session, ids: Iterable[UUID]) -> dict[UUID, Decision]:
    """Return some decisions by their ids."""
    return {one.id: one for one in session.scalars(select(Decision).where(Decision.id.in_(list(ids))))}


def founders_decision(session: Session) -> Decision:
    """Return the one decision that the founders took as such.

    :raises NotFounded: there is none yet.
    """
    found = session.scalar(select(Decision).where(Decision.body == Body.FOUNDERS))
    if found is None:
        raise NotFounded
    return found


def decisions_of(session: Session, *bodies: Body) -> Sequence[Decision]:
    """Return the decisions of some bodies, the newest first, as many as one would look through."""
    query = select(Decision).where(Decision.body.in_(bodies))
    return session.scalars(query.order_by(Decision.decided_on.desc(), Decision.entered_at.desc()).limit(MOST)).all()


def participants(session: Session, decision_id: UUID) -> list[Participant]:
    """Return who took part in a decision, and how."""
    rows = session.scalars(select(DecisionParticipant).where(DecisionParticipant.decision_id == decision_id))
    return [
        Participant(person_id=row.person_id, is_present=row.is_present, is_recused=row.is_recused, vote=Vote(row.vote))
        for row in rows
    ]


def subjects(session: Session, decision_id: UUID) -> list[Subject]:
    """Return whom a decision is about, by matter, in an order that stays."""
    query = select(DecisionSubject).where(DecisionSubject.decision_id == decision_id)
    rows = session.scalars(query.order_by(DecisionSubject.matter, DecisionSubject.person_id))
    return [
        Subject(
            person_id=row.person_id,
            matter=Matter(row.matter),
            application_id=row.application_id,
            constituency_id=row.constituency_id,
            sub_constituency_id=row.sub_constituency_id,
        )
        for row in rows
    ]


def decisions_about(session: Session, person_id: UUID, *matters: Matter) -> Sequence[Decision]:
    """Return the decisions that are about somebody in one of some matters, the newest first."""
    named = exists().where(
        DecisionSubject.decision_id == Decision.id,
        DecisionSubject.person_id == person_id,
        DecisionSubject.matter.in_(matters),
    )
    query = select(Decision).where(named)
    return session.scalars(query.order_by(Decision.decided_on.desc(), Decision.entered_at.desc())).all()


def decisions(session: Session, *, page: int = 1) -> Page[Decision]:
    """Return one page of the decisions, the newest first."""
    total = session.scalar(select(func.count()).select_from(Decision)) or 0
    query = select(Decision).order_by(Decision.decided_on.desc(), Decision.entered_at.desc(), Decision.id)
    items = session.scalars(query.offset(offset(page)).limit(PAGE_SIZE)).all()
    return Page(list(items), max(1, page), total)


def decisions_entered_since(session: Session, at: datetime) -> Sequence[Decision]:
    """Return the decisions that were entered at or after an instant, the newest first, as many as one looks through."""
    query = select(Decision).where(Decision.entered_at >= at)
    return session.scalars(query.order_by(Decision.entered_at.desc(), Decision.id).limit(MOST)).all()


def plan_on(session: Session, *, on: date) -> BoardPlan | None:
    """Return the board plan in force on a day: the one adopted last, up to and on that day."""
    return session.scalar(_PLAN, {"on": on})


def seats(session: Session, *, on: date) -> Sequence[Seat]:
    """Return the seats of the board plan in force on a day, by third and number."""
    plan = plan_on(session, on=on)
    if plan is None:
        return []
    return session.scalars(select(Seat).where(Seat.plan_id == plan.id).order_by(Seat.third, Seat.number)).all()


def divided_on(session: Session, *, on: date) -> frozenset[UUID]:
    """Return the constituencies that the board plan in force on a day divides whole among their parts."""
    return divided((seat.constituency_id, seat.sub_constituency_id) for seat in seats(session, on=on))


def open_on(session: Session, *, on: date) -> list[Constituency]:
    """Return the constituencies that somebody can belong to on a day: they elect, or the rules name them."""
    electing = {seat.constituency_id for seat in seats(session, on=on)}
    named = rule_book_on(session, on=on).constituencies
    return [one for one in constituencies(session) if one.third or one.id in electing or one.code in named]
