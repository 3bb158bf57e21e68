"""Elections follow their steps.

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, changes_only, drop_guards, is_sqlite, kept, refuse

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = (
    "planned",
    "notice_published",
    "nominations_open",
    "nominations_closed",
    "candidates_published",
    "withdrawals_closed",
    "uncontested_declared",
    "armed",
    "poll_open",
    "poll_closed",
    "sealed",
    "discrepancy",
    "counting",
    "declared",
    "challenge_window",
    "final",
    "voided",
    "rerun",
    "disposed",
)
ARROWS = (
    ("armed", "poll_open"),
    ("armed", "voided"),
    ("candidates_published", "voided"),
    ("candidates_published", "withdrawals_closed"),
    ("challenge_window", "final"),
    ("challenge_window", "voided"),
    ("counting", "declared"),
    ("counting", "voided"),
    ("declared", "challenge_window"),
    ("declared", "voided"),
    ("discrepancy", "sealed"),
    ("discrepancy", "voided"),
    ("final", "disposed"),
    ("nominations_closed", "candidates_published"),
    ("nominations_closed", "voided"),
    ("nominations_open", "nominations_closed"),
    ("nominations_open", "voided"),
    ("notice_published", "nominations_open"),
    ("notice_published", "voided"),
    ("planned", "notice_published"),
    ("planned", "voided"),
    ("poll_closed", "discrepancy"),
    ("poll_closed", "sealed"),
    ("poll_closed", "voided"),
    ("poll_open", "poll_closed"),
    ("poll_open", "voided"),
    ("rerun", "disposed"),
    ("sealed", "counting"),
    ("sealed", "voided"),
    ("uncontested_declared", "challenge_window"),
    ("uncontested_declared", "rerun"),
    ("uncontested_declared", "voided"),
    ("voided", "disposed"),
    ("voided", "rerun"),
    ("withdrawals_closed", "armed"),
    ("withdrawals_closed", "uncontested_declared"),
    ("withdrawals_closed", "voided"),
)
NOTICED = (
    "title",
    "constituency_id",
    "sub_constituency_id",
    "seats",
    "rule_set_id",
    "rule",
    "candidate_order",
    "lot_seed",
    "nominations_close_at",
    "roll_date",
    "opens_at",
    "closes_at",
    "term_starts_on",
    "term_ends_on",
)
HELD = ("id", "seat_id", "person_id", "kind", "election_id", "decision_id", "starts_on", "ends_on", "recorded_at")

GUARDS = {
    "election": ["election_is_kept", "noticed_election_stays"],
    "candidate": ["candidate_is_kept", "candidate_stays", "nominations_closed_to_candidates"],
    "seat_holding": ["person_holds_one_seat", "seat_has_one_holder", "seat_holding_is_kept", "seat_holding_only_ends"],
    "election_step": ["election_step_is_append_only"],
    "election_count": ["election_count_is_append_only"],
    "declaration": ["declaration_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "election",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("sub_constituency_id", sa.Uuid(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("rule_set_id", sa.Uuid(), nullable=False, comment="pinned when noticed"),
        sa.Column("rule", sa.String(), nullable=False, comment="name of the counting rule: scottish-2011"),
        sa.Column("candidate_order", sa.String(), nullable=False),
        sa.Column(
            "lot_seed",
            sa.String(),
            nullable=False,
            comment="fixed in the notice; lots are SHA-256 of it with each number",
        ),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("roll_date", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term_starts_on", sa.Date(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "candidate_order IN ('alphabetical', 'drawn')", name=op.f("ck_election_candidate_order_is_known")
        ),
        sa.CheckConstraint("length(lot_seed) >= 1", name=op.f("ck_election_lots_are_fixed_in_the_notice")),
        sa.CheckConstraint(
            "nominations_close_at < opens_at", name=op.f("ck_election_nominations_close_before_opening")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_election_opens_before_closing")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_election_at_least_one_seat")),
        sa.CheckConstraint("term_starts_on < term_ends_on", name=op.f("ck_election_term_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["constituency_id"], ["constituency.id"], name=op.f("fk_election_constituency_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_election_poll_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_election_rule_set_id")),
        sa.ForeignKeyConstraint(
            ["sub_constituency_id", "constituency_id"],
            ["sub_constituency.id", "sub_constituency.constituency_id"],
            name=op.f("fk_election_sub_constituency_id_constituency_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
        sa.UniqueConstraint("poll_id", name=op.f("uq_election_poll_id")),
    )
    op.create_table(
        "candidate",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="count number: the order of entry"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the nomination reached the returning officer",
        ),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_candidate_withdrawn_for_a_reason")
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name=op.f("ck_candidate_has_a_name")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_candidate_numbers_count_from_one")),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_candidate_election_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_candidate_entered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_candidate_person_id")),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_candidate")),
        sa.UniqueConstraint("election_id", "person_id", name=op.f("uq_candidate_election_id_person_id")),
    )
    op.create_table(
        "declaration",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("elected", sa.JSON(), nullable=False, comment="candidate numbers, in order of election"),
        sa.Column("electors", sa.Integer(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False, comment="in the box"),
        sa.Column("valid", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("unreadable", sa.Integer(), nullable=False),
        sa.Column("tendered_refused", sa.Integer(), nullable=False),
        sa.Column("is_contested", sa.Boolean(), nullable=False),
        sa.Column("record_sha256", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_declaration_declared_by")),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_declaration_election_id")),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_declaration")),
    )
    op.create_table(
        "election_count",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("record", sa.String(), nullable=False, comment="the count record, as JSON"),
        sa.Column("record_sha256", sa.String(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(record_sha256) = 64", name=op.f("ck_election_count_record_digest_is_sha256_hex")),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_election_count_election_id")),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_election_count")),
    )
    op.create_table(
        "election_step",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("previous_n", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="the day it happened, entered by the actor"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="the instant it was entered"),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="NULL for clockwork"),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(n = 1 AND previous_n IS NULL AND from_state IS NULL AND to_state = 'planned')"
            " OR (n > 1 AND previous_n = n - 1 AND from_state IS NOT NULL)",
            name=op.f("ck_election_step_steps_follow_each_other"),
        ),
        sa.CheckConstraint(
            "from_state IS NULL OR "
            + " OR ".join(f"(from_state = '{begin}' AND to_state = '{end}')" for begin, end in ARROWS),
            name=op.f("ck_election_step_every_step_is_an_arrow"),
        ),
        sa.CheckConstraint(
            "to_state IN (" + ", ".join(f"'{state}'" for state in STATES) + ")",
            name=op.f("ck_election_step_to_state_is_known"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_election_step_actor_id")),
        sa.ForeignKeyConstraint(
            ["election_id", "previous_n", "from_state"],
            ["election_step.election_id", "election_step.n", "election_step.to_state"],
            name="fk_election_step_begins_where_the_last_ended",
        ),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_election_step_election_id")),
        sa.PrimaryKeyConstraint("election_id", "n", name=op.f("pk_election_step")),
        sa.UniqueConstraint("election_id", "n", "to_state", name=op.f("uq_election_step_election_id_n_to_state")),
    )
    op.create_table(
        "seat_holding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("election_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False, comment="first day after the term"),
        sa.Column("vacated_on", sa.Date(), nullable=True, comment="first day the seat was empty, if before the end"),
        sa.Column("vacated_reason", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'elected') = (election_id IS NOT NULL)", name=op.f("ck_seat_holding_elected_by_an_election")
        ),
        sa.CheckConstraint(
            "kind = 'elected' OR decision_id IS NOT NULL", name=op.f("ck_seat_holding_appointed_by_a_decision")
        ),
        sa.CheckConstraint("kind IN ('elected', 'appointed', 'coopted')", name=op.f("ck_seat_holding_kind_is_known")),
        sa.CheckConstraint(
            "(vacated_on IS NULL) = (vacated_reason IS NULL)", name=op.f("ck_seat_holding_vacated_for_a_reason")
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_seat_holding_starts_before_it_ends")),
        sa.CheckConstraint(
            "vacated_on IS NULL OR vacated_on BETWEEN starts_on AND ends_on",
            name=op.f("ck_seat_holding_vacated_within_the_term"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_seat_holding_decision_id")),
        sa.ForeignKeyConstraint(["election_id"], ["election.id"], name=op.f("fk_seat_holding_election_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_seat_holding_person_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_seat_holding_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_holding")),
    )
    with op.batch_alter_table("seat_holding", schema=None) as batch_op:
        batch_op.create_index("ix_seat_holding_person", ["person_id"], unique=False)
        batch_op.create_index("ix_seat_holding_seat", ["seat_id"], unique=False)
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    append_only("election_step")
    kept("election", "election_is_kept")
    changes_only(
        "noticed_election_stays",
        "election",
        columns=NOTICED,
        when="EXISTS (SELECT 1 FROM election_step WHERE election_id = OLD.id AND n > 1)",
    )
    refuse(
        "candidate_stays",
        "candidate",
        "UPDATE",
        when="OLD.withdrawn_on IS NOT NULL OR NEW.withdrawn_on IS NULL OR NEW.number <> OLD.number"
        " OR NEW.person_id <> OLD.person_id OR NEW.name <> OLD.name",
    )
    kept("candidate", "candidate_is_kept")
    refuse(
        "nominations_closed_to_candidates",
        "candidate",
        "INSERT",
        when="COALESCE((SELECT to_state FROM election_step WHERE election_id = NEW.election_id"
        " ORDER BY n DESC LIMIT 1), '') <> 'nominations_open'",
    )
    append_only("election_count")
    append_only("declaration")
    refuse(
        "seat_holding_only_ends",
        "seat_holding",
        "UPDATE",
        when="OLD.vacated_on IS NOT NULL OR NEW.vacated_on IS NULL OR "
        + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in HELD),
    )
    kept("seat_holding", "seat_holding_is_kept")
    _one_term_at_a_time("seat_has_one_holder", "seat_id")
    _one_term_at_a_time("person_holds_one_seat", "person_id")


def _one_term_at_a_time(guard: str, key: str) -> None:
    """Refuse two terms of one `key` that share a day; on PostgreSQL also where both come at once."""
    if not is_sqlite():
        op.execute(
            f"ALTER TABLE seat_holding ADD CONSTRAINT {guard} EXCLUDE USING gist"
            f" ({key} WITH =, daterange(starts_on, COALESCE(vacated_on, ends_on)) WITH &&)"
        )
        return
    refuse(
        guard,
        "seat_holding",
        "INSERT",
        when=f"EXISTS (SELECT 1 FROM seat_holding AS held WHERE held.{key} = NEW.{key}"
        " AND NEW.starts_on < COALESCE(held.vacated_on, held.ends_on)"
        " AND held.starts_on < COALESCE(NEW.vacated_on, NEW.ends_on))",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with op.batch_alter_table("seat_holding", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_holding_seat")
        batch_op.drop_index("ix_seat_holding_person")

    op.drop_table("seat_holding")
    op.drop_table("election_step")
    op.drop_table("election_count")
    op.drop_table("declaration")
    op.drop_table("candidate")
    op.drop_table("election")
