"""A membership ends by its rules.

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import (
    altering,
    append_only,
    drop_guards,
    is_sqlite,
    kept,
    no_overlap,
    only_superseded,
    refuse,
    refuse_rows,
)

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


DISPOSED = "EXISTS (SELECT 1 FROM disposal WHERE record_id = OLD.id)"
HELD = ("id", "seat_id", "person_id", "kind", "election_id", "decision_id", "starts_on", "ends_on", "recorded_at")
VACATED = {
    "vacated_reason_is_known": "vacated_reason IN"
    " ('membership_ended', 'resigned', 'died', 'revoked', 'office_ended', 'removed', 'disqualified')",
    "only_an_appointment_is_conditioned": "condition_office IS NULL OR kind = 'appointed'",
    "ends_with_an_office_only_if_conditioned": "vacated_reason IS NULL OR vacated_reason <> 'office_ended'"
    " OR condition_office IS NOT NULL",
    "revoked_by_who_appointed": "vacated_reason IS NULL OR vacated_reason <> 'revoked'"
    " OR (kind = 'appointed' AND vacated_decision_id IS NOT NULL)",
}
CARRIED = "votes_for > 0 AND votes_for * majority_of >= majority_over * (votes_for + votes_against)"
OPENED = ("id", "membership_id", "complaint", "received_on", "opened_by", "opened_at")
SERVED = ("served_on", "earliest_on", "hearing_on", "majority_over", "majority_of")
HEARD = ("hearing", "representations")
STAND_IN = (
    "id",
    "membership_id",
    "person_id",
    "acting",
    "authority",
    "resolved_on",
    "valid_from",
    "valid_to",
    "recorded_at",
    "recorded_by",
    "salt",
)
JOINT = ("membership_id", "person_id", "place", "from_on", "recorded_by", "recorded_at")

GUARDS = {
    "membership_version": ["expelled_return_by_a_meeting", "expulsion_rests_on_its_case", "suspension_has_its_end"],
    "expulsion_case": ["expulsion_case_is_kept", "expulsion_case_only_goes_on", "expulsion_is_a_meetings"],
    "readmission": ["readmission_is_a_meetings", "readmission_is_append_only"],
    "member_letter": ["member_letter_is_append_only"],
    "stand_in": [
        "nobody_stands_in_for_themselves",
        "one_acts_for_a_membership",
        "stand_in_is_kept",
        "stand_in_is_only_superseded",
    ],
    "joint_holder": ["joint_holder_is_another_person", "joint_holder_is_kept", "joint_holder_only_leaves"],
    "late_end": ["late_end_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "joint_holder",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, comment="order of the names; 1 is the member"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True, comment="first day on which they hold it no longer"),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("left_on IS NULL OR from_on < left_on", name=op.f("ck_joint_holder_begins_before_it_ends")),
        sa.CheckConstraint("place >= 2", name=op.f("ck_joint_holder_first_named_is_the_member")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_joint_holder_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_joint_holder_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_joint_holder_recorded_by")),
        sa.PrimaryKeyConstraint("membership_id", "person_id", name=op.f("pk_joint_holder")),
        sa.UniqueConstraint("membership_id", "place", name=op.f("uq_joint_holder_membership_id_place")),
    )
    op.create_table(
        "member_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="received, or sent"),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('resignation', 'unanswered')", name=op.f("ck_member_letter_kind_is_known")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_member_letter_membership_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_member_letter_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_letter")),
    )
    op.create_index("ix_member_letter_membership", "member_letter", ["membership_id"])
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("acting", sa.String(), nullable=False),
        sa.Column(
            "authority", sa.String(), nullable=False, comment="where the resolution, agreement or grant is to be found"
        ),
        sa.Column("resolved_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(
            "acting IN ('representative', 'nominee', 'joint_holder', 'personal_representative')",
            name=op.f("ck_stand_in_acting_is_known"),
        ),
        sa.CheckConstraint("resolved_on <= valid_from", name=op.f("ck_stand_in_resolved_before_acting")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR recorded_at <= superseded_at", name=op.f("ck_stand_in_recorded_before_superseded")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_stand_in_begins_before_it_ends")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_stand_in_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_stand_in_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_table(
        "expulsion_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("complaint", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True, comment="day on which the notice reached the member"),
        sa.Column(
            "earliest_on", sa.Date(), nullable=True, comment="first day on which the rules let a meeting hear it"
        ),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("majority_over", sa.Integer(), nullable=True, comment="3 of 3/4"),
        sa.Column("majority_of", sa.Integer(), nullable=True, comment="4 of 3/4"),
        sa.Column("hearing", sa.String(), nullable=True, comment="how the member was heard, or that they did not come"),
        sa.Column("representations", sa.String(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "hearing IN ('attended', 'represented', 'in_writing', 'did_not_come')",
            name=op.f("ck_expulsion_case_hearing_is_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('expelled', 'stays', 'withdrawn')", name=op.f("ck_expulsion_case_outcome_is_known")
        ),
        sa.CheckConstraint(
            f"outcome IS NULL OR outcome <> 'expelled' OR ({CARRIED})",
            name=op.f("ck_expulsion_case_expelled_by_the_majority"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome = 'withdrawn' OR (hearing IS NOT NULL AND decision_id IS NOT NULL"
            " AND votes_for IS NOT NULL AND votes_against IS NOT NULL)",
            name=op.f("ck_expulsion_case_heard_before_it_is_decided"),
        ),
        sa.CheckConstraint(
            "(majority_over IS NULL) = (majority_of IS NULL)", name=op.f("ck_expulsion_case_majority_is_a_fraction")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_expulsion_case_outcome_has_an_instant")
        ),
        sa.CheckConstraint(
            "(served_on IS NULL) = (earliest_on IS NULL)", name=op.f("ck_expulsion_case_notice_has_its_length")
        ),
        sa.CheckConstraint(
            "(served_on IS NULL) = (hearing_on IS NULL)", name=op.f("ck_expulsion_case_notice_names_the_hearing")
        ),
        sa.CheckConstraint(
            "(served_on IS NULL) = (majority_over IS NULL)", name=op.f("ck_expulsion_case_notice_pins_the_majority")
        ),
        sa.CheckConstraint(
            "hearing IS NULL OR hearing_on IS NOT NULL", name=op.f("ck_expulsion_case_heard_after_notice")
        ),
        sa.CheckConstraint(
            "hearing_on IS NULL OR earliest_on <= hearing_on",
            name=op.f("ck_expulsion_case_hearing_waits_for_the_notice"),
        ),
        sa.CheckConstraint(
            "length(complaint) BETWEEN 1 AND 5000", name=op.f("ck_expulsion_case_says_what_is_complained_of")
        ),
        sa.CheckConstraint(
            "served_on IS NULL OR received_on <= served_on", name=op.f("ck_expulsion_case_served_after_the_complaint")
        ),
        sa.CheckConstraint(
            "votes_for IS NULL OR (votes_for >= 0 AND votes_against >= 0)",
            name=op.f("ck_expulsion_case_votes_are_counted"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_expulsion_case_decision_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_expulsion_case_membership_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_expulsion_case_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expulsion_case")),
    )
    op.create_table(
        "readmission",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("majority_over", sa.Integer(), nullable=False),
        sa.Column("majority_of", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("votes_against >= 0", name=op.f("ck_readmission_votes_are_counted")),
        sa.CheckConstraint(
            CARRIED,
            name=op.f("ck_readmission_taken_back_by_the_majority"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_readmission_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_readmission_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_readmission_recorded_by")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_readmission")),
    )
    op.create_table(
        "late_end",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False, comment="first day without the right, as it was learned"),
        sa.Column(
            "is_certain", sa.Boolean(), nullable=False, comment="it ended before the poll opened, so she voted after it"
        ),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id", "roll_id"], ["poll.id", "poll.roll_id"], name=op.f("fk_late_end_poll_id_roll_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_late_end_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("poll_id", "elector_id", name=op.f("pk_late_end")),
    )
    _partial("ix_membership_version_expelled", "membership_version", ["person_id"], where="ground = 'expelled'")
    _partial("uq_stand_in_current", "stand_in", ["membership_id", "valid_from"], where="superseded_at IS NULL")
    _partial("uq_expulsion_case_open", "expulsion_case", ["membership_id"], where="outcome IS NULL")
    with altering("declaration") as batch:
        batch.add_column(
            sa.Column(
                "late_ends",
                sa.Integer(),
                nullable=True,
                comment="ballots of electors whose right had ended, as was learned later; NULL before this was counted",
            )
        )
    drop_guards("seat_holding", ["seat_holding_only_ends"])
    with altering("seat_holding") as batch:
        batch.add_column(sa.Column("vacated_decision_id", sa.Uuid(), nullable=True))
        batch.add_column(
            sa.Column(
                "condition_office", sa.String(), nullable=True, comment="office on which the instrument made it depend"
            )
        )
        batch.create_foreign_key(
            op.f("fk_seat_holding_vacated_decision_id"), "decision", ["vacated_decision_id"], ["id"]
        )
        for name, condition in VACATED.items():
            batch.create_check_constraint(op.f(f"ck_seat_holding_{name}"), condition)
    _holding_only_ends((*HELD, "condition_office"))
    guard_register()
    guard_cases()
    guard_stand_ins()
    append_only("late_end")


def guard_register() -> None:
    """Refuse versions of memberships that rest on nothing."""
    refuse_rows(
        "suspension_has_its_end",
        "membership_version",
        when="NEW.standing = 'suspended' AND NEW.valid_to IS NULL AND NEW.superseded_at IS NULL",
    )
    refuse_rows(
        "expulsion_rests_on_its_case",
        "membership_version",
        when="NEW.ground = 'expelled' AND NOT EXISTS (SELECT 1 FROM expulsion_case WHERE outcome = 'expelled'"
        " AND expulsion_case.membership_id = NEW.membership_id AND expulsion_case.decision_id = NEW.decision_id)",
    )
    # INV-23: who was expelled comes back only by the vote of a meeting since.
    refuse_rows(
        "expelled_return_by_a_meeting",
        "membership_version",
        when="NEW.standing = 'entered' AND NEW.superseded_at IS NULL AND EXISTS (SELECT 1"
        " FROM membership_version AS earlier WHERE earlier.person_id = NEW.person_id AND earlier.ground = 'expelled'"
        " AND earlier.superseded_at IS NULL AND earlier.membership_id <> NEW.membership_id"
        " AND earlier.valid_from <= NEW.valid_from AND NOT EXISTS (SELECT 1 FROM readmission"
        " JOIN decision ON decision.id = readmission.decision_id"
        " WHERE readmission.person_id = NEW.person_id AND decision.decided_on >= earlier.valid_from))",
    )


def guard_cases() -> None:
    """Refuse an expulsion out of its order, and votes that were no meeting's."""
    refuse("expulsion_case_only_goes_on", "expulsion_case", "INSERT", when="NEW.outcome IS NOT NULL")
    refuse(
        "expulsion_case_only_goes_on",
        "expulsion_case",
        "UPDATE",
        when=f"OLD.outcome IS NOT NULL OR {_changed(OPENED)} OR (OLD.served_on IS NOT NULL AND ({_changed(SERVED)}))"
        f" OR (OLD.hearing IS NOT NULL AND ({_changed(HEARD)}))",
    )
    kept("expulsion_case", "expulsion_case_is_kept", unless=DISPOSED)
    meeting = "SELECT 1 FROM decision WHERE id = NEW.decision_id AND body = 'general_meeting'"
    refuse(
        "expulsion_is_a_meetings",
        "expulsion_case",
        "UPDATE",
        when=f"NEW.outcome IN ('expelled', 'stays') AND NOT EXISTS ({meeting} AND decided_on >= NEW.hearing_on)",
    )
    append_only("readmission")
    refuse("readmission_is_a_meetings", "readmission", "INSERT", when=f"NOT EXISTS ({meeting})")
    append_only("member_letter")


