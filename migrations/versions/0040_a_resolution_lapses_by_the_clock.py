"""What was not agreed in writing by its hour lapses by the clock, and nobody need declare it.

Revision: 0040, after 0039
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, drop_guards, refuse

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

GUARD = "clock_declares_only_a_lapse"


def upgrade() -> None:
    """Make it so."""
    with altering("division_outcome") as batch:
        batch.alter_column("declared_by", existing_type=sa.Uuid(), nullable=True, comment="NULL where the clock did")
    refuse(
        GUARD,
        "division_outcome",
        "INSERT",
        when="NEW.declared_by IS NULL AND (NEW.is_carried OR NOT EXISTS (SELECT 1 FROM division AS put"
        " JOIN motion ON motion.id = put.motion_id AND motion.way = 'written'"
        " WHERE put.id = NEW.division_id AND put.amendment_n IS NULL AND put.closes_at <= NEW.declared_at))",
    )


def downgrade() -> None:
    """Undo it. What lapsed by the clock is said to be declared by whoever had called the vote."""
    drop_guards("division_outcome", [GUARD, "division_outcome_is_append_only"])
    op.execute(
        "UPDATE division_outcome SET declared_by = (SELECT put.called_by FROM division AS put"
        " WHERE put.id = division_outcome.division_id) WHERE declared_by IS NULL"
    )
    append_only("division_outcome")
    with altering("division_outcome") as batch:
        batch.alter_column("declared_by", existing_type=sa.Uuid(), nullable=False, comment=None)
