"""Persons are known.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('human', 'body')", name=op.f("ck_person_kind_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("person")
