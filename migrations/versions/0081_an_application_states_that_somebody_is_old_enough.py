"""An application can state that somebody is old enough, so that its proof can be seen as that of any other fact.

Revision: 0081, after 0080
"""

from alembic import op

from migrations.ddl import altering

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

KNOWN = "ck_application_evidence_kind_is_known"
OLD_KINDS = "'employed_since', 'supported_since', 'cares_since', 'qualifies_since', 'hours_a_week', 'identity'"


def upgrade() -> None:
    """Make it so."""
    _know(f"{OLD_KINDS}, 'old_enough'")


def downgrade() -> None:
    """Undo it."""
    _know(OLD_KINDS)


def _know(kinds: str) -> None:
    """Let a fact be of these kinds, and of no other."""
    with altering("application_evidence") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"kind IN ({kinds})")
