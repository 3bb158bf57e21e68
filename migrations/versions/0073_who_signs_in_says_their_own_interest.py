"""Whoever can sign in says of themselves that they have an interest in a motion; nobody says that they said so.

Revision: 0073, after 0072
"""

from migrations.ddl import drop_guards, refuse

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

GUARD = "who_signs_in_says_it_themselves"


def upgrade() -> None:
    """Make it so. What was named before stays on record as it was."""
    refuse(
        GUARD,
        "motion_interest",
        "INSERT",
        when="NEW.ground = 'said' AND EXISTS (SELECT 1 FROM account AS own"
        " WHERE own.person_id = NEW.person_id AND own.closed_at IS NULL)",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("motion_interest", [GUARD])
