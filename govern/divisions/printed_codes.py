"""How many votes were given by codes from letters, and by links to addresses that officers wrote down.

Whoever printed or wrote them could have come by them.

A number, and nobody's name. A small one is told as small, like a small class (decision 0037).

Source: INV-40; decisions 0039, 0041.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.words import Sentence, say, say_many
from govern.divisions.models import DivisionMark
from govern.motions.division_models import Division
from govern.rolls.models import RollEntry

CLOSE = say("It was so close that these votes could have changed what came of it.")


def by_class(session: Session, division: Division) -> dict[str, int]:
    """Return how many votes of each class of a division were given so."""
    query = (
        select(RollEntry.elector_class, func.count())
        .join(
            DivisionMark,
            (DivisionMark.roll_id == RollEntry.roll_id) & (DivisionMark.elector_id == RollEntry.elector_id),
        )
        .where(DivisionMark.division_id == division.id, DivisionMark.printed_by.is_not(None))
        .group_by(RollEntry.elector_class)
    )
    return dict(session.execute(query).all())


def told_of(session: Session, division: Division) -> list[Sentence]:
    """Return what everybody is told beside the sum; nothing where no vote was given so."""
    count = sum(by_class(session, division).values())
    fewest = constitution.rule_book(session, division.rule_set_id).publication_min_ballots
    if not count:
        return []
    if count < fewest:
        return [
            say(
                "Fewer than %(fewest)s of these votes were given with a code that an officer printed, or at an e-mail"
                " address that an officer wrote down.",
                fewest=fewest,
            )
        ]
    return [
        say_many(
            "%(count)s of these votes was given with a code that an officer printed, or at an e-mail address that an"
            " officer wrote down.",
            "%(count)s of these votes were given with a code that an officer printed, or at an e-mail address that an"
            " officer wrote down.",
            count=count,
        )
    ]
