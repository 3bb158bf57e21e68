"""The migrations go up and down, one step at a time, and lose nothing on the way."""

from dataclasses import dataclass

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from govern.cli.shape import configuration
from govern.core.db import Database
from tests.databases import Databases, migrate, migrating
from tests.migrations.shape import functions, guards, shape, triggers

# One process for both tests of the walk.
pytestmark = pytest.mark.xdist_group("steps")


def steps() -> list[str]:
    """Return every revision, the first one first."""
    script = ScriptDirectory.from_config(configuration())
    return [revision.revision for revision in script.walk_revisions()][::-1]


@dataclass(frozen=True)
class Seen:
    """What a database consists of."""

    shape: set[str]
    triggers: set[str]


@dataclass(frozen=True)
class Step:
    """A step, when it was first gone up, and when it was gone down and up again."""

    name: str
    gone_up: Seen
    down_and_up: Seen


_WALKS: dict[str, list[Step]] = {}


@pytest.fixture
def walk(databases: Databases, dialect: str) -> list[Step]:
    """All steps from the first to the last, which each engine goes up once for all tests."""
    if dialect not in _WALKS:
        with databases.empty(dialect) as empty:
            _WALKS[dialect] = [gone(empty, name) for name in steps()]
    return _WALKS[dialect]


def gone(database: Database, name: str) -> Step:
    """Go one step up, down, and up again."""
    migrate(database, name)
    first = seen(database)
    with migrating(database) as config:
        command.downgrade(config, "-1")
    migrate(database, name)
    return Step(name, gone_up=first, down_and_up=seen(database))


def seen(database: Database) -> Seen:
    """Return what a database consists of now."""
    with database.reading() as session:
        return Seen(shape(session.connection()), triggers(session.connection()))


def test_the_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrations_are_numbered_in_their_order() -> None:
    assert steps() == [f"{number:04}" for number in range(1, len(steps()) + 1)]


def test_no_step_loses_a_guard_that_is_still_declared(walk: list[Step], database: Database) -> None:
    with database.reading() as session:
        declared = triggers(session.connection())
    before: set[str] = set()

    for step in walk:
        lost = before - step.gone_up.triggers
        assert not lost & declared, f"step {step.name} lost guards: use migrations.ddl.altering"
        before = step.gone_up.triggers

    assert before == declared


def test_going_down_leaves_nothing_behind(empty: Database) -> None:
    migrate(empty)

    with migrating(empty) as config:
        command.downgrade(config, "base")

    with empty.reading() as session:
        assert shape(session.connection()) == set()
        assert guards(session.connection()) == set()
        assert functions(session.connection()) == set()


def test_going_down_a_step_and_up_again_changes_nothing(walk: list[Step]) -> None:
    assert [step.name for step in walk] == steps()
    for step in walk:
        assert step.down_and_up == step.gone_up, step.name
