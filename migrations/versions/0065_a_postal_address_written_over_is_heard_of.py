"""A postal address that an officer wrote over another is heard of by a second officer before a ballot goes there.

Revision: 0065, after 0064
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

GUARDS = {
    "address_heard": [
        "address_heard_is_append_only",
        "address_is_heard_by_another_than_wrote_it",
        "address_is_heard_by_a_second_officer",
    ]
}
WROTE_IT = (
    "EXISTS (SELECT 1 FROM person_version AS told JOIN person_version AS wrote ON wrote.person_id = told.person_id"
    " AND lower(trim(wrote.postal_address)) = lower(trim(told.postal_address))"
    " WHERE told.id = NEW.version_id AND (wrote.recorded_by = NEW.heard_by OR told.person_id = NEW.heard_by))"
)
IS_MEMBER = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = NEW.heard_by"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL AND held.valid_to IS NULL)"
)
HOLDS_IT = (
    "(EXISTS (SELECT 1 FROM office_holding AS held WHERE held.person_id = NEW.heard_by"
    " AND held.office = NEW.heard_as AND held.from_on <= NEW.heard_on"
    " AND (held.until_on IS NULL OR held.until_on > NEW.heard_on))"
    f" OR (NEW.heard_as = 'director' AND {IS_MEMBER}"
    " AND EXISTS (SELECT 1 FROM seat_holding AS seat WHERE seat.person_id = NEW.heard_by"
    " AND seat.starts_on <= NEW.heard_on AND coalesce(seat.vacated_on, seat.ends_on) > NEW.heard_on)))"
)


def upgrade() -> None:
    """Make it so. An address that was written over another before this is heard of once, too."""
    op.create_table(
        "address_heard",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("heard_by", sa.Uuid(), nullable=False),
        sa.Column(
            "heard_as",
            sa.String(),
            nullable=False,
            comment="the office of whoever says so; a director who is a member",
        ),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "heard_as IN ('scrutineer', 'returning_officer', 'chair', 'director')",
            name=op.f("ck_address_heard_is_heard_in_another_office"),
        ),
        sa.ForeignKeyConstraint(["heard_by"], ["person.id"], name=op.f("fk_address_heard_heard_by")),
        sa.ForeignKeyConstraint(["version_id"], ["person_version.id"], name=op.f("fk_address_heard_version_id")),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_address_heard")),
    )
    append_only("address_heard")
    refuse(GUARDS["address_heard"][1], "address_heard", "INSERT", when=WROTE_IT)
    refuse(GUARDS["address_heard"][2], "address_heard", "INSERT", when=f"NOT {HOLDS_IT}")


def downgrade() -> None:
    """Undo it. A ballot goes to whatever address stands on record then."""
    drop_guards("address_heard", GUARDS["address_heard"])
    op.drop_table("address_heard")
