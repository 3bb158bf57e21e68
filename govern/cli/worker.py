"""The worker: does what was left for later, one piece at a time."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import click

from config import Settings
from govern.accounts import changes, codes
from govern.accounts import service as accounts
from govern.accounts.rules import ATTEMPT_WINDOW
from govern.admissions import denials, steps, unconfirmed
from govern.admissions import queries as applications
from govern.admissions import service as admissions
from govern.agenda import waiting as agenda
from govern.audit import service as journal
from govern.ballots import closing
from govern.ballots import queries as ballots
from govern.cli.setup import settings, speaking_to
from govern.cli.stopping import Stop, listening
from govern.consequences import case_letters, denying, resigning, signing_in, standing_in, telling_proposers
from govern.constitution import queries as the_mutual
from govern.core import clock, db, logs
from govern.core.actors import CLOCKWORK, Deed
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.divisions import declaring
from govern.elections import mine, polling
from govern.elections.links import Post
from govern.jobs import mail
from govern.jobs import queries as waiting
from govern.jobs import service as jobs
from govern.jobs.rules import DELIVER
from govern.jobs.service import Claim
from govern.register import resignations

Payload = Mapping[str, Any]
Keep = Callable[[Any], None]
# Does the slow part outside any transaction, and returns what is stored together with the job's end.
Handler = Callable[[Payload, datetime], Keep]

PAUSE_SECONDS = 0.5
TIDYING = timedelta(minutes=15)
TIME_KEEPING = timedelta(seconds=20)
LAPSING = timedelta(minutes=15)
ENDING = timedelta(minutes=5)
REWRITE_LATER = timedelta(hours=1)
DONE_IS_KEPT = timedelta(days=7)
UNSENT_IS_KEPT = timedelta(days=2)


class UnknownKind(Exception):
    """A job of a kind that this worker has no handler for: an older worker meets newer work."""


class ClaimLost(Exception):
    """The claim ran out meanwhile, and the work is another worker's now."""


@click.command()
def worker() -> None:
    """Do what was left for later, until told to stop: send mail, and tidy up.

    Safe to run more than once at the same time: two workers never do the same work.
    """
    told = settings()
    logs.configure()
    with listening() as stop, speaking_to(told) as database:
        logs.event("worker.started")
        work(handlers_for(told, database), stop=stop, keys=Keyring(told.keys, told.keys_backup))
        logs.event("worker.stopped")


def handlers_for(told: Settings, database: Database) -> dict[str, Handler]:
    """Return who does which kind of work. A room's jobs join by one line here."""
    post = mail.Post(sender=told.mail_from, smtp_url=told.smtp_url, folder=told.mail_folder)
    return {
        DELIVER: partial(_deliver, post=post),
        accounts.SEND_LINK: partial(_send_link, base_url=told.base_url, match_key=told.match_key.encode()),
        steps.TELL: partial(_tell, base_url=told.base_url),
        mine.SEND_AGAIN: partial(_send_again, post=Post(secret=told.secret_key, base_url=told.base_url)),
        standing_in.ANOTHER_VOTES: partial(_send_anew, post=Post(secret=told.secret_key, base_url=told.base_url)),
        closing.REWRITE: partial(_rewrite, database=database),
    }


def work(handlers: Mapping[str, Handler], *, stop: Stop, keys: Keyring) -> None:
    """Work until told to stop. A database that does not answer is asked again later."""
    rounds = (
        Round(TIDYING, tidy_up),
        Round(TIME_KEEPING, partial(keep_time, keys=keys)),
        Round(LAPSING, undo_denied_admissions),
        Round(LAPSING, lapse_admissions),
        Round(ENDING, end_resigned),
        Round(ENDING, end_agreed_resolutions),
        Round(ENDING, lapse_resolutions),
    )
    while not stop.is_asked:
        try:
            for each in rounds:
                each.go(at=clock.now())
            did_something = work_once(handlers, at=clock.now())
        except Exception as error:  # noqa: BLE001 - the worker outlives any fault, and the log has it
            logs.fault("worker.failed", error)
            did_something = False
        if not did_something:
            time.sleep(PAUSE_SECONDS)


def work_once(handlers: Mapping[str, Handler], *, at: datetime) -> bool:
    """Do one piece of work, if any is due; say whether there was one."""
    is_due = waiting.is_due(db.session(), at=at)
    db.release()
    if not is_due:
        return False
    with db.transaction() as session:
        claim = jobs.claim(session, at=at)
    if claim is None:
        return False
    try:
        _do(claim, handlers, at=at)
    except Exception as error:  # noqa: BLE001 - whatever failed, the work is put back for later
        _put_back(claim, error, at=at)
    return True


def _do(claim: Claim, handlers: Mapping[str, Handler], *, at: datetime) -> None:
    """Do the slow part, then store what it brought together with the end of the job, or nothing."""
    handler = handlers.get(claim.kind)
    if handler is None:
        raise UnknownKind
    keep = handler(claim.payload, at)
    with db.transaction() as session:
        keep(session)
        if not jobs.finish(session, claim, at=clock.now()):
            raise ClaimLost


def _put_back(claim: Claim, error: Exception, *, at: datetime) -> None:
    """Leave the work for later, saying only what kind of failure it was."""
    logs.fault("job.failed", error, job_id=str(claim.id), kind=claim.kind, attempts=claim.attempts)
    with db.transaction() as session:
        jobs.fail(session, claim, failure=type(error).__name__, at=at)


class Round:
    """Something done again and again, with a rest in between."""

    def __init__(self, rest: timedelta, deed: Callable[..., None]) -> None:
        """Take how long to rest, and what to do; the first time is at once."""
        self.rest, self.deed = rest, deed
        self.last_at: datetime | None = None

    def go(self, *, at: datetime) -> None:
        """Do it, if the rest is over."""
        if self.last_at is None or at >= self.last_at + self.rest:
            self.last_at = at
            self.deed(at=at)


