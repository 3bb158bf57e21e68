"""What the tests of votes on motions ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.make import Make
from tests.motions.assembly import Assembly
from tests.motions.tracked import Tracked


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


@pytest.fixture
def tracked(assembled: Callable[..., Assembly]) -> Tracked:
    """A conversion under s.113, at meetings to which four are enough."""
    return Tracked(assembled(gm_quorum={"number": 2, "share": "1/2", "per_constituency": 1}))
