"""What the page of every part is filled with: people who do not exist, and a count that was never held."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from govern.core.clock import A_DAY
from govern.core.paging import PAGE_SIZE, Page
from govern.core.words import say
from govern.counting import presets, sankey
from govern.counting.inputs import CountInput
from govern.deciding.rules import RULES, decide
from govern.deciding.votes import Votes
from govern.web.histories import Record
from govern.web.sheets import Sheet, sheet_of
from govern.web.sums import Row, rows
from govern.web.tiles import SHOWN, Item, Kind, Tile, tiles

NAMES = ("Ada Ash", "Ben Birch", "Cai Cedar")
MANY = (*NAMES, "Dot Dogwood", "Eve Elder", "Fay Fir", "Gil Gorse", "Hal Hazel", "Ivy Iris", "Jo Juniper")
LIMIT = say("At least %(count)s of them: %(who)s", count=1, who=", ".join(NAMES))


def pages() -> list[Page[str]]:
    """Return the first, a middle and the last page of a long list."""
    return [Page(list(NAMES), number, total=PAGE_SIZE * 3) for number in (1, 2, 3)]


def desk(on: date) -> list[Tile]:
    """Return tiles of which one has nothing on it, one little, and one more than it shows."""
    words, endpoint = say("Something waits."), "style.show"
    little = Item(kind=Kind.SEND, count=1, words=words, endpoint=endpoint)
    much = [Item(kind=Kind.DECIDE, count=2, words=words, endpoint=endpoint, since=on) for _ in range(SHOWN + 2)]
    return tiles([little, *much])


def conditions() -> list[Row]:
    """Return the conditions of a vote of which one is met and one is not."""
    votes = Votes(in_favour=80, against=20, abstained=5, eligible=300)
    return list(rows(decide(RULES["ccbsa-113-first"], votes), votes))


def records(at: datetime) -> list[Record]:
    """Return what is so today, what was so before, and what was replaced by a correction."""
    told: list[tuple[Any, Any]] = [(say("Name"), NAMES[0]), (say("Postal address"), "1 Long Lane, Halifax HX1 1AA")]
    shared: dict[str, Any] = {"recorded_at": at, "recorded_by": NAMES[1], "told": told}
    on = at.date()
    late = say("Entered after the day from which it holds.")
    what = say("What the register says")
    return [
        Record(what=what, valid_from=on, valid_to=None, replaced_at=None, late=None, is_now=True, **shared),
        Record(what=what, valid_from=on - A_DAY, valid_to=on, replaced_at=None, late=late, is_now=False, **shared),
        Record(what=what, valid_from=on - A_DAY, valid_to=on, replaced_at=at, late=None, is_now=False, **shared),
    ]


def counts() -> list[Mapping[str, Any]]:
    """Return a short count and a long one, each with the drawing of its transfers."""
    short = CountInput.from_rankings(NAMES, 1, {(1, 2): 30, (2, 3): 25, (3, 2): 15}, lot_order=[1, 2, 3])
    places = range(1, len(MANY) + 1)
    long = CountInput.from_rankings(MANY, 2, {(n, n % len(MANY) + 1): 10 + n for n in places}, lot_order=list(places))
    return [_count(short), _count(long)]


def _count(given: CountInput) -> Mapping[str, Any]:
    record = presets.count(given)
    sheet: Sheet = sheet_of(record.to_json())
    drawing = Markup(sankey.svg(record))  # noqa: S704 - it escapes its names
    return {"sheet": sheet, "transfers": drawing}
