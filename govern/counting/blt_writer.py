"""Writing a contest as a BLT file, so that anyone may count it again with a program of their own."""

from collections.abc import Iterator

from govern.counting.inputs import CountInput


def write(given: CountInput) -> str:
    """Return the contest in the BLT format, its lot order in a `[tie]` line.

    Equal contests give equal files: each ranking stands once, in ascending order.
    """
    return "\n".join(_lines(given)) + "\n"


def _lines(given: CountInput) -> Iterator[str]:
    yield f"{len(given.candidates)} {given.seats}"
    if given.lots:
        yield f"[tie {' '.join(map(str, given.lots.order))}]"
    if given.withdrawn:
        yield " ".join(f"-{number}" for number in given.withdrawn)
    for ranking, papers in given.ballots:
        yield " ".join(map(str, (papers, *ranking, 0)))
    yield "0"
    for candidate in given.candidates:
        yield _quoted(candidate.name)
    yield _quoted(given.title)


def _quoted(name: str) -> str:
    """Return a name in quotes, on one line: a break inside a name would begin another."""
    doubled = " ".join(name.splitlines()).replace('"', '""')
    return f'"{doubled}"'
