"""What has to be so before a poll is armed: a list to read, green or amber, with what to do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import queries as ballots
from govern.ballots import sealing
from govern.ballots.models import Custody, Poll
from govern.constitution import queries as constitution
from govern.constitution.parameters.limits import spoken
from govern.constitution.rules import Mode
from govern.core.keyring import KeyMissing, Keyring
from govern.core.words import Sentence, say
from govern.elections import limits, links, queries
from govern.elections.models import Election
from govern.elections.refusals import LimitsCannotBeKept
from govern.rolls import queries as rolls


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line of the list.

    :param is_needed: whether the poll cannot be armed without it.
    :param is_warning: whether it is to be known before arming, although it does not stand in the way.
    :param then: what to do where it is not so.
    """

    is_ready: bool
    what: Sentence
    then: Sentence | None = None
    is_needed: bool = True
    is_warning: bool = False


def checks(session: Session, election_id: UUID, *, keys: Keyring, at: datetime) -> list[Check]:
    """Return everything to look at before an election's poll is armed.

    Source: product 3(d), stage 9; decisions, "Roll, mark, cast": arming needs a canary opened with the backup.
    """
    election = queries.find(session, election_id)
    if election.poll_id is None:
        return [
            Check(
                is_ready=False,
                what=say("The roll is not frozen."),
                then=say("Freeze the roll. That also makes the box’s key and the ballot paper."),
            ),
            *_limits(session, election),
        ]
    poll = ballots.find(session, election.poll_id)
    return [
        _roll(session, poll),
        _candidates(session, election),
        *_limits(session, election),
        _key(poll, keys),
        _links(session, poll),
        _hours(poll, at),
        _custody(session, poll),
    ]


def _roll(session: Session, poll: Poll) -> Check:
    electors = rolls.find(session, poll.roll_id).electors or 0
    return Check(
        is_ready=poll.frozen_at is not None, what=say("The roll is frozen. Electors: %(count)s.", count=electors)
    )


def _candidates(session: Session, election: Election) -> Check:
    standing = len(queries.standing(session, election.id))
    return Check(
        is_ready=standing > election.seats,
        what=say("Candidates who stand: %(standing)s. Seats: %(seats)s.", standing=standing, seats=election.seats),
        then=say("There is no contest any more, so no poll is needed. Void this election and plan it again."),
    )


def _limits(session: Session, election: Election) -> list[Check]:
    """Return whether the limits of the rules can be kept, where they set any."""
    set_by_rules = limits.limits_of(session, election)
    if not set_by_rules:
        return []
    clash = limits.obstacle(session, election)
    return [
        Check(
            is_ready=clash is None,
            what=say("The rules limit who is elected together: %(limits)s.", limits=spoken(set_by_rules)),
            then=LimitsCannotBeKept(clash).sentence() if clash else None,
        )
    ]


def _key(poll: Poll, keys: Keyring) -> Check:
    is_ready = _backup_opens(poll, keys)
    return Check(
        is_ready=is_ready,
        what=say("The backup of the box’s key opens the test ballot.")
        if is_ready
        else say("The backup of the box’s key does not open the test ballot."),
        then=say("Put the poll’s key file, %(file)s, into the backup folder of keys.", file=f"{poll.id}.key"),
    )


def _backup_opens(poll: Poll, keys: Keyring) -> bool:
    assert poll.canary is not None
    assert poll.eid is not None
    try:
        return sealing.opens_canary(poll.canary, keys.restored_box_key(poll.id), eid=poll.eid)
    except KeyMissing:
        return False


def _links(session: Session, poll: Poll) -> Check:
    electors = rolls.find(session, poll.roll_id).electors or 0
    made = links.issued(session, poll.id)
    return Check(
        is_ready=made >= electors,
        what=say("Electors who have a voting link: %(made)s of %(electors)s.", made=made, electors=electors),
        then=say("Make the voting links, then send the letters. The poll can be armed before that."),
        is_needed=False,
    )


def _hours(poll: Poll, at: datetime) -> Check:
    return Check(
        is_ready=at < poll.closes_at,
        what=say("Voting opens at %(opens)s and closes at %(closes)s.", opens=poll.opens_at, closes=poll.closes_at),
        then=say("The close has passed. Void this election and plan it again."),
    )


def _custody(session: Session, poll: Poll) -> Check:
    is_trial = constitution.mutual(session).mode in (Mode.DEMO, Mode.REHEARSAL)
    return Check(
        is_ready=is_trial or poll.custody != Custody.INSTALLATION,
        is_warning=poll.custody == Custody.INSTALLATION,
        what=say("The box’s key is kept by this installation, so whoever runs this computer could open the box."),
        then=say(
            "Directors can be elected under this key only in a demonstration or a rehearsal."
            " Run this election as a rehearsal, or with keys that officers hold."
        ),
    )
