"""Questions about people and members: on any day, as known at any instant."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.constitution.models import Constituency, SubConstituency
from govern.core import lookup
from govern.core.db import AnySelect, Given
from govern.core.languages import LocalText
from govern.core.paging import PAGE_SIZE, Page, nearest, offset
from govern.register.models import (
    LAST_LETTER,
    Connection,
    Interest,
    Membership,
    MembershipVersion,
    NameKey,
    Person,
    PersonMerge,
    PersonVersion,
)
from govern.register.refusals import NobodyKnownSo, NoMemberOfThatNumber
from govern.register.rules import Ground, PersonKind, Standing, age_on, folded

Versioned = type[MembershipVersion | PersonVersion | Connection | Interest]
ACTIVE = (Standing.ENTERED, Standing.SUSPENDED)
_NAMES = (  # built once: every page asks what people are called
    select(PersonVersion.person_id, PersonVersion.name)
    .where(PersonVersion.person_id.in_(bindparam("people", expanding=True)), PersonVersion.superseded_at.is_(None))
    .order_by(PersonVersion.valid_from)
)


def holds_on(version: Versioned, on: Given[date]) -> ColumnElement[bool]:
    """Return the condition that a version's days hold a day. The same as `rules.Span.holds`."""
    return and_(version.valid_from <= on, or_(version.valid_to.is_(None), version.valid_to > on))


def was_known(version: Versioned, at: Given[datetime] | None) -> ColumnElement[bool]:
    """Return the condition that a version is what we knew at an instant; None asks what we know now."""
    if at is None:
        return version.superseded_at.is_(None)
    return and_(version.recorded_at <= at, or_(version.superseded_at.is_(None), version.superseded_at > at))


def is_active_on(on: Given[date]) -> ColumnElement[bool]:
    """Return the condition that a version makes somebody a member on a day, suspended or not, as we know now."""
    return and_(
        MembershipVersion.standing.in_(ACTIVE), holds_on(MembershipVersion, on), was_known(MembershipVersion, None)
    )


def is_entered(membership_id: ColumnElement[Any], on: Given[date]) -> ColumnElement[bool]:
    """Return the condition that a membership is entered on a day, as we know now, or was moved and goes on so.

    For statements that find the membership themselves: a cast, and the pages before it, ask the same.
    Who changed constituency after the roll date votes in the old one: they are a member still.

    Source: INV-14; INV-30.
    """
    goes_on = aliased(MembershipVersion)
    is_still = exists().where(
        MembershipVersion.membership_id == membership_id,
        MembershipVersion.standing == Standing.ENTERED,
        holds_on(MembershipVersion, on),
        was_known(MembershipVersion, None),
    )
    has_moved = exists().where(
        MembershipVersion.membership_id == membership_id,
        MembershipVersion.ground == Ground.CHANGED_CONSTITUENCY,
        holds_on(MembershipVersion, on),
        was_known(MembershipVersion, None),
        goes_on.person_id == MembershipVersion.person_id,
        goes_on.standing == Standing.ENTERED,
        goes_on.valid_from <= on,
        or_(goes_on.valid_to.is_(None), goes_on.valid_to > on),
        goes_on.superseded_at.is_(None),
    )
    return or_(is_still, has_moved)


def entitled(
    *,
    roll_date: Given[date],
    known_at: Given[datetime],
    constituency_id: UUID | None = None,
    sub_constituency_id: UUID | None = None,
    born_by: Given[date] | None = None,
) -> Select[UUID, UUID, int, str]:
    """Return the SELECT of the members who belong on the roll of a day, as the register stood at an instant.

    The same as `rules.is_entitled`, asked of all members in one statement. Columns: person_id,
    membership_id, member_no, class (the code of the constituency).

    :param born_by: last birth date of a voter; who is recorded as an adult has none to compare.

    Source: domain 2.4, 2.8 INV-14; decisions, "Roll, mark, cast".
    """
    query = (
        select(
            Membership.person_id,
            Membership.id.label("membership_id"),
            Membership.member_no,
            Constituency.code.label("class"),
        )
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(Constituency, Constituency.id == MembershipVersion.constituency_id)
        .where(
            MembershipVersion.standing == Standing.ENTERED,
            holds_on(MembershipVersion, roll_date),
            was_known(MembershipVersion, known_at),
        )
    )
    if constituency_id is not None:
        query = query.where(MembershipVersion.constituency_id == constituency_id)
    if sub_constituency_id is not None:
        query = query.where(MembershipVersion.sub_constituency_id == sub_constituency_id)
    if born_by is not None:
        query = query.where(Membership.person_id.not_in(_born_after(born_by, on=roll_date, known_at=known_at)))
    return query


def is_younger(session: Session, person_id: UUID, age: int, *, on: date) -> bool:
    """Say whether somebody is recorded as younger than an age on a day; who is recorded as an adult is not."""
    known = person_on(session, person_id, on=on)
    return known is not None and known.birth_on is not None and age_on(known.birth_on, on) < age


