"""Questions about applications: where each is, what shows it, who decided, what waits for whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, exists, select
from sqlalchemy.orm import Session, aliased

from govern.admissions import criteria, denials
from govern.admissions.criteria import AgeAsked, Applicant, Finding, Home, Stated
from govern.admissions.models import (
    AdmissionRuling,
    ApplicationEvidence,
    ApplicationRecommendation,
    ApplicationRecusal,
    ApplicationStep,
    EvidenceVerification,
    MembershipApplication,
    RulingPart,
    UndertakingGiven,
)
from govern.admissions.rules import OPEN, FactKind, Interest, State, lapses_on
from govern.constitution import queries as constitution
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import Participant, Third, Vote
from govern.core import lookup
from govern.core.db import AnyRow, AnySelect
from govern.core.errors import NotFound
from govern.register import queries as register
from govern.register.connections import connected_to
from govern.register.models import Person
from govern.register.rules import PersonKind
from govern.register.stand_ins import tied_now


def find(session: Session, application_id: UUID) -> MembershipApplication:
    """Return one application.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, MembershipApplication, application_id)


def steps_of(session: Session, application_id: UUID) -> Sequence[ApplicationStep]:
    """Return every step of an application, the first one first."""
    query = select(ApplicationStep).where(ApplicationStep.application_id == application_id)
    return session.scalars(query.order_by(ApplicationStep.n)).all()


def of_person(session: Session, person_id: UUID) -> Sequence[MembershipApplication]:
    """Return every application of somebody, the newest first."""
    query = select(MembershipApplication).where(MembershipApplication.person_id == person_id)
    return session.scalars(query.order_by(MembershipApplication.entered_at.desc())).all()


def open_of(session: Session, person_id: UUID) -> MembershipApplication | None:
    """Return somebody's application that still waits for somebody to do something, if there is one."""
    query = select(MembershipApplication).where(MembershipApplication.person_id == person_id, _is_in(*OPEN))
    return session.scalar(query.limit(1))


def _is_in(*states: State) -> Exists:
    """Return the condition that the last step of an application is to one of these states."""
    return exists().where(
        ApplicationStep.application_id == MembershipApplication.id,
        ApplicationStep.to_state.in_(states),
        _is_last(),
    )


def _is_last() -> ColumnElement[bool]:
    later = aliased(ApplicationStep)
    return ~exists().where(later.application_id == ApplicationStep.application_id, later.n > ApplicationStep.n)


@dataclass(frozen=True, kw_only=True)
class Line:
    """An application in a queue.

    :param source_mark: keyed digest of where it came from.
    :param since_on: the day since which it is in its state.
    """

    application_id: UUID
    person_id: UUID
    constituency_id: UUID
    sub_constituency_id: UUID | None
    channel: str
    submitted_at: datetime | None
    source_mark: str | None
    state: State
    since_on: date


def queue(session: Session, *states: State, since: date | None = None) -> list[Line]:
    """Return the applications in these states, in the order in which they came in.

    :param since: only those that came to their state on this day or later.

    Source: domain 10 case 3: everybody by the same criteria, in the order of receipt.
    """
    query = _lines().where(ApplicationStep.to_state.in_(states))
    if since is not None:
        query = query.where(ApplicationStep.dated_on >= since)
    return [_line(row) for row in session.execute(query)]


def waiting_for_entry(session: Session, person_id: UUID) -> list[Line]:
    """Return somebody's applications that were admitted and not entered yet."""
    query = _lines().where(ApplicationStep.to_state == State.ADMITTED, MembershipApplication.person_id == person_id)
    return [_line(row) for row in session.execute(query)]


def _line(row: AnyRow) -> Line:
    return Line(**dict(row._mapping) | {"state": State(row.state)})


def _lines() -> AnySelect:
    return (
        select(
            MembershipApplication.id.label("application_id"),
            MembershipApplication.person_id,
            MembershipApplication.constituency_id,
            MembershipApplication.sub_constituency_id,
            MembershipApplication.channel,
            MembershipApplication.submitted_at,
            MembershipApplication.source_mark,
            ApplicationStep.to_state.label("state"),
            ApplicationStep.dated_on.label("since_on"),
        )
        .join(ApplicationStep, ApplicationStep.application_id == MembershipApplication.id)
        .where(_is_last())
        .order_by(MembershipApplication.submitted_at, MembershipApplication.id)
    )


