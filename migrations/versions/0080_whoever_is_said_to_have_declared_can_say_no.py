"""Whoever is said to have declared on an instrument of dissolution can say that they did not; then it does not count.

Revision: 0080, after 0079
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

DENIALS, FILING, KEPT = "declaration_denial", "statutory_filing", "declaration_denial_is_append_only"
DECLARED = "instrument_goes_with_its_declaration"
KEY = ["course_id", "person_id"]
INSTRUMENT = "SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section = '119'"
NOT_DENIED = (
    " AND NOT EXISTS (SELECT 1 FROM declaration_denial AS denied"
    " WHERE denied.course_id = declared.course_id AND denied.person_id = declared.person_id)"
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        DENIALS,
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            KEY, [f"statutory_declaration.{column}" for column in KEY], name="fk_declaration_denial_is_of_a_declaration"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_declaration_denial_entered_by")),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_declaration_denial")),
    )
    append_only(DENIALS)
    _goes_with(NOT_DENIED)


def downgrade() -> None:
    """Undo it."""
    _goes_with("")
    drop_guards(DENIALS, [KEPT])
    op.drop_table(DENIALS)


def _goes_with(that: str) -> None:
    """Refuse papers without the declarations that statute asks for, of those that count."""
    drop_guards(FILING, [DECLARED])
    made = f"statutory_declaration AS declared WHERE declared.course_id = NEW.course_id{that}"
    refuse(
        DECLARED,
        FILING,
        "INSERT",
        when=f"EXISTS ({INSTRUMENT}) AND ((SELECT COUNT(*) FROM {made} AND declared.capacity = 'member') < 3"
        f" OR NOT EXISTS (SELECT 1 FROM {made} AND declared.capacity = 'secretary'))",
    )
