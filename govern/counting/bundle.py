"""The bundle with which anybody counts again: ballots, rule, lots, and what should come out."""

from collections.abc import Mapping
from io import BytesIO
from shlex import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from govern.counting import blt, blt_writer
from govern.counting.inputs import CountInput
from govern.counting.lots import SEED
from govern.counting.presets import count
from govern.counting.stages import Record

BEFORE_TIME = (1980, 1, 1, 0, 0, 0)

_READ_ME = """\
Count this contest again, with this or any other program.

  ballots.blt       every ranking and the papers that bear it, with the lot order
  record.json       the record that comes out, stage by stage
  expected.txt      the rule, and the SHA-256 of the input

With Govern:  govern count --rule {rule}{ron}{seed} --json ballots.blt
The input_sha256 of its record is {digest}.
{lots}"""
_LOTS = """\
The lot order was drawn from “{seed}”.
It stands in ballots.blt for programs that cannot draw it. Counted without --lot-seed, the same comes out under
another input_sha256, for a BLT file holds the order and not whence it came.
"""


def bundle(given: CountInput) -> bytes:
    """Return a ZIP archive, byte for byte the same for the same contest.

    What it expects is counted from its own ballot file and from the text that the lots are drawn from, so that its
    digests are those of the contest itself. `record.json` ends without a line break: its SHA-256 is the record's.
    """
    text = blt_writer.write(given)
    seed = given.lots.seed if given.lots and given.lots.how == SEED else None
    lots = given.lots if seed is not None else None
    again = (
        blt.read(text.encode()).contest(given.rule, lots=lots)._replace(candidates=given.candidates, title=given.title)
    )
    record = count(again)
    texts = {
        "README.txt": _read_me(record, given, seed),
        "ballots.blt": text,
        "expected.txt": f"rule {record.rule}/{record.version}\ninput_sha256 {record.input_sha256}\n",
        "record.json": record.to_json(),
    }
    return _zipped(texts)


def _read_me(record: Record, given: CountInput, seed: str | None) -> str:
    """Return what to do with the files, with the command as a shell takes it."""
    ron = next((f" --ron {n}" for n, candidate in enumerate(given.candidates, 1) if candidate.ron), "")
    drawn = "" if seed is None else f" --lot-seed {quote(seed)}"
    told = "" if seed is None else _LOTS.format(seed=seed)
    return _READ_ME.format(rule=record.rule, ron=ron, seed=drawn, digest=record.input_sha256, lots=told)


def _zipped(texts: Mapping[str, str]) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            entry = ZipInfo(name, BEFORE_TIME)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, text)
    return archive.getvalue()
