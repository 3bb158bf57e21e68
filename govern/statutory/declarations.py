"""Declarations on an instrument that an officer entered: whoever is said to have declared can say that they did not.

Then it counts no longer, and somebody else has to declare before the papers go to the registrar. What an officer
entered as heard from them does not stand against their own word that they did declare.

Source: CCBSA 2014 s.121(2), (3); domain 2.8 INV-40.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.backing.papers import HEARS_OF_IT
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed
from govern.core.errors import NotFound
from govern.statutory import courses, denials
from govern.statutory.models import DeclarationDenial, DeclarationUpheld, StatutoryDeclaration
from govern.statutory.signature_refusals import (
    DeclarationDeniedAlready,
    NothingToUphold,
    NotTheirDeclaration,
    OwnWordStands,
)
from govern.statutory.steps import SIGNING, ensure_at, tell


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A declaration as it was entered, and whether it counts.

    :ivar denial: that it counts no longer; None while it counts.
    :ivar upheld: that its bearer said, against what an officer entered, that they did declare.
    """

    declaration: StatutoryDeclaration
    denial: DeclarationDenial | None
    upheld: DeclarationUpheld | None


def of_course(session: Session, course_id: UUID) -> Sequence[Declared]:
    """Return every declaration that was entered on an instrument, in the order of the entries."""
    return _found(session, StatutoryDeclaration.course_id == course_id)


def of_person(session: Session, person_id: UUID) -> Sequence[Declared]:
    """Return every declaration that was entered in somebody's name."""
    return _found(session, StatutoryDeclaration.person_id == person_id)


def find(session: Session, course_id: UUID, person_id: UUID) -> Declared:
    """Return the declaration of somebody on an instrument.

    :raises NotFound: there is none.
    """
    key = and_(StatutoryDeclaration.course_id == course_id, StatutoryDeclaration.person_id == person_id)
    found = _found(session, key)
    if not found:
        raise NotFound
    return found[0]


def _found(session: Session, of: ColumnElement[bool]) -> Sequence[Declared]:
    same = [getattr(DeclarationUpheld, name) == getattr(StatutoryDeclaration, name) for name in KEY]
    query = (
        select(StatutoryDeclaration, DeclarationDenial, DeclarationUpheld)
        .select_from(StatutoryDeclaration)
        .outerjoin(DeclarationDenial, denials.stands())
        .outerjoin(DeclarationUpheld, and_(*same))
    )
    ordered = query.where(of).order_by(StatutoryDeclaration.entered_at, StatutoryDeclaration.person_id)
    return [Declared(declaration=made, denial=no, upheld=yes) for made, no, yes in session.execute(ordered)]


KEY = ("course_id", "person_id")


def deny(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> DeclarationDenial:
    """Write that somebody did not declare. Said after the papers were sent, it stands beside them and undoes nothing.

    :raises NotFound: no declaration of theirs was entered.
    :raises DeclarationDeniedAlready: it counts no longer.
    :raises NotTheirDeclaration: it is that of another, and the actor does not keep the agenda.
    :raises OwnWordStands: it is that of another, who entered it themselves or said that it is so.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    ensure_may_deny(session, course_id, person_id, deed.actor)
    made = DeclarationDenial(
        course_id=course_id, person_id=person_id, entered_by=deed.actor.person_id, denied_at=deed.at
    )
    session.add(made)
    session.flush()
    course = courses.find(session, course_id)
    tell(session, course, {"person": person_id}, deed, event="statutory.declaration_denied")
    return made


def ensure_may_deny(session: Session, course_id: UUID, person_id: UUID, actor: Actor) -> None:
    """Refuse to say no of what counts no longer, or is not the actor's to deny; raises as `deny` does."""
    found = find(session, course_id, person_id)
    handing.ensure_handed(session, actor)
    if found.denial is not None:
        raise DeclarationDeniedAlready
    if actor.person_id != person_id and actor.roles.isdisjoint(HEARS_OF_IT):
        raise NotTheirDeclaration
    is_own_word = found.declaration.entered_by == person_id or found.upheld is not None
    if actor.person_id != person_id and is_own_word:
        raise OwnWordStands


def uphold(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> DeclarationUpheld:
    """Say of oneself, against what an officer entered: I did declare. It counts again.

    :raises NotFound: no declaration of theirs was entered.
    :raises NotTheirDeclaration: it is that of another.
    :raises NothingToUphold: it counts, or they denied it themselves.
    :raises NotThatFar: the instrument was sent.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    ensure_may_uphold(session, course_id, person_id, deed)
    made = DeclarationUpheld(course_id=course_id, person_id=person_id, upheld_at=deed.at)
    session.add(made)
    session.flush()
    course = courses.find(session, course_id)
    tell(session, course, {"person": person_id}, deed, event="statutory.declaration_upheld")
    return made


def ensure_may_uphold(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse the word of another, and one that nothing is entered against; raises as `uphold` does."""
    found = find(session, course_id, person_id)
    handing.ensure_handed(session, deed.actor)
    if deed.actor.person_id != person_id:
        raise NotTheirDeclaration
    if found.denial is None or found.denial.entered_by == person_id:
        raise NothingToUphold
    ensure_at(session, courses.find(session, course_id), *SIGNING, on=constitution.today(session, at=deed.at))
