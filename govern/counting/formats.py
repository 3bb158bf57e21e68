"""Ballot files in other formats that people hold: CSV, one column a preference or one a candidate, and PrefLib."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from govern.counting import blt
from govern.counting.ballots import MOST_PAPERS, grouped
from govern.counting.blt import BallotFile
from govern.counting.blt_text import decode
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import MOST_CANDIDATES, Candidate

SEATS_UNKNOWN = 0
SEPARATORS = (",", ";", "\t")
PREFLIB = (".soi", ".soc", ".toi", ".toc")

_PAPERS = ("papers", "weight", "count", "ballots", "number of ballots")
_RANK = re.compile(r"(?:preference|pref|choice|rank)?[\s_]*([0-9]{1,4})", re.IGNORECASE)
_NAME = re.compile(r"#\s*ALTERNATIVE NAME\s+([0-9]{1,4})\s*:\s*(.*)", re.IGNORECASE)
_TITLE = re.compile(r"#\s*TITLE\s*:\s*(.*)", re.IGNORECASE)
_ORDER = re.compile(r"\s*([0-9]{1,15})\s*:\s*(.*)")

Ranks = list[list[int]]


def read(data: bytes, *, file: str) -> BallotFile:
    """Read a ballot file of any known format, told by its name: .csv, PrefLib's four, and BLT for everything else.

    CSV and PrefLib files do not say how many places there are; their `seats` is 0 until somebody does.

    :raises BallotFileNotReadable: it breaks its format; the refusal knows the line and column.
    """
    name = file.lower()
    if name.endswith(".csv"):
        return read_csv(decode(data))
    if name.endswith(PREFLIB):
        return read_preflib(decode(data))
    return blt.read(data)


def read_csv(text: str) -> BallotFile:
    """Read ballots from CSV: a heading, then a line for each ballot; commas between, or semicolons or tabs.

    Headings like 1, 2, 3 or "Preference 1" make one column a preference, with candidates by name or number; other
    headings are the candidates, and their columns hold ranks. A column "papers" or "weight" says how many papers
    a line stands for. A ranking ends where it is uncertain: at a gap, or at equal or repeated preferences.

    :raises BallotFileNotReadable: it is not so.
    """
    lines = list(_csv_lines(text))
    if not lines:
        raise BallotFileNotReadable("The file is empty.", line=1)
    (_, head), ballots = lines[0], lines[1:]
    papers = next((place for place, cell in enumerate(head) if cell.lower() in _PAPERS), None)
    columns = [place for place, cell in enumerate(head) if place != papers and cell]
    _ensure_headings([head[place] for place in columns])
    numbered = [(number, _papers(cells, papers, number), _within(cells, head, number)) for number, cells in ballots]
    ranks = [found for place in columns if (found := _RANK.fullmatch(head[place]))]
    if len(ranks) == len(columns):
        by_rank = sorted(zip([int(found.group(1)) for found in ranks], columns, strict=True))
        return _by_preference(numbered, [place for _, place in by_rank])
    return _by_candidate(numbered, columns, [head[place] for place in columns])


def _ensure_headings(headings: Sequence[str]) -> None:
    """Refuse a heading that names nothing, or one thing twice.

    :raises BallotFileNotReadable: so it does.
    """
    if not headings:
        raise BallotFileNotReadable("The first line names no preference and no candidate.", line=1)
    twice = next((heading for place, heading in enumerate(headings) if heading in headings[:place]), None)
    if twice is not None:
        raise BallotFileNotReadable(f"Two columns are headed “{twice[:40]}”.", line=1)


def _within(cells: list[str], head: Sequence[str], line: int) -> list[str]:
    """Return the cells of a ballot, having checked that each stands below a heading.

    :raises BallotFileNotReadable: one does not, so nobody can say what it means.
    """
    stray = next((place for place, cell in enumerate(cells) if cell and (place >= len(head) or not head[place])), None)
    if stray is not None:
        text = f"“{cells[stray][:40]}” stands in a column without a heading."
        raise BallotFileNotReadable(text, line=line, column=stray + 1)
    return cells


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    head = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) or (cells and reader.line_num > 1):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise BallotFileNotReadable("A quotation mark opens or closes where none may.", line=reader.line_num) from None


def _papers(cells: Sequence[str], place: int | None, line: int) -> int:
    if place is None:
        return 1
    text = cells[place] if place < len(cells) else ""
    if not (text.isascii() and text.isdecimal() and len(text) < 16 and 1 <= int(text) <= MOST_PAPERS):
        raise BallotFileNotReadable(f"“{text[:40]}” is not a number of papers.", line=line, column=place + 1)
    return int(text)


def _by_preference(ballots: Sequence[tuple[int, int, list[str]]], columns: Sequence[int]) -> BallotFile:
    """Read one column a preference. Candidates are numbers, or names in alphabetical order."""
    named = {cells[place] for _, _, cells in ballots for place in columns if place < len(cells) and cells[place]}
    if all(name.isascii() and name.isdecimal() and len(name) < 6 for name in named):
        names = [f"Candidate {number}" for number in range(1, max(map(int, named), default=1) + 1)]
        numbers = {name: int(name) for name in named}
    else:
        names = sorted(named)
        numbers = {name: number for number, name in enumerate(names, 1)}
    if 0 in numbers.values():
        raise BallotFileNotReadable("Candidates are numbered from 1, and a ballot names candidate 0.", line=1)
    rows = []
    for _, papers, cells in ballots:
        row = [cells[place] if place < len(cells) else "" for place in columns]
        rows.append(([[numbers[cell]] if cell else [] for cell in row], papers))
    return _file(names, rows)


def _by_candidate(
    ballots: Sequence[tuple[int, int, list[str]]], columns: Sequence[int], names: Sequence[str]
) -> BallotFile:
    """Read one column a candidate, which holds the rank the voter gave."""
    rows = []
    for line, papers, cells in ballots:
        ranks: Ranks = [[] for _ in columns]
        for number, place in enumerate(columns, 1):
            text = cells[place] if place < len(cells) else ""
            if text and not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text)):
                raise BallotFileNotReadable(f"“{text[:40]}” is not a rank from 1.", line=line, column=place + 1)
            if text and int(text) <= len(ranks):
                ranks[int(text) - 1].append(number)
        rows.append((ranks, papers))
    return _file(names, rows)


def read_preflib(text: str) -> BallotFile:
    """Read ballots from PrefLib's soi, soc, toi or toc: `papers: 1,2,{3,4}` below lines of `#`.

    :raises BallotFileNotReadable: it is not so.
    """
    names: dict[int, str] = {}
    orders: list[tuple[int, int, str]] = []
    title = ""
    for line, content in enumerate(text.split("\n"), 1):
        name, called, order = _NAME.match(content), _TITLE.match(content), _ORDER.fullmatch(content)
        if name:
            names[int(name.group(1))] = name.group(2).strip()
        elif called:
            title = called.group(1).strip()
        elif order:
            orders.append((line, int(order.group(1)), order.group(2)))
        elif content.strip() and not content.startswith("#"):
            raise BallotFileNotReadable("A ballot is a number of papers, a colon and candidates.", line=line)
    if sorted(names) != list(range(1, len(names) + 1)) or not names:
        raise BallotFileNotReadable("The file does not name its candidates 1, 2, 3 and so on.", line=1)
    rows = [(_ranks(order, len(names), line), _checked(papers, line)) for line, papers, order in orders]
    return _file([names[number] for number in sorted(names)], rows)._replace(title=title)


def _ranks(order: str, candidates: int, line: int) -> Ranks:
    ranks: Ranks = []
    for piece in re.findall(r"\{[^}]*\}|[^,]+", order):
        texts = [text.strip() for text in piece.strip().strip("{}").split(",") if text.strip()]
        for text in texts:
            if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= candidates):
                raise BallotFileNotReadable(f"“{text[:40]}” is not one of the {candidates} candidates.", line=line)
        ranks.append([int(text) for text in texts])
    return ranks


def _checked(papers: int, line: int) -> int:
    if not 1 <= papers <= MOST_PAPERS:
        raise BallotFileNotReadable(f"{papers} is not a number of papers from 1.", line=line)
    return papers


def _file(names: Sequence[str], rows: Sequence[tuple[Ranks, int]]) -> BallotFile:
    """Return what was read, each ranking up to where it is uncertain."""
    if not 1 <= len(names) <= MOST_CANDIDATES:
        raise BallotFileNotReadable(f"A contest has 1 to {MOST_CANDIDATES} candidates, not {len(names)}.", line=1)
    groups: dict[tuple[int, ...], int] = {}
    cut_short = 0
    for ranks, papers in rows:
        ranking = _certain(ranks)
        cut_short += papers if len(ranking) < sum(map(len, ranks)) else 0
        groups[ranking] = groups.get(ranking, 0) + papers
    people = tuple(Candidate(name) for name in names)
    return BallotFile(SEATS_UNKNOWN, people, grouped(groups, len(people)), None, "", (), cut_short)


def _certain(ranks: Ranks) -> tuple[int, ...]:
    ranking: list[int] = []
    for rank in ranks:
        if len(rank) != 1 or rank[0] in ranking:
            break
        ranking += rank
    return tuple(ranking)
