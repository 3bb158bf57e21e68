"""A vote at a meeting stays open for as long as its call told, unless everybody has voted.

Revision: 0052, after 0051
"""

import sqlalchemy as sa

from migrations.ddl import altering, drop_guards, is_sqlite, refuse

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

GUARDS = {"division": ["vote_is_open_ten_minutes", "vote_stays_open_as_long_as_told"]}
NOT_EVERYBODY = (
    "(SELECT COUNT(*) FROM roll_entry AS entry WHERE entry.roll_id = OLD.roll_id)"
    " > (SELECT COUNT(*) FROM division_mark AS given WHERE given.division_id = OLD.id)"
    " + (SELECT COUNT(*) FROM division_departure AS gone WHERE gone.division_id = OLD.id)"
)
# What is agreed in writing ends by law: the clock does that.
IS_WRITTEN = "EXISTS (SELECT 1 FROM motion WHERE motion.id = OLD.motion_id AND motion.way = 'written')"


def upgrade() -> None:
    """Make it so. What is open at a meeting now was told no time, so its hour ends it."""
    with altering("division") as batch:
        batch.add_column(
            sa.Column(
                "may_end_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="when the chair can first end it; NULL where only its hour does",
            )
        )
        batch.create_check_constraint(
            batch.f("ck_division_may_end_while_open"), "may_end_at IS NULL OR may_end_at BETWEEN opens_at AND closes_at"
        )
    is_too_short = "NEW.may_end_at < NEW.opens_at + interval '10 minutes'"
    if is_sqlite():
        is_too_short = "(julianday(NEW.may_end_at) - julianday(NEW.opens_at)) * 1440 < 9.999"
    refuse(GUARDS["division"][0], "division", "INSERT", when=f"NEW.may_end_at IS NOT NULL AND {is_too_short}")
    refuse(
        GUARDS["division"][1],
        "division",
        "UPDATE",
        when="NEW.may_end_at IS DISTINCT FROM OLD.may_end_at OR (NEW.closed_at < OLD.closes_at"
        f" AND (OLD.may_end_at IS NULL OR NEW.closed_at < OLD.may_end_at) AND NOT {IS_WRITTEN} AND {NOT_EVERYBODY})",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("division") as batch:
        batch.drop_constraint(batch.f("ck_division_may_end_while_open"), type_="check")
        batch.drop_column("may_end_at")
