"""The migrations go up and down, one step at a time, and lose nothing on the way."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection

from govern.cli.shape import configuration
from govern.core.db import Database
from tests.databases import Databases, migrating
from tests.migrations.shape import functions, guards, shape, triggers

# One process for all tests of the walk.
pytestmark = pytest.mark.xdist_group("steps")


def steps() -> list[str]:
    """Return every revision, the first one first."""
    return [revision.revision for revision in in_order(ScriptDirectory.from_config(configuration()))]


def in_order(script: ScriptDirectory) -> list[Script]:
    """Return every step, the first one first."""
    return list(script.walk_revisions())[::-1]


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


@dataclass(frozen=True)
class Walk:
    """All steps from the first to the last, and what is left when all have been gone down again."""

    steps: list[Step]
    left: set[str]


_WALKS: dict[str, Walk] = {}


@pytest.fixture
def walk(databases: Databases, dialect: str) -> Walk:
    """The walk, which each engine goes once for all tests."""
    if dialect not in _WALKS:
        with databases.empty(dialect) as empty:
            _WALKS[dialect] = walked(empty)
    return _WALKS[dialect]


def walked(database: Database) -> Walk:
    """Go each step up, down, and up again, and all of them down.

    All in one run of the environment, which takes the steps that it is given: a command for each would read every
    step anew.
    """
    seen: list[Step] = []
    left: set[str] = set()

    def way(_heads: object, context: MigrationContext) -> Iterator[MigrationStep]:
        here, known = context.connection, script.revision_map
        assert here is not None
        for step in in_order(script):
            up, down = MigrationStep.upgrade_from_script(known, step), MigrationStep.downgrade_from_script(known, step)
            yield up
            first = seen_on(here)
            yield from (down, up)
            seen.append(Step(step.revision, gone_up=first, down_and_up=seen_on(here)))
        yield from (MigrationStep.downgrade_from_script(known, step) for step in reversed(in_order(script)))
        left.update(shape(here), guards(here), functions(here))

    with migrating(database) as config:
        script = ScriptDirectory.from_config(config)
        with EnvironmentContext(config, script, fn=way):
            script.run_env()
    return Walk(seen, left)


def seen_on(connection: Connection) -> Seen:
    """Return what a database consists of now."""
    return Seen(shape(connection), triggers(connection))


def test_the_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrations_are_numbered_in_their_order() -> None:
    assert steps() == [f"{number:04}" for number in range(1, len(steps()) + 1)]


def test_no_step_loses_a_guard_that_is_still_declared(walk: Walk, database: Database) -> None:
    with database.reading() as session:
        declared = triggers(session.connection())
    before: set[str] = set()

    for step in walk.steps:
        lost = before - step.gone_up.triggers
        assert not lost & declared, f"step {step.name} lost guards: use migrations.ddl.altering"
        before = step.gone_up.triggers

    assert before == declared


def test_going_down_leaves_nothing_behind(walk: Walk) -> None:
    assert walk.left == set()


def test_going_down_a_step_and_up_again_changes_nothing(walk: Walk) -> None:
    assert [step.name for step in walk.steps] == steps()
    for step in walk.steps:
        assert step.down_and_up == step.gone_up, step.name
