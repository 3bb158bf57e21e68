"""Who stands for a postal address: whose it is, whoever heard from them that it is, or who wrote it over another.

The first address on record came with whoever was entered, and others looked at that. One that an officer wrote over it
later could be the officer's own. It is its person's where they said it themselves, where it came with the opening
register, or once a second officer has heard from them. Nothing counts that was said before another address, or none,
was on record.

Source: INV-40; decision 0048.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.register.address_models import AddressHeard
from govern.register.models import MembershipVersion, OpeningBatch, PersonVersion


def stands(version: Any) -> ColumnElement[bool]:
    """Return, as SQL, the condition that somebody beside an officer stands for the postal address in a version.

    :param version: `PersonVersion`, or an alias of it, among those that are selected from.
    """
    word, held, opening, earlier = (
        aliased(PersonVersion),
        aliased(MembershipVersion),
        aliased(OpeningBatch),
        aliased(PersonVersion),
    )
    came_in = exists().where(
        held.person_id == word.person_id, held.batch_id == opening.id, opening.approved_at == word.recorded_at
    )
    is_first = ~exists().where(earlier.person_id == word.person_id, earlier.recorded_at < word.recorded_at)
    heard = exists().where(AddressHeard.version_id == word.id)
    said = or_(word.recorded_by == word.person_id, came_in, is_first, heard)
    return exists().where(*_says_it_still(word, version.person_id, _plain(version.postal_address)), said)


def writers_of(session: Session, known: PersonVersion) -> frozenset[UUID]:
    """Return who wrote down the postal address of somebody since it stands there; none of them hears of it."""
    word = aliased(PersonVersion)
    said = _says_it_still(word, known.person_id, func.lower(func.trim(known.postal_address)))
    return frozenset(session.scalars(select(word.recorded_by).where(*said)))


def is_another(before: str | None, now: str | None) -> bool:
    """Say whether a postal address is another than the one before, spelling apart.

    >>> is_another("1 High Street", " 1 high street "), is_another("1 High Street", "2 High Street")
    (False, True)
    """
    return (before or "").strip().lower() != (now or "").strip().lower()


def _says_it_still(word: Any, person_id: Any, address: ColumnElement[str]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an address was said, and that nothing else was said of it since."""
    other = aliased(PersonVersion)
    since = exists().where(
        other.person_id == word.person_id,
        other.valid_to.is_(None),
        other.recorded_at > word.recorded_at,
        or_(other.postal_address.is_(None), _plain(other.postal_address) != _plain(word.postal_address)),
    )
    return word.person_id == person_id, _plain(word.postal_address) == address, word.valid_to.is_(None), ~since


def _plain(address: Any) -> ColumnElement[str]:
    return func.lower(func.trim(address))
