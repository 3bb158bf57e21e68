"""What voters and the public read: which pages, made of which templates, and every sentence in them.

The one place that says so. Pages are found by who may open them; what Python says to them is listed here.
"""

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from flask import Flask
from jinja2 import Environment, meta

from govern.access import is_for_officers
from govern.web import errors
from govern.web.languages import IN_ENGLISH

ROOT = Path(__file__).parents[2]
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "say_many": (1, 2)}
# A module, or one class or function of it, whose sentences such pages can show: also to officers, on those that they
# share with everybody.
SAID_TO_VOTERS = (
    "govern/access.py",
    "govern/accounts/letters.py",
    "govern/accounts/refusals.py",
    "govern/accounts/words.py",
    "govern/admissions/refusals.py:NotConfirmable",
    "govern/admissions/refusals.py:TooManyUnconfirmed",
    "govern/admissions/words.py:OPEN_AGAIN",
    "govern/admissions/words.py:STEP_WORDS",
    "govern/admissions/words.py:WHY_WORDS",
    "govern/ballots/refusals.py",
    "govern/ballots/standing.py",
    "govern/ballots/words.py",
    "govern/consequences/asking.py",
    "govern/consequences/calling_meetings.py",
    "govern/consequences/case_letters.py",
    "govern/consequences/contacts.py",
    "govern/consequences/naming.py",
    "govern/consequences/registering.py",
    "govern/consequences/resigning.py",
    "govern/consequences/signing.py",
    "govern/consequences/signing_in.py",
    "govern/consequences/telling_backers.py",
    "govern/consequences/voting_links.py",
    "govern/constitution/parameters/board.py:RESERVED_MATTERS",
    "govern/constitution/parameters/membership.py:LEGAL_FORMS",
    "govern/constitution/draft_refusals.py",
    "govern/core/errors.py",
    "govern/core/words.py",
    "govern/elections/links.py",
    "govern/elections/places.py",
    "govern/elections/refusals.py:LinksGoByLetter",
    "govern/elections/refusals.py:VotingNotUnderWay",
    "govern/divisions/seat_refusals.py:OWN_BARS",
    "govern/amendments/amending.py:OVERTAKEN",
    "govern/amendments/refusals.py",
    "govern/backing/refusals.py",
    "govern/motions/choosing.py:EACH_THIRD",
    "govern/meetings/closing_days.py",
    "govern/deciding/college_sums.py",
    "govern/deciding/rules.py",
    "govern/deciding/refusals.py",
    "govern/divisions/declaring.py",
    "govern/divisions/refusals.py",
    "govern/deciding/figures.py",
    "govern/interests/refusals.py",
    "govern/divisions/kept_out.py",
    "govern/motions/matter_refusals.py",
    "govern/meetings/refusals.py",
    "govern/motions/overtaking.py",
    "govern/deciding/phrases.py",
    "govern/divisions/quorum.py",
    "govern/motions/refusals.py",
    "govern/rule_changes/refusals.py",
    "govern/rule_changes/words.py",
    "govern/statutory/conditions.py",
    "govern/statutory/refusals.py",
    "govern/statutory/words.py",
    "govern/deciding/sums.py",
    "govern/divisions/tallying.py",
    "govern/deciding/veiled.py",
    "govern/divisions/weighing.py",
    "govern/motions/words.py",
    "govern/register/refusals.py:AskedAlready",
    "govern/register/refusals.py:EmailNotUsable",
    "govern/web/count_words.py",
    "govern/web/course_page.py",
    "govern/web/division_page.py",
    "govern/web/division_tasks.py",
    "govern/web/filters.py",
    "govern/web/forms/decisions.py:PARTS",
    "govern/web/forms/divisions.py:ASKS",
    "govern/web/forms/divisions.py:ON_WORDING",
    "govern/web/forms/divisions.py:VOTES",
    "govern/web/forms/divisions.py:VoteForm",
    "govern/web/forms/elections.py:BoardDayForm",
    "govern/web/forms/elections.py:at_most",
    "govern/web/forms/elections.py:is_in_reach",
    "govern/web/forms/fields.py",
    "govern/web/forms/joining.py",
    "govern/web/forms/money.py",
    "govern/web/forms/motion_interests.py:InterestForm",
    "govern/web/forms/motion_interests.py:ObjectionForm",
    "govern/web/forms/motions.py:AmendmentForm",
    "govern/web/forms/motions.py:MotionForm",
    "govern/web/forms/motions.py:ReasonForm",
    "govern/web/forms/motions.py:reasons_field",
    "govern/web/forms/motions.py:text_field",
    "govern/web/forms/motions.py:title_field",
    "govern/web/forms/own.py",
    "govern/constitution/words.py:THIRDS",
    "govern/web/forms/register.py:SearchForm",
    "govern/web/forms/resolutions.py",
    "govern/web/forms/sign_in.py",
    "govern/web/forms/sums.py",
    "govern/web/forms/vote.py",
    "govern/web/instrument_page.py",
    "govern/web/meeting_tiles.py",
    "govern/web/motion_ways.py",
    "govern/web/my_history.py",
    "govern/web/next_steps.py",
    "govern/web/paper_names.py",
    "govern/web/refusals.py",
    "govern/web/rules_in_words.py",
    "govern/web/sheets.py",
    "govern/web/tile_sources.py",
    "govern/web/tiles.py",
    "govern/web/trying.py",
    "govern/web/whereabouts.py",
    "govern/web/who_decided.py",
)

