"""What is entered from minutes: whether the chair says that it is so, and whether somebody named in it says no.

One officer enters it. So everybody who reads it is told whether anybody else stands by it.

Source: domain 5.10: minutes are signed by the chair; domain 2.8 INV-02.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution.models import Decision, DecisionConfirmation, MinutesWord, VoteAsWord
from govern.constitution.rules import Body
from govern.core.actors import Actor, Role
from govern.core.db import AnySelect
from govern.core.waiting import Heap

# Of these the chair keeps the minutes; other bodies have chairs of their own.
KEPT_BY_THE_CHAIR = (Body.BOARD, Body.GENERAL_MEETING)


@dataclass(frozen=True, kw_only=True)
class Word:
    """What others than who entered it say of a decision.

    :ivar is_asked: whether the chair is asked.
    :ivar chairs: the chair's word; None while it is not given.
    :ivar disputes: how many whom it names say that it is not what happened.
    """

    is_asked: bool
    chairs: bool | None
    disputes: int

    @property
    def is_disputed(self) -> bool:
        """Say whether anybody says that it is not so."""
        return self.disputes > 0 or self.chairs is False


def may_say(session: Session, decision_id: UUID, actor: Actor) -> bool:
    """Say whether the actor is in the chair, and has not said yet whether what another entered is so."""
    decision = session.get_one(Decision, decision_id)
    is_asked = decision.body in KEPT_BY_THE_CHAIR and decision.entered_by != actor.person_id
    return is_asked and Role.CHAIR in actor.roles and session.get(MinutesWord, decision_id) is None


def say_so(session: Session, decision_id: UUID, *, is_so: bool, actor: Actor, at: datetime) -> None:
    """Write the chair's word on a decision that somebody else entered. The caller has asked whether it is theirs."""
    session.add(MinutesWord(decision_id=decision_id, person_id=actor.person_id, is_so=is_so, said_at=at))
    session.flush()
    facts = {"by": actor.person_id}
    confirmed = Happening(event="decision.minutes_confirmed", subject_id=decision_id, facts=facts)
    denied = Happening(event="decision.minutes_denied", subject_id=decision_id, facts=facts)
    audit.record(session, confirmed if is_so else denied, actor=actor, at=at)


def words_on(session: Session, decisions: Collection[UUID]) -> Mapping[UUID, Word]:
    """Return what others say of each of some decisions."""
    chairs = dict(
        session.execute(
            select(MinutesWord.decision_id, MinutesWord.is_so).where(MinutesWord.decision_id.in_(decisions))
        ).all()
    )
    query = select(DecisionConfirmation.decision_id, func.count()).where(
        DecisionConfirmation.decision_id.in_(decisions), ~DecisionConfirmation.is_so
    )
    disputes = dict(session.execute(query.group_by(DecisionConfirmation.decision_id)).all())
    bodies = session.execute(select(Decision.id, Decision.body).where(Decision.id.in_(decisions)))
    return {
        one: Word(is_asked=body in KEPT_BY_THE_CHAIR, chairs=chairs.get(one), disputes=disputes.get(one, 0))
        for one, body in bodies
    }


def unconfirmed(session: Session, *, since: datetime, but_for: AnySelect) -> Heap:
    """Return how many decisions that were entered since an instant wait for the chair's word, and since when.

    :param but_for: the decisions that nobody entered from minutes.
    """
    said = exists().where(MinutesWord.decision_id == Decision.id)
    query = select(func.count(), func.min(Decision.entered_at)).where(
        Decision.body.in_([one.value for one in KEPT_BY_THE_CHAIR]),
        Decision.entered_at >= since,
        Decision.id.not_in(but_for),
        ~exists().where(VoteAsWord.decision_id == Decision.id),
        ~said,
    )
    count, first = session.execute(query).one()
    return Heap(count, first)


def disputed(session: Session, *, since: datetime) -> Heap:
    """Return how many decisions somebody disputed since an instant, and since when."""
    own = select(DecisionConfirmation.decision_id, DecisionConfirmation.confirmed_at.label("at")).where(
        ~DecisionConfirmation.is_so, DecisionConfirmation.confirmed_at >= since
    )
    chairs = select(MinutesWord.decision_id, MinutesWord.said_at.label("at")).where(
        ~MinutesWord.is_so, MinutesWord.said_at >= since
    )
    every = own.union_all(chairs).subquery()
    count, first = session.execute(select(func.count(every.c.decision_id.distinct()), func.min(every.c.at))).one()
    return Heap(count, first)
