"""How an elector stands in a poll, told before any ballot paper is shown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots import queries
from govern.ballots.models import Doubt, MarkKind, Poll
from govern.core.words import Sentence, say
from govern.register.models import MembershipVersion
from govern.register.queries import ACTIVE, was_known
from govern.register.rules import Standing as RegisterStanding
from govern.rolls.models import RollEntry


class Place(StrEnum):
    """What the roll, the marks and the register say of an elector today."""

    FREE = "free"
    VOTED = "voted"
    STRUCK = "struck"
    SUSPENDED = "suspended"
    NOT_A_MEMBER = "not_a_member"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An elector's place, and the sentences that a voter reads about it."""

    place: Place
    ended_on: date | None = None

    @property
    def may_cast(self) -> bool:
        """Say whether a ballot would be taken, to be counted or to be decided upon."""
        return self.place in (Place.FREE, Place.IN_DOUBT)

    def why(self) -> Sentence:
        """Return why no ballot is taken, or what is special about it."""
        match self.place:
            case Place.STRUCK:
                return say("Your name was taken off the list of voters after it was made.")
            case Place.SUSPENDED:
                return say("The register of members says that your membership is suspended.")
            case Place.NOT_A_MEMBER if self.ended_on is not None:
                return say("The register of members says that your membership ended on %(day)s.", day=self.ended_on)
            case Place.NOT_A_MEMBER:
                return say("The register of members does not show you as a member today.")
            case Place.IN_DOUBT:
                return say("Somebody has asked whether you may vote. You can vote now, and your vote is kept apart.")
            case _:
                return say("Your place on the list of voters is free.")

    def rule(self) -> Sentence:
        """Return the rule that this follows from. Source: INV-14; INV-24."""
        if self.place == Place.IN_DOUBT:
            return say("The rule: a vote in doubt is sealed. It counts only if it is allowed before the box is opened.")
        return say("The rule: only people who were members on the day of the list, and still are, can vote.")


def of(session: Session, poll: Poll, elector_id: UUID, *, on: date) -> Standing:
    """Return how an elector of a poll's roll stands on a day; the mark that she has decides first."""
    kind = queries.mark_of(session, poll.id, elector_id)
    if kind is not None:
        return Standing(place=Place.STRUCK if kind == MarkKind.STRUCK else Place.VOTED)
    entry = session.get_one(RollEntry, (poll.roll_id, elector_id))
    if entry.membership_id is not None:
        shown = _in_register(session, entry.membership_id, on)
        if shown is not None:
            return shown
    in_doubt = session.get(Doubt, (poll.id, elector_id)) is not None
    return Standing(place=Place.IN_DOUBT if in_doubt else Place.FREE)


def _in_register(session: Session, membership_id: UUID, on: date) -> Standing | None:
    """Return how the register keeps a member from voting on a day, or None where she is entered.

    The cast asks the register the same, in its own statement.
    """
    known = session.execute(
        select(MembershipVersion.standing, MembershipVersion.valid_from, MembershipVersion.valid_to)
        .where(MembershipVersion.membership_id == membership_id, was_known(MembershipVersion, None))
        .order_by(MembershipVersion.valid_from)
    ).all()
    today = next((one for one in reversed(known) if one.valid_from <= on < (one.valid_to or date.max)), None)
    if today is not None and today.standing == RegisterStanding.ENTERED:
        return None
    if today is not None and today.standing == RegisterStanding.SUSPENDED:
        return Standing(place=Place.SUSPENDED)
    ends = [one.valid_to for one in known if one.valid_to and one.standing in ACTIVE and one.valid_to <= on]
    return Standing(place=Place.NOT_A_MEMBER, ended_on=max(ends, default=None))
