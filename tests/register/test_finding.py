"""Somebody is found as the beginning of a name is typed, by one stretch of one index."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.core.actors import Actor
from govern.register import finding, persons
from govern.register.models import NameKey, Standing
from govern.register.rules import Ground, Particulars
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make

KEY = b"k" * 32


def known(session: Session, secretary: Actor, name: str, **facts: Any) -> Any:
    """Make somebody known by the service, and return their id."""
    particulars = Particulars(name=name, adult_confirmed_on=TODAY, **facts)
    return persons.enter(session, particulars, match_key=KEY, actor=secretary, at=AT).id


def found(session: Session, search: str) -> list[str]:
    """Return the names that are suggested."""
    return [one.name for one in finding.suggestions(session, search=search, on=TODAY)]


@pytest.mark.parametrize(
    "search",
    [
        pytest.param("sian", id="first name"),
        pytest.param("SIÂN MARY Ó", id="first name first, accents and capitals as they like"),
        pytest.param("sian ob", id="first name first without the middle name"),
        pytest.param("obrien si", id="last name first"),
        pytest.param("Óbrien, Siân", id="last name first with a comma"),
    ],
)
def test_somebody_is_found_by_the_beginning_of_either_name(session: Session, secretary: Actor, search: str) -> None:
    known(session, secretary, "Siân Mary Óbrien")
    known(session, secretary, "Ben Old")

    assert found(session, search) == ["Siân Mary Óbrien"]


def test_a_name_of_several_words_is_found_by_all_of_them(session: Session, secretary: Actor) -> None:
    known(session, secretary, "María de la Cruz", sorted_as="de la cruz maria")

    assert (
        found(session, "de la c") == found(session, "maria de") == found(session, "maria cruz") == ["María de la Cruz"]
    )


@pytest.mark.parametrize("search", ["", " , ", "%", "_", "ld", "9" * 40, "77", "\U0010ffff"])
def test_nothing_and_the_middle_of_a_name_find_nobody(session: Session, secretary: Actor, search: str) -> None:
    known(session, secretary, "Ben Old")

    assert found(session, search) == []


def test_a_member_is_found_by_the_whole_number_with_their_standing(session: Session, make: Make) -> None:
    membership = make.membership(member_no=7, standing=Standing.CEASED, ground=Ground.DIED)
    make.membership(member_no=77)

    (one,) = finding.suggestions(session, search="7", on=TODAY)

    assert (one.membership_id, one.member_no, one.standing) == (membership.id, 7, Standing.CEASED)


def test_a_member_is_suggested_once_with_number_and_constituency_and_a_stranger_without(
    session: Session, secretary: Actor, make: Make
) -> None:
    membership = make.membership(person_id=known(session, secretary, "Anne Anne"), member_no=7)
    known(session, secretary, "Anne Bell")

    member, stranger = finding.suggestions(session, search="anne", on=TODAY)

    assert (member.membership_id, member.member_no, member.standing) == (membership.id, 7, Standing.ENTERED)
    assert member.constituency_id is not None
    assert stranger[2:] == ("Anne Bell", None, None, None, None)


def test_no_more_are_suggested_than_a_list_can_show(session: Session, secretary: Actor) -> None:
    for number in range(finding.SHOWN + 1):
        known(session, secretary, f"Anne Bell{number}")

    assert len(found(session, "anne")) == finding.SHOWN


def test_nobody_is_found_by_a_name_that_was_corrected(session: Session, secretary: Actor) -> None:
    person = known(session, secretary, "Anna Bell")

    persons.correct(
        session,
        person,
        Particulars(name="Anne Bell", adult_confirmed_on=TODAY),
        valid_from=TODAY,
        match_key=KEY,
        actor=secretary,
        at=AT + A_DAY,
    )

    assert found(session, "anna") == []
    assert found(session, "bell a") == ["Anne Bell"]
    assert session.scalars(select(NameKey.key).order_by(NameKey.key)).all() == ["anne bell", "bell anne"]


PLAN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
STRETCH = {
    "sqlite": "SEARCH name_key USING PRIMARY KEY (key>? AND key<?)",
    "postgresql": "Index Only Scan using pk_name_key on name_key",
}


def test_the_statement_reads_one_stretch_of_the_index_of_names(session: Session, secretary: Actor) -> None:
    for number in range(40):
        known(session, secretary, f"Anne Bell{number}")
    connection = session.connection()
    session.execute(text("ANALYZE"))
    engine = connection.dialect.name
    if engine == "postgresql":
        # Among a few, reading all of them would be as cheap.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.execute(text("SET LOCAL enable_bitmapscan = off"))
    compiled = finding.BY_NAME.compile(dialect=connection.dialect)
    facts: dict[str, Any] = {**compiled.params, **finding.stretch("anne"), "on": TODAY.isoformat()}
    told = tuple(facts[name] for name in compiled.positiontup) if compiled.positiontup else facts

    plan = "\n".join(str(row) for row in connection.exec_driver_sql(PLAN[engine] + str(compiled), told))

    assert STRETCH[engine] in plan
    assert "Seq Scan" not in plan
    assert "SCAN person" not in plan
    assert "SCAN membership" not in plan


@pytest.mark.parametrize(
    ("table", "column"),
    [("person_version", "person_id"), ("membership_version", "membership_id"), ("roll_entry", "person_id")],
)
def test_all_that_was_ever_known_of_somebody_is_read_by_an_index(session: Session, table: str, column: str) -> None:
    engine = session.connection().dialect.name
    if engine == "postgresql":
        # In an empty table reading all of it would be as cheap.
        session.execute(text("SET LOCAL enable_seqscan = off"))

    rows = session.execute(text(f"{PLAN[engine]}SELECT * FROM {table} WHERE {column} = '{'0' * 32}'"))

    assert f"ix_{table}" in "\n".join(str(row) for row in rows)
