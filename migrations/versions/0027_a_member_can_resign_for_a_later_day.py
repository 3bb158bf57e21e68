"""A member can resign for a later day.

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import changes_only, drop_guards, kept, refuse

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

GIVEN = ("id", "membership_id", "given_by", "given_on", "given_at", "effective_on")
WAITING = sa.text("outcome IS NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "resignation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False, comment="first day on which they are no member"),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("given_on < effective_on", name=op.f("ck_resignation_waits_for_a_later_day")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_resignation_outcome_has_an_instant")
        ),
        sa.CheckConstraint(
            "outcome IN ('took_effect', 'taken_back', 'overtaken')", name=op.f("ck_resignation_outcome_is_known")
        ),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_resignation_membership_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_resignation_given_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resignation")),
    )
    op.create_index(
        "uq_resignation_waiting",
        "resignation",
        ["membership_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    refuse("resignation_only_closes", "resignation", "UPDATE", when="OLD.outcome IS NOT NULL OR NEW.outcome IS NULL")
    changes_only("resignation_is_kept", "resignation", columns=GIVEN)
    kept("resignation", "resignation_is_kept")


def downgrade() -> None:
    """Undo it. Who resigned for a later day stays a member until an officer ends the membership."""
    drop_guards("resignation", ["resignation_only_closes", "resignation_is_kept"])
    op.drop_table("resignation")
