"""Who decides on applications in these tests, and on what."""

import pytest
from sqlalchemy.orm import Session

from tests.admissions.house import House
from tests.make import Make


@pytest.fixture
def house(session: Session, make: Make) -> House:
    """A society with rules in force, two constituencies, three directors and a secretary."""
    return House(session, make)
