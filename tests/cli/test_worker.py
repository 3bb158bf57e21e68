"""The worker: from asking for a link to the letter, and what happens when something fails."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from config import Settings
from govern.accounts import service as accounts
from govern.accounts.service import Attempt
from govern.admissions import steps
from govern.admissions.models import ApplicationStep
from govern.admissions.rules import State as Step
from govern.audit import service as audit
from govern.audit.models import JournalHead
from govern.audit.service import Happening
from govern.ballots import closing
from govern.cli import worker
from govern.cli.stopping import Stop
from govern.cli.worker import Handler, Keep
from govern.consequences import resigning
from govern.core import db
from govern.core.actors import NOBODY, Actor
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.elections import queries
from govern.jobs import mail
from govern.jobs import service as jobs
from govern.jobs.models import Job, OutgoingMail
from govern.jobs.rules import FIRST_WAIT, LEASE
from govern.register import queries as register
from govern.register.models import Resignation
from tests.admissions.house import House, admits
from tests.admissions.test_entry import promised
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, CLOSES_AT, OPENS_AT, TODAY
from tests.logbook import written
from tests.make import Make
from tests.makers import elections
from tests.served import SECRET

KIND = "thing.do"


@pytest.fixture
def told(tmp_path: Path) -> Settings:
    """Settings without a mail server: mail becomes files."""
    return Settings.from_environment(
        {
            "GOVERN_INSTANCE": str(tmp_path),
            "GOVERN_BASE_URL": "https://mutual.example.org",
            "GOVERN_SECRET_KEY": SECRET,
            "GOVERN_MATCH_KEY": SECRET,
        }
    )


@pytest.fixture(autouse=True)
def _bound(database: Database) -> Iterator[None]:
    db.bind(database)
    yield
    db.release()


def nothing(_payload: Mapping[str, Any], _at: datetime) -> Keep:
    return lambda session: None


def test_a_letter_with_a_link_reaches_whoever_asked(database: Database, make: Make, told: Settings) -> None:
    account = make.account()
    attempt = Attempt(address="address", origin="origin")
    accounts.ask_for_link(make.session, email=account.email, language="en", attempt=attempt, at=AT)
    make.known_to_all()
    handlers = worker.handlers_for(told, database)

    assert [worker.work_once(handlers, at=AT) for _ in range(3)] == [True, True, False]

    (file,) = told.mail_folder.iterdir()
    letter = file.read_text()
    assert f"To: {account.email}" in letter
    assert "https://mutual.example.org/sign-in/links/" in letter


def test_a_stranger_is_sent_nothing(database: Database, make: Make, told: Settings) -> None:
    attempt = Attempt(address="address", origin="origin")
    accounts.ask_for_link(make.session, email="stranger@example.org", language="en", attempt=attempt, at=AT)
    make.known_to_all()
    handlers = worker.handlers_for(told, database)

    assert [worker.work_once(handlers, at=AT) for _ in range(2)] == [True, False]

    assert not told.mail_folder.exists()


def test_an_applicant_is_written_to_by_the_worker(database: Database, make: Make, told: Settings) -> None:
    house = House(make.session, make)
    house.applied(make.person(email="nia@example.org").id)
    make.known_to_all()
    handlers = worker.handlers_for(told, database)

    while worker.work_once(handlers, at=AT):
        pass

    (file,) = told.mail_folder.iterdir()
    assert "https://mutual.example.org/me/application" in file.read_text()


def test_nothing_personal_stays_once_the_letter_has_gone(database: Database, make: Make, told: Settings) -> None:
    account = make.account()
    attempt = Attempt(address="address", origin="origin")
    accounts.ask_for_link(make.session, email=account.email, language="en", attempt=attempt, at=AT)
    make.known_to_all()
    handlers = worker.handlers_for(told, database)

    while worker.work_once(handlers, at=AT):
        pass

    with database.reading() as session:
        assert session.execute(select(OutgoingMail.recipient, OutgoingMail.body)).one() == (None, None)
        assert session.scalars(select(Job.payload)).all() == [{}, {}]


def test_failed_work_is_put_back_and_the_log_says_only_what_kind(database: Database, make: Make) -> None:
    def refuse(_payload: Mapping[str, Any], _at: datetime) -> Keep:
        raise ConnectionError("no route to ann@example.org")

    jobs.queue(make.session, kind=KIND, payload={}, due_at=AT)
    make.known_to_all()

    with written() as log:
        worker.work_once({KIND: refuse}, at=AT)

    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        assert (job.failure, job.due_at, job.done_at) == ("ConnectionError", AT + FIRST_WAIT, None)
    assert "ann@" not in log.getvalue()


def test_work_of_an_unknown_kind_waits_for_a_newer_worker(database: Database, make: Make) -> None:
    jobs.queue(make.session, kind="newer.thing", payload={}, due_at=AT)
    make.known_to_all()

    worker.work_once({}, at=AT)

    with database.reading() as session:
        assert session.scalars(select(Job.failure)).one() == "UnknownKind"


def test_work_that_fails_while_storing_stores_nothing(database: Database, make: Make) -> None:
    def write_then_fail(_payload: Mapping[str, Any], at: datetime) -> Keep:
        def keep(session: Any) -> None:
            mail.write(session, recipient="ann@example.org", subject="Half", body="Half", at=at)
            raise RuntimeError

        return keep

    jobs.queue(make.session, kind=KIND, payload={}, due_at=AT)
    make.known_to_all()

    worker.work_once({KIND: write_then_fail}, at=AT)

    with database.reading() as session:
        assert session.scalars(select(OutgoingMail)).all() == []


def test_a_worker_whose_claim_ran_out_stores_nothing(database: Database, make: Make) -> None:
    def be_overtaken(_payload: Mapping[str, Any], at: datetime) -> Keep:
        with database.writing() as session, session.begin():
            assert jobs.claim(session, at=at + LEASE) is not None
        return lambda session: mail.write(session, recipient="a@example.org", subject="Twice", body="Twice", at=at)

    jobs.queue(make.session, kind=KIND, payload={}, due_at=AT)
    make.known_to_all()

    worker.work_once({KIND: be_overtaken}, at=AT)

    with database.reading() as session:
        assert session.scalars(select(OutgoingMail)).all() == []


def test_two_workers_at_once_do_every_piece_of_work_once(database: Database, make: Make) -> None:
    for number in range(20):
        jobs.queue(make.session, kind=KIND, payload={"number": number}, due_at=AT)
    make.known_to_all()
    done: list[int] = []

    def note(payload: Mapping[str, Any], _at: datetime) -> Keep:
        done.append(payload["number"])
        return lambda session: None

    def work() -> None:
        db.bind(database)
        while worker.work_once({KIND: note}, at=AT):
            pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    while worker.work_once({KIND: note}, at=AT):
        pass
    assert sorted(done) == list(range(20))


def _work_and_hang(url: str, started: str) -> None:
    """Claim a piece of work in a process of its own, say so, and never end it."""

    def hang(_payload: Mapping[str, Any], _at: datetime) -> Keep:
        Path(started).touch()
        time.sleep(60)
        return lambda session: None

    db.bind(Database(url))
    worker.work_once({KIND: hang}, at=AT)


def test_the_work_of_a_worker_that_was_killed_is_done_by_another(
    database: Database, make: Make, tmp_path: Path
) -> None:
    jobs.queue(make.session, kind=KIND, payload={}, due_at=AT)
    make.known_to_all()
    url, started = database.engine.url.render_as_string(hide_password=False), tmp_path / "started"
    killed = multiprocessing.get_context("fork").Process(target=_work_and_hang, args=(url, str(started)))
    killed.start()
    while not started.exists():
        assert killed.is_alive()
        time.sleep(0.02)

    os.kill(killed.pid or 0, signal.SIGKILL)
    killed.join()

    handlers: dict[str, Handler] = {KIND: nothing}
    assert worker.work_once(handlers, at=AT + LEASE - A_SECOND) is False
    assert worker.work_once(handlers, at=AT + LEASE) is True
    with database.reading() as session:
        assert session.execute(select(Job.attempts, Job.done_at.is_not(None))).one() == (2, True)


def test_the_worker_outlives_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stop = Stop()
    turns = iter([RuntimeError("the database has gone"), None])

    def work_once(_handlers: Mapping[str, Handler], *, at: datetime) -> bool:
        turn = next(turns)
        if turn is None:
            stop.ask()
            return True
        raise turn

    monkeypatch.setattr(worker, "work_once", work_once)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.0)

    with written() as log:
        worker.work({}, stop=stop, keys=Keyring(tmp_path, tmp_path))

    assert [line["event"] for line in log.lines()] == ["worker.failed"]


def test_the_worker_puts_on_record_that_a_poll_has_opened_and_closed(make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    elections.nominate(make.session, made)
    elections.close_nominations(make.session, made)
    elections.arm(make.session, made)
    make.known_to_all()

    for at in (OPENS_AT, CLOSES_AT):
        worker.keep_time(at=at, keys=made.keys)

    make.session.expire_all()
    assert [step.to_state for step in queries.steps(make.session, made.election.id)][-2:] == [
        "poll_open",
        "poll_closed",
    ]
    make.session.rollback()


def test_the_worker_signs_a_head_once_an_hour(database: Database, make: Make, tmp_path: Path) -> None:
    keys = Keyring(tmp_path / "keys", tmp_path / "keys-backup")
    for at in (AT, AT + AN_HOUR - A_SECOND, AT + AN_HOUR):
        happening = Happening(event="thing.happened", facts={"at": at.isoformat()})
        audit.record(make.session, happening, actor=NOBODY, at=at)
        make.known_to_all()
        worker.keep_time(at=at, keys=keys)

    with database.reading() as session:
        assert session.scalars(select(JournalHead.size).order_by(JournalHead.size)).all() == [1, 3]


def test_the_file_is_rewritten_only_when_no_poll_is_open(
    database: Database, make: Make, told: Settings, tmp_path: Path
) -> None:
    contest = make.contest(tmp_path)
    closing.leave_rewriting(make.session, due_at=AT)
    make.known_to_all()
    handlers = worker.handlers_for(told, database)

    assert worker.work_once(handlers, at=AT) is True

    assert contest.poll.sealed_at is None
    with database.reading() as session:
        assert session.scalars(select(Job.due_at).where(Job.done_at.is_(None))).all() == [AT + worker.REWRITE_LATER]


def test_a_sealed_box_is_followed_by_a_rewriting_of_the_file(
    database: Database, make: Make, told: Settings, tmp_path: Path
) -> None:
    contest = make.contest(tmp_path)
    closing.seal(make.session, contest.poll.id, actor=contest.actor, clock_now=lambda: CLOSES_AT)
    make.known_to_all()

    assert worker.work_once(worker.handlers_for(told, database), at=CLOSES_AT) is True

    with database.reading() as session:
        assert session.scalars(select(Job.id).where(Job.done_at.is_(None))).all() == []


@pytest.mark.parametrize(("days", "state"), [(90, Step.ADMITTED), (91, Step.LAPSED)])
def test_an_admission_lapses_by_the_clock_when_its_share_did_not_come(
    database: Database, make: Make, days: int, state: Step
) -> None:
    application = promised(House(make.session, make))
    make.known_to_all()

    for _round in range(2):
        worker.lapse_admissions(at=AT + A_DAY * days)

    with database.reading() as session:
        assert steps.state(session, application.id) is state


@pytest.mark.parametrize("is_so", [True, False])
def test_an_admission_that_was_left_on_a_denied_decision_is_opened_by_the_clock(
    database: Database, make: Make, *, is_so: bool
) -> None:
    house = House(make.session, make)
    application = house.checked()
    decision = house.decided(confirmed_by=[])
    house.rule(decision, admits(application))
    house.confirmed(decision, house.directors[2], is_so=is_so)
    make.known_to_all()

    for _round in range(2):
        worker.undo_denied_admissions(at=AT + A_DAY)

    with database.reading() as session:
        assert steps.state(session, application.id) is (Step.ADMITTED if is_so else Step.UNDER_CHECK)


@pytest.mark.parametrize(("days", "is_member"), [(6, True), (7, False)])
def test_a_membership_ends_by_the_clock_on_the_day_for_which_its_member_resigned(
    database: Database, make: Make, days: int, *, is_member: bool
) -> None:
    make.mutual()
    make.rules()
    member = make.membership()
    leaver = Actor(person_id=member.person_id)
    resigning.resign(make.session, member.person_id, on=TODAY + 7 * A_DAY, actor=leaver, at=AT)
    make.known_to_all()

    for _round in range(2):
        worker.end_resigned(at=AT + A_DAY * days)

    with database.reading() as session:
        assert register.is_active(session, member.id, on=TODAY + A_DAY * days) is is_member


def test_before_the_founding_nobody_has_resigned(database: Database) -> None:
    worker.end_resigned(at=AT)

    with database.reading() as session:
        assert session.scalars(select(Resignation)).all() == []


def test_before_the_founding_nothing_lapses(database: Database) -> None:
    worker.lapse_resolutions(at=AT)
    worker.end_agreed_resolutions(at=AT)
    worker.lapse_admissions(at=AT)

    with database.reading() as session:
        assert session.scalars(select(ApplicationStep)).all() == []
