"""An interest in a motion is somebody's own word, or named by a ground of the rules and open to their objection.

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

GUARDS = {
    "division_mark": ["who_left_gives_no_vote"],
    "division_departure": [
        "division_departure_is_append_only",
        "departure_rests_on_ones_own_word",
        "who_has_voted_stays",
    ],
    "objection_ruling": ["objection_ruling_is_append_only", "objection_is_ruled_on_by_another"],
    "motion_objection": ["motion_objection_is_append_only"],
    "motion_interest": ["motion_interest_is_append_only", "another_names_an_interest_before_the_vote"],
}
SALT = "of the digest that the journal holds"
VOTE_GOES_ON = (
    "EXISTS (SELECT 1 FROM division AS put WHERE put.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = put.id))"
)
WHO_NAMED = (
    "EXISTS (SELECT 1 FROM motion_interest AS named WHERE named.motion_id = NEW.motion_id"
    " AND named.person_id = NEW.person_id AND named.named_by = NEW.ruled_by)"
    " OR EXISTS (SELECT 1 FROM motion_concern AS about WHERE about.motion_id = NEW.motion_id"
    " AND about.person_id = NEW.person_id AND about.named_by = NEW.ruled_by)"
)
OWN_WORD_WHILE_OPEN = (
    "EXISTS (SELECT 1 FROM division"
    " JOIN roll_entry AS entry ON entry.roll_id = division.roll_id AND entry.elector_id = NEW.elector_id"
    " JOIN motion_interest AS own ON own.motion_id = division.motion_id AND own.person_id = entry.person_id"
    " WHERE division.id = NEW.division_id AND own.ground = 'own_word' AND own.named_at <= NEW.left_at"
    " AND division.called_at <= NEW.left_at AND NEW.left_at < division.closes_at"
    " AND (division.closed_at IS NULL OR NEW.left_at < division.closed_at)"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = division.id))"
)
HAS_VOTED = (
    "EXISTS (SELECT 1 FROM division_mark AS given"
    " WHERE given.division_id = NEW.division_id AND given.elector_id = NEW.elector_id)"
    " OR EXISTS (SELECT 1 FROM division WHERE division.id = NEW.division_id AND division.poll_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM mark AS struck WHERE struck.poll_id = division.poll_id"
    " AND struck.elector_id = NEW.elector_id AND struck.kind = 'struck'))"
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "motion_interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("extent", sa.String(), nullable=False, comment="in what, in the words of whoever named it"),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment=SALT),
        sa.CheckConstraint(
            "ground IN ('own_word', 'said', 'registered', 'sponsor', 'evidence', 'close', 'power', 'duty')",
            name=op.f("ck_motion_interest_ground_is_known"),
        ),
        sa.CheckConstraint(
            "(ground = 'own_word') = (named_by = person_id)", name=op.f("ck_motion_interest_own_word_is_ones_own")
        ),
        sa.CheckConstraint("length(extent) BETWEEN 1 AND 500", name=op.f("ck_motion_interest_says_in_what")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_interest_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_motion_interest_person_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_motion_interest_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_interest")),
    )
    for name, among in (("own", "named_by = person_id"), ("anothers", "named_by <> person_id")):
        op.create_index(
            f"uq_motion_interest_{name}",
            "motion_interest",
            ["motion_id", "person_id"],
            unique=True,
            sqlite_where=sa.text(among),
            postgresql_where=sa.text(among),
        )
    op.create_table(
        "motion_objection",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment=SALT),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_motion_objection_says_why")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_motion_objection_motion_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_motion_objection_person_id")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_motion_objection")),
    )
    op.create_table(
        "objection_ruling",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment=SALT),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 500", name=op.f("ck_objection_ruling_says_why")),
        sa.ForeignKeyConstraint(
            ["motion_id", "person_id"],
            ["motion_objection.motion_id", "motion_objection.person_id"],
            name=op.f("fk_objection_ruling_motion_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_objection_ruling_ruled_by")),
        sa.PrimaryKeyConstraint("motion_id", "person_id", name=op.f("pk_objection_ruling")),
    )
    op.create_table(
        "division_departure",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id", "roll_id"],
            ["division.id", "division.roll_id"],
            name=op.f("fk_division_departure_division_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_division_departure_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("division_id", "elector_id", name=op.f("pk_division_departure")),
    )
    guard()


def guard() -> None:
    """Refuse to silence somebody during a vote, to rule on one's own word on another, and to vote after leaving."""
    for table in ("motion_interest", "motion_objection", "objection_ruling", "division_departure"):
        append_only(table)
    refuse(
        "another_names_an_interest_before_the_vote",
        "motion_interest",
        "INSERT",
        when=f"NEW.named_by <> NEW.person_id AND {VOTE_GOES_ON}",
    )
    refuse(
        "objection_is_ruled_on_by_another",
        "objection_ruling",
        "INSERT",
        when=f"NEW.ruled_by = NEW.person_id OR {WHO_NAMED} OR {VOTE_GOES_ON}",
    )
    refuse("departure_rests_on_ones_own_word", "division_departure", "INSERT", when=f"NOT {OWN_WORD_WHILE_OPEN}")
    refuse("who_has_voted_stays", "division_departure", "INSERT", when=HAS_VOTED)
    refuse(
        "who_left_gives_no_vote",
        "division_mark",
        "INSERT",
        when="EXISTS (SELECT 1 FROM division_departure AS gone"
        " WHERE gone.division_id = NEW.division_id AND gone.elector_id = NEW.elector_id)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table in ("division_departure", "objection_ruling", "motion_objection", "motion_interest"):
        op.drop_table(table)
