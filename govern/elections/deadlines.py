"""Until when a result can be questioned, and how long the papers of an election are kept."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.elections import BallotRetention
from govern.core import clock
from govern.elections import queries
from govern.elections.models import Election
from govern.elections.rules import State, years_after


def questioned_until(session: Session, election: Election) -> datetime | None:
    """Return when the days of challenge end: as many days after the declaration, at the same time on the wall.

    None where nothing is declared.

    Source: NHS foundation trust model election rules, rule 66; domain 5.11: closes are instants of the mutual's clock.
    """
    declaration = queries.declaration(session, election.id)
    if declaration is None:
        return None
    days = constitution.rule_book(session, election.rule_set_id).challenge_days
    return clock.days_after(declaration.declared_at, days, constitution.mutual(session).time_zone)


def kept_until(session: Session, election: Election) -> date | None:
    """Return the first day on which the papers of an election may be destroyed.

    Where nothing was declared the year begins with the voiding. None where there is nothing to count from: no
    result, and no poll whose papers could be asked for.

    Source: NHS foundation trust model election rules, rule 57.
    """
    declaration = queries.declaration(session, election.id)
    if declaration is None:
        return years_after(_voided_on(session, election), 1) if election.poll_id else None
    return papers_kept_until(
        constitution.rule_book(session, election.rule_set_id).ballot_retention,
        declared_on=constitution.today(session, at=declaration.declared_at),
        term_ends_on=election.term_ends_on,
    )


def papers_kept_until(retention: BallotRetention, *, declared_on: date, term_ends_on: date) -> date:
    """Return the first day on which the papers of a declared election may be destroyed.

    :param term_ends_on: first day after the term.

    Source: NHS foundation trust model election rules, rule 57; ERS97 7.1 (to the end of the term).

    >>> papers_kept_until(BallotRetention.END_OF_TERM, declared_on=date(2026, 9, 18), term_ends_on=date(2029, 10, 1))
    datetime.date(2029, 10, 1)
    >>> papers_kept_until(BallotRetention.ONE_YEAR, declared_on=date(2026, 9, 18), term_ends_on=date(2029, 10, 1))
    datetime.date(2027, 9, 18)
    """
    return term_ends_on if retention == BallotRetention.END_OF_TERM else years_after(declared_on, 1)


def _voided_on(session: Session, election: Election) -> date:
    """Return the day on which an election became void; the day of its last step where it is not."""
    taken = queries.steps(session, election.id)
    return next((step.dated_on for step in taken if step.to_state == State.VOIDED), taken[-1].dated_on)
