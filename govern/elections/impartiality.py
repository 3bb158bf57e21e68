"""Whoever runs or watches over an election neither stands in it nor is connected with anybody who does.

Source: domain 2.8 INV-34, 10 case 15; NHS foundation trust model election rules, rule 69.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.core.actors import Actor
from govern.elections import queries
from govern.elections.refusals import OwnElection, RunWhileConnected
from govern.register import connections


def ensure_impartial(session: Session, election_id: UUID, actor: Actor, *, on: date) -> None:
    """Refuse a deed in an election by somebody who stands in it, or who is connected with a candidate today.

    Another officer goes on from there, so an interest that is found out late stops nobody but its holder.

    :raises OwnElection: the actor stands.
    :raises RunWhileConnected: the actor is connected with somebody who stands.
    """
    ensure_not_close_to(session, {one.person_id for one in queries.standing(session, election_id)}, actor, on=on)


def ensure_not_close_to(session: Session, people: set[UUID], actor: Actor, *, on: date) -> None:
    """Refuse an actor who is one of some people, or connected with one of them. Clockwork is nobody's relation.

    :raises OwnElection: the actor is one of them.
    :raises RunWhileConnected: the actor is connected with one of them.
    """
    if actor.person_id is None or not people:
        return
    if actor.person_id in people:
        raise OwnElection
    if people & connections.kept_from(session, actor.person_id, on=on):
        raise RunWhileConnected
