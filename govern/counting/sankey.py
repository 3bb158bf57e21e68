"""The transfer diagram of a count: bars are votes, bands are what stays and what moves. SVG, without script.

Whole numbers lay it out, so equal records give equal drawings. The count sheet holds the same figures.
"""

from collections.abc import Iterator, Sequence
from html import escape

from govern.counting.stages import EXCLUDE, Record, Stage

BAR, HEIGHT, TOP = 14, 420, 44
WIDE, NARROW, FEW = 230, 165, 6
MARGIN = 170
LETTER = 8
ELECTED = "✓"
LINE = 14
TENTH = 10
NOBODY = 0

Spans = dict[int, tuple[int, int]]


def svg(record: Record) -> str:
    """Return the diagram. Colours come from classes, `who-1` to `who-8`, by candidate number."""
    return "".join(_drawing(record))


def _drawing(record: Record) -> Iterator[str]:
    gap = WIDE if len(record.stages) <= FEW else NARROW
    width = gap * (len(record.stages) - 1) + BAR + MARGIN
    spans = [_spans(stage) for stage in record.stages]
    height = max(top + high for held in spans for top, high in held.values()) // TENTH + LINE
    yield f'<svg class="transfers" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
    yield 'aria-labelledby="transfers-title">'
    yield '<title id="transfers-title">How votes moved between stages; the count sheet has the same figures</title>'
    for before, after, stage in zip(spans, spans[1:], record.stages[1:], strict=False):
        left = (stage.n - 2) * gap + BAR
        yield from _bands(before, after, left, left + gap - BAR)
    for place, (held, stage) in enumerate(zip(spans, record.stages, strict=True)):
        yield from _bars(record, held, stage, (place * gap, gap))
    yield "</svg>"


def _spans(stage: Stage) -> Spans:
    """Return where each bar of a stage begins and how high it is, in tenths; 0 is what nobody holds."""
    whole = max(1, sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding)
    figures = [*enumerate(stage.votes, 1), (NOBODY, stage.non_transferable + stage.lost_by_rounding)]
    spans, top = {}, TOP * TENTH
    for number, votes in figures:
        high = max(0, votes) * HEIGHT * TENTH // whole
        spans[number] = (top, high)
        top += high + (LINE * TENTH if votes > 0 else 0)
    return spans


def _bars(record: Record, held: Spans, stage: Stage, place: tuple[int, int]) -> Iterator[str]:
    """Draw the bars of a stage, each with a name as long as there is room for up to the next stage.

    :param place: where the stage begins, and how far it is to the next.
    """
    left, gap = place
    room = gap // LETTER - 3
    yield f'<text class="stage" x="{left}" y="12">Stage {stage.n}</text>'
    yield f'<text class="deed" x="{left}" y="28">{_deed(record, stage, room)}</text>'
    for number, (top, high) in held.items():
        if not high:
            continue
        name = "Not transferable" if number == NOBODY else record.candidates[number - 1]
        votes = stage.non_transferable + stage.lost_by_rounding if number == NOBODY else stage.votes[number - 1]
        shown = f"{name}: {record.votes_text(votes)}"
        yield f'<g class="{_class(number)}"><title>{escape(f"Stage {stage.n}, {shown}")}</title>'
        yield f'<rect x="{left}" y="{_px(top)}" width="{BAR}" height="{_px(max(high, TENTH))}"/>'
        said = f"{ELECTED} {_short(name, room - 2)}" if number in stage.elected else _short(name, room)
        yield f'<text x="{left + BAR + 5}" y="{_px(top + high // 2 + 40)}">{escape(said)}</text></g>'


def _deed(record: Record, stage: Stage, room: int) -> str:
    """Say in short what the stage was."""
    if not stage.who:
        return "first preferences" if stage.n == 1 else "elected"
    name = record.candidates[stage.who[0] - 1] if len(stage.who) == 1 else f"{len(stage.who)} together"
    return f"{'out' if stage.action == EXCLUDE else 'surplus'}: {escape(_short(name, room - 5))}"


def _bands(before: Spans, after: Spans, left: int, right: int) -> Iterator[str]:
    """Draw what stays as one band each, and what moves from those who lose to those who gain.

    From one who loses it goes straight; from several, through one point, since nobody knows whose went where.
    """
    for number, (top, high) in before.items():
        kept = min(high, after[number][1])
        if kept:
            yield _band(_class(number), (left, top), (right, after[number][0]), kept)
    losing = {n: (top + after[n][1], high - after[n][1]) for n, (top, high) in before.items() if high > after[n][1]}
    gaining = {n: (top + before[n][1], high - before[n][1]) for n, (top, high) in after.items() if high > before[n][1]}
    if len(losing) == 1:
        ((loser, (at, _)),) = losing.items()
        yield from _parting(gaining, (left, at), right, name=_class(loser))
    else:
        yield from _meeting(losing, gaining, left, right)


def _parting(gaining: Spans, start: tuple[int, int], right: int, *, name: str) -> Iterator[str]:
    """Draw bands from one place to all who gain."""
    left, at = start
    for top, high in gaining.values():
        yield _band(f"{name} moving", (left, at), (right, top), high)
        at += high


def _meeting(losing: Spans, gaining: Spans, left: int, right: int) -> Iterator[str]:
    """Draw bands from those who lose to a point in the middle, and from there to all who gain."""
    middle = left + (right - left) // 2
    meet = at = _middle(list(losing.values()))
    for number, (top, high) in losing.items():
        yield _band(f"{_class(number)} moving", (left, top), (middle, at), high)
        at += high
    at = meet
    for number, (top, high) in gaining.items():
        yield _band(f"{_class(number)} moving", (middle, at), (right, top), high)
        at += high


def _middle(spans: Sequence[tuple[int, int]]) -> int:
    return sum(top for top, _ in spans) // len(spans) if spans else TOP * TENTH


def _band(name: str, start: tuple[int, int], end: tuple[int, int], high: int) -> str:
    (x0, y0), (x1, y1) = start, end
    half = (x0 + x1) // 2
    upper = f"M{x0} {_px(y0)}C{half} {_px(y0)} {half} {_px(y1)} {x1} {_px(y1)}"
    lower = f"V{_px(y1 + high)}C{half} {_px(y1 + high)} {half} {_px(y0 + high)} {x0} {_px(y0 + high)}Z"
    return f'<path class="{name}" d="{upper}{lower}"/>'


def _class(number: int) -> str:
    return "nobody" if number == NOBODY else f"who-{(number - 1) % 8 + 1}"


def _short(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _px(tenths: int) -> str:
    return f"{tenths // TENTH}.{tenths % TENTH}"
