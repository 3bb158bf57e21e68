"""Leave work for later, take it, finish it.

Work is queued in the same transaction as its cause. A worker claims it with one statement for a
time, the lease; if the worker dies, the lease runs out and another takes over. What a job stores is
committed together with its end, so it is stored once; what it sends out can go twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.jobs.models import Job
from govern.jobs.queries import claimable
from govern.jobs.rules import LEASE, wait_after


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A job in the hands of one worker.

    :param until: when the claim runs out; it also tells this claim from a later one.
    """

    id: UUID
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    until: datetime


def queue(session: Session, *, kind: str, payload: Mapping[str, Any], due_at: datetime) -> Job:
    """Leave work for later, in the transaction of its cause.

    :param kind: `subject.verb`, the key of its handler: `mail.deliver`.
    :param payload: ids and codes, as JSON; emptied when the work is done.
    """
    job = Job(kind=kind, payload=dict(payload), due_at=due_at)
    session.add(job)
    session.flush()
    return job


def queue_all(session: Session, *, kind: str, payloads: Sequence[Mapping[str, Any]], due_at: datetime) -> None:
    """Leave many pieces of work of a kind for later, in one statement."""
    rows = [{"id": uuid4(), "kind": kind, "payload": dict(one), "due_at": due_at, "attempts": 0} for one in payloads]
    insert_all(session, table_of(Job), rows)


def claim(session: Session, *, at: datetime) -> Claim | None:
    """Take the work that has been due longest, or None. Two workers never take the same.

    One statement decides. On PostgreSQL rows in another worker's hands are passed over.
    """
    oldest = select(Job.id).where(*claimable(at)).order_by(Job.due_at, Job.id).limit(1)
    taken = session.execute(
        update(Job)
        .where(Job.id == oldest.with_for_update(skip_locked=True).scalar_subquery())
        .values(claimed_until=at + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.payload, Job.attempts, Job.claimed_until.label("until"))
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if taken is None else Claim(**taken._asdict())


def finish(session: Session, claim: Claim, *, at: datetime) -> bool:
    """Write down that the work is done and empty its payload; False if the claim was lost meanwhile.

    A worker that lost its claim must keep nothing of what it did.
    """
    return _settle(session, claim, done_at=at, payload={}, failure=None)


def fail(session: Session, claim: Claim, *, failure: str, at: datetime) -> bool:
    """Put the work back, to be tried again after a while; False if the claim was lost meanwhile.

    :param failure: the kind of failure, a class name; never its text, which could hold an address.
    """
    return _settle(session, claim, due_at=at + wait_after(claim.attempts), claimed_until=None, failure=failure)


def _settle(session: Session, claim: Claim, **values: Any) -> bool:
    """Change the job if this claim is still the one that counts."""
    settled = session.scalar(
        update(Job)
        .where(Job.id == claim.id, Job.done_at.is_(None), Job.claimed_until == claim.until)
        .values(**values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return settled is not None


def clear_done(session: Session, *, before: datetime) -> None:
    """Remove work that was done before an instant."""
    session.execute(delete(Job).where(Job.done_at < before).execution_options(synchronize_session=False))
