"""Whether the votes that were given by codes from letters could have turned what came of a division.

How they were given is not looked at: each way is tried that the tally leaves.

Source: INV-40; domain 10, case 9; decision 0039.
"""

from datetime import datetime
from itertools import permutations, product

from sqlalchemy.orm import Session

from govern.divisions import doubts, printed_codes, tallying, weighing
from govern.divisions.doubts import MOST_TRIED, Split
from govern.divisions.tallying import Tally
from govern.motions.division_models import Division, DivisionOutcome

NONE: Split = (0, 0, 0)


def could_differ(session: Session, division: Division, *, at: datetime) -> bool:
    """Say whether a division that is over could have come out otherwise without the votes that came by codes.

    What is not tried counts as if it could.
    """
    without = printed_codes.by_class(session, division)
    if not without:
        return False
    outcome = session.get(DivisionOutcome, division.id)
    tally = tallying.on_record(session, outcome) if outcome else tallying.tally(session, division.id, at=at)
    if not tally.adds_up:
        return True
    was = outcome.is_carried if outcome else weighing.weigh(session, division, tally).is_carried
    in_office = weighing.in_office_then(outcome)
    ways = [[(code, way) for way in furthest(tally, code, votes)] for code, votes in without.items()]
    for tried, chosen in enumerate(product(*ways)):
        other = doubts.changed(tally, {code: (way, NONE) for code, way in chosen})
        if tried >= MOST_TRIED or other is None:
            return True
        if weighing.weigh(session, division, other, in_office=in_office).is_carried is not was:
            return True
    return False


def furthest(tally: Tally, code: str, votes: int) -> list[Split]:
    """Return the ways, each as one-sided as the tally of a class allows, in which some of its votes were given.

    Every majority is a line through the figures, so that what none of these turns, no other way turns.
    """
    lines = [line for line in tally.lines if line.code == code]
    given = (
        sum(line.in_favour for line in lines),
        sum(line.against for line in lines),
        sum(line.abstained for line in lines),
    )
    return sorted({_taken(given, votes, order) for order in permutations(range(3))})


def _taken(given: Split, votes: int, order: tuple[int, ...]) -> Split:
    taken = {}
    for place in order:
        taken[place] = min(votes, given[place])
        votes -= taken[place]
    return taken[0], taken[1], taken[2]


def as_json(session: Session, division: Division, *, at: datetime) -> dict[str, object]:
    """Return what is kept of it with what came of the division: a word, and whether it could have turned it."""
    told = [str(one) for one in printed_codes.told_of(session, division)]
    return {"printed_codes": {"told": told, "could_differ": could_differ(session, division, at=at)}} if told else {}
