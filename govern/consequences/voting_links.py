"""The links of a secret vote on a motion go out as those of an election do: by mail, or as letters to print."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots import queries as ballots
from govern.core.actors import Deed
from govern.elections import links
from govern.elections.links import Post, Sent
from govern.motions import divisions
from govern.motions.division_refusals import VotedByName


def send(session: Session, division_id: UUID, deed: Deed, *, post: Post) -> Sent:
    """Make a link for every elector who has none, mail those who can be mailed, and return the others' letters.

    :raises VotedByName: there is no box.
    :raises PollNotReady: the box is sealed.

    Source: domain 2.8 INV-39.
    """
    division = divisions.find(session, division_id)
    if division.poll_id is None:
        raise VotedByName
    minted = credentials.mint(session, division.poll_id, secret=post.secret, actor=deed.actor, at=deed.at)
    poll = ballots.find(session, division.poll_id)
    return links.send(session, poll, minted, deed, post)
