"""What the tests of votes on motions ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.make import Make
from tests.motions.assembly import Assembly


@pytest.fixture
def assembled(session: Session, make: Make, tmp_path: Path) -> Callable[..., Assembly]:
    """A way to make an assembly under rules of one's own."""

    def made(**rules: Any) -> Assembly:
        return Assembly(session, make, tmp_path, **rules)

    return made


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, under the rules of the model."""
    return assembled()
