"""What the registrar answered is entered by one, and takes effect once another has compared it with the paper.

Revision: 0076, after 0075
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

REPORTS, WORDS = "registration_report", "registration_word"
GUARDS = {
    WORDS: ["registration_word_is_append_only", "registration_is_confirmed_by_another"],
    REPORTS: ["registration_report_is_append_only", "registration_is_reported_once"],
    "statutory_registration": ["statutory_registration_is_confirmed"],
    "rule_set_registration": ["registration_of_rules_is_confirmed"],
}
CONFIRMED = (
    "SELECT 1 FROM registration_report AS report JOIN registration_word AS word"
    " ON word.report_id = report.id AND word.is_so WHERE report.registered_on = NEW.registered_on"
)


def upgrade() -> None:
    """Make it so. What was registered before stays as it is."""
    op.create_table(
        REPORTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("rule_set_id", sa.Uuid(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False, comment="by which the registrar's answer is found again"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(course_id IS NULL) <> (rule_set_id IS NULL)",
            name=op.f("ck_registration_report_registration_is_of_one_thing"),
        ),
        sa.CheckConstraint("reference <> ''", name=op.f("ck_registration_report_registration_names_its_paper")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["statutory_filing.course_id"], name=op.f("fk_registration_report_course_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_registration_report_entered_by")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_registration_report_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_report")),
    )
    op.create_table(
        WORDS,
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_so", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_word_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["registration_report.id"], name=op.f("fk_registration_word_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_registration_word")),
    )
    guard()


def guard() -> None:
    """Refuse a registration that one person alone stands for; the first rules rest on the founders' decision."""
    append_only(REPORTS)
    append_only(WORDS)
    refuse(
        "registration_is_reported_once",
        REPORTS,
        "INSERT",
        when="EXISTS (SELECT 1 FROM registration_report AS before"
        " WHERE (before.course_id = NEW.course_id OR before.rule_set_id = NEW.rule_set_id)"
        " AND NOT EXISTS"
        " (SELECT 1 FROM registration_word AS word WHERE word.report_id = before.id AND NOT word.is_so))",
    )
    refuse(
        "registration_is_confirmed_by_another",
        WORDS,
        "INSERT",
        when="EXISTS (SELECT 1 FROM registration_report AS report WHERE report.id = NEW.report_id"
        " AND report.entered_by = NEW.person_id)",
    )
    refuse(
        "statutory_registration_is_confirmed",
        "statutory_registration",
        "INSERT",
        when=f"NOT EXISTS ({CONFIRMED} AND report.course_id = NEW.course_id)",
    )
    refuse(
        "registration_of_rules_is_confirmed",
        "rule_set_registration",
        "INSERT",
        when="EXISTS (SELECT 1 FROM rule_set_registration)"
        f" AND NOT EXISTS ({CONFIRMED} AND report.rule_set_id = NEW.rule_set_id)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table(WORDS)
    op.drop_table(REPORTS)
