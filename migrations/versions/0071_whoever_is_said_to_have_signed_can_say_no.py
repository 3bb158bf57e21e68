"""Whoever is said to have signed an instrument can say that they did not, and a wrong entry is taken back.

Revision: 0071, after 0070
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, drop_guards, refuse

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

SIGNATURES, STRIKES = "instrument_signature", "signature_strike"
KEY = ["course_id", "person_id", "n"]
GUARDS = {
    STRIKES: ["signature_strike_is_append_only", "signature_that_was_sent_is_not_taken_back"],
    SIGNATURES: ["member_signs_once", "signature_follows_its_denial"],
}
OF_THEM = "one.course_id = NEW.course_id AND one.person_id = NEW.person_id"
STRUCK = (
    "SELECT 1 FROM signature_strike AS struck WHERE struck.course_id = one.course_id"
    " AND struck.person_id = one.person_id AND struck.n = one.n"
)


FILING, THREE_QUARTERS = "statutory_filing", "instrument_is_signed_by_three_quarters"
MEMBERS = (
    "FROM membership_version AS member WHERE member.superseded_at IS NULL"
    " AND member.standing IN ('entered', 'suspended')"
    " AND member.valid_from <= NEW.sent_on AND (member.valid_to IS NULL OR member.valid_to > NEW.sent_on)"
)


def upgrade() -> None:
    """Make it so. Each signature of before is the first of its member."""
    with altering(SIGNATURES) as batch:
        batch.add_column(sa.Column("n", sa.Integer(), nullable=False, server_default="1"))
        batch.drop_constraint("pk_instrument_signature", type_="primary")
        batch.create_primary_key("pk_instrument_signature", KEY)
    with altering(SIGNATURES) as batch:
        batch.alter_column("n", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    op.create_table(
        STRIKES,
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False, comment="what was wrong with an entry that was taken back"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("why IN ('denied', 'taken_back')", name=op.f("ck_signature_strike_why_is_known")),
        sa.CheckConstraint(
            "(why = 'taken_back') = (reason <> '')", name=op.f("ck_signature_strike_signature_taken_back_says_why")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_signature_strike_entered_by")),
        sa.ForeignKeyConstraint(
            KEY, [f"{SIGNATURES}.{column}" for column in KEY], name="fk_signature_strike_is_of_a_signature"
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_signature_strike")),
    )
    guard()
    count(f" AND NOT EXISTS ({STRUCK})")


def guard() -> None:
    """Refuse a second signature beside one that counts, and one of before its bearer said no."""
    append_only(STRIKES)
    refuse(
        "signature_that_was_sent_is_not_taken_back",
        STRIKES,
        "INSERT",
        when="NEW.why = 'taken_back'"
        " AND EXISTS (SELECT 1 FROM statutory_filing AS sent WHERE sent.course_id = NEW.course_id)",
    )
    refuse(
        "member_signs_once",
        SIGNATURES,
        "INSERT",
        when=f"EXISTS (SELECT 1 FROM instrument_signature AS one WHERE {OF_THEM} AND NOT EXISTS ({STRUCK}))",
    )
    refuse(
        "signature_follows_its_denial",
        SIGNATURES,
        "INSERT",
        when=f"EXISTS (SELECT 1 FROM signature_strike AS one WHERE {OF_THEM} AND one.why = 'denied'"
        " AND NEW.signed_on < date(one.struck_at))",
    )


def count(signatures: str) -> None:
    """Refuse papers that are sent with too few of some signatures, each once of each who is a member that day."""
    drop_guards(FILING, [THREE_QUARTERS])
    signed = (
        "(SELECT COUNT(DISTINCT one.person_id) FROM instrument_signature AS one WHERE one.course_id = NEW.course_id"
        f" AND one.signed_on <= NEW.sent_on AND EXISTS (SELECT 1 {MEMBERS} AND member.person_id = one.person_id)"
        f"{signatures})"
    )
    instrument = "SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section = '119'"
    too_few = f"{signed} * 4 < (SELECT COUNT(*) {MEMBERS}) * 3"
    refuse(THREE_QUARTERS, FILING, "INSERT", when=f"EXISTS ({instrument}) AND {too_few}")


def downgrade() -> None:
    """Undo it; of a member who signed more than once only the first stays."""
    count("")
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table(STRIKES)
    with altering(SIGNATURES) as batch:
        batch.drop_constraint("pk_instrument_signature", type_="primary")
        batch.create_primary_key("pk_instrument_signature", KEY[:2])
        batch.drop_column("n")
