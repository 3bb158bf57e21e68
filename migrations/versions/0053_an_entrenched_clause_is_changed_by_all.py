"""A change of an entrenched clause is put to all the members, and carried by no fewer.

Revision: 0053, after 0052
"""

import sqlalchemy as sa

from migrations.ddl import altering, drop_guards, refuse

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

GUARDS = {"division": ["entrenched_clause_is_changed_by_all"]}


def upgrade() -> None:
    """Make it so. No rules of before entrench anything."""
    with altering("rule_change") as batch:
        batch.add_column(
            sa.Column(
                "touches_entrenched",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="a clause that only all the members change",
            )
        )
    with altering("rule_change") as batch:
        batch.alter_column("touches_entrenched", server_default=None)
    refuse(
        "entrenched_clause_is_changed_by_all",
        "division",
        "INSERT",
        when="NEW.amendment_n IS NULL AND NEW.majority <> 'entrenched' AND EXISTS (SELECT 1 FROM rule_change AS change"
        " WHERE change.motion_id = NEW.motion_id AND change.touches_entrenched)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("rule_change") as batch:
        batch.drop_column("touches_entrenched")
