"""The transfer diagram of a count: bars are votes, bands are what stays and what moves. SVG, without script.

Whole numbers lay it out, so equal records give equal drawings. The count sheet holds the same figures.
"""

from collections.abc import Iterator, Sequence
from html import escape

from govern.counting.stages import Record, Stage

BAR, GAP, HEIGHT, TOP = 14, 190, 420, 34
TENTH = 10
NOBODY = 0

Spans = dict[int, tuple[int, int]]


def svg(record: Record) -> str:
    """Return the diagram. Colours come from classes, `who-1` to `who-8`, by candidate number."""
    return "".join(_drawing(record))


def _drawing(record: Record) -> Iterator[str]:
    width = GAP * (len(record.stages) - 1) + BAR + 170
    height = HEIGHT + TOP + 12 * (len(record.candidates) + 2)
    yield f'<svg class="transfers" viewBox="0 0 {width} {height}" role="img" aria-labelledby="transfers-title">'
    yield '<title id="transfers-title">How votes moved between stages; the count sheet has the same figures</title>'
    spans = [_spans(record, stage) for stage in record.stages]
    for before, after, stage in zip(spans, spans[1:], record.stages[1:], strict=False):
        yield from _bands(record, before, after, stage)
    for place, (held, stage) in enumerate(zip(spans, record.stages, strict=True)):
        yield from _bars(record, held, stage, place * GAP)
    yield "</svg>"


def _spans(record: Record, stage: Stage) -> Spans:
    """Return where each bar of a stage begins and how high it is, in tenths; 0 is what nobody holds."""
    whole = max(1, sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding)
    figures = [*enumerate(stage.votes, 1), (NOBODY, stage.non_transferable + stage.lost_by_rounding)]
    spans, top = {}, TOP * TENTH
    for number, votes in figures:
        high = max(0, votes) * HEIGHT * TENTH // whole
        spans[number] = (top, high)
        top += high + (12 * TENTH if votes > 0 else 0)
    return spans


def _bars(record: Record, held: Spans, stage: Stage, left: int) -> Iterator[str]:
    yield f'<text class="stage" x="{left}" y="14">Stage {stage.n}</text>'
    for number, (top, high) in held.items():
        if not high:
            continue
        name = "Not transferable" if number == NOBODY else record.candidates[number - 1]
        votes = stage.non_transferable + stage.lost_by_rounding if number == NOBODY else stage.votes[number - 1]
        shown = f"{name}: {record.votes_text(votes)}"
        yield f'<g class="{_class(number)}"><title>{escape(f"Stage {stage.n}, {shown}")}</title>'
        yield f'<rect x="{left}" y="{_px(top)}" width="{BAR}" height="{_px(max(high, TENTH))}"/>'
        yield f'<text x="{left + BAR + 4}" y="{_px(top + high // 2 + 40)}">{escape(_short(name))}</text></g>'


def _bands(record: Record, before: Spans, after: Spans, stage: Stage) -> Iterator[str]:
    """Draw what stays as one band each, and what moves through one point: from those who lose to those who gain."""
    left = (stage.n - 2) * GAP + BAR
    right = left + GAP - BAR
    for number, (top, high) in before.items():
        kept = min(high, after[number][1])
        if kept:
            yield _band(_class(number), (left, top), (right, after[number][0]), kept)
    middle = left + (right - left) // 2
    losing = {number: (top + after[number][1], high - after[number][1]) for number, (top, high) in before.items()}
    gaining = {number: (top + before[number][1], high - before[number][1]) for number, (top, high) in after.items()}
    meet = _middle([span for span in losing.values() if span[1] > 0])
    at = meet
    for number, (top, high) in losing.items():
        if high > 0:
            yield _band(f"{_class(number)} moving", (left, top), (middle, at), high)
            at += high
    at = meet
    for number, (top, high) in gaining.items():
        if high > 0:
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


def _short(name: str) -> str:
    return name if len(name) <= 22 else f"{name[:21]}…"


def _px(tenths: int) -> str:
    return f"{tenths // TENTH}.{tenths % TENTH}"
