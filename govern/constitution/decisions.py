"""Enter what a body decided, as its minutes have it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries
from govern.constitution.models import Decision, DecisionParticipant, DecisionSubject
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.refusals import (
    CarriedAsAMotion,
    DecisionNotYetTaken,
    Inquorate,
    NotCarried,
    ParticipantNamedTwice,
    ReferenceOfAVote,
    SubjectAmiss,
    VoteNotOpenToThem,
    WrongBody,
)
from govern.constitution.rules import (
    Body,
    Participant,
    Subject,
    has_carried,
    is_reference_of_a_vote,
    named_twice,
    present_and_free,
    quorum_needed,
    subjects_twice,
    votes_amiss,
)
from govern.core.actors import Actor
from govern.core.words import say


@dataclass(frozen=True, kw_only=True)
class Minute:
    """What the minutes say of one decision.

    :param minute_reference: where it stands, so that somebody can find it.
    :param about: the persons whom it is about; nobody where it is on rules or other business.
    :param matter: what it says it is on, where that is a matter of the members' own.
    """

    body: Body
    decided_on: date
    minute_reference: str
    text: str
    about: Sequence[Subject] = ()
    matter: ReservedMatter | None = None


def enter(
    session: Session,
    minute: Minute,
    *,
    participants: Sequence[Participant] = (),
    in_office: int = 0,
    actor: Actor,
    at: datetime,
) -> Decision:
    """Enter a decision with everybody's part in it, under the rules in force on its day.

    Who sits on the board is known above: doors enter decisions by `consequences.deciding`.

    :param in_office: of a decision of the board, how many sit on it that day.
    :raises WrongBody: the founders decide once, at the founding.
    :raises CarriedAsAMotion: it is on what members decide by a motion.
    :raises ReferenceOfAVote: it would stand in the register like a vote that was counted here.
    :raises DecisionNotYetTaken: it is dated after today.
    :raises BeforeTheMutual: it is dated before the first rules took effect.
    :raises ParticipantNamedTwice: somebody is in it twice.
    :raises VoteNotOpenToThem: somebody voted who was absent or had stood back.
    :raises SubjectAmiss: it says one thing of somebody twice, or not where they go.
    :raises NotCarried: a decision by name has not more for than against.
    :raises Inquorate: fewer of the board were present and free than the rules need.

    Source: decisions, "Decisions as rows"; domain 5.6, 6.5.
    """
    if minute.body is Body.FOUNDERS:
        raise WrongBody(say("the founders, once, at the founding"))
    if minute.matter is not None:
        raise CarriedAsAMotion(minute.matter)
    if is_reference_of_a_vote(minute.minute_reference):
        raise ReferenceOfAVote
    ensure_stands(minute, participants, today=queries.today(session, at=at))
    queries.ensure_begun(session, by=minute.decided_on)
    rules = queries.rule_set_on(session, on=minute.decided_on)
    if minute.body is Body.BOARD:
        quorum = queries.rule_book(session, rules.id).board_quorum
        needed = quorum_needed(in_office, share=quorum.share, number=quorum.number)
        _ensure_quorate(participants, needed=needed)
    return write(session, minute, participants=participants, rule_set_id=rules.id, actor=actor, at=at)


def ensure_stands(minute: Minute, participants: Sequence[Participant], *, today: date) -> None:
    """Refuse a decision that its own facts speak against."""
    if minute.decided_on > today:
        raise DecisionNotYetTaken(minute.decided_on)
    if named_twice(participants):
        raise ParticipantNamedTwice
    if votes_amiss(participants):
        raise VoteNotOpenToThem
    if subjects_twice(minute.about) or not all(one.is_whole for one in minute.about):
        raise SubjectAmiss
    if minute.body.votes_by_name and not has_carried(participants):
        raise NotCarried


def _ensure_quorate(participants: Sequence[Participant], *, needed: int) -> None:
    """Refuse a decision of the board that too few were free to take."""
    present = present_and_free(participants)
    if present < needed:
        raise Inquorate(present=present, needed=needed)


def write(
    session: Session,
    minute: Minute,
    *,
    participants: Sequence[Participant],
    rule_set_id: UUID | None,
    actor: Actor,
    at: datetime,
) -> Decision:
    """Write a decision that was found to stand, and journal it. Whom it is about is written first, and never after.

    :param rule_set_id: the rules it was taken under; None for the founders' own.
    """
    decision = _decision(minute, rule_set_id=rule_set_id, actor=actor, at=at)
    session.add_all(DecisionSubject(decision_id=decision.id, **asdict(one)) for one in minute.about)
    session.flush()
    session.add(decision)
    session.flush()
    session.add_all(DecisionParticipant(decision_id=decision.id, **asdict(one)) for one in participants)
    session.flush()
    facts: dict[str, object] = {"body": minute.body, "decided_on": minute.decided_on, "rule_set": rule_set_id}
    if minute.about:
        facts["about"] = [[one.matter, one.application_id or one.person_id] for one in minute.about]
    told = Happening(event="decision.entered", subject_id=decision.id, facts=facts)
    audit.record(session, told, actor=actor, at=at)
    return decision


def _decision(minute: Minute, *, rule_set_id: UUID | None, actor: Actor, at: datetime) -> Decision:
    """Return the row of a decision."""
    assert actor.person_id is not None
    return Decision(
        id=uuid4(),
        body=minute.body,
        decided_on=minute.decided_on,
        minute_reference=minute.minute_reference.strip(),
        text=minute.text.strip(),
        rule_set_id=rule_set_id,
        entered_by=actor.person_id,
        entered_at=at,
    )
