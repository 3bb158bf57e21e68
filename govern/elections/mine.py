"""One person's elections: which are coming, whether they can vote in each, and how their voting link comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots import queries as ballots
from govern.ballots.casting import Elector
from govern.ballots.models import Credential, Poll
from govern.ballots.refusals import NoOtherLink
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.elections import links, polling, queries
from govern.elections.links import Post
from govern.elections.models import Election
from govern.elections.places import Home, Place, Roll, place_of
from govern.elections.polling import poll_of
from govern.elections.refusals import LinksGoByLetter, VotingNotUnderWay
from govern.elections.rules import UNDER_WAY, State, by_the_clock
from govern.jobs import service as jobs
from govern.register import queries as register
from govern.register.models import Membership, PersonVersion
from govern.register.rules import Standing, ballot_email
from govern.rolls import queries as rolls
from govern.rolls.models import RollEntry

SEND_AGAIN = "ballot_link.send_again"
COMING = (UNDER_WAY | {State.PLANNED}) - {State.POLL_CLOSED, State.SEALED, State.DISCREPANCY, State.COUNTING}


@dataclass(frozen=True, kw_only=True)
class Mine:
    """An election that is coming or open, and one person's place in it.

    :param group: who votes in it.
    :param was_sent: a voting link was made for them; whether they have voted is not asked.
    :param is_late: the hour at which voting was to open has passed, and it has not opened.
    """

    election: Election
    state: State
    group: LocalText
    part: LocalText | None
    place: Place
    was_sent: bool = False
    is_late: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether votes are taken now."""
        return self.state == State.POLL_OPEN


def coming(session: Session, person_id: UUID, *, at: datetime) -> list[Mine]:
    """Return the elections that are planned or open, with somebody's place in each; those open and soonest first.

    One whose hours have passed without a vote is not coming: it has to be planned again first.

    Source: product M1, M2.
    """
    today = constitution.today(session, at=at)
    known = register.person_on(session, person_id, on=today)
    homes, numbers = _homes(session, person_id), _numbers(session, person_id)
    found = []
    for line in queries.listed(session):
        election = line.election
        state = by_the_clock(line.state, opens_at=election.opens_at, closes_at=election.closes_at, at=at)
        if state not in COMING or election.closes_at <= at:
            continue
        poll = ballots.find(session, election.poll_id) if election.poll_id else None
        elector = _elector(session, poll, person_id, numbers)
        place = place_of(
            _roll(session, election, poll),
            homes,
            birth_on=known.birth_on if known else None,
            is_on_roll=elector is not None,
            at=at,
            today=constitution.today(session, at=at),
        )
        found.append(
            Mine(
                election=election,
                state=state,
                group=queries.constituency(session, election).name,
                part=queries.part(session, election),
                place=place,
                was_sent=poll is not None and elector is not None and _was_sent(session, poll.id, elector),
                is_late=state != State.POLL_OPEN and election.opens_at <= at,
            )
        )
    return sorted(found, key=lambda one: (not one.place.may_vote, not one.is_open, one.election.closes_at))


def ask_again(session: Session, election_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Leave it to the worker to send somebody's voting link again, to the address in the register and no other.

    The work here is the same whether or not they have voted, so neither the answer nor its speed tells.

    :raises VotingNotUnderWay: there is no poll of this election that takes votes now.
    :raises NotFound: they are not on its roll, or were sent no link yet.
    :raises LinksGoByLetter: they gave no e-mail address for ballots, or want paper.

    Source: NHS foundation trust model election rules, rules 29 to 32; ballots 2, "What leaks".
    """
    election = queries.find(session, election_id)
    state = by_the_clock(
        queries.state(session, election_id), opens_at=election.opens_at, closes_at=election.closes_at, at=at
    )
    if state != State.POLL_OPEN:
        raise VotingNotUnderWay
    poll = ballots.find(session, poll_of(election))
    elector = _elector(session, poll, person_id, _numbers(session, person_id))
    if elector is None or not _was_sent(session, poll.id, elector):
        raise NotFound
    known = register.person_on(session, person_id, on=constitution.today(session, at=at))
    if known is None or not ballots_by_mail(session, known):
        raise LinksGoByLetter
    payload = {"election_id": str(election_id), "elector_id": str(elector)}
    jobs.queue(session, kind=SEND_AGAIN, payload=payload, due_at=at)


def ballots_by_mail(session: Session, known: PersonVersion) -> str | None:
    """Return the address to which somebody's voting links are mailed; None where they come by letter."""
    mail_to = ballot_email(
        known.email, purposes=known.email_purposes, formats=known.formats, postal_address=known.postal_address
    )
    is_theirs = select(links.is_reached_alone(PersonVersion)).where(PersonVersion.id == known.id)
    return mail_to if mail_to and session.scalar(is_theirs) else None


def send_again(session: Session, election_id: UUID, elector_id: UUID, deed: Deed, *, post: Post) -> None:
    """Make an elector's link again and mail it; nothing is done where a ballot is in or the box sealed.

    Source: INV-39: reissue revokes the old one.
    """
    poll = ballots.locked(session, poll_of(queries.locked(session, election_id)))
    (contact,) = links.contacts(session, poll.roll_id, on=constitution.today(session, at=deed.at), only=elector_id) or (
        None,
    )
    if poll.sealed_at is not None or contact is None or not contact.email:
        return
    elector = Elector(poll_id=poll.id, elector_id=elector_id)
    try:
        minted = credentials.reissue(session, elector, secret=post.secret, actor=deed.actor, at=deed.at)
    except NoOtherLink:
        return
    links.send(session, poll, [minted], deed, post)


def _roll(session: Session, election: Election, poll: Poll | None) -> Roll:
    return Roll(
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
        roll_date=election.roll_date,
        min_age=polling.min_age(session, election),
        age_on=polling.age_tested_on(session, election),
        frozen_at=rolls.find(session, poll.roll_id).frozen_at if poll else None,
    )


def _homes(session: Session, person_id: UUID) -> Sequence[Home]:
    """Return every version of somebody's memberships."""
    return [
        Home(
            standing=Standing(one.standing),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            recorded_at=one.recorded_at,
            superseded_at=one.superseded_at,
            constituency_id=one.constituency_id,
            sub_constituency_id=one.sub_constituency_id,
        )
        for membership in register.memberships_of(session, person_id)
        for one in register.membership_history(session, membership.id)
    ]


def _numbers(session: Session, person_id: UUID) -> list[int]:
    return list(session.scalars(select(Membership.member_no).where(Membership.person_id == person_id)))


def _elector(session: Session, poll: Poll | None, person_id: UUID, numbers: Sequence[int]) -> UUID | None:
    """Return somebody's elector on a poll's roll, found by their member numbers, or None."""
    if poll is None:
        return None
    line = select(RollEntry.elector_id).where(
        RollEntry.roll_id == poll.roll_id, RollEntry.number.in_(numbers), RollEntry.person_id == person_id
    )
    return session.scalar(line.limit(1))


def _was_sent(session: Session, poll_id: UUID, elector_id: UUID) -> bool:
    """Say whether a link was ever made for an elector; it is made once, whatever became of it since."""
    made = exists().where(Credential.poll_id == poll_id, Credential.elector_id == elector_id)
    return bool(session.scalar(select(made)))
