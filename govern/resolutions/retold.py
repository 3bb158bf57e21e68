"""What is shown of votes that were declared in secret before small classes were hidden: not what is printed there.

What is signed and journalled stays as it was written. Pages, tables and new extracts are made as they are read.

Source: decision 0037; ballots 2, "Publication"; domain 7.2, 26.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.words import Sentence, say
from govern.deciding.rules import Casting
from govern.deciding.veiled import Told
from govern.divisions import tallying, weighing
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Ask

WITHHELD = say("Not shown: so few of one class voted in secret that this can tell how they voted.")


def sum_of(session: Session, division: Division, outcome: DivisionOutcome) -> str:
    """Return the sum of a vote as it is on record, or without what can tell how one of a few voted in secret."""
    return str(withheld(session, division, outcome) or outcome.working)


def withheld(session: Session, division: Division, outcome: DivisionOutcome) -> Sentence | None:
    """Return what is said in place of a sum on record that tells too much; None where it can be shown.

    Whether it can hangs on the box. Where that no longer holds every ballot, nothing is told but what came of it.
    """
    if division.ask != Ask.SECRET or "told" in outcome.sums:
        return None
    tally, in_office = tallying.on_record(session, outcome), weighing.in_office_then(outcome)
    if sum(tally.present().values()) != outcome.sums["turnout"]:
        return _outcome_alone(outcome)
    weighed = [
        weighing.weigh(session, division, tally, casting=casting, in_office=in_office) for casting in (None, *Casting)
    ]
    if weighed[0].told is Told.CLASSES:
        return None
    fitting = (one.working for one in weighed if one.is_carried is outcome.is_carried)
    return next(fitting, _outcome_alone(outcome))


def tell_too_much(session: Session, division_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return the votes among some of which the record tells too much."""
    rows = session.execute(
        select(Division, DivisionOutcome)
        .join(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(Division.id.in_(list(division_ids)), Division.ask == Ask.SECRET)
    )
    return frozenset(division.id for division, outcome in rows if withheld(session, division, outcome) is not None)


def _outcome_alone(outcome: DivisionOutcome) -> Sentence:
    return say("Carried.") if outcome.is_carried else say("Not carried.")
