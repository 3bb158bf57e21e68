"""Whoever is named in a motion is named on a ground of its matter, is heard before the vote, and can be named no more.

Revision: 0055, after 0054
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, drop_guards, is_sqlite, refuse

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

GUARDS = {
    "motion_concern": ["naming_tells_its_ground", "motion_is_about_whom_its_matter_has"],
    "objection_ruling": ["ruling_answers_a_naming"],
    "naming_agreement": ["naming_agreement_is_append_only", "agreement_is_to_a_naming"],
    "naming_taken_back": ["naming_taken_back_is_append_only", "naming_is_taken_back_before_the_vote"],
    "division": ["objection_is_ruled_on_before_the_vote"],
    "division_bar": ["naming_leaves_time_to_object"],
}
# Grounds that the motion's own words tell.
OF_ITS_WORDS = "('admission', 'expulsion')"
HAS_SUCH_PEOPLE = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND CASE"
    " WHEN motion.kind = 'admission' THEN NEW.about_what = 'admission'"
    " WHEN motion.kind = 'class' THEN false"
    " WHEN motion.matter = 'expel_members' THEN NEW.about_what = 'expulsion'"
    " WHEN motion.kind = 'franchise' OR motion.matter = 'franchise' THEN NEW.about_what = 'franchise'"
    " WHEN motion.matter = 'dispose_of_a_third_of_assets' THEN NEW.about_what = 'contract'"
    " WHEN motion.matter IS NULL AND substr(COALESCE(motion.majority, ''), 1, 6) <> 'ccbsa-'"
    " AND motion.changes_to_id IS NULL AND motion.kind <> 'special'"
    " THEN NEW.about_what IN ('removal', 'appointment', 'sanction', 'contract')"
    " ELSE false END)"
)
VOTE_GOES_ON = (
    "EXISTS (SELECT 1 FROM division AS put WHERE put.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = put.id))"
)
NOT_TAKEN_BACK = (
    "NOT EXISTS (SELECT 1 FROM naming_taken_back AS back WHERE back.motion_id = {of}.motion_id"
    " AND back.person_id = {of}.person_id AND back.part = '{part}')"
)
# By another, and on their word alone: an applicant has applied.
NAMED = (
    "(EXISTS (SELECT 1 FROM motion_interest AS named WHERE named.motion_id = {motion} AND named.person_id = {person}"
    f" AND named.named_by <> named.person_id AND {NOT_TAKEN_BACK.format(of='named', part='interest')}{{and_interest}})"
    " OR EXISTS (SELECT 1 FROM motion_concern AS about WHERE about.motion_id = {motion} AND about.person_id = {person}"
    " AND about.named_by <> about.person_id AND about.application_id IS NULL"
    f" AND {NOT_TAKEN_BACK.format(of='about', part='concern')}{{and_concern}}))"
)
NEW_IS_NAMED = NAMED.format(motion="NEW.motion_id", person="NEW.person_id", and_interest="", and_concern="")
HAS_OBJECTED = (
    "EXISTS (SELECT 1 FROM motion_objection AS said"
    " WHERE said.motion_id = NEW.motion_id AND said.person_id = NEW.person_id)"
)
AT_A_MEETING = "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND motion.way = 'meeting')"
AN_OBJECTION_WAITS = (
    "EXISTS (SELECT 1 FROM motion_objection AS said WHERE said.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM objection_ruling AS ruled"
    " WHERE ruled.motion_id = said.motion_id AND ruled.person_id = said.person_id)"
    f" AND {NAMED.format(motion='said.motion_id', person='said.person_id', and_interest='', and_concern='')})"
)
IS_SETTLED = (
    "(EXISTS (SELECT 1 FROM naming_agreement AS so WHERE so.motion_id = put.motion_id AND so.person_id = NEW.person_id)"
    " OR EXISTS (SELECT 1 FROM objection_ruling AS ruled"
    " WHERE ruled.motion_id = put.motion_id AND ruled.person_id = NEW.person_id)"
    " OR EXISTS (SELECT 1 FROM motion_interest AS own WHERE own.motion_id = put.motion_id"
    " AND own.person_id = NEW.person_id AND own.ground = 'own_word'))"
)


def upgrade() -> None:
    """Make it so. Whoever is named already was asked for no ground."""
    _tell_grounds()
    _let_rulings_come_before_objections()
    op.create_table(
        "naming_agreement",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_naming_agreement_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_naming_agreement_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_naming_agreement")),
    )
    op.create_table(
        "naming_taken_back",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("taken_back_by", sa.Uuid(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('interest', 'concern')", name=op.f("ck_naming_taken_back_part_is_known")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_naming_taken_back_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_naming_taken_back_person_id")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["person.id"], name=op.f("fk_naming_taken_back_taken_back_by")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", "part", name=op.f("pk_naming_taken_back")),
    )
    guard()


def _tell_grounds() -> None:
    with altering("motion_concern") as batch:
        batch.add_column(
            sa.Column(
                "about_what", sa.String(), nullable=True, comment="NULL where it was not asked for when they were named"
            )
        )
        batch.add_column(
            sa.Column("extent", sa.String(), nullable=True, comment="what it decides about them, in words")
        )
        batch.add_column(sa.Column("salt", sa.String(), nullable=True, comment="of the digest that the journal holds"))
        batch.create_check_constraint(
            batch.f("ck_motion_concern_about_what_is_known"),
            "about_what IN ('admission', 'expulsion', 'franchise', 'removal', 'appointment', 'sanction', 'contract')",
        )


def _let_rulings_come_before_objections() -> None:
    with altering("objection_ruling") as batch:
        batch.drop_constraint("fk_objection_ruling_motion_id_person_id", type_="foreignkey")
        batch.create_foreign_key(batch.f("fk_objection_ruling_motion_id"), "motion", ["motion_id"], ["id"])
        batch.create_foreign_key(batch.f("fk_objection_ruling_person_id"), "person", ["person_id"], ["id"])


def guard() -> None:
    """Refuse to take somebody's vote on no ground, unheard, or in the hour of the call."""
    append_only("naming_agreement")
    append_only("naming_taken_back")
    refuse(
        "naming_tells_its_ground",
        "motion_concern",
        "INSERT",
        when="NEW.about_what IS NULL OR (NEW.concern = 'applicant') <> (NEW.about_what = 'admission')"
        f" OR (NEW.about_what NOT IN {OF_ITS_WORDS} AND length(COALESCE(NEW.extent, '')) NOT BETWEEN 1 AND 500)",
    )
    refuse(
        "motion_is_about_whom_its_matter_has",
        "motion_concern",
        "INSERT",
        when=f"NEW.about_what IS NOT NULL AND NOT {HAS_SUCH_PEOPLE}",
    )
    refuse(
        "ruling_answers_a_naming",
        "objection_ruling",
        "INSERT",
        when=f"NOT {HAS_OBJECTED} AND NOT ({AT_A_MEETING} AND {NEW_IS_NAMED})",
    )
    refuse("agreement_is_to_a_naming", "naming_agreement", "INSERT", when=f"NOT {NEW_IS_NAMED}")
    refuse(
        "naming_is_taken_back_before_the_vote",
        "naming_taken_back",
        "INSERT",
        when=f"NOT {NEW_IS_NAMED} OR {VOTE_GOES_ON}",
    )
    refuse("objection_is_ruled_on_before_the_vote", "division", "INSERT", when=AN_OBJECTION_WAITS)
    # A clear day is never shorter, whatever the clocks do in that night.
    ago = "put.called_at - interval '23 hours'"
    is_later = "{of}.named_at > " + ago
    if is_sqlite():
        is_later = "(julianday(put.called_at) - julianday({of}.named_at)) * 24 < 22.999"
    lately = NAMED.format(
        motion="put.motion_id",
        person="NEW.person_id",
        and_interest=" AND " + is_later.format(of="named"),
        and_concern=" AND " + is_later.format(of="about"),
    )
    refuse(
        "naming_leaves_time_to_object",
        "division_bar",
        "INSERT",
        when="NEW.bar IN ('declared_interest', 'in_question') AND EXISTS (SELECT 1 FROM division AS put"
        " JOIN motion ON motion.id = put.motion_id WHERE put.id = NEW.division_id"
        f" AND motion.way IN ('written', 'ballot') AND {lately} AND NOT {IS_SETTLED})",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("objection_ruling") as batch:
        batch.drop_constraint(batch.f("fk_objection_ruling_motion_id"), type_="foreignkey")
        batch.drop_constraint(batch.f("fk_objection_ruling_person_id"), type_="foreignkey")
        batch.create_foreign_key(
            batch.f("fk_objection_ruling_motion_id_person_id"),
            "motion_objection",
            ["motion_id", "person_id"],
            ["motion_id", "person_id"],
        )
    with altering("motion_concern") as batch:
        batch.drop_constraint(batch.f("ck_motion_concern_about_what_is_known"), type_="check")
        for column in ("about_what", "extent", "salt"):
            batch.drop_column(column)
    for table in ("naming_taken_back", "naming_agreement"):
        op.drop_table(table)
