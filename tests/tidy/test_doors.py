"""Every door says who may use it; reading never writes; every refusal speaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import ClassVar

import pytest
from flask import Flask

import govern
from govern.access import public
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.permissions import POLICY, Permission
from tests.served import app_on
from tests.tidy import doors
from tests.tidy.files import ROOT, File, all_files

VIEW = 'render_template("rolls/show.html")'


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The product's app. Its addresses are known without a database."""
    return app_on(Database("sqlite://"), tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="module")
def files() -> list[File]:
    """Every file that people wrote."""
    return all_files()


@contextmanager
def transaction() -> Iterator[None]:
    """Stand where a real one would."""
    yield


def _note() -> str:
    with transaction():
        return "noted"


def looks_harmless() -> str:
    """Write through another function."""
    return _note()


def with_view(path: str, view: doors.View, *methods: str) -> Flask:
    """Return an app with one view."""
    app = Flask("bad", static_folder=None)
    app.add_url_rule(path, "roll", view, methods=methods or ["GET"])
    return app


def refusals() -> list[type[Refusal]]:
    """Return every refusal of the product."""
    for module in walk_packages(govern.__path__, "govern."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found, waiting = [], Refusal.__subclasses__()
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    return [refusal for refusal in found if refusal.__module__.startswith("govern.")]


def test_every_endpoint_says_who_may_use_it(product: Flask) -> None:
    assert doors.undeclared(product) == []


def test_an_endpoint_that_does_not_say_is_seen() -> None:
    assert len(doors.undeclared(with_view("/roll", lambda: "roll"))) == 1


def test_reading_never_writes(product: Flask) -> None:
    assert doors.writing_reads(product) == []


def test_reading_that_writes_is_seen_behind_decorators_and_functions() -> None:
    assert len(doors.writing_reads(with_view("/roll", public(looks_harmless)))) == 1
    assert doors.writing_reads(with_view("/roll", public(looks_harmless), "POST")) == []


def test_addresses_are_in_kebab_case(product: Flask) -> None:
    assert doors.odd_paths(product) == []


def test_an_address_that_is_not_in_kebab_case_is_seen() -> None:
    assert len(doors.odd_paths(with_view("/electoral_roll/<uuid:roll_id>", lambda: "roll"))) == 1


def test_every_template_is_shown_by_the_pages_it_is_named_after(files: list[File]) -> None:
    assert doors.templates_adrift(files) == []


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param([File("templates/rolls/show.html", "")], id="shown by nobody"),
        pytest.param(
            [File("templates/rolls/show.html", ""), File("govern/web/home.py", VIEW)], id="shown by other pages"
        ),
    ],
)
def test_a_template_adrift_is_seen(bad: list[File]) -> None:
    assert len(doors.templates_adrift(bad)) == 1


def test_every_form_says_where_it_is_sent(files: list[File]) -> None:
    assert doors.forms_astray(files) == []


def test_a_form_that_does_not_say_where_it_is_sent_is_seen() -> None:
    assert len(doors.forms_astray([File("templates/rolls/freeze.html", '<form method="post" novalidate>')])) == 1


def test_the_readme_tells_of_every_setting() -> None:
    assert doors.settings_untold(_file("config.py"), _file("README.md")) == []


def test_a_setting_that_is_not_told_of_is_seen() -> None:
    assert len(doors.settings_untold(File("config.py", 'get("GOVERN_KEYS")'), File("README.md", "# Govern"))) == 1


def test_lock_files_do_not_say_whence_packages_come(files: list[File]) -> None:
    assert doors.addresses_in_locks(files) == []


@pytest.mark.parametrize("line", ["--index-url somewhere", "flask @ https://example.org/flask.whl"])
def test_an_address_in_a_lock_file_is_seen(line: str) -> None:
    assert len(doors.addresses_in_locks([File("requirements.lock", line)])) == 1


def test_every_refusal_has_a_code_of_its_own_and_a_sentence() -> None:
    assert doors.refusals_amiss(refusals()) == []


def test_a_refusal_without_code_or_sentence_is_seen() -> None:
    assert len(doors.refusals_amiss([type("Silent", (Refusal,), {})])) == 2


def test_two_refusals_with_one_code_are_seen() -> None:
    class First(Refusal):
        code: ClassVar[str] = "the-same"

        def sentence(self) -> Sentence:
            return say("This cannot be. Do that.")

    second = type("Second", (First,), {"code": "the-same"})

    assert len(doors.refusals_amiss([First, second])) == 2


def test_the_policy_decides_every_permission() -> None:
    assert doors.undecided(Permission, POLICY) == []


def test_a_permission_that_nobody_decided_is_seen() -> None:
    assert len(doors.undecided(["roll:freeze"], {})) == 1


def _file(path: str) -> File:
    return File(path, (ROOT / path).read_text())
