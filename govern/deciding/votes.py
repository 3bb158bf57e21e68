"""What was said to a motion: how many for, against and neither, of how many, and class by class."""

from dataclasses import dataclass
from fractions import Fraction

from govern.core.languages import LocalText
from govern.core.words import Sentence

# A figure with more digits than this is a slip of the hand, and could not be written out.
MOST = 10**18 - 1

Count = int | Fraction
Name = str | LocalText | Sentence


@dataclass(frozen=True, kw_only=True)
class ClassVotes:
    """The votes of one class, constituency or third.

    :ivar code: what the rules know it by.
    :ivar called: its name in words, where it has one beside the code.
    :ivar weight: what the class weighs in an electoral college; None where classes have no weights.
    :ivar members: how many are in the class; None where nobody said, and then no weight is found to sleep.
    """

    code: str
    called: Name | None = None
    in_favour: Count
    against: Count
    weight: Fraction | None = None
    members: int | None = None

    @property
    def name(self) -> Name:
        """Return what people call it."""
        return self.called or self.code

    @property
    def cast(self) -> Count:
        """Return the votes for and against."""
        return self.in_favour + self.against

    @property
    def is_shut_out(self) -> bool:
        """Say whether nobody in it may vote: all of them stand back, or are kept from it."""
        return self.members == 0


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The votes of one division, taken from one roll.

    :ivar abstained: who took part and is neither for nor against; a blank ballot is one of these.
    :ivar eligible: how many could have voted: the length of the roll, or the voting rights on it.
    :ivar members: how many members there are, entitled to vote on this or not.
    """

    in_favour: Count
    against: Count
    abstained: int = 0
    eligible: int | None = None
    members: int | None = None
    classes: tuple[ClassVotes, ...] = ()

    @property
    def cast(self) -> Count:
        """Return the votes for and against: whoever abstains has not voted.

        Source: domain 5.4.
        """
        return self.in_favour + self.against

    @property
    def took_part(self) -> Count:
        """Return the turnout: for, against and abstained."""
        return self.cast + self.abstained
