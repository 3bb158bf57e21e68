"""Times taken by turns, their medians, and the table they are told in."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

ROUNDS = 5
MICRO = 1_000_000
HEAD = f"{'':34}{'engine':12}{'per item':>12}{'CPU':>10}{'yardstick':>12}{'CPU':>10}{'ratio':>8}{'floor':>8}"


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What one run took for each item, in microseconds."""

    wall: float
    cpu: float


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table.

    :param floor: the ratio that must not be passed; None where a figure is only told.
    """

    name: str
    engine: str
    spent: Spent
    yardstick: Spent
    floor: float | None

    @property
    def ratio(self) -> float:
        """Return how many times the yardstick it took."""
        return self.spent.wall / self.yardstick.wall

    @property
    def is_kept(self) -> bool:
        """Say whether the floor is kept."""
        return self.floor is None or self.ratio <= self.floor

    def __str__(self) -> str:
        """Return the line."""
        floor = "" if self.floor is None else f"{self.floor:.1f}" + ("" if self.is_kept else " !")
        return (
            f"{self.name:34}{self.engine:12}{_readable(self.spent.wall):>12}{_readable(self.spent.cpu):>10}"
            f"{_readable(self.yardstick.wall):>12}{_readable(self.yardstick.cpu):>10}{self.ratio:>8.2f}{floor:>8}"
        )


def by_turns(items: int, runs: Mapping[str, Callable[[int], None]], *, rounds: int = ROUNDS) -> dict[str, Spent]:
    """Run each thing in every round, one after the other, and return the medians for one item.

    By turns, so that a noisy minute of the machine is shared by all of them.

    :param runs: each is given the number of the round.
    """
    taken: dict[str, list[Spent]] = {name: [] for name in runs}
    for turn in range(rounds):
        for name, run in runs.items():
            taken[name].append(_timed(items, lambda run=run, turn=turn: run(turn)))  # type: ignore[misc]  # bound now
    return {
        name: Spent(wall=median(one.wall for one in all_of), cpu=median(one.cpu for one in all_of))
        for name, all_of in taken.items()
    }


def _timed(items: int, run: Callable[[], None]) -> Spent:
    gc.collect()
    wall, cpu = perf_counter(), process_time()
    run()
    return Spent(wall=(perf_counter() - wall) / items * MICRO, cpu=(process_time() - cpu) / items * MICRO)


def _readable(micro: float) -> str:
    return f"{micro / 1000:.2f} ms" if micro >= 100 else f"{micro:.2f} µs"
