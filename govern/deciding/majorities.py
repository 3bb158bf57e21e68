"""Majorities: what is measured, whether it must reach a share or pass it, and of what.

Whole numbers are multiplied crosswise; nothing is ever rounded.

Source: domain 5.4.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from govern.deciding.votes import Count, Votes


class Measure(StrEnum):
    """What is held against a share."""

    FOR = "for"
    SIGNED = "signed"
    AGAINST = "against"
    VOTED = "voted"
    TOOK_PART = "took_part"


class Comparator(StrEnum):
    """Whether reaching the share exactly is enough, or already too much."""

    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    FEWER_THAN = "fewer_than"


class Base(StrEnum):
    """What a share is a share of. Never a percentage without one."""

    CAST = "cast"
    VOTED = "voted"
    ELIGIBLE = "eligible"
    DIRECTORS = "directors"
    ALL_MEMBERS = "all_members"


@dataclass(frozen=True)
class Limb:
    """One condition of a majority, such as: for, at least 3/4, of all members."""

    measure: Measure
    comparator: Comparator
    share: Fraction
    base: Base

    def weigh(self, votes: Votes) -> "Weighed":
        """Hold it against votes. The figures it needs are there."""
        return Weighed(self, reached=_measured(votes, self.measure), of=_based(votes, self.base))


@dataclass(frozen=True)
class Weighed:
    """A limb beside the figures of one division."""

    limb: Limb
    reached: Count
    of: Count

    @property
    def is_met(self) -> bool:
        """Say whether the limb holds. Of nobody, no share is reached: zero is not three quarters of zero.

        >>> three_quarters = Limb(Measure.FOR, Comparator.AT_LEAST, Fraction(3, 4), Base.CAST)
        >>> [Weighed(three_quarters, reached=reached, of=of).is_met for reached, of in ((3, 4), (2, 3), (0, 0))]
        [True, False, False]
        """
        if self.of == 0:
            return False
        mine, theirs = self.reached * self.limb.share.denominator, self.limb.share.numerator * self.of
        match self.limb.comparator:
            case Comparator.MORE_THAN:
                return mine > theirs
            case Comparator.AT_LEAST:
                return mine >= theirs
            case Comparator.FEWER_THAN:
                return mine < theirs

    @property
    def is_whole(self) -> bool:
        """Say whether its figures are whole votes; scaled down by a cap, they may not be."""
        return Fraction(self.reached).denominator == Fraction(self.of).denominator == 1

    @property
    def line(self) -> Fraction:
        """Return the share itself, whole or not, that has to be reached, passed or kept below."""
        return self.limb.share * self.of

    @property
    def needed(self) -> int:
        """Return the smallest whole number that meets the limb; where fewer are wanted, the largest.

        Where there is nobody, it is one more than there are, or one fewer than none.

        >>> half = Limb(Measure.FOR, Comparator.MORE_THAN, Fraction(1, 2), Base.CAST)
        >>> [Weighed(half, reached=0, of=of).needed for of in (7, 8, 0)]
        [4, 5, 1]
        """
        match self.limb.comparator:
            case Comparator.MORE_THAN:
                return floor(self.line) + 1
            case Comparator.AT_LEAST:
                return max(1, ceil(self.line))
            case Comparator.FEWER_THAN:
                return ceil(self.line) - 1


def _measured(votes: Votes, measure: Measure) -> Count:
    match measure:
        case Measure.FOR | Measure.SIGNED:
            return votes.in_favour
        case Measure.AGAINST:
            return votes.against
        case Measure.VOTED:
            return votes.cast
        case Measure.TOOK_PART:
            return votes.took_part


def _based(votes: Votes, base: Base) -> Count:
    match base:
        case Base.CAST | Base.VOTED:
            return votes.cast
        case Base.ELIGIBLE | Base.DIRECTORS:
            assert votes.eligible is not None
            return votes.eligible
        case Base.ALL_MEMBERS:
            assert votes.members is not None
            return votes.members
