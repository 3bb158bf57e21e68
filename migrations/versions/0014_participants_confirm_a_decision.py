"""Participants confirm a decision.

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

GUARD = "decision_confirmation_is_append_only"


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "decision_confirmation",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_so", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id", "person_id"],
            ["decision_participant.decision_id", "decision_participant.person_id"],
            name=op.f("fk_decision_confirmation_decision_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_decision_confirmation")),
    )
    append_only("decision_confirmation", guard=GUARD)


def downgrade() -> None:
    """Undo it."""
    drop_guards("decision_confirmation", [GUARD])
    op.drop_table("decision_confirmation")
