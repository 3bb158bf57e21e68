"""An instrument of dissolution: the members who sign it, and who declares that the Act was complied with.

Source: CCBSA 2014 ss.119, 121.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.clock import local_date
from govern.core.errors import Refusal
from govern.core.words import Sentence
from govern.motions.matters import Section
from govern.register import queries as register
from govern.register.refusals import NoMemberOfThatNumber
from govern.statutory import complied, courses, declarations, signatures
from govern.statutory.complied import Made
from govern.statutory.models import (
    InstrumentSignature,
    RepeatedDeclaration,
    StatutoryCourse,
    StatutoryDeclaration,
)
from govern.statutory.refusals import DeclaredAlready, NotAMemberThen, NotOnThatDay, SignaturesMissing, SignedAlready
from govern.statutory.rules import Capacity
from govern.statutory.signature_refusals import (
    NO_SUCH_MEMBER,
    DeclarationWasDenied,
    DeclaredTooEarly,
    NoneEntered,
    NumberedTwice,
    SignatureWasDenied,
)
from govern.statutory.steps import DECLARING, SIGNING, ensure_at, ensure_free, ensure_secretary, tell


def sign(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> InstrumentSignature:
    """Enter a member's signature under an instrument of dissolution, on the deed's day.

    Doors call `consequences.signing.enter`, which tells the member.

    :raises NotThatFar: it is no instrument, or was sent.
    :raises SignedAlready: it is on record.
    :raises SignatureWasDenied: they said of this instrument that they had not signed.
    :raises NotOnThatDay: it is dated before the instrument was begun, or after today.
    :raises NotAMemberThen: they were no member on that day.

    Source: CCBSA 2014 s.119(3)(a).
    """
    course = courses.find(session, course_id)
    ensure_at(session, course, *SIGNING, on=constitution.today(session, at=deed.at))
    signed_on = _dated(session, course, deed)
    membership_id = _ensure_may_sign(session, course_id, person_id, on=signed_on)
    signature = InstrumentSignature(
        course_id=course_id,
        person_id=person_id,
        n=1 + sum(one.signature.course_id == course_id for one in signatures.of_person(session, person_id)),
        membership_id=membership_id,
        signed_on=signed_on,
        entered_by=deed.actor.person_id,
        entered_at=deed.at,
    )
    session.add(signature)
    session.flush()
    tell(session, course, {"person": person_id, "signed_on": signed_on}, deed, event="statutory.signed")
    return signature


def sign_all(session: Session, course_id: UUID, numbers: Sequence[int], deed: Deed) -> list[InstrumentSignature]:
    """Enter the signatures of members by their numbers, all of one day: either all of them or none.

    :raises NotThatFar, NotOnThatDay: as `sign` raises.
    :raises NoneEntered: some of them cannot be entered, and why.
    """
    course = courses.find(session, course_id)
    ensure_at(session, course, *SIGNING, on=constitution.today(session, at=deed.at))
    signed_on = _dated(session, course, deed)
    faults: list[tuple[int, Sentence]] = []
    people: list[UUID] = []
    for number in numbers:
        try:
            people.append(_signatory(session, course_id, number, others=people, on=signed_on))
        except NoMemberOfThatNumber:
            faults.append((number, NO_SUCH_MEMBER))
        except Refusal as refused:
            faults.append((number, refused.sentence()))
    if faults:
        raise NoneEntered(faults)
    return [sign(session, course_id, one, deed) for one in people]


def _signatory(session: Session, course_id: UUID, number: int, *, others: Sequence[UUID], on: date) -> UUID:
    """Return who signs under a member number, or refuse it as `sign` does.

    :raises NoMemberOfThatNumber: there is none.
    :raises NumberedTwice: it is among the others.
    """
    person_id = register.member_of_number(session, number)
    if person_id in others:
        raise NumberedTwice
    _ensure_may_sign(session, course_id, person_id, on=on)
    return person_id


def _ensure_may_sign(session: Session, course_id: UUID, person_id: UUID, *, on: date) -> UUID:
    """Return the membership by which somebody signs on a day, or refuse."""
    if any(one.person_id == person_id for one in courses.signatures(session, course_id)):
        raise SignedAlready
    denied_on = signatures.denied_on(session, course_id, person_id)
    if denied_on is not None:
        raise SignatureWasDenied(denied_on)
    return _membership(session, person_id, on=on)


def declare(
    session: Session, course_id: UUID, person_id: UUID, capacity: Capacity, deed: Deed
) -> StatutoryDeclaration | RepeatedDeclaration:
    """Enter that the secretary, or one of three members, declared that the Act was complied with.

    One that was made before the instrument was approved counts for nothing, and is made again. Doors call
    `consequences.signing.declare`, which tells them.

    :raises NotThatFar: it is no instrument, or was sent.
    :raises SignaturesMissing: three quarters of all the members have not signed.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises NotOnThatDay: it is dated before the instrument was begun, or after today.
    :raises DeclaredTooEarly: it is dated before the day on which the instrument was approved.
    :raises DeclaredAlready: they did so in one capacity or the other.
    :raises DeclarationWasDenied: they said that they had not declared.
    :raises NotTheSecretary, NotAMemberThen: they were not what they declared as.

    Source: CCBSA 2014 s.121(2), (3).
    """
    course = courses.find(session, course_id)
    ensure_may_be_declared(session, course, deed)
    made_on = _dated(session, course, deed)
    approved_on = _approved_by(session, course, made_on, deed)
    before = _ensure_not_declared(session, course_id, person_id, capacity, approved_on=approved_on)
    if capacity is Capacity.SECRETARY:
        ensure_secretary(session, person_id, on=made_on)
    else:
        _membership(session, person_id, on=made_on)
    hand = {"course_id": course_id, "person_id": person_id, "made_on": made_on}
    hand |= {"entered_by": deed.actor.person_id, "entered_at": deed.at}
    declared = (
        RepeatedDeclaration(n=before.times + 1, **hand) if before else StatutoryDeclaration(capacity=capacity, **hand)
    )
    session.add(declared)
    session.flush()
    facts = {"person": person_id, "capacity": capacity, "made_on": made_on}
    tell(session, course, facts, deed, event="statutory.declared")
    return declared


def _approved_by(session: Session, course: StatutoryCourse, made_on: date, deed: Deed) -> date:
    """Return when the instrument was approved, or refuse a declaration of a day before it."""
    approved_on = courses.approved_on(session, course, on=constitution.today(session, at=deed.at))
    assert approved_on is not None
    if made_on < approved_on:
        raise DeclaredTooEarly(approved_on)
    return approved_on


def _ensure_not_declared(
    session: Session, course_id: UUID, person_id: UUID, capacity: Capacity, *, approved_on: date
) -> Made | None:
    """Return a declaration of theirs that was too early, or refuse a second beside one that counts or was denied."""
    theirs = declarations.of_person(session, person_id)
    if any(one.denial is not None for one in theirs if one.declaration.course_id == course_id):
        raise DeclarationWasDenied
    before = next((one for one in complied.made(session, course_id) if one.person_id == person_id), None)
    if before and (before.capacity is not capacity or not before.is_early(approved_on)):
        raise DeclaredAlready
    return before


def ensure_may_be_declared(session: Session, course: StatutoryCourse, deed: Deed) -> None:
    """Refuse a declaration on what is no instrument, was sent, or lacks signatures; raises as `declare` does."""
    today = constitution.today(session, at=deed.at)
    if Section(course.section).has_two_meetings:
        ensure_at(session, course, *DECLARING, on=today)
        ensure_free(session, course, deed)
        return
    ensure_at(session, course, *SIGNING, on=today)
    missing = courses.signatures_missing(session, course, on=today)
    if missing:
        raise SignaturesMissing(needed=missing)


def _membership(session: Session, person_id: UUID, *, on: date) -> UUID:
    """Return the membership that somebody had on a day."""
    for one in register.memberships_of(session, person_id):
        if register.is_active(session, one.id, on=on):
            return one.id
    raise NotAMemberThen(on)


def _dated(session: Session, course: StatutoryCourse, deed: Deed) -> date:
    """Return the day of a signature or a declaration, or refuse one that cannot be."""
    today = constitution.today(session, at=deed.at)
    dated_on = deed.dated_on or today
    begun_on = local_date(course.begun_at, constitution.mutual(session).time_zone)
    if not begun_on <= dated_on <= today:
        raise NotOnThatDay(not_before=begun_on, today=today)
    return dated_on
