"""A difference between box and marks is settled by a decision that was entered once the seal had shown it.

Revision: 0039, after 0038
"""

from migrations.ddl import drop_guards, refuse

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

GUARD = "difference_is_settled_after_the_seal"


def upgrade() -> None:
    """Make it so."""
    refuse(GUARD, "poll", "INSERT", when="NEW.discrepancy_decision_id IS NOT NULL")
    refuse(
        GUARD,
        "poll",
        "UPDATE",
        when="NEW.discrepancy_decision_id IS DISTINCT FROM OLD.discrepancy_decision_id"
        " AND (OLD.discrepancy_decision_id IS NOT NULL OR NEW.sealed_at IS NULL"
        " OR NEW.sealed_ballots = NEW.sealed_marks OR NOT EXISTS (SELECT 1 FROM decision AS taken"
        " WHERE taken.id = NEW.discrepancy_decision_id AND taken.entered_at >= NEW.sealed_at))",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("poll", [GUARD])
