"""Every form that people type into: text of spaces alone is no text."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from uuid import uuid4

import pytest
from flask import Flask, g
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from govern.constitution.presets import PRESETS
from govern.core.db import Database
from govern.core.words import DEFAULT_ZONE
from govern.web import forms
from govern.web.forms import decisions, elections, founding, nominations, rules
from govern.web.forms.style import EveryFieldForm
from tests.served import app_on

LANGUAGES = ("en", "cy")
SPACES = " \t "
PRESET = PRESETS["calder"]
FILLED: dict[str, Callable[[], FlaskForm]] = {
    "DecisionForm": lambda: decisions.decision_form({uuid4(): "Ada Ash"}, {uuid4(): "Ben Bell"}, []),
    "FoundingForm": lambda: founding.founding_form(PRESET),
    "NominationForm": lambda: nominations.with_statements(LANGUAGES)(),
    "PlanForm": lambda: elections.with_titles(LANGUAGES)(),
    "RulesForm": lambda: rules.rules_form(PRESET.parameters(), homes={"workforce": "Workforce"}),
}


def ways_to_make_forms() -> list[Callable[[], FlaskForm]]:
    """Return how each form of the product is made, with the fields that are added to it.

    The one that only shows every kind of field is never sent.
    """
    modules = [import_module(f"{forms.__name__}.{one.name}") for one in iter_modules(forms.__path__)]
    kinds = [kind for module in modules for _name, kind in inspect.getmembers(module, inspect.isclass)]
    ours = {kind for kind in kinds if issubclass(kind, FlaskForm) and kind not in (FlaskForm, EveryFieldForm)}
    return [FILLED.get(kind.__name__, kind) for kind in sorted(ours, key=lambda kind: (kind.__module__, kind.__name__))]


class TakesSpaces(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A bad example: its field takes spaces for words."""

    name = StringField("Name", [InputRequired("Enter a name.")])


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The product's app. Its forms ask no database."""
    return app_on(Database("sqlite://"), tmp_path_factory.mktemp("instance"))


def taking_spaces(product: Flask, make: Callable[[], FlaskForm]) -> list[str]:
    """Find the text fields of a form that take spaces for words."""
    with product.test_request_context():
        g.zone = DEFAULT_ZONE
        names = [field.name for field in make() if isinstance(field, StringField) and field.name != "csrf_token"]
    with product.test_request_context(method="POST", data=dict.fromkeys(names, SPACES)):
        g.zone = DEFAULT_ZONE
        form = make()
        form.validate()
        return [name for name in names if _takes_spaces(form[name])]


def _takes_spaces(field: StringField) -> bool:
    """Say whether a field keeps spaces, or does without an answer that it needs."""
    asked = next((one.message for one in field.validators if isinstance(one, DataRequired)), None)
    is_asked = field.errors == [asked]
    return not is_asked if field.flags.required else bool(field.data)


@pytest.mark.parametrize("make", ways_to_make_forms())
def test_spaces_alone_are_no_answer(product: Flask, make: Callable[[], FlaskForm]) -> None:
    assert taking_spaces(product, make) == []


def test_a_field_that_takes_spaces_is_seen(product: Flask) -> None:
    assert taking_spaces(product, TakesSpaces) == ["name"]
