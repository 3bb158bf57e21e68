"""A motion comes on the agenda only if each name that somebody else entered under it is kept as a name on paper.

Revision: 0074, after 0073
"""

from migrations.ddl import drop_guards, refuse

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

GUARD = "name_entered_for_another_is_on_paper"
ACTS_FOR_THEM = (
    "EXISTS (SELECT 1 FROM membership AS held JOIN stand_in AS acts ON acts.membership_id = held.id"
    " WHERE held.person_id = given.person_id AND acts.person_id = given.entered_by)"
    " OR EXISTS (SELECT 1 FROM membership AS held JOIN joint_holder AS joint ON joint.membership_id = held.id"
    " WHERE held.person_id = given.person_id AND joint.person_id = given.entered_by)"
)
UNTOLD = (
    "EXISTS (SELECT 1 FROM motion_backing AS given WHERE given.motion_id = NEW.motion_id"
    " AND given.withdrawn_at IS NULL AND given.entered_by <> given.person_id"
    " AND NOT EXISTS (SELECT 1 FROM paper_name AS name WHERE name.motion_id = given.motion_id"
    " AND name.person_id = given.person_id AND name.part = given.backing AND name.amendment_n IS NULL)"
    f" AND NOT ({ACTS_FOR_THEM}))"
)


def upgrade() -> None:
    """Make it so. Of what was entered before names on paper were kept, the motion is proposed anew."""
    refuse(GUARD, "motion_step", "INSERT", when=f"NEW.to_state = 'admitted_to_agenda' AND {UNTOLD}")


def downgrade() -> None:
    """Undo it."""
    drop_guards("motion_step", [GUARD])
