"""From the last ballot to the opened box: strikes, sealing, opening."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import queries, rules, sealing
from govern.ballots.models import (
    BoxedBallot,
    ClosedMark,
    Mark,
    MarkKind,
    OpenedBallot,
    Poll,
    SealedBallot,
    TenderedBallot,
)
from govern.ballots.refusals import (
    BoxAndMarksDiffer,
    DecidedBeforeTheSeal,
    NothingToSettle,
    PollNotReady,
    TenderedUndecided,
)
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.db import table_of
from govern.core.keyring import Keyring
from govern.core.words import say
from govern.jobs import service as jobs

BATCH = 10_000
REWRITE = "box.rewrite"
BOXED = (MarkKind.ONLINE, MarkKind.PAPER)
BALLOT_COLUMNS = ("h", "poll_id", "class", "scheme", "c")
MARK_COLUMNS = ("poll_id", "elector_id", "roll_id", "kind")


def seal(session: Session, poll_id: UUID, *, actor: Actor, clock_now: Callable[[], datetime]) -> Poll:
    """Close the box for ever. Nothing can stop it, not even a box and marks that do not agree.

    Waits for casts under way, and holds up those that come behind it; they then find the poll sealed.
    The rows are copied in order of h and the originals removed in this one transaction, so that
    neither order nor transaction numbers pair a mark with a ballot.

    :raises PollNotReady: it is not armed, is sealed already, or its close has not come.

    Source: ballots 2, "Close"; decisions, "Roll, mark, cast".
    """
    poll = queries.locked(session, poll_id)
    at = clock_now()
    ensure_may_be_sealed(poll, at)
    ballots, marks = _reconciled(session, poll_id)
    poll.sealed_ballots, poll.sealed_marks, poll.sealed_at = ballots, marks, at
    session.flush()
    _move(session, poll_id)
    told = {"ballots": ballots, "marks": marks, "same_words": _receipts_alike(session, poll_id)}
    audit.record(session, Happening(event="poll.sealed", subject_id=poll_id, facts=told), actor=actor, at=at)
    session.flush()
    leave_rewriting(session, due_at=at)
    return poll


def leave_rewriting(session: Session, *, due_at: datetime) -> None:
    """Leave it to the worker to rewrite the database file without what the close removed.

    Source: decisions, "Roll, mark, cast": VACUUM is a later job, when no poll is open.
    """
    jobs.queue(session, kind=REWRITE, payload={}, due_at=due_at)


def ensure_may_be_sealed(poll: Poll, at: datetime) -> None:
    """Refuse to seal a box that cannot be sealed now.

    :raises PollNotReady: it is not armed, is sealed already, or its close has not come.
    """
    if poll.armed_at is None:
        raise PollNotReady(say("This poll was never armed, so there is no box to seal."))
    if poll.sealed_at is not None:
        raise PollNotReady(say("This box was sealed at %(sealed)s and stays so.", sealed=poll.sealed_at))
    if at < poll.closes_at:
        raise PollNotReady(say("Voting goes on until %(closes)s. Seal the box after that.", closes=poll.closes_at))


def _move(session: Session, poll_id: UUID) -> None:
    """Copy ballots and marks into the sealed tables in order of their keys, and remove the originals.

    The database lets none of them move, or go, unless the poll is sealed and every one is copied.
    """
    box, marks = table_of(BoxedBallot), table_of(Mark)
    ballots = select(*(box.c[name] for name in BALLOT_COLUMNS)).where(box.c.poll_id == poll_id).order_by(box.c.h)
    marked = (
        select(*(marks.c[name] for name in MARK_COLUMNS)).where(marks.c.poll_id == poll_id).order_by(marks.c.elector_id)
    )
    session.execute(insert(table_of(SealedBallot)).from_select(BALLOT_COLUMNS, ballots))
    session.execute(insert(table_of(ClosedMark)).from_select(MARK_COLUMNS, marked))
    session.execute(delete(box).where(box.c.poll_id == poll_id))
    session.execute(delete(marks).where(marks.c.poll_id == poll_id))


def _reconciled(session: Session, poll_id: UUID) -> tuple[int, int]:
    """Return how many ballots the box holds, and how many marks put one there."""
    ballots = session.scalar(select(func.count()).select_from(BoxedBallot).where(BoxedBallot.poll_id == poll_id))
    marks = session.scalar(select(func.count()).select_from(Mark).where(Mark.poll_id == poll_id, Mark.kind.in_(BOXED)))
    return ballots or 0, marks or 0


def _receipts_alike(session: Session, poll_id: UUID) -> int:
    """Return how many receipts share their words with another; with 50 bits, none is to be expected."""
    hashes = session.scalars(select(SealedBallot.h).where(SealedBallot.poll_id == poll_id))
    words = [sealing.receipt_words(h) for h in hashes]
    return len(words) - len(set(words))


def settle_difference(session: Session, poll_id: UUID, *, decision_id: UUID, actor: Actor, at: datetime) -> Poll:
    """Let the count go on although box and marks differ, on a decision that was entered once that was known.

    :raises NothingToSettle: the box is not sealed, agrees with the marks, or its difference is settled.
    :raises DecidedBeforeTheSeal: the decision cannot have been on this difference.
    :raises NotFound: there is no such decision.

    Source: ballots 2, "Close"; decisions, "Roll, mark, cast".
    """
    poll = queries.locked(session, poll_id)
    decision = constitution.decision(session, decision_id)
    ensure_waits_for_a_decision(poll)
    assert poll.sealed_at is not None
    if decision.entered_at < poll.sealed_at:
        raise DecidedBeforeTheSeal
    poll.discrepancy_decision_id = decision_id
    session.flush()
    told = {"decision": decision_id, "ballots": poll.sealed_ballots, "marks": poll.sealed_marks}
    happening = Happening(event="box.difference_settled", subject_id=poll_id, facts=told)
    audit.record(session, happening, actor=actor, at=at)
    return poll


def ensure_waits_for_a_decision(poll: Poll) -> None:
    """Refuse to settle what agrees, or is settled.

    :raises NothingToSettle: it is so.
    """
    if not waits_for_a_decision(poll):
        raise NothingToSettle


def waits_for_a_decision(poll: Poll) -> bool:
    """Say whether a sealed box stays shut until a body decides on the difference between it and the marks."""
    is_whole = poll.sealed_at is None or poll.sealed_ballots == poll.sealed_marks
    return not is_whole and poll.discrepancy_decision_id is None


def ensure_may_be_counted(session: Session, poll: Poll, *, at: datetime) -> None:
    """Refuse to seal and open a box that cannot be opened now; raises as `seal` and `open_box` do."""
    if poll.sealed_at is None:
        ensure_may_be_sealed(poll, at)
    else:
        _ensure_may_be_opened(session, poll)


def open_box(session: Session, poll_id: UUID, *, keys: Keyring, actor: Actor, at: datetime) -> Poll:
    """Open every ballot in a sealed box, and store the rankings unlinked, sorted by what they say.

    :raises PollNotReady: the box is not sealed, or was opened before.
    :raises BoxAndMarksDiffer: and no recorded decision lets the count go on.
    :raises TenderedUndecided: ballots in doubt still wait.
    :raises KeyMissing: the key is not in the key folder.

    Source: ballots 2, "Open and count".
    """
    poll = queries.locked(session, poll_id)
    _ensure_may_be_opened(session, poll)
    _admit_tendered(session, poll_id)
    key = keys.box_key(poll_id)
    numbers = {option.number for option in queries.options(session, poll_id)}
    opened, unreadable = _opened(session, poll, key, numbers)
    _store(session, poll_id, opened)
    poll.unreadable, poll.opened_at = unreadable, at
    told = {"ballots": len(opened), "unreadable": unreadable}
    audit.record(session, Happening(event="box.opened", subject_id=poll_id, facts=told), actor=actor, at=at)
    session.flush()
    return poll


def _ensure_may_be_opened(session: Session, poll: Poll) -> None:
    if poll.sealed_at is None:
        raise PollNotReady(say("The box is not sealed yet. Seal it, then open it."))
    if poll.opened_at is not None:
        raise PollNotReady(say("This box was opened at %(opened)s.", opened=poll.opened_at))
    assert poll.sealed_ballots is not None
    assert poll.sealed_marks is not None
    if waits_for_a_decision(poll):
        raise BoxAndMarksDiffer(ballots=poll.sealed_ballots, marks=poll.sealed_marks)
    waiting = session.scalar(
        select(func.count())
        .select_from(TenderedBallot)
        .where(TenderedBallot.poll_id == poll.id, TenderedBallot.is_accepted.is_(None))
    )
    if waiting:
        raise TenderedUndecided(waiting)


def _admit_tendered(session: Session, poll_id: UUID) -> None:
    """Put the accepted tendered ballots into the sealed box."""
    table = table_of(TenderedBallot)
    accepted = select(*(table.c[name] for name in BALLOT_COLUMNS)).where(
        table.c.poll_id == poll_id, table.c.is_accepted.is_(True)
    )
    session.execute(insert(table_of(SealedBallot)).from_select(BALLOT_COLUMNS, accepted))


def _opened(
    session: Session, poll: Poll, key: X25519PrivateKey, numbers: set[int]
) -> tuple[list[tuple[str, str]], int]:
    """Return (ranking, class) of every readable ballot, sorted by content, and the number of the others."""
    opened: list[tuple[str, str]] = []
    unreadable = 0
    assert poll.eid is not None
    for elector_class, c in _sealed(session, poll.id):
        ranking = sealing.unseal(c, eid=poll.eid, elector_class=elector_class, key=key)
        if ranking is None or not rules.is_valid_ranking(ranking, numbers):
            unreadable += 1
        else:
            opened.append((rules.spelled(ranking), elector_class))
    return sorted(opened), unreadable


def _sealed(session: Session, poll_id: UUID) -> Iterator[tuple[str, bytes]]:
    rows = session.execute(
        select(SealedBallot.elector_class, SealedBallot.c).where(SealedBallot.poll_id == poll_id),
        execution_options={"yield_per": BATCH},
    )
    yield from rows


def _store(session: Session, poll_id: UUID, opened: list[tuple[str, str]]) -> None:
    for start in range(0, len(opened), BATCH):
        rows = [
            {"poll_id": poll_id, "id": uuid4(), "ranking": ranking, "class": elector_class}
            for ranking, elector_class in opened[start : start + BATCH]
        ]
        session.execute(insert(table_of(OpenedBallot)), rows)


def strike(session: Session, poll_id: UUID, elector_id: UUID, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Take an elector's place from her before she has voted, and say whether that came in time.

    A ballot already cast stands: nothing is ever extracted from a box.

    :param reason: a code, such as the ground of a cessation.

    Source: INV-14; domain 10, case 2.
    """
    poll = queries.locked(session, poll_id)
    if poll.sealed_at is not None or queries.mark_of(session, poll_id, elector_id) is not None:
        return False
    session.add(Mark(poll_id=poll_id, elector_id=elector_id, roll_id=poll.roll_id, kind=MarkKind.STRUCK))
    told = {"elector": elector_id, "reason": reason}
    audit.record(session, Happening(event="elector.struck", subject_id=poll_id, facts=told), actor=actor, at=at)
    session.flush()
    return True
