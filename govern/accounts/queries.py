"""Questions about accounts and offices."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ScalarSelect, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from govern.accounts.models import Account, AccountSession, LetterHanding, OfficeHolding
from govern.accounts.refusals import NoAccountHere, OpenedAccountNeeded
from govern.accounts.rules import SessionSpan, digest_of, plain_address
from govern.core import lookup
from govern.core.actors import OFFICES, Role
from govern.core.clock import A_DAY
from govern.core.db import Given, table_of
from govern.core.errors import NotFound
from govern.core.paging import PAGE_SIZE, Page, offset
from govern.core.waiting import Heap


@dataclass(frozen=True, kw_only=True)
class SessionFound:
    """A session that holds, and whose it is.

    :ivar code: digest of the printed code by which it began.
    :ivar letter_waits: whether no second officer has said yet that the letter with it reached its reader.
    """

    account_id: UUID
    person_id: UUID
    span: SessionSpan
    code: str | None
    letter_waits: bool


def offices_of(session: Session, person_id: UUID, *, on: date) -> frozenset[Role]:
    """Return the offices that a person holds on a day."""
    held = session.scalars(_offices(), {"person_id": person_id, "on": on})
    return frozenset(Role(office) for office in held)


@cache
def _offices() -> Select[str]:
    """Return the SELECT of `offices_of`, which every page asks."""
    theirs = OfficeHolding.person_id == bindparam("person_id")
    return select(OfficeHolding.office).where(theirs, *_held_on(bindparam("on", type_=Date())))


def holders_of(session: Session, office: Role, *, on: date) -> frozenset[UUID]:
    """Return who holds an office on a day."""
    return frozenset(
        session.scalars(select(OfficeHolding.person_id).where(OfficeHolding.office == office, *_held_on(on)))
    )


def appointers_of(session: Session, person_id: UUID, offices: Iterable[Role], *, on: date) -> frozenset[UUID | None]:
    """Return who granted somebody those of some offices that they hold on a day; None where the founding did."""
    holding = OfficeHolding
    query = select(holding.granted_by).where(
        holding.person_id == person_id, holding.office.in_(list(offices)), *_held_on(on)
    )
    return frozenset(session.scalars(query))


def has_office(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether a person holds an office on a day, or will from a later one."""
    still = or_(OfficeHolding.until_on.is_(None), OfficeHolding.until_on > on)
    return (
        session.scalar(select(OfficeHolding.id).where(OfficeHolding.person_id == person_id, still).limit(1)) is not None
    )


