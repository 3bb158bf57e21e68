"""What tests may ask for. How each is made stands in the module it comes from."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from govern.core.db import Database
from tests import browser as browsers
from tests import postgres
from tests.counting.examples import SOAK
from tests.databases import DIALECTS, Databases, rolled_back
from tests.evidence import Evidence
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.tracked import Tracked
from tests.served import app_of_all, served

FOLDER = pytest.StashKey[Path]()
COLLECTIONS = (5_000, 20, 100)  # seven times as seldom as usual, and what has stayed twice is hardly looked at


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="fail unless both databases and a browser were exercised")


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder, which xdist's workers are told of, and gather evidence where the run is led.

    Nothing that is collected goes again: to look through it for what could would take as long as collecting it.
    """
    gc.disable()
    worker_input = getattr(config, "workerinput", None)
    if worker_input is not None:
        config.stash[FOLDER] = Path(worker_input["folder"])
        return
    stack = ExitStack()
    config.stash[FOLDER] = stack.enter_context(postgres.run_folder())
    config.add_cleanup(stack.close)
    if config.getoption("--whole"):
        config.pluginmanager.register(Evidence())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: pytest.Session) -> None:
    node.workerinput["folder"] = str(node.config.stash[FOLDER])  # type: ignore[attr-defined]  # xdist's node


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on both engines; one in a browser with scripts on one engine and without on the other.

    One that goes through a whole year does so with scripts in a soak alone. What a page shows is read on one engine,
    by turns from test to test, and on both in a soak; what the database must refuse or hold is tried on both each time.
    """
    if "scripts" in metafunc.fixturenames:
        is_long = any(metafunc.definition.iter_markers("long"))
        with_scripts = pytest.param("sqlite", "with scripts", marks=[pytest.mark.soak] if is_long else [])
        metafunc.parametrize(
            ("dialect", "scripts"),
            [with_scripts, ("postgresql", "without scripts")],
            indirect=True,
            ids=["sqlite, with scripts", "postgresql, without scripts"],
        )
    elif "dialect" in metafunc.fixturenames and not _names_its_engine(metafunc):
        metafunc.parametrize("dialect", _engines_of(metafunc), indirect=True)


def _engines_of(metafunc: pytest.Metafunc) -> Sequence[str]:
    """Return the engines of a test: of one that reads pages and holds no invariant one, in its turn."""
    holds = any(metafunc.definition.iter_markers("invariant"))
    if SOAK or holds or metafunc.definition.path.parent.name != "web":
        return DIALECTS
    return DIALECTS[crc32(metafunc.definition.name.encode()) % 2 :][:1]


def _names_its_engine(metafunc: pytest.Metafunc) -> bool:
    return any("dialect" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that need a browser in one process; let each report say which invariants it speaks for.

    First, for xdist reads the group in the same hook.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))
        for mark in item.iter_markers("invariant"):
            item.user_properties += [("invariant", name) for name in mark.args]
            item.user_properties.append(("by", mark.kwargs.get("by", "rule")))


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over the tests themselves, thousands of objects that stay, and come seldom."""
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)
    gc.enable()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Whence this process takes its databases."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    made = Databases(request.config.stash[FOLDER], worker)
    with made.closing:
        yield made


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> str:
    """The engine that this test runs on."""
    name = str(request.param)
    request.node.user_properties.append(("on", name))
    return name


@pytest.fixture
def database(databases: Databases, dialect: str) -> Iterator[Database]:
    """A migrated database of this test's own."""
    with databases.fresh(dialect) as made:
        yield made


@pytest.fixture
def session(request: pytest.FixtureRequest, databases: Databases, dialect: str) -> Iterator[Session]:
    """A writing session. What it commits reaches others only in a test that asks for `database` too."""
    if "database" in request.fixturenames:
        with request.getfixturevalue("database").writing() as made:
            yield made
    else:
        with rolled_back(databases.alone(dialect)) as made:
            yield made


@pytest.fixture
def make(session: Session) -> Make:
    """Makes valid things; see tests/make.py."""
    return Make(session)


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    """The product's app on this test's own database."""
    return app_of_all(database, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a browser."""
    return app.test_client()


@pytest.fixture(scope="session")
def addresses() -> Iterator[Callable[[Flask], str]]:
    """Where an app answers, from when it is first asked for to the end: there is one app for all tests of a process."""
    with ExitStack() as servers:
        yield cache(lambda app: servers.enter_context(served(app)))


@pytest.fixture
def live_server(app: Flask, addresses: Callable[[Flask], str]) -> str:
    """The address at which the app answers."""
    return addresses(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of the run."""
    with browsers.launched() as made:
        yield made


@pytest.fixture
def scripts(request: pytest.FixtureRequest) -> str:
    """Whether this test's page runs scripts."""
    return str(request.param)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, live_server: str, scripts: str) -> Iterator[Page]:
    """A page of a reader of their own, on the app."""
    request.node.user_properties.append(("on", "browser"))
    with browsers.opened(browser, live_server, has_scripts=scripts == "with scripts") as made:
        yield made


@pytest.fixture
def assembled(session: Session, make: Make, tmp_path: Path) -> Callable[..., Assembly]:
    """A way to make those who vote, under rules of one's own."""

    def made(**rules: Any) -> Assembly:
        return Assembly(session, make, tmp_path, **rules)

    return made


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, under the rules of the model."""
    return assembled()


@pytest.fixture
def tracked(assembled: Callable[..., Assembly]) -> Tracked:
    """A conversion under s.113, at meetings to which four are enough."""
    return Tracked(assembled(gm_quorum={"number": 2, "share": "1/2", "per_constituency": 1}))