def lapsing(session: Session, *, on: date) -> list[Line]:
    """Return the admitted applications whose share or guarantee was not given in the days that the rules leave."""
    days = constitution.rule_book_on(session, on=on).admission_lapse_days
    given = exists().where(UndertakingGiven.application_id == MembershipApplication.id)
    query = _lines().where(
        ApplicationStep.to_state == State.ADMITTED, MembershipApplication.undertaking != "none", ~given
    )
    rows = [_line(row) for row in session.execute(query)]
    return [one for one in rows if lapses_on(one.since_on, days=days) <= on]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A fact that an application states, and who has seen the proof."""

    evidence: ApplicationEvidence
    verified_by: UUID | None
    verified_at: datetime | None


def evidence_of(session: Session, application_id: UUID) -> list[Shown]:
    """Return what an application states, in the order in which it was stated."""
    rows = session.execute(
        select(ApplicationEvidence, EvidenceVerification)
        .outerjoin(EvidenceVerification, EvidenceVerification.evidence_id == ApplicationEvidence.id)
        .where(ApplicationEvidence.application_id == application_id)
        .order_by(ApplicationEvidence.stated_at, ApplicationEvidence.id)
    )
    return [
        Shown(
            evidence=one,
            verified_by=None if seen is None else seen.verified_by,
            verified_at=None if seen is None else seen.verified_at,
        )
        for one, seen in rows
    ]


def findings_of(session: Session, application: MembershipApplication, *, on: date) -> list[Finding]:
    """Return what the rules in force on a day find of an application, criterion by criterion."""
    found = _found(session, application, criteria.findings, on=on)
    return criteria.not_in_the_rules() if found is None else found


def resting_on_word(session: Session, application: MembershipApplication, *, on: date) -> list[Finding]:
    """Return what is found of an application by a fact of which nobody without an interest has seen the proof."""
    return _found(session, application, criteria.resting_on_word, on=on) or []


def _found(
    session: Session, application: MembershipApplication, finds: Callable[..., list[Finding]], *, on: date
) -> list[Finding] | None:
    """Hold an application against the rules in force on a day; None where they do not name its constituency."""
    book = constitution.rule_book_on(session, on=on)
    homes = homes_in(session, book)
    home = homes.pop(application.constituency_id, None)
    if home is None:
        return None
    applicant = _applicant(session, application, on=on)
    age = AgeAsked(youngest=book.min_member_age, is_to_be_shown=book.admission_needs_proof)
    return finds(applicant, home=home, others=homes.values(), age=age, on=on)


def facts_for(session: Session, application: MembershipApplication, *, on: date) -> dict[FactKind, Home | None]:
    """Return the facts that bear on an application by the rules of a day.

    :returns: each with the constituency that goes before the one applied to, where it is asked for that one's sake.
    """
    book = constitution.rule_book_on(session, on=on)
    homes = homes_in(session, book)
    home = homes.pop(application.constituency_id, None)
    if home is None:
        return dict.fromkeys(FactKind)
    bearing = criteria.bearing_on(home, homes.values(), is_age_shown=book.admission_needs_proof)
    return {kind: None if whose is home else whose for kind, whose in bearing.items()}


def homes_in(session: Session, book: RuleBook) -> dict[UUID, Home]:
    """Return the constituencies of which the rules say who belongs to them."""
    return {
        one.id: Home(
            code=one.code,
            name=one.name,
            third=None if one.third is None else Third(one.third),
            criteria=book.constituencies[one.code],
        )
        for one in constitution.constituencies(session)
        if one.code in book.constituencies
    }


def _applicant(session: Session, application: MembershipApplication, *, on: date) -> Applicant:
    known = register.person_on(session, application.person_id, on=on)
    return Applicant(
        is_body=session.get_one(Person, application.person_id).kind == PersonKind.BODY,
        birth_on=None if known is None else known.birth_on,
        is_known_adult=known is not None and known.adult_confirmed_on is not None,
        facts=[
            Stated(
                kind=FactKind(one.evidence.kind),
                day=one.evidence.day,
                number=one.evidence.number,
                is_verified=one.verified_by is not None,
            )
            for one in evidence_of(session, application.id)
        ],
    )


def recommendations_of(session: Session, application_id: UUID) -> Sequence[ApplicationRecommendation]:
    """Return what was recommended, the oldest first."""
    query = select(ApplicationRecommendation).where(ApplicationRecommendation.application_id == application_id)
    return session.scalars(query.order_by(ApplicationRecommendation.recommended_at)).all()


def rulings_of(session: Session, application_id: UUID) -> Sequence[AdmissionRuling]:
    """Return what bodies decided on an application, the oldest first."""
    query = select(AdmissionRuling).where(AdmissionRuling.application_id == application_id)
    return session.scalars(query.order_by(AdmissionRuling.ruled_at)).all()


def parts_of(session: Session, application_id: UUID, decision_id: UUID) -> list[Participant]:
    """Return everybody's part in the decision on one application, as it counts there."""
    rows = session.scalars(
        select(RulingPart).where(RulingPart.application_id == application_id, RulingPart.decision_id == decision_id)
    )
    return [
        Participant(person_id=row.person_id, is_present=row.is_present, is_recused=row.is_recused, vote=Vote(row.vote))
        for row in rows
    ]


