"""Work left for later: claimed by one worker, tried again, done once, on both engines."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.core.db import Database
from govern.jobs import queries
from govern.jobs import service as jobs
from govern.jobs.models import Job
from govern.jobs.rules import FIRST_WAIT, LEASE, MOST_ATTEMPTS
from govern.jobs.service import Claim
from tests.calendar import A_SECOND, AT

KIND = "thing.do"


def queued(session: Session, *, due_at: datetime = AT) -> Job:
    return jobs.queue(session, kind=KIND, payload={"thing_id": "7"}, due_at=due_at)


def claimed(session: Session, *, at: datetime = AT) -> Claim:
    claim = jobs.claim(session, at=at)
    assert claim is not None
    return claim


@pytest.mark.parametrize(
    ("at", "is_taken"),
    [(AT - A_SECOND, False), (AT, True), (AT + A_SECOND, True)],
    ids=["a second early", "on the second", "a second late"],
)
def test_work_is_taken_when_it_is_due(session: Session, at: datetime, is_taken: bool) -> None:
    queued(session)

    assert queries.is_due(session, at=at) is is_taken
    assert (jobs.claim(session, at=at) is not None) is is_taken


def test_what_has_been_due_longest_is_taken_first(session: Session) -> None:
    queued(session)
    earlier = queued(session, due_at=AT - A_SECOND)

    assert claimed(session).id == earlier.id


@pytest.mark.parametrize(
    ("waited", "is_taken"),
    [(LEASE - A_SECOND, False), (LEASE, True)],
    ids=["while the claim lasts", "when the claim has run out"],
)
def test_work_of_a_worker_that_died_is_taken_by_another(session: Session, waited: timedelta, is_taken: bool) -> None:
    queued(session)
    first = claimed(session)

    second = jobs.claim(session, at=AT + waited)

    assert (second is not None) is is_taken
    assert second is None or (second.id, second.attempts) == (first.id, 2)


def test_a_worker_whose_claim_ran_out_keeps_nothing(session: Session) -> None:
    queued(session)
    slow = claimed(session)
    quick = claimed(session, at=AT + LEASE)

    assert jobs.finish(session, slow, at=AT + LEASE) is False
    assert jobs.fail(session, slow, failure="Slow", at=AT + LEASE) is False
    assert jobs.finish(session, quick, at=AT + LEASE) is True


def test_done_work_is_not_taken_again_and_its_payload_is_emptied(session: Session) -> None:
    job = queued(session)

    assert jobs.finish(session, claimed(session), at=AT)

    session.refresh(job)
    assert (job.payload, job.done_at) == ({}, AT)
    assert jobs.claim(session, at=AT + LEASE) is None


def test_failed_work_waits_and_is_tried_again(session: Session) -> None:
    job = queued(session)

    assert jobs.fail(session, claimed(session), failure="OSError", at=AT)

    session.refresh(job)
    assert job.failure == "OSError"
    assert jobs.claim(session, at=AT + FIRST_WAIT - A_SECOND) is None
    assert claimed(session, at=AT + FIRST_WAIT).attempts == 2


def test_work_that_failed_too_often_is_given_up_and_counted(session: Session) -> None:
    job = queued(session)
    job.attempts = MOST_ATTEMPTS - 1
    session.flush()
    last = claimed(session)
    jobs.fail(session, last, failure="OSError", at=AT)

    assert jobs.claim(session, at=AT + timedelta(days=365)) is None
    assert queries.given_up(session) == 1


def test_work_is_queued_with_its_cause_or_not_at_all(database: Database) -> None:
    with database.writing() as session:
        queued(session)

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_attempts_are_counted_from_nought(session: Session) -> None:
    session.add(Job(kind=KIND, payload={}, due_at=AT, attempts=-1))

    with pytest.raises(IntegrityError, match="attempts_are_counted"):
        session.flush()


def test_done_work_is_cleared_after_a_while_and_waiting_work_stays(session: Session) -> None:
    queued(session)
    jobs.finish(session, claimed(session), at=AT)
    waiting = queued(session)

    jobs.clear_done(session, before=AT + A_SECOND)

    assert session.scalars(select(Job.id)).all() == [waiting.id]


def test_many_workers_at_once_never_take_the_same_work(database: Database) -> None:
    with database.writing() as session, session.begin():
        for _ in range(24):
            queued(session)
    taken: list[Claim] = []

    def work() -> None:
        while True:
            with database.writing() as session, session.begin():
                claim = jobs.claim(session, at=AT)
            if claim is None:
                return
            taken.append(claim)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # A worker goes home when all that is left is in other hands; what is left then is taken last.
    work()
    assert len({claim.id for claim in taken}) == len(taken) == 24
