"""Classes beside the whole: the consent of each, one of each, and the most that one can have.

Source: domain 5.8.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from govern.deciding.majorities import Base, Comparator, Limb, Measure, Weighed
from govern.deciding.votes import ClassVotes, Count, Name, Votes


class Silence(StrEnum):
    """What a class says by casting no vote, where each class is asked."""

    IS_LEFT_OUT = "is_left_out"
    IS_NO_CONSENT = "is_no_consent"


@dataclass(frozen=True, kw_only=True)
class EachClass:
    """A majority that each class has to reach on its own."""

    comparator: Comparator
    share: Fraction
    silence: Silence

    @property
    def limb(self) -> Limb:
        """Return what it asks of one class."""
        return Limb(Measure.FOR, self.comparator, self.share, Base.CAST)

    def weigh(self, classes: tuple[ClassVotes, ...]) -> tuple[tuple[Name, Weighed], ...]:
        """Hold it against each class that is asked."""
        return tuple(
            (one.name, Weighed(self.limb, reached=one.in_favour, of=one.cast))
            for one in classes
            if not self.leaves_out(one)
        )

    def leaves_out(self, one: ClassVotes) -> bool:
        """Say whether a class is not asked, because it said nothing. One in which nobody may vote did not consent.

        Otherwise whoever takes the vote of a whole class would take its say as well.

        Source: domain 5.8; decision 0040.
        """
        return not one.cast and not one.is_shut_out and self.silence is Silence.IS_LEFT_OUT

    def left_out(self, classes: tuple[ClassVotes, ...]) -> tuple[Name, ...]:
        """Return the classes that are not asked, because they said nothing."""
        return tuple(one.name for one in classes if self.leaves_out(one))


def capped(votes: Votes, caps: Mapping[str, Fraction]) -> Votes:
    """Return the votes with those of capped classes scaled down, so that none has more than its share of all counted.

    One capped class: each of its votes counts min(1, cap/(1-cap) * others/own). Where several caps bind, each has
    exactly its share of what is counted at last. Votes of no class count whole.

    :param caps: by the code of a class, the most of the vote that it can have.

    Source: domain 5.8; Equal Care Co-op rules (1/10 for investors).

    >>> investors = ClassVotes(code="investors", in_favour=40, against=10)
    >>> votes = Votes(in_favour=65, against=30, classes=(investors,))
    >>> capped(votes, {"investors": Fraction(1, 10)}).classes[0].in_favour
    Fraction(4, 1)
    """
    counted = _counted(votes, caps)
    scaled = tuple(_scaled(one, most=counted * caps[one.code]) if one.code in caps else one for one in votes.classes)
    pairs = list(zip(votes.classes, scaled, strict=True))
    return replace(
        votes,
        in_favour=votes.in_favour - sum(before.in_favour - after.in_favour for before, after in pairs),
        against=votes.against - sum(before.against - after.against for before, after in pairs),
        classes=scaled,
    )


def _scaled(one: ClassVotes, *, most: Count) -> ClassVotes:
    """Return a class with no more votes than `most`, for and against in their proportion."""
    if one.cast <= most:
        return one
    part = Fraction(most, one.cast)
    return replace(one, in_favour=one.in_favour * part, against=one.against * part)


def _counted(votes: Votes, caps: Mapping[str, Fraction]) -> Count:
    """Return how many votes count at last: those of classes below their caps, and the caps' shares beside them.

    The shares of caps that bind never reach one: each was passed by a class that is itself a part of the whole.
    """
    total: Count = votes.cast
    while True:
        bound = [one for one in votes.classes if one.code in caps and one.cast > total * caps[one.code]]
        shares = sum((caps[one.code] for one in bound), start=Fraction(0))
        settled = Fraction(votes.cast - sum(one.cast for one in bound)) / (1 - shares)
        if settled == total:
            return total
        total = settled
