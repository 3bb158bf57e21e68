"""Which of a third's seats an election fills, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from govern.constitution.rules import Third


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of office: from its first day up to, and not including, `ends_on`."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        """Hold what every caller must."""
        assert self.starts_on < self.ends_on

    def meets(self, other: "Term") -> bool:
        """Say whether two terms share a day.

        >>> a_year = Term(starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1))
        >>> a_year.meets(Term(starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1)))
        False
        """
        return self.starts_on < other.ends_on and other.starts_on < self.ends_on


@dataclass(frozen=True, kw_only=True)
class Place:
    """A seat as an election sees it."""

    seat_id: UUID
    number: int
    sub_constituency_id: UUID | None


def seats_open_to(places: Iterable[Place], *, sub_constituency_id: UUID | None, taken: frozenset[UUID]) -> list[Place]:
    """Return the empty seats that an election fills, lowest number first.

    An election of a part of a constituency fills that part's seats; an election of the whole fills
    the seats that belong to no part.

    Source: domain 6.1: seats reserved within a third.
    """
    fitting = [
        place for place in places if place.seat_id not in taken and place.sub_constituency_id == sub_constituency_id
    ]
    return sorted(fitting, key=lambda place: place.number)


def depends_on_membership(kind: str, *, third: str) -> bool:
    """Say whether a seat is lost with its holder's membership.

    The elected sit as members; so does whoever was co-opted to a seat of an elected third. Whom the authority, or
    another body, appointed need not be a member.

    Source: domain 2.2, 6.2; Co-operatives UK model articles.

    >>> depends_on_membership("elected", third="workforce"), depends_on_membership("appointed", third="local_authority")
    (True, False)
    """
    return kind == "elected" or (kind == "coopted" and third != Third.LOCAL_AUTHORITY)
