"""A member resigns: from today on, and the address on record is told, for whoever signed in might not be the member."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import cessation, contacts
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.core.words import say
from govern.register import own, persons
from govern.register import queries as register
from govern.register.rules import Cessation, Ground, Standing


def resign(session: Session, person_id: UUID, *, actor: Actor, at: datetime) -> None:
    """End somebody's membership today, as they ask themselves.

    :raises NotFound: they are no member.

    Source: domain 2.2; product M10.
    """
    today = persons.local_date(session, at=at)
    member = own.latest_membership(session, person_id, on=today)
    if member is None or member.standing == Standing.CEASED:
        raise NotFound
    resigned = Cessation(on=today, ground=Ground.RESIGNED)
    cessation.end(session, member.membership_id, resigned, actor=actor, at=at)
    known = register.person_on(session, person_id, on=today)
    if known is not None and known.email:
        mutual = constitution.mutual(session)
        lines = [
            say("You resigned as a member of %(mutual)s on %(day)s.", mutual=mutual.name, day=today),
            say("If it was not you, telephone %(telephone)s now.", telephone=mutual.telephone),
        ]
        contacts.write(session, known.email, lines, at=at)
