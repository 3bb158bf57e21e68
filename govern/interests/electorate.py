"""Who decides a motion, and who of them has no vote on it: one SELECT each, run inside the database.

Whoever is barred is on no roll, so that votes, quorum, turnout and denominator all leave them out alike.

Source: domain 2.8 INV-17, INV-20, INV-21, INV-23, INV-26, INV-33, INV-38.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import CompoundSelect, Date, Select, String, Uuid, bindparam, false, func, literal, select, union
from sqlalchemy.orm import Session

from govern.admissions.models import ApplicationRecusal
from govern.board import queries as board
from govern.constitution import ages
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import InConflict, ReservedMatter
from govern.constitution.rulebook import RuleBook
from govern.core.db import AnySelect, UtcDateTime
from govern.interests import queries as interest_queries
from govern.motions import queries
from govern.motions.models import Motion, MotionConcern
from govern.motions.rules import Bar, Concern, Deciders, Kind
from govern.register import connections, stand_ins
from govern.register import queries as register
from govern.register.models import Membership, MembershipVersion, PersonVersion
from govern.register.queries import is_active_on
from govern.register.rules import born_by
from govern.rolls.models import Capacity

ENDING = frozenset({ReservedMatter.CONVERSION, ReservedMatter.DISSOLUTION, ReservedMatter.WINDING_UP})
ENDING_IN_LAW = ("ccbsa-111", "ccbsa-113", "ccbsa-119", "ccbsa-120")


@dataclass(frozen=True, kw_only=True)
class Called:
    """On what terms a roll is asked for.

    :param roll_date: entitlement is tested on this date.
    :param known_at: as the register stood at this instant.
    :param book: the rules in force when notice was given.
    :param noticed_on: when notice was first given; who was admitted after it may be barred.
    :param opens_on: the day on which voting opens, by which rules can test a voter's age; None for the roll date.
    :param interested: who declared an interest in the motion, or was named by a ground that stands.
    """

    roll_date: date
    known_at: datetime
    book: RuleBook
    noticed_on: date
    opens_on: date | None = None
    interested: frozenset[UUID] = frozenset()


def electors_of(session: Session, motion: Motion, called: Called) -> AnySelect:
    """Return the SELECT of those who decide a motion, in the columns that a roll wants, without whoever is barred."""
    everybody = _everybody(motion, called).subquery()
    barred = bars_of(session, motion, called).subquery()
    return select(everybody).where(everybody.c.person_id.not_in(select(barred.c.person_id)))


def bars_of(session: Session, motion: Motion, called: Called) -> AnySelect:
    """Return the SELECT of (person_id, bar): who would decide a motion and may not, with each reason."""
    everybody = _everybody(motion, called).subquery()
    reasons = _reasons(session, motion, called).subquery()
    return (
        select(reasons.c.person_id, reasons.c.bar)
        .where(reasons.c.person_id.in_(select(everybody.c.person_id)))
        .order_by(reasons.c.person_id, reasons.c.bar)
    )


def entitled_among(session: Session, deciders: Deciders, people: Collection[UUID], *, at: datetime) -> frozenset[UUID]:
    """Return who of some people has a vote today where motions of this body go."""
    today = constitution.today(session, at=at)
    if deciders is Deciders.BOARD:
        return frozenset(people) & frozenset(board.directors_on(session, today))
    age = constitution.rule_book_on(session, on=today).min_voting_age
    asked = {"people": list(people), "on": today, "at": at, "born_by": born_by(age=age, on=today)}
    return frozenset(session.scalars(_entitled_members(), asked))


@cache
def _entitled_members() -> Select[UUID]:
    """Return the SELECT of who of some people is a member with a vote, which every deed with a motion asks."""
    on, at, born = (
        bindparam("on", type_=Date()),
        bindparam("at", type_=UtcDateTime()),
        bindparam("born_by", type_=Date()),
    )
    entitled = register.entitled(roll_date=on, known_at=at, born_by=born).subquery()
    return select(entitled.c.person_id).where(entitled.c.person_id.in_(bindparam("people", expanding=True)))


def size_of(session: Session, motion: Motion, called: Called) -> int:
    """Return how many there are of whom those who decide are a part: all members, all of the class, or all directors.

    The barred, the suspended and the young are among them. Of how many of them a share is, `weighing` says.
    """
    if motion.deciders == Deciders.BOARD:
        return len(board.directors_on(session, called.roll_date))
    query = select(func.count()).select_from(MembershipVersion).where(is_active_on(called.roll_date))
    if motion.constituency_id is not None:
        query = query.where(MembershipVersion.constituency_id == motion.constituency_id)
    return session.scalar(query) or 0


def in_office(session: Session, motion: Motion, on: date) -> dict[str, int]:
    """Return how many directors with a vote each third has on a day, those who are barred among them."""
    if motion.deciders != Deciders.BOARD:
        return {}
    seated = board.seated(on, has_coopted=True).subquery()
    rows = session.execute(select(seated.c.third, func.count()).group_by(seated.c.third))
    return dict(rows.all())


def _everybody(motion: Motion, called: Called) -> AnySelect:
    """Select everybody who decides such a motion, barred or not."""
    return _directors(called) if motion.deciders == Deciders.BOARD else _members(motion, called)


def _members(motion: Motion, called: Called) -> AnySelect:
    """Select the members, or those of one class, who were entitled on the roll date.

    A change of the franchise is decided by the classes that the rules named when notice was given.

    Source: domain 2.8 INV-26.
    """
    age_on = ages.tested_on(called.book, roll_date=called.roll_date, opens_on=called.opens_on or called.roll_date)
    entitled = register.entitled(
        roll_date=called.roll_date,
        known_at=called.known_at,
        constituency_id=motion.constituency_id,
        born_by=born_by(age=called.book.min_voting_age, on=age_on),
    ).subquery()
    chosen = select(
        entitled.c.person_id,
        literal(str(Capacity.MEMBER)).label("capacity"),
        entitled.c.membership_id,
        entitled.c.member_no.label("number"),
        entitled.c["class"],
        literal(1).label("weight"),
    )
    return (
        chosen.where(entitled.c["class"].in_(list(called.book.constituencies))) if changes_franchise(motion) else chosen
    )


def _directors(called: Called) -> AnySelect:
    """Select the directors who have a vote, each with their third as class, numbered seat by seat."""
    seated = board.seated(called.roll_date, has_coopted=called.book.coopted_vote).subquery()
    number = func.row_number().over(order_by=(seated.c.third, seated.c.number, seated.c.person_id))
    return select(
        seated.c.person_id,
        literal(str(Capacity.DIRECTOR)).label("capacity"),
        literal(None, Uuid()).label("membership_id"),
        number.label("number"),
        seated.c.third.label("class"),
        literal(1).label("weight"),
    )


def _reasons(session: Session, motion: Motion, called: Called) -> CompoundSelect[UUID, str] | Select[UUID, str]:
    """Select every reason for which somebody, elector or not, would have no vote."""
    named = queries.concerns(session, motion.id)
    cleared = interest_queries.cleared_in(session, motion.id)
    barring = [
        (one.person_id, Concern(one.concern))
        for one in named
        if bars_for(motion, Concern(one.concern), called.book)
        and (one.application_id is not None or one.person_id not in cleared)
    ]
    parts = [
        select(literal(person, Uuid()).label("person_id"), literal(str(concern), String()).label("bar"))
        for person, concern in barring
    ]
    parts += _close_to(motion, barring, called)
    parts += _tied_to(named, called)
    parts += [_declared(motion, called), _late(motion, called)]
    return union(*parts)


def _close_to(motion: Motion, barring: Iterable[tuple[UUID, Concern]], called: Called) -> list[AnySelect]:
    """Select who is connected with those whom a motion is about, as far as that takes a vote."""
    return [
        _as(Bar.CONNECTED, connections.everybody_connected(person, on=day, known_at=called.known_at))
        for person, concern in barring
        if concern is Concern.APPLICANT or motion.deciders == Deciders.BOARD
        for day in _days_of(called)
    ]


def _tied_to(named: Iterable[MotionConcern], called: Called) -> list[AnySelect]:
    """Select who shares a membership with an applicant, or stood back from their application."""
    applicants = [one for one in named if one.concern == Concern.APPLICANT]
    tied = [
        _as(Bar.CONNECTED, stand_ins.tied_to(one.person_id, on=day, known_at=called.known_at))
        for one in applicants
        for day in _days_of(called)
    ]
    return tied + [_stood_back(one.application_id) for one in applicants if one.application_id is not None]


def _days_of(called: Called) -> set[date]:
    """Return the days on which who is close to somebody counts: weeks lie between the notice and the vote.

    Who came close in between does not decide about them either.
    """
    return {called.roll_date, called.opens_on or called.roll_date}


def bars_for(motion: Motion, concern: Concern, book: RuleBook) -> bool:
    """Say whether whoever a motion is about has no vote on it.

    Rules can leave a member in question their vote; an applicant never has one, nor a director on their own place.
    """
    may_vote = motion.deciders == Deciders.MEMBERS and book.member_in_question_may_vote
    return concern is Concern.APPLICANT or not may_vote


def _as(bar: Bar, people: AnySelect) -> AnySelect:
    found = people.subquery()
    return select(found.c[0].label("person_id"), literal(str(bar), String()).label("bar"))


def _stood_back(application_id: UUID) -> AnySelect:
    """Select those who stood back from an application by their own word, before there was a motion on it."""
    own = ApplicationRecusal
    return _as(
        Bar.DECLARED_INTEREST,
        select(own.person_id).where(own.application_id == application_id, own.recorded_by == own.person_id),
    )


def _declared(motion: Motion, called: Called) -> AnySelect:
    """Select those who are interested by their own word or by a ground that stands, where that takes their vote."""
    keeps_vote = not takes_vote_of_the_interested(motion, called.book)
    people = select(PersonVersion.person_id).distinct()
    return _as(
        Bar.DECLARED_INTEREST, people.where(PersonVersion.person_id.in_([] if keeps_vote else list(called.interested)))
    )


def _late(motion: Motion, called: Called) -> AnySelect:
    """Select those who were admitted after the first notice of a conversion or dissolution, while rules bar them.

    Source: domain 2.8 INV-21.
    """
    late = select(Membership.person_id).where(Membership.member_since > called.noticed_on)
    is_barred = called.book.admission_moratorium and ends_the_mutual(motion)
    return _as(Bar.ADMITTED_SINCE_NOTICE, late if is_barred else late.where(false()))


def takes_vote_of_the_interested(motion: Motion, book: RuleBook) -> bool:
    """Say whether an interest that somebody declares in a motion takes their vote on it.

    A director's does, unless the rules let them vote. A member's does only on an admission and on the franchise:
    elsewhere members may vote in their own interest, and whoever is eligible under statute stays so. Otherwise
    whoever calls a vote could take it from those who are against.

    Source: decision 0030; domain 2.8, 5.6; CCBSA 2014 s.111; CA 2006 s.289.
    """
    if motion.deciders == Deciders.BOARD:
        return InConflict.VOTE not in book.conflict_effect
    return is_at_notice(motion)


def ends_the_mutual(motion: Motion) -> bool:
    """Say whether a motion would convert, dissolve or wind up the mutual."""
    return motion.matter in ENDING or (motion.majority or "").startswith(ENDING_IN_LAW)


def changes_franchise(motion: Motion) -> bool:
    """Say whether a motion is on who may be a member, vote or stand, with what weight and majority."""
    return motion.kind == Kind.FRANCHISE or motion.matter == ReservedMatter.FRANCHISE


def is_at_notice(motion: Motion) -> bool:
    """Say whether a motion is decided by the roll of the day of its notice, whatever the rules say of others.

    Source: domain 2.8 INV-26: admission, and changes of the franchise.
    """
    return motion.kind == Kind.ADMISSION or changes_franchise(motion)
