"""The bundle with which anybody counts again: ballots, rule, lots, and what should come out."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from govern.counting import blt, blt_writer
from govern.counting.inputs import CountInput
from govern.counting.presets import count

BEFORE_TIME = (1980, 1, 1, 0, 0, 0)

_READ_ME = """\
Count this contest again, with this or any other program.

  ballots.blt       every ranking and the papers that bear it, with the lot order
  record.json       the record that comes out, stage by stage
  expected.txt      the rule, and the SHA-256 of the input

With Govern:  govern count --rule {rule}{ron} --json ballots.blt
The input_sha256 of its record is {digest}.
{lots}"""


def bundle(given: CountInput) -> bytes:
    """Return a ZIP archive, byte for byte the same for the same contest.

    What it expects is counted from its own ballot file, in which the lot order stands as it was drawn.
    """
    text = blt_writer.write(given)
    again = blt.read(text.encode()).contest(given.rule)._replace(candidates=given.candidates)
    record = count(again)
    digest = record.input_sha256
    ron = next((f" --ron {n}" for n, candidate in enumerate(given.candidates, 1) if candidate.ron), "")
    lots = f"The lot order was drawn from “{given.lots.seed}”.\n" if given.lots and given.lots.seed else ""
    texts = {
        "README.txt": _READ_ME.format(rule=record.rule, ron=ron, digest=digest, lots=lots),
        "ballots.blt": text,
        "expected.txt": f"rule {record.rule}/{record.version}\ninput_sha256 {digest}\n",
        "record.json": record.to_json() + "\n",
    }
    return _zipped(texts)


def _zipped(texts: Mapping[str, str]) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            entry = ZipInfo(name, BEFORE_TIME)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, text)
    return archive.getvalue()
