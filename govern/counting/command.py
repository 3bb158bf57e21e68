"""`govern count`: count ballot files and write their records. Needs no database, account or setting.

It stands apart from the other commands, because a recount by a sceptic should start at once and need nothing of
the platform but this package.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import BinaryIO

from govern.counting import blt, options
from govern.counting.blt_text import MOST_BYTES
from govern.counting.errors import BallotFileNotReadable, CountingRefusal, InputNotCountable, LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.lots import PAPERS, drawn_from
from govern.counting.options import Asked
from govern.counting.presets import count
from govern.counting.stages import Record

OTHER_FORMATS = (".csv", ".soi", ".soc", ".toi", ".toc")
STANDARD_INPUT = "-"
COUNTED, NOT_ALL_COUNTED, WRONG_COMMAND = 0, 1, 2
BAR = 30


def main(argv: Sequence[str]) -> int:
    """Count the files named, and return 0 only if every one was counted; 1 if not; 2 if the command is wrong.

    A file that cannot be counted is named on standard error with the reason, and the others are still counted.
    """
    try:
        asked = options.read(argv)
    except options.CommandWrong as wrong:
        sys.stderr.write(f"govern count: {wrong}\nSee govern count --help.\n")
        return WRONG_COMMAND
    try:
        outcomes = _helped() if asked is None else [_count_file(file, asked) for file in _with_progress(asked.files)]
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has enough (`| head`); Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALL_COUNTED
    return COUNTED if all(outcomes) else NOT_ALL_COUNTED


def _helped() -> list[bool]:
    _write(options.usage())
    return []


def _with_progress(files: Sequence[str]) -> Iterator[str]:
    """Yield the files, and show on a terminal how many are done; say nothing in a pipe, or while results scroll by."""
    shown = len(files) > 1 and sys.stderr.isatty() and not sys.stdout.isatty()
    for done, file in enumerate(files):
        if shown:
            bar = "█" * (done * BAR // len(files))
            sys.stderr.write(f"\r{bar:·<{BAR}} {done} of {len(files)}")
            sys.stderr.flush()
        yield file
    if shown:
        sys.stderr.write(f"\r{'':<{BAR + 20}}\r")


def _count_file(file: str, asked: Asked) -> bool:
    """Count one file, write its record, and say whether that succeeded."""
    try:
        given = _contest(file, asked)
        given, record = _counted(given)
        written = _formed(file, given, record, asked)
        if asked.bundle:
            _bundle(given, asked.bundle)
    except BallotFileNotReadable as refusal:
        return _refuse(refusal.at(file))
    except OSError as fault:
        return _refuse(f"{fault.filename or file}: The file cannot be opened: {fault.strerror}.")
    except CountingRefusal as refusal:
        return _refuse(f"{file}: {refusal}")
    _write(written)
    return True


def _formed(file: str, given: CountInput, record: Record, asked: Asked) -> str:
    """Return the record in the form that was asked for; forms that few ask for are loaded only then."""
    if asked.form == "json":
        return f"{record.to_json(file=file)}\n"
    if asked.form == "csv":
        return str(import_module("govern.counting.exports").sheet_csv(record))
    if asked.form == "html":
        return str(import_module("govern.counting.page").page(record))
    if asked.form == "journey":
        return _journey(asked.journey, record)
    if asked.form == "export":
        return _exported(given, asked.export)
    return str(import_module("govern.counting.sheet").text(record))


def _journey(ranking: tuple[int, ...], record: Record) -> str:
    if len(set(ranking)) != len(ranking) or any(number > len(record.candidates) for number in ranking):
        raise InputNotCountable(f"A ranking names candidates from 1 to {len(record.candidates)}, each once.")
    lines = list(import_module("govern.counting.journey").told(ranking, record))
    return "\n".join(lines or ["It names nobody who stood."]) + "\n"


def _exported(given: CountInput, form: str) -> str:
    if form == "blt":
        return str(import_module("govern.counting.blt_writer").write(given))
    exports = import_module("govern.counting.exports")
    return str(exports.rankings_csv(given) if form == "csv" else exports.contest_json(given))


def _bundle(given: CountInput, file: str) -> None:
    archive = import_module("govern.counting.bundle").bundle(given)
    with open(file, "wb") as opened:
        opened.write(archive)


def _contest(file: str, asked: Asked) -> CountInput:
    data = _bytes(file)
    if file.lower().endswith(OTHER_FORMATS):
        ballots = import_module("govern.counting.formats").read(data, file=file)
        if asked.seats is None:
            raise InputNotCountable("This format does not say how many places there are: give --seats.")
    else:
        ballots = blt.read(data)
    people = ballots.candidates
    if asked.ron is not None and asked.ron > len(people):
        raise InputNotCountable(f"Candidate {asked.ron} cannot be re-open nominations: there are {len(people)}.")
    lots = None if asked.lot_seed is None else drawn_from(asked.lot_seed, len(people))
    given: CountInput = ballots.contest(asked.rule, seats=asked.seats, lots=lots)
    given = given.within(asked.limits(ballots.categories))
    if asked.ron is None:
        return given
    lines = (candidate._replace(ron=n == asked.ron) for n, candidate in enumerate(people, 1))
    return given._replace(candidates=tuple(lines))


def _counted(given: CountInput) -> tuple[CountInput, Record]:
    """Return the contest and its record, the contest with the lot order it needed."""
    try:
        return given, count(given)
    except LotNeeded:
        given = _with_lots_from_its_digest(given)
        return given, count(given)


def _with_lots_from_its_digest(given: CountInput) -> CountInput:
    """Return the contest with a lot order, for a file that has none.

    The digest is no one's choice, and everyone who counts the same ballots finds the same; the record says so.
    An election never comes here: its seed is fixed in the notice.
    """
    return given._replace(lots=drawn_from(given.sha256(), len(given.candidates), how=PAPERS))


def _bytes(file: str) -> bytes:
    if file == STANDARD_INPUT:
        return _read_at_most(sys.stdin.buffer)
    with open(file, "rb") as opened:
        return _read_at_most(opened)


def _read_at_most(opened: BinaryIO) -> bytes:
    """Return the content; of a file that is too large, only enough for the reader to refuse it."""
    return opened.read(MOST_BYTES + 1)


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _refuse(sentence: str) -> bool:
    sys.stderr.write(f"{sentence}\n")
    return False
