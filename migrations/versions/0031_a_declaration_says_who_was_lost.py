"""A declaration says who was lost.

Revision: 0031, after 0030
"""

import sqlalchemy as sa

from migrations.ddl import altering

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    with altering("declaration") as batch:
        batch.add_column(
            sa.Column(
                "lost",
                sa.JSON(),
                nullable=True,
                comment="numbers of the elected who had left by the declaration; NULL before this was told",
            )
        )


def downgrade() -> None:
    """Undo it. Whose place stayed empty is then seen from the board alone."""
    with altering("declaration") as batch:
        batch.drop_column("lost")
