"""Contests to count: made up from a seed or by Hypothesis, and the published ones where they are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from govern.counting import blt, columns, reference_scottish
from govern.counting.inputs import Candidate, CountInput
from govern.counting.stages import Record
from tests.counting.examples import CONTESTS

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


def known() -> list[Known]:
    """Return contests with known records: published ones, or else made-up ones counted by the plain reference."""
    folder = fixtures()
    return [*_published(folder), *_made_for_ties(folder)] if folder else made_up()


def made_up(number: int = CONTESTS) -> list[Known]:
    """Return contests from our own seeds, with the records of the plain reference."""
    contests = [contest_from(seed) for seed in range(number)]
    return [Known(f"seed {n}", each, facts(reference_scottish.count(each))) for n, each in enumerate(contests)]


def facts(record: Record) -> dict[str, Any]:
    """Return what known records state of a count, in one shape."""
    return {
        "elected": list(record.elected),
        "stages": [
            {
                "action": stage.action,
                "who": list(stage.who),
                "votes": [record.votes_text(votes) for votes in stage.votes],
                "non_transferable": record.votes_text(stage.non_transferable),
                "lost_by_rounding": record.votes_text(stage.lost_by_rounding),
                "elected": sorted(stage.elected),
            }
            for stage in record.stages
        ],
    }


def _published(folder: Path) -> Iterator[Known]:
    for name, entry in json.loads((folder / "scottish.json").read_text()).items():
        stages = [
            {
                "action": stage["action"],
                "who": [] if stage["who"] is None else [stage["who"]],
                "votes": stage["votes"],
                "non_transferable": stage["non_transferable"],
                "lost_by_rounding": stage["rounding_loss"],
                "elected": sorted(stage["elected"]),
            }
            for stage in entry["stages"]
        ]
        given = blt.read((folder / "blt" / name).read_bytes()).contest()
        yield Known(name, given, {"elected": entry["elected_in_order"], "stages": stages})


def _made_for_ties(folder: Path) -> Iterator[Known]:
    for pack in ("synthetic-ties", "synthetic-narrowing"):
        for entry in json.loads((folder / f"{pack}.json").read_text()):
            if "scottish" in entry:
                yield Known(f"{pack} {entry['seed']}", _with_lots(entry), _unscaled(entry["scottish"]))


def _with_lots(entry: dict[str, Any]) -> CountInput:
    head, rest = entry["blt"].split("\n", 1)
    return blt.read(f"{head}\n[tie {' '.join(map(str, entry['lot_order']))}]\n{rest}".encode()).contest()


def _unscaled(entry: dict[str, Any]) -> dict[str, Any]:
    def text(votes: int) -> str:
        return f"{votes // 100_000}.{votes % 100_000:05d}"

    stages = [
        {
            "action": stage["action"],
            "who": [] if stage["who"] is None else [stage["who"]],
            "votes": [text(stage["votes"][number]) for number in sorted(stage["votes"], key=int)],
            "non_transferable": text(stage["nt"]),
            "lost_by_rounding": text(stage["loss"]),
            "elected": sorted(stage["elected"]),
        }
        for stage in entry["stages"]
    ]
    return {"elected": entry["elected_in_order"], "stages": stages}


def contest_from(seed: int) -> CountInput:
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
    return CountInput.from_rankings(people, chance.randint(1, 2 if few else 5), rankings, lot_order=lots)


def in_columns(given: CountInput) -> CountInput:
    """Return the same contest with its ballots in columns, as large elections have them."""
    lines = [" ".join(map(str, (papers, *ranking, 0))) for ranking, papers in given.ballots]
    ballots = columns.read("\n".join(lines), {}, len(given.candidates))
    assert ballots is not None
    return given._replace(ballots=ballots)


@st.composite
def contests(draw: st.DrawFn, *, most_seats: int = 5) -> CountInput:
    """Draw a small contest with a lot order."""
    numbers = list(range(1, draw(st.integers(1, 7)) + 1))
    ranking = st.permutations(numbers).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda length: tuple(order[:length]))
    )
    rankings = draw(st.dictionaries(ranking, st.integers(1, 30), max_size=25))
    withdrawn = draw(st.sets(st.sampled_from(numbers), max_size=1))
    return CountInput.from_rankings(
        [Candidate(f"Candidate {n}", n in withdrawn) for n in numbers],
        draw(st.integers(1, most_seats)),
        rankings,
        lot_order=draw(st.permutations(numbers)),
    )
