"""The count sheet: a record as plain text, for a notice board and a minute book."""

from collections.abc import Iterator, Sequence

from govern.counting.sentences import plural
from govern.counting.stages import EXCLUDE, FIRST, Record, Stage

WIDEST_NAME = 28
STAGES_ACROSS = 4
MEEK = "meek-prf"
_SPOKEN = {"given": "as given", "seed": "drawn from the seed", "papers": "drawn from the digest of the input"}


def text(record: Record) -> str:
    """Return the sheet: the outcome, candidates by stages with transfers and totals, and a sentence a stage."""
    return "\n".join([*_heading(record), "", *_tables(record), *_sentences(record), "", *_foot(record)]) + "\n"


def _heading(record: Record) -> Iterator[str]:
    if record.title:
        yield record.title
    yield f"Counted by {record.rule}/{record.version}"
    yield f"Seats {record.seats} · valid papers {record.valid} · quota {record.quota_text(record.quota)}"
    yield f"Elected, in order: {', '.join(record.candidates[n - 1] for n in record.elected) or 'nobody'}"
    uncounted = (
        (record.blank, "blank paper", ", outside the quota"),
        (record.emptied, "paper", " for withdrawn candidates only, outside the quota"),
        (record.cut_short, "paper", " read only up to the first gap or equal preferences"),
    )
    yield from (f"{plural(papers, what)}{why}" for papers, what, why in uncounted if papers)


def _tables(record: Record) -> Iterator[str]:
    for start in range(0, len(record.stages), STAGES_ACROSS):
        yield from _table(record, record.stages[start : start + STAGES_ACROSS])
        yield ""


def _table(record: Record, stages: Sequence[Stage]) -> Iterator[str]:
    """Yield some stages side by side: for each, what moved and the total after it."""
    rows = [["", *(_stage_heading(record, stage) for stage in stages), ""]]
    for number, name in enumerate(record.candidates, 1):
        cells = [_cell(record, stage.transfers[number - 1], stage.votes[number - 1], stage) for stage in stages]
        rows.append([f"{number} {name}"[:WIDEST_NAME], *cells, _standing(record, number, stages[-1])])
    for name, totals in _foot_rows(record, stages):
        rows.append([name, *totals, ""])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True))
        yield "  ".join([row[0].ljust(widths[0]), first, *others, row[-1]]).rstrip()


def _foot_rows(record: Record, stages: Sequence[Stage]) -> Iterator[tuple[str, list[str]]]:
    yield "Non-transferable", [record.votes_text(stage.non_transferable) for stage in stages]
    yield "Lost by rounding", [record.votes_text(stage.lost_by_rounding) for stage in stages]
    totals = [sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding for stage in stages]
    yield "Total", [record.votes_text(total) for total in totals]


def _stage_heading(record: Record, stage: Stage) -> str:
    if stage.action == FIRST:
        return f"{stage.n} first preferences"
    names = ", ".join(record.candidates[number - 1] for number in stage.who)
    return f"{stage.n} {'exclude' if stage.action == EXCLUDE else 'surplus'} {names}"[:WIDEST_NAME]


def _cell(record: Record, moved: int, total: int, stage: Stage) -> str:
    if stage.action == FIRST or not moved:
        return record.votes_text(total)
    sign = "+" if moved > 0 else ""
    return f"{sign}{record.votes_text(moved)} = {record.votes_text(total)}"


def _standing(record: Record, number: int, last: Stage) -> str:
    """Say in a word what had become of a candidate by a stage."""
    if number in record.withdrawn:
        return "withdrawn"
    for stage in record.stages[: last.n]:
        if number in stage.elected:
            return f"elected, stage {stage.n}"
        if stage.action == EXCLUDE and number in stage.who:
            return f"excluded, stage {stage.n}"
    return ""


def _sentences(record: Record) -> Iterator[str]:
    for stage in record.stages:
        yield f"Stage {stage.n}"
        yield from (f"  {reason.text} [{reason.source}]" for reason in stage.reasons)


def _foot(record: Record) -> Iterator[str]:
    if record.lots:
        order = ", ".join(str(number) for number in record.lots.order)
        seed = "" if record.lots.seed is None else f" “{record.lots.seed}”"
        first = "the first to go" if record.rule == MEEK else "the first having the advantage"
        yield f"Lot order, {first}: {order} ({_SPOKEN[record.lots.how]}{seed})"
    yield f"SHA-256 of the input: {record.input_sha256}"