Msgid = str | tuple[str, ...]


def templates_of_voters(app: Flask) -> dict[str, list[str]]:
    """Return what each page of voters and of the public is made of: endpoint to templates, parts and all."""
    found = {
        endpoint: sorted(_with_parts(app.jinja_env, _rendered_by(view)))
        for endpoint, view in app.view_functions.items()
        if _is_for_voters(endpoint, view)
    }
    refusing = _templates_in(ast.parse(inspect.getsource(errors)))
    found["errors"] = sorted(_with_parts(app.jinja_env, refusing))
    return {endpoint: templates for endpoint, templates in found.items() if templates}


def sentences_of_voters(app: Flask) -> dict[Msgid, str]:
    """Return every sentence that those pages can show, and one place where it stands."""
    templates = {name for made_of in templates_of_voters(app).values() for name in made_of}
    found: dict[Msgid, str] = {}
    for name in sorted(templates):
        found |= dict.fromkeys(sentences_in_template(name), f"templates/{name}")
    for place in (*SAID_TO_VOTERS, *places_of_views(app)):
        found |= dict.fromkeys(sentences_in_module(place), place)
    return found


def places_of_views(app: Flask) -> list[str]:
    """Return the views of those pages, and what else of their modules they use, as in SAID_TO_VOTERS."""
    found = set()
    for endpoint, view in app.view_functions.items():
        if _is_for_voters(endpoint, view):
            path = Path(inspect.getfile(inspect.unwrap(view))).relative_to(ROOT).as_posix()
            found |= {f"{path}:{name}" for name in _used_by(view)}
    return sorted(found)


def _is_for_voters(endpoint: str, view: Callable[..., Any]) -> bool:
    return not is_for_officers(view) and endpoint not in IN_ENGLISH


def sentences_in_template(name: str) -> list[Msgid]:
    """Return the sentences that stand in a template itself."""
    return [msgid for _line, msgid in _extracted("jinja2", ROOT / "templates" / name)]


def sentences_in_module(place: str) -> list[Msgid]:
    """Return the sentences of a module, or of one thing in it.

    :param place: `govern/web/vote.py`, or `govern/web/vote.py:name`.
    """
    path, _colon, name = place.partition(":")
    first, last = _lines_of(ROOT / path, name) if name else (1, 10_000)
    return [msgid for line, msgid in _extracted("python", ROOT / path) if first <= line <= last]


def _extracted(method: str, path: Path) -> Iterator[tuple[int, Msgid]]:
    with path.open("rb") as file:
        for line, msgid, _comments, _context in extract(method, file, keywords=KEYWORDS):
            yield line, msgid


def _lines_of(path: Path, name: str) -> tuple[int, int]:
    """Return the first and the last line of a class, a function or a constant."""
    node = _named(ast.parse(path.read_text()))[name]
    return node.lineno, node.end_lineno or node.lineno


def _named(module: ast.Module) -> dict[str, ast.stmt]:
    """Return what a module names at its top: functions, classes and constants."""
    found: dict[str, ast.stmt] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {one.id: node for one in targets if isinstance(one, ast.Name)}
    return found


def _used_by(view: Callable[..., Any]) -> dict[str, ast.stmt]:
    """Return a view and whatever it uses of its own module, itself or through what it uses."""
    view = inspect.unwrap(view)
    module = inspect.getmodule(view)
    assert module is not None
    named = _named(ast.parse(inspect.getsource(module)))
    waiting, found = [view.__name__], dict[str, ast.stmt]()
    while waiting:
        name = waiting.pop()
        if name in named and name not in found:
            found[name] = named[name]
            waiting += [node.id for node in ast.walk(named[name]) if isinstance(node, ast.Name)]
    return found


def _rendered_by(view: Callable[..., Any]) -> set[str]:
    """Return the templates that a view names."""
    return {template for node in _used_by(view).values() for template in _templates_in(node)}


def _templates_in(tree: ast.AST) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html")
    }


def _with_parts(environment: Environment, templates: Iterable[str]) -> set[str]:
    """Return templates with all that they extend, include and import."""
    waiting, found = list(templates), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            assert environment.loader is not None
            source, _path, _is_fresh = environment.loader.get_source(environment, name)
            waiting += [str(one) for one in meta.find_referenced_templates(environment.parse(source))]
    return found
