"""`govern count`: count ballot files and write their records. Needs no database, account or setting.

It stands apart from the other commands, on argparse, because a recount by a sceptic should start at once
and need nothing of the platform but this package.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from govern.counting import blt, sheet
from govern.counting.blt_text import MOST_BYTES
from govern.counting.errors import BallotFileNotReadable, CountingRefusal, LotNeeded
from govern.counting.inputs import MOST_SEATS, SCOTTISH, CountInput
from govern.counting.lots import PAPERS, drawn_from
from govern.counting.presets import PRESETS, count
from govern.counting.stages import Record

STANDARD_INPUT = "-"
COUNTED, NOT_ALL_COUNTED = 0, 1


def main(argv: Sequence[str]) -> int:
    """Count the files named, and return 0 only if every one was counted; 1 if not; 2 if the command is wrong.

    A file that cannot be counted is named on standard error with the reason, and the others are still counted.
    """
    try:
        options = _options().parse_args(argv)
    except SystemExit as done:  # argparse ends the program itself; our callers want the number
        return int(done.code or 0)
    try:
        outcomes = [_count_file(file, options) for file in options.files]
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever was reading has enough (`| head`); Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_ALL_COUNTED
    return COUNTED if all(outcomes) else NOT_ALL_COUNTED


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govern count", description="Count ballot files in the BLT format.", formatter_class=_Help
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a ballot file, or - for standard input")
    parser.add_argument("--rule", choices=PRESETS, default=SCOTTISH, help="the counting rule (%(default)s)")
    parser.add_argument("--seats", type=_seats, metavar="N", help="places to fill, instead of those in the file")
    parser.add_argument("--lot-seed", metavar="TEXT", help="public text from which the lot order is drawn")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="one line of JSON for each file")
    forms.add_argument("--text", action="store_true", help="a count sheet for each file (the default)")
    return parser


class _Help(argparse.HelpFormatter):
    """Help of a fixed width: to measure the terminal would load more code than a small count does."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


def _seats(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= MOST_SEATS):
        raise argparse.ArgumentTypeError(f"give a whole number of seats from 1 to {MOST_SEATS}")
    return int(text)


def _count_file(file: str, options: argparse.Namespace) -> bool:
    """Count one file, write its record, and say whether that succeeded."""
    try:
        record = _counted(blt.read(_bytes(file)), options)
    except BallotFileNotReadable as refusal:
        return _refuse(refusal.at(file))
    except OSError as fault:
        return _refuse(f"{file}: The file cannot be opened: {fault.strerror}.")
    except CountingRefusal as refusal:
        return _refuse(f"{file}: {refusal}")
    _write(f"{record.to_json(file=file)}\n" if options.json else sheet.text(record))
    return True


def _counted(ballots: blt.BallotFile, options: argparse.Namespace) -> Record:
    lots = None if options.lot_seed is None else drawn_from(options.lot_seed, len(ballots.candidates))
    given = ballots.contest(options.rule, seats=options.seats, lots=lots)
    try:
        return count(given)
    except LotNeeded:
        return count(_with_lots_from_its_digest(given))


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
