"""Somebody entered as in the room by mistake is taken out again, until hands are counted; a vote by name stays.

Revision: 0043, after 0042
"""

from migrations.ddl import append_only, drop_guards, kept, refuse

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE = "division_mark"
BEFORE = "division_mark_is_append_only"
AFTER = "division_mark_stays"
IN_THE_ROOM_AND_NOT_COUNTED = (
    "OLD.way = 'hands'"
    " AND NOT EXISTS (SELECT 1 FROM hands_count AS counted WHERE counted.division_id = OLD.division_id)"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS outcome WHERE outcome.division_id = OLD.division_id)"
    " AND EXISTS (SELECT 1 FROM division WHERE division.id = OLD.division_id AND division.closed_at IS NULL)"
)


def upgrade() -> None:
    """Make it so."""
    drop_guards(TABLE, [BEFORE])
    refuse(AFTER, TABLE, "UPDATE")
    kept(TABLE, AFTER, unless=IN_THE_ROOM_AND_NOT_COUNTED)


def downgrade() -> None:
    """Undo it."""
    drop_guards(TABLE, [AFTER])
    append_only(TABLE, guard=BEFORE)
