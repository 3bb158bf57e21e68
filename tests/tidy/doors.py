"""Checks of the doors: endpoints, templates, refusals, permissions, settings, dependencies."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask

from govern.access import is_declared
from govern.core.errors import Refusal
from tests.tidy.files import File

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PART = re.compile(rf"{KEBAB.pattern}(\.[a-z]+)?")  # a file to be saved has its kind in its name
PLACEHOLDER = re.compile(r"<[^>]+>")
RENDERED = re.compile(r"""render_template\(\s*["']([\w/.-]+)["']""")
SHARED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([\w/.-]+)["']""")
NAMED = re.compile(r"""["']((?:[\w-]+/)*[\w-]+\.(?:html|txt))["']""")
FORM = re.compile(r"<form\b[^>]*>")
SETTING = re.compile(r"\b(?:GOVERN_[A-Z_]+|PORT)\b")
ADDRESS = re.compile(r"https?:|(?:pypi|files\.pythonhosted)\.org|--(?:extra-)?index-url|--find-links")

View = Callable[..., Any]


def undeclared(app: Flask) -> list[str]:
    """Find endpoints that do not say who may use them."""
    return [
        f"{rule.endpoint}: add @requires(...), @signed_in or @public under the route"
        for rule in app.url_map.iter_rules()
        if not is_declared(app.view_functions[rule.endpoint])
    ]


def writing_reads(app: Flask) -> list[str]:
    """Find views that answer GET alone and yet open a transaction, themselves or through their module."""
    return [
        f"{rule.endpoint}: reading must never write"
        for rule in app.url_map.iter_rules()
        if not (rule.methods or set()) & CHANGING and _opens_transaction(app.view_functions[rule.endpoint])
    ]


def odd_paths(app: Flask) -> list[str]:
    """Find addresses that are not nouns in kebab-case."""
    return [
        f"{rule.rule}: {part!r} is not kebab-case"
        for rule in app.url_map.iter_rules()
        for part in PLACEHOLDER.sub("", rule.rule).strip("/").split("/")
        if part and not PART.fullmatch(part)
    ]


def templates_adrift(files: Iterable[File]) -> list[str]:
    """Find templates that nobody shows, and pages shown by another blueprint than the one they are named after."""
    known = list(files)
    templates = {file.path.removeprefix("templates/") for file in known if file.path.startswith("templates/")}
    rendered = {
        (file.path, name) for file in known if file.is_ours and file.is_python for name in RENDERED.findall(file.text)
    }
    named = {name for file in known for name in _names_of_templates(file)}
    unseen = [f"templates/{name}: no view shows it" for name in sorted(templates - named)]
    return unseen + [
        f"{path}: {name} belongs to web/{name.split('/')[0]}.py"
        for path, name in sorted(rendered)
        if "/" in name and path != f"govern/web/{name.split('/')[0]}.py"
    ]


def forms_astray(files: Iterable[File]) -> list[str]:
    """Find forms that do not say where they are sent; see `govern.web.asked.own_address`."""
    return [
        f"{file.path}: {form}: say action, if need be own_address()"
        for file in files
        if file.path.startswith("templates/")
        for form in FORM.findall(file.text)
        if "action=" not in form
    ]


def settings_untold(settings: File, readme: File) -> list[str]:
    """Find settings that the README does not tell of."""
    told = set(SETTING.findall(readme.text))
    return [f"README.md: tell what {name} does" for name in sorted(set(SETTING.findall(settings.text)) - told)]


def addresses_in_locks(files: Iterable[File]) -> list[str]:
    """Find where a lock file says whence packages come; that is for each installation to say."""
    return [
        f"{file.path}:{number}: {line.strip()}"
        for file in files
        if file.path.endswith(".lock")
        for number, line in enumerate(file.lines, start=1)
        if ADDRESS.search(line)
    ]


def refusals_amiss(refusals: Iterable[type[Refusal]]) -> list[str]:
    """Find refusals without a code of their own or a sentence."""
    known, amiss = list(refusals), []
    codes = [refusal.__dict__.get("code", "") for refusal in known]
    for refusal, code in zip(known, codes, strict=True):
        if not KEBAB.fullmatch(code) or codes.count(code) > 1:
            amiss.append(f"{refusal.__name__}: {code!r} is not a code of its own")
        if refusal.sentence is Refusal.sentence and not hasattr(refusal, "says"):
            amiss.append(f"{refusal.__name__}: say what happened and what to do")
    return amiss


def undecided(permissions: Iterable[str], policy: Mapping[Any, Any]) -> list[str]:
    """Find permissions that the policy does not decide."""
    return [f"{name}: say in POLICY who may try it" for name in permissions if name not in policy]


def _names_of_templates(file: File) -> list[str]:
    """Return the templates that a file of code or a template names."""
    if file.path.startswith("templates/"):
        return SHARED.findall(file.text)
    return NAMED.findall(file.text) if file.is_ours else []


def _opens_transaction(view: View) -> bool:
    """Say whether a view, or a function of its own module that it calls, opens a transaction."""
    inner: Any = inspect.unwrap(view)
    seen, waiting = set(), [inner]
    while waiting:
        function = waiting.pop()
        seen.add(function)
        if "transaction" in _names(function.__code__):
            return True
        called = [inner.__globals__.get(name) for name in _names(function.__code__)]
        waiting += [
            inspect.unwrap(one)
            for one in called
            if inspect.isfunction(one) and one.__module__ == inner.__module__ and inspect.unwrap(one) not in seen
        ]
    return False


def _names(code: Any) -> set[str]:
    """Return the names that a function uses, its inner functions' too."""
    inner = [constant for constant in code.co_consts if inspect.iscode(constant)]
    return set(code.co_names).union(*(_names(one) for one in inner))
