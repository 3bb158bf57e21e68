"""An opening register has its name, and can be refused.

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, changes_only, drop_guards

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GUARD = "approved_opening_stays"
BEFORE = ("file_sha256", "entries", "uploaded_by", "approved_by", "approved_at", "entered_on", "withdrawn_at")
ADDED = ("file_name", "refused_by", "refused_at", "refusal_reason", "refusal_note")
REASONS = ("not_members", "members_missing", "particulars_wrong", "other_file")
CHECKS = {
    "refused_by_somebody_else": "refused_by IS NULL OR refused_by <> uploaded_by",
    "refusal_has_an_instant": "(refused_by IS NULL) = (refused_at IS NULL)",
    "refusal_has_a_reason": "(refused_at IS NULL) = (refusal_reason IS NULL)",
    "refused_and_nothing_else": "refused_at IS NULL OR (approved_at IS NULL AND withdrawn_at IS NULL)",
    "refusal_reason_is_known": f"refusal_reason IN ({', '.join(repr(reason) for reason in REASONS)})",
}


def upgrade() -> None:
    """Make it so."""
    drop_guards("opening_batch", [GUARD])
    with altering("opening_batch") as batch:
        batch.add_column(sa.Column("file_name", sa.String(), nullable=True, comment="as it was uploaded"))
        batch.add_column(sa.Column("refused_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("refusal_reason", sa.String(), nullable=True))
        batch.add_column(sa.Column("refusal_note", sa.String(), nullable=True, comment="what to mend, in words"))
        batch.create_foreign_key(op.f("fk_opening_batch_refused_by"), "person", ["refused_by"], ["id"])
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_opening_batch_{name}"), condition)
    _keep_as_decided((*BEFORE, *ADDED), "approved_at", "withdrawn_at", "refused_at")


def downgrade() -> None:
    """Undo it."""
    drop_guards("opening_batch", [GUARD])
    with altering("opening_batch") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_opening_batch_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_opening_batch_refused_by"), type_="foreignkey")
        for column in ADDED:
            batch.drop_column(column)
    _keep_as_decided(BEFORE, "approved_at", "withdrawn_at")


def _keep_as_decided(columns: tuple[str, ...], *decided_at: str) -> None:
    """Refuse to change what became of a file once it is decided."""
    when = " OR ".join(f"OLD.{instant} IS NOT NULL" for instant in decided_at)
    changes_only(GUARD, "opening_batch", columns=columns, when=when)
