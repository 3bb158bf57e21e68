"""Whether a wording corrects a slip is ruled on by another, and its seconder takes back their own word alone.

Revision: 0057, after 0050
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, changes_only, drop_guards, refuse

revision = "0057"
down_revision = "0050"
branch_labels = None
depends_on = None

GUARDS = {
    "slip_ruling": ["slip_ruling_is_append_only", "slip_is_ruled_on_by_another"],
    "amendment": ["words_of_the_notice_take_only_slips"],
    "amendment_outcome": ["slip_is_ruled_on_before_it_is_agreed", "amendment_is_withdrawn_by_its_proposer"],
    "motion_backing": ["name_is_put_to_the_text_that_stands", "text_that_was_backed_stays_on_record"],
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


def upgrade() -> None:
    """Make it so."""
    _rule_on_slips()
    _let_a_seconder_go()
    _know_which_text_was_backed()


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
    with altering("motion_backing") as batch:
        batch.drop_constraint("fk_motion_backing_is_to_a_text", type_="foreignkey")
        batch.drop_column("text_version")
    op.drop_table("seconding_withdrawal")
    op.drop_table("slip_ruling")
    _seconded_by("motion_id", "n")
    append_only("amendment_seconding")
    refuse(SECONDED, "amendment_seconding", "INSERT", when=PROPOSED_BY_THEM_OR_ON_PAPER)
