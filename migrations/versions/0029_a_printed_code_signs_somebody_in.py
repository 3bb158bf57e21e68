"""A printed code signs somebody in.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, refuse

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

LIVE = sa.text("spent_at IS NULL AND revoked_at IS NULL")


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "sign_in_code",
        sa.Column("code_hash", sa.String(), nullable=False, comment="keyed SHA-256 of the code, hexadecimal"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_sign_in_code_made_before_it_expires")),
        sa.CheckConstraint("spent_at IS NULL OR revoked_at IS NULL", name=op.f("ck_sign_in_code_used_or_replaced")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_code_account_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_sign_in_code_made_by")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_sign_in_code")),
    )
    op.create_index(
        "uq_sign_in_code_live",
        "sign_in_code",
        ["account_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    refuse(
        "sign_in_code_is_spent_once",
        "sign_in_code",
        "UPDATE",
        when="OLD.spent_at IS NOT NULL OR OLD.revoked_at IS NOT NULL OR NEW.code_hash <> OLD.code_hash"
        " OR NEW.account_id <> OLD.account_id OR NEW.expires_at <> OLD.expires_at OR NEW.made_by <> OLD.made_by",
    )


def downgrade() -> None:
    """Undo it. Codes that were printed open nothing then."""
    drop_guards("sign_in_code", ["sign_in_code_is_spent_once"])
    op.drop_table("sign_in_code")
