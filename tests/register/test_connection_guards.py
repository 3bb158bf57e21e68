"""What the database keeps of connections, whoever writes."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.register.connection_models import GUARDS
from govern.register.connection_rules import ConnectionKind
from govern.register.rules import PersonKind
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import emptied, ensure_refused

K = ConnectionKind
ATTEMPTS = [
    ("connection_is_only_superseded", "UPDATE connection SET kind = 'partner'"),
    ("connection_is_only_superseded", "UPDATE connection SET valid_to = '2026-06-01'"),
    ("connection_is_kept", "DELETE FROM connection"),
]
HUMAN, BODY = PersonKind.HUMAN, PersonKind.BODY


def two(make: Make) -> tuple[UUID, UUID]:
    """Return two humans, in the order in which they would be written."""
    first, second = sorted(make.person().id for _ in range(2))
    return first, second


@pytest.mark.parametrize(("guard", "statement"), ATTEMPTS)
@pytest.mark.invariant("INV-12", by="database")
def test_the_database_lets_nobody_rewrite_a_connection(
    session: Session, make: Make, guard: str, statement: str
) -> None:
    first, second = two(make)
    make.connection(first, K.SIBLING, second)

    ensure_refused(session, guard, statement)
    ensure_refused(session, "connection_is_kept", emptied(session, "connection"))


def test_a_connection_is_superseded_once(session: Session, make: Make) -> None:
    first, second = two(make)
    make.connection(first, K.SIBLING, second)
    session.execute(text("UPDATE connection SET superseded_at = '2026-07-01 00:00:00+00:00'"))

    ensure_refused(
        session, "connection_is_only_superseded", "UPDATE connection SET superseded_at = '2026-07-02 00:00:00+00:00'"
    )


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "friend"}, "kind_is_known"),
        ({"kind": "child"}, "kind_is_known"),
        ({"valid_to": LONG_BEFORE}, "begins_before_it_ends"),
        ({"superseded_at": AT - A_DAY}, "recorded_before_superseded"),
    ],
)
def test_the_database_keeps_what_a_connection_can_be(
    session: Session, make: Make, facts: dict[str, Any], constraint: str
) -> None:
    first, second = two(make)

    with pytest.raises(IntegrityError, match=constraint):
        make.connection(first, K.SIBLING, second, **facts)


def test_the_database_connects_nobody_with_themselves(session: Session, make: Make) -> None:
    first, _second = two(make)

    with pytest.raises(IntegrityError, match="joins_two"):
        make.connection(first, K.PARENT, first)


def test_the_database_takes_a_symmetrical_connection_from_one_end_only(session: Session, make: Make) -> None:
    first, second = two(make)

    with pytest.raises(IntegrityError, match="is_written_from_one_end"):
        make.connection(first, K.SIBLING, second, person_id=second, other_id=first)


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (K.PARTNER, (HUMAN, BODY)),
        (K.PARENT, (BODY, HUMAN)),
        (K.EMPLOYER, (HUMAN, BODY)),
        (K.SITS_ON, (HUMAN, HUMAN)),
        (K.SITS_ON, (BODY, BODY)),
        (K.APPOINTER, (HUMAN, HUMAN)),
        (K.APPOINTER, (BODY, BODY)),
    ],
)
def test_the_database_joins_a_human_and_a_body_only_where_that_can_be(
    session: Session, make: Make, kind: ConnectionKind, ends: tuple[PersonKind, PersonKind]
) -> None:
    first, second = (make.person(kind=end).id for end in ends)

    with pytest.raises(IntegrityError, match="connection_joins_whom_it_can"):
        make.connection(first, kind, second)


def test_the_database_takes_one_connection_for_a_day(session: Session, make: Make) -> None:
    first, second = two(make)
    make.connection(first, K.PARENT, second, valid_to=TODAY)
    make.connection(first, K.PARENT, second, valid_from=TODAY)
    make.connection(first, K.EMPLOYER, second)

    with pytest.raises(IntegrityError, match="connection_does_not_overlap"):
        make.connection(first, K.PARENT, second, valid_from=TODAY - A_DAY, valid_to=TODAY)


def test_a_connection_has_one_current_version(session: Session, make: Make) -> None:
    first, second = two(make)
    known = make.connection(first, K.PARENT, second, valid_to=TODAY)

    with pytest.raises(IntegrityError, match=r"uq_connection_current|connection.connection_id"):
        make.connection(first, K.PARENT, second, valid_from=TODAY, connection_id=known.connection_id)


def test_every_guard_of_connections_is_met_here() -> None:
    assert {guard for guard, _ in ATTEMPTS} | {"connection_does_not_overlap", "connection_joins_whom_it_can"} == set(
        GUARDS
    )
