"""What `govern count` takes from file to record, whole processes, over the same count in C and over pyrankvote.

Times are the processor's, so that a busy machine changes them little; medians of rounds by turns.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from bench.figures import MICRO, ROUNDS, Figure, Spent

HERE = Path(__file__).parent
OUT = HERE / "out"
GOVERN = str(Path(sys.executable).with_name("govern"))
CANDIDATES, SEATS = 20, 7
MEBIBYTE_IN_KIB = 1024
MOST_MEBIBYTES = 200
MOST_SECONDS_FOR_FIXTURES = 2
RULES = ("scottish-2011", "ers97", "meek-prf")
# Asked by a small process: the system counts what a process held before it became another one, as a copy of us.
TELL_HELD = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True, kw_only=True)
class ProcessFigure(Figure):
    """A line about whole processes: the ratio is of the processor's time."""

    @property
    def ratio(self) -> float:
        """Return how many times the yardstick it took."""
        return self.spent.cpu / self.yardstick.cpu


def recount_figures(ballots: int) -> Iterator[Figure]:
    """Yield what counting a large file and a real ward takes."""
    OUT.mkdir(exist_ok=True)
    large = _large_file(ballots)
    yardstick = _yardstick()
    runs = {rule: _counting(rule, [large]) for rule in RULES}
    taken = _by_turns({"C": lambda: float(_run([yardstick, str(large)]).error), **runs})
    name = f"recount of {ballots:,}, "
    for rule, over, floor in (("scottish-2011", "C", 6), ("ers97", "C", 6), ("meek-prf", "scottish-2011", 1.5)):
        yield _figure(f"{name}{rule}", over, taken[rule], taken[over], floor, ballots)
    peer = _run([_peer(), str(HERE / "peer.py"), str(large)])
    yield _figure(f"{name}scottish-2011", "pyrankvote", taken["scottish-2011"], peer.cpu, 0.1, ballots)
    yield _memory(large)
    yield from _small_figures()


def _small_figures() -> Iterator[Figure]:
    folder = _shared("fixtures/blt")
    fixtures = sorted(folder.glob("*.blt")) if folder else []
    ward = _middling(fixtures) if fixtures else _written(OUT / "ward.blt", 1_500, 10, 4)
    bare = _by_turns({"bare": lambda: _run([sys.executable, "-c", "pass"]).cpu, "ward": _counting(RULES[0], [ward])})
    yield _figure("one ward, whole process", "Python", bare["ward"], bare["bare"], 4, 1)
    if fixtures:
        spent = sum(_counting(rule, fixtures)() for rule in RULES)
        yield _figure(f"{len(fixtures)} wards, three rules", "2 seconds", spent, MOST_SECONDS_FOR_FIXTURES, 1, 1)


def _middling(files: Sequence[Path]) -> Path:
    """Return the file that as many are smaller than as are larger."""
    return sorted(files, key=lambda file: file.stat().st_size)[len(files) // 2]


def _memory(large: Path) -> Figure:
    """Return the most memory a count held, over what it may hold; told as if mebibytes were seconds."""
    command = [sys.executable, "-c", TELL_HELD, GOVERN, "count", "--json", str(large)]
    held = float(_run(command).error) / MEBIBYTE_IN_KIB
    return _figure("most MiB held (told as ms)", "200 MiB", held / 1000, MOST_MEBIBYTES / 1000, 1, 1)


def _figure(name: str, engine: str, spent: float, yardstick: float, floor: float, items: int) -> Figure:
    mine, other = (seconds / items * MICRO for seconds in (spent, yardstick))
    return ProcessFigure(
        name=name, engine=engine, spent=Spent(wall=mine, cpu=mine), yardstick=Spent(wall=other, cpu=other), floor=floor
    )


@dataclass(frozen=True)
class _Ended:
    """How a process ended: the processor's time, and what it said on standard error."""

    cpu: float
    error: str


def _run(command: Sequence[str]) -> _Ended:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    error = process.stderr.read()
    process.stderr.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, error
    return _Ended(used.ru_utime + used.ru_stime, error)


def _counting(rule: str, files: Sequence[Path]) -> Callable[[], float]:
    command = [GOVERN, "count", "--rule", rule, "--json", *map(str, files)]
    return lambda: _run(command).cpu


def _by_turns(runs: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(run())
    return {name: median(times) for name, times in taken.items()}


def _yardstick() -> str:
    program = OUT / "count"
    subprocess.run(["cc", "-O2", "-o", str(program), str(HERE / "count.c")], check=True)
    return str(program)


def _peer() -> str:
    """Return the Python of a virtual environment of its own that has pyrankvote."""
    folder = OUT / "pyrankvote"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "pyrankvote==2.0.6"], check=True)
    return str(python)


def _large_file(ballots: int) -> Path:
    """Return an election of many different rankings, by the shared generator if it is at hand."""
    file = OUT / f"large-{ballots}.blt"
    generator = _shared("gen.py")
    if file.exists():
        return file
    if generator is None:
        return _written(file, ballots, CANDIDATES, SEATS)
    numbers = [str(each) for each in (ballots, CANDIDATES, SEATS, 1)]
    subprocess.run([sys.executable, str(generator), "pl", *numbers, str(file)], check=True)
    return file


def _shared(name: str) -> Path | None:
    """Return a file of the shared folder beside this checkout or above it, if it is there."""
    places = (parent / "shared" / "counting" / name for parent in HERE.resolve().parents)
    return next((place for place in places if place.exists()), None)


def _written(file: Path, ballots: int, candidates: int, seats: int) -> Path:
    """Write an election from our own seed: the lower a number the more popular, and most rank a few."""
    chance = Random(1)
    numbers = range(1, candidates + 1)
    with file.open("w") as opened:
        opened.write(f"{candidates} {seats}\n")
        for _ in range(ballots):
            liked = sorted(numbers, key=lambda number: chance.random() * number)
            opened.write(f"1 {' '.join(map(str, liked[: 1 + int(chance.expovariate(0.2)) % candidates]))} 0\n")
        opened.write("0\n" + "".join(f'"Candidate {number}"\n' for number in numbers) + '"Made up"\n')
    return file
