"""What is counted: one contest, whole, with nothing left to the place or moment of counting."""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from govern.counting.ballots import Ballots, grouped
from govern.counting.errors import InputNotCountable
from govern.counting.limits import Category
from govern.counting.lots import LotOrder, drawn_from

MOST_CANDIDATES = 1_000
MOST_SEATS = 10_000
SCOTTISH = "scottish-2011"
UNNAMEABLE = frozenset('"[]\r\n')


class Candidate(NamedTuple):
    """A line on the ballot paper. Its number is its place in the list, from 1. `ron`: re-open nominations."""

    name: str
    withdrawn: bool = False
    ron: bool = False


class CountInput(NamedTuple):
    """Everything a count depends on. Equal digests mean equal records.

    `cut_short` (papers whose ranking was read only up to its first gap or repeat) and `title` tell readers
    about the input; they change no result and no digest. `categories` are those of the candidates that limit who
    is elected together, in the order of their names.
    """

    rule: str
    seats: int
    candidates: tuple[Candidate, ...]
    ballots: Ballots
    lots: LotOrder | None = None
    title: str = ""
    cut_short: int = 0
    version: int = 1
    categories: tuple[Category, ...] = ()

    @classmethod
    def from_rankings(
        cls,
        candidates: Sequence[str | Candidate],
        seats: int,
        rankings: Mapping[tuple[int, ...], int],
        *,
        rule: str = SCOTTISH,
        lot_order: Sequence[int] | None = None,
        lot_seed: str | None = None,
    ) -> "CountInput":
        """Return a contest from rankings and the number of papers that bear each.

        An empty ranking is a blank paper: counted, outside the quota.

        :param lot_order: all candidate numbers, the first having the advantage, as drawn by hand before the count.
        :param lot_seed: the public text from which the lot order is drawn instead.
        :raises InputNotCountable: these do not make a contest.
        """
        people = tuple(each if isinstance(each, Candidate) else Candidate(each) for each in candidates)
        lots = LotOrder(tuple(lot_order)) if lot_order is not None else None
        if lot_seed is not None:
            lots = drawn_from(lot_seed, len(people))
        ballots = grouped(rankings, len(people))
        return contest(CountInput(rule, seats, people, ballots, lots))

    def within(self, categories: Iterable[Category]) -> "CountInput":
        """Return the same contest, limited in who may be elected together.

        :raises InputNotCountable: a category names nobody, or others than the candidates, or cannot be kept.
        """
        return contest(self._replace(categories=tuple(categories)))

    @property
    def standing(self) -> tuple[int, ...]:
        """Return the numbers of the candidates who have not withdrawn."""
        return tuple(number for number, candidate in enumerate(self.candidates, 1) if not candidate.withdrawn)

    @property
    def withdrawn(self) -> tuple[int, ...]:
        """Return the numbers of the candidates who have withdrawn."""
        return tuple(number for number, candidate in enumerate(self.candidates, 1) if candidate.withdrawn)

    def canonical_json(self) -> str:
        """Return the one JSON text of this contest, whatever the order and grouping of its ballots.

        In it the ballots are the SHA-256 of their canonical table: see `Ballots.canonical`.
        """
        ballots = sha256()
        for piece in self.ballots.canonical(len(self.candidates)):
            ballots.update(piece)
        facts = {
            "ballots": ballots.hexdigest(),
            "candidates": [_facts(candidate) for candidate in self.candidates],
            "lots": self.lots and {"how": self.lots.how, "order": self.lots.order, "seed": self.lots.seed},
            "rule": self.rule,
            "seats": self.seats,
            "version": self.version,
            **({"constraints": [category._asdict() for category in self.categories]} if self.categories else {}),
        }
        return json.dumps(facts, separators=(",", ":"))

    def sha256(self) -> str:
        """Return the digest of the canonical JSON, as printed on every count sheet."""
        return sha256(self.canonical_json().encode("ascii")).hexdigest()


def _facts(candidate: Candidate) -> dict[str, object]:
    facts: dict[str, object] = {"name": candidate.name, "withdrawn": candidate.withdrawn}
    return {**facts, "ron": True} if candidate.ron else facts


def contest(given: CountInput) -> CountInput:
    """Return what was given, having checked that it makes a contest.

    :raises InputNotCountable: too few or too many candidates or seats, or a lot order that leaves someone out.
    """
    if not 1 <= len(given.candidates) <= MOST_CANDIDATES:
        raise InputNotCountable(f"A contest has 1 to {MOST_CANDIDATES} candidates, not {len(given.candidates)}.")
    if not 1 <= given.seats <= MOST_SEATS:
        raise InputNotCountable(f"A contest has 1 to {MOST_SEATS} seats, not {given.seats}.")
    if given.lots is not None:
        ensure_lot_order(given.lots.order, len(given.candidates))
    for category in given.categories:
        _ensure_category(category, len(given.candidates))
    if len({category.name for category in given.categories}) < len(given.categories):
        raise InputNotCountable("Each category is named once.")
    return given._replace(categories=_in_order(given.categories))


def _ensure_category(category: Category, candidates: int) -> None:
    """Refuse a category that names nobody, or limits that exclude each other."""
    if not category.candidates or not {*category.candidates} <= {*range(1, candidates + 1)}:
        raise InputNotCountable(
            f"The category “{category.name}” names no candidates from 1 to {candidates}, or others than these."
        )
    if not category.name.strip() or UNNAMEABLE.intersection(category.name):
        raise InputNotCountable("The name of a category is a word or a few, without quotation marks or brackets.")
    if category.at_most is not None and category.at_most < category.at_least:
        raise InputNotCountable(
            f"At least {category.at_least} and at most {category.at_most} of “{category.name}” cannot both be kept."
        )


def _in_order(categories: Iterable[Category]) -> tuple[Category, ...]:
    """Return the categories that limit anything, so that equal constraints have equal digests."""
    limited = (each._replace(candidates=tuple(sorted(set(each.candidates)))) for each in categories if each.is_limited)
    return tuple(sorted(limited))


def ensure_lot_order(order: Iterable[int], candidates: int) -> None:
    """Refuse a lot order that does not name every candidate exactly once.

    :raises InputNotCountable: someone is missing, unknown or named twice.
    """
    if sorted(order) != list(range(1, candidates + 1)):
        raise InputNotCountable(f"A lot order names each of the candidates 1 to {candidates} exactly once.")
