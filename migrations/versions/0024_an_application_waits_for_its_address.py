"""An application waits for its address.

Revision: 0024, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "unconfirmed_application",
        sa.Column("token_hash", sa.String(), nullable=False, comment="SHA-256 of the token, hexadecimal"),
        sa.Column("email", sa.String(), nullable=False, comment="lower case"),
        sa.Column("written", sa.JSON(), nullable=False, comment="the answers, as they were given"),
        sa.Column("source_mark", sa.String(), nullable=False, comment="keyed digest of where it came from"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_unconfirmed_application_made_before_it_expires")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_unconfirmed_application")),
    )
    op.create_index("ix_unconfirmed_application_email", "unconfirmed_application", ["email"])


def downgrade() -> None:
    """Undo it. What nobody has confirmed is forgotten."""
    op.drop_table("unconfirmed_application")
