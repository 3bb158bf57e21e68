"""A count as one HTML file that needs nothing else: the sheet, its sentences, the diagram, and any ballot's journey.

The pieces stand alone as well, so that other pages can use them: no styles or handlers inside, only classes. The
one script works on the record in the page and sends nothing anywhere; a page's policy allows it by its digest.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from shlex import quote

from govern.counting.exports import outcome
from govern.counting.limits import Category
from govern.counting.lots import SEED
from govern.counting.presets import preset
from govern.counting.sankey import ELECTED, svg
from govern.counting.stages import EXCLUDE, FIRST, Record, Stage

WIDEST = 8
NOTHING = "–"


def style() -> str:
    """Return the styles of the page."""
    return files("govern.counting").joinpath("page.css").read_text(encoding="utf-8")


def script() -> str:
    """Return the script of the journey, the only one in the page."""
    return files("govern.counting").joinpath("journey.js").read_text(encoding="utf-8")


def policy_digest(text: str) -> str:
    """Return what a content security policy names an inline script or style by."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def page(record: Record) -> str:
    """Return the whole file."""
    return "".join(_page(record))


def _page(record: Record) -> Iterator[str]:
    code, look = script(), style()
    title = escape(record.title or "Count")
    policy = f"default-src 'none'; script-src {policy_digest(code)}; style-src {policy_digest(look)}"
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; base-uri 'none'; form-action 'none'\">"
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{title}: count</title><style>{look}</style></head><body><main>"
    yield f'<p class="kicker">Count of the votes</p><h1>{title}</h1>{heading(record)}'
    yield f'<section class="sheet"><h2>Count sheet</h2>{table(record)}</section>'
    yield f'<section class="moves"><h2>How votes moved</h2>{diagram(record)}</section>'
    yield f"<section><h2>Stage by stage</h2>{sentences(record)}</section>"
    yield f'<section class="asks"><h2>Where did a ranking go?</h2>{journey_form(record)}</section>'
    yield f"<section><h2>Count it again yourself</h2>{again(record)}</section></main>"
    yield f"<script>{code}</script></body></html>\n"


def heading(record: Record) -> str:
    """Return the outcome in short: who is elected, and the figures that frame the count."""
    elected = "".join(
        f"<li><span><strong>{escape(record.candidates[number - 1])}</strong> "
        f'<span class="hint">{escape(_how_elected(record, number))}</span></span></li>'
        for number in record.elected
    )
    facts = "".join(f"<div><dt>{name}</dt><dd>{escape(told)}</dd></div>" for name, told in _facts(record))
    named = f'<ol class="elected">{elected}</ol>' if elected else "<p>Nobody is elected.</p>"
    return f'<div class="outcome-of-count"><div><h2>Elected</h2>{named}</div><dl class="facts">{facts}</dl></div>'


def _how_elected(record: Record, number: int) -> str:
    stage = next(stage for stage in record.stages if number in stage.elected)
    votes = record.votes_text(stage.votes[number - 1])
    return f"with {votes} votes, {'for a last place, ' if number in stage.filled else ''}at stage {stage.n}"


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    yield "Places to fill", str(record.seats)
    if record.vacant:
        yield "Places left vacant", f"{record.vacant}, as nominations open again"
    yield "Valid papers", str(record.valid)
    if any(stage.quota for stage in record.stages):
        yield "Quota", record.quota_text(record.quota)
    yield "Counted by", f"{preset(record.rule).text} ({record.rule}/{record.version})"
    uncounted = (
        ("Blank papers", record.blank),
        ("Papers for withdrawn candidates only", record.emptied),
        ("Papers with too many marks", record.overmarked),
        ("Papers read up to a gap or repeat", record.cut_short),
    )
    yield from ((name, str(papers)) for name, papers in uncounted if papers)
    for category in record.constraints:
        yield f"To be elected of “{escape(category.name)}”", _limits(record, category)


def _limits(record: Record, category: Category) -> str:
    """Say how many of a category had to be elected, and who belongs to it."""
    least = f"at least {category.at_least}" if category.at_least else ""
    most = "" if category.at_most is None else f"at most {category.at_most}"
    names = ", ".join(record.candidates[number - 1] for number in category.candidates)
    return f"{' and '.join(filter(None, (least, most)))} of {names}"


