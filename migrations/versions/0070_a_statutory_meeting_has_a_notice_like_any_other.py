"""The notice of a statutory meeting says where it is held and how it was given, and counts from its delivery.

Revision: 0070, after 0069
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, drop_guards, is_sqlite, refuse

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

TABLE = "statutory_notice"
GUARDS = [
    "statutory_notice_says_where_and_how",
    "statutory_notice_counts_from_its_entry",
    "sent_notice_is_delivered_two_days_later",
    "statutory_notice_leaves_its_clear_days",
]
COLUMNS: dict[str, tuple[sa.types.TypeEngine[Any], str | None]] = {
    "given": (sa.String(), None),
    "told": (sa.String(), "by whom and how, where it was not sent from here"),
    "counts_from": (sa.Date(), "the day of its delivery, or of its entry if later"),
    "clear_days": (sa.Integer(), "that the rules ask for between the two days"),
    "place": (sa.String(), "where, at what hour, and how to take part"),
}
CHECKS = {
    "given_is_known": "given IN ('sent', 'otherwise')",
    "notice_counts_once_it_is_given": "given_on <= counts_from",
    "notice_has_clear_days": "clear_days >= 1",
    "other_way_is_told": "(given = 'otherwise') = (told <> '')",
}
NAMED_ON = ("when it counts as delivered", "when it was sent, or counts as delivered where it was not")


def upgrade() -> None:
    """Make it so. What was entered before stays as it is, and says no more than it did."""
    with altering(TABLE) as batch:
        batch.alter_column("given_on", existing_type=sa.Date(), existing_nullable=False, comment=NAMED_ON[1])
        for name, (kind, comment) in COLUMNS.items():
            batch.add_column(sa.Column(name, kind, nullable=True, comment=comment))
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_{TABLE}_{name}"), condition)
    guard()


def guard() -> None:
    """Refuse a new notice that says less, counts from too early, or leaves fewer days than it names."""
    refuse(
        "statutory_notice_says_where_and_how",
        TABLE,
        "INSERT",
        when="NEW.given IS NULL OR NEW.told IS NULL OR NEW.counts_from IS NULL OR NEW.clear_days IS NULL"
        " OR NEW.place IS NULL OR NEW.place = ''",
    )
    refuse("statutory_notice_counts_from_its_entry", TABLE, "INSERT", when="NEW.counts_from < date(NEW.entered_at)")
    delivered, earliest = "NEW.given_on + 2", "NEW.counts_from + NEW.clear_days + 1"
    if is_sqlite():
        delivered = "date(NEW.given_on, '+2 days')"
        earliest = "date(NEW.counts_from, '+' || (NEW.clear_days + 1) || ' days')"
    refuse(
        "sent_notice_is_delivered_two_days_later",
        TABLE,
        "INSERT",
        when=f"NEW.given = 'sent' AND NEW.counts_from < {delivered}",
    )
    refuse("statutory_notice_leaves_its_clear_days", TABLE, "INSERT", when=f"NEW.meeting_on < {earliest}")


def downgrade() -> None:
    """Undo it."""
    drop_guards(TABLE, GUARDS)
    with altering(TABLE) as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_{TABLE}_{name}"), type_="check")
        for name in COLUMNS:
            batch.drop_column(name)
        batch.alter_column("given_on", existing_type=sa.Date(), existing_nullable=False, comment=NAMED_ON[0])
