"""Signatures under an instrument that an officer entered: whoever is said to have signed can say that they did not.

Then it counts no longer. What an officer entered as heard from them does not stand against their own word. What was
entered by mistake is taken back, with what was wrong.

Source: CCBSA 2014 s.119(3)(a); domain 2.8 INV-40.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.backing.papers import HEARS_OF_IT
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed
from govern.core.clock import local_date
from govern.core.errors import NotFound
from govern.statutory import courses
from govern.statutory.models import InstrumentSignature, SignatureStrike, Struck
from govern.statutory.signature_refusals import (
    NothingToUphold,
    NotTheirSignature,
    OwnWordStands,
    SignatureDeniedAlready,
    SignatureWasSent,
    SignatureWrongUnsaid,
)
from govern.statutory.steps import SIGNING, ensure_at, tell


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A signature as it was entered, and why it counts no longer; None while it counts."""

    signature: InstrumentSignature
    strike: SignatureStrike | None


def of_course(session: Session, course_id: UUID) -> Sequence[Signed]:
    """Return every signature that was entered under an instrument, in the order of the entries."""
    return _found(session, InstrumentSignature.course_id == course_id)


def of_person(session: Session, person_id: UUID) -> Sequence[Signed]:
    """Return every signature that was entered in somebody's name."""
    return _found(session, InstrumentSignature.person_id == person_id)


def last(session: Session, course_id: UUID, person_id: UUID) -> Signed:
    """Return the signature of somebody that was entered last.

    :raises NotFound: there is none.
    """
    key = and_(InstrumentSignature.course_id == course_id, InstrumentSignature.person_id == person_id)
    found = _found(session, key)
    if not found:
        raise NotFound
    return found[-1]


def denied_on(session: Session, course_id: UUID, person_id: UUID) -> date | None:
    """Return the day on which it was last entered that somebody had not signed."""
    days = [
        local_date(one.strike.struck_at, constitution.mutual(session).time_zone)
        for one in of_person(session, person_id)
        if one.signature.course_id == course_id and one.strike and one.strike.why == Struck.DENIED
    ]
    return max(days, default=None)


def _found(session: Session, of: ColumnElement[bool]) -> Sequence[Signed]:
    same = [getattr(SignatureStrike, name) == getattr(InstrumentSignature, name) for name in ("course_id", "n")]
    query = select(InstrumentSignature, SignatureStrike).outerjoin(
        SignatureStrike, and_(SignatureStrike.person_id == InstrumentSignature.person_id, *same)
    )
    ordered = query.where(of).order_by(
        InstrumentSignature.entered_at, InstrumentSignature.person_id, InstrumentSignature.n
    )
    return [Signed(signature=signature, strike=strike) for signature, strike in session.execute(ordered)]


def deny(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> SignatureStrike:
    """Write that somebody did not sign. Said after the instrument was sent, it stands beside it and undoes nothing.

    :raises NotFound: no signature of theirs was entered.
    :raises SignatureDeniedAlready: it counts no longer.
    :raises NotTheirSignature: it is that of another, and the actor does not keep the agenda.
    :raises OwnWordStands: it is that of another, who entered it themselves.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    ensure_may_deny(session, course_id, person_id, deed.actor)
    return _strike(session, last(session, course_id, person_id).signature, Struck.DENIED, "", deed)


def ensure_may_deny(session: Session, course_id: UUID, person_id: UUID, actor: Actor) -> None:
    """Refuse to say no of what counts no longer, or is not the actor's to deny; raises as `deny` does."""
    found = last(session, course_id, person_id)
    handing.ensure_handed(session, actor)
    if found.strike is not None:
        raise SignatureDeniedAlready
    if actor.person_id != person_id and actor.roles.isdisjoint(HEARS_OF_IT):
        raise NotTheirSignature
    _ensure_not_own(found.signature, actor)


def _ensure_not_own(signature: InstrumentSignature, actor: Actor) -> None:
    """Refuse to strike for another what they entered themselves."""
    if signature.entered_by == signature.person_id != actor.person_id:
        raise OwnWordStands


def uphold(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> InstrumentSignature:
    """Say of oneself, against what an officer entered: I did sign. It is entered again, of the same day.

    :raises NotFound: no signature of theirs was entered.
    :raises NotTheirSignature: it is that of another.
    :raises NothingToUphold: it counts, was taken back, or they denied it themselves.
    :raises NotThatFar: the instrument was sent.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    ensure_may_uphold(session, course_id, person_id, deed)
    before = last(session, course_id, person_id).signature
    key = {"course_id": course_id, "person_id": person_id, "n": before.n + 1}
    of = {"membership_id": before.membership_id, "signed_on": before.signed_on}
    made = InstrumentSignature(**key, **of, entered_by=person_id, entered_at=deed.at)
    session.add(made)
    session.flush()
    facts = {"person": person_id, "signature": made.n}
    tell(session, courses.find(session, course_id), facts, deed, event="statutory.signature_upheld")
    return made


def ensure_may_uphold(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse the word of another, and one that nothing is entered against; raises as `uphold` does."""
    strike = last(session, course_id, person_id).strike
    handing.ensure_handed(session, deed.actor)
    if deed.actor.person_id != person_id:
        raise NotTheirSignature
    if strike is None or strike.why != Struck.DENIED or strike.entered_by == person_id:
        raise NothingToUphold
    ensure_at(session, courses.find(session, course_id), *SIGNING, on=constitution.today(session, at=deed.at))


def take_back(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> SignatureStrike:
    """Take back a signature that was entered by mistake; the deed's note says what was wrong.

    :raises NotFound: no signature of theirs was entered.
    :raises SignatureDeniedAlready: it counts no longer.
    :raises SignatureWasSent: the instrument is with the registrar.
    :raises OwnWordStands: it is that of another, who entered it themselves.
    :raises SignatureWrongUnsaid: it does not say what was wrong.
    """
    ensure_may_take_back(session, course_id, person_id, deed.actor)
    if not deed.note.strip():
        raise SignatureWrongUnsaid
    return _strike(session, last(session, course_id, person_id).signature, Struck.TAKEN_BACK, deed.note.strip(), deed)


def ensure_may_take_back(session: Session, course_id: UUID, person_id: UUID, actor: Actor) -> None:
    """Refuse to take back what counts no longer, was sent, or is another's word; raises as `take_back` does."""
    found = last(session, course_id, person_id)
    if found.strike is not None:
        raise SignatureDeniedAlready
    _ensure_not_own(found.signature, actor)
    if courses.filing(session, course_id) is not None:
        raise SignatureWasSent


def _strike(session: Session, signature: InstrumentSignature, why: Struck, reason: str, deed: Deed) -> SignatureStrike:
    key = {"course_id": signature.course_id, "person_id": signature.person_id, "n": signature.n}
    made = SignatureStrike(**key, why=why, reason=reason, entered_by=deed.actor.person_id, struck_at=deed.at)
    session.add(made)
    session.flush()
    course = courses.find(session, signature.course_id)
    facts = {"person": signature.person_id, "signature": signature.n}
    if why is Struck.DENIED:
        tell(session, course, facts, deed, event="statutory.signature_denied")
    else:
        tell(session, course, facts, deed, event="statutory.signature_taken_back")
    return made
