"""`govern count`: count ballot files and write their records. Needs no database, account or setting.

It stands apart from the other commands, on argparse, because a recount by a sceptic should start at once
and need nothing of the platform but this package.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import BinaryIO

from govern.counting import blt
from govern.counting.blt_text import MOST_BYTES
from govern.counting.errors import BallotFileNotReadable, CountingRefusal, InputNotCountable, LotNeeded
from govern.counting.inputs import MOST_SEATS, SCOTTISH, CountInput
from govern.counting.lots import PAPERS, drawn_from
from govern.counting.presets import PRESETS, count
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
        options = _options().parse_args(argv)
    except SystemExit as done:  # argparse ends the program itself; our callers want the number
        return int(done.code or 0)
    try:
        if options.bundle and len(options.files) > 1:
            return _refuse_command("--bundle is for one file.")
        outcomes = [_count_file(file, options) for file in _with_progress(options.files)]
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has enough (`| head`); Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALL_COUNTED
    return COUNTED if all(outcomes) else NOT_ALL_COUNTED


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


def _refuse_command(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return WRONG_COMMAND


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govern count",
        description="Count ballot files: BLT, CSV, PrefLib.",
        formatter_class=_Help,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a ballot file, or - for standard input")
    parser.add_argument("--rule", choices=PRESETS, default=SCOTTISH, help="the counting rule (%(default)s)")
    parser.add_argument("--seats", type=_seats, metavar="N", help="places to fill, instead of those in the file")
    parser.add_argument("--lot-seed", metavar="TEXT", help="public text from which the lot order is drawn")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="one line of JSON for each file")
    forms.add_argument("--text", action="store_true", help="a count sheet for each file (the default)")
    forms.add_argument("--csv", action="store_true", help="the count sheet as a table for spreadsheets")
    forms.add_argument("--html", action="store_true", help="one self-contained page with sheet, diagram and journey")
    forms.add_argument("--journey", type=_ranking, metavar='"3 1 2"', help="where this ranking went, stage by stage")
    forms.add_argument("--export", choices=("blt", "csv", "json"), help="the ballots themselves, in another format")
    parser.add_argument("--ron", type=_seats, metavar="N", help="the candidate number of re-open nominations")
    parser.add_argument("--bundle", metavar="ZIP", help="also write what anybody needs to count one file again")
    return parser


class _Help(argparse.HelpFormatter):
    """Help of a fixed width: to measure the terminal would load more code than a small count does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


def _ranking(text: str) -> tuple[int, ...]:
    pieces = text.replace(",", " ").split()
    if not all(piece.isascii() and piece.isdecimal() and 1 <= len(piece) < 6 and int(piece) for piece in pieces):
        raise argparse.ArgumentTypeError("give candidate numbers, first preference first")
    return tuple(map(int, pieces))


def _seats(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST_SEATS):
        raise argparse.ArgumentTypeError(f"give a whole number of seats from 1 to {MOST_SEATS}")
    return int(text)


def _count_file(file: str, options: argparse.Namespace) -> bool:
    """Count one file, write its record, and say whether that succeeded."""
    try:
        given = _contest(file, options)
        given, record = _counted(given)
        written = _formed(file, given, record, options)
        if options.bundle:
            _bundle(given, options.bundle)
    except BallotFileNotReadable as refusal:
        return _refuse(refusal.at(file))
    except OSError as fault:
        return _refuse(f"{fault.filename or file}: The file cannot be opened: {fault.strerror}.")
    except CountingRefusal as refusal:
        return _refuse(f"{file}: {refusal}")
    _write(written)
    return True


def _formed(file: str, given: CountInput, record: Record, options: argparse.Namespace) -> str:
    """Return the record in the form that was asked for; forms that few ask for are loaded only then."""
    if options.json:
        return f"{record.to_json(file=file)}\n"
    if options.csv:
        return str(import_module("govern.counting.exports").sheet_csv(record))
    if options.html:
        return str(import_module("govern.counting.page").page(record))
    if options.journey is not None:
        return _journey(options.journey, record)
    if options.export:
        return _exported(given, options.export)
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


def _contest(file: str, options: argparse.Namespace) -> CountInput:
    data = _bytes(file)
    if file.lower().endswith(OTHER_FORMATS):
        ballots = import_module("govern.counting.formats").read(data, file=file)
        if options.seats is None:
            raise InputNotCountable("This format does not say how many places there are: give --seats.")
    else:
        ballots = blt.read(data)
    people = ballots.candidates
    if options.ron is not None and options.ron > len(people):
        raise InputNotCountable(f"Candidate {options.ron} cannot be re-open nominations: there are {len(people)}.")
    lots = None if options.lot_seed is None else drawn_from(options.lot_seed, len(people))
    given: CountInput = ballots.contest(options.rule, seats=options.seats, lots=lots)
    if options.ron is None:
        return given
    lines = (candidate._replace(ron=n == options.ron) for n, candidate in enumerate(people, 1))
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
