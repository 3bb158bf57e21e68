"""Members have pages of their own.

Revision: 0019, after 0015
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering

revision = "0019"
down_revision = "0015"
branch_labels = None
depends_on = None

WITH_AN_ADDRESS = "lower case; what the person signs in with"
OR_BY_THE_REGISTER = "lower case; NULL where the register holds what the person signs in with"
BY_REGISTER = "(SELECT id FROM account WHERE email IS NULL)"


def upgrade() -> None:
    """Make it so."""
    _let_address(be_missing=True, comment=OR_BY_THE_REGISTER, instead_of=WITH_AN_ADDRESS)


def downgrade() -> None:
    """Undo it. An account without an address of its own says only that somebody has asked for a link."""
    for table in ("sign_in_link", "account_session"):
        op.execute(f"DELETE FROM {table} WHERE account_id IN {BY_REGISTER}")
    op.execute("DELETE FROM account WHERE email IS NULL")
    _let_address(be_missing=False, comment=WITH_AN_ADDRESS, instead_of=OR_BY_THE_REGISTER)


def _let_address(*, be_missing: bool, comment: str, instead_of: str) -> None:
    """Say whether an account may be without an address."""
    with altering("account") as batch:
        batch.alter_column(
            "email", existing_type=sa.String(), nullable=be_missing, comment=comment, existing_comment=instead_of
        )
