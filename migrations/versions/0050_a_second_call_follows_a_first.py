"""A second call of a vote follows a first, for which too few came.

Revision: 0050, after 0049
"""

from migrations.ddl import drop_guards, refuse

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

GUARDS = {"division": ["second_call_follows_a_first"]}


def upgrade() -> None:
    """Make it so."""
    refuse(
        "second_call_follows_a_first",
        "division",
        "INSERT",
        when="NEW.call > 1 AND NOT EXISTS (SELECT 1 FROM division AS first"
        " JOIN division_outcome AS came ON came.division_id = first.id"
        " WHERE first.motion_id = NEW.motion_id AND first.is_confirming = NEW.is_confirming AND NOT came.is_quorate"
        " AND coalesce(first.closed_at, first.closes_at) < NEW.opens_at)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
