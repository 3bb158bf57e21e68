"""All that was ever known of somebody is found without reading the whole register.

Revision: 0037, after 0036
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

INDICES = (
    ("ix_person_version_person", "person_version", "person_id"),
    ("ix_membership_version_membership", "membership_version", "membership_id"),
    ("ix_roll_entry_person_id", "roll_entry", "person_id"),
)


def upgrade() -> None:
    """Make it so."""
    for name, table, column in INDICES:
        op.create_index(name, table, [column], unique=False)


def downgrade() -> None:
    """Undo it."""
    for name, table, _column in INDICES:
        op.drop_index(name, table_name=table)
