"""Find somebody as the beginning of their name, or their member number, is typed.

One statement over a stretch of one index, and no object for a row: it costs as much among a million as
among ten thousand.

Source: product 4, S2.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Integer, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session

from govern.core.db import AnySelect, table_of
from govern.register.models import (
    IN_BYTE_ORDER,
    LAST_LETTER,
    Membership,
    MembershipVersion,
    NameKey,
    PersonMerge,
    PersonVersion,
)
from govern.register.rules import Standing, folded

SHOWN = 8
SPELLINGS = 3  # of one name, at most: rules.search_keys
LARGEST_NUMBER = 9  # digits


class Suggestion(NamedTuple):
    """Somebody who could be meant.

    :param membership_id: the membership that the line is of; None, as the three after the name, where there was none.
    :param kept_id: the record under which they are known now, where this one was merged into another.
    """

    person_id: UUID
    membership_id: UUID | None
    name: str
    member_no: int | None
    constituency_id: UUID | None
    standing: Standing | None
    kept_id: UUID | None


def suggestions(session: Session, *, search: str, on: date) -> list[Suggestion]:
    """Return who could be meant on a day, as we know it now: by name, those first whose spelling comes first.

    :param search: a whole member number, or the beginning of a name, first name first or last name first.
    """
    beginning = folded(search.replace(",", " "))
    if not beginning:
        return []
    told: dict[str, Any] = {"on": on}
    if not (beginning.isascii() and beginning.isdigit()):
        statement, told = BY_NAME, told | stretch(beginning)
    elif len(beginning) <= LARGEST_NUMBER:
        statement, told = BY_NUMBER, told | {"number": int(beginning)}
    else:
        return []
    rows = session.connection().execute(statement, told)
    return [
        Suggestion(
            person_id, membership_id, name, member_no, home_id, Standing(standing) if standing else None, kept_id
        )
        for person_id, membership_id, name, member_no, home_id, standing, kept_id in rows
    ]


def stretch(beginning: str) -> dict[str, str]:
    """Return between which spellings those stand that begin so."""
    return {"first": beginning, "after": beginning + LAST_LETTER}


def _statements() -> tuple[AnySelect, AnySelect]:
    """Return the two statements, written once: by a stretch of spellings, and by a number."""
    keys, persons = table_of(NameKey), table_of(PersonVersion)
    memberships, versions = table_of(Membership), table_of(MembershipVersion)
    merges = table_of(PersonMerge)
    on = bindparam("on", type_=Date())
    told = select(
        persons.c.person_id,
        memberships.c.id,
        persons.c.name,
        memberships.c.member_no,
        versions.c.constituency_id,
        versions.c.standing,
        merges.c.kept_id,
    )
    is_now = and_(
        persons.c.superseded_at.is_(None),
        persons.c.valid_from <= on,
        or_(persons.c.valid_to.is_(None), persons.c.valid_to > on),
    )
    stands_so = and_(
        versions.c.person_id == persons.c.person_id,
        versions.c.superseded_at.is_(None),
        versions.c.valid_from <= on,
        or_(versions.c.valid_to.is_(None), versions.c.valid_to > on),
    )
    is_merged = and_(
        merges.c.merged_id == persons.c.person_id, merges.c.undo_until.is_not(None), merges.c.undone_at.is_(None)
    )
    first, after = (bindparam(name, type_=IN_BYTE_ORDER) for name in ("first", "after"))
    # The stretch is cut before anything is joined to it, and so no engine can think of reading more.
    spelt = (
        select(keys.c.key, keys.c.version_id)
        .where(keys.c.key >= first, keys.c.key < after)
        .order_by(keys.c.key, keys.c.version_id)
        .limit(literal_column(str(SHOWN * SPELLINGS)))
        .subquery("spelt")
    )
    key = func.min(spelt.c.key)
    nearest = (
        select(spelt.c.version_id, key.label("key"))
        .group_by(spelt.c.version_id)
        .order_by(key, spelt.c.version_id)
        .limit(literal_column(str(SHOWN)))
        .subquery("nearest")
    )
    by_name = (
        told.select_from(nearest)
        .join(persons, persons.c.id == nearest.c.version_id)
        .outerjoin(versions, stands_so)
        .outerjoin(memberships, memberships.c.id == versions.c.membership_id)
        .outerjoin(merges, is_merged)
        .where(is_now)
        .order_by(nearest.c.key, nearest.c.version_id)
    )
    by_number = (
        told.select_from(memberships)
        .join(persons, persons.c.person_id == memberships.c.person_id)
        .outerjoin(versions, and_(stands_so, versions.c.membership_id == memberships.c.id))
        .outerjoin(merges, is_merged)
        .where(memberships.c.member_no == bindparam("number", type_=Integer()), is_now)
    )
    return by_name, by_number


BY_NAME, BY_NUMBER = _statements()
