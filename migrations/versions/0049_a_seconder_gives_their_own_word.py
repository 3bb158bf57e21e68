"""Whoever seconds an amendment says so with their own word, and is not whoever proposes it.

Revision: 0049, after 0048
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

TABLE = "amendment_seconding"
GUARDS = ["amendment_seconding_is_append_only", "amendment_is_seconded_by_another"]


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        TABLE,
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"], ["amendment.motion_id", "amendment.n"], name=op.f("fk_amendment_seconding_motion_id_n")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_amendment_seconding_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_amendment_seconding")),
    )
    append_only(TABLE)
    refuse(
        "amendment_is_seconded_by_another",
        TABLE,
        "INSERT",
        when="EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
        " AND (filed.proposed_by = NEW.person_id OR filed.seconded_by IS NOT NULL))",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards(TABLE, GUARDS)
    op.drop_table(TABLE)