def keep_time(*, at: datetime, keys: Keyring) -> None:
    """Put on record that polls have opened or closed, and sign the journal's head when an hour has gone."""
    due = polling.due_elections(db.session(), at)
    wants_head = journal.head_is_due(db.session(), at)
    db.release()
    for election_id in due:
        with db.transaction() as session:
            polling.keep_time(session, election_id, Deed(actor=CLOCKWORK, at=at))
    if wants_head:
        with db.transaction() as session:
            journal.sign_head(session, key=keys.journal_key(), occasion="hourly", at=at)


def undo_denied_admissions(*, at: datetime) -> None:
    """Open again the applications that were left admitted by a decision which somebody whom it names denies.

    Source: decision 0023.
    """
    left = denials.left_admitted(db.session())
    db.release()
    for one in left:
        with db.transaction() as session:
            denying.undo_for(session, one, at=at)


def lapse_admissions(*, at: datetime) -> None:
    """Put on record that admissions lapsed whose share or guarantee did not come in time.

    Source: domain 9.0b.
    """
    lapsed = _lapsed(at)
    db.release()
    for line in lapsed:
        with db.transaction() as session:
            admissions.lapse(session, line.application_id, actor=CLOCKWORK, at=at)


def _lapsed(at: datetime) -> list[applications.Line]:
    """Return the admissions that have lapsed by now; none before the mutual is founded."""
    session = db.session()
    if the_mutual.find_mutual(session) is None:
        return []
    return applications.lapsing(session, on=the_mutual.today(session, at=at))


def lapse_resolutions(*, at: datetime) -> None:
    """Put on record that resolutions lapsed that were not agreed in writing by their hour.

    Votes are refused from that hour on, however late this comes.

    Source: CA 2006 s.297.
    """
    lapsed = agenda.lapsing(db.session(), at=at)
    db.release()
    for division_id in lapsed:
        with db.transaction() as session:
            telling_proposers.lapse(session, division_id, Deed(actor=CLOCKWORK, at=at))


def end_agreed_resolutions(*, at: datetime) -> None:
    """End the votes on resolutions in writing that are agreed, so that nobody has to look how they stand.

    Source: CA 2006 s.296(4); decision 0033.
    """
    agreed = agenda.agreed(db.session(), at=at)
    db.release()
    for division_id in agreed:
        with db.transaction() as session:
            declaring.end_agreed(session, division_id, Deed(actor=CLOCKWORK, at=at))


def end_resigned(*, at: datetime) -> None:
    """End the memberships whose members resigned for a day that has come, each in a transaction of its own.

    Source: domain 2.2.
    """
    session = db.session()
    is_founded = the_mutual.find_mutual(session) is not None
    due = resignations.due(session, on=the_mutual.today(session, at=at)) if is_founded else []
    db.release()
    for membership_id in due:
        with db.transaction() as session:
            resigning.take_effect(session, membership_id, at=at)


def _rewrite(_payload: Payload, at: datetime, *, database: Database) -> Keep:
    """Rewrite the database file without what the close removed, once no poll is open; else leave it for later."""
    is_open = ballots.has_open_poll(db.session())
    db.release()
    if is_open:
        return lambda session: closing.leave_rewriting(session, due_at=at + REWRITE_LATER)
    database.rewrite()
    return lambda _session: None


def tidy_up(*, at: datetime) -> None:
    """Forget what was kept only for a while."""
    with db.transaction() as session:
        changes.forget(session, before=at)
        codes.forget(session, before=at)
        unconfirmed.forget(session, before=at)
        accounts.forget_tries(session, before=at - ATTEMPT_WINDOW)
        jobs.clear_done(session, before=at - DONE_IS_KEPT)
        mail.wipe_unsent(session, before=at - UNSENT_IS_KEPT)


def _deliver(payload: Payload, at: datetime, *, post: mail.Post) -> Keep:
    """Send one message, unless it has gone already."""
    mail_id = UUID(payload["mail_id"])
    letter = mail.find(db.session(), mail_id)
    db.release()
    if letter is not None:
        mail.send(letter, post)
    return lambda session: mail.wipe(session, mail_id, at=at)


def _send_again(payload: Payload, at: datetime, *, post: Post) -> Keep:
    """Make somebody's voting link again, and mail it."""
    election_id, elector_id = UUID(payload["election_id"]), UUID(payload["elector_id"])
    deed = Deed(actor=CLOCKWORK, at=at)
    return lambda session: mine.send_again(session, election_id, elector_id, deed, post=post)


def _send_anew(payload: Payload, at: datetime, *, post: Post) -> Keep:
    """Make the links of a member's vote again, as another casts it from now on."""
    membership_id, deed = UUID(payload["membership_id"]), Deed(actor=CLOCKWORK, at=at)
    return lambda session: standing_in.send_anew(session, membership_id, deed, post=post)


def _tell(payload: Payload, at: datetime, *, base_url: str) -> Keep:
    """Write to an applicant where their application is."""
    application_id, n = UUID(payload["application_id"]), int(payload["n"])
    return lambda session: case_letters.tell(session, application_id, n, base_url=base_url, at=at)


def _send_link(payload: Payload, at: datetime, *, base_url: str, match_key: bytes) -> Keep:
    """Write the letter with sign-in links, if the address is an account's or the register's."""
    return lambda session: signing_in.send_links(
        session,
        email=payload["email"],
        language=payload["language"],
        base_url=base_url,
        match_key=match_key,
        at=at,
    )
