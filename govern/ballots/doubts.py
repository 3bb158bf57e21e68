"""Where an elector's entitlement is in doubt: her ballot is tendered, sealed, and decided before the box is opened.

Source: INV-24; ballots 2, "Tendered"; decisions, "Roll, mark, cast".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.ballots import queries
from govern.ballots.models import Doubt, TenderedBallot
from govern.ballots.refusals import NotOnRoll, PollNotReady
from govern.core.actors import Actor
from govern.core.words import say
from govern.rolls.models import RollEntry


def raise_doubt(session: Session, poll_id: UUID, elector_id: UUID, *, reason: str, actor: Actor, at: datetime) -> bool:
    """Doubt an elector's entitlement before she has voted, and say whether that came in time.

    A ballot already cast stands: nothing is ever extracted from a box.

    :param reason: a code, such as `evidence_not_synced`.
    :raises NotOnRoll: she is not on the poll's roll, so there is nothing to doubt.
    """
    assert actor.person_id is not None
    poll = queries.locked(session, poll_id)
    if session.get(RollEntry, (poll.roll_id, elector_id)) is None:
        raise NotOnRoll
    if poll.sealed_at is not None or queries.mark_of(session, poll_id, elector_id) is not None:
        return False
    if session.get(Doubt, (poll_id, elector_id)) is None:
        session.add(
            Doubt(
                poll_id=poll_id,
                elector_id=elector_id,
                roll_id=poll.roll_id,
                reason=reason,
                raised_by=actor.person_id,
                raised_at=at,
            )
        )
        told = {"elector": elector_id, "reason": reason}
        audit.record(session, Happening(event="doubt.raised", subject_id=poll_id, facts=told), actor=actor, at=at)
    session.flush()
    return True


def decide(
    session: Session, tendered: tuple[UUID, UUID], *, is_accepted: bool, reason: str, actor: Actor, at: datetime
) -> None:
    """Accept or refuse a tendered ballot, once, before the box is opened.

    :param tendered: the poll's id and the elector's.
    :param reason: a code, such as `still_employed`.
    :raises PollNotReady: there is none of this elector, it is decided, or the box is open.
    """
    assert actor.person_id is not None
    poll_id, elector_id = tendered
    poll = queries.locked(session, poll_id)
    decided = session.execute(
        update(TenderedBallot)
        .where(
            TenderedBallot.poll_id == poll_id,
            TenderedBallot.elector_id == elector_id,
            TenderedBallot.is_accepted.is_(None),
        )
        .values(is_accepted=is_accepted, reason=reason, decided_by=actor.person_id)
        .returning(TenderedBallot.elector_id)
    ).one_or_none()
    if decided is None or poll.opened_at is not None:
        raise PollNotReady(say("There is no undecided tendered ballot of this elector."))
    told = {"elector": elector_id, "is_accepted": is_accepted, "reason": reason}
    audit.record(session, Happening(event="ballot.decided", subject_id=poll_id, facts=told), actor=actor, at=at)


@dataclass(frozen=True, kw_only=True)
class DoubtLine:
    """An elector in doubt, and what has become of her ballot.

    :param doubt: the code of what is in doubt.
    :param is_tendered: whether she has voted; what she chose is sealed.
    :param is_accepted: None until it is decided.
    :param ruling: the code of why.
    """

    elector_id: UUID
    person_id: UUID
    number: int
    doubt: str
    is_tendered: bool
    is_accepted: bool | None
    ruling: str | None


def listed(session: Session, poll_id: UUID) -> Sequence[DoubtLine]:
    """Return every doubt of a poll, in order of the electors' numbers."""
    tendered = (TenderedBallot.poll_id == Doubt.poll_id) & (TenderedBallot.elector_id == Doubt.elector_id)
    entry = (RollEntry.roll_id == Doubt.roll_id) & (RollEntry.elector_id == Doubt.elector_id)
    rows = session.execute(
        select(
            Doubt.elector_id, RollEntry.person_id, RollEntry.number, Doubt.reason.label("doubt"),
            TenderedBallot.h.is_not(None).label("is_tendered"), TenderedBallot.is_accepted,
            TenderedBallot.reason.label("ruling"),
        )
        .join(RollEntry, entry)
        .outerjoin(TenderedBallot, tendered)
        .where(Doubt.poll_id == poll_id)
        .order_by(RollEntry.number)
    )  # fmt: skip
    return [DoubtLine(**row._mapping) for row in rows]
