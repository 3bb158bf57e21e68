"""Who acts for a member changes, and with it whose are the voting links that went out for the member's vote."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots.casting import Elector
from govern.ballots.models import Poll
from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.actors import Actor, Deed
from govern.elections import links
from govern.elections.links import Post
from govern.jobs import service as jobs
from govern.register import stand_ins
from govern.register.stand_ins import Authority
from govern.rolls.models import RollEntry

ANOTHER_VOTES = "ballot_link.another_votes"


def name(session: Session, authority: Authority, *, actor: Actor, at: datetime) -> None:
    """Enter who acts for a member, and leave it to the worker to make links anew on each day on which another votes.

    :raises Refusal: as `stand_ins.name` says.

    Source: CA 2006 s.323; INV-39.
    """
    before = stand_ins.voter_of(session, authority.membership_id, on=authority.from_on)
    stand_ins.name(session, authority, actor=actor, at=at)
    if stand_ins.voter_of(session, authority.membership_id, on=authority.from_on) != before:
        _leave(session, authority.membership_id, on=authority.from_on, at=at)
    if authority.until_on is not None:
        _leave(session, authority.membership_id, on=authority.until_on, at=at)


def end(session: Session, membership_id: UUID, *, on: date, actor: Actor, at: datetime) -> None:
    """Enter that nobody acts for a member from a day on, and leave it to the worker to make links anew on that day.

    :raises NobodyActs: nobody does on that day.

    Source: domain 2.6; INV-39.
    """
    before = stand_ins.voter_of(session, membership_id, on=on)
    stand_ins.end(session, membership_id, on=on, actor=actor, at=at)
    if stand_ins.voter_of(session, membership_id, on=on) != before:
        _leave(session, membership_id, on=on, at=at)


def _leave(session: Session, membership_id: UUID, *, on: date, at: datetime) -> None:
    """Leave it to the worker for the day on which another votes, or for now."""
    begins_at = clock.instant(on, 0, 0, constitution.mutual(session).time_zone)
    payload = {"membership_id": str(membership_id)}
    jobs.queue(session, kind=ANOTHER_VOTES, payload=payload, due_at=max(at, begins_at))


def send_anew(session: Session, membership_id: UUID, deed: Deed, *, post: Post) -> None:
    """Let the links of a member's vote that are out and unused open nothing any more, and mail them anew.

    Whoever is written to by letter has no link then; the returning officer makes it with the others that are missing.
    """
    today = constitution.today(session, at=deed.at)
    for poll, elector_id in _under_way(session, membership_id):
        if not credentials.unused(session, poll.id, [elector_id]):
            continue
        (contact,) = links.contacts(session, poll.roll_id, on=today, only=elector_id) or (None,)
        if contact is None or not contact.email:
            credentials.revoke_unused(session, poll.id, [elector_id], actor=deed.actor, at=deed.at)
            continue
        elector = Elector(poll_id=poll.id, elector_id=elector_id)
        minted = credentials.reissue(session, elector, secret=post.secret, actor=deed.actor, at=deed.at)
        links.send(session, poll, [minted], deed, post)


def _under_way(session: Session, membership_id: UUID) -> Iterable[tuple[Poll, UUID]]:
    """Return the polls whose roll a membership is on and whose box is not sealed, with its elector in each."""
    found = select(Poll, RollEntry.elector_id).join(RollEntry, RollEntry.roll_id == Poll.roll_id)
    ours = found.where(RollEntry.membership_id == membership_id, Poll.frozen_at.is_not(None), Poll.sealed_at.is_(None))
    return [(poll, elector_id) for poll, elector_id in session.execute(ours)]
