"""Records and contests in forms that other programs read: CSV of the sheet, CSV and JSON of the ballots."""

import csv
import json
from collections.abc import Iterable
from io import StringIO

from govern.counting.inputs import CountInput
from govern.counting.stages import EXCLUDE, FIRST, Record, Stage

DANGEROUS = ("=", "+", "-", "@", "\t")


def sheet_csv(record: Record) -> str:
    """Return the count sheet as CSV: a line for each candidate, and for each stage what moved and the total."""
    head = ["number", "candidate"]
    for stage in record.stages:
        head += [f"stage {stage.n} {_deed(record, stage)} transfer", f"stage {stage.n} total"]
    lines: list[list[object]] = [[*head, "outcome"]]
    for number, name in enumerate(record.candidates, 1):
        cells = [
            record.votes_text(figure)
            for stage in record.stages
            for figure in (stage.transfers[number - 1], stage.votes[number - 1])
        ]
        lines.append([number, _harmless(name), *cells, outcome(record, number)])
    for name, figures in (
        ("non-transferable", [stage.non_transferable for stage in record.stages]),
        ("lost by rounding", [stage.lost_by_rounding for stage in record.stages]),
    ):
        lines.append(["", name, *(cell for each in figures for cell in ("", record.votes_text(each))), ""])
    quotas = (cell for stage in record.stages for cell in ("", record.quota_text(stage.quota)))
    lines.append(["", "quota", *quotas, ""])
    return _csv(lines)


def outcome(record: Record, number: int) -> str:
    """Say in words what became of a candidate."""
    if number in record.withdrawn:
        return "withdrawn"
    for stage in record.stages:
        if number in stage.elected:
            return f"elected, stage {stage.n}"
        if stage.action == EXCLUDE and number in stage.who:
            return f"excluded, stage {stage.n}"
    return "not elected"


def rankings_csv(given: CountInput) -> str:
    """Return the ballots as CSV: papers, then one column a preference, with candidates by name."""
    ranks = max((len(ranking) for ranking, _ in given.ballots), default=0)
    lines: list[list[object]] = [["papers", *(f"preference {rank + 1}" for rank in range(ranks))]]
    for ranking, papers in given.ballots:
        names = [_harmless(given.candidates[number - 1].name) for number in ranking]
        lines.append([papers, *names, *[""] * (ranks - len(names))])
    return _csv(lines)


def contest_json(given: CountInput) -> str:
    """Return the whole contest as JSON, its ballots written out."""
    facts = json.loads(given.canonical_json())
    facts["ballots"] = [{"papers": papers, "ranking": ranking} for ranking, papers in given.ballots]
    return json.dumps({**facts, "title": given.title, "sha256": given.sha256()}, indent=1) + "\n"


def _deed(record: Record, stage: Stage) -> str:
    if stage.action == FIRST:
        return "first"
    names = ", ".join(record.candidates[number - 1] for number in stage.who)
    return f"{stage.action} {names}"


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(DANGEROUS) else name


def _csv(lines: Iterable[Iterable[object]]) -> str:
    written = StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue()
