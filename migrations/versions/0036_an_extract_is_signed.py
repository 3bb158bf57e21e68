"""An extract of the register of resolutions is signed.

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "resolution_extract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False, comment="everything that the extract says, as plain JSON"),
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the content's canonical JSON"),
        sa.Column(
            "signature", sa.String(), nullable=False, comment="of the installation's journal key, over the digest"
        ),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_resolution_extract_digest_is_sha256_hex")),
        sa.CheckConstraint("length(signature) = 128", name=op.f("ck_resolution_extract_signature_is_ed25519_hex")),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division_outcome.division_id"], name=op.f("fk_resolution_extract_division_id")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_resolution_extract_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_extract")),
        sa.UniqueConstraint("digest", name=op.f("uq_resolution_extract_digest")),
    )
    append_only("resolution_extract")


def downgrade() -> None:
    """Undo it."""
    drop_guards("resolution_extract", ["resolution_extract_is_append_only"])
    op.drop_table("resolution_extract")
