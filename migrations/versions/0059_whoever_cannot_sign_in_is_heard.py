"""Whoever is named in a motion and cannot sign in is heard; and a box on a motion is open for ten minutes or more.

Revision: 0059, after 0058
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, is_sqlite, refuse

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

GUARDS = {
    "objection_entered": [
        "objection_entered_is_append_only",
        "objection_entered_is_to_a_naming",
        "objection_came_before_it_was_entered",
    ],
    "division": ["box_is_open_ten_minutes"],
}
CHANGED = {
    "objection_ruling": ["ruling_answers_a_naming"],
    "division": ["objection_is_ruled_on_before_the_vote"],
    "division_bar": ["naming_leaves_time_to_object"],
}
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
AT_A_MEETING = "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND motion.way = 'meeting')"
OBJECTED = (
    "EXISTS (SELECT 1 FROM {table} AS objected"
    " WHERE objected.motion_id = NEW.motion_id AND objected.person_id = NEW.person_id)"
)
AN_OBJECTION_WAITS = (
    "EXISTS (SELECT 1 FROM {table} AS said WHERE said.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM objection_ruling AS ruled"
    " WHERE ruled.motion_id = said.motion_id AND ruled.person_id = said.person_id)"
    f" AND {NAMED.format(motion='said.motion_id', person='said.person_id', and_interest='', and_concern='')})"
)
# What an officer entered for somebody cuts none of their days short.
IN_OWN_WORDS = (
    " AND EXISTS (SELECT 1 FROM motion_objection AS objected WHERE objected.motion_id = ruled.motion_id"
    " AND objected.person_id = ruled.person_id AND objected.objected_at <= ruled.ruled_at)"
)
IS_SETTLED = (
    "(EXISTS (SELECT 1 FROM naming_agreement AS so WHERE so.motion_id = put.motion_id AND so.person_id = NEW.person_id)"
    " OR EXISTS (SELECT 1 FROM objection_ruling AS ruled"
    " WHERE ruled.motion_id = put.motion_id AND ruled.person_id = NEW.person_id{and_ruled})"
    " OR EXISTS (SELECT 1 FROM motion_interest AS own WHERE own.motion_id = put.motion_id"
    " AND own.person_id = NEW.person_id AND own.ground = 'own_word'))"
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "objection_entered",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("came_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "came_by IN ('paper', 'telephone', 'in_person')", name=op.f("ck_objection_entered_came_by_is_known")
        ),
        sa.CheckConstraint("entered_by <> person_id", name=op.f("ck_objection_entered_is_entered_by_another")),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_objection_entered_says_why")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_objection_entered_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_entered_person_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_objection_entered_entered_by")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_objection_entered")),
    )
    guard_entries()
    guard_rulings("motion_objection", "objection_entered")
    guard_days(and_ruled=IN_OWN_WORDS)
    guard_boxes()


def guard_entries() -> None:
    """Refuse an objection of whoever was not named, or of a day to come. The mutual's day can be ahead of UTC's."""
    append_only("objection_entered")
    refuse("objection_entered_is_to_a_naming", "objection_entered", "INSERT", when=f"NOT {NEW_IS_NAMED}")
    tomorrow = "date(NEW.entered_at, '+1 day')" if is_sqlite() else "date(NEW.entered_at) + 1"
    refuse("objection_came_before_it_was_entered", "objection_entered", "INSERT", when=f"NEW.came_on > {tomorrow}")


def guard_rulings(*tables: str) -> None:
    """Refuse a ruling on nothing, and a vote over an objection, wherever it stands."""
    for table in ("objection_ruling", "division"):
        drop_guards(table, CHANGED[table])
    has_objected = " OR ".join(OBJECTED.format(table=table) for table in tables)
    refuse(
        "ruling_answers_a_naming",
        "objection_ruling",
        "INSERT",
        when=f"NOT ({has_objected}) AND NOT ({AT_A_MEETING} AND {NEW_IS_NAMED})",
    )
    refuse(
        "objection_is_ruled_on_before_the_vote",
        "division",
        "INSERT",
        when=" OR ".join(AN_OBJECTION_WAITS.format(table=table) for table in tables),
    )


def guard_days(*, and_ruled: str) -> None:
    """Refuse to bar in writing or by ballot whoever was named less than a day before the call, and is not settled.

    :param and_ruled: what else is asked of a ruling that settles it.
    """
    drop_guards("division_bar", CHANGED["division_bar"])
    # A clear day is never shorter, whatever the clocks do in that night.
    is_later = "{of}.named_at > put.called_at - interval '23 hours'"
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
        f" AND motion.way IN ('written', 'ballot') AND {lately} AND NOT {IS_SETTLED.format(and_ruled=and_ruled)})",
    )


def guard_boxes() -> None:
    """Refuse a secret vote that leaves whoever is not in the room no time. Its poll closes no sooner."""
    is_too_short = "NEW.closes_at < NEW.opens_at + interval '10 minutes'"
    if is_sqlite():
        is_too_short = "(julianday(NEW.closes_at) - julianday(NEW.opens_at)) * 1440 < 9.999"
    refuse("box_is_open_ten_minutes", "division", "INSERT", when=f"NEW.ask = 'secret' AND {is_too_short}")


def downgrade() -> None:
    """Undo it."""
    guard_days(and_ruled="")
    guard_rulings("motion_objection")
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("objection_entered")
