"""A second officer hears from somebody that a postal address is theirs which another officer wrote over the one before.

Until then no letter with a ballot's code goes there: whoever wrote the address could open it.

Source: INV-40; decision 0048.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.accounts.refusals import HandedByAnother
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.consequences import signing_in
from govern.core.actors import Actor, Deed
from govern.core.waiting import Heap
from govern.elections.links import is_reached_alone
from govern.register import persons, postal, queries, stand_ins
from govern.register.address_models import AddressHeard
from govern.register.models import MembershipVersion, PersonVersion, StandIn
from govern.register.rules import ballot_email


@dataclass(frozen=True, kw_only=True)
class Unheard:
    """An address to which ballots would go by post, and of which nobody beside its writers has heard.

    :ivar version_id: where it stands.
    :ivar is_theirs: whether whoever asks can say that it is so.
    """

    version_id: UUID
    person_id: UUID
    name: str
    address: str
    written_by: frozenset[UUID]
    written_at: datetime
    is_theirs: bool


def unheard(session: Session, actor: Actor, *, on: date) -> list[Unheard]:
    """Return the addresses that wait for a second officer, the oldest first."""
    opener = accounts.opener_of(session, actor.person_id)
    return [_unheard(session, known, actor, opener) for known in _waiting(session, on=on)]


def heap(session: Session, *, on: date) -> Heap:
    """Return how many addresses wait, and since when."""
    found = _waiting(session, on=on)
    return Heap(len(found), found[0].recorded_at if found else None)


def hear(session: Session, versions: Collection[UUID], deed: Deed) -> None:
    """Put on record that somebody heard from whom some addresses are of that they are theirs; of all, or of none.

    :raises HandedByAnother: one does not wait any more, or is not the actor's to say.
    """
    office = signing_in.hears_as(session, deed.actor, at=deed.at)
    today = persons.local_date(session, at=deed.at)
    theirs = {one.version_id: one for one in unheard(session, deed.actor, on=today) if one.is_theirs}
    if office is None or not set(versions) <= set(theirs):
        raise HandedByAnother
    for version_id in sorted(set(versions)):
        facts = {"heard_by": deed.actor.person_id, "heard_as": office.value, "heard_on": today, "heard_at": deed.at}
        session.add(AddressHeard(version_id=version_id, **facts))
        session.flush()
        told = {"office": office.value, "version": version_id}
        happening = Happening(event="address.heard", subject_id=theirs[version_id].person_id, facts=told)
        audit.record(session, happening, actor=deed.actor, at=deed.at)


def _unheard(session: Session, known: PersonVersion, actor: Actor, opener: UUID | None) -> Unheard:
    writers = postal.writers_of(session, known)
    return Unheard(
        version_id=known.id,
        person_id=known.person_id,
        name=known.name,
        address=known.postal_address or "",
        written_by=writers,
        written_at=known.recorded_at,
        is_theirs=actor.person_id not in writers | {known.person_id} and opener not in writers,
    )


def _waiting(session: Session, *, on: date) -> list[PersonVersion]:
    """Return the particulars of the members, and of who votes for one, whose ballots would go to such an address."""
    version = PersonVersion
    members = select(MembershipVersion.person_id).where(queries.is_active_on(on))
    others = select(StandIn.person_id).where(stand_ins.votes_on(on))
    rows = session.execute(
        select(version, is_reached_alone(version))
        .where(
            queries.holds_on(version, on),
            queries.was_known(version, None),
            func.coalesce(version.postal_address, "") != "",
            ~postal.stands(version),
            or_(version.person_id.in_(members), version.person_id.in_(others)),
        )
        .order_by(version.recorded_at, version.id)
    )
    return [known for known, is_theirs in rows if not (is_theirs and _mail_of(known))]


def _mail_of(known: PersonVersion) -> str | None:
    return ballot_email(
        known.email, purposes=known.email_purposes, formats=known.formats, postal_address=known.postal_address
    )
