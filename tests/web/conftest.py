"""What tests of the officers' pages may ask for."""

from pathlib import Path

import pytest
from flask import Flask

from govern.core.db import Database
from tests.web.officers import Office, office_of


@pytest.fixture
def office(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """A planned election for one seat of the workforce, with five members and everybody who runs it."""
    return office_of(app, database, monkeypatch, tmp_path)
