"""An instrument of dissolution is sent with the signatures of three quarters of those who are members that day.

Revision: 0069, after 0068
"""

from migrations.ddl import drop_guards, refuse

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

GUARD = "instrument_is_signed_by_three_quarters"
MEMBERS = (
    "FROM membership_version AS member WHERE member.superseded_at IS NULL"
    " AND member.standing IN ('entered', 'suspended')"
    " AND member.valid_from <= NEW.sent_on AND (member.valid_to IS NULL OR member.valid_to > NEW.sent_on)"
)
SIGNED = (
    "(SELECT COUNT(*) FROM instrument_signature AS signed WHERE signed.course_id = NEW.course_id"
    f" AND signed.signed_on <= NEW.sent_on AND EXISTS (SELECT 1 {MEMBERS} AND member.person_id = signed.person_id))"
)
IS_INSTRUMENT = (
    "EXISTS (SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section = '119')"
)


def upgrade() -> None:
    """Make it so. What was sent before stays as it was sent."""
    refuse(
        GUARD,
        "statutory_filing",
        "INSERT",
        when=f"{IS_INSTRUMENT} AND {SIGNED} * 4 < (SELECT COUNT(*) {MEMBERS}) * 3",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("statutory_filing", [GUARD])