def table(record: Record) -> str:
    """Return the count sheet: candidates by stages, or stages by candidates where there are many stages."""
    whole = "".join(_by_stages(record) if len(record.stages) > WIDEST else _by_candidates(record))
    return (
        '<p class="hint">Votes of each candidate at the end of each stage; above them, in small, what the stage moved.'
        '</p><div class="scroll" tabindex="0" role="region" aria-label="Count sheet">'
        f'<table class="count-sheet"><caption>Votes after each stage</caption>{whole}</table></div>'
    )


def _by_candidates(record: Record) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{_stage(record, stage)}</th>' for stage in record.stages)
    last = '<th scope="col" class="outcome">Outcome</th>'
    yield f'<thead><tr><th scope="col">Candidate</th>{heads}{last}</tr></thead><tbody>'
    for number in range(1, len(record.candidates) + 1):
        cells = "".join(_cell(record, stage, number) for stage in record.stages)
        said = f'<td class="outcome">{outcome(record, number)}</td>'
        yield f'<tr><th scope="row">{_numbered(record, number)}</th>{cells}{said}</tr>'
    for place, (name, figures) in enumerate(_foot(record)):
        cells = "".join(f"<td>{figure}</td>" for figure in figures)
        yield f'<tr class="foot{"" if place else " first"}"><th scope="row">{name}</th>{cells}<td></td></tr>'
    yield "</tbody>"


def _by_stages(record: Record) -> Iterator[str]:
    foot = _foot(record)
    numbers = range(1, len(record.candidates) + 1)
    heads = "".join(f'<th scope="col">{_numbered(record, number)}</th>' for number in numbers)
    more = "".join(f'<th scope="col" class="foot">{name}</th>' for name, _ in foot)
    yield f'<thead><tr><th scope="col">Stage</th>{heads}{more}</tr></thead><tbody>'
    for place, stage in enumerate(record.stages):
        cells = "".join(_cell(record, stage, number) for number in numbers)
        figures = "".join(f'<td class="foot">{each[place]}</td>' for _, each in foot)
        yield f'<tr><th scope="row">{_stage(record, stage)}</th>{cells}{figures}</tr>'
    said = "".join(f"<td>{outcome(record, number)}</td>" for number in numbers)
    yield f'<tr class="foot first"><th scope="row">Outcome</th>{said}{"<td></td>" * len(foot)}</tr></tbody>'


def diagram(record: Record) -> str:
    """Return the transfer diagram, with how to read it."""
    return (
        '<p class="hint">A bar is what a candidate has at a stage; bands are votes that stay or move. '
        f"{ELECTED} marks who is elected there. The count sheet has the same figures.</p>"
        '<div class="scroll drawn" tabindex="0" role="region" aria-label="How votes moved, drawn">'
        f"{svg(record)}</div>"
    )


def _numbered(record: Record, number: int) -> str:
    return f'<span class="number">{number}</span> {escape(record.candidates[number - 1])}'


def _cell(record: Record, stage: Stage, number: int) -> str:
    """Return what a candidate had after a stage, with what moved, and the word if it elected or excluded them."""
    if _is_gone(record, stage, number):
        return f"<td>{NOTHING}</td>"
    moved, total = stage.transfers[number - 1], record.votes_text(stage.votes[number - 1])
    sign = "+" if moved > 0 else ""
    change = f'<span class="moved">{sign}{record.votes_text(moved)}</span>' if moved and stage.n > 1 else ""
    if number in stage.elected:
        return f'<td class="wins">{change}{total}<span class="fate">elected</span></td>'
    if stage.action == EXCLUDE and number in stage.who:
        return f'<td class="goes">{change}{total}<span class="fate">excluded</span></td>'
    return f"<td>{change}{total}</td>"


def _is_gone(record: Record, stage: Stage, number: int) -> bool:
    """Say whether a candidate had withdrawn, or was excluded before a stage and held nothing at its end."""
    earlier = (each for each in record.stages[: stage.n - 1] if each.action == EXCLUDE)
    left = number in record.withdrawn or any(number in each.who for each in earlier)
    return left and not stage.votes[number - 1] and not stage.transfers[number - 1]


def _foot(record: Record) -> list[tuple[str, list[str]]]:
    stages = record.stages
    totals = [sum(stage.votes) + stage.non_transferable + stage.lost_by_rounding for stage in stages]
    return [
        ("Non-transferable", [record.votes_text(stage.non_transferable) for stage in stages]),
        ("Lost by rounding", [record.votes_text(stage.lost_by_rounding) for stage in stages]),
        ("Quota", [record.quota_text(stage.quota) for stage in stages]),
        ("Total", [record.votes_text(total) for total in totals]),
    ]


