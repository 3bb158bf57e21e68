"""A head carries on from the one before.

Revision: 0011, after 0010
"""

import sqlalchemy as sa

from migrations.ddl import altering

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    with altering("journal_head") as batch:
        batch.add_column(
            sa.Column("peaks", sa.JSON(), nullable=True, comment="roots of its full subtrees, the largest first")
        )


def downgrade() -> None:
    """Undo it."""
    with altering("journal_head") as batch:
        batch.drop_column("peaks")
