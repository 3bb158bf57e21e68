"""Whether a wording corrects a slip is ruled on by another, and its seconder takes back their own word alone.

Revision: 0056, after 0055
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, changes_only, drop_guards, refuse

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

GUARDS = {
    "slip_ruling": ["slip_ruling_is_append_only", "slip_is_ruled_on_by_another"],
    "amendment": ["words_of_the_notice_take_only_slips"],
    "amendment_outcome": ["slip_is_ruled_on_before_it_is_agreed", "amendment_is_withdrawn_by_its_proposer"],
    "motion_backing": ["name_is_put_to_the_text_that_stands", "text_that_was_backed_stays_on_record"],
    "motion_step": ["moved_motion_is_withdrawn_with_leave"],
    "motion_text": ["text_that_others_stand_behind_stays"],
    "motion_translation": ["motion_translation_is_append_only"],
    "translation_ruling": ["translation_ruling_is_append_only", "translation_is_confirmed_by_another"],
    "seconding_withdrawal": ["seconding_withdrawal_is_append_only", "only_a_seconder_takes_their_name_back"],
}
SECONDED = "amendment_is_seconded_by_another"
STANDS_BEHIND_IT = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
    " AND (filed.proposed_by = NEW.ruled_by OR filed.seconded_by = NEW.ruled_by))"
    " OR EXISTS (SELECT 1 FROM amendment_seconding AS said WHERE said.motion_id = NEW.motion_id AND said.n = NEW.n"
    " AND said.person_id = NEW.ruled_by)"
    " OR EXISTS (SELECT 1 FROM motion_backing AS behind WHERE behind.motion_id = NEW.motion_id"
    " AND behind.person_id = NEW.ruled_by AND behind.backing = 'proposer')"
)
SAID_TO_BE_A_SLIP = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
    " AND filed.is_clerical)"
)
RULED_TO_BE_ONE = (
    "EXISTS (SELECT 1 FROM slip_ruling AS ruled WHERE ruled.motion_id = NEW.motion_id AND ruled.n = NEW.n"
    " AND ruled.is_slip)"
)
IN_THE_WORDS_OF_ITS_NOTICE = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
    " AND (motion.kind IN ('special', 'extraordinary') OR motion.changes_to_id IS NOT NULL))"
)
THE_AMENDMENT = "FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
PROPOSED_BY_THEM_OR_ON_PAPER = (
    f"EXISTS (SELECT 1 {THE_AMENDMENT} AND (filed.proposed_by = NEW.person_id OR filed.seconded_by IS NOT NULL))"
)
STANDS = (
    "NOT EXISTS (SELECT 1 FROM seconding_withdrawal AS back WHERE back.motion_id = NEW.motion_id AND back.n = NEW.n"
    " AND back.person_id = {})"
)
SECONDED_ALREADY = (
    f"EXISTS (SELECT 1 {THE_AMENDMENT} AND (filed.proposed_by = NEW.person_id"
    f" OR (filed.seconded_by IS NOT NULL AND {STANDS.format('filed.seconded_by')})))"
    " OR EXISTS (SELECT 1 FROM amendment_seconding AS said WHERE said.motion_id = NEW.motion_id AND said.n = NEW.n"
    f" AND {STANDS.format('said.person_id')})"
)
HAD_SECONDED = (
    f"(EXISTS (SELECT 1 {THE_AMENDMENT} AND filed.seconded_by = NEW.person_id)"
    " OR EXISTS (SELECT 1 FROM amendment_seconding AS said WHERE said.motion_id = NEW.motion_id AND said.n = NEW.n"
    " AND said.person_id = NEW.person_id))"
)
OTHERS_STAND_BEHIND_IT = (
    "(EXISTS (SELECT 1 FROM motion_backing AS behind WHERE behind.motion_id = NEW.motion_id"
    " AND behind.backing <> 'proposer' AND behind.withdrawn_at IS NULL)"
    " OR EXISTS (SELECT 1 FROM motion_step AS taken WHERE taken.motion_id = NEW.motion_id AND taken.n > 1))"
)
AMENDED_SO = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id"
    " AND CAST(filed.text AS TEXT) = CAST(NEW.text AS TEXT))"
)
FOUND_RIGHT = (
    "EXISTS (SELECT 1 FROM motion_translation AS given JOIN translation_ruling AS ruled"
    " ON ruled.motion_id = given.motion_id AND ruled.n = given.n AND ruled.is_right"
    " WHERE given.motion_id = NEW.motion_id AND given.base_version = NEW.version - 1)"
)
WRITTEN_BY_THEM = (
    "EXISTS (SELECT 1 FROM motion_translation AS given WHERE given.motion_id = NEW.motion_id AND given.n = NEW.n"
    " AND given.written_by = NEW.ruled_by)"
    " OR EXISTS (SELECT 1 FROM motion_backing AS behind WHERE behind.motion_id = NEW.motion_id"
    " AND behind.person_id = NEW.ruled_by AND behind.backing = 'proposer')"
)
WAS_MOVED = (
    "EXISTS (SELECT 1 FROM motion_step AS moved WHERE moved.motion_id = NEW.motion_id AND moved.to_state = 'moved'"
    " AND NOT EXISTS (SELECT 1 FROM motion_step AS fell WHERE fell.motion_id = moved.motion_id AND fell.n > moved.n"
    " AND fell.to_state = 'fell_inquorate'))"
)
# Entered by another person, by those who decide the motion, and not before it was moved.
GAVE_LEAVE = (
    "EXISTS (SELECT 1 FROM decision AS leave JOIN motion ON motion.id = NEW.motion_id"
    " WHERE leave.id = NEW.leave_id AND leave.entered_by <> NEW.actor_id"
    " AND leave.body = CASE motion.deciders WHEN 'board' THEN 'board' ELSE 'general_meeting' END"
    " AND leave.decided_on >= (SELECT max(moved.dated_on) FROM motion_step AS moved"
    " WHERE moved.motion_id = NEW.motion_id AND moved.to_state = 'moved'))"
)


def upgrade() -> None:
    """Make it so."""
    _rule_on_slips()
    _let_a_seconder_go()
    _know_which_text_was_backed()
    _give_leave()
    _confirm_translations()


def _rule_on_slips() -> None:
    op.create_table(
        "slip_ruling",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_slip", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) >= 1", name=op.f("ck_slip_ruling_reason_is_told")),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"], ["amendment.motion_id", "amendment.n"], name=op.f("fk_slip_ruling_motion_id_n")
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_slip_ruling_ruled_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_slip_ruling")),
    )
    append_only("slip_ruling")
    refuse("slip_is_ruled_on_by_another", "slip_ruling", "INSERT", when=STANDS_BEHIND_IT)
    refuse(
        "words_of_the_notice_take_only_slips",
        "amendment",
        "INSERT",
        when=f"NOT NEW.is_clerical AND {IN_THE_WORDS_OF_ITS_NOTICE}",
    )
    refuse(
        "slip_is_ruled_on_before_it_is_agreed",
        "amendment_outcome",
        "INSERT",
        when=f"NEW.outcome IN ('accepted', 'carried') AND {SAID_TO_BE_A_SLIP} AND NOT {RULED_TO_BE_ONE}",
    )


def _let_a_seconder_go() -> None:
    op.create_table(
        "seconding_withdrawal",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"], ["amendment.motion_id", "amendment.n"], name=op.f("fk_seconding_withdrawal_motion_id_n")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seconding_withdrawal_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "n", "person_id", name=op.f("pk_seconding_withdrawal")),
    )
    append_only("seconding_withdrawal")
    refuse("only_a_seconder_takes_their_name_back", "seconding_withdrawal", "INSERT", when=f"NOT {HAD_SECONDED}")
    refuse(
        "amendment_is_withdrawn_by_its_proposer",
        "amendment_outcome",
        "INSERT",
        when=f"NEW.outcome = 'withdrawn' AND EXISTS (SELECT 1 {THE_AMENDMENT} AND filed.proposed_by <> NEW.settled_by)",
    )
    drop_guards("amendment_seconding", [SECONDED])
    _seconded_by("motion_id", "n", "person_id")
    refuse(SECONDED, "amendment_seconding", "INSERT", when=SECONDED_ALREADY)


def _seconded_by(*key: str) -> None:
    with altering("amendment_seconding") as batch:
        batch.drop_constraint(op.f("pk_amendment_seconding"), type_="primary")
        batch.create_primary_key(op.f("pk_amendment_seconding"), list(key))


def _know_which_text_was_backed() -> None:
    with altering("motion_backing") as batch:
        batch.add_column(
            sa.Column("text_version", sa.Integer(), nullable=True, comment="that they read; NULL before it was kept")
        )
        batch.create_foreign_key(
            "fk_motion_backing_is_to_a_text",
            "motion_text",
            ["motion_id", "text_version"],
            ["motion_id", "version"],
        )
    refuse(
        "name_is_put_to_the_text_that_stands",
        "motion_backing",
        "INSERT",
        when="NEW.text_version IS DISTINCT FROM (SELECT max(stands.version) FROM motion_text AS stands"
        " WHERE stands.motion_id = NEW.motion_id)",
    )
    changes_only("text_that_was_backed_stays_on_record", "motion_backing", columns=["text_version"])


def _give_leave() -> None:
    with altering("motion_step") as batch:
        batch.add_column(
            sa.Column(
                "leave_id",
                sa.Uuid(),
                nullable=True,
                comment="the decision by which those who decide let it be withdrawn once moved",
            )
        )
        batch.create_foreign_key(op.f("fk_motion_step_leave_id"), "decision", ["leave_id"], ["id"])
    refuse(
        "moved_motion_is_withdrawn_with_leave",
        "motion_step",
        "INSERT",
        when=f"NEW.to_state = 'withdrawn' AND {WAS_MOVED} AND NOT {GAVE_LEAVE}",
    )


def _confirm_translations() -> None:
    op.create_table(
        "motion_translation",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False, comment="in the languages that the motion is not written in"),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_motion_translation_numbers_count_from_one")),
        sa.ForeignKeyConstraint(
            ["motion_id", "base_version"],
            ["motion_text.motion_id", "motion_text.version"],
            name="fk_motion_translation_is_of_a_text",
        ),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_motion_translation_written_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_motion_translation")),
    )
    op.create_table(
        "translation_ruling",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_right OR length(reason) >= 1", name=op.f("ck_translation_ruling_reason_is_told")),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"],
            ["motion_translation.motion_id", "motion_translation.n"],
            name=op.f("fk_translation_ruling_motion_id_n"),
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_translation_ruling_ruled_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_translation_ruling")),
    )
    append_only("motion_translation")
    append_only("translation_ruling")
    refuse("translation_is_confirmed_by_another", "translation_ruling", "INSERT", when=WRITTEN_BY_THEM)
    refuse(
        "text_that_others_stand_behind_stays",
        "motion_text",
        "INSERT",
        when=f"NEW.version > 1 AND {OTHERS_STAND_BEHIND_IT} AND NOT {AMENDED_SO} AND NOT {FOUND_RIGHT}",
    )


def downgrade() -> None:
    """Undo it. Whoever took their name back from a wording is not known any more, and whoever came after them is."""
    drop_guards("amendment_seconding", [SECONDED, "amendment_seconding_is_append_only"])
    op.execute(
        "DELETE FROM amendment_seconding WHERE EXISTS (SELECT 1 FROM seconding_withdrawal AS back"
        " WHERE back.motion_id = amendment_seconding.motion_id AND back.n = amendment_seconding.n"
        " AND back.person_id = amendment_seconding.person_id)"
    )
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("motion_step") as batch:
        batch.drop_constraint(op.f("fk_motion_step_leave_id"), type_="foreignkey")
        batch.drop_column("leave_id")
    with altering("motion_backing") as batch:
        batch.drop_constraint("fk_motion_backing_is_to_a_text", type_="foreignkey")
        batch.drop_column("text_version")
    for table in ("translation_ruling", "motion_translation", "seconding_withdrawal", "slip_ruling"):
        op.drop_table(table)
    _seconded_by("motion_id", "n")
    append_only("amendment_seconding")
    refuse(SECONDED, "amendment_seconding", "INSERT", when=PROPOSED_BY_THEM_OR_ON_PAPER)
