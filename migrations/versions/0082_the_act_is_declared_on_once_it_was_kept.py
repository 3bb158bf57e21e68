"""That the Act was complied with is declared once the instrument is approved, and again if it was too early.

A declaration of before that counts for nothing. It is asked for under section 120 as under section 119.

Revision: 0082, after 0081
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, is_sqlite, refuse

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

AGAIN, FILING = "repeated_declaration", "statutory_filing"
DECLARED = "instrument_goes_with_its_declaration"
GUARDS = [
    "repeated_declaration_is_append_only",
    "repeated_declaration_is_of_no_day_to_come",
    "declaration_is_repeated_on_a_later_day",
]
KEY = ["course_id", "person_id"]
THEIRS = "{0}.course_id = {1}.course_id AND {0}.person_id = {1}.person_id"
NOT_DENIED = (
    " AND NOT EXISTS (SELECT 1 FROM declaration_denial AS denied"
    " WHERE denied.course_id = declared.course_id AND denied.person_id = declared.person_id"
    " AND (denied.entered_by = denied.person_id OR NOT EXISTS (SELECT 1 FROM declaration_upheld AS so"
    " WHERE so.course_id = denied.course_id AND so.person_id = denied.person_id)))"
)
MEMBERS = (
    "FROM membership_version AS member WHERE member.superseded_at IS NULL"
    " AND member.standing IN ('entered', 'suspended')"
    " AND member.valid_from <= NEW.sent_on AND (member.valid_to IS NULL OR member.valid_to > NEW.sent_on)"
)
SIGNED = (
    "(SELECT COUNT(DISTINCT one.person_id) FROM instrument_signature AS one WHERE one.course_id = NEW.course_id"
    f" AND one.signed_on <= {{day}} AND EXISTS (SELECT 1 {MEMBERS} AND member.person_id = one.person_id)"
    " AND NOT EXISTS (SELECT 1 FROM signature_strike AS struck WHERE struck.course_id = one.course_id"
    " AND struck.person_id = one.person_id AND struck.n = one.n))"
)
# Three quarters had signed by that day, or the second meeting had confirmed it.
APPROVED = (
    f"(({SIGNED} * 4 >= (SELECT COUNT(*) {MEMBERS}) * 3"
    " AND EXISTS (SELECT 1 FROM statutory_course AS of_it WHERE of_it.id = NEW.course_id AND of_it.section = '119'))"
    " OR EXISTS (SELECT 1 FROM statutory_course AS of_it"
    " JOIN motion_step AS step ON step.motion_id = of_it.motion_id AND step.to_state = 'confirmed'"
    " WHERE of_it.id = NEW.course_id AND step.dated_on <= {day}))"
)


def upgrade() -> None:
    """Make it so. What was sent before stays as it was sent."""
    op.create_table(
        AGAIN,
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n >= 2", name=op.f("ck_repeated_declaration_first_declaration_is_no_repetition")),
        sa.ForeignKeyConstraint(
            KEY,
            [f"statutory_declaration.{column}" for column in KEY],
            name="fk_repeated_declaration_is_of_a_declaration",
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_repeated_declaration_entered_by")),
        sa.PrimaryKeyConstraint(*KEY, "n", name=op.f("pk_repeated_declaration")),
    )
    append_only(AGAIN)
    # A day more, for where it is already tomorrow by the mutual's own clock.
    latest = "date(NEW.entered_at, '+1 day')" if is_sqlite() else "date(NEW.entered_at) + 1"
    refuse("repeated_declaration_is_of_no_day_to_come", AGAIN, "INSERT", when=f"NEW.made_on > {latest}")
    before = " UNION ALL ".join(
        f"SELECT one.made_on FROM {table} AS one WHERE {THEIRS.format('one', 'NEW')}"
        for table in ("statutory_declaration", AGAIN)
    )
    refuse(
        "declaration_is_repeated_on_a_later_day",
        AGAIN,
        "INSERT",
        when=f"NEW.made_on <= (SELECT MAX(made.made_on) FROM ({before}) AS made)",
    )
    again = f"SELECT 1 FROM {AGAIN} AS again WHERE {THEIRS.format('again', 'declared')}"
    in_time = APPROVED.format(day="declared.made_on")
    again_in_time = f"EXISTS ({again} AND {APPROVED.format(day='again.made_on')})"
    _goes_with(f"{NOT_DENIED} AND ({in_time} OR {again_in_time})", sections="'119', '120'")


def downgrade() -> None:
    """Undo it."""
    _goes_with(NOT_DENIED, sections="'119'")
    drop_guards(AGAIN, GUARDS)
    op.drop_table(AGAIN)


def _goes_with(that: str, *, sections: str) -> None:
    """Refuse papers without the declarations that statute asks for, of those that count."""
    drop_guards(FILING, [DECLARED])
    of_it = (
        f"SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section IN ({sections})"
    )
    made = f"statutory_declaration AS declared WHERE declared.course_id = NEW.course_id{that}"
    refuse(
        DECLARED,
        FILING,
        "INSERT",
        when=f"EXISTS ({of_it}) AND ((SELECT COUNT(*) FROM {made} AND declared.capacity = 'member') < 3"
        f" OR NOT EXISTS (SELECT 1 FROM {made} AND declared.capacity = 'secretary'))",
    )
