"""Who stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots.models import OptionWithdrawal
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.core.words import say
from govern.elections import impartiality, limits, queries, steps
from govern.elections.models import Candidate, CandidateCategory, Election
from govern.elections.refusals import (
    AlreadyStanding,
    MayNotStand,
    NominationLate,
    NominationNotReceived,
    NoSuchCandidate,
    NoSuchCategory,
    TooYoungToStand,
)
from govern.elections.rules import State
from govern.register import queries as register
from govern.register.models import MembershipVersion, PersonVersion

MOST_MATCHES = 20


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """Somebody put forward.

    :param name: exactly as it will stand on the ballot, the count and the declaration.
    :param received_at: when the nomination reached the returning officer, which may be before it is entered.
    :param categories: those of the rules' limits that the candidate is of.
    """

    person_id: UUID
    name: str
    sort_name: str
    statement: LocalText
    received_at: datetime
    categories: tuple[str, ...] = ()


def enter(session: Session, election_id: UUID, nomination: Nomination, deed: Deed) -> Candidate:
    """Enter a candidate, whose number is the order of entry.

    :raises StepOutOfOrder: nominations are not open.
    :raises NominationLate: it was received after the closing time.
    :raises NominationNotReceived: it is said to have come later than now, or before nominations opened.
    :raises OwnElection: the returning officer nominates herself.
    :raises RunWhileConnected: the returning officer is connected with the candidate.
    :raises MayNotStand: the register does not show a member of the constituency.
    :raises AlreadyStanding: entered before.
    :raises NoSuchCategory: the rules limit no category of that name.

    Source: domain 3.2 (rules 9 to 14); INV-34.
    """
    election = queries.locked(session, election_id)
    steps.ensure_in(session, election_id, State.NOMINATIONS_OPEN, wanted=State.NOMINATIONS_OPEN)
    _ensure_may_stand(session, election, nomination, deed)
    number = 1 + (
        session.scalar(select(func.count()).select_from(Candidate).where(Candidate.election_id == election_id)) or 0
    )
    facts = {name: fact for name, fact in vars(nomination).items() if name != "categories"}
    candidate = Candidate(
        election_id=election_id, number=number, entered_at=deed.at, entered_by=deed.actor.person_id, **facts
    )
    session.add(candidate)
    session.flush()
    session.add_all(
        CandidateCategory(election_id=election_id, number=number, category=one) for one in nomination.categories
    )
    session.flush()
    told = {"number": number, "person": nomination.person_id}
    happening = Happening(event="candidate.entered", subject_id=election_id, facts=told)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return candidate


def _ensure_may_stand(session: Session, election: Election, nomination: Nomination, deed: Deed) -> None:
    if nomination.received_at > election.nominations_close_at:
        raise NominationLate(closed_at=election.nominations_close_at)
    _ensure_received(session, election, nomination.received_at, deed)
    today = constitution.today(session, at=deed.at)
    impartiality.ensure_not_close_to(session, {nomination.person_id}, deed.actor, on=today)
    if any(one.person_id == nomination.person_id for one in queries.candidates(session, election.id)):
        raise AlreadyStanding
    if not is_member(session, election, nomination.person_id, at=deed.at):
        raise MayNotStand
    ensure_old_enough(session, election, nomination.person_id)
    known = {limit.category for limit in limits.limits_of(session, election)}
    for category in nomination.categories:
        if category not in known:
            raise NoSuchCategory(category)


def _ensure_received(session: Session, election: Election, received_at: datetime, deed: Deed) -> None:
    """Refuse a nomination of the future, and one of a day before nominations opened."""
    if received_at > deed.at:
        raise NominationNotReceived(say("A nomination cannot be received later than now. Enter when it reached you."))
    taken = queries.steps(session, election.id)
    opened_on = next(step.dated_on for step in taken if step.to_state == State.NOMINATIONS_OPEN)
    if constitution.today(session, at=received_at) < opened_on:
        told = say(
            "Nominations opened on %(opened)s, and one that came before that day is not accepted."
            " Ask for it to be handed in again.",
            opened=opened_on,
        )
        raise NominationNotReceived(told)


def ensure_old_enough(session: Session, election: Election, person_id: UUID) -> None:
    """Refuse whoever would be too young for the board on the day on which the term begins.

    :raises TooYoungToStand: with the age and the day.

    Source: CCBSA 2014 s.31(3); CA 2006 s.157; INV-35.
    """
    age, on = constitution.rule_book(session, election.rule_set_id).min_director_age, election.term_starts_on
    if register.is_younger(session, person_id, age, on=on):
        raise TooYoungToStand(age=age, on=on)


def is_member(session: Session, election: Election, person_id: UUID, *, at: datetime) -> bool:
    """Say whether the register shows a person as a member of the electing constituency now.

    Source: INV-35: tested again before anybody is declared elected.
    """
    entitled = register.entitled(
        roll_date=constitution.today(session, at=at),
        known_at=at,
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
    ).subquery()
    return session.scalar(select(entitled.c.person_id).where(entitled.c.person_id == person_id)) is not None


def has_left(session: Session, election: Election, person_id: UUID, *, at: datetime) -> bool:
    """Say whether a person is a member of the electing constituency no longer; who is suspended is one still."""
    stays = select(MembershipVersion.id).where(
        MembershipVersion.person_id == person_id,
        MembershipVersion.constituency_id == election.constituency_id,
        register.is_active_on(constitution.today(session, at=at)),
    )
    if election.sub_constituency_id is not None:
        stays = stays.where(MembershipVersion.sub_constituency_id == election.sub_constituency_id)
    return session.scalar(stays.limit(1)) is None


@dataclass(frozen=True)
class Eligible:
    """A member who could stand."""

    person_id: UUID
    number: int
    name: str


def eligible(session: Session, election: Election, wanted: str, *, at: datetime) -> Sequence[Eligible]:
    """Return the members of the electing constituency whose name holds `wanted`, or whose number it is.

    :param wanted: a part of a name, or a member number; at most MOST_MATCHES are returned, by name.
    """
    today = constitution.today(session, at=at)
    entitled = register.entitled(
        roll_date=today,
        known_at=at,
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
    ).subquery()
    matches = func.lower(PersonVersion.name).contains(wanted.lower(), autoescape=True)
    if wanted.isdecimal() and len(wanted) < 10:
        matches = entitled.c.member_no == int(wanted)
    rows = session.execute(
        select(entitled.c.person_id, entitled.c.member_no, PersonVersion.name)
        .join(PersonVersion, PersonVersion.person_id == entitled.c.person_id)
        .where(
            PersonVersion.superseded_at.is_(None),
            PersonVersion.valid_from <= today,
            or_(PersonVersion.valid_to.is_(None), PersonVersion.valid_to > today),
            matches,
        )
        .order_by(PersonVersion.sort_name, entitled.c.member_no)
        .limit(MOST_MATCHES)
    )
    return [Eligible(*row) for row in rows]


def withdraw(session: Session, election_id: UUID, number: int, deed: Deed, *, withdrawn_on: date) -> None:
    """Take a candidate out: off the paper before it is frozen, passed over at the count after that.

    :param deed: its note says why: withdrawn, died, no longer a member.
    :raises NoSuchCandidate: nobody of that number stands.
    :raises OwnElection: the actor stands.
    :raises RunWhileConnected: the actor is connected with somebody who stands.
    :raises StepOutOfOrder: the ballots are being counted, or were.

    Source: domain 3.2 (rules 17 and 59); ballots 2, "Manifest".
    """
    election = queries.locked(session, election_id)
    candidate = ensure_may_be_withdrawn(session, election_id, number, deed)
    take_out(session, election, candidate, deed, withdrawn_on=withdrawn_on)


def ensure_may_be_withdrawn(session: Session, election_id: UUID, number: int, deed: Deed) -> Candidate:
    """Return a candidate who can be taken out now, or refuse as `withdraw` does."""
    steps.ensure_in(session, election_id, *WITHDRAWABLE, wanted=State.CANDIDATES_PUBLISHED)
    impartiality.ensure_impartial(session, election_id, deed.actor, on=constitution.today(session, at=deed.at))
    candidate = session.get(Candidate, (election_id, number))
    if candidate is None or candidate.withdrawn_on is not None:
        raise NoSuchCandidate
    return candidate


def take_out(
    session: Session,
    election: Election,
    candidate: Candidate,
    deed: Deed,
    *,
    withdrawn_on: date,
    has_withdrawn: bool = True,
) -> None:
    """Write that a candidate no longer stands, and since when; on a frozen paper the line stays and is passed over.

    :param has_withdrawn: whether they said so themselves; else their membership ended, and the journal says that.
    """
    candidate.withdrawn_on, candidate.withdrawn_reason = withdrawn_on, deed.note
    number = candidate.number
    if election.poll_id is not None:
        session.add(OptionWithdrawal(poll_id=election.poll_id, number=number, withdrawn_at=deed.at, reason=deed.note))
    facts = {"number": number}
    withdrew = Happening(event="candidate.withdrawn", subject_id=election.id, facts=facts)
    ended = Happening(event="candidate.membership_ended", subject_id=election.id, facts=facts)
    audit.record(session, withdrew if has_withdrawn else ended, actor=deed.actor, at=deed.at)
    session.flush()


WITHDRAWABLE = (
    State.NOMINATIONS_OPEN,
    State.NOMINATIONS_CLOSED,
    State.CANDIDATES_PUBLISHED,
    State.WITHDRAWALS_CLOSED,
    State.ARMED,
    State.POLL_OPEN,
    State.POLL_CLOSED,
    State.SEALED,
    State.DISCREPANCY,
)
