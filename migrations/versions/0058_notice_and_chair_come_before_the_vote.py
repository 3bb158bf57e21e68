"""The notice of a statutory vote follows what it tells of, and is entered before its meeting.

Revision: 0058, after 0050
"""

from migrations.ddl import drop_guards, refuse

revision = "0058"
down_revision = "0050"
branch_labels = None
depends_on = None

GUARDS = {
    "statutory_notice": [
        "notice_names_no_day_before_its_motion",
        "meeting_follows_the_entry_of_its_notice",
        "notice_comes_before_its_vote",
    ],
}
OF_ITS_COURSE = "SELECT 1 FROM statutory_course AS course JOIN {} WHERE course.id = NEW.course_id AND "


def upgrade() -> None:
    """Make it so."""
    guard_notices()


def guard_notices() -> None:
    """Refuse a notice of what was not proposed or carried yet, one of today, and one of what is voted on."""
    steps = OF_ITS_COURSE.format("motion_step AS step ON step.motion_id = course.motion_id")
    votes = OF_ITS_COURSE.format("division AS vote ON vote.motion_id = course.motion_id")
    refuse(
        "notice_names_no_day_before_its_motion",
        "statutory_notice",
        "INSERT",
        when=f"EXISTS ({steps} NEW.given_on < step.dated_on"
        " AND (step.n = 1 OR (NEW.meeting = 2 AND step.to_state = 'first_carried')))",
    )
    refuse(
        "meeting_follows_the_entry_of_its_notice",
        "statutory_notice",
        "INSERT",
        when="NEW.meeting_on <= date(NEW.entered_at)",
    )
    refuse(
        "notice_comes_before_its_vote",
        "statutory_notice",
        "INSERT",
        when=f"EXISTS ({votes} vote.is_confirming = (NEW.meeting = 2) AND vote.amendment_n IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = vote.id))",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
