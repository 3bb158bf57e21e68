"""Statute lays down the course of a resolution.

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLES = (
    "statutory_course",
    "statutory_notice",
    "instrument_signature",
    "statutory_declaration",
    "statutory_filing",
    "statutory_registration",
)
GUARDS = {
    "statutory_course": ["statutory_course_is_append_only"],
    "statutory_notice": ["statutory_notice_is_append_only", "second_notice_follows_the_first_vote"],
    "division": ["confirming_division_has_its_notice"],
    "instrument_signature": ["instrument_signature_is_append_only", "only_an_instrument_is_signed"],
    "statutory_declaration": ["statutory_declaration_is_append_only"],
    "statutory_filing": [
        "statutory_filing_is_append_only",
        "copy_is_signed_by_the_chair",
        "instrument_goes_with_its_declaration",
    ],
    "statutory_registration": ["statutory_registration_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "statutory_course",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(section = '119') = (motion_id IS NULL)",
            name=op.f("ck_statutory_course_instrument_is_signed_and_not_moved"),
        ),
        sa.CheckConstraint(
            "section IN ('111', '113', '119', '120')", name=op.f("ck_statutory_course_section_is_known")
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["person.id"], name=op.f("fk_statutory_course_begun_by")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_statutory_course_motion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutory_course")),
        sa.UniqueConstraint("motion_id", name=op.f("uq_statutory_course_motion_id")),
    )
    op.create_table(
        "statutory_notice",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("meeting", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False, comment="when it counts as delivered"),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(meeting = 1) = (earliest_on IS NULL) AND (meeting = 1) = (latest_on IS NULL)",
            name=op.f("ck_statutory_notice_second_meeting_has_a_window"),
        ),
        sa.CheckConstraint("given_on < meeting_on", name=op.f("ck_statutory_notice_notice_comes_before")),
        sa.CheckConstraint(
            "meeting = 1 OR (earliest_on <= meeting_on AND meeting_on <= latest_on)",
            name=op.f("ck_statutory_notice_second_meeting_is_in_its_window"),
        ),
        sa.CheckConstraint("meeting IN (1, 2)", name=op.f("ck_statutory_notice_there_are_two_meetings")),
        sa.CheckConstraint("n >= 1", name=op.f("ck_statutory_notice_numbers_count_from_one")),
        sa.ForeignKeyConstraint(["course_id"], ["statutory_course.id"], name=op.f("fk_statutory_notice_course_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_statutory_notice_entered_by")),
        sa.PrimaryKeyConstraint("course_id", "meeting", "n", name=op.f("pk_statutory_notice")),
    )
    op.create_table(
        "instrument_signature",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["statutory_course.id"], name=op.f("fk_instrument_signature_course_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_instrument_signature_entered_by")),
        sa.ForeignKeyConstraint(
            ["membership_id", "person_id"],
            ["membership.id", "membership.person_id"],
            name=op.f("fk_instrument_signature_membership_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_instrument_signature")),
    )
    op.create_table(
        "statutory_declaration",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "capacity IN ('secretary', 'member')", name=op.f("ck_statutory_declaration_capacity_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["statutory_course.id"], name=op.f("fk_statutory_declaration_course_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_statutory_declaration_entered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statutory_declaration_person_id")),
        sa.PrimaryKeyConstraint("course_id", "person_id", name=op.f("pk_statutory_declaration")),
    )
    op.create_table(
        "statutory_filing",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "due_on", sa.Date(), nullable=True, comment="the last day that statute gives; NULL where it gives none"
        ),
        sa.Column("chair_id", sa.Uuid(), nullable=True, comment="who chaired the second meeting"),
        sa.Column("secretary_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "chair_id IS NULL OR chair_id <> secretary_id",
            name=op.f("ck_statutory_filing_signed_and_countersigned_by_two"),
        ),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_statutory_filing_chair_id")),
        sa.ForeignKeyConstraint(["course_id"], ["statutory_course.id"], name=op.f("fk_statutory_filing_course_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_statutory_filing_entered_by")),
        sa.ForeignKeyConstraint(["secretary_id"], ["person.id"], name=op.f("fk_statutory_filing_secretary_id")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_statutory_filing")),
    )
    op.create_table(
        "statutory_registration",
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["statutory_filing.course_id"], name=op.f("fk_statutory_registration_course_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_statutory_registration_entered_by")),
        sa.PrimaryKeyConstraint("course_id", name=op.f("pk_statutory_registration")),
    )
    for table in TABLES:
        append_only(table)
    guard_meetings()
    guard_filing()


def guard_meetings() -> None:
    """Refuse a second meeting without a first that carried, and its vote without its notice."""
    refuse(
        "second_notice_follows_the_first_vote",
        "statutory_notice",
        "INSERT",
        when="NEW.meeting = 2 AND NOT EXISTS (SELECT 1 FROM statutory_course AS course"
        " JOIN motion_step AS step ON step.motion_id = course.motion_id AND step.to_state = 'first_carried'"
        " WHERE course.id = NEW.course_id)",
    )
    refuse(
        "confirming_division_has_its_notice",
        "division",
        "INSERT",
        when="NEW.is_confirming AND NOT EXISTS (SELECT 1 FROM statutory_course AS course"
        " JOIN statutory_notice AS notice ON notice.course_id = course.id AND notice.meeting = 2"
        " WHERE course.motion_id = NEW.motion_id)",
    )


def guard_filing() -> None:
    """Refuse papers that do not bear the hands which statute asks for."""
    instrument = (
        "EXISTS (SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section = '119')"
    )
    refuse("only_an_instrument_is_signed", "instrument_signature", "INSERT", when=f"NOT {instrument}")
    refuse("copy_is_signed_by_the_chair", "statutory_filing", "INSERT", when=f"(NEW.chair_id IS NULL) <> {instrument}")
    refuse(
        "instrument_goes_with_its_declaration",
        "statutory_filing",
        "INSERT",
        when=f"{instrument} AND ((SELECT COUNT(*) FROM statutory_declaration AS declared"
        " WHERE declared.course_id = NEW.course_id AND declared.capacity = 'member') < 3"
        " OR NOT EXISTS (SELECT 1 FROM statutory_declaration AS declared"
        " WHERE declared.course_id = NEW.course_id AND declared.capacity = 'secretary'))",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table in reversed(TABLES):
        op.drop_table(table)
