"""A stored count record as its page shows it: candidates by stages, and a sentence a stage."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govern.core.words import Sentence, say
from govern.counting import presets
from govern.counting.stages import LOT
from govern.web import count_words
from govern.web.bars import Bars, bars
from govern.web.limit_words import limits_told

FIRST, EXCLUDE = "first", "exclude"
MOST_COLUMNS = 7
ZERO = frozenset("0.")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a candidate had at the end of a stage, and what the stage moved; empty where it moved nothing."""

    total: str
    moved: str


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A candidate's line."""

    number: int
    name: str
    cells: Sequence[Cell]
    fate: Sentence | None


@dataclass(frozen=True, kw_only=True)
class SheetStage:
    """A stage: its heading, the votes that no candidate holds after it, and why it went so.

    :ivar reason: in English, as the record has it.
    :ivar told: the same for readers of other languages; nothing where the record alone can say it.
    """

    n: int
    heading: Sentence
    non_transferable: str
    lost_by_rounding: str
    reason: str
    told: Sequence[Sentence]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole count.

    :ivar is_all_by_lot: no ballot holds a vote that counts, and lots chose who is elected.
    """

    rule: str
    version: int
    seats: int
    valid: int
    quota: str
    elected: Sequence[str]
    rows: Sequence[SheetRow]
    stages: Sequence[SheetStage]
    lot_order: Sequence[str]
    limits: Sequence[Sentence]
    input_sha256: str
    is_all_by_lot: bool

    @property
    def is_long(self) -> bool:
        """Say whether there are so many stages that they are read better as rows than as columns."""
        return len(self.stages) > MOST_COLUMNS

    @property
    def text(self) -> str:
        """Return the written rules by which it was counted, as they are cited."""
        return presets.preset(self.rule).text

    @property
    def first(self) -> Bars:
        """Return the first preferences as bars, by candidate, with the quota as the line across them."""
        return bars([row.cells[0].total for row in self.rows], self.quota)

    @property
    def by_first(self) -> list[tuple[SheetRow, float]]:
        """Return each candidate with the length of their bar, the longest first; equal ones in order of entry."""
        return sorted(zip(self.rows, self.first.lengths, strict=True), key=lambda one: -one[1])


def sheet_of(record: str) -> Sheet:
    """Return a stored record as a sheet.

    :param record: the JSON that counting.stages.Record.to_json wrote.
    """
    told = json.loads(record)
    names, stages = told["candidates"], told["stages"]
    return Sheet(
        rule=told["rule"],
        version=told["version"],
        seats=told["seats"],
        valid=told["valid"],
        quota=told["quota"],
        elected=[names[number - 1] for number in told["elected"]],
        rows=[_row(number, name, told) for number, name in enumerate(names, 1)],
        stages=[_stage(stage, names) for stage in stages],
        lot_order=[names[number - 1] for number in (told["lots"] or {}).get("order", [])],
        limits=limits_told(told.get("constraints", ()), dict(enumerate(names, 1))),
        input_sha256=told["input_sha256"],
        is_all_by_lot=not told["valid"] and any(_is_by_lot(stage) for stage in stages),
    )


def _is_by_lot(stage: Mapping[str, Any]) -> bool:
    """Say whether the lot chose somebody at a stage."""
    return stage["tie"] is not None and stage["tie"]["by"] == LOT


def _row(number: int, name: str, told: Mapping[str, Any]) -> SheetRow:
    cells = [
        Cell(total=stage["votes"][number - 1], moved=_moved(stage, stage["transfers"][number - 1]))
        for stage in told["stages"]
    ]
    return SheetRow(number=number, name=name, cells=cells, fate=_fate(number, told))


def _moved(stage: Mapping[str, Any], votes: str) -> str:
    """Return what a stage moved to or from a candidate, with its sign; nothing at the first stage."""
    if stage["action"] == FIRST or set(votes) <= ZERO:
        return ""
    return votes.replace("-", "−") if votes.startswith("-") else f"+{votes}"


def _fate(number: int, told: Mapping[str, Any]) -> Sentence | None:
    """Return what became of a candidate, in words."""
    if number in told["withdrawn"]:
        return say("Withdrawn")
    for stage in told["stages"]:
        if number in stage["elected"]:
            return say("Elected at stage %(stage)s", stage=stage["n"])
        if number in stage["excluded"]:
            return say("Excluded at stage %(stage)s", stage=stage["n"])
    return say("Not elected")


def _stage(stage: Mapping[str, Any], names: Sequence[str]) -> SheetStage:
    return SheetStage(
        n=stage["n"],
        heading=_heading(stage, names),
        non_transferable=stage["non_transferable"],
        lost_by_rounding=stage["lost_by_rounding"],
        reason=stage["reason"],
        told=count_words.told(stage["reasons"], names),
    )


def _heading(stage: Mapping[str, Any], names: Sequence[str]) -> Sentence:
    if stage["action"] == FIRST:
        return say("First preferences")
    who = ", ".join(names[number - 1] for number in stage["who"])
    return say("Exclusion of %(who)s", who=who) if stage["action"] == EXCLUDE else say("Surplus of %(who)s", who=who)
