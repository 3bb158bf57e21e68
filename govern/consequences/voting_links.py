"""The links of a secret vote on a motion go out as those of an election do: by mail, or as letters to print."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import queries as journal
from govern.ballots import queries as ballots
from govern.core.actors import Deed
from govern.divisions import service as divisions
from govern.divisions.refusals import EverybodyHasALink, VotedByName, VotingIsOver
from govern.elections import links
from govern.elections.links import Post, Sent
from govern.interests import standing_back
from govern.motions.division_models import Division
from govern.rolls import queries as rolls


def send(session: Session, division_id: UUID, deed: Deed, *, post: Post) -> Sent:
    """Make a link for every elector who has none, mail those who can be mailed, and return the others' letters.

    :raises VotedByName: there is no box.
    :raises VotingIsOver: the links would open nothing.
    :raises EverybodyHasALink: none is missing.
    :raises OfficerStandsBack: the actor takes no part in the motion.

    Source: domain 2.8 INV-39.
    """
    division = divisions.find(session, division_id)
    ensure_somebody_waits(session, division, at=deed.at)
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)
    assert division.poll_id is not None
    return links.mint_and_send(session, ballots.find(session, division.poll_id), deed, post)


def replace(session: Session, division_id: UUID, number: int, deed: Deed, *, post: Post) -> Sent:
    """Make one elector's link again before they have voted; the old one opens nothing any more.

    :param number: the elector's number on the roll.
    :raises VotedByName, VotingIsOver: see `send`.
    :raises NobodyOfThatNumber: nobody of that number is on the roll.
    :raises NoOtherLink: their place is taken, so a new link would open nothing.
    :raises OfficerStandsBack: the actor takes no part in the motion.
    :raises AddressUnheard: it would go by post to an address that an officer wrote over the one before.

    Source: NHS foundation trust model election rules, rules 29 to 32; domain 2.8 INV-39.
    """
    division = divisions.find(session, division_id)
    ensure_may_be_replaced(session, division, deed)
    assert division.poll_id is not None
    return links.replace_in(session, ballots.locked(session, division.poll_id), number, deed, post=post)


def ensure_may_be_replaced(session: Session, division: Division, deed: Deed) -> None:
    """Refuse another link where it would open nothing, or to an officer who takes no part.

    :raises VotedByName, VotingIsOver, OfficerStandsBack: see `send`.
    """
    ensure_has_a_box(division, at=deed.at)
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)


def ensure_has_a_box(division: Division, *, at: datetime) -> None:
    """Refuse links where they would open nothing; raises as `send` does."""
    if division.poll_id is None:
        raise VotedByName
    if division.is_over(at=at):
        raise VotingIsOver


def ensure_somebody_waits(session: Session, division: Division, *, at: datetime) -> None:
    """Refuse to ask for links where none is to be sent.

    :raises VotedByName, VotingIsOver: see `send`.
    :raises EverybodyHasALink: none is missing.
    """
    ensure_has_a_box(division, at=at)
    out = outgoing(session, division)
    if out is not None and not out.missing:
        raise EverybodyHasALink


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """How far the links of a secret vote have gone out.

    :ivar issued: how many electors have one that works.
    :ivar missing: how many have none.
    :ivar sent_at: when the last were made; None before the first.
    """

    issued: int
    missing: int
    sent_at: datetime | None


def outgoing(session: Session, division: Division) -> Outgoing | None:
    """Return how far the links of a vote have gone out, or None where it has none."""
    if division.poll_id is None:
        return None
    issued = links.issued(session, division.poll_id)
    return Outgoing(
        issued=issued,
        missing=(rolls.find(session, division.roll_id).electors or 0) - issued,
        sent_at=journal.last_at(session, event="credentials.minted", subject_id=division.poll_id) if issued else None,
    )
