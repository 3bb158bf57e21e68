"""The weighted electoral college: each class has a weight, and gives the share of it that was for.

Source: domain 5.8; INV-31.
"""

from dataclasses import dataclass
from fractions import Fraction

from govern.deciding.votes import ClassVotes

DORMANT_BELOW = 3


@dataclass(frozen=True, kw_only=True)
class College:
    """What the rules say of the classes that do not bring their own weight to bear.

    :ivar silence_counts: whether a class that casts no vote keeps its weight in play, as if it were against;
        otherwise it drops out, and the others weigh more.
    :ivar dormant_below: a class with fewer members than this has no weight of its own.
    :ivar dormant_weight_to: the code of the class that then has the weight as well; None, and it drops out.
    """

    silence_counts: bool = False
    dormant_below: int = DORMANT_BELOW
    dormant_weight_to: str | None = None

    def score(self, classes: tuple[ClassVotes, ...]) -> "Score":
        """Return what the classes bring together. Each has a weight."""
        dormant = tuple(one for one in classes if self._is_dormant(one))
        awake = [one for one in classes if not self._is_dormant(one)]
        heir = next((one for one in awake if one.code == self.dormant_weight_to), None)
        asleep = sum((one.weight or Fraction(0) for one in dormant), start=Fraction(0))
        parts = tuple(_part(one, inherits=asleep if one is heir else Fraction(0)) for one in awake)
        return Score(
            parts=tuple(part for part in parts if part.of.cast or self.silence_counts),
            silent=tuple(part for part in parts if not part.of.cast),
            dormant=dormant,
            heir=heir,
            silence_counts=self.silence_counts,
        )

    def _is_dormant(self, one: ClassVotes) -> bool:
        return one.members is not None and one.members < self.dormant_below


@dataclass(frozen=True, kw_only=True)
class Part:
    """One class in the score.

    :ivar weight: its own, and what has passed to it.
    """

    of: ClassVotes
    weight: Fraction
    brings: Fraction


@dataclass(frozen=True, kw_only=True)
class Score:
    """What the classes bring together.

    :ivar parts: of the classes whose weight is in play.
    :ivar silent: classes that cast no vote.
    :ivar dormant: classes too small to have a weight.
    :ivar heir: the class that has the weight of those as well.
    """

    parts: tuple[Part, ...]
    silent: tuple[Part, ...]
    dormant: tuple[ClassVotes, ...]
    heir: ClassVotes | None
    silence_counts: bool

    @property
    def reached(self) -> Fraction:
        """Return the sum of weights, each times the share that was for."""
        return sum((part.brings for part in self.parts), start=Fraction(0))

    @property
    def in_play(self) -> Fraction:
        """Return the sum of the weights that count."""
        return sum((part.weight for part in self.parts), start=Fraction(0))

    @property
    def is_met(self) -> bool:
        """Say whether it is more than half of the weight in play."""
        return self.reached * 2 > self.in_play


def _part(one: ClassVotes, *, inherits: Fraction) -> Part:
    weight = (one.weight or Fraction(0)) + inherits
    brings = weight * one.in_favour / one.cast if one.cast else Fraction(0)
    return Part(of=one, weight=weight, brings=brings)
