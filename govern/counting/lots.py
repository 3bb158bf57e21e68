"""The lot order: who wins a tie that votes cannot break, fixed before the count."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import NamedTuple

GIVEN = "given"
SEED = "seed"
PAPERS = "papers"


class LotOrder(NamedTuple):
    """Candidate numbers, the first having the advantage: kept longest, transferred first.

    `how` says where the order comes from: given (typed in, or a `[tie]` line), seed (a public text),
    or papers (no order was given, so the digest of the input itself served as seed).
    """

    order: tuple[int, ...]
    how: str = GIVEN
    seed: str | None = None

    def sort(self, numbers: Collection[int]) -> list[int]:
        """Return some of the candidates in the order."""
        among = set(numbers)
        return [number for number in self.order if number in among]


def lot_order_from_seed(seed: str, numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the numbers in the order of the SHA-256 of `seed|number`, which anyone can work out again.

    >>> lot_order_from_seed("dice 4 2 6", [1, 2, 3])
    (2, 1, 3)
    """
    return tuple(sorted(numbers, key=lambda number: sha256(lot_text(seed, number).encode()).digest()))


def lot_text(seed: str, number: int) -> str:
    """Return what is hashed for a candidate.

    >>> lot_text("dice 4 2 6", 3)
    'dice 4 2 6|3'
    """
    return f"{seed}|{number}"


def drawn_from(seed: str, candidates: int, *, how: str = SEED) -> LotOrder:
    """Return the lot order of all candidates of a contest, drawn from a seed."""
    return LotOrder(lot_order_from_seed(seed, range(1, candidates + 1)), how, seed)
