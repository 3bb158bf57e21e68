"""A motion that brings a draft of the rules keeps the words that it began with.

Revision: 0060, after 0059
"""

from migrations.ddl import drop_guards, refuse

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

GUARDS = {"motion_text": ["words_of_a_draft_stay"], "amendment": ["draft_takes_no_amendment"]}
BRINGS_A_DRAFT = "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND motion.changes_to_id IS NOT NULL)"


def upgrade() -> None:
    """Make it so. What was reworded before stays on record as it was."""
    refuse("words_of_a_draft_stay", "motion_text", "INSERT", when=f"NEW.version > 1 AND {BRINGS_A_DRAFT}")
    refuse("draft_takes_no_amendment", "amendment", "INSERT", when=BRINGS_A_DRAFT)


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
