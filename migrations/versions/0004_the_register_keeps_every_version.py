"""The register keeps every version.

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, changes_only, drop_guards, kept, no_overlap, only_superseded, refuse_rows

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DISPOSED = "EXISTS (SELECT 1 FROM disposal WHERE record_id = OLD.id)"
PARTICULARS = (
    "id",
    "person_id",
    "name",
    "sort_name",
    "postal_address",
    "email",
    "email_purposes",
    "birth_on",
    "adult_confirmed_on",
    "match_email",
    "match_birth",
    "valid_from",
    "valid_to",
    "recorded_at",
    "recorded_by",
    "decision_id",
    "salt",
)
STANDING = (
    "id",
    "membership_id",
    "person_id",
    "constituency_id",
    "sub_constituency_id",
    "standing",
    "ground",
    "valid_from",
    "valid_to",
    "recorded_at",
    "recorded_by",
    "decision_id",
    "batch_id",
    "salt",
)

GUARDS = {
    "person_version": [
        "person_version_does_not_overlap",
        "person_version_is_kept",
        "person_version_is_only_superseded",
    ],
    "membership_version": [
        "entry_is_not_backdated",
        "entry_waits_for_the_second_approver",
        "membership_version_does_not_overlap",
        "membership_version_is_kept",
        "membership_version_is_only_superseded",
        "one_person_has_one_membership",
    ],
    "opening_batch": ["approved_opening_stays", "opening_is_kept"],
    "person": ["person_stays"],
    "membership": ["membership_stays"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("member_no", sa.Integer(), nullable=False),
        sa.Column("member_since", sa.Date(), nullable=False, comment="date entered as a member; may be before Govern"),
        sa.CheckConstraint("member_no >= 1", name=op.f("ck_membership_numbers_count_from_one")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("id", "person_id", name=op.f("uq_membership_id_person_id")),
        sa.UniqueConstraint("member_no", name=op.f("uq_membership_member_no")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "opening_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "entered_on", sa.Date(), nullable=True, comment="local date of the approval; no entry counts before it"
        ),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (entered_on IS NULL)", name=op.f("ck_opening_batch_approval_has_a_date")
        ),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_opening_batch_approval_has_an_instant")
        ),
        sa.CheckConstraint(
            "approved_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_opening_batch_approved_or_withdrawn")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> uploaded_by", name=op.f("ck_opening_batch_approved_by_somebody_else")
        ),
        sa.CheckConstraint("length(file_sha256) = 64", name=op.f("ck_opening_batch_file_digest_is_sha256_hex")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_opening_batch_approved_by")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name=op.f("fk_opening_batch_uploaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_batch")),
    )
    op.create_table(
        "opening_entry",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False, comment="line of the file, counted from 1"),
        sa.Column("particulars", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["opening_batch.id"], name=op.f("fk_opening_entry_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "line", name=op.f("pk_opening_entry")),
    )
    op.create_table(
        "membership_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("sub_constituency_id", sa.Uuid(), nullable=True),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "(standing = 'ceased') = (ground IS NOT NULL)", name=op.f("ck_membership_version_cessation_has_its_ground")
        ),
        sa.CheckConstraint(
            "standing = 'ceased' OR decision_id IS NOT NULL OR batch_id IS NOT NULL",
            name=op.f("ck_membership_version_entry_rests_on_a_decision"),
        ),
        sa.CheckConstraint(
            "standing IN ('entered', 'suspended', 'ceased')", name=op.f("ck_membership_version_standing_is_known")
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR recorded_at <= superseded_at",
            name=op.f("ck_membership_version_recorded_before_superseded"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_membership_version_begins_before_it_ends")
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["opening_batch.id"], name=op.f("fk_membership_version_batch_id")),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_membership_version_constituency_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_membership_version_decision_id")),
        sa.ForeignKeyConstraint(
            ["membership_id", "person_id"],
            ["membership.id", "membership.person_id"],
            name=op.f("fk_membership_version_membership_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_membership_version_recorded_by")),
        sa.ForeignKeyConstraint(
            ["sub_constituency_id", "constituency_id"],
            ["sub_constituency.id", "sub_constituency.constituency_id"],
            name=op.f("fk_membership_version_sub_constituency_id_constituency_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_version")),
    )
    with op.batch_alter_table("membership_version", schema=None) as batch_op:
        batch_op.create_index(
            "ix_membership_version_constituency", ["constituency_id", "sub_constituency_id", "valid_from"], unique=False
        )
        batch_op.create_index("ix_membership_version_person", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_membership_version_current",
            ["membership_id", "valid_from"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.create_table(
        "person_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="as they write it; printed so on every paper"),
        sa.Column("sort_name", sa.String(), nullable=False, comment="what an alphabetical list goes by"),
        sa.Column("postal_address", sa.String(), nullable=True, comment="chosen by the member, care-of allowed"),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_purposes", sa.JSON(), nullable=False, comment="what the address was given for"),
        sa.Column("birth_on", sa.Date(), nullable=True, comment="only while an age limit matters"),
        sa.Column("adult_confirmed_on", sa.Date(), nullable=True),
        sa.Column("match_email", sa.String(), nullable=True, comment="keyed HMAC of the normalised address"),
        sa.Column("match_birth", sa.String(), nullable=True, comment="keyed HMAC of name and birth date"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_person_version_has_a_name")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR recorded_at <= superseded_at",
            name=op.f("ck_person_version_recorded_before_superseded"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_person_version_begins_before_it_ends")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_person_version_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_version_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_person_version_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_version")),
    )
    with op.batch_alter_table("person_version", schema=None) as batch_op:
        batch_op.create_index("ix_person_version_match_email", ["match_email"], unique=False)
        batch_op.create_index("ix_person_version_sort_name", ["sort_name"], unique=False)
        batch_op.create_index(
            "uq_person_version_current",
            ["person_id", "valid_from"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    append_only("person", guard="person_stays")
    only_superseded("person_version", PARTICULARS)
    kept("person_version", "person_version_is_kept", unless=DISPOSED)
    no_overlap("person_version_does_not_overlap", "person_version", "person_id")
    append_only("membership", guard="membership_stays")
    only_superseded("membership_version", STANDING)
    kept("membership_version", "membership_version_is_kept", unless=DISPOSED)
    no_overlap("membership_version_does_not_overlap", "membership_version", "membership_id")
    no_overlap(
        "one_person_has_one_membership", "membership_version", "person_id", among="standing IN ('entered', 'suspended')"
    )
    refuse_rows(
        "entry_waits_for_the_second_approver",
        "membership_version",
        when="NEW.batch_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM opening_batch WHERE id = NEW.batch_id AND approved_at IS NOT NULL)",
    )
    # INV-09: nobody is a member of before the day it was decided that they should be one.
    refuse_rows(
        "entry_is_not_backdated",
        "membership_version",
        when="NEW.standing <> 'ceased' AND (EXISTS"
        " (SELECT 1 FROM opening_batch WHERE id = NEW.batch_id AND NEW.valid_from < entered_on)"
        " OR EXISTS (SELECT 1 FROM decision WHERE id = NEW.decision_id AND NEW.valid_from < decided_on))",
    )
    changes_only(
        "approved_opening_stays",
        "opening_batch",
        columns=["file_sha256", "entries", "uploaded_by", "approved_by", "approved_at", "entered_on", "withdrawn_at"],
        when="OLD.approved_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL",
    )
    kept("opening_batch", "opening_is_kept")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with op.batch_alter_table("person_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_version_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index("ix_person_version_sort_name")
        batch_op.drop_index("ix_person_version_match_email")

    op.drop_table("person_version")
    with op.batch_alter_table("membership_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_version_current",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index("ix_membership_version_person")
        batch_op.drop_index("ix_membership_version_constituency")

    op.drop_table("membership_version")
    op.drop_table("opening_entry")
    op.drop_table("opening_batch")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))

    op.drop_table("membership")
