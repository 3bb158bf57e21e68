"""A poll's life up to the first ballot: drafted, frozen with its roll and its key, armed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import manifest, queries, sealing
from govern.ballots.models import Custody, Decides, Poll, PollOption
from govern.ballots.refusals import CanaryNotOpened, ClassCodeTooLong, DirectorsNeedOfficersKeys, PollNotReady
from govern.constitution.models import Mutual
from govern.constitution.rules import Mode
from govern.core.actors import Actor
from govern.core.canonical import canonical
from govern.core.db import AnySelect
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.core.words import say
from govern.rolls import queries as rolls_queries
from govern.rolls import service as rolls


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a poll asks, as the room above has settled it.

    :param lot_source: text that lots are drawn from, as fixed in the notice.
    :param constraints: limits on who is elected together, each with its name, its candidates, at_least and at_most.
    """

    decides: Decides
    title: LocalText
    question: LocalText
    seats: int
    rule: str
    lot_source: str
    opens_at: datetime
    closes_at: datetime
    publication_mode: str
    custody: Custody
    constraints: Sequence[Mapping[str, object]] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the ballot paper.

    :param number: count number, the order of entry.
    :param position: place on the paper, counted from 1.
    """

    number: int
    name: str
    statement: LocalText
    position: int


def draft(session: Session, paper: Paper, lines: Sequence[Line], *, roll_id: UUID) -> Poll:
    """Write down a poll and its paper. Nothing is promised to anybody until it is frozen."""
    poll = Poll(roll_id=roll_id, **vars(paper) | {"constraints": list(paper.constraints)})
    session.add(poll)
    session.flush()
    session.add_all(PollOption(poll_id=poll.id, **vars(line)) for line in lines)
    session.flush()
    return poll


@dataclass(frozen=True, kw_only=True)
class Electorate:
    """Who votes: their description in words, and the SELECT that finds them (see rolls.service.freeze)."""

    description: str
    electors: AnySelect


def freeze(
    session: Session, poll_id: UUID, electorate: Electorate, *, keys: Keyring, actor: Actor, at: datetime
) -> Poll:
    """Freeze the roll, make the box's key, and write the manifest that promises all of it.

    The key file and its backup are on disk before this returns, and so before the door commits.

    :raises PollNotReady: the poll is frozen already, or its paper is empty.
    :raises RollAlreadyFrozen, NobodyOnRoll: see rolls.service.freeze.
    :raises ClassCodeTooLong: a class's code would not fit into a ballot.

    Source: ballots 2, "Manifest", "Roll", "Custody".
    """
    poll = queries.locked(session, poll_id)
    if poll.frozen_at is not None:
        raise PollNotReady(say("This poll is already frozen, and what it promised cannot be changed."))
    if poll.custody != Custody.INSTALLATION:
        raise PollNotReady(say("Box keys that officers hold cannot be made here yet. Nothing was frozen."))
    options = queries.options(session, poll_id)
    if not options:
        raise PollNotReady(say("The ballot paper has no names on it. Enter them, then freeze the roll."))
    public = manifest.PublicKeys(
        box=keys.make_box_key(poll_id).public_key().public_bytes_raw(),
        receipts=keys.receipt_key().public_key().public_bytes_raw(),
    )
    mutual = session.scalars(select(Mutual.name)).one()
    promised = manifest.promise(poll, options, mutual=mutual, electorate=electorate.description, keys=public)
    eid0 = manifest.election_id(promised)
    roll = rolls.freeze(session, poll.roll_id, electors=electorate.electors, bound_to=eid0, actor=actor, at=at)
    assert roll.root is not None
    _finish(session, poll, promised, root=roll.root, at=at)
    told = {"eid": poll.eid, "roll": poll.roll_id, "custody": poll.custody}
    audit.record(session, Happening(event="poll.frozen", subject_id=poll_id, facts=told), actor=actor, at=at)
    return poll


def _finish(session: Session, poll: Poll, promised: dict[str, Any], *, root: str, at: datetime) -> None:
    """Write the whole manifest, its hash, and a canary sealed to the key, all at once."""
    by_class = rolls_queries.electors_by_class(session, poll.roll_id)
    for elector_class in by_class:
        if not sealing.class_fits(elector_class):
            raise ClassCodeTooLong(elector_class)
    whole = manifest.with_roll(promised, root=root, by_class=by_class)
    poll.manifest = canonical(whole).decode()
    poll.eid0, poll.eid = manifest.election_id(promised), manifest.election_id(whole)
    poll.pad_len = promised["pad_len"]
    poll.box_key = bytes.fromhex(promised["box_keys"][0])
    poll.canary = sealing.seal_canary(poll.box_key, eid=poll.eid)
    poll.frozen_at = at
    session.flush()


def arm(session: Session, poll_id: UUID, *, keys: Keyring, actor: Actor, at: datetime) -> Poll:
    """Let a frozen poll take ballots in its hours.

    :raises PollNotReady: it is not frozen, is armed already, or its close has passed.
    :raises DirectorsNeedOfficersKeys: directors are never elected under a key that the installation
        holds, but in a demonstration or a rehearsal.
    :raises CanaryNotOpened: the key in the backup is not the poll's.

    Source: ballots 2, "Custody"; decisions, "Roll, mark, cast".
    """
    poll = queries.locked(session, poll_id)
    _ensure_may_be_armed(poll, at)
    if _is_director_election_for_real(session, poll):
        raise DirectorsNeedOfficersKeys
    assert poll.canary is not None
    assert poll.eid is not None
    if not sealing.opens_canary(poll.canary, keys.restored_box_key(poll_id), eid=poll.eid):
        raise CanaryNotOpened
    poll.armed_at = at
    audit.record(
        session, Happening(event="poll.armed", subject_id=poll_id, facts={"eid": poll.eid}), actor=actor, at=at
    )
    session.flush()
    return poll


def _ensure_may_be_armed(poll: Poll, at: datetime) -> None:
    if poll.frozen_at is None:
        raise PollNotReady(say("The roll is not frozen yet. Freeze it, then arm the poll."))
    if poll.armed_at is not None:
        raise PollNotReady(say("This poll is already armed. It opens by itself at %(opens)s.", opens=poll.opens_at))
    if at >= poll.closes_at:
        raise PollNotReady(
            say(
                "This poll was to close at %(closes)s, which has passed. Plan the election again.",
                closes=poll.closes_at,
            )
        )


def _is_director_election_for_real(session: Session, poll: Poll) -> bool:
    """Say whether directors would be elected, in a real mutual, under the installation's own key."""
    if poll.decides != Decides.DIRECTORS or poll.custody != Custody.INSTALLATION:
        return False
    return not session.scalar(select(exists().where(Mutual.mode.in_([Mode.DEMO, Mode.REHEARSAL]))))
