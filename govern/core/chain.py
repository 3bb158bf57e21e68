"""A life that goes on step by step: of an election, a motion, an application.

What state such a thing is in is its last step. Each step begins where the one before it ended, and the
database keeps that chain.

Source: domain 9.0b.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from govern.core.db import one_of


class Step:
    """The columns of one arrow: a deed with its date, its actor and its instant. The owner's id comes before them."""

    n: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    previous_n: Mapped[int | None] = mapped_column(sort_order=2)
    from_state: Mapped[str | None] = mapped_column(sort_order=3)
    to_state: Mapped[str] = mapped_column(sort_order=4)
    dated_on: Mapped[date] = mapped_column(sort_order=5, comment="the day it happened, entered by the actor")
    at: Mapped[datetime] = mapped_column(sort_order=6, comment="the instant it was entered")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), sort_order=7, comment="NULL for clockwork")


def follow_each_other(
    table: str, owner: str, *, states: type[StrEnum], begins: str, arrows: Iterable[tuple[str, str]]
) -> tuple[SchemaItem, ...]:
    """Return what the database keeps of a chain: each step is an arrow that begins where the last one ended.

    :param owner: the column that says whose step it is, as in "motion_id".
    :param begins: what holds of the state of a first step, as SQL: "= 'planned'".
    :param arrows: (from, to) of every step there is.
    """
    here, before = [owner, "n", "to_state"], [owner, "previous_n", "from_state"]
    ways = " OR ".join(f"(from_state = '{begin}' AND to_state = '{end}')" for begin, end in sorted(arrows))
    return (
        UniqueConstraint(*here),
        ForeignKeyConstraint(
            before, [f"{table}.{column}" for column in here], name=f"fk_{table}_begins_where_the_last_ended"
        ),
        CheckConstraint(
            f"(n = 1 AND previous_n IS NULL AND from_state IS NULL AND to_state {begins})"
            " OR (n > 1 AND previous_n = n - 1 AND from_state IS NOT NULL)",
            name="steps_follow_each_other",
        ),
        CheckConstraint(f"from_state IS NULL OR {ways}", name="every_step_is_an_arrow"),
        one_of("to_state", states),
    )


def after(last: Step) -> dict[str, Any]:
    """Return where the step after one begins, as the facts of a new row."""
    return {"n": last.n + 1, "previous_n": last.n, "from_state": last.to_state}
