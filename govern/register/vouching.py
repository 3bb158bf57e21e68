"""Who stands for an address of mail: whose it is, who has come by it or confirmed it from there, or who wrote it down.

Whoever keeps the register could write down an address that they read themselves. It is its person's own word where they
said it themselves, and what two people saw where it came with the opening register. Nothing counts that was said before
another address, or none, was on record: an address that somebody gave up can be a stranger's by now.

Source: INV-40; decision 0041.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.register.models import MembershipVersion, OpeningBatch, PersonVersion


def is_own(version: Any) -> ColumnElement[bool]:
    """Return, as SQL, the condition that the address in a version is its person's own word, or came with the opening.

    :param version: `PersonVersion`, or an alias of it, among those that are selected from.
    """
    word, held, opening = aliased(PersonVersion), aliased(MembershipVersion), aliased(OpeningBatch)
    came_in = exists().where(
        held.person_id == word.person_id, held.batch_id == opening.id, opening.approved_at == word.recorded_at
    )
    said = or_(word.recorded_by == word.person_id, came_in)
    return exists().where(*_says_it_still(word, version.person_id, _plain(version.email)), said)


def writer_of(session: Session, known: PersonVersion) -> UUID | None:
    """Return who wrote somebody's address down, where it is not their own word; None where it is, or there is none."""
    if known.email is None or session.scalar(select(is_own(PersonVersion)).where(PersonVersion.id == known.id)):
        return None
    word = aliased(PersonVersion)
    said = _says_it_still(word, known.person_id, func.lower(func.trim(known.email)))
    return session.scalar(select(word.recorded_by).where(*said).order_by(word.recorded_at).limit(1))


def _says_it_still(word: Any, person_id: Any, address: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that somebody's address was said, and that nothing else was said of it since.

    What was said last has no end; a version that ends is what was left of an older one.
    """
    other = aliased(PersonVersion)
    since = exists().where(
        other.person_id == word.person_id,
        other.valid_to.is_(None),
        other.recorded_at > word.recorded_at,
        or_(other.email.is_(None), _plain(other.email) != _plain(word.email)),
    )
    return word.person_id == person_id, _plain(word.email) == address, word.valid_to.is_(None), ~since


def _plain(email: Any) -> ColumnElement[str]:
    return func.lower(func.trim(email))
