"""What people ask the secretary about their own record: asked once, answered with words, both journalled."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.core.waiting import Heap
from govern.register.models import MemberRequest
from govern.register.refusals import AnsweredAlready, AskedAlready, NotYoursToAsk, OwnRequest
from govern.register.rules import RequestKind
from govern.register.versions import SALT_BYTES


def ask(
    session: Session, person_id: UUID, kind: RequestKind, words: str, *, actor: Actor, at: datetime
) -> MemberRequest:
    """Put a question about somebody's own record to the secretary.

    :raises NotYoursToAsk: it is about somebody else.
    :raises AskedAlready: one of this kind waits for its answer.

    Source: product M2; UK GDPR Art. 12(3), 16.
    """
    if actor.person_id != person_id:
        raise NotYoursToAsk
    waiting_too = select(MemberRequest.id).where(
        MemberRequest.person_id == person_id, MemberRequest.kind == kind, MemberRequest.answered_at.is_(None)
    )
    if session.scalar(waiting_too) is not None:
        raise AskedAlready
    asked = MemberRequest(
        person_id=person_id, kind=kind.value, words=words, asked_at=at, salt=secrets.token_hex(SALT_BYTES)
    )
    session.add(asked)
    session.flush()
    _record(session, "request.asked", asked, {"words": words}, actor=actor, at=at)
    return asked


def answer(session: Session, request_id: UUID, words: str, *, actor: Actor, at: datetime) -> None:
    """Answer what somebody asked.

    :raises AnsweredAlready: it has its answer.
    :raises OwnRequest: the actor asked it.
    """
    asked = find(session, request_id, is_to_change=True)
    if asked.answered_at is not None:
        raise AnsweredAlready
    if actor.person_id == asked.person_id:
        raise OwnRequest
    asked.answered_by, asked.answered_at, asked.answer = actor.person_id, at, words
    session.flush()
    _record(session, "request.answered", asked, {"answer": words}, actor=actor, at=at)


def find(session: Session, request_id: UUID, *, is_to_change: bool = False) -> MemberRequest:
    """Return one request.

    :raises NotFound: there is none of this id.
    """
    found = session.get(MemberRequest, request_id, with_for_update=is_to_change)
    if found is None:
        raise NotFound
    return found


def unanswered(session: Session) -> Sequence[MemberRequest]:
    """Return what waits for an answer, the oldest first."""
    query = select(MemberRequest).where(MemberRequest.answered_at.is_(None))
    return session.scalars(query.order_by(MemberRequest.asked_at, MemberRequest.id)).all()


def waiting(session: Session) -> Heap:
    """Return how many requests wait for an answer, and since when."""
    waiting_now = select(func.count(), func.min(MemberRequest.asked_at)).where(MemberRequest.answered_at.is_(None))
    return Heap(*session.execute(waiting_now).one())


def asked_by(session: Session, person_id: UUID) -> Sequence[MemberRequest]:
    """Return what somebody has asked, the newest first."""
    query = select(MemberRequest).where(MemberRequest.person_id == person_id)
    return session.scalars(query.order_by(MemberRequest.asked_at.desc(), MemberRequest.id)).all()


def _record(
    session: Session, event: str, asked: MemberRequest, content: dict[str, str], *, actor: Actor, at: datetime
) -> None:
    """Write it into the journal: which request, of which kind, and a salted digest of the words."""
    told = Happening(
        event=event,
        subject_id=asked.person_id,
        facts={"request": asked.id, "kind": asked.kind},
        content=content,
        salt=asked.salt,
    )
    audit.record(session, told, actor=actor, at=at)
