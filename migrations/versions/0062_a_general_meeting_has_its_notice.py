"""A vote of the members at a meeting has its notice, and a vote at a meeting ends with the meeting's day.

Revision: 0062, after 0061
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, is_sqlite, refuse

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE = "motion_notice"
GUARDS = [
    "motion_notice_is_append_only",
    "motion_notice_names_no_day_before_its_motion",
    "motion_notice_counts_from_its_entry",
    "motion_notice_leaves_its_clear_days",
    "motion_notice_is_of_members_at_a_meeting",
    "motion_notice_comes_before_its_vote",
]
OF_DIVISIONS = ["vote_at_a_general_meeting_has_its_notice", "vote_at_a_meeting_ends_with_its_day"]


def upgrade() -> None:
    """Make it so."""
    create()
    guard_notices()
    guard_votes()


def create() -> None:
    """Make the table of notices."""
    op.create_table(
        TABLE,
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False, comment="by whom and how, where it was not sent from here"),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column(
            "counts_from",
            sa.Date(),
            nullable=False,
            comment="the day of its delivery, or of its entry where that is later",
        ),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False, comment="where, at what hour, and how to take part"),
        sa.Column("clear_days", sa.Integer(), nullable=False, comment="that the rules ask for between the two days"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("given IN ('sent', 'otherwise')", name=op.f("ck_motion_notice_given_is_known")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_motion_notice_numbers_count_from_one")),
        sa.CheckConstraint("clear_days >= 1", name=op.f("ck_motion_notice_notice_has_clear_days")),
        sa.CheckConstraint("given_on <= counts_from", name=op.f("ck_motion_notice_notice_counts_once_it_is_given")),
        sa.CheckConstraint("(given = 'otherwise') = (told <> '')", name=op.f("ck_motion_notice_other_way_is_told")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_notice_motion_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_motion_notice_entered_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_motion_notice")),
    )


def guard_notices() -> None:
    """Refuse a notice that counts from too early or leaves too few days, and one of what needs none or is voted on."""
    append_only(TABLE)
    refuse(
        "motion_notice_names_no_day_before_its_motion",
        TABLE,
        "INSERT",
        when="EXISTS (SELECT 1 FROM motion_step AS step WHERE step.motion_id = NEW.motion_id AND step.n = 1"
        " AND NEW.given_on < step.dated_on)",
    )
    refuse("motion_notice_counts_from_its_entry", TABLE, "INSERT", when="NEW.counts_from < date(NEW.entered_at)")
    earliest = "NEW.counts_from + NEW.clear_days + 1"
    if is_sqlite():
        earliest = "date(NEW.counts_from, '+' || (NEW.clear_days + 1) || ' days')"
    refuse("motion_notice_leaves_its_clear_days", TABLE, "INSERT", when=f"NEW.meeting_on < {earliest}")
    refuse(
        "motion_notice_is_of_members_at_a_meeting",
        TABLE,
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
        " AND motion.way = 'meeting' AND motion.deciders = 'members')",
    )
    refuse(
        "motion_notice_comes_before_its_vote",
        TABLE,
        "INSERT",
        when="EXISTS (SELECT 1 FROM division AS vote WHERE vote.motion_id = NEW.motion_id"
        " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = vote.id))",
    )


def guard_votes() -> None:
    """Refuse a vote at a general meeting without notice of its day, and one that outlasts its day.

    A second call is held later than the day of the notice. A day of the mutual begins up to an hour before that of
    the clock that the database keeps, and the longest has 25 hours.
    """
    today = ("date(NEW.opens_at)", "date(NEW.opens_at + interval '1 hour')")
    is_too_long = "NEW.closes_at > NEW.opens_at + interval '25 hours'"
    if is_sqlite():
        today = ("date(NEW.opens_at)", "date(NEW.opens_at, '+1 hour')")
        is_too_long = "(julianday(NEW.closes_at) - julianday(NEW.opens_at)) * 24 > 25.001"
    at_a_meeting = "SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND motion.way = 'meeting'"
    is_its_day = f"notice.meeting_on IN ({', '.join(today)}) OR (notice.meeting_on < {today[1]} AND NEW.call > 1)"
    refuse(
        "vote_at_a_general_meeting_has_its_notice",
        "division",
        "INSERT",
        when=f"NEW.amendment_n IS NULL AND EXISTS ({at_a_meeting} AND motion.deciders = 'members')"
        " AND NOT EXISTS (SELECT 1 FROM statutory_course AS course WHERE course.motion_id = NEW.motion_id)"
        " AND NOT EXISTS (SELECT 1 FROM motion_notice AS notice WHERE notice.motion_id = NEW.motion_id"
        f" AND ({is_its_day}))",
    )
    refuse(
        "vote_at_a_meeting_ends_with_its_day",
        "division",
        "INSERT",
        when=f"EXISTS ({at_a_meeting}) AND {is_too_long}",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("division", OF_DIVISIONS)
    drop_guards(TABLE, GUARDS)
    op.drop_table(TABLE)
