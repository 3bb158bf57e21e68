"""State that somebody qualifies and where the proof is, and have somebody without an interest look at it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import applications, queries, steps
from govern.admissions.models import ApplicationEvidence, EvidenceVerification, MembershipApplication
from govern.admissions.refusals import AlreadyVerified, FactIncomplete, FactNotYetSo, SpokeForIt, VerifierInterested
from govern.admissions.rules import FactKind, State
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.core import lookup
from govern.core.actors import Deed

PLACE_LENGTH = 200
MOST_HOURS = 168
BEFORE_THE_DECISION = (State.DRAFT, State.SUBMITTED, State.UNDER_CHECK, State.REFERRED_BACK, State.APPEALED)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """That somebody qualifies: since when, or for how many hours a week. Never why they need support.

    :param kept_at: where the proof is kept: personnel file 114.
    """

    kind: FactKind
    kept_at: str
    day: date | None = None
    number: int | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether it has its value and nothing else, and says where the proof is."""
        has_right_value = (self.day is not None) == self.kind.has_day and (self.number is not None) == (
            self.kind.has_number
        )
        is_possible = self.number is None or 0 <= self.number <= MOST_HOURS
        return has_right_value and is_possible and 1 <= len(self.kept_at.strip()) <= PLACE_LENGTH


def state(session: Session, application_id: UUID, fact: Fact, *, deed: Deed) -> ApplicationEvidence:
    """State a fact in an application; what was stated before stays beside it.

    :raises FactIncomplete: it lacks its value, or where the proof is.
    :raises FactNotYetSo: its day has not come.
    :raises NotFromThere: the application is decided.

    Source: domain 2.1; UK GDPR Art. 5(1)(c), Art. 9.
    """
    assert deed.actor.person_id is not None
    application = steps.locked(session, application_id)
    applications.ensure_from(session, application_id, *BEFORE_THE_DECISION, wanted=State.UNDER_CHECK)
    ensure_possible(fact, today=constitution.today(session, at=deed.at))
    row = ApplicationEvidence(
        application_id=application.id,
        kind=fact.kind,
        day=fact.day,
        number=fact.number,
        kept_at=fact.kept_at.strip(),
        stated_by=deed.actor.person_id,
        stated_at=deed.at,
        salt=steps.fresh_salt(),
    )
    steps.record(session, row, event="application.fact_stated", deed=deed)
    return row


def ensure_possible(fact: Fact, *, today: date) -> None:
    """Refuse a fact that nobody can state today.

    :raises FactIncomplete: it lacks its value, or where the proof is.
    :raises FactNotYetSo: its day has not come.
    """
    if not fact.is_whole:
        raise FactIncomplete
    if fact.day is not None and fact.day > today:
        raise FactNotYetSo


def verify(session: Session, evidence_id: UUID, *, deed: Deed) -> EvidenceVerification:
    """Certify that one has seen the proof of a fact.

    :raises NotFound: there is no such fact.
    :raises VerifierInterested: the actor is the applicant, or connected to them, or stood back.
    :raises AlreadyVerified: somebody has seen it.
    :raises SpokeForIt: the actor stated the fact, or entered the application.
    :raises NotFromThere: the application is decided.

    Source: domain 2.8 INV-08.
    """
    assert deed.actor.person_id is not None
    stated = lookup.find(session, ApplicationEvidence, evidence_id)
    application = steps.locked(session, stated.application_id)
    today = constitution.today(session, at=deed.at)
    if deed.actor.person_id in queries.interests_of_officers(session, application, on=today):
        raise VerifierInterested
    if session.get(EvidenceVerification, evidence_id) is not None:
        raise AlreadyVerified
    if deed.actor.person_id in spoke_for(application, stated):
        raise SpokeForIt
    applications.ensure_from(session, application.id, *BEFORE_THE_DECISION, wanted=State.UNDER_CHECK)
    row = EvidenceVerification(evidence_id=evidence_id, verified_by=deed.actor.person_id, verified_at=deed.at)
    session.add(row)
    session.flush()
    facts = {"id": evidence_id}
    happening = Happening(event="application.fact_verified", subject_id=application.id, facts=facts)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return row


def spoke_for(application: MembershipApplication, stated: ApplicationEvidence) -> frozenset[UUID]:
    """Return who cannot be the one who sees the proof of a fact: who stated it, and who entered the application."""
    return frozenset({stated.stated_by, application.entered_by})
