"""Who has no vote in a division, each person once, and why: what everybody reads in numbers, and officers by name.

Source: domain 2.8 INV-17, INV-23, INV-33; domain 6 on those whom the board co-opts.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.board import queries as board
from govern.core.words import Sentence, say
from govern.divisions import places, vacated
from govern.divisions.models import DivisionBar
from govern.divisions.seat_refusals import BARS
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Bar, Deciders
from govern.rolls.models import Roll, RollEntry


class Outside(StrEnum):
    """Why somebody who decides with the others has no vote although nothing bars them."""

    COOPTED = "coopted"
    GONE = "gone"


Reason = Bar | Outside
REASONS: Mapping[Reason, Sentence] = {
    **dict[Reason, Sentence](BARS.items()),
    Outside.COOPTED: say("they were co-opted, and the rules give no vote to whoever is"),
    Outside.GONE: say("no director any more since the vote was called"),
}


@dataclass(frozen=True, kw_only=True)
class KeptOut:
    """Who has no vote.

    :ivar people: each with every reason, the first first.
    """

    people: Mapping[UUID, Sequence[Reason]]

    @property
    def counts(self) -> dict[Reason, int]:
        """Return how many have no vote by each reason: each person once, by the first that holds."""
        found = Counter(reasons[0] for reasons in self.people.values())
        return {reason: found[reason] for reason in REASONS if reason in found}


def of_division(session: Session, division: Division, *, at: datetime) -> KeptOut:
    """Return who has no vote in a division at an instant, and why."""
    found: dict[UUID, set[Reason]] = {}
    for one in session.scalars(select(DivisionBar).where(DivisionBar.division_id == division.id)):
        found.setdefault(one.person_id, set()).add(Bar(one.bar))
    for person in places.who_left(session, division.id):
        found.setdefault(person, set()).add(Bar.DECLARED_INTEREST)
    for person in coopted_in(session, division):
        found.setdefault(person, set()).add(Outside.COOPTED)
    for person in vacated.people(session, division, at=at):
        found.setdefault(person, set()).add(Outside.GONE)
    return KeptOut(people={person: [one for one in REASONS if one in reasons] for person, reasons in found.items()})


def coopted_in(session: Session, division: Division) -> list[UUID]:
    """Return the directors of the roll date who are on no roll because they were co-opted; of members, nobody."""
    if queries.find(session, division.motion_id).deciders != Deciders.BOARD:
        return []
    on = session.get_one(Roll, division.roll_id).roll_date
    on_roll = set(session.scalars(select(RollEntry.person_id).where(RollEntry.roll_id == division.roll_id)))
    voting = set(session.scalars(select(board.seated(on, has_coopted=False).subquery().c.person_id)))
    return [one for one in board.directors_on(session, on) if one not in on_roll | voting]
