"""A change of the rules rests on a motion that was carried with every consent.

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

PINNED = ("decision", "election", "division", "motion")
GUARDS = {
    "rule_change": [
        "rule_change_is_append_only",
        "rule_change_is_proposed_before_the_vote",
        "franchise_change_is_put_as_such",
    ],
    "affected_class": ["affected_class_is_append_only", "affected_class_is_named_before_the_vote"],
    "class_consent": ["class_consent_is_append_only", "consent_is_of_a_division_that_carried"],
    "motion_step": ["change_is_filed_with_every_consent"],
    "rule_set_registration": ["later_rules_rest_on_a_carried_motion"],
    **{table: [f"{table}_is_under_registered_rules"] for table in PINNED},
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "rule_change",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("rule_set_id", sa.Uuid(), nullable=False, comment="the draft"),
        sa.Column("against_id", sa.Uuid(), nullable=False, comment="in force when it was proposed"),
        sa.Column(
            "touches_franchise",
            sa.Boolean(),
            nullable=False,
            comment="who may be a member, vote or stand, and how it counts",
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["against_id"], ["rule_set.id"], name=op.f("fk_rule_change_against_id")),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_rule_change_motion_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_rule_change_rule_set_id")),
        sa.PrimaryKeyConstraint("motion_id", name=op.f("pk_rule_change")),
    )
    op.create_table(
        "affected_class",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False, comment="names of the rules by which something is taken"),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_affected_class_constituency_id")
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["rule_change.motion_id"], name=op.f("fk_affected_class_motion_id")),
        sa.PrimaryKeyConstraint("motion_id", "constituency_id", name=op.f("pk_affected_class")),
    )
    op.create_table(
        "class_consent",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("votes_for > votes_against", name=op.f("ck_class_consent_more_were_for_than_against")),
        sa.ForeignKeyConstraint(
            ["division_id"], ["division_outcome.division_id"], name=op.f("fk_class_consent_division_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id", "constituency_id"],
            ["affected_class.motion_id", "affected_class.constituency_id"],
            name=op.f("fk_class_consent_motion_id_constituency_id"),
        ),
        sa.PrimaryKeyConstraint("motion_id", "constituency_id", name=op.f("pk_class_consent")),
    )
    guard_changes()
    guard_registration()
    guard_pins()


def guard_changes() -> None:
    """Refuse to change what was proposed, or to propose it once people were asked."""
    append_only("rule_change")
    append_only("affected_class")
    append_only("class_consent")
    called = "EXISTS (SELECT 1 FROM division WHERE division.motion_id = NEW.motion_id)"
    refuse("rule_change_is_proposed_before_the_vote", "rule_change", "INSERT", when=called)
    refuse("affected_class_is_named_before_the_vote", "affected_class", "INSERT", when=called)
    refuse(
        "franchise_change_is_put_as_such",
        "rule_change",
        "INSERT",
        when="NEW.touches_franchise AND EXISTS (SELECT 1 FROM motion"
        " WHERE motion.id = NEW.motion_id AND motion.kind <> 'franchise')",
    )
    refuse(
        "consent_is_of_a_division_that_carried",
        "class_consent",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division_outcome AS came"
        " JOIN division ON division.id = came.division_id JOIN motion ON motion.id = division.motion_id"
        " JOIN rule_change AS change ON change.motion_id = NEW.motion_id"
        " WHERE came.division_id = NEW.division_id AND came.is_carried AND came.is_quorate AND division.is_binding"
        " AND division.amendment_n IS NULL AND (motion.id = NEW.motion_id OR (motion.kind = 'class'"
        " AND motion.constituency_id = NEW.constituency_id AND motion.changes_to_id = change.rule_set_id)))",
    )
    refuse(
        "change_is_filed_with_every_consent",
        "motion_step",
        "INSERT",
        when="NEW.to_state = 'filed' AND EXISTS (SELECT 1 FROM affected_class AS affected"
        " WHERE affected.motion_id = NEW.motion_id AND NOT EXISTS (SELECT 1 FROM class_consent AS consent"
        " WHERE consent.motion_id = affected.motion_id AND consent.constituency_id = affected.constituency_id))",
    )


def guard_registration() -> None:
    """Refuse to register a version after the first, but for one that members carried, filed on those now in force."""
    refuse(
        "later_rules_rest_on_a_carried_motion",
        "rule_set_registration",
        "INSERT",
        when="EXISTS (SELECT 1 FROM rule_set_registration) AND NOT EXISTS (SELECT 1 FROM rule_change AS change"
        " JOIN motion_step AS carried ON carried.motion_id = change.motion_id AND carried.to_state = 'carried'"
        " JOIN motion_step AS filed ON filed.motion_id = change.motion_id AND filed.to_state = 'filed'"
        " JOIN division ON division.motion_id = change.motion_id AND division.amendment_n IS NULL"
        " AND division.is_binding"
        " JOIN division_outcome AS came ON came.division_id = division.id AND came.is_carried AND came.is_quorate"
        " WHERE change.rule_set_id = NEW.rule_set_id AND carried.decision_id = NEW.decision_id"
        " AND change.against_id = (SELECT latest.rule_set_id FROM rule_set_registration AS latest"
        " ORDER BY latest.registered_on DESC LIMIT 1))",
    )


def guard_pins() -> None:
    """Refuse anything that is done under rules which bind nobody yet."""
    for table in PINNED:
        for event in ("INSERT", "UPDATE"):
            refuse(
                f"{table}_is_under_registered_rules",
                table,
                event,
                when="NEW.rule_set_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rule_set_registration"
                " WHERE rule_set_registration.rule_set_id = NEW.rule_set_id)",
            )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table in ("class_consent", "affected_class", "rule_change"):
        op.drop_table(table)
