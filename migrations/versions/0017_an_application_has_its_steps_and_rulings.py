"""An application has its steps and its rulings.

Revision: 0017, after 0016
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = (
    "draft",
    "submitted",
    "under_check",
    "referred_back",
    "admitted",
    "refused",
    "appealed",
    "refusal_stands",
    "entered",
    "lapsed",
    "withdrawn",
)
ARROWS = (
    ("admitted", "entered"),
    ("admitted", "lapsed"),
    ("admitted", "withdrawn"),
    ("appealed", "admitted"),
    ("appealed", "refusal_stands"),
    ("appealed", "withdrawn"),
    ("draft", "submitted"),
    ("draft", "withdrawn"),
    ("referred_back", "under_check"),
    ("referred_back", "withdrawn"),
    ("refused", "appealed"),
    ("submitted", "under_check"),
    ("submitted", "withdrawn"),
    ("under_check", "admitted"),
    ("under_check", "referred_back"),
    ("under_check", "refused"),
    ("under_check", "withdrawn"),
)
REASONS = (
    "too_young",
    "does_not_qualify",
    "not_shown",
    "other_constituency",
    "expelled_before",
    "against_the_aims",
    "other",
)
KINDS = (
    "employed_since",
    "supported_since",
    "cares_since",
    "qualifies_since",
    "hours_a_week",
    "identity",
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "membership_application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("sub_constituency_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("undertaking", sa.String(), nullable=False, comment="what they will give: a share, a guarantee"),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column(
            "submitted_at", sa.DateTime(timezone=True), nullable=True, comment="when it was received; NULL for a draft"
        ),
        sa.Column(
            "source_mark",
            sa.String(),
            nullable=True,
            comment="keyed digest of where it came from, to see many from one",
        ),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount_pence >= 0 AND (undertaking = 'none') = (amount_pence = 0)",
            name=op.f("ck_membership_application_asks_for_an_amount"),
        ),
        sa.CheckConstraint(
            "channel IN ('online', 'paper', 'import')", name=op.f("ck_membership_application_channel_is_known")
        ),
        sa.CheckConstraint(
            "undertaking IN ('share', 'guarantee', 'none')", name=op.f("ck_membership_application_undertaking_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_membership_application_constituency_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_membership_application_entered_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_application_person_id")),
        sa.ForeignKeyConstraint(
            ["sub_constituency_id", "constituency_id"],
            ["sub_constituency.id", "sub_constituency.constituency_id"],
            name=op.f("fk_membership_application_sub_constituency_id_constituency_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_application")),
    )
    with op.batch_alter_table("membership_application", schema=None) as batch_op:
        batch_op.create_index("ix_membership_application_person", ["person_id"], unique=False)
        batch_op.create_index("ix_membership_application_source_mark", ["source_mark"], unique=False)

    op.create_table(
        "admission_ruling",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False, comment="there, and free to decide on this one"),
        sa.Column("needed", sa.Integer(), nullable=False, comment="the quorum; 0 where the body has none by number"),
        sa.Column(
            "is_home_represented",
            sa.Boolean(),
            nullable=False,
            comment="a director of the constituency was there and free",
        ),
        sa.Column(
            "is_told_apart",
            sa.Boolean(),
            nullable=False,
            comment="found to be another than the member whom they resemble",
        ),
        sa.Column("condition_on", sa.Date(), nullable=True, comment="day from which every criterion holds, if later"),
        sa.Column("not_shown", sa.JSON(), nullable=False, comment="criteria that nothing stated showed either way"),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('admitted', 'refused')", name=op.f("ck_admission_ruling_outcome_is_known")),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND present >= needed", name=op.f("ck_admission_ruling_was_quorate")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_admission_ruling_application_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_admission_ruling_decision_id")),
        sa.PrimaryKeyConstraint("application_id", "decision_id", name=op.f("pk_admission_ruling")),
    )
    with op.batch_alter_table("admission_ruling", schema=None) as batch_op:
        batch_op.create_index("ix_admission_ruling_decision", ["decision_id"], unique=False)

    op.create_table(
        "application_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.String(), nullable=False, comment="where the proof is kept: personnel file 114"),
        sa.Column("stated_by", sa.Uuid(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "(kind = 'hours_a_week') = (number IS NOT NULL)",
            name=op.f("ck_application_evidence_hours_have_their_number"),
        ),
        sa.CheckConstraint(
            "(kind LIKE '%_since') = (day IS NOT NULL)", name=op.f("ck_application_evidence_since_has_its_day")
        ),
        sa.CheckConstraint(
            "kind IN (" + _words(KINDS) + ")",
            name=op.f("ck_application_evidence_kind_is_known"),
        ),
        sa.CheckConstraint(
            "length(kept_at) BETWEEN 1 AND 200", name=op.f("ck_application_evidence_proof_is_kept_somewhere")
        ),
        sa.CheckConstraint(
            "number IS NULL OR number BETWEEN 0 AND 168", name=op.f("ck_application_evidence_a_week_has_its_hours")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_application_evidence_application_id")
        ),
        sa.ForeignKeyConstraint(["stated_by"], ["person.id"], name=op.f("fk_application_evidence_stated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_evidence")),
    )
    with op.batch_alter_table("application_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_application_evidence_application", ["application_id"], unique=False)

    op.create_table(
        "application_recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("recommended_by", sa.Uuid(), nullable=False),
        sa.Column("is_for", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recommended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "length(words) BETWEEN 1 AND 2000", name=op.f("ck_application_recommendation_recommendation_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_application_recommendation_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["recommended_by"], ["person.id"], name=op.f("fk_application_recommendation_recommended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_recommendation")),
    )
    with op.batch_alter_table("application_recommendation", schema=None) as batch_op:
        batch_op.create_index("ix_application_recommendation_application", ["application_id"], unique=False)

    op.create_table(
        "application_recusal",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_application_recusal_application_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_recusal_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_application_recusal_recorded_by")),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_application_recusal")),
    )
    op.create_table(
        "undertaking_given",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("undertaking", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "undertaking IN ('share', 'guarantee')", name=op.f("ck_undertaking_given_undertaking_is_known")
        ),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_undertaking_given_gives_an_amount")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_undertaking_given_application_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_undertaking_given_recorded_by")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_undertaking_given")),
    )
    op.create_table(
        "application_step",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("previous_n", sa.Integer(), nullable=True),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="the day it happened"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="the instant it was entered"),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="NULL for clockwork"),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False, comment="to the applicant"),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "(n = 1 AND previous_n IS NULL AND from_state IS NULL AND to_state IN ('draft', 'submitted'))"
            " OR (n > 1 AND previous_n = n - 1 AND from_state IS NOT NULL)",
            name=op.f("ck_application_step_steps_follow_each_other"),
        ),
        sa.CheckConstraint(
            "(to_state = 'entered') = (membership_id IS NOT NULL)",
            name=op.f("ck_application_step_entry_makes_a_membership"),
        ),
        sa.CheckConstraint(
            "(to_state IN ('admitted', 'refusal_stands', 'refused')) = (decision_id IS NOT NULL)",
            name=op.f("ck_application_step_decided_by_a_body"),
        ),
        sa.CheckConstraint(
            "(to_state IN ('refusal_stands', 'refused')) = (reason IS NOT NULL)",
            name=op.f("ck_application_step_refusal_has_its_reason"),
        ),
        sa.CheckConstraint(
            "from_state IS NULL OR "
            + " OR ".join(f"(from_state = '{begin}' AND to_state = '{end}')" for begin, end in ARROWS),
            name=op.f("ck_application_step_every_step_is_an_arrow"),
        ),
        sa.CheckConstraint(
            "reason IN (" + _words(REASONS) + ")",
            name=op.f("ck_application_step_reason_is_known"),
        ),
        sa.CheckConstraint(
            "to_state = 'lapsed' OR actor_id IS NOT NULL", name=op.f("ck_application_step_silence_admits_nobody")
        ),
        sa.CheckConstraint(
            "to_state IN (" + _words(STATES) + ")",
            name=op.f("ck_application_step_to_state_is_known"),
        ),
        sa.CheckConstraint(
            "to_state NOT IN ('refusal_stands', 'refused') OR length(words) BETWEEN 1 AND 2000",
            name=op.f("ck_application_step_reason_is_told_in_words"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_application_step_actor_id")),
        sa.ForeignKeyConstraint(
            ["application_id", "decision_id"],
            ["admission_ruling.application_id", "admission_ruling.decision_id"],
            name="fk_application_step_rests_on_a_ruling",
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "previous_n", "from_state"],
            ["application_step.application_id", "application_step.n", "application_step.to_state"],
            name="fk_application_step_begins_where_the_last_ended",
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_application_step_application_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_application_step_decision_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_application_step_membership_id")),
        sa.PrimaryKeyConstraint("application_id", "n", name=op.f("pk_application_step")),
        sa.UniqueConstraint(
            "application_id", "n", "to_state", name=op.f("uq_application_step_application_id_n_to_state")
        ),
        sa.UniqueConstraint("membership_id", name=op.f("uq_application_step_membership_id")),
    )
    with op.batch_alter_table("application_step", schema=None) as batch_op:
        batch_op.create_index("ix_application_step_decision", ["decision_id"], unique=False)

    op.create_table(
        "evidence_verification",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["application_evidence.id"], name=op.f("fk_evidence_verification_evidence_id")
        ),
        sa.ForeignKeyConstraint(["verified_by"], ["person.id"], name=op.f("fk_evidence_verification_verified_by")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_verification")),
    )
    op.create_table(
        "ruling_part",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("is_recused", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("interest", sa.String(), nullable=True),
        sa.CheckConstraint(
            "interest IN ('applicant', 'connected', 'declared', 'same_body', 'original_decider')",
            name=op.f("ck_ruling_part_interest_is_known"),
        ),
        sa.CheckConstraint(
            "interest IS NULL OR vote = 'none'", name=op.f("ck_ruling_part_those_with_an_interest_do_not_vote")
        ),
        sa.CheckConstraint(
            "vote = 'none' OR NOT is_recused", name=op.f("ck_ruling_part_those_who_stood_back_do_not_vote")
        ),
        sa.CheckConstraint("vote = 'none' OR is_present", name=op.f("ck_ruling_part_only_those_present_vote")),
        sa.CheckConstraint(
            "vote IN ('for', 'against', 'abstained', 'none')", name=op.f("ck_ruling_part_vote_is_known")
        ),
        sa.CheckConstraint(
            "interest IS NULL OR is_recused OR NOT is_present",
            name=op.f("ck_ruling_part_those_with_an_interest_stand_back"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id", "decision_id"],
            ["admission_ruling.application_id", "admission_ruling.decision_id"],
            name=op.f("fk_ruling_part_application_id_decision_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ruling_part_person_id")),
        sa.PrimaryKeyConstraint("application_id", "decision_id", "person_id", name=op.f("pk_ruling_part")),
    )


def _words(values: Iterable[str]) -> str:
    """Return words as a list that SQL reads."""
    return ", ".join(f"'{value}'" for value in values)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("ruling_part")
    op.drop_table("evidence_verification")
    with op.batch_alter_table("application_step", schema=None) as batch_op:
        batch_op.drop_index("ix_application_step_decision")

    op.drop_table("application_step")
    op.drop_table("undertaking_given")
    op.drop_table("application_recusal")
    with op.batch_alter_table("application_recommendation", schema=None) as batch_op:
        batch_op.drop_index("ix_application_recommendation_application")

    op.drop_table("application_recommendation")
    with op.batch_alter_table("application_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_application_evidence_application")

    op.drop_table("application_evidence")
    with op.batch_alter_table("admission_ruling", schema=None) as batch_op:
        batch_op.drop_index("ix_admission_ruling_decision")

    op.drop_table("admission_ruling")
    with op.batch_alter_table("membership_application", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_application_source_mark")
        batch_op.drop_index("ix_membership_application_person")

    op.drop_table("membership_application")
