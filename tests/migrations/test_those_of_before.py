"""Decisions from before they named anybody are given the people whom the deeds that rest on them name."""

from alembic import command
from sqlalchemy import text

from govern.constitution.rules import Body, Matter
from govern.core.db import Database
from tests.databases import migrate, migrating
from tests.make import Make
from tests.makers.constitution import on

NAMED = text(
    "SELECT decision_id, person_id, matter, application_id, constituency_id FROM decision_subject ORDER BY 1, 2, 3"
)


def test_decisions_of_before_name_whom_they_let_in_and_whom_they_expelled(database: Database, make: Make) -> None:
    person_id, home = make.person().id, make.constituency().id
    named = [on(person_id, Matter.ADMISSION, constituency_id=home)]
    meeting = make.decision(body=Body.GENERAL_MEETING, about=named)
    make.admitted(meeting, person_id=person_id, constituency_id=home)
    make.expelled()
    make.known_to_all()
    with database.reading() as session:
        before = session.execute(NAMED).all()

    with migrating(database) as config:
        command.downgrade(config, "0025")
    migrate(database)

    with database.reading() as session:
        after = session.execute(NAMED).all()
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert {row.matter for row in after} == {"admission", "expulsion"}
