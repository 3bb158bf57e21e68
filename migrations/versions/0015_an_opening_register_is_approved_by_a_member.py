"""An opening register is approved by a member.

Revision: 0015, after 0014
"""

from migrations.ddl import drop_guards, refuse

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

GUARD = "opening_is_approved_by_a_member"
IS_MEMBER = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = NEW.approved_by"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL"
    " AND held.valid_from <= NEW.entered_on AND (held.valid_to IS NULL OR held.valid_to > NEW.entered_on))"
)
IS_FOUNDER = (
    "EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision ON decision.id = part.decision_id"
    " WHERE part.person_id = NEW.approved_by AND decision.body = 'founders')"
)


def upgrade() -> None:
    """Make it so."""
    refuse(
        GUARD,
        "opening_batch",
        "UPDATE",
        when=f"OLD.approved_by IS NULL AND NEW.approved_by IS NOT NULL AND NOT {IS_MEMBER} AND NOT {IS_FOUNDER}",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("opening_batch", [GUARD])
