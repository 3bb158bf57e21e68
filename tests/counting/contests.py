"""Contests to count: made up from a seed or by Hypothesis, and the published ones where they are at hand."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from govern.counting import blt, columns, presets
from govern.counting.inputs import SCOTTISH, Candidate, CountInput
from govern.counting.stages import Record, Stage, decimal_text
from tests.counting.examples import CONTESTS

MEEK = "meek-prf"
PUBLISHED = {SCOTTISH: "scottish.json", "ers97": "ers97.json", MEEK: "meek-prf.json"}
QUESTIONS = ("yes-no", "yes-no-two-thirds", "yes-no-three-quarters")
SOLE = ("av", "fptp", *QUESTIONS)
TRANSFERABLE = (SCOTTISH, "ers97", "ft2014")
RANKED = (*TRANSFERABLE, MEEK, "av")
PAPERS = (1, 1, 1, 2, 3, 5, 8, 30)
ROOT = Path(__file__).resolve().parents[2]


class Known(NamedTuple):
    """A contest whose record is known."""

    name: str
    given: CountInput
    record: dict[str, Any]


def fixtures() -> Path | None:
    """Return the folder of published contests, beside this checkout or above it, if it is there."""
    folders = (parent / "shared" / "counting" / "fixtures" for parent in ROOT.parents)
    return next((folder for folder in folders if folder.is_dir()), None)


def known(rule: str = SCOTTISH) -> Sequence[Known]:
    """Return contests with known records: published ones, or else made-up ones counted by the plain reference."""
    folder = fixtures()
    return _of_folder(folder, rule) if folder else made_up(rule)


@cache
def _of_folder(folder: Path, rule: str) -> tuple[Known, ...]:
    return (*_published(folder, rule), *_made_for_ties(folder, rule))


def made_up(rule: str = SCOTTISH, number: int = CONTESTS) -> list[Known]:
    """Return contests from our own seeds, with the records of the plain reference."""
    return [Known(f"seed {seed}", contest_from(seed, rule), facts(referenced(seed, rule))) for seed in range(number)]


@cache
def referenced(seed: int, rule: str = SCOTTISH) -> Record:
    """Return the plain reference's record of a contest from a seed, which it counts once in a run: it is slow."""
    return reference(rule)(contest_from(seed, rule))


def reference(rule: str) -> Callable[[CountInput], Record]:
    """Return the plain reference of a rule."""
    count: Callable[[CountInput], Record] = import_module(presets.preset(rule).checked_by).count
    return count


def facts(record: Record) -> dict[str, Any]:
    """Return what known records state of a count, in one shape; of a stage of Meek's, they state only the figures."""
    stages = [_stage(record, stage) for stage in record.stages]
    elected = list(record.elected)
    if record.rule == MEEK:
        return {"elected": sorted(elected), "stages": [{"votes": s["votes"], "quota": s["quota"]} for s in stages]}
    return {"elected": elected, "stages": stages}


def _stage(record: Record, stage: Stage) -> dict[str, Any]:
    return {
        "action": stage.action,
        "who": list(stage.who),
        "votes": [record.votes_text(votes) for votes in stage.votes],
        "non_transferable": record.votes_text(stage.non_transferable),
        "lost_by_rounding": record.votes_text(stage.lost_by_rounding),
        "quota": record.quota_text(stage.quota),
        "elected": sorted(stage.elected),
    }


def _published(folder: Path, rule: str) -> Iterator[Known]:
    for name, entry in json.loads((folder / PUBLISHED[rule]).read_text()).items():
        given = blt.read((folder / "blt" / name).read_bytes()).contest(rule)
        if rule == MEEK:
            stages = [{"votes": stage["votes"], "quota": stage["quota"]} for stage in entry["rounds"]]
            yield Known(name, given, {"elected": sorted(entry["elected"]), "stages": stages})
        else:
            quota = str(entry.get("quota"))
            stages = [_known_stage(stage, quota) for stage in entry["stages"]]
            yield Known(name, given, {"elected": entry["elected_in_order"], "stages": stages})


def _known_stage(stage: dict[str, Any], quota: str) -> dict[str, Any]:
    return {
        "action": stage["action"],
        "who": _listed(stage["who"]),
        "votes": stage["votes"],
        "non_transferable": stage["non_transferable"],
        "lost_by_rounding": stage.get("rounding_loss", "0.00"),
        "quota": stage.get("quota", quota),
        "elected": sorted(stage["elected"]),
    }


def _listed(who: int | list[int] | None) -> list[int]:
    return sorted(who) if isinstance(who, list) else [] if who is None else [who]