def _born_after(day: Given[date], *, on: Given[date], known_at: Given[datetime]) -> Select[UUID]:
    """Return the SELECT of the people whose recorded birth date is later than a day. They are few, and found once."""
    return select(PersonVersion.person_id).where(
        PersonVersion.birth_on > day, holds_on(PersonVersion, on), was_known(PersonVersion, known_at)
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the register of members, as it was on a day."""

    membership_id: UUID
    person_id: UUID
    member_no: int
    name: str
    constituency: LocalText
    part: LocalText | None
    standing: Standing
    member_since: date


def members(
    session: Session,
    *,
    on: date,
    known_at: datetime | None = None,
    search: str = "",
    among: Select[UUID] | None = None,
    page: int = 1,
) -> Page[Line]:
    """Return one page of the register of members on a day, as known at an instant.

    :param known_at: None for what is known now.
    :param search: a member number, or the beginning of a name: first name first, or last name first.
    :param among: the memberships that alone are shown.
    """
    query = _lines(on, known_at) if among is None else _lines(on, known_at).where(Membership.id.in_(among))
    if words := _words(search):
        query = query.where(_found_by(words))
    total = _counted(session, query)
    number = nearest(page, total=total)
    rows = session.execute(
        query.order_by(PersonVersion.sort_name, Membership.member_no).offset(offset(number)).limit(PAGE_SIZE)
    )
    return Page([_line(row) for row in rows.mappings()], number, total)


def how_many(session: Session, *, on: date) -> int:
    """Return how many members the register shows on a day."""
    return _counted(session, _lines(on, None))


def _counted(session: Session, query: AnySelect) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def not_members(session: Session, *, on: date, search: str = "") -> Sequence[PersonVersion]:
    """Return the people known on a day who were no members then, those recorded last first; one page of them.

    A record that was merged into another is nobody's any more, and is left out.

    :param search: the beginning of a name; nothing for all.
    """
    member = exists().where(MembershipVersion.person_id == PersonVersion.person_id, is_active_on(on))
    merged = exists().where(
        PersonMerge.merged_id == PersonVersion.person_id,
        PersonMerge.undo_until.is_not(None),
        PersonMerge.undone_at.is_(None),
    )
    query = select(PersonVersion).where(holds_on(PersonVersion, on), was_known(PersonVersion, None), ~member, ~merged)
    if words := _words(search):
        query = query.where(_named_so(words))
    newest = query.order_by(PersonVersion.recorded_at.desc(), PersonVersion.sort_name)
    return session.scalars(newest.limit(PAGE_SIZE)).all()


def reached_at(session: Session, addresses: Collection[str], *, on: date) -> Sequence[PersonVersion]:
    """Return the people known on a day whose e-mail address is one of these; a household may share one."""
    theirs = select(PersonVersion).where(
        func.lower(PersonVersion.email).in_({address.lower() for address in addresses}),
        holds_on(PersonVersion, on),
        was_known(PersonVersion, None),
    )
    return session.scalars(theirs.order_by(PersonVersion.sort_name)).all()


def _lines(on: date, known_at: datetime | None) -> Select[UUID, UUID, int, date, str, LocalText, LocalText, str]:
    """Return the SELECT of the register's lines; somebody who has ceased has none."""
    return (
        select(
            Membership.id.label("membership_id"),
            Membership.person_id,
            Membership.member_no,
            Membership.member_since,
            PersonVersion.name,
            Constituency.name.label("constituency"),
            SubConstituency.name.label("part"),
            MembershipVersion.standing,
        )
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(PersonVersion, PersonVersion.person_id == Membership.person_id)
        .join(Constituency, Constituency.id == MembershipVersion.constituency_id)
        .outerjoin(SubConstituency, SubConstituency.id == MembershipVersion.sub_constituency_id)
        .where(
            MembershipVersion.standing.in_(ACTIVE),
            holds_on(MembershipVersion, on),
            was_known(MembershipVersion, known_at),
            holds_on(PersonVersion, on),
            was_known(PersonVersion, known_at),
        )
    )


def _words(search: str) -> list[str]:
    """Return what is looked for, word by word, as names are compared."""
    return folded(search.replace(",", " ")).split()


def _found_by(words: list[str]) -> ColumnElement[bool]:
    """Return the condition that a line has this number, or a name that begins so."""
    if len(words) == 1 and words[0].isascii() and words[0].isdigit() and len(words[0]) <= 9:
        return Membership.member_no == int(words[0])
    return _named_so(words)


def _named_so(words: list[str]) -> ColumnElement[bool]:
    """Return the condition that a name begins so, first name first or last name first."""
    *first, last = words
    beginning = " ".join(words)
    spoken = select(NameKey.version_id).where(NameKey.key >= beginning, NameKey.key < beginning + LAST_LETTER)
    last_name_first = PersonVersion.sort_name.startswith(beginning, autoescape=True)
    first_name_first = (PersonVersion.sort_name.contains(f" {word}", autoescape=True) for word in first)
    beginnings_of_both = and_(PersonVersion.sort_name.startswith(last, autoescape=True), *first_name_first)
    return or_(PersonVersion.id.in_(spoken), last_name_first, beginnings_of_both)


def _line(row: Any) -> Line:
    return Line(**{**row, "standing": Standing(row["standing"])})


def person_on(session: Session, person_id: UUID, *, on: date, known_at: datetime | None = None) -> PersonVersion | None:
    """Return somebody's particulars on a day, as known at an instant; None if there were none."""
    return session.scalar(
        select(PersonVersion).where(
            PersonVersion.person_id == person_id, holds_on(PersonVersion, on), was_known(PersonVersion, known_at)
        )
    )


def known_by(session: Session, *, name: str, match_email: str, on: date) -> PersonVersion:
    """Return the particulars of whom the register knows today by a name and an e-mail address.

    :param match_email: the keyed digest of the address.
    :raises NobodyKnownSo: nobody, or more than one.
    """
    current = select(PersonVersion).where(
        PersonVersion.match_email == match_email, holds_on(PersonVersion, on), was_known(PersonVersion, None)
    )
    found = [one for one in session.scalars(current) if folded(one.name) == folded(name)]
    if len(found) != 1:
        raise NobodyKnownSo
    return found[0]


def names_of(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return what each of some people is called now; who has no name on record is left out."""
    return dict(session.execute(_NAMES, {"people": list(people)}).all())


def bodies_on(session: Session, *, on: date) -> dict[UUID, str]:
    """Return the bodies known on a day, by name; one page of them."""
    bodies = (
        select(PersonVersion.person_id, PersonVersion.name)
        .join(Person, Person.id == PersonVersion.person_id)
        .where(Person.kind == PersonKind.BODY, holds_on(PersonVersion, on), was_known(PersonVersion, None))
        .order_by(PersonVersion.sort_name)
    )
    rows = session.execute(bodies.limit(PAGE_SIZE))
    return dict(rows.all())


def membership(session: Session, membership_id: UUID) -> Membership:
    """Return one membership.

    :raises NotFound: there is none of this id.
    """
    return lookup.find(session, Membership, membership_id)


def memberships_of(session: Session, person_id: UUID) -> Sequence[Membership]:
    """Return all memberships that a person has had, the newest first."""
    query = select(Membership).where(Membership.person_id == person_id).order_by(Membership.member_no.desc())
    return session.scalars(query).all()


def numbers_of(session: Session, memberships: Iterable[UUID]) -> dict[UUID, int]:
    """Return the member number of each of some memberships; ids of anything else are left out."""
    query = select(Membership.id, Membership.member_no).where(Membership.id.in_(list(memberships)))
    return dict(session.execute(query).all())


def membership_history(session: Session, membership_id: UUID) -> Sequence[MembershipVersion]:
    """Return every version of a membership, superseded ones too: by day, then by when it was recorded."""
    query = select(MembershipVersion).where(MembershipVersion.membership_id == membership_id)
    return session.scalars(query.order_by(MembershipVersion.valid_from, MembershipVersion.recorded_at)).all()


def person_history(session: Session, person_id: UUID) -> Sequence[PersonVersion]:
    """Return every version of somebody's particulars, superseded ones too."""
    query = select(PersonVersion).where(PersonVersion.person_id == person_id)
    return session.scalars(query.order_by(PersonVersion.valid_from, PersonVersion.recorded_at)).all()


def next_number(session: Session) -> int:
    """Return the next member number. Numbers are never used again, for no membership is ever removed.

    Ask it only while holding the turn: `constitution.service.in_turn`.
    """
    return (session.scalar(select(func.max(Membership.member_no))) or 0) + 1


def active_number(session: Session, person_id: UUID, *, on: date) -> int | None:
    """Return the number of a person's membership that has not ended on a day, or will begin later."""
    return session.scalar(
        select(Membership.member_no)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .where(
            Membership.person_id == person_id,
            MembershipVersion.standing.in_(ACTIVE),
            was_known(MembershipVersion, None),
            or_(MembershipVersion.valid_to.is_(None), MembershipVersion.valid_to > on),
        )
        .limit(1)
    )


def is_active(session: Session, membership_id: UUID, *, on: date) -> bool:
    """Say whether a membership, suspended or not, stands on the register on a day."""
    found = select(MembershipVersion.id).where(MembershipVersion.membership_id == membership_id, is_active_on(on))
    return session.scalar(found.limit(1)) is not None


def is_suspended(session: Session, membership_id: UUID, *, on: date) -> bool:
    """Say whether the rights of a membership are withheld on a day, as we know now."""
    withheld = select(MembershipVersion.id).where(
        MembershipVersion.membership_id == membership_id,
        MembershipVersion.standing == Standing.SUSPENDED,
        is_active_on(on),
    )
    return session.scalar(withheld.limit(1)) is not None


def name_of(session: Session, person_id: UUID) -> str:
    """Return what a person is called now."""
    return names_of(session, [person_id])[person_id]


def member_of_number(session: Session, number: int) -> UUID:
    """Return whose member number this is.

    :raises NoMemberOfThatNumber: there is none.
    """
    found = session.scalar(select(Membership.person_id).where(Membership.member_no == number))
    if found is None:
        raise NoMemberOfThatNumber(number)
    return found
