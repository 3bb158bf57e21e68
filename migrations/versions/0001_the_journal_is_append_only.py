"""The journal is append-only.

Revision: 0001, after nothing
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = {
    "journal_entry": ["journal_entry_is_append_only"],
    "journal_leaf": ["journal_leaf_is_append_only"],
    "journal_head": ["journal_head_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(), nullable=False, comment="past tense, subject first: roll.frozen"),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="the person; NULL for clockwork"),
        sa.Column("subject_id", sa.Uuid(), nullable=True, comment="what it happened to"),
        sa.Column("facts", sa.JSON(), nullable=False, comment="ids and codes only"),
        sa.Column(
            "content_digest",
            sa.String(),
            nullable=True,
            comment="salted digest of the row's content; the salt is there",
        ),
        sa.Column("leaf", sa.String(), nullable=False, comment="see audit.rules.leaf"),
        sa.CheckConstraint(
            "content_digest IS NULL OR length(content_digest) = 64",
            name=op.f("ck_journal_entry_content_digest_is_sha256_hex"),
        ),
        sa.CheckConstraint("length(leaf) = 64", name=op.f("ck_journal_entry_leaf_is_sha256_hex")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
    )
    op.create_table(
        "journal_head",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "occasion", sa.String(), nullable=False, comment="hourly, roll.frozen, poll.sealed, election.declared"
        ),
        sa.Column(
            "signature", sa.String(), nullable=False, comment="Ed25519 over audit.rules.head_message, hexadecimal"
        ),
        sa.CheckConstraint("length(root) = 64", name=op.f("ck_journal_head_root_is_sha256_hex")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_leaf",
        sa.Column(
            "position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["journal_entry.seq"], name=op.f("fk_journal_leaf_seq")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_journal_leaf")),
        sa.UniqueConstraint("seq", name=op.f("uq_journal_leaf_seq")),
    )
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    append_only("journal_entry")
    append_only("journal_leaf")
    append_only("journal_head")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("journal_leaf")
    op.drop_table("journal_head")
    op.drop_table("journal_entry")