def _made_for_ties(folder: Path, rule: str) -> Iterator[Known]:
    family = rule.split("-")[0]
    for pack in ("synthetic-ties", "synthetic-narrowing"):
        for entry in json.loads((folder / f"{pack}.json").read_text()):
            if family in entry and rule != MEEK:
                record = _unscaled(entry[family], 5 if rule == SCOTTISH else 2)
                yield Known(f"{pack} {entry['seed']}", _with_lots(entry, rule), record)


def _with_lots(entry: dict[str, Any], rule: str) -> CountInput:
    head, rest = entry["blt"].split("\n", 1)
    return blt.read(f"{head}\n[tie {' '.join(map(str, entry['lot_order']))}]\n{rest}".encode()).contest(rule)


def _unscaled(entry: dict[str, Any], places: int) -> dict[str, Any]:
    stages = [
        {
            **stage,
            "votes": [decimal_text(stage["votes"][number], places) for number in sorted(stage["votes"], key=int)],
            "non_transferable": decimal_text(stage["nt"], places),
            "rounding_loss": decimal_text(stage.get("loss", 0), places),
            "quota": decimal_text(stage["quota"], places) if "quota" in stage else str(entry["quota"]),
        }
        for stage in entry["stages"]
    ]
    return {"elected": entry["elected_in_order"], "stages": [_known_stage(stage, "") for stage in stages]}


@cache
def counted(seed: int, rule: str = SCOTTISH) -> Record:
    """Return the record of a contest from a seed, counted once in a run."""
    return presets.count(contest_from(seed, rule))


@cache
def contest_from(seed: int, rule: str = SCOTTISH) -> CountInput:
    """Return a contest in which, by its seed, surpluses, ties, lots and withdrawals are common.

    Every other seed makes few papers for many candidates, so that ties need looking back.
    """
    chance = Random(seed)
    few = seed % 2 == 0
    candidates = chance.randint(5, 8) if few else chance.randint(2, 8)
    rankings: dict[tuple[int, ...], int] = {}
    for _ in range(chance.choice((12, 16, 20) if few else (3, 8, 20, 60))):
        ranking = tuple(chance.sample(range(1, candidates + 1), chance.randint(0, candidates)))
        rankings[ranking] = rankings.get(ranking, 0) + chance.choice((1, 1, 2) if few else (1, 1, 2, 3, 40))
    people = [Candidate(f"Candidate {n}", chance.random() < 0.1) for n in range(1, candidates + 1)]
    lots = chance.sample(range(1, candidates + 1), candidates)
    seats = 1 if rule in SOLE else chance.randint(1, 2 if few else 5)
    if rule in QUESTIONS:
        rankings = {tuple(n for n in ranking if n < 4)[:2]: papers for ranking, papers in rankings.items()}
        people, lots = [Candidate(name) for name in ("Yes", "No", "Abstain")], [1, 2, 3]
    return CountInput.from_rankings(people, seats, rankings, rule=rule, lot_order=lots)


def in_columns(given: CountInput) -> CountInput:
    """Return the same contest with its ballots in columns, as large elections have them."""
    lines = [" ".join(map(str, (papers, *ranking, 0))) for ranking, papers in given.ballots]
    ballots = columns.read("\n".join(lines), {}, len(given.candidates))
    assert ballots is not None
    return given._replace(ballots=ballots)


@st.composite
def contests(draw: st.DrawFn, *, most_seats: int = 5, rule: str = SCOTTISH) -> CountInput:
    """Draw a small contest with a lot order; a simpler one has fewer candidates, papers and preferences."""
    candidates = 3 if rule in QUESTIONS else draw(st.integers(1, 6))
    orders = orders_of(candidates)
    papers = st.integers(0, len(orders) * (candidates + 1) * len(PAPERS) - 1)
    rankings: dict[tuple[int, ...], int] = {}
    for code in draw(st.lists(papers, max_size=20)):
        ranking, number = _papers(code, candidates)
        rankings[ranking] = rankings.get(ranking, 0) + number
    withdrawn = 0 if rule in QUESTIONS else max(0, draw(st.integers(-2 * candidates, candidates)))
    people = [Candidate(f"Candidate {n}", n == withdrawn) for n in range(1, candidates + 1)]
    seats = 1 if rule in SOLE else draw(st.integers(1, most_seats))
    lots = orders[draw(st.integers(0, len(orders) - 1))]
    return CountInput.from_rankings(people, seats, rankings, rule=rule, lot_order=lots)


def _papers(code: int, candidates: int) -> tuple[tuple[int, ...], int]:
    """Return the ranking and number of papers that one number stands for: Hypothesis draws one number fastest."""
    code, number = divmod(code, len(PAPERS))
    order, length = divmod(code, candidates + 1)
    return orders_of(candidates)[order][:length], PAPERS[number]


@cache
def orders_of(candidates: int) -> tuple[tuple[int, ...], ...]:
    """Return every order in which so many candidates can be ranked."""
    return tuple(permutations(range(1, candidates + 1)))
