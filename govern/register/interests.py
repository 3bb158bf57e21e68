"""Keep the register of interests, and what somebody declared in one decision.

Source: domain 1.8, 5.6; Companies Act 2006 ss.177, 185; product 4, S17.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.rules import Body
from govern.core import lookup
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.register import persons, versions
from govern.register.interest_models import LONGEST, Interest, InterestDeclaration
from govern.register.interest_refusals import (
    AlreadyDeclared,
    DeclaredAndTookPart,
    ExtentMissing,
    HadNoPart,
    InterestEndsFirst,
)
from govern.register.interest_rules import Declared, is_within
from govern.register.models import Person
from govern.register.queries import was_known
from govern.register.refusals import NotYetSo
from govern.register.versions import INTERESTS, Row


def declare(session: Session, declared: Declared, *, actor: Actor, at: datetime) -> UUID:
    """Put an interest on the register of interests, and return its id.

    :raises NotFound: nobody has this id.
    :raises ExtentMissing: it does not say in what, or at too great length.
    :raises NotYetSo: it begins after today.
    :raises InterestEndsFirst: it ends before it begins.

    Source: Companies Act 2006 s.177.
    """
    interest_id = uuid4()
    row = _possible(session, declared, interest_id=interest_id, actor=actor, at=at)
    versions.write(session, INTERESTS, [row], event="interest.declared", actor=actor, at=at)
    return interest_id


def end(session: Session, interest_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """Record the first day on which somebody no longer has an interest. It stays on the register, with both days.

    :raises NotFound: there is no such interest.
    :raises NotYetSo: the day has not come.
    :raises InterestEndsFirst: it has ended, or the day is not after that on which it began.
    """
    old = _on_record(session, interest_id)
    if on > persons.local_date(session, at=at):
        raise NotYetSo(on)
    if old["valid_to"] is not None or on <= old["valid_from"]:
        raise InterestEndsFirst
    row = versions.new_row({**old, "valid_to": on}, actor=actor, at=at)
    versions.replace(session, INTERESTS, row, event="interest.ended", actor=actor, at=at)


def correct(session: Session, interest_id: UUID, declared: Declared, *, actor: Actor, at: datetime) -> None:
    """Record what was true of an interest all along, or what its holder says of it now.

    :raises Refusal: as `declare` raises.

    Source: Companies Act 2006 s.177(3): a declaration that is no longer accurate is made again.
    """
    _on_record(session, interest_id)
    row = _possible(session, declared, interest_id=interest_id, actor=actor, at=at)
    versions.replace(session, INTERESTS, row, event="interest.corrected", actor=actor, at=at)


def _on_record(session: Session, interest_id: UUID) -> Row:
    current = versions.current(session, INTERESTS, interest_id)
    if not current:
        raise NotFound
    return current[0]


def _possible(session: Session, declared: Declared, *, interest_id: UUID, actor: Actor, at: datetime) -> Row:
    """Return the row of an interest that somebody can have."""
    lookup.find(session, Person, declared.person_id)
    if declared.valid_from > persons.local_date(session, at=at):
        raise NotYetSo(declared.valid_from)
    if declared.valid_to is not None and declared.valid_to <= declared.valid_from:
        raise InterestEndsFirst
    told = vars(declared) | {"nature": declared.nature.value, "extent": _said(declared.extent)}
    return versions.new_row({**told, "interest_id": interest_id}, actor=actor, at=at)


def _said(extent: str) -> str:
    """Return in what an interest is, as it was said."""
    said = extent.strip()
    if not 1 <= len(said) <= LONGEST:
        raise ExtentMissing
    return said


def find(session: Session, interest_id: UUID) -> Interest:
    """Return an interest as it is on record now.

    :raises NotFound: there is none of this id.
    """
    found = session.scalar(select(Interest).where(Interest.interest_id == interest_id, was_known(Interest, None)))
    if found is None:
        raise NotFound
    return found


def interests_of_all(
    session: Session, people: Iterable[UUID], *, known_at: datetime | None = None
) -> Mapping[UUID, Sequence[Interest]]:
    """Return the interests of some people, as known at an instant; who declared none is left out.

    :param known_at: None for what is known now.
    """
    found = session.scalars(
        select(Interest)
        .where(Interest.person_id.in_(list(people)), was_known(Interest, known_at))
        .order_by(Interest.valid_from)
    )
    told: dict[UUID, list[Interest]] = {}
    for one in found:
        told.setdefault(one.person_id, []).append(one)
    return told


def declare_in_decision(
    session: Session, decision_id: UUID, person_id: UUID, *, extent: str, actor: Actor, at: datetime
) -> InterestDeclaration:
    """Record that somebody said in a decision: I have an interest in this.

    What they then did in it has to be no more than the rules of its day let them. The declaration
    stays beside the decision, and whoever made it is interested in whatever rests on the decision.

    :raises ExtentMissing: it does not say in what.
    :raises HadNoPart: the decision does not name them.
    :raises AlreadyDeclared: their interest in it is on record.
    :raises DeclaredAndTookPart: they took part further than the rules let them.

    Source: domain 5.6; product 2, point 21.
    """
    decision = constitution.decision(session, decision_id)
    part = next((one for one in constitution.participants(session, decision_id) if one.person_id == person_id), None)
    if part is None:
        raise HadNoPart
    if person_id in declared_in(session, decision_id):
        raise AlreadyDeclared
    if Body(decision.body) is not Body.FOUNDERS:
        book = constitution.rule_book_on(session, on=decision.decided_on)
        if not is_within(part, allowed=book.conflict_effect):
            raise DeclaredAndTookPart
    made = InterestDeclaration(
        decision_id=decision_id,
        person_id=person_id,
        extent=_said(extent),
        recorded_at=at,
        recorded_by=actor.person_id,
        salt=secrets.token_hex(versions.SALT_BYTES),
    )
    session.add(made)
    session.flush()
    audit.record(session, told_of(made), actor=actor, at=at)
    return made


def told_of(made: InterestDeclaration) -> Happening:
    """Return what the journal is told of a declaration: ids, and a salted digest of what was said."""
    content: dict[str, Any] = {name: getattr(made, name) for name in ("person_id", "extent", "recorded_at")}
    facts = {"version": made.id}
    return Happening(
        event="interest.declared_in", subject_id=made.decision_id, facts=facts, content=content, salt=made.salt
    )


def declared_in(session: Session, decision_id: UUID) -> Mapping[UUID, InterestDeclaration]:
    """Return what was declared in a decision, by whom."""
    found = session.scalars(select(InterestDeclaration).where(InterestDeclaration.decision_id == decision_id))
    return {one.person_id: one for one in found}
