"""A decision of the board is its directors' on that day; until it has had any, it is the founders'."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.board import queries as board
from govern.board.refusals import NotFounders, NotOnTheBoard
from govern.constitution import decisions, queries
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision
from govern.constitution.rules import Body, Participant
from govern.core.actors import Actor
from govern.register import queries as register


def enter(
    session: Session, minute: Minute, *, participants: Sequence[Participant] = (), actor: Actor, at: datetime
) -> Decision:
    """Enter a decision, and let nobody have a part in one of the board who does not sit on it that day.

    :raises NotOnTheBoard: somebody named in it was not a director on its day.
    :raises NotFounders: the board has had no director yet, and somebody named in it is not a founder.
    :raises Refusal: as `constitution.decisions.enter` raises.

    Source: domain 2.8 INV-01, INV-05: the body that admits is the board, not whoever is named as it; domain 6.5.
    """
    if minute.body is Body.BOARD:
        ensure_theirs(session, [one.person_id for one in participants], on=minute.decided_on)
    return decisions.enter(session, minute, participants=participants, actor=actor, at=at)


def ensure_theirs(session: Session, people: Iterable[UUID], *, on: date) -> None:
    """Refuse people who do not decide for the board on a day, by name."""
    is_begun = board.has_begun(session, by=on)
    deciding = board.directors_on(session, on) if is_begun else _founders(session)
    others = set(people) - set(deciding)
    if not others:
        return
    names = sorted(register.names_of(session, others).values())
    raise NotOnTheBoard(names, on=on) if is_begun else NotFounders(names)


def _founders(session: Session) -> list[UUID]:
    """Return who decided the founding."""
    founding = queries.founders_decision(session)
    return [one.person_id for one in queries.participants(session, founding.id)]