def ruled_by(session: Session, decision_id: UUID) -> list[tuple[UUID, UUID, State]]:
    """Return the applications that a decision was on, each with the applicant and the outcome."""
    rows = session.execute(
        select(MembershipApplication.id, MembershipApplication.person_id, AdmissionRuling.outcome)
        .join(AdmissionRuling, AdmissionRuling.application_id == MembershipApplication.id)
        .where(AdmissionRuling.decision_id == decision_id)
        .order_by(MembershipApplication.submitted_at, MembershipApplication.id)
    )
    return [(one, person_id, State(outcome)) for one, person_id, outcome in rows]


def interests_recorded(session: Session, application_id: UUID, decision_id: UUID) -> dict[UUID, Interest]:
    """Return whose part in the decision on one application did not count, and why."""
    rows = session.execute(
        select(RulingPart.person_id, RulingPart.interest).where(
            RulingPart.application_id == application_id,
            RulingPart.decision_id == decision_id,
            RulingPart.interest.is_not(None),
        )
    )
    return {person_id: Interest(interest) for person_id, interest in rows if interest is not None}


def undertaking_given(session: Session, application_id: UUID) -> UndertakingGiven | None:
    """Return the share or guarantee given for an application, if it is."""
    return session.get(UndertakingGiven, application_id)


def interests_in(session: Session, application: MembershipApplication, *, on: date) -> dict[UUID, Interest]:
    """Return who has no part on a day in what is decided on an application, and why.

    The applicant; who is connected with them, those of the body that appointed them too where they are a
    director; who shares a membership with them, or acts for one of the two; who stood back; and on an appeal who
    decided before.

    Source: domain 2.8 INV-01, INV-03, INV-05, INV-06, INV-41.
    """
    found = dict.fromkeys(_original_deciders(session, application.id), Interest.ORIGINAL_DECIDER)
    return found | interests_of_officers(session, application, on=on)


def interests_of_officers(session: Session, application: MembershipApplication, *, on: date) -> dict[UUID, Interest]:
    """Return who may neither check, certify, recommend nor enter on a day, and why. Who decided before may."""
    close = connected_to(session, application.person_id, on=on) | tied_now(session, application.person_id, on=on)
    found = dict.fromkeys(close, Interest.CONNECTED)
    found |= dict.fromkeys(stood_back(session, application.id), Interest.DECLARED)
    return found | {application.person_id: Interest.APPLICANT}


def stood_back(session: Session, application_id: UUID) -> frozenset[UUID]:
    """Return who stands back from an application by their own word."""
    query = select(ApplicationRecusal.person_id).where(ApplicationRecusal.application_id == application_id)
    return frozenset(session.scalars(query))


def _original_deciders(session: Session, application_id: UUID) -> list[UUID]:
    """Return who had a part that counted in an earlier decision on an application, but for those that are denied."""
    rows = session.scalars(select(RulingPart).where(RulingPart.application_id == application_id, ~denials.is_undone()))
    return [row.person_id for row in rows if row.vote != Vote.NONE or (row.is_present and not row.is_recused)]


def approvals_since(session: Session, since: datetime) -> dict[UUID, set[UUID]]:
    """Return whom each person was for, among the admissions decided since an instant.

    Source: domain 2.8 INV-04.
    """
    rows = session.execute(
        select(RulingPart.person_id, MembershipApplication.person_id)
        .join(MembershipApplication, MembershipApplication.id == RulingPart.application_id)
        .join(
            AdmissionRuling,
            (AdmissionRuling.application_id == RulingPart.application_id)
            & (AdmissionRuling.decision_id == RulingPart.decision_id),
        )
        .where(
            RulingPart.vote == Vote.FOR,
            AdmissionRuling.outcome == State.ADMITTED,
            AdmissionRuling.ruled_at >= since,
            ~denials.is_undone(),
        )
    )
    found: dict[UUID, set[UUID]] = {}
    for approver, admitted in rows:
        found.setdefault(approver, set()).add(admitted)
    return found


def find_evidence(session: Session, application_id: UUID, evidence_id: UUID) -> Shown:
    """Return one fact that an application states.

    :raises NotFound: the application states none of this id.
    """
    for one in evidence_of(session, application_id):
        if one.evidence.id == evidence_id:
            return one
    raise NotFound
