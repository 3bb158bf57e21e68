"""A decision changes the standing of a member once, and is not cited for them again.

Revision: 0041, after 0040
"""

from migrations.ddl import drop_guards, refuse

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

GUARD = "decision_is_carried_out_once"
OF_THE_SAME = (
    "{one}.person_id = NEW.person_id AND {one}.decision_id = NEW.decision_id AND {one}.standing = NEW.standing"
)


def upgrade() -> None:
    """Make it so."""
    # What is left of a version is written again at the instant at which the whole was superseded.
    is_left_of_one = (
        f"EXISTS (SELECT 1 FROM membership_version AS whole WHERE {OF_THE_SAME.format(one='whole')}"
        " AND whole.membership_id = NEW.membership_id AND whole.superseded_at = NEW.recorded_at"
        " AND whole.valid_from <= NEW.valid_from AND (whole.valid_to IS NULL OR NEW.valid_to <= whole.valid_to))"
    )
    refuse(
        GUARD,
        "membership_version",
        "INSERT",
        when="NEW.decision_id IS NOT NULL AND NEW.standing IN ('suspended', 'ceased') AND EXISTS"
        f" (SELECT 1 FROM membership_version AS earlier WHERE {OF_THE_SAME.format(one='earlier')}"
        f" AND earlier.recorded_at <= NEW.recorded_at) AND NOT {is_left_of_one}",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("membership_version", [GUARD])
