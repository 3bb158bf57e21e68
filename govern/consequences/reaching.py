"""Whether what is sent reaches somebody who is named by another, so that they know of it.

Whoever names somebody could have written down, the day before, an address at which nobody reads.

Source: decisions 0040, 0041, 0048; domain 2.8 INV-02: one officer's word alone takes nobody's vote.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.consequences import writing
from govern.consequences.writing import Way
from govern.constitution import queries as constitution
from govern.core.actors import OFFICES, Deed
from govern.register import postal, vouching
from govern.register import queries as register
from govern.register.models import PersonVersion


def is_reached(session: Session, person_id: UUID, deed: Deed) -> bool:
    """Say whether what is sent reaches somebody, at an address that others stand for than the actor.

    One that the actor wrote down, or who gave them an office, stands once its person said it, or, of post, once a
    second officer heard from them that it is theirs.
    """
    today = constitution.today(session, at=deed.at)
    known = register.person_on(session, person_id, on=today)
    way = writing.way_to(session, person_id, at=deed.at)
    if known is None or way is Way.NOTHING or deed.actor.person_id is None:
        return False
    namers = {deed.actor.person_id, *accounts.appointers_of(session, deed.actor.person_id, OFFICES, on=today)}
    return namers.isdisjoint(_who_alone_wrote(session, known, way))


def _who_alone_wrote(session: Session, known: PersonVersion, way: Way) -> frozenset[UUID]:
    """Return who wrote down where somebody is reached, where nobody else stands for it."""
    this = PersonVersion.id == known.id
    if way is Way.LETTER:
        stands = session.scalar(select(postal.stands(PersonVersion)).where(this))
        return frozenset() if stands else postal.writers_of(session, known)
    opened = accounts.is_opened_at(PersonVersion.person_id, PersonVersion.email)
    writer = None if session.scalar(select(opened).where(this)) else vouching.writer_of(session, known)
    return frozenset({writer} if writer else ())
