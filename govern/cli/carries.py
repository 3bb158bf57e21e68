"""`govern carries`: say whether a vote carries a resolution. Needs no database, account or setting.

Like `govern count` it stands apart from the other commands, so that a meeting can ask it at once.
"""

import json
import os
import sys
from collections.abc import Sequence

from govern.cli import carries_options as options
from govern.core.errors import Refusal
from govern.deciding.refusals import Figure, FigureNeeded
from govern.deciding.rules import EVERY_RULE, decide

ANSWERED, WRONG_COMMAND = 0, 2
OPTIONS = {Figure.ELIGIBLE: "--eligible", Figure.MEMBERS: "--members", Figure.VOTES: "--for and --against"}


def main(argv: Sequence[str]) -> int:
    """Say whether the votes named carry, and return 0 whether they do or not; 2 if the command is wrong."""
    try:
        written = _answer(argv)
    except FigureNeeded as needed:
        return _wrong(f"{needed} It goes behind {OPTIONS[needed.figure]}.", is_json=options.wants_json(argv))
    except (options.CommandWrong, Refusal) as wrong:
        return _wrong(str(wrong), is_json=options.wants_json(argv))
    try:
        _write(written)
    except BrokenPipeError:
        # Whoever was reading has enough; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ANSWERED


def _answer(argv: Sequence[str]) -> str:
    """Return what to write.

    :raises CommandWrong: the command cannot be followed as it was typed.
    :raises Refusal: the figures do not make a division, or the rule needs another.
    """
    asked = options.read(argv)
    if asked is None:
        return options.usage()
    outcome = decide(asked.rule_asked(EVERY_RULE), asked.given().votes())
    if asked.is_json:
        return json.dumps({"carried": outcome.carried, "working": str(outcome.working)}) + "\n"
    return f"{outcome.working}\n"


def _wrong(sentence: str, *, is_json: bool) -> int:
    """Say what is wrong: to people always, and on the way of the answer where a program waits for JSON."""
    if is_json:
        _write(json.dumps({"error": sentence}) + "\n")
    sys.stderr.write(f"govern carries: {sentence}\nSee govern carries --help.\n")
    return WRONG_COMMAND


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
