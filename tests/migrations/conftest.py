"""Databases for tests of the migrations themselves."""

from collections.abc import Iterator

import pytest

from govern.core.db import Database
from tests.databases import Databases


@pytest.fixture
def empty(databases: Databases, dialect: str) -> Iterator[Database]:
    """A database that no migration has touched."""
    with databases.empty(dialect) as made:
        yield made
