"""A ballot box keeps its secret.

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "poll",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("decides", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False, comment="name of the counting rule: scottish-2011"),
        sa.Column(
            "lot_source", sa.String(), nullable=False, comment="as fixed in the notice, before the names existed"
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publication_mode", sa.String(), nullable=False),
        sa.Column("custody", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manifest", sa.String(), nullable=True, comment="canonical JSON; what every voter is promised"),
        sa.Column("eid0", sa.String(), nullable=True, comment="SHA-256 of the manifest without the roll's root"),
        sa.Column("eid", sa.String(), nullable=True, comment="SHA-256 of the manifest"),
        sa.Column("pad_len", sa.Integer(), nullable=True, comment="bytes of every ballot before it is sealed"),
        sa.Column("box_key", sa.LargeBinary(), nullable=True, comment="X25519 public key, 32 bytes"),
        sa.Column("canary", sa.LargeBinary(), nullable=True, comment="a known text sealed to the key"),
        sa.Column("armed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed_ballots", sa.Integer(), nullable=True),
        sa.Column(
            "sealed_marks", sa.Integer(), nullable=True, comment="marks that put a ballot in the box: online and paper"
        ),
        sa.Column(
            "discrepancy_decision_id",
            sa.Uuid(),
            nullable=True,
            comment="who decided to go on although box and marks differ",
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "unreadable", sa.Integer(), nullable=True, comment="ballots in the box that could not be opened or read"
        ),
        sa.CheckConstraint("custody IN ('installation', 'officers')", name=op.f("ck_poll_custody_is_known")),
        sa.CheckConstraint("decides IN ('directors', 'motion')", name=op.f("ck_poll_decides_is_known")),
        sa.CheckConstraint("publication_mode IN ('B', 'C')", name=op.f("ck_poll_publication_mode_is_known")),
        sa.CheckConstraint("(frozen_at IS NULL) = (box_key IS NULL)", name=op.f("ck_poll_key_once_frozen")),
        sa.CheckConstraint("(frozen_at IS NULL) = (eid IS NULL)", name=op.f("ck_poll_eid_once_frozen")),
        sa.CheckConstraint("(frozen_at IS NULL) = (manifest IS NULL)", name=op.f("ck_poll_manifest_once_frozen")),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (sealed_ballots IS NULL)", name=op.f("ck_poll_box_counted_when_sealed")
        ),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (sealed_marks IS NULL)", name=op.f("ck_poll_marks_counted_when_sealed")
        ),
        sa.CheckConstraint("armed_at IS NULL OR frozen_at IS NOT NULL", name=op.f("ck_poll_armed_after_frozen")),
        sa.CheckConstraint("opened_at IS NULL OR sealed_at IS NOT NULL", name=op.f("ck_poll_opened_after_sealed")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_poll_opens_before_closing")),
        sa.CheckConstraint("sealed_at IS NULL OR armed_at IS NOT NULL", name=op.f("ck_poll_sealed_after_armed")),
        sa.CheckConstraint("sealed_at IS NULL OR sealed_at >= closes_at", name=op.f("ck_poll_sealed_after_the_close")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_poll_at_least_one_seat")),
        sa.ForeignKeyConstraint(
            ["discrepancy_decision_id"], ["decision.id"], name=op.f("fk_poll_discrepancy_decision_id")
        ),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name=op.f("fk_poll_roll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("id", "roll_id", name=op.f("uq_poll_id_roll_id")),
        sa.UniqueConstraint("roll_id", name=op.f("uq_poll_roll_id")),
    )
    op.create_table(
        "ballot_box",
        sa.Column("h", sa.LargeBinary(), nullable=False, comment="hash of the sealed ballot"),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False, comment="how it was sealed"),
        sa.Column("c", sa.LargeBinary(), nullable=False, comment="the sealed ballot, of one length for all"),
        sa.CheckConstraint("length(h) = 32", name=op.f("ck_ballot_box_h_is_sha256")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_ballot_box_poll_id")),
        sa.PrimaryKeyConstraint("h", name=op.f("pk_ballot_box")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ballot_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_box_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "closed_mark",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('online', 'paper', 'struck', 'tendered')", name=op.f("ck_closed_mark_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_closed_mark_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_closed_mark_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "elector_id", name=op.f("pk_closed_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "credential",
        sa.Column("token_hash", sa.String(), nullable=False, comment="keyed HMAC of the code; the key is elsewhere"),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_credential_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_credential_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_credential")),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index("ix_credential_poll_elector", ["poll_id", "elector_id"], unique=False)
        batch_op.create_index(
            "uq_credential_live",
            ["poll_id", "elector_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "mark",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('online', 'paper', 'struck', 'tendered')", name=op.f("ck_mark_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_mark_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_mark_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "elector_id", name=op.f("pk_mark")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "opened_ballot",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False, comment="random"),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column(
            "ranking",
            sa.String(),
            nullable=False,
            comment="count numbers, first preference first: 3 1 2; empty for a blank",
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_opened_ballot_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "id", name=op.f("pk_opened_ballot")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("opened_ballot", schema=None) as batch_op:
        batch_op.create_index("ix_opened_ballot_poll_ranking", ["poll_id", "ranking"], unique=False)

    op.create_table(
        "poll_option",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="count number: the order of entry"),
        sa.Column("name", sa.String(), nullable=False, comment="exactly as accepted at nomination"),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="place on the ballot paper"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_poll_option_numbers_count_from_one")),
        sa.CheckConstraint("position >= 1", name=op.f("ck_poll_option_positions_count_from_one")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "number", name=op.f("pk_poll_option")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_poll_option_poll_id_position")),
    )
    op.create_table(
        "sealed_box",
        sa.Column("h", sa.LargeBinary(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("c", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_sealed_box_poll_id")),
        sa.PrimaryKeyConstraint("h", name=op.f("pk_sealed_box")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_box_poll_id"), ["poll_id"], unique=False)

    op.create_table(
        "option_withdrawal",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "number"],
            ["poll_option.poll_id", "poll_option.number"],
            name=op.f("fk_option_withdrawal_poll_id_number"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "number", name=op.f("pk_option_withdrawal")),
    )
    op.create_table(
        "doubt",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_doubt_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_doubt_raised_by")),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_doubt_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "elector_id", name=op.f("pk_doubt")),
    )
    op.create_table(
        "tendered_ballot",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("h", sa.LargeBinary(), nullable=False),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("scheme", sa.Integer(), nullable=False),
        sa.Column("c", sa.LargeBinary(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(is_accepted IS NULL) = (decided_by IS NULL)", name=op.f("ck_tendered_ballot_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(is_accepted IS NULL) = (reason IS NULL)", name=op.f("ck_tendered_ballot_decided_with_a_reason")
        ),
        sa.CheckConstraint("length(h) = 32", name=op.f("ck_tendered_ballot_h_is_sha256")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_tendered_ballot_decided_by")),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_tendered_ballot_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_tendered_ballot_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "elector_id", name=op.f("pk_tendered_ballot")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("tendered_ballot")
    op.drop_table("doubt")
    op.drop_table("option_withdrawal")
    with op.batch_alter_table("sealed_box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_box_poll_id"))

    op.drop_table("sealed_box")
    op.drop_table("poll_option")
    with op.batch_alter_table("opened_ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_opened_ballot_poll_ranking")

    op.drop_table("opened_ballot")
    op.drop_table("mark")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_credential_live",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index("ix_credential_poll_elector")

    op.drop_table("credential")
    op.drop_table("closed_mark")
    with op.batch_alter_table("ballot_box", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_box_poll_id"))

    op.drop_table("ballot_box")
    op.drop_table("poll")
