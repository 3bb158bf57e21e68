"""Writing a contest as a BLT file, so that anyone may count it again with a program of their own."""

from collections.abc import Iterator

from govern.counting.inputs import CountInput
from govern.counting.limits import Category


def write(given: CountInput) -> str:
    """Return the contest in the BLT format, its lot order in a `[tie]` line, its constraints in lines of their own.

    Equal contests give equal files: each ranking stands once, in ascending order.
    """
    return "\n".join(_lines(given)) + "\n"


def _lines(given: CountInput) -> Iterator[str]:
    yield f"{len(given.candidates)} {given.seats}"
    if given.lots:
        yield f"[tie {' '.join(map(str, given.lots.order))}]"
    for category in given.categories:
        yield from _category(category)
    if given.withdrawn:
        yield " ".join(f"-{number}" for number in given.withdrawn)
    for ranking, papers in given.ballots:
        yield " ".join(map(str, (papers, *ranking, 0)))
    yield "0"
    for candidate in given.candidates:
        yield _quoted(candidate.name)
    yield _quoted(given.title)


def _category(category: Category) -> Iterator[str]:
    """Yield a category and its limits, in lines of square brackets."""
    yield f"[category {_quoted(category.name)} {' '.join(map(str, category.candidates))}]"
    if category.at_least:
        yield f"[at-least {_quoted(category.name)} {category.at_least}]"
    if category.at_most is not None:
        yield f"[at-most {_quoted(category.name)} {category.at_most}]"


def _quoted(name: str) -> str:
    """Return a name in quotes, on one line: a break inside a name would begin another."""
    doubled = " ".join(name.splitlines()).replace('"', '""')
    return f'"{doubled}"'
