"""Find somebody as the beginning of their name, or their member number, is typed.

One statement over a stretch of one index, and no object for a row: it costs as much among a million as
among ten thousand.

Source: product 4, S2.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Subquery,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
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


KEYS, PERSONS = table_of(NameKey), table_of(PersonVersion)
MEMBERSHIPS, VERSIONS = table_of(Membership), table_of(MembershipVersion)
MERGES = table_of(PersonMerge)
ON = bindparam("on", type_=Date())
TOLD = select(
    PERSONS.c.person_id,
    MEMBERSHIPS.c.id,
    PERSONS.c.name,
    MEMBERSHIPS.c.member_no,
    VERSIONS.c.constituency_id,
    VERSIONS.c.standing,
    MERGES.c.kept_id,
)


def _holds(versions: FromClause) -> ColumnElement[bool]:
    """Return whether a version is true of the day, as we know it now."""
    return and_(
        versions.c.superseded_at.is_(None),
        versions.c.valid_from <= ON,
        or_(versions.c.valid_to.is_(None), versions.c.valid_to > ON),
    )


STANDS_SO = and_(VERSIONS.c.person_id == PERSONS.c.person_id, _holds(VERSIONS))
IS_MERGED = and_(
    MERGES.c.merged_id == PERSONS.c.person_id, MERGES.c.undo_until.is_not(None), MERGES.c.undone_at.is_(None)
)


def _nearest() -> Subquery:
    """Return those whose spelling comes first, each once."""
    first, after = (bindparam(name, type_=IN_BYTE_ORDER) for name in ("first", "after"))
    # The stretch is cut before anything is joined to it, and so no engine can think of reading more.
    spelt = (
        select(KEYS.c.key, KEYS.c.version_id)
        .where(KEYS.c.key >= first, KEYS.c.key < after)
        .order_by(KEYS.c.key, KEYS.c.version_id)
        .limit(literal_column(str(SHOWN * SPELLINGS)))
        .subquery("spelt")
    )
    key = func.min(spelt.c.key)
    return (
        select(spelt.c.version_id, key.label("key"))
        .group_by(spelt.c.version_id)
        .order_by(key, spelt.c.version_id)
        .limit(literal_column(str(SHOWN)))
        .subquery("nearest")
    )


def _by_name() -> AnySelect:
    nearest = _nearest()
    return (
        TOLD.select_from(nearest)
        .join(PERSONS, PERSONS.c.id == nearest.c.version_id)
        .outerjoin(VERSIONS, STANDS_SO)
        .outerjoin(MEMBERSHIPS, MEMBERSHIPS.c.id == VERSIONS.c.membership_id)
        .outerjoin(MERGES, IS_MERGED)
        .where(_holds(PERSONS))
        .order_by(nearest.c.key, nearest.c.version_id)
    )


def _by_number() -> AnySelect:
    return (
        TOLD.select_from(MEMBERSHIPS)
        .join(PERSONS, PERSONS.c.person_id == MEMBERSHIPS.c.person_id)
        .outerjoin(VERSIONS, and_(STANDS_SO, VERSIONS.c.membership_id == MEMBERSHIPS.c.id))
        .outerjoin(MERGES, IS_MERGED)
        .where(MEMBERSHIPS.c.member_no == bindparam("number", type_=Integer()), _holds(PERSONS))
    )


# Written once, when the process starts, and compiled once for each engine.
BY_NAME, BY_NUMBER = _by_name(), _by_number()