def can_sign_in_by_register(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether what the register holds of a person can sign them in.

    Not for whoever holds an office, or has an account with an address of its own, or one that was closed.
    """
    own = session.scalar(select(Account).where(Account.person_id == person_id))
    return not (own and (own.closed_at or own.email)) and not has_office(session, person_id, on=on)


@dataclass(frozen=True, kw_only=True)
class Held:
    """An office in somebody's hands, and the address by which that person signs in.

    :param until_on: the first day without it; None where no end is on record.
    """

    id: UUID
    office: Role
    person_id: UUID
    email: str | None
    from_on: date
    until_on: date | None


def holdings(session: Session, *, on: date) -> list[Held]:
    """Return who holds which office on a day, or will from a later one, in the order of the offices."""
    still = or_(OfficeHolding.until_on.is_(None), OfficeHolding.until_on > on)
    found = [_held(holding, email) for holding, email in session.execute(_WITH_ADDRESS.where(still))]
    return sorted(found, key=lambda held: (OFFICES.index(held.office), held.from_on, held.id))


def offices_ending(session: Session, *, on: date, by: date) -> Heap:
    """Return how many offices end after a day and up to another, and the last day of the one that ends first."""
    ending = select(func.count(), func.min(OfficeHolding.until_on)).where(
        OfficeHolding.from_on <= on, OfficeHolding.until_on > on, OfficeHolding.until_on <= by
    )
    count, until_on = session.execute(ending).one()
    return Heap(count, until_on and until_on - A_DAY)


def find_held(session: Session, holding_id: UUID) -> Held:
    """Return one office in somebody's hands.

    :raises NotFound: there is none by this id.
    """
    row = session.execute(_WITH_ADDRESS.where(OfficeHolding.id == holding_id)).one_or_none()
    if row is None:
        raise NotFound
    return _held(row[0], row[1])


def find_holding(session: Session, holding_id: UUID) -> OfficeHolding:
    """Return one holding of an office.

    :raises NotFound: there is none by this id.
    """
    return lookup.find(session, OfficeHolding, holding_id)


def held_without_end(session: Session, person_id: UUID) -> list[OfficeHolding]:
    """Return a person's holdings of offices with no end on record."""
    held = select(OfficeHolding).where(OfficeHolding.person_id == person_id, OfficeHolding.until_on.is_(None))
    return list(session.scalars(held.order_by(OfficeHolding.from_on)))


def open_account_of(session: Session, person_id: UUID) -> Account | None:
    """Return the account with which a person signs in, or None."""
    return session.scalar(select(Account).where(Account.person_id == person_id, Account.closed_at.is_(None)))


def without_way_in(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """Return who of some people has no open account with an address of its own."""
    opened = select(Account.person_id).where(
        Account.person_id.in_(people), Account.email.is_not(None), Account.closed_at.is_(None)
    )
    return frozenset(people) - frozenset(session.scalars(opened))


def opener_of(session: Session, person_id: UUID | None) -> UUID | None:
    """Return who opened somebody's account; None at the founding, by the register, and for whoever has none."""
    return session.scalar(select(Account.opened_by).where(Account.person_id == person_id))


def address_once_of(session: Session, person_id: UUID) -> str | None:
    """Return the address with which somebody signs in, or did before their account was closed."""
    return session.scalar(select(Account.email).where(Account.person_id == person_id))


def find_session(session: Session, token: str, *, at: datetime) -> SessionFound | None:
    """Return the session of this token if it holds at the instant `at`."""
    row = session.execute(_SESSION, {"token_hash": digest_of(token)}).one_or_none()
    if row is None:
        return None
    span = SessionSpan(started_at=row.started_at, seen_at=row.seen_at)
    if not span.holds(at):
        return None
    waits = row.code_hash is not None and row.handed_at is None
    return SessionFound(account_id=row.id, person_id=row.person_id, span=span, code=row.code_hash, letter_waits=waits)


def account_of_session(session: Session, token: str) -> UUID | None:
    """Return whose session this token was, whether or not it still holds."""
    return session.scalar(select(AccountSession.account_id).where(AccountSession.token_hash == digest_of(token)))


def find_account(session: Session, account_id: UUID) -> Account:
    """Return one account.

    :raises NotFound: there is none by this id.
    """
    return lookup.find(session, Account, account_id)


def ensure_opened(session: Session, account_id: UUID) -> None:
    """Refuse an account that nobody opened: its person came by the address that the secretary writes in the register.

    :raises OpenedAccountNeeded: the account has no address of its own.
    """
    if find_account(session, account_id).email is None:
        raise OpenedAccountNeeded


def opened_for(person_id: ColumnElement[UUID], *, at: ColumnElement[datetime]) -> ScalarSelect[UUID]:
    """Return, as SQL, the account that was opened for a person by an instant and is open; NULL where there is none.

    Who has one is signed in by nothing else: codes are printed, and links sent to the register's address, only for
    others, and what they had opened ends when an account is opened.
    """
    own = table_of(Account).c
    is_opened = (own.email.is_not(None), own.closed_at.is_(None), own.opened_at <= at)
    return select(own.id).where(own.person_id == person_id, *is_opened).scalar_subquery()


def is_opened_at(
    person_id: InstrumentedAttribute[UUID], email: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """Return, as SQL, the condition that an account is open that was opened for somebody at an address.

    Two people knew the address: who wrote it down, and who opened the account (decision 0039).
    """
    opened_at = Account.email == func.lower(func.trim(email))
    return exists().where(Account.person_id == person_id, opened_at, Account.closed_at.is_(None))


def has_accounts(session: Session) -> bool:
    """Say whether anybody has an account, open or closed."""
    return bool(session.scalar(select(exists().where(Account.id.is_not(None)))))


def people_with_accounts(session: Session) -> frozenset[UUID]:
    """Return the people for whom an account was opened that is open still: whose own word can be asked for."""
    opened = select(Account.person_id).where(Account.email.is_not(None), Account.closed_at.is_(None))
    return frozenset(session.scalars(opened))


def page_of_accounts(session: Session, number: int = 1) -> Page[Account]:
    """Return a page of the accounts that were opened for somebody, open and closed, by their addresses."""
    opened = Account.email.is_not(None)
    total = session.scalar(select(func.count()).select_from(Account).where(opened)) or 0
    rows = session.scalars(
        select(Account).where(opened).order_by(Account.email).offset(offset(number)).limit(PAGE_SIZE)
    )
    return Page(list(rows), max(1, number), total)


def can_be_administered_without(session: Session, person_id: UUID, *, on: date) -> bool:
    """Say whether a person is no administrator, or another who can sign in is one with no end on record."""
    held = select(OfficeHolding.person_id).where(
        OfficeHolding.office == Role.ADMINISTRATOR, OfficeHolding.until_on.is_(None), OfficeHolding.from_on <= on
    )
    others = held.join(Account, Account.person_id == OfficeHolding.person_id).where(
        Account.closed_at.is_(None), OfficeHolding.person_id != person_id
    )
    is_one = session.scalar(held.where(OfficeHolding.person_id == person_id).limit(1)) is not None
    return not is_one or session.scalar(others.limit(1)) is not None


def account_with_address(session: Session, email: str) -> Account:
    """Return the open account that has this address.

    :raises NoAccountHere: nobody signs in with it.
    """
    wanted = select(Account).where(Account.email == plain_address(email), Account.closed_at.is_(None))
    found = session.scalar(wanted)
    if found is None:
        raise NoAccountHere
    return found


def addresses_of(session: Session, people: Iterable[UUID]) -> Sequence[str]:
    """Return the address of each of some people for whom an account was opened."""
    query = select(Account.email).where(Account.person_id.in_(list(people)), Account.closed_at.is_(None))
    return [email for email in session.scalars(query.order_by(Account.email)) if email is not None]


def person_with_address(session: Session, email: str) -> UUID:
    """Return whose open account has this address.

    :raises NoAccountHere: nobody signs in with it.
    """
    return account_with_address(session, email).person_id


# Every page asks who reads it.
_SESSION = (
    select(
        Account.id,
        Account.person_id,
        AccountSession.started_at,
        AccountSession.seen_at,
        AccountSession.code_hash,
        LetterHanding.handed_at,
    )
    .join(Account, Account.id == AccountSession.account_id)
    .outerjoin(LetterHanding, LetterHanding.code_hash == AccountSession.code_hash)
    .where(
        AccountSession.token_hash == bindparam("token_hash"),
        AccountSession.ended_at.is_(None),
        Account.closed_at.is_(None),
    )
)
_WITH_ADDRESS = select(OfficeHolding, Account.email).outerjoin(Account, Account.person_id == OfficeHolding.person_id)


def _held(holding: OfficeHolding, email: str | None) -> Held:
    """Return a row as pages show it."""
    return Held(
        id=holding.id,
        office=Role(holding.office),
        person_id=holding.person_id,
        email=email,
        from_on=holding.from_on,
        until_on=holding.until_on,
    )


def _held_on(on: Given[date]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of holding an office on a day; the last day is the one before `until_on`."""
    return (
        OfficeHolding.from_on <= on,
        or_(OfficeHolding.until_on.is_(None), OfficeHolding.until_on > on),
    )
