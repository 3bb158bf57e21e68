"""How many of a category the rules let be elected together, who is of which, and whether that can be kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.limits import CategoryLimit
from govern.core.words import Fact, Sentence, say
from govern.counting.errors import InputNotCountable
from govern.counting.feasibility import Limit, conflict, halves
from govern.counting.limits import Category
from govern.elections import queries
from govern.elections.models import CandidateCategory, Election
from govern.elections.refusals import LimitsCannotBeKept


def limits_of(session: Session, election: Election) -> tuple[CategoryLimit, ...]:
    """Return the limits that the rules of an election set for its constituency. They stay as they were noticed."""
    rules = constitution.rule_book(session, election.rule_set_id)
    return rules.category_limits.get(queries.constituency(session, election).code, ())


def categories(session: Session, election: Election) -> tuple[Category, ...]:
    """Return the limits as the count takes them: with all candidates of each, those who withdrew included."""
    of = members(session, election.id)
    return tuple(
        Category(limit.category, tuple(of.get(limit.category, ())), limit.at_least, limit.at_most)
        for limit in limits_of(session, election)
    )


def members(session: Session, election_id: UUID) -> Mapping[str, list[int]]:
    """Return the numbers of the candidates of each category, in the order of entry."""
    rows = session.execute(
        select(CandidateCategory.category, CandidateCategory.number)
        .where(CandidateCategory.election_id == election_id)
        .order_by(CandidateCategory.number)
    )
    of: dict[str, list[int]] = {}
    for category, number in rows:
        of.setdefault(category, []).append(number)
    return of


def promised(session: Session, election: Election) -> list[dict[str, object]]:
    """Return the limits as the poll's manifest promises them, with those on the paper whom they are about."""
    standing = {one.number for one in queries.standing(session, election.id)}
    return [
        {**one._asdict(), "candidates": [number for number in one.candidates if number in standing]}
        for one in categories(session, election)
    ]


def ensure_can_be_kept(session: Session, election: Election) -> None:
    """Refuse limits that no choice among those who stand could keep, before anybody votes.

    :raises LimitsCannotBeKept: so it is.

    Source: the counting rule, constraints: infeasible sets are refused before a poll opens.
    """
    clash = obstacle(session, election)
    if clash is not None:
        raise LimitsCannotBeKept(clash)


def obstacle(session: Session, election: Election) -> Sentence | None:
    """Return which limits no choice among those who stand could keep, with their names; None where all can be."""
    names = {one.number: one.name for one in queries.standing(session, election.id)}
    try:
        clash = conflict(categories(session, election), set(names), seats=election.seats)
    except InputNotCountable:
        return say("the candidates are of too many mixtures of categories to look through")
    return _told(clash, names) if clash else None


def ensure_unopposed_keep_them(session: Session, election: Election) -> None:
    """Refuse to declare all elected where that breaks a limit that the seats still empty could not mend.

    :raises LimitsCannotBeKept: so it is.
    """
    names = {one.number: one.name for one in queries.standing(session, election.id)}
    empty = election.seats - len(names)
    clash = [
        limit
        for limit in halves(categories(session, election), set(names))
        if (len(limit.standing) > limit.places if limit.is_most else limit.places - len(limit.standing) > empty)
    ]
    if clash:
        raise LimitsCannotBeKept(_told(clash, names))


def _told(clash: tuple[Limit, ...] | list[Limit], names: Mapping[int, str]) -> Sentence:
    """Return limits with the names of those who stand and whom they are about."""
    first, *others = (_half_told(limit, names) for limit in clash)
    for other in others:
        first = say("%(first)s; %(other)s", first=first, other=other)
    return first


def _half_told(limit: Limit, names: Mapping[int, str]) -> Sentence:
    who: str | Sentence = ", ".join(names[number] for number in limit.standing) or say("nobody")
    facts: dict[str, Fact] = {"number": limit.places, "category": limit.category, "who": who}
    if limit.is_most:
        return say("at most %(number)s of “%(category)s” (%(who)s)", **facts)
    return say("at least %(number)s of “%(category)s” (%(who)s)", **facts)
