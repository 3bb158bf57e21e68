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

from govern.counting.exports import outcome
from govern.counting.sankey import svg
from govern.counting.stages import EXCLUDE, FIRST, Record, Stage

WIDEST = 8

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:right;vertical-align:top}
th[scope=row],td.outcome{text-align:left}
.scroll{overflow-x:auto}.moved{display:block;color:#4a4a4a;font-size:.85em}
.transfers{width:100%;height:auto}.transfers text{font-size:11px;fill:#1b1b1b}.transfers path{fill-opacity:.35}
.transfers path.moving{fill-opacity:.55}.who-1{fill:#1f5fa8}.who-2{fill:#b4530a}.who-3{fill:#2e7d4f}.who-4{fill:#8a2f6b}
.who-5{fill:#5b5b9e}.who-6{fill:#8a6d00}.who-7{fill:#0f7a8a}.who-8{fill:#a33030}.nobody{fill:#6b6b6b}
input,button{font:inherit;padding:.5rem}
@page{size:A4 landscape;margin:12mm}
@media print{body{margin:0;max-width:none;font-size:9pt}form,#journey-told{display:none}.scroll{overflow:visible}}
"""


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
    code = script()
    title = escape(record.title or "Count")
    policy = f"default-src 'none'; script-src {policy_digest(code)}; style-src {policy_digest(STYLE)}"
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; base-uri 'none'; form-action 'none'\">"
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<title>{title}: count</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
    yield heading(record)
    yield f"<h2>Count sheet</h2>{table(record)}"
    yield f"<h2>How votes moved</h2>{svg(record)}"
    yield f"<h2>Stage by stage</h2>{sentences(record)}"
    yield f"<h2>Where did a ranking go?</h2>{journey_form(record)}"
    yield f"<h2>Count it again yourself</h2><p>Rule <code>{escape(record.rule)}/{record.version}</code>. "
    yield f"SHA-256 of the input: <code>{record.input_sha256}</code></p></main><script>{code}</script></body></html>\n"


def heading(record: Record) -> str:
    """Return the outcome in short."""
    elected = ", ".join(record.candidates[number - 1] for number in record.elected) or "nobody"
    return (
        f"<p>Elected, in order: <strong>{escape(elected)}</strong></p><p>{record.seats} "
        f"{'place' if record.seats == 1 else 'places'}, {record.valid} valid papers, quota "
        f"{record.quota_text(record.quota)}, counted by {escape(record.rule)}.</p>"
    )


def table(record: Record) -> str:
    """Return the count sheet: candidates by stages, or stages by candidates where there are many stages."""
    whole = "".join(_by_stages(record) if len(record.stages) > WIDEST else _by_candidates(record))
    caption = "Votes of each candidate after each stage, with what moved"
    return (
        f'<div class="scroll" tabindex="0"><table class="count-sheet"><caption>{caption}</caption>{whole}</table></div>'
    )


def _by_candidates(record: Record) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(_stage(record, stage))}</th>' for stage in record.stages)
    yield f'<thead><tr><th scope="col">Candidate</th>{heads}<th scope="col">Outcome</th></tr></thead><tbody>'
    for number, name in enumerate(record.candidates, 1):
        cells = "".join(_cell(record, stage, number) for stage in record.stages)
        said = outcome(record, number)
        yield f'<tr><th scope="row">{number} {escape(name)}</th>{cells}<td class="outcome">{said}</td></tr>'
    for name, figures in _foot(record):
        cells = "".join(f"<td>{figure}</td>" for figure in figures)
        yield f'<tr><th scope="row">{name}</th>{cells}<td></td></tr>'
    yield "</tbody>"


def _by_stages(record: Record) -> Iterator[str]:
    foot = _foot(record)
    names = [f"{number} {name}" for number, name in enumerate(record.candidates, 1)] + [name for name, _ in foot]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    yield f'<thead><tr><th scope="col">Stage</th>{heads}</tr></thead><tbody>'
    for place, stage in enumerate(record.stages):
        cells = "".join(_cell(record, stage, number) for number in range(1, len(record.candidates) + 1))
        figures = "".join(f"<td>{each[place]}</td>" for _, each in foot)
        yield f'<tr><th scope="row">{escape(_stage(record, stage))}</th>{cells}{figures}</tr>'
    said = "".join(f'<td class="outcome">{outcome(record, n)}</td>' for n in range(1, len(record.candidates) + 1))
    yield f'<tr><th scope="row">Outcome</th>{said}{"<td></td>" * len(foot)}</tr></tbody>'


def _cell(record: Record, stage: Stage, number: int) -> str:
    moved, total = stage.transfers[number - 1], record.votes_text(stage.votes[number - 1])
    if stage.action == FIRST or not moved:
        return f"<td>{total}</td>"
    return f'<td><span class="moved">{"+" if moved > 0 else ""}{record.votes_text(moved)}</span>{total}</td>'


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
    if stage.action == FIRST:
        return f"{stage.n} first preferences" if stage.n == 1 else f"{stage.n} elected"
    names = ", ".join(record.candidates[number - 1] for number in stage.who)
    return f"{stage.n} {'exclusion of' if stage.action == EXCLUDE else 'surplus of'} {names}"


def sentences(record: Record) -> str:
    """Return what happened at each stage and why, with the rule."""
    stages = []
    for stage in record.stages:
        said = "".join(f"<p>{escape(reason.text)} <cite>{escape(reason.source)}</cite></p>" for reason in stage.reasons)
        stages.append(f"<li>{said}</li>")
    return f'<ol class="stages">{"".join(stages)}</ol>'


def journey_form(record: Record) -> str:
    """Return the form for one ranking, and the record that the script follows it through."""
    keys = "".join(f"<li>{escape(name)}</li>" for name in record.candidates)
    return (
        f'<ol>{keys}</ol><noscript><p>Use <code>govern count FILE --journey "3 1 2"</code>.</p></noscript>'
        '<form id="journey" hidden><label for="ranking">Candidate numbers, first preference first</label> '
        '<input id="ranking" name="ranking" inputmode="numeric" autocomplete="off"> <button>Show</button></form>'
        '<ol id="journey-told" aria-live="polite"></ol>'
        f'<script type="application/json" id="count-record">{_record_json(record)}</script>'
    )


def _record_json(record: Record) -> str:
    facts = {
        "rule": record.rule,
        "places": record.places,
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
