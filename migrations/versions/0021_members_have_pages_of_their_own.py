"""Members have pages of their own.

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, drop_guards, kept, only_superseded, refuse

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WITH_AN_ADDRESS = "lower case; what the person signs in with"
OR_BY_THE_REGISTER = "lower case; NULL where the register holds what the person signs in with"
PARTICULARS = (
    *("id", "person_id", "name", "sort_name", "postal_address", "email", "email_purposes", "birth_on"),
    *("adult_confirmed_on", "match_email", "match_birth", "valid_from", "valid_to", "recorded_at", "recorded_by"),
    *("decision_id", "salt"),
)
SAID_TOO = ("telephone", "telephone_purposes", "language", "formats")
SUPERSEDED = ["person_version_is_only_superseded"]
REQUEST_GUARDS = ("member_request_is_answered_once", "member_request_is_kept")
ASKED = ("id", "person_id", "kind", "words", "asked_at", "salt")
DISPOSED = "EXISTS (SELECT 1 FROM disposal WHERE disposal.record_id = OLD.id)"
BY_REGISTER = "(SELECT id FROM account WHERE email IS NULL)"


def upgrade() -> None:
    """Make it so."""
    _let_address(be_missing=True, comment=OR_BY_THE_REGISTER, instead_of=WITH_AN_ADDRESS)
    op.create_table(
        "member_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False, comment="in their own words; for a name, the new one and why"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint("kind IN ('entry', 'name')", name=op.f("ck_member_request_kind_is_known")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 1000", name=op.f("ck_member_request_says_something")),
        sa.CheckConstraint(
            "answered_by IS NULL OR answered_by <> person_id", name=op.f("ck_member_request_answered_by_somebody_else")
        ),
        sa.CheckConstraint(
            "(answered_by IS NULL) = (answered_at IS NULL)", name=op.f("ck_member_request_answer_has_an_instant")
        ),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_member_request_answer_has_words")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_member_request_answered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_request")),
    )
    op.create_index(
        "uq_member_request_open",
        "member_request",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ASKED)
    refuse(
        "member_request_is_answered_once", "member_request", "UPDATE", when=f"OLD.answered_at IS NOT NULL OR {changed}"
    )
    kept("member_request", "member_request_is_kept", unless=DISPOSED)

    op.create_table(
        "email_change",
        sa.Column("token_hash", sa.String(), nullable=False, comment="SHA-256 of the token, hexadecimal"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("made_at < expires_at", name=op.f("ck_email_change_made_before_it_expires")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_email_change_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_email_change")),
        sa.UniqueConstraint("person_id", name=op.f("uq_email_change_person_id")),
    )
    _let_particulars_say_more()


def _let_particulars_say_more() -> None:
    """Add what people say of how they are reached, and keep it like the rest."""
    drop_guards("person_version", SUPERSEDED)
    with altering("person_version") as batch:
        batch.add_column(sa.Column("telephone", sa.String(), nullable=True))
        batch.add_column(
            sa.Column("telephone_purposes", sa.JSON(), nullable=True, comment="what the number was given for")
        )
        batch.add_column(
            sa.Column("language", sa.String(), nullable=True, comment="in which they want to be written to")
        )
        batch.add_column(
            sa.Column("formats", sa.JSON(), nullable=True, comment="large print and the like, as they asked")
        )
    only_superseded("person_version", (*PARTICULARS, *SAID_TOO))


def downgrade() -> None:
    """Undo it. An account without an address of its own says only that somebody has asked for a link."""
    drop_guards("person_version", SUPERSEDED)
    with altering("person_version") as batch:
        for column in SAID_TOO:
            batch.drop_column(column)
    only_superseded("person_version", PARTICULARS)
    op.drop_table("email_change")
    drop_guards("member_request", REQUEST_GUARDS)
    op.drop_table("member_request")
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
