"""Which figures a division can have."""

from collections.abc import Iterator

from govern.core.words import Sentence, say
from govern.motions.deciding_refusals import FigureNotPossible
from govern.motions.votes import MOST, Count, Votes


def ensure_possible(votes: Votes) -> None:
    """Refuse figures that cannot all be true.

    :raises FigureNotPossible: with the first of them.
    """
    for why in _contradictions(votes):
        raise FigureNotPossible(why)


def _contradictions(votes: Votes) -> Iterator[Sentence]:
    """Yield what is wrong with the figures."""
    if not all(0 <= figure <= MOST for figure in _figures(votes)):
        yield say("A number of votes or people is a whole number, not below zero and of at most 18 digits.")
    if any(one.weight is not None and one.weight < 0 for one in votes.classes):
        yield say("A weight is not below zero.")
    yield from _too_many(votes)
    yield from _classes_amiss(votes)


def _figures(votes: Votes) -> Iterator[Count]:
    yield from (votes.in_favour, votes.against, votes.abstained)
    yield from (figure for figure in (votes.eligible, votes.members) if figure is not None)
    for one in votes.classes:
        yield from (one.in_favour, one.against, one.members or 0)


def _too_many(votes: Votes) -> Iterator[Sentence]:
    """Yield that more voted than could, or that more could than there are."""
    if votes.eligible is not None and votes.took_part > votes.eligible:
        yield say(
            "That is %(votes)s votes, and only %(eligible)s could vote. Look at the figures again.",
            votes=str(votes.took_part),
            eligible=str(votes.eligible),
        )
    if votes.members is not None and votes.took_part > votes.members:
        yield say(
            "That is %(votes)s votes, and there are only %(members)s members. Look at the figures again.",
            votes=str(votes.took_part),
            members=str(votes.members),
        )
    if votes.eligible is not None and votes.members is not None and votes.eligible > votes.members:
        yield say(
            "That is %(eligible)s entitled to vote, and there are only %(members)s members. Look at the figures again.",
            eligible=str(votes.eligible),
            members=str(votes.members),
        )


def _classes_amiss(votes: Votes) -> Iterator[Sentence]:
    codes = [one.code.casefold() for one in votes.classes]
    for one in votes.classes:
        if codes.count(one.code.casefold()) > 1:
            yield say("The class “%(name)s” is there more than once. Name each class once.", name=one.name)
        if one.members is not None and one.cast > one.members:
            yield say(
                "In “%(name)s” that is more votes than it has members, %(members)s. Look at the figures again.",
                name=one.name,
                members=one.members,
            )
    in_favour = sum(one.in_favour for one in votes.classes)
    against = sum(one.against for one in votes.classes)
    if in_favour > votes.in_favour or against > votes.against:
        yield say("The classes together have more votes than there are in all. Look at the figures again.")
