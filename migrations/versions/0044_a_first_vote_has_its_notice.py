"""The first vote of a resolution whose course statute lays down has its notice, like the second.

Revision: 0044, after 0043
"""

from migrations.ddl import drop_guards, refuse

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "division"
GUARD = "first_division_has_its_notice"


def upgrade() -> None:
    """Make it so."""
    refuse(
        GUARD,
        TABLE,
        "INSERT",
        when="NOT NEW.is_confirming AND NEW.amendment_n IS NULL AND EXISTS (SELECT 1 FROM statutory_course AS course"
        " WHERE course.motion_id = NEW.motion_id AND NOT EXISTS (SELECT 1 FROM statutory_notice AS notice"
        " WHERE notice.course_id = course.id AND notice.meeting = 1))",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards(TABLE, [GUARD])
