"""What the database says when it refuses."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def test_a_refusal_of_the_database_does_not_repeat_what_was_sent(session: Session) -> None:
    statement = text("INSERT INTO person (id, kind) VALUES (:id, :kind)")

    with pytest.raises(IntegrityError) as refused:
        session.execute(statement, {"id": "0" * 32, "kind": "Ada Ash"})

    assert "hide_parameters=True" in str(refused.value)
    assert refused.value.hide_parameters
