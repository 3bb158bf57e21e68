"""The journey of one ballot: where it was at each stage, and at what value.

It needs a record and a ranking, never a box: run it on a ranking that somebody types in, and keep neither.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govern.counting.piles import Parcel
from govern.counting.stages import EXCLUDE, FIRST, SURPLUS, Record, Stage

BY_BATCH = ("ers97", "ft2014")
ALONE = -1


class Step(NamedTuple):
    """A stage at which the ballot moved: to `holder`, or to nobody, at a value in the record's smallest unit.

    `stayed` is the part of its value that it left behind, to elect whoever held it before. `batch` is its batch of
    the stage, under rules that transfer by batches.
    """

    stage: int
    holder: int | None
    value: int
    stayed: int
    batch: int = 0


class Share(NamedTuple):
    """What each candidate keeps of the ballot at a stage, in rules with keep factors; `rest` is kept by nobody."""

    stage: int
    kept: tuple[tuple[int, int], ...]
    rest: int


def journey(ranking: Sequence[int], record: Record) -> tuple[Step, ...]:
    """Return the moves of a ballot through a count; none if it ranks only candidates who have withdrawn.

    Somebody may ask for a ranking that nobody cast: it goes as one more such ballot would, if the others went as
    they did. Counts of marks and counts with keep factors move no ballots: see `shares` for the latter.
    """
    gone = set(record.withdrawn)
    steps: list[Step] = []
    for stage in record.stages:
        found = _parcel(stage, steps, record)
        if found is not None:
            place, parcel = found
            passed = {n for each in _before(stage, found) for n in each.elected}
            out = {*gone, *passed, *stage.who}
            holder = next((number for number in ranking if number not in out), None)
            if stage.action == FIRST and holder is None:
                return ()
            batch = place if record.rule in BY_BATCH else 0
            if holder is not None or stage.action != SURPLUS or record.rule not in BY_BATCH:
                stayed = parcel.value_before - parcel.value_after
                steps.append(Step(stage.n, holder, parcel.value_after, stayed, batch))
        gone.update(stage.elected)
        if stage.action == EXCLUDE:
            gone.update(stage.who)
    return tuple(steps)


def _parcel(stage: Stage, steps: Sequence[Step], record: Record) -> tuple[int, Parcel] | None:
    """Return the parcel of the stage that holds the ballot, with its place, or None if none does."""
    if stage.action == FIRST:
        return (0, stage.from_parcels[0]) if stage.from_parcels else None
    if not steps or steps[-1].holder not in stage.who:
        return None
    value = steps[-1].value
    same = [(place, parcel) for place, parcel in enumerate(stage.from_parcels) if parcel.value_before == value]
    if record.rule in BY_BATCH and stage.action == SURPLUS:
        return (0, stage.from_parcels[0]) if _came_last(steps[-1], record.stages[: stage.n - 1]) else None
    later = record.rule == "ft2014" and steps[-1].stage > 1 and value == record.stages[0].from_parcels[0].value_after
    firsts = later and any(record.stages[0].votes[number - 1] for number in stage.who)
    return next(iter(same[1 if firsts else 0 :]), None) or _of_its_own(stage, steps[-1], record)


def _of_its_own(stage: Stage, step: Step, record: Record) -> tuple[int, Parcel] | None:
    """Return the parcel that a ballot at a value like no other would make, or None if every place was filled before."""
    before = record.stages[: stage.n - 1]
    if stage.action == SURPLUS:
        votes, surplus = before[-1].votes[stage.who[0] - 1], -stage.transfers[stage.who[0] - 1]
        return ALONE, Parcel(step.value, surplus * step.value // votes, 0, {}, 0)
    own = ALONE, Parcel(step.value, step.value, 0, {}, 0)
    elected = [*(each.elected for each in before), *(each.elected for each in _before(stage, own))]
    return own if sum(map(len, elected)) < record.seats else None


def _before(stage: Stage, found: tuple[int, Parcel]) -> Sequence[Parcel]:
    """Return the parcels of the stage that moved before one of them."""
    place, parcel = found
    if place != ALONE:
        return stage.from_parcels[:place]
    return [each for each in stage.from_parcels if each.value_before >= parcel.value_before]


def _came_last(step: Step, earlier: Sequence[Stage]) -> bool:
    """Say whether the ballot was in the last batch that its holder received: only such ballots pay a surplus."""
    receiving = [
        (stage.n, batch)
        for stage in earlier
        for batch, parcel in enumerate(stage.from_parcels)
        if step.holder in parcel.to
    ]
    return receiving[-1] == (step.stage, step.batch)


def shares(ranking: Sequence[int], record: Record) -> tuple[Share, ...]:
    """Return what is kept of a ballot at each stage, where candidates have keep factors; else nothing."""
    return tuple(_share(ranking, stage, 10**record.places) for stage in record.stages if stage.keep)


def _share(ranking: Sequence[int], stage: Stage, one: int) -> Share:
    left, kept = one, []
    for number in ranking:
        part = min(left, -(-left * stage.keep[number - 1] // one))
        if part:
            kept.append((number, part))
        left -= part
    return Share(stage.n, tuple(kept), left)


def told(ranking: Sequence[int], record: Record) -> Iterator[str]:
    """Yield the journey of a ballot in sentences, one a stage at which something happened to it."""
    names = record.candidates
    for share in shares(ranking, record):
        parts = [f"{names[number - 1]} {record.votes_text(part)}" for number, part in share.kept]
        yield f"Stage {share.stage}: {', '.join(parts) or 'nobody'}; used by nobody {record.votes_text(share.rest)}."
    before = None
    for step in journey(ranking, record):
        where = "nobody: no candidate it names is left" if step.holder is None else names[step.holder - 1]
        text = f"Stage {step.stage}: {'with' if before is None else 'moved to'} {where}"
        text += f", at {record.votes_text(step.value)}"
        if step.stayed and before is not None:
            text += f"; {record.votes_text(step.stayed)} stayed to elect {names[before - 1]}"
        yield text + "."
        before = step.holder
    if before is not None:
        fate = "was elected" if before in record.elected else "was not elected"
        yield f"There it stayed: {names[before - 1]} {fate}."
    if not record.stages[0].from_parcels and not record.stages[0].keep:
        marked = [names[number - 1] for number in ranking]
        yield f"Each mark is one vote, and none moves: {', '.join(marked) or 'nobody'}."
