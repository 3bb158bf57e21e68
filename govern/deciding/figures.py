"""Which figures a division can have, as somebody gives them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govern.core.words import Sentence, say, say_many
from govern.deciding.refusals import Figure, FigureNeeded, FigureNotPossible
from govern.deciding.votes import MOST, ClassVotes, Count, Votes

_WEIGHT = re.compile(r"([0-9]{1,18})([./][0-9]{1,18})?")


def read_weight(text: str) -> Fraction | None:
    """Return a weight as somebody typed it, or None for what is none.

    >>> [read_weight(text) for text in ("25", "33.3", "1/3", "1/0", "-1")]
    [Fraction(25, 1), Fraction(333, 10), Fraction(1, 3), None, None]
    """
    if not _WEIGHT.fullmatch(text) or ("/" in text and not int(text.partition("/")[2])):
        return None
    return Fraction(text)


@dataclass(frozen=True, kw_only=True)
class Given:
    """The figures of a division as somebody typed them; None for what they did not type."""

    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    eligible: int | None = None
    members: int | None = None
    classes: Sequence[ClassVotes] = ()

    def votes(self) -> Votes:
        """Return the votes: as typed for all, or else those of the classes together.

        All can be more than the classes: a body that belongs to none of them votes beside them.

        :raises FigureNeeded: no vote was typed at all.
        :raises FigureNotPossible: the classes together are more than what was typed for all.
        """
        if self.in_favour is self.against is self.abstained is None and not self.classes:
            raise FigureNeeded(Figure.VOTES)
        return Votes(
            in_favour=self._together([one.in_favour for one in self.classes], self.in_favour),
            against=self._together([one.against for one in self.classes], self.against),
            abstained=self.abstained or 0,
            eligible=self.eligible,
            members=self.members,
            classes=tuple(self.classes),
        )

    def _together(self, of_classes: Sequence[Count], of_all: int | None) -> Count:
        if not of_classes:
            return of_all or 0
        together = sum(of_classes)
        if of_all is not None and of_all < together:
            raise FigureNotPossible(
                say(
                    "The classes together come to %(together)s, and the total given is only %(total)s."
                    " Leave the total out, or look at the figures again.",
                    together=str(together),
                    total=str(of_all),
                )
            )
        return together if of_all is None else of_all


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
        yield say_many(
            "That is %(votes)s vote, and only %(eligible)s could vote. Look at the figures again.",
            "That is %(votes)s votes, and only %(eligible)s could vote. Look at the figures again.",
            count=int(votes.took_part),
            votes=str(votes.took_part),
            eligible=str(votes.eligible),
        )
    if votes.members is not None and votes.took_part > votes.members:
        yield say_many(
            "That is %(votes)s vote, and the number of members is %(members)s. Look at the figures again.",
            "That is %(votes)s votes, and the number of members is %(members)s. Look at the figures again.",
            count=int(votes.took_part),
            votes=str(votes.took_part),
            members=str(votes.members),
        )
    if votes.eligible is not None and votes.members is not None and votes.eligible > votes.members:
        yield say(
            "That is %(eligible)s entitled to vote, and the number of members is %(members)s. Look at the figures"
            " again.",
            eligible=str(votes.eligible),
            members=str(votes.members),
        )


def _classes_amiss(votes: Votes) -> Iterator[Sentence]:
    """Yield what cannot be of the figures of the classes, beside those of all."""
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
    members = sum(one.members or 0 for one in votes.classes)
    if votes.members is not None and members > votes.members:
        yield say("The classes together have more members than there are in all. Look at the figures again.")
    if in_favour > votes.in_favour or against > votes.against:
        yield say("The classes together have more votes than there are in all. Look at the figures again.")
