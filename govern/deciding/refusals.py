"""What is refused when a division is added up."""

from enum import StrEnum

from govern.core.errors import Refusal
from govern.core.words import Sentence, say


class Figure(StrEnum):
    """A number without which there is no sum."""

    ELIGIBLE = "eligible"
    MEMBERS = "members"
    VOTES = "votes"


class FigureNotPossible(Refusal):
    """Figures of one division that cannot all be true, or a figure that no division has."""

    code = "figure-not-possible"
    status = 422

    def __init__(self, why: Sentence) -> None:
        """Take what is wrong with which figure."""
        super().__init__(why)
        self.why = why

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return self.why


class FigureNeeded(Refusal):
    """The rule measures against a number that was not given."""

    code = "figure-needed"
    status = 422
    source = "Domain 5.4: never a percentage without its denominator"

    def __init__(self, figure: Figure) -> None:
        """Take which number."""
        super().__init__(figure)
        self.figure = figure

    def sentence(self) -> Sentence:
        """Return the sentence."""
        match self.figure:
            case Figure.ELIGIBLE:
                return say("This rule has to know how many were entitled to vote. Give that number as well.")
            case Figure.MEMBERS:
                return say("This rule has to know how many members there are. Give that number as well.")
            case Figure.VOTES:
                return say("No votes are given. Give how many were for, and how many against.")


class ClassesNeeded(Refusal):
    """The rule looks at each class, and no class was given."""

    code = "classes-needed"
    status = 422
    source = "Domain 5.8: each class is asked on its own"
    says = say("This rule looks at each class on its own. Give the votes for and against of every class.")


class WeightsNeeded(Refusal):
    """In an electoral college a class has no weight, or none has any."""

    code = "weights-needed"
    status = 422
    source = "Domain 5.8: the weight of each class"
    says = say("In an electoral college each class has a weight. Give one for every class, not all of them zero.")
