"""What the register of interests already says of those who decide a motion: offered to whoever calls the vote.

Source: domain 1.8, 5.6; CA 2006 s.185: a general notice names a body, for whatever is decided about it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.interests import electorate
from govern.interests import queries as interest_queries
from govern.interests.refusals import NotCloseOnRecord, NotInRegister
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Ground
from govern.register import connections
from govern.register import queries as register
from govern.register.interest_models import Interest
from govern.register.queries import holds_on, was_known

SHORTEST = 4


def found(session: Session, motion: Motion, *, at: datetime) -> Sequence[Interest]:
    """Return the interests in force of people who decide a motion that name whom or what it is about.

    Those whose interest is on record for the motion are left out.
    """
    on = constitution.today(session, at=at)
    names = [one.casefold() for one in _named_in(session, motion, on_record=on) if len(one) >= SHORTEST]
    if not names:
        return []
    query = select(Interest).where(holds_on(Interest, on), was_known(Interest, None)).order_by(Interest.valid_from)
    naming = [one for one in session.scalars(query) if any(name in one.extent.casefold() for name in names)]
    people = {one.person_id for one in naming}
    deciding = electorate.entitled_among(session, Deciders(motion.deciders), people, at=at)
    known = {one.person_id for one in interest_queries.of_motion(session, motion.id)} | _about(session, motion)
    return [one for one in naming if one.person_id in deciding - known]


def ensure_on_record(session: Session, motion_id: UUID, person_id: UUID, ground: Ground, *, at: datetime) -> None:
    """Refuse a ground that points to a record which says otherwise.

    :raises NotInRegister: the register of interests holds none of theirs in force.
    :raises NotCloseOnRecord: no connection is on record between them and anybody whom the motion is about.

    Source: domain 1.8, 2.8.
    """
    on = constitution.today(session, at=at)
    if ground is Ground.REGISTERED:
        in_force = select(Interest.id).where(
            Interest.person_id == person_id, holds_on(Interest, on), was_known(Interest, None)
        )
        if session.scalars(in_force.limit(1)).first() is None:
            raise NotInRegister
    if ground is Ground.CLOSE and not any(
        person_id in connections.connected_to(session, about, on=on)
        for about in _about(session, queries.find(session, motion_id))
    ):
        raise NotCloseOnRecord


def _about(session: Session, motion: Motion) -> set[UUID]:
    return {one.person_id for one in queries.concerns(session, motion.id)}


def _named_in(session: Session, motion: Motion, *, on_record: date) -> list[str]:
    """Return the names of whom a motion is about, and of the bodies on record that its words name."""
    about = register.names_of(session, _about(session, motion))
    words = [*motion.title.values(), *motion.reasons.values(), *queries.text(session, motion.id).text.values()]
    said = " ".join(words).casefold()
    bodies = register.bodies_on(session, on=on_record).values()
    return [*about.values(), *(name for name in bodies if name.casefold() in said)]
