"""The copy of a statutory resolution is signed by who was in its chair, and countersigned by the secretary.

Revision: 0075, after 0074
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

TABLE, FILINGS = "extract_countersignature", "statutory_filing"
GUARDS = {
    TABLE: [
        "extract_countersignature_is_append_only",
        "copy_is_countersigned_by_another",
        "copy_is_countersigned_by_a_secretary",
    ],
    FILINGS: ["copy_is_signed_by_who_was_in_the_chair"],
}
IN_ITS_CHAIR = (
    "SELECT 1 FROM statutory_course AS course JOIN division AS vote ON vote.motion_id = course.motion_id"
    " AND vote.is_confirming AND vote.amendment_n IS NULL"
    " JOIN division_outcome AS came ON came.division_id = vote.id AND came.is_carried"
    " JOIN division_chair AS chair ON chair.division_id = vote.id WHERE course.id = NEW.course_id"
)


def upgrade() -> None:
    """Make it so. What was filed before stays as it is."""
    op.create_table(
        TABLE,
        sa.Column("extract_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False, comment="what the secretary signed, as plain JSON"),
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the content's canonical JSON"),
        sa.Column(
            "signature", sa.String(), nullable=False, comment="of the installation's journal key, over the digest"
        ),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_extract_countersignature_digest_is_sha256_hex")),
        sa.CheckConstraint(
            "length(signature) = 128", name=op.f("ck_extract_countersignature_signature_is_ed25519_hex")
        ),
        sa.ForeignKeyConstraint(
            ["extract_id"], ["resolution_extract.id"], name=op.f("fk_extract_countersignature_extract_id")
        ),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_extract_countersignature_signed_by")),
        sa.PrimaryKeyConstraint("extract_id", name=op.f("pk_extract_countersignature")),
    )
    guard()


def guard() -> None:
    """Refuse one hand for two, a hand without the office, and a copy that another than its chair signed."""
    append_only(TABLE)
    refuse(
        "copy_is_countersigned_by_another",
        TABLE,
        "INSERT",
        when="EXISTS (SELECT 1 FROM resolution_extract AS copy WHERE copy.id = NEW.extract_id"
        " AND copy.signed_by = NEW.signed_by)",
    )
    refuse(
        "copy_is_countersigned_by_a_secretary",
        TABLE,
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM office_holding AS held WHERE held.office = 'secretary'"
        " AND held.person_id = NEW.signed_by)",
    )
    refuse(
        "copy_is_signed_by_who_was_in_the_chair",
        FILINGS,
        "INSERT",
        when=f"NEW.chair_id IS NOT NULL AND EXISTS ({IN_ITS_CHAIR})"
        f" AND NOT EXISTS ({IN_ITS_CHAIR} AND chair.person_id = NEW.chair_id)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table(TABLE)
