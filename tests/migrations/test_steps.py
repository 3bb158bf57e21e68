"""The migrations go up and down, one step at a time, and lose nothing on the way."""

from alembic import command
from alembic.script import ScriptDirectory

from govern.cli.shape import configuration
from govern.core.db import Database
from tests.databases import migrate, migrating
from tests.migrations.shape import functions, guards, shape, triggers


def steps() -> list[str]:
    """Return every revision, the first one first."""
    script = ScriptDirectory.from_config(configuration())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def test_the_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(configuration()).get_heads()) == 1


def test_the_migrations_are_numbered_in_their_order() -> None:
    assert steps() == [f"{number:04}" for number in range(1, len(steps()) + 1)]


def test_no_step_loses_a_guard_that_is_still_declared(empty: Database, database: Database) -> None:
    with database.reading() as session:
        declared = triggers(session.connection())
    before: set[str] = set()

    for step in steps():
        migrate(empty, step)
        with empty.reading() as session:
            after = triggers(session.connection())
        assert not (before - after) & declared, f"step {step} lost guards: use migrations.ddl.altering"
        before = after

    assert before == declared


def test_going_down_leaves_nothing_behind(empty: Database) -> None:
    migrate(empty)

    with migrating(empty) as config:
        command.downgrade(config, "base")

    with empty.reading() as session:
        assert shape(session.connection()) == set()
        assert guards(session.connection()) == set()
        assert functions(session.connection()) == set()


def test_going_down_a_step_and_up_again_changes_nothing(empty: Database) -> None:
    for step in steps():
        migrate(empty, step)
        with empty.reading() as session:
            before = shape(session.connection()), triggers(session.connection())

        with migrating(empty) as config:
            command.downgrade(config, "-1")
        migrate(empty, step)

        with empty.reading() as session:
            assert (shape(session.connection()), triggers(session.connection())) == before, step
