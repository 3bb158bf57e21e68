"""Open an account for somebody: two people know its address, and whoever had another one is told.

Whoever writes an address into the register could write their own. So another officer opens the account, and types the
address as the person gave it to them: it has to be the one on record.

Source: INV-12; decision 0039.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries, service
from govern.accounts.models import Account
from govern.accounts.refusals import WroteTheAddress
from govern.accounts.rules import plain_address
from govern.consequences import contacts
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.words import Sentence, say
from govern.register import persons
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.rules import match_email


def open_account(session: Session, *, name: str, email: str, match_key: bytes, actor: Actor, at: datetime) -> Account:
    """Open an account for whom the register knows by a name and an address, and tell the address they had before.

    :param email: as the person gave it to whoever opens the account.
    :raises NobodyKnownSo: the register has them otherwise, or not at all.
    :raises WroteTheAddress: the actor wrote the address down, or it would be their own account.
    :raises AddressNotUsable, AccountExists: see `accounts.service.open_account`.
    """
    sign = match_email(email, key=match_key) or ""
    known = register.known_by(session, name=name, match_email=sign, on=persons.local_date(session, at=at))
    ensure_opens_for_another(session, known.person_id, known.email or "", actor)
    before = queries.address_once_of(session, known.person_id)
    account = service.open_account(session, person_id=known.person_id, email=known.email or "", actor=actor, at=at)
    if before and before != account.email:
        contacts.write(session, before, _moved(session), at=at)
    return account


def ensure_opens_for_another(session: Session, person_id: UUID, email: str, actor: Actor) -> None:
    """Refuse whoever would open an account whose address they wrote themselves, or their own.

    :raises WroteTheAddress: it is so.
    """
    address = plain_address(email)
    wrote = any(
        one.recorded_by == actor.person_id and plain_address(one.email or "") == address
        for one in register.person_history(session, person_id)
    )
    if wrote or person_id == actor.person_id:
        raise WroteTheAddress


def writer_of(session: Session, person_id: UUID, email: str) -> PersonVersion | None:
    """Return the version in which an address of somebody was first written down; None where it never was."""
    address = plain_address(email)
    versions = (one for one in register.person_history(session, person_id) if plain_address(one.email or "") == address)
    return min(versions, key=lambda one: one.recorded_at, default=None)


def _moved(session: Session) -> list[Sentence]:
    mutual = constitution.mutual(session)
    return [
        say("At %(mutual)s your account was opened again, at another address than this one.", mutual=mutual.name),
        say("If you did not ask for it, telephone %(telephone)s now.", telephone=mutual.telephone),
    ]
