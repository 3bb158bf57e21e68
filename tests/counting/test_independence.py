"""A record depends on what is counted alone: not on the process, its hash seed, or the way ballots are held."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govern.counting import blt, blt_writer, presets
from govern.counting.inputs import CountInput
from tests.counting.contests import SOLE, contest_from, in_columns

COUNT_ALL = """
import sys
from pathlib import Path
from govern.counting import blt, presets
blt.BULK = int(sys.argv[1])
for rule, seats in zip(sys.argv[3::2], map(int, sys.argv[4::2])):
    for file in sorted(Path(sys.argv[2]).iterdir()):
        print(presets.count(blt.read(file.read_bytes()).contest(rule, seats=seats)).to_json())
"""


def contests(rule: str) -> list[CountInput]:
    """Return contests of three candidates, so that every rule can count them."""
    found = [contest_from(seed) for seed in range(300)]
    return [each._replace(rule=rule, seats=seats(rule)) for each in found if countable_by_all(each)][:8]


def countable_by_all(contest: CountInput) -> bool:
    """Say whether a contest could be a question too, and has ballots enough to differ."""
    return len(contest.candidates) == 3 and not contest.withdrawn and contest.ballots.papers > 8


def seats(rule: str) -> int:
    """Return how many places a rule is asked to fill."""
    return 1 if rule in SOLE else 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of ballot files, the lines of ballots of each in an order of its own."""
    made = tmp_path_factory.mktemp("contests")
    for place, contest in enumerate(contests("scottish-2011")):
        lines = blt_writer.write(contest).splitlines()
        end = lines.index("0")
        (made / f"{place}.blt").write_text("\n".join([*lines[:2], *lines[2:end][::-1], *lines[end:]]))
    return made


@pytest.mark.parametrize("hash_seed", ["0", "4294967295"])
@pytest.mark.parametrize("bulk", [pytest.param(0, id="in columns"), pytest.param(1 << 20, id="grouped")])
def test_every_process_counts_the_same_files_to_the_same_bytes(folder: Path, hash_seed: str, bulk: int) -> None:
    rules = [word for rule in presets.PRESETS for word in (rule, str(seats(rule)))]
    command = [sys.executable, "-c", COUNT_ALL, str(bulk), str(folder), *rules]

    counted = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True
    )

    assert counted.stdout.splitlines() == [
        presets.count(contest).to_json() for rule in presets.PRESETS for contest in contests(rule)
    ]


@pytest.mark.parametrize("rule", presets.PRESETS)
def test_ballots_in_columns_are_counted_to_the_same_bytes_by_the_rule_and_its_reference(rule: str) -> None:
    for contest in contests(rule):
        assert presets.count_twice(in_columns(contest)).to_json() == presets.count(contest).to_json()


def test_the_files_hold_enough_to_differ_by(folder: Path) -> None:
    read = [blt.read(file.read_bytes()) for file in sorted(folder.iterdir())]

    assert len(read) == 8
    assert sum(len(list(each.ballots)) for each in read) > 40
