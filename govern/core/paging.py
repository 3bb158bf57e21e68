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


def offset(number: int, size: int = PAGE_SIZE) -> int:
    """Return how many entries come before page `number`; a page before the first is the first.

    >>> offset(3)
    100
    """
    return (max(1, number) - 1) * size
