"""One way to cut long lists into pages."""

from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE_SIZE = 50
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a longer list.

    :param number: counted from 1.
    :param total: entries in the whole list.
    """

    items: list[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


def nearest(number: int, *, total: int, size: int = PAGE_SIZE) -> int:
    """Return the page that is shown for the one asked for: there is none before the first, or after the last.

    >>> nearest(0, total=51), nearest(2, total=51), nearest(99, total=51), nearest(99, total=0)
    (1, 2, 2, 1)
    """
    return min(max(1, number), max(1, -(-total // size)))


def offset(number: int, size: int = PAGE_SIZE) -> int:
    """Return how many entries come before page `number`; a page before the first is the first.

    >>> offset(3)
    100
    """
    return (max(1, number) - 1) * size
