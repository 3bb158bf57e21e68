"""Keep those who are interested in a decision out of it.

Source: domain 2.8 INV-03, INV-05, INV-06.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.register import queries
from govern.register.connection_refusals import TookPartWhileConnected
from govern.register.connections import connected_to
from govern.register.interests import declared_in


def ensure_none_took_part(session: Session, decision: Decision, *, about: UUID) -> None:
    """Refuse a decision about somebody in which a person took part who was interested in it.

    That is who was connected with them on its day, and who declared an interest in it.

    Asked for each person whom a decision is about: one that admits ten can stand for nine. Founders
    found together whatever they are to each other, and in a general meeting only the subject stands back.

    :raises TookPartWhileConnected: by name.

    Source: domain 2.8 INV-05, INV-06, INV-17; Companies Act 2006 s.112(1) for founders.
    """
    body = Body(decision.body)
    if body is Body.FOUNDERS or not body.votes_by_name:
        return
    interested = connected_to(session, about, on=decision.decided_on) | declared_in(session, decision.id).keys()
    took_part = {one.person_id for one in constitution.participants(session, decision.id) if one.took_part}
    if amiss := took_part & interested:
        raise TookPartWhileConnected(sorted(queries.names_of(session, amiss).values()))
