"""Whoever is entered from paper can say that it is not so, words are their proposer's, and a chair confirms minutes.

Revision: 0063, after 0062
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

GUARDS = {
    "paper_name_denial": ["paper_name_denial_is_append_only"],
    "paper_name": ["paper_name_is_append_only", "paper_name_is_of_another", "paper_name_stands_there"],
    "motion_text": ["text_is_written_by_its_proposer"],
    "minutes_word": ["minutes_word_is_append_only", "minutes_word_is_anothers", "minutes_word_is_of_a_chair"],
}
STANDS_BEHIND_IT = (
    "EXISTS (SELECT 1 FROM motion_backing AS given WHERE given.motion_id = NEW.motion_id"
    " AND given.person_id = NEW.person_id AND given.backing = NEW.part)"
)
STANDS_BEHIND_THE_WORDING = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.amendment_n"
    " AND ((NEW.part = 'proposer' AND filed.proposed_by = NEW.person_id)"
    " OR (NEW.part = 'seconder' AND filed.seconded_by = NEW.person_id)))"
)
ITS_PROPOSER = (
    "EXISTS (SELECT 1 FROM motion_backing AS given WHERE given.motion_id = NEW.motion_id"
    " AND given.person_id = NEW.written_by AND given.backing = 'proposer')"
)
PROPOSED_ON_PAPER = (
    "EXISTS (SELECT 1 FROM paper_name AS name WHERE name.motion_id = NEW.motion_id AND name.amendment_n IS NULL"
    " AND name.part = 'proposer'"
    " AND NOT EXISTS (SELECT 1 FROM paper_name_denial AS said WHERE said.paper_name_id = name.id))"
)
AGREED_TO = (
    "(EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id"
    " AND CAST(filed.text AS TEXT) = CAST(NEW.text AS TEXT))"
    " OR EXISTS (SELECT 1 FROM motion_translation AS given JOIN translation_ruling AS ruled"
    " ON ruled.motion_id = given.motion_id AND ruled.n = given.n AND ruled.is_right"
    " WHERE given.motion_id = NEW.motion_id AND given.base_version = NEW.version - 1))"
)
OF_PLAIN_WORDS = "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND motion.changes_to_id IS NULL)"


def upgrade() -> None:
    """Make it so. Who was entered from paper before is not known apart from who came themselves."""
    op.create_table(
        "paper_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column(
            "amendment_n",
            sa.Integer(),
            nullable=True,
            comment="the wording that it is under; NULL for the motion itself",
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('proposer', 'seconder', 'supporter')", name=op.f("ck_paper_name_part_is_known")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_paper_name_entered_by")),
        sa.ForeignKeyConstraint(
            ["motion_id", "amendment_n"],
            ["amendment.motion_id", "amendment.n"],
            name="fk_paper_name_is_under_an_amendment",
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_paper_name_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_name_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_name")),
    )
    op.create_table(
        "paper_name_denial",
        sa.Column("paper_name_id", sa.Uuid(), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_paper_name_denial_entered_by")),
        sa.ForeignKeyConstraint(["paper_name_id"], ["paper_name.id"], name=op.f("fk_paper_name_denial_paper_name_id")),
        sa.PrimaryKeyConstraint("paper_name_id", name=op.f("pk_paper_name_denial")),
    )
    op.create_table(
        "minutes_word",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_so", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_minutes_word_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_minutes_word_person_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_minutes_word")),
    )
    guard()


def guard() -> None:
    """Refuse a name on paper that stands nowhere, and words that are nobody's who may write them."""
    append_only("paper_name")
    append_only("paper_name_denial")
    append_only("minutes_word")
    refuse(
        "minutes_word_is_anothers",
        "minutes_word",
        "INSERT",
        when="EXISTS (SELECT 1 FROM decision WHERE decision.id = NEW.decision_id"
        " AND decision.entered_by = NEW.person_id)",
    )
    refuse(
        "minutes_word_is_of_a_chair",
        "minutes_word",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM office_holding AS held WHERE held.office = 'chair'"
        " AND held.person_id = NEW.person_id)",
    )
    refuse("paper_name_is_of_another", "paper_name", "INSERT", when="NEW.entered_by = NEW.person_id")
    refuse(
        "paper_name_stands_there",
        "paper_name",
        "INSERT",
        when=f"NOT (CASE WHEN NEW.amendment_n IS NULL THEN {STANDS_BEHIND_IT} ELSE {STANDS_BEHIND_THE_WORDING} END)",
    )
    refuse(
        "text_is_written_by_its_proposer",
        "motion_text",
        "INSERT",
        when=f"NEW.version > 1 AND {OF_PLAIN_WORDS} AND NOT {ITS_PROPOSER} AND NOT {PROPOSED_ON_PAPER}"
        f" AND NOT {AGREED_TO}",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table in ("minutes_word", "paper_name_denial", "paper_name"):
        op.drop_table(table)
