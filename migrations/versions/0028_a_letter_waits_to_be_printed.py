"""A letter waits to be printed.

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "letter_to_print",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False, comment="how its reader wants it: large_print"),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(printed_at IS NULL) = (body IS NOT NULL) AND (body IS NULL) = (name IS NULL)"
            " AND (body IS NULL) = (address IS NULL)",
            name=op.f("ck_letter_to_print_printed_letter_is_wiped"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_to_print")),
    )
    op.create_index("ix_letter_to_print_waiting", "letter_to_print", ["printed_at", "made_at"])


def downgrade() -> None:
    """Undo it. Letters that are not printed by then are lost."""
    op.drop_table("letter_to_print")
