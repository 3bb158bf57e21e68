"""Who keeps the register in these tests, and what the board decided."""

import pytest
from sqlalchemy.orm import Session

from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Vote
from govern.core.actors import Actor
from tests.make import Make


@pytest.fixture
def secretary(make: Make) -> Actor:
    """The secretary of a mutual whose rules are in force."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person().id)


@pytest.fixture
def board(make: Make, session: Session, secretary: Actor) -> Decision:
    """A decision of the board, carried today by two directors."""
    decision = make.decision(entered_by=secretary.person_id)
    for _ in range(2):
        session.add(
            DecisionParticipant(decision_id=decision.id, person_id=make.person().id, is_present=True, vote=Vote.FOR)
        )
    session.flush()
    return decision