def _stage(record: Record, stage: Stage) -> str:
    return f'<span class="number">{stage.n}</span> {escape(_deed(record, stage))}'


def _deed(record: Record, stage: Stage) -> str:
    """Say in short what a stage was."""
    if stage.action == FIRST:
        return "First preferences" if stage.n == 1 else "Election"
    names = ", ".join(record.candidates[number - 1] for number in stage.who)
    return f"{'Exclusion of' if stage.action == EXCLUDE else 'Surplus of'} {names}"


def sentences(record: Record) -> str:
    """Return what happened at each stage and why, with the rule."""
    stages = []
    for stage in record.stages:
        said = "".join(f"<p>{escape(reason.text)} <cite>{escape(reason.source)}</cite></p>" for reason in stage.reasons)
        stages.append(f"<li><h3>Stage {stage.n}: {escape(_deed(record, stage))}</h3><div>{said}</div></li>")
    return f'<ol class="stages">{"".join(stages)}</ol>'


def journey_form(record: Record) -> str:
    """Return the form for one ranking, and the record that the script follows it through."""
    keys = "".join(f"<li>{_numbered(record, number)}</li>" for number in range(1, len(record.candidates) + 1))
    return (
        "<p>Type the numbers of candidates as somebody ranked them, and see where that paper went at each stage. "
        "What is typed stays in this page.</p>"
        f'<ol class="names">{keys}</ol><noscript><p>This needs scripts, which are off here. The same is told by '
        '<code>govern count FILE --journey "3 1 2"</code>.</p></noscript>'
        '<form id="journey" hidden><label for="ranking">Candidate numbers, first preference first</label>'
        '<div class="row"><input id="ranking" name="ranking" inputmode="text" autocomplete="off" '
        'aria-describedby="ranking-hint"><button>Show its journey</button></div>'
        '<p class="hint" id="ranking-hint">For instance 3 1 2</p></form>'
        '<ol class="told" id="journey-told" aria-live="polite"></ol>'
        f'<script type="application/json" id="count-record">{_record_json(record)}</script>'
    )


def again(record: Record) -> str:
    """Return what somebody needs to count the same papers again, and to see that they were the same."""
    options = escape(" ".join(_options(record)), quote=False)
    lots = ""
    if record.lots:
        order = ", ".join(map(str, record.lots.order))
        seed = "" if record.lots.seed is None else f", drawn from the seed <code>{escape(record.lots.seed)}</code>"
        lots = f"<p>Lot order: <code>{order}</code>{seed}.</p>"
    return (
        f"<p>With the ballot file: <code>govern count {options} --json FILE</code></p>{lots}"
        f"<p>The <code>input_sha256</code> of its record should be <code>{record.input_sha256}</code>.</p>"
    )


def _options(record: Record) -> Iterator[str]:
    """Yield the options of the command that counts so."""
    yield f"--rule {record.rule} --seats {record.seats}"
    if record.lots and record.lots.how == SEED:
        yield f"--lot-seed {quote(record.lots.seed or '')}"
    for category in record.constraints:
        numbers = ",".join(map(str, category.candidates))
        yield f"--category {quote(f'{category.name}={numbers}')}"
        if category.at_least:
            yield f"--at-least {quote(f'{category.name}={category.at_least}')}"
        if category.at_most is not None:
            yield f"--at-most {quote(f'{category.name}={category.at_most}')}"


def _record_json(record: Record) -> str:
    facts = {
        "rule": record.rule,
        "places": record.places,
        "seats": record.seats,
        "candidates": record.candidates,
        "withdrawn": record.withdrawn,
        "stages": [
            {
                "n": stage.n,
                "action": stage.action,
                "who": stage.who,
                "votes": [record.votes_text(votes) for votes in stage.votes],
                "elected": stage.elected,
                "keep": [record.votes_text(part) for part in stage.keep],
                "parcels": [
                    {
                        "before": record.votes_text(parcel.value_before),
                        "after": record.votes_text(parcel.value_after),
                        "to": list(parcel.to),
                        "elected": parcel.elected,
                    }
                    for parcel in stage.from_parcels
                ],
            }
            for stage in record.stages
        ],
    }
    return json.dumps(facts, separators=(",", ":")).replace("<", "\\u003c")
