"""The journey of one ballot: where it was at each stage, and at what value.

It needs a record and a ranking, never a box: run it on a ranking that somebody types in, and keep neither.
"""

from collections.abc import Sequence
from typing import NamedTuple

from govern.counting.piles import Parcel
from govern.counting.stages import EXCLUDE, FIRST, Record, Stage


class Step(NamedTuple):
    """A stage at which the ballot moved: to `holder`, or to nobody, at a value in the record's smallest unit.

    `stayed` is the part of its value that it left behind, to elect whoever held it before.
    """

    stage: int
    holder: int | None
    value: int
    stayed: int


def journey(ranking: Sequence[int], record: Record) -> tuple[Step, ...]:
    """Return the moves of a ballot through a count; none if it ranks only candidates who have withdrawn."""
    gone = set(record.withdrawn)
    steps: list[Step] = []
    for stage in record.stages:
        if stage.action == EXCLUDE:
            gone.update(stage.who)
        if _moves(stage, steps):
            holder = next((number for number in ranking if number not in gone), None)
            if stage.action == FIRST and holder is None:
                return ()
            parcel = _parcel(stage, steps)
            steps.append(Step(stage.n, holder, parcel.value_after, parcel.value_before - parcel.value_after))
        gone.update(stage.elected)
    return tuple(steps)


def _moves(stage: Stage, steps: Sequence[Step]) -> bool:
    return stage.action == FIRST or steps[-1].holder in stage.who


def _parcel(stage: Stage, steps: Sequence[Step]) -> Parcel:
    """Return the parcel that holds the ballot: of those that move, the one of its value."""
    if stage.action == FIRST:
        return stage.from_parcels[0]
    return next(parcel for parcel in stage.from_parcels if parcel.value_before == steps[-1].value)
