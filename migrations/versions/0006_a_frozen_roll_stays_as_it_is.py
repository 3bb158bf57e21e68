"""A frozen roll stays as it is.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import changes_only, drop_guards, kept, refuse, refuse_rows

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARDS = {
    "roll": ["frozen_roll_is_kept", "frozen_roll_stays"],
    "roll_entry": ["frozen_roll_takes_no_elector", "roll_entry_is_kept", "roll_entry_stays"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "roll",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_date", sa.Date(), nullable=False, comment="entitlement is tested on this date"),
        sa.Column("salt", sa.String(), nullable=False, comment="secret that each elector's own salt is derived from"),
        sa.Column("bound_to", sa.String(), nullable=True, comment="eid0 of the poll's manifest, part of every leaf"),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("root", sa.String(), nullable=True, comment="Merkle root over the entries; see rolls.rules.leaf"),
        sa.Column("electors", sa.Integer(), nullable=True),
        sa.CheckConstraint("(frozen_at IS NULL) = (electors IS NULL)", name=op.f("ck_roll_counted_once_frozen")),
        sa.CheckConstraint("(frozen_at IS NULL) = (root IS NULL)", name=op.f("ck_roll_root_once_frozen")),
        sa.CheckConstraint("length(salt) = 64", name=op.f("ck_roll_salt_is_32_bytes_hex")),
        sa.CheckConstraint("root IS NULL OR length(root) = 64", name=op.f("ck_roll_root_is_sha256_hex")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll")),
    )
    op.create_table(
        "roll_entry",
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False, comment="random; the roll's own name for this person"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False, comment="member number, or seat number on a board's roll"),
        sa.Column("class", sa.String(), nullable=False, comment="code of the constituency or class voted in"),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(capacity = 'member') <= (membership_id IS NOT NULL)", name=op.f("ck_roll_entry_members_have_a_membership")
        ),
        sa.CheckConstraint(
            "capacity IN ('member', 'representative', 'director')", name=op.f("ck_roll_entry_capacity_is_known")
        ),
        sa.CheckConstraint("weight >= 1", name=op.f("ck_roll_entry_every_elector_counts")),
        sa.ForeignKeyConstraint(
            ["membership_id", "person_id"],
            ["membership.id", "membership.person_id"],
            name=op.f("fk_roll_entry_membership_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roll_entry_person_id")),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name=op.f("fk_roll_entry_roll_id")),
        sa.PrimaryKeyConstraint("roll_id", "elector_id", name=op.f("pk_roll_entry")),
        sa.UniqueConstraint("roll_id", "number", name=op.f("uq_roll_entry_roll_id_number")),
        sqlite_with_rowid=False,
    )
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    changes_only(
        "frozen_roll_stays",
        "roll",
        columns=["roll_date", "salt", "bound_to", "frozen_at", "root", "electors"],
        when="OLD.frozen_at IS NOT NULL",
    )
    kept("roll", "frozen_roll_is_kept", unless="OLD.frozen_at IS NULL")
    refuse_rows(
        "frozen_roll_takes_no_elector",
        "roll_entry",
        when="(SELECT frozen_at FROM roll WHERE id = NEW.roll_id) IS NOT NULL",
    )
    refuse("roll_entry_stays", "roll_entry", "UPDATE")
    kept("roll_entry", "roll_entry_is_kept")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("roll_entry")
    op.drop_table("roll")
