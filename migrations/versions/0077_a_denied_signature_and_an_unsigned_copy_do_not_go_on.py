"""A signature that its bearer denied is not entered again, and no copy is sent that two people did not sign.

Revision: 0077, after 0076
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, refuse

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

SIGNATURES, FILINGS = "instrument_signature", "statutory_filing"
GUARDS = {SIGNATURES: ["denied_signature_is_not_entered_again"], FILINGS: ["sent_copy_bears_both_hands"]}
BEFORE = "signature_follows_its_denial"
DENIED = (
    "SELECT 1 FROM signature_strike AS one WHERE one.course_id = NEW.course_id AND one.person_id = NEW.person_id"
    " AND one.why = 'denied'"
)
SIGNED = (
    "SELECT 1 FROM statutory_course AS course JOIN division AS vote ON vote.motion_id = course.motion_id"
    " AND vote.is_confirming AND vote.amendment_n IS NULL"
    " JOIN resolution_extract AS copy ON copy.division_id = vote.id AND copy.signed_by = NEW.chair_id"
    " JOIN extract_countersignature AS hand ON hand.extract_id = copy.id AND hand.signed_by = NEW.secretary_id"
    " WHERE course.id = NEW.course_id"
)


def upgrade() -> None:
    """Make it so. What was entered and filed before stays as it is."""
    op.add_column(
        FILINGS,
        sa.Column(
            "is_signed_on_paper", sa.Boolean(), nullable=True, comment="NULL where it was sent before this was asked"
        ),
    )
    drop_guards(SIGNATURES, [BEFORE])
    guard()


def guard() -> None:
    """Refuse a signature after its denial, and papers that bear fewer hands than they are said to."""
    refuse("denied_signature_is_not_entered_again", SIGNATURES, "INSERT", when=f"EXISTS ({DENIED})")
    refuse(
        "sent_copy_bears_both_hands",
        FILINGS,
        "INSERT",
        when=f"NEW.chair_id IS NOT NULL AND NEW.is_signed_on_paper IS NOT TRUE AND NOT EXISTS ({SIGNED})",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    refuse(BEFORE, SIGNATURES, "INSERT", when=f"EXISTS ({DENIED} AND NEW.signed_on < date(one.struck_at))")
    op.drop_column(FILINGS, "is_signed_on_paper")
