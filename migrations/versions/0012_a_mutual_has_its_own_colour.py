"""A mutual has its own colour.

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "brand",
        sa.Column("n", sa.Integer(), nullable=False, comment="order of choosing"),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("accent", sa.String(), nullable=False, comment="#rrggbb; of links and buttons by day"),
        sa.Column("chosen_by", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(accent) = 7", name=op.f("ck_brand_accent_is_a_colour")),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_brand_chosen_by")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_brand")),
        sa.UniqueConstraint("id", name=op.f("uq_brand_id")),
    )
    append_only("brand")


def downgrade() -> None:
    """Undo it."""
    drop_guards("brand", ["brand_is_append_only"])
    op.drop_table("brand")
