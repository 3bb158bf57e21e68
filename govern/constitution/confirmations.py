"""Those whom a decision names say themselves that it is so.

The secretary enters what a body decided. Where much hangs on it, the minutes alone are not enough:
whoever writes them could write anybody's vote.

Source: domain 2.8 INV-02, INV-42; decisions, "Decisions as rows".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, exists, func, insert, literal, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import minutes, queries
from govern.constitution.models import Decision, DecisionConfirmation, DecisionParticipant, VoteAsWord
from govern.constitution.refusals import ConfirmedAlready, NotNamedInIt
from govern.constitution.rules import Body, Participant
from govern.constitution.word_refusals import VoteIsTheirWord
from govern.core.actors import Actor
from govern.core.db import AnySelect, table_of


def confirm(session: Session, decision_id: UUID, *, is_so: bool, actor: Actor, at: datetime) -> None:
    """Write down a participant's own word on a decision, once.

    Whoever voted by name has given theirs by it. The chair's is their word on the minutes too, where somebody else
    entered them. The decision is held, so that nobody applies it while a denial is on its way.

    :param is_so: whether the minutes are right about the decision and about their part in it.
    :raises NotFound: there is no such decision.
    :raises NotNamedInIt: the decision does not name the actor.
    :raises ConfirmedAlready: their word is on record.
    :raises VoteIsTheirWord: they voted on it by name.
    """
    queries.held(session, decision_id)
    ensure_may_confirm(session, decision_id, actor)
    person_id = actor.person_id
    assert person_id is not None
    if minutes.may_say(session, decision_id, actor):
        minutes.say_so(session, decision_id, is_so=is_so, actor=actor, at=at)
    if not _may_say_of_themselves(session, decision_id, person_id):
        return
    session.add(DecisionConfirmation(decision_id=decision_id, person_id=person_id, is_so=is_so, confirmed_at=at))
    session.flush()
    facts = {"by": person_id}
    confirmed = Happening(event="decision.confirmed", subject_id=decision_id, facts=facts)
    disputed = Happening(event="decision.disputed", subject_id=decision_id, facts=facts)
    audit.record(session, confirmed if is_so else disputed, actor=actor, at=at)


def ensure_may_confirm(session: Session, decision_id: UUID, actor: Actor) -> None:
    """Refuse a word on a decision that is not the actor's to give, or is given; raises as `confirm` does."""
    queries.decision(session, decision_id)
    person_id = actor.person_id
    if minutes.may_say(session, decision_id, actor):
        return
    if person_id is None or session.get(DecisionParticipant, (decision_id, person_id)) is None:
        raise NotNamedInIt
    if is_by_vote(session, decision_id, person_id):
        raise VoteIsTheirWord
    if not _may_say_of_themselves(session, decision_id, person_id):
        raise ConfirmedAlready


def is_named(session: Session, decision_id: UUID, actor: Actor) -> bool:
    """Say whether a decision names the actor."""
    person_id = actor.person_id
    return person_id is not None and session.get(DecisionParticipant, (decision_id, person_id)) is not None


def _may_say_of_themselves(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    """Say whether a decision names somebody who has not said whether it is so, by a word or by a vote by name."""
    is_named = session.get(DecisionParticipant, (decision_id, person_id)) is not None
    has_said = any(session.get(word, (decision_id, person_id)) for word in (DecisionConfirmation, VoteAsWord))
    return is_named and not has_said


def take_votes(
    session: Session, decision_id: UUID, division_id: UUID, votes: AnySelect, *, actor: Actor, at: datetime
) -> None:
    """Take the votes that made a decision as the word of those who gave them by name from accounts of their own.

    :param votes: the SELECT of (person_id, elector_id) of those votes.

    Source: decision 0029.
    """
    voters = votes.subquery()
    chosen = select(literal(decision_id, Uuid()), literal(division_id, Uuid()), *voters.c)
    columns = ["decision_id", "division_id", "person_id", "elector_id"]
    session.execute(insert(table_of(VoteAsWord)).from_select(columns, chosen))
    words = session.scalar(select(func.count()).select_from(VoteAsWord).where(VoteAsWord.decision_id == decision_id))
    if words:
        told = {"words": words}
        happening = Happening(event="decision.confirmed_by_votes", subject_id=decision_id, facts=told)
        audit.record(session, happening, actor=actor, at=at)


def given(session: Session, decision_id: UUID) -> Mapping[UUID, bool]:
    """Return the word of each participant who has given it: whether it is so.

    A vote by name is one, unless whoever gave it said since that it is not so, while that could be said.
    """
    voted = select(VoteAsWord.person_id).where(VoteAsWord.decision_id == decision_id)
    words = select(DecisionConfirmation.person_id, DecisionConfirmation.is_so).where(
        DecisionConfirmation.decision_id == decision_id
    )
    return dict.fromkeys(session.scalars(voted), True) | dict(session.execute(words).all())


def is_denied(session: Session, decision_id: UUID) -> bool:
    """Say whether somebody whom a decision names says that it is not so."""
    return not all(given(session, decision_id).values())


def is_by_vote(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody's vote by name is their word on a decision, and they have said nothing else."""
    has_voted = session.get(VoteAsWord, (decision_id, person_id)) is not None
    return has_voted and session.get(DecisionConfirmation, (decision_id, person_id)) is None


def decision_by_vote(session: Session, division_id: UUID, person_id: UUID | None) -> UUID | None:
    """Return the decision on which somebody's vote in a division is their word, if it is one."""
    return session.scalar(
        select(VoteAsWord.decision_id).where(VoteAsWord.division_id == division_id, VoteAsWord.person_id == person_id)
    )


def awaited(session: Session, person_id: UUID) -> Sequence[Decision]:
    """Return the decisions that name somebody who has not said yet whether it is so, the oldest first.

    The founders' own is not among them: they made it together, and nobody entered it for them. Nor is one that
    they voted on by name: nobody could have given that vote for them.
    """
    said = exists().where(
        DecisionConfirmation.decision_id == DecisionParticipant.decision_id,
        DecisionConfirmation.person_id == DecisionParticipant.person_id,
    )
    voted = exists().where(
        VoteAsWord.decision_id == DecisionParticipant.decision_id, VoteAsWord.person_id == DecisionParticipant.person_id
    )
    query = (
        select(Decision)
        .join(DecisionParticipant, DecisionParticipant.decision_id == Decision.id)
        .where(DecisionParticipant.person_id == person_id, Decision.body != Body.FOUNDERS, ~said, ~voted)
    )
    return session.scalars(query.order_by(Decision.entered_at, Decision.id)).all()


def part_of(session: Session, decision_id: UUID, person_id: UUID) -> Participant:
    """Return somebody's part in a decision.

    :raises NotNamedInIt: it does not name them.
    """
    found = [one for one in queries.participants(session, decision_id) if one.person_id == person_id]
    if not found:
        raise NotNamedInIt
    return found[0]
