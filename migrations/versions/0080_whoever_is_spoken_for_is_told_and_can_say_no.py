"""Whoever is said to have declared, or is named where nothing reaches them, is told and can say no.

A declaration on an instrument of dissolution that is denied does not count. What an officer denied for somebody, of
that or of a signature, their own word sets in force again; and nobody denies for another what they entered themselves.
Whoever is named in a motion and cannot be written to loses no vote before a second officer has told them, and a day
after that.

Revision: 0080, after 0079
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, is_sqlite, refuse

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

DENIALS, UPHELD, FILING = "declaration_denial", "declaration_upheld", "statutory_filing"
SIGNATURES, STRIKES = "instrument_signature", "signature_strike"
AGAIN = "denied_signature_is_not_entered_again"
DENIAL_GUARDS = ["declaration_denial_is_append_only", "own_declaration_is_denied_by_who_made_it"]
UPHELD_GUARDS = ["declaration_upheld_is_append_only", "declaration_is_upheld_against_another"]
OWN_STRIKE = "own_signature_is_struck_by_who_signed"
DECLARED = "instrument_goes_with_its_declaration"
KEY = ["course_id", "person_id"]
INSTRUMENT = "SELECT 1 FROM statutory_course AS course WHERE course.id = NEW.course_id AND course.section = '119'"
IS_UPHELD = (
    "EXISTS (SELECT 1 FROM declaration_upheld AS so"
    " WHERE so.course_id = {0}.course_id AND so.person_id = {0}.person_id)"
)
NOT_DENIED = (
    " AND NOT EXISTS (SELECT 1 FROM declaration_denial AS denied"
    " WHERE denied.course_id = declared.course_id AND denied.person_id = declared.person_id"
    f" AND (denied.entered_by = denied.person_id OR NOT {IS_UPHELD.format('denied')}))"
)

UNSENT, TOLD, BARS = "unsent_naming", "named_by_word", "division_bar"
NAMINGS = {
    UNSENT: ["unsent_naming_is_append_only"],
    TOLD: ["named_by_word_is_append_only", "another_than_who_named_tells"],
    BARS: ["whoever_nothing_reached_was_told"],
}
PART = ["motion_id", "person_id", "part"]
IS_SETTLED = (
    "(EXISTS (SELECT 1 FROM naming_agreement AS so WHERE so.motion_id = put.motion_id AND so.person_id = NEW.person_id)"
    " OR EXISTS (SELECT 1 FROM objection_ruling AS ruled"
    " WHERE ruled.motion_id = put.motion_id AND ruled.person_id = NEW.person_id"
    " AND EXISTS (SELECT 1 FROM motion_objection AS objected WHERE objected.motion_id = ruled.motion_id"
    " AND objected.person_id = ruled.person_id AND objected.objected_at <= ruled.ruled_at))"
    " OR EXISTS (SELECT 1 FROM motion_interest AS own WHERE own.motion_id = put.motion_id"
    " AND own.person_id = NEW.person_id AND own.ground = 'own_word'))"
)


def upgrade() -> None:
    """Make it so. Whoever was named before is not known to have been out of reach."""
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
        sa.PrimaryKeyConstraint(*KEY, "entered_by", name=op.f("pk_declaration_denial")),
    )
    op.create_table(
        UPHELD,
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("upheld_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            KEY, [f"statutory_declaration.{column}" for column in KEY], name="fk_declaration_upheld_is_of_a_declaration"
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_declaration_upheld")),
    )
    guard_own_words()
    _goes_with(NOT_DENIED)
    _keep_who_was_told()
    guard_namings()


def guard_own_words() -> None:
    """Refuse to deny for another what is their own word, and to set in force again what they denied themselves."""
    append_only(DENIALS)
    append_only(UPHELD)
    own = "SELECT 1 FROM {} AS own WHERE own.course_id = NEW.course_id AND own.person_id = NEW.person_id{}"
    by_them = " AND own.entered_by = own.person_id"
    made = f"EXISTS ({own.format('statutory_declaration', by_them)}) OR {IS_UPHELD.format('NEW')}"
    refuse(DENIAL_GUARDS[1], DENIALS, "INSERT", when=f"NEW.entered_by <> NEW.person_id AND ({made})")
    denied = own.format(DENIALS, " AND own.entered_by {} own.person_id")
    refuse(
        UPHELD_GUARDS[1],
        UPHELD,
        "INSERT",
        when=f"EXISTS ({denied.format('=')}) OR NOT EXISTS ({denied.format('<>')})",
    )
    signed = own.format(SIGNATURES, f"{by_them} AND own.n = NEW.n")
    refuse(OWN_STRIKE, STRIKES, "INSERT", when=f"NEW.entered_by <> NEW.person_id AND EXISTS ({signed})")
    _not_again(" AND (own.entered_by = own.person_id OR NEW.entered_by <> NEW.person_id)")


def _not_again(of_whom: str) -> None:
    """Refuse a signature after it was denied, by some."""
    drop_guards(SIGNATURES, [AGAIN])
    denied = (
        "SELECT 1 FROM signature_strike AS own WHERE own.course_id = NEW.course_id AND own.person_id = NEW.person_id"
        f" AND own.why = 'denied'{of_whom}"
    )
    refuse(AGAIN, SIGNATURES, "INSERT", when=f"EXISTS ({denied})")


def _keep_who_was_told() -> None:
    part = sa.CheckConstraint("part IN ('interest', 'concern')", name=op.f("ck_unsent_naming_part_is_known"))
    op.create_table(
        UNSENT,
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        part,
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_unsent_naming_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unsent_naming_person_id")),
        sa.PrimaryKeyConstraint(*PART, name=op.f("pk_unsent_naming")),
    )
    op.create_table(
        TOLD,
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("told_by_way", sa.String(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "told_by_way IN ('paper', 'telephone', 'in_person')", name=op.f("ck_named_by_word_told_by_way_is_known")
        ),
        sa.CheckConstraint("told_by <> person_id", name=op.f("ck_named_by_word_is_told_by_another")),
        sa.ForeignKeyConstraint(
            PART, [f"{UNSENT}.{column}" for column in PART], name="fk_named_by_word_is_of_an_unsent_naming"
        ),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_named_by_word_told_by")),
        sa.PrimaryKeyConstraint(*PART, name=op.f("pk_named_by_word")),
    )


def guard_namings() -> None:
    """Refuse to take the vote of whoever nothing reached before another than who named them has told them."""
    append_only(UNSENT)
    append_only(TOLD)
    named = "SELECT 1 FROM {} AS named WHERE named.motion_id = NEW.motion_id AND named.person_id = NEW.person_id"
    by_them = " OR ".join(
        f"EXISTS ({named.format(table)} AND named.named_by = NEW.told_by)"
        for table in ("motion_interest", "motion_concern")
    )
    refuse("another_than_who_named_tells", TOLD, "INSERT", when=by_them)
    # A clear day is never shorter, whatever the clocks do in that night.
    in_time = "told.told_at <= put.called_at - interval '23 hours'"
    if is_sqlite():
        in_time = "(julianday(put.called_at) - julianday(told.told_at)) * 24 >= 22.999"
    told = "told.motion_id = unsent.motion_id AND told.person_id = unsent.person_id AND told.part = unsent.part"
    back = "back.motion_id = unsent.motion_id AND back.person_id = unsent.person_id AND back.part = unsent.part"
    refuse(
        "whoever_nothing_reached_was_told",
        BARS,
        "INSERT",
        when="NEW.bar IN ('declared_interest', 'in_question') AND EXISTS (SELECT 1 FROM division AS put"
        " JOIN motion ON motion.id = put.motion_id AND motion.way IN ('written', 'ballot')"
        " JOIN unsent_naming AS unsent ON unsent.motion_id = put.motion_id AND unsent.person_id = NEW.person_id"
        " WHERE put.id = NEW.division_id"
        f" AND NOT EXISTS (SELECT 1 FROM naming_taken_back AS back WHERE {back})"
        f" AND NOT EXISTS (SELECT 1 FROM named_by_word AS told WHERE {told} AND {in_time}) AND NOT {IS_SETTLED})",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in NAMINGS.items():
        drop_guards(table, guards)
    op.drop_table(TOLD)
    op.drop_table(UNSENT)
    _goes_with("")
    _not_again("")
    drop_guards(STRIKES, [OWN_STRIKE])
    for table, guards in {UPHELD: UPHELD_GUARDS, DENIALS: DENIAL_GUARDS}.items():
        drop_guards(table, guards)
        op.drop_table(table)


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
