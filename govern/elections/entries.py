"""Which rolls a member would be on who is entered on a day.

Source: product 2, point 5; domain 2.8 INV-09, INV-21.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots.models import Poll
from govern.constitution import queries as constitution
from govern.constitution.parameters.elections import RollDateRule
from govern.constitution.rulebook import RuleBook
from govern.core.words import Sentence, say, say_many
from govern.elections import queries
from govern.elections.models import Election
from govern.elections.rules import UNDER_WAY, Reach, State, reach


@dataclass(frozen=True, kw_only=True)
class Chance:
    """A coming vote, and whether somebody entered on a day is on its roll.

    :param rule: how the rules of this election fix its roll date.
    """

    election: Election
    reach: Reach
    why: Sentence
    rule: Sentence

    @property
    def is_made(self) -> bool:
        """Say whether they can vote in it."""
        return self.reach is Reach.MADE


def chances(
    session: Session, *, on: date, constituency_id: UUID, sub_constituency_id: UUID | None, at: datetime
) -> list[Chance]:
    """Return the coming votes of a constituency and of a part of it, the first to close first.

    :param on: the day of the entry, today or later.
    """
    elections = [
        line.election
        for line in queries.listed(session)
        if line.election.constituency_id == constituency_id
        and line.election.sub_constituency_id in (None, sub_constituency_id)
        and (line.state is State.PLANNED or line.state in UNDER_WAY)
        and line.election.closes_at > at
    ]
    frozen = _frozen(session)
    return [
        _chance(session, election, on=on, is_frozen=election.id in frozen)
        for election in sorted(elections, key=lambda one: one.closes_at)
    ]


def _frozen(session: Session) -> frozenset[UUID]:
    """Return the elections whose roll is frozen."""
    polls = select(Election.id).join(Poll, Poll.id == Election.poll_id).where(Poll.frozen_at.is_not(None))
    return frozenset(session.scalars(polls))


def _chance(session: Session, election: Election, *, on: date, is_frozen: bool) -> Chance:
    reached = reach(entered_on=on, roll_date=election.roll_date, is_frozen=is_frozen)
    return Chance(
        election=election,
        reach=reached,
        why=_why(reached, on=on, roll_date=election.roll_date),
        rule=roll_date_rule(constitution.rule_book(session, election.rule_set_id)),
    )


def _why(reached: Reach, *, on: date, roll_date: date) -> Sentence:
    """Return why somebody entered on a day is on a roll, or is not."""
    match reached:
        case Reach.MADE:
            return say("The roll date is %(roll_date)s, and they are a member by then.", roll_date=roll_date)
        case Reach.TOO_LATE:
            return say_many(
                "The roll date is %(roll_date)s, %(count)s day before the entry.",
                "The roll date is %(roll_date)s, %(count)s days before the entry.",
                count=(on - roll_date).days,
                roll_date=roll_date,
            )
        case Reach.FROZEN:
            return say("The roll of %(roll_date)s is frozen, and nobody is added to it.", roll_date=roll_date)


def roll_date_rule(book: RuleBook) -> Sentence:
    """Return how a rule book fixes the day on which somebody must be a member to vote."""
    if book.election_roll_date_rule == RollDateRule.FIXED_OFFSET:
        return say_many(
            "By the rules it is %(count)s day before voting closes, unless the notice sets a later one.",
            "By the rules it is %(count)s days before voting closes, unless the notice sets a later one.",
            count=book.election_roll_date_offset_days,
        )
    return say("By the rules it is the day on which nominations close, unless the notice sets a later one.")