def guard_stand_ins() -> None:
    """Refuse two who act for one membership at a time, and a member who acts for themselves."""
    only_superseded("stand_in", STAND_IN)
    kept("stand_in", "stand_in_is_kept", unless=DISPOSED)
    no_overlap("one_acts_for_a_membership", "stand_in", "membership_id")
    theirs = "EXISTS (SELECT 1 FROM membership WHERE id = NEW.membership_id AND person_id = NEW.person_id)"
    refuse("nobody_stands_in_for_themselves", "stand_in", "INSERT", when=theirs)
    refuse("joint_holder_is_another_person", "joint_holder", "INSERT", when=theirs)
    refuse(
        "joint_holder_only_leaves",
        "joint_holder",
        "UPDATE",
        when=f"OLD.left_on IS NOT NULL OR NEW.left_on IS NULL OR {_changed(JOINT)}",
    )
    kept("joint_holder", "joint_holder_is_kept")


def _partial(name: str, table: str, columns: list[str], *, where: str) -> None:
    """Index the rows of a table for which a condition holds; a name in uq_ lets each key in once."""
    condition = sa.text(where)
    unique = name.startswith("uq_")
    op.create_index(name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _holding_only_ends(columns: tuple[str, ...]) -> None:
    """Let a term in a seat be ended once, and changed in no other way."""
    refuse(
        "seat_holding_only_ends",
        "seat_holding",
        "UPDATE",
        when=f"OLD.vacated_on IS NOT NULL OR NEW.vacated_on IS NULL OR {_changed(columns)}",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    if not is_sqlite():
        op.drop_constraint("one_acts_for_a_membership", "stand_in")
    drop_guards("seat_holding", ["seat_holding_only_ends"])
    with altering("seat_holding") as batch:
        for name in VACATED:
            batch.drop_constraint(op.f(f"ck_seat_holding_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_seat_holding_vacated_decision_id"), type_="foreignkey")
        batch.drop_column("condition_office")
        batch.drop_column("vacated_decision_id")
    _holding_only_ends(HELD)
    with altering("declaration") as batch:
        batch.drop_column("late_ends")
    op.drop_index("ix_membership_version_expelled", "membership_version")
    for table in ("late_end", "readmission", "expulsion_case", "stand_in", "member_letter", "joint_holder"):
        op.drop_table(table)
