"""Who enters what came on paper: the secretary, and in the secretary's stead the chair.

The chair does so only while everybody who is secretary takes no part: so nobody enters what is about themselves, and no
motion waits for an officer who may not touch it. A mutual without a secretary is given one.

Source: domain 2.8 INV-02, INV-05, INV-40.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.admissions import queries as admissions
from govern.backing.refusals import SecretaryEnters
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed, Role
from govern.register import queries as register
from govern.register.stand_ins import voter_of


def secretaries(session: Session, *, at: datetime) -> frozenset[UUID]:
    """Return who is secretary today."""
    return accounts.holders_of(session, Role.SECRETARY, on=constitution.today(session, at=at))


def applicants_in_office(session: Session, *, at: datetime) -> frozenset[UUID]:
    """Return who is secretary today and has asked to be admitted: they enter no motion on an admission."""
    return frozenset(one for one in secretaries(session, at=at) if admissions.open_of(session, one) is not None)


def enters(session: Session, actor: Actor, *, apart: Collection[UUID], at: datetime) -> bool:
    """Say whether it is an actor's office to enter a paper.

    :param apart: who takes no part in what the paper is about.
    """
    if Role.SECRETARY in actor.roles:
        return True
    held = secretaries(session, at=at) if Role.CHAIR in actor.roles else frozenset()
    return bool(held) and held.issubset(apart)


def ensure_enters(session: Session, deed: Deed, *, apart: Collection[UUID]) -> None:
    """Refuse a paper to whoever does not enter it.

    :raises SecretaryEnters: the actor is no secretary, and one is free, or the actor is not in the chair either.
    """
    if not enters(session, deed.actor, apart=apart, at=deed.at):
        raise SecretaryEnters


def stands_in_for(session: Session, person_id: UUID, actor: Actor, *, at: datetime) -> bool:
    """Say whether somebody casts the vote of a membership of somebody else's, and so speaks for it themselves."""
    today = constitution.today(session, at=at)
    held = register.memberships_of(session, person_id)
    active = [one.id for one in held if register.is_active(session, one.id, on=today)]
    return actor.person_id is not None and any(voter_of(session, one, on=today) == actor.person_id for one in active)


def is_on_paper(session: Session, person_id: UUID, deed: Deed) -> bool:
    """Say whether a name is entered for another by an officer, and not by its bearer or their stand-in."""
    if deed.actor.person_id == person_id:
        return False
    if Role.SECRETARY in deed.actor.roles:
        return True
    return Role.CHAIR in deed.actor.roles and not stands_in_for(session, person_id, deed.actor, at=deed.at)
