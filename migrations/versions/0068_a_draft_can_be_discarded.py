"""A draft of the rules that nobody has proposed can be discarded, and goes no further then.

Revision: 0068, after 0067
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

GUARDS = {
    "rule_change": ["discarded_draft_is_not_proposed"],
    "rule_set_registration": ["discarded_draft_is_not_registered"],
    "discarded_draft": [
        "discarded_draft_is_append_only",
        "discarded_draft_was_never_registered",
        "discarded_draft_was_never_proposed",
    ],
}
DISCARDED = "EXISTS (SELECT 1 FROM discarded_draft AS gone WHERE gone.rule_set_id = NEW.rule_set_id)"
REGISTERED = "EXISTS (SELECT 1 FROM rule_set_registration AS known WHERE known.rule_set_id = NEW.rule_set_id)"
PROPOSED = (
    "EXISTS (SELECT 1 FROM rule_change WHERE rule_change.rule_set_id = NEW.rule_set_id)"
    " OR EXISTS (SELECT 1 FROM motion WHERE motion.changes_to_id = NEW.rule_set_id)"
)


def upgrade() -> None:
    """Make it so. No draft was discarded before."""
    op.create_table(
        "discarded_draft",
        sa.Column("rule_set_id", sa.Uuid(), nullable=False),
        sa.Column("discarded_by", sa.Uuid(), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discarded_by"], ["person.id"], name=op.f("fk_discarded_draft_discarded_by")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_discarded_draft_rule_set_id")),
        sa.PrimaryKeyConstraint("rule_set_id", name=op.f("pk_discarded_draft")),
    )
    append_only("discarded_draft")
    refuse("discarded_draft_was_never_registered", "discarded_draft", "INSERT", when=REGISTERED)
    refuse("discarded_draft_was_never_proposed", "discarded_draft", "INSERT", when=PROPOSED)
    refuse("discarded_draft_is_not_proposed", "rule_change", "INSERT", when=DISCARDED)
    refuse("discarded_draft_is_not_registered", "rule_set_registration", "INSERT", when=DISCARDED)


def downgrade() -> None:
    """Undo it. A draft that was discarded is a draft again."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("discarded_draft")
