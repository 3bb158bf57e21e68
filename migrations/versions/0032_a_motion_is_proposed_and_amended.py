"""A motion is proposed and amended.

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, kept, refuse

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATES = (
    "submitted",
    "inadmissible",
    "admitted_to_agenda",
    "referred",
    "moved",
    "amended",
    "put",
    "carried",
    "first_carried",
    "confirmed",
    "lost",
    "withdrawn",
    "fell_inquorate",
    "lapsed",
    "filed",
    "effective_on_registration",
)
ARROWS = (
    ("admitted_to_agenda", "moved"),
    ("admitted_to_agenda", "referred"),
    ("admitted_to_agenda", "withdrawn"),
    ("amended", "amended"),
    ("amended", "put"),
    ("amended", "referred"),
    ("amended", "withdrawn"),
    ("carried", "filed"),
    ("confirmed", "filed"),
    ("fell_inquorate", "admitted_to_agenda"),
    ("fell_inquorate", "withdrawn"),
    ("filed", "effective_on_registration"),
    ("first_carried", "confirmed"),
    ("first_carried", "lapsed"),
    ("first_carried", "lost"),
    ("moved", "amended"),
    ("moved", "put"),
    ("moved", "referred"),
    ("moved", "withdrawn"),
    ("put", "carried"),
    ("put", "fell_inquorate"),
    ("put", "first_carried"),
    ("put", "lapsed"),
    ("put", "lost"),
    ("referred", "admitted_to_agenda"),
    ("referred", "withdrawn"),
    ("submitted", "admitted_to_agenda"),
    ("submitted", "inadmissible"),
    ("submitted", "withdrawn"),
)
GUARDS = {
    "motion": ["motion_is_kept"],
    "motion_text": ["motion_text_is_append_only"],
    "motion_backing": ["motion_backing_is_only_withdrawn", "motion_backing_is_kept"],
    "motion_concern": ["motion_concern_is_append_only"],
    "motion_step": ["motion_step_is_append_only"],
    "amendment": ["amendment_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "motion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="by which people speak of it: motion 12"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("deciders", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column(
            "matter", sa.String(), nullable=True, comment="the reserved or concurrent matter that it is, if it is one"
        ),
        sa.Column(
            "majority",
            sa.String(),
            nullable=True,
            comment="name of a rule of motions.deciding; NULL for the kind's own",
        ),
        sa.Column(
            "constituency_id", sa.Uuid(), nullable=True, comment="whose consent it asks for, where it is a class motion"
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False, comment="the proposer's explanation"),
        sa.Column("rule_set_id", sa.Uuid(), nullable=True, comment="pinned when notice is given"),
        sa.Column(
            "changes_to_id", sa.Uuid(), nullable=True, comment="the drafted rules that it would bring into force"
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'class') = (constituency_id IS NOT NULL)", name=op.f("ck_motion_class_motion_has_its_class")
        ),
        sa.CheckConstraint("deciders = 'members' OR way <> 'ballot'", name=op.f("ck_motion_board_is_not_balloted")),
        sa.CheckConstraint("deciders IN ('members', 'board')", name=op.f("ck_motion_deciders_is_known")),
        sa.CheckConstraint("kind <> 'board' OR deciders = 'board'", name=op.f("ck_motion_board_motion_is_the_boards")),
        sa.CheckConstraint(
            "kind IN ('ordinary', 'special', 'extraordinary', 'class', 'board', 'reserved', 'admission', 'franchise')",
            name=op.f("ck_motion_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('special', 'extraordinary', 'class', 'franchise') OR deciders = 'members'",
            name=op.f("ck_motion_members_alone_decide_it"),
        ),
        sa.CheckConstraint(
            "matter IN ('alter_rules', 'franchise', 'expel_members', 'dispose_of_a_third_of_assets',"
            " 'conversion', 'dissolution', 'as_statute_requires')",
            name=op.f("ck_motion_matter_is_known"),
        ),
        sa.CheckConstraint("way IN ('meeting', 'written', 'ballot')", name=op.f("ck_motion_way_is_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_motion_numbers_count_from_one")),
        sa.ForeignKeyConstraint(["changes_to_id"], ["rule_set.id"], name=op.f("fk_motion_changes_to_id")),
        sa.ForeignKeyConstraint(["constituency_id"], ["constituency.id"], name=op.f("fk_motion_constituency_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_motion_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion")),
        sa.UniqueConstraint("number", name=op.f("uq_motion_number")),
    )
    op.create_table(
        "motion_backing",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("backing", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "backing IN ('proposer', 'seconder', 'supporter')", name=op.f("ck_motion_backing_backing_is_known")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_backing_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_motion_backing_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_motion_backing")),
    )
    op.create_index(
        "uq_motion_backing_proposer",
        "motion_backing",
        ["motion_id"],
        unique=True,
        sqlite_where=sa.text("backing = 'proposer' AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("backing = 'proposer' AND withdrawn_at IS NULL"),
    )
    op.create_index(
        "uq_motion_backing_seconder",
        "motion_backing",
        ["motion_id"],
        unique=True,
        sqlite_where=sa.text("backing = 'seconder' AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("backing = 'seconder' AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "motion_concern",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("concern IN ('applicant', 'in_question')", name=op.f("ck_motion_concern_concern_is_known")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_motion_concern_application_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_concern_motion_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_motion_concern_named_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_motion_concern_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_motion_concern")),
    )
    op.create_table(
        "motion_step",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("previous_n", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="the day it happened, entered by the actor"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="the instant it was entered"),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="NULL for clockwork"),
        sa.Column("decision_id", sa.Uuid(), nullable=True, comment="the decision that a motion carried became"),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(n = 1 AND previous_n IS NULL AND from_state IS NULL AND to_state = 'submitted')"
            " OR (n > 1 AND previous_n = n - 1 AND from_state IS NOT NULL)",
            name=op.f("ck_motion_step_steps_follow_each_other"),
        ),
        sa.CheckConstraint(
            "from_state IS NULL OR "
            + " OR ".join(f"(from_state = '{begin}' AND to_state = '{end}')" for begin, end in ARROWS),
            name=op.f("ck_motion_step_every_step_is_an_arrow"),
        ),
        sa.CheckConstraint(
            "to_state IN (" + ", ".join(f"'{state}'" for state in STATES) + ")",
            name=op.f("ck_motion_step_to_state_is_known"),
        ),
        sa.CheckConstraint(
            "to_state NOT IN ('inadmissible', 'referred', 'withdrawn') OR length(note) >= 1",
            name=op.f("ck_motion_step_reason_is_told"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_motion_step_actor_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_motion_step_decision_id")),
        sa.ForeignKeyConstraint(
            ["motion_id", "previous_n", "from_state"],
            ["motion_step.motion_id", "motion_step.n", "motion_step.to_state"],
            name="fk_motion_step_begins_where_the_last_ended",
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_step_motion_id")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_motion_step")),
        sa.UniqueConstraint("motion_id", "n", "to_state", name=op.f("uq_motion_step_motion_id_n_to_state")),
    )
    op.create_table(
        "motion_text",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_motion_text_versions_count_from_one")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_text_motion_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_motion_text_written_by")),
        sa.PrimaryKeyConstraint("motion_id", "version", name=op.f("pk_motion_text")),
    )
    op.create_table(
        "amendment",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="in the order of filing"),
        sa.Column("base_version", sa.Integer(), nullable=False, comment="the version that it was written against"),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column(
            "is_clerical",
            sa.Boolean(),
            nullable=False,
            comment="corrects a slip and no more: all that a special resolution bears",
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("seconded_by", sa.Uuid(), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_amendment_numbers_count_from_one")),
        sa.ForeignKeyConstraint(
            ["motion_id", "base_version"],
            ["motion_text.motion_id", "motion_text.version"],
            name="fk_amendment_changes_a_text",
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_amendment_motion_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_amendment_proposed_by")),
        sa.ForeignKeyConstraint(["seconded_by"], ["person.id"], name=op.f("fk_amendment_seconded_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_amendment")),
    )
    guard()


def guard() -> None:
    """Refuse to change what was proposed, and by whom."""
    kept("motion", "motion_is_kept")
    append_only("motion_text")
    refuse(
        "motion_backing_is_only_withdrawn",
        "motion_backing",
        "UPDATE",
        when="OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR NEW.backing <> OLD.backing"
        " OR NEW.person_id <> OLD.person_id OR NEW.motion_id <> OLD.motion_id OR NEW.given_at <> OLD.given_at",
    )
    kept("motion_backing", "motion_backing_is_kept")
    append_only("motion_concern")
    append_only("motion_step")
    append_only("amendment")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table in ("amendment", "motion_text", "motion_step", "motion_concern", "motion_backing", "motion"):
        op.drop_table(table)
