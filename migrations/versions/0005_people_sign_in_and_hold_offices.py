"""People sign in and hold offices.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, kept, refuse

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Who admits may not arm a ballot or touch a roll; who counts may not admit; who runs the machine may do neither.
EXCLUDE = (
    ("secretary", "returning_officer"),
    ("secretary", "administrator"),
    ("returning_officer", "administrator"),
    ("scrutineer", "returning_officer"),
    ("scrutineer", "secretary"),
    ("scrutineer", "administrator"),
    ("chair", "returning_officer"),
    ("chair", "scrutineer"),
    ("council_officer", "returning_officer"),
    ("council_officer", "secretary"),
    ("council_officer", "scrutineer"),
)

GUARDS = {
    "sign_in_link": ["sign_in_link_is_spent_once"],
    "office_holding": [
        "founding_office_needs_no_grantor",
        "office_holding_is_kept",
        "office_holding_only_ends",
        "offices_that_exclude_each_other",
    ],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject_hash", sa.String(), nullable=False, comment="keyed hash of the address tried, or of where from"
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_subject_at", ["subject_hash", "at"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False, comment="lower case; what the person signs in with"),
        sa.Column("password_hash", sa.String(), nullable=True, comment="argon2id; NULL where only links are used"),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "office_holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day without the office; NULL while held"),
        sa.Column("granted_by", sa.Uuid(), nullable=True, comment="NULL at the founding only"),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "office IN ('secretary', 'returning_officer', 'chair', 'scrutineer', 'council_officer', 'administrator')",
            name=op.f("ck_office_holding_office_is_known"),
        ),
        sa.CheckConstraint(
            "granted_by IS NULL OR granted_by <> person_id",
            name=op.f("ck_office_holding_nobody_grants_themselves_an_office"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on", name=op.f("ck_office_holding_begins_before_it_ends")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_office_holding_ended_by")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_office_holding_granted_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_office_holding_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_holding")),
    )
    with op.batch_alter_table("office_holding", schema=None) as batch_op:
        batch_op.create_index("ix_office_holding_person", ["person_id"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("token_hash", sa.String(), nullable=False, comment="SHA-256 of the cookie's token, hexadecimal"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_session")),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column("token_hash", sa.String(), nullable=False, comment="SHA-256 of the token, hexadecimal"),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_sign_in_link_made_before_it_expires")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_link_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_account_id"), ["account_id"], unique=False)
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    refuse(
        "sign_in_link_is_spent_once",
        "sign_in_link",
        "UPDATE",
        when="OLD.spent_at IS NOT NULL OR NEW.token_hash <> OLD.token_hash"
        " OR NEW.account_id <> OLD.account_id OR NEW.expires_at <> OLD.expires_at",
    )
    refuse(
        "office_holding_only_ends",
        "office_holding",
        "UPDATE",
        when="OLD.until_on IS NOT NULL OR NEW.until_on IS NULL OR NEW.office <> OLD.office"
        " OR NEW.person_id <> OLD.person_id OR NEW.from_on <> OLD.from_on"
        " OR NEW.granted_by IS DISTINCT FROM OLD.granted_by OR NEW.granted_at <> OLD.granted_at",
    )
    kept("office_holding", "office_holding_is_kept")
    pairs = " OR ".join(
        f"(held.office = '{one}' AND NEW.office = '{other}') OR (held.office = '{other}' AND NEW.office = '{one}')"
        for one, other in EXCLUDE
    )
    refuse(
        "offices_that_exclude_each_other",
        "office_holding",
        "INSERT",
        when="EXISTS (SELECT 1 FROM office_holding AS held WHERE held.person_id = NEW.person_id"
        " AND (held.until_on IS NULL OR NEW.from_on < held.until_on)"
        f" AND (NEW.until_on IS NULL OR held.from_on < NEW.until_on) AND ({pairs}))",
    )
    refuse(
        "founding_office_needs_no_grantor",
        "office_holding",
        "INSERT",
        when="NEW.granted_by IS NULL AND EXISTS (SELECT 1 FROM mutual)",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_account_id"))

    op.drop_table("sign_in_link")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("office_holding", schema=None) as batch_op:
        batch_op.drop_index("ix_office_holding_person")

    op.drop_table("office_holding")
    op.drop_table("account")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_subject_at")

    op.drop_table("sign_in_attempt")
