"""A mutual has rules and equal thirds.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, changes_only, drop_guards, kept, refuse

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ADOPTED = "EXISTS (SELECT 1 FROM board_plan WHERE id = {row}.plan_id AND adopted_on IS NOT NULL)"

GUARDS = {
    "mutual": ["mutual_is_kept", "mutual_keeps_its_mode"],
    "board_plan": ["adopted_plan_is_kept", "adopted_plan_stays", "plan_is_adopted_whole", "plan_is_not_born_adopted"],
    "seat": ["adopted_plan_loses_no_seat", "adopted_plan_takes_no_seat", "seat_stays"],
    "disposal": ["disposal_is_append_only"],
    "rule_set": ["rule_set_is_append_only"],
    "rule_set_registration": ["rule_set_registration_is_append_only"],
    "decision": ["decision_is_append_only"],
    "decision_participant": ["decision_participant_is_append_only"],
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "constituency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("third", sa.String(), nullable=True, comment="the third it fills; NULL where it fills none"),
        sa.Column("precedence", sa.Integer(), nullable=False, comment="1 is tried first when a person could be in two"),
        sa.CheckConstraint(
            "third IN ('workforce', 'service_users', 'local_authority')", name=op.f("ck_constituency_third_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_constituency")),
        sa.UniqueConstraint("code", name=op.f("uq_constituency_code")),
        sa.UniqueConstraint("precedence", name=op.f("uq_constituency_precedence")),
    )
    op.create_table(
        "mutual",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("singleton", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("registered_number", sa.String(), nullable=True),
        sa.Column("legal_form", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False, comment="real, demo or rehearsal; never changed"),
        sa.Column("time_zone", sa.String(), nullable=False, comment="IANA name; every close is an instant in it"),
        sa.Column("languages", sa.JSON(), nullable=False, comment="the first is the one written in by default"),
        sa.Column("telephone", sa.String(), nullable=False, comment="on every page"),
        sa.Column("text_relay", sa.String(), nullable=False, comment="text-relay form of the number, on every page"),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "legal_form IN ('coop_society', 'cbs', 'clg', 'cic', 'cio', 'ft')",
            name=op.f("ck_mutual_legal_form_is_known"),
        ),
        sa.CheckConstraint("mode IN ('real', 'demo', 'rehearsal')", name=op.f("ck_mutual_mode_is_known")),
        sa.CheckConstraint("singleton = 1", name=op.f("ck_mutual_one_mutual_in_a_database")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutual")),
        sa.UniqueConstraint("singleton", name=op.f("uq_mutual_singleton")),
    )
    op.create_table(
        "disposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_person_id", sa.Uuid(), nullable=False),
        sa.Column("second_person_id", sa.Uuid(), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_person_id <> second_person_id", name=op.f("ck_disposal_given_by_two_people")),
        sa.ForeignKeyConstraint(["first_person_id"], ["person.id"], name=op.f("fk_disposal_first_person_id")),
        sa.ForeignKeyConstraint(["second_person_id"], ["person.id"], name=op.f("fk_disposal_second_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("record_id", name=op.f("uq_disposal_record_id")),
    )
    op.create_table(
        "rule_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False, comment="every value of constitution.parameters, by name"),
        sa.Column("digest", sa.String(), nullable=False, comment="SHA-256 of the parameters' canonical JSON"),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_rule_set_digest_is_sha256_hex")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_rule_set_versions_count_from_one")),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_rule_set_drafted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("version", name=op.f("uq_rule_set_version")),
    )
    op.create_table(
        "sub_constituency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_sub_constituency_constituency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_constituency")),
        sa.UniqueConstraint("constituency_id", "code", name=op.f("uq_sub_constituency_constituency_id_code")),
        sa.UniqueConstraint("id", "constituency_id", name=op.f("uq_sub_constituency_id_constituency_id")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("minute_reference", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("rule_set_id", sa.Uuid(), nullable=True, comment="NULL for the founders' own"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "body IN ('founders', 'board', 'committee', 'general_meeting', 'secretary_delegated', 'panel', "
            "'appointing_body')",
            name=op.f("ck_decision_body_is_known"),
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_decision_entered_by")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_decision_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_table(
        "board_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seats_per_third", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(adopted_on IS NULL) = (decision_id IS NULL)", name=op.f("ck_board_plan_adopted_by_a_decision")
        ),
        sa.CheckConstraint("seats_per_third BETWEEN 1 AND 20", name=op.f("ck_board_plan_each_third_has_a_seat")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_board_plan_decision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_plan")),
        sa.UniqueConstraint("adopted_on", name=op.f("uq_board_plan_adopted_on")),
        sa.UniqueConstraint("id", "seats_per_third", name=op.f("uq_board_plan_id_seats_per_third")),
    )
    op.create_table(
        "decision_participant",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("is_recused", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.CheckConstraint(
            "vote = 'none' OR NOT is_recused", name=op.f("ck_decision_participant_those_who_stood_back_do_not_vote")
        ),
        sa.CheckConstraint("vote = 'none' OR is_present", name=op.f("ck_decision_participant_only_those_present_vote")),
        sa.CheckConstraint(
            "vote IN ('for', 'against', 'abstained', 'none')", name=op.f("ck_decision_participant_vote_is_known")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_participant_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_participant_person_id")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_decision_participant")),
    )
    op.create_table(
        "rule_set_registration",
        sa.Column("rule_set_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_rule_set_registration_decision_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_rule_set_registration_rule_set_id")),
        sa.PrimaryKeyConstraint("rule_set_id", name=op.f("pk_rule_set_registration")),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("seats_per_third", sa.Integer(), nullable=False),
        sa.Column("third", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("constituency_id", sa.Uuid(), nullable=True),
        sa.Column("sub_constituency_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "third IN ('workforce', 'service_users', 'local_authority')", name=op.f("ck_seat_third_is_known")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND seats_per_third", name=op.f("ck_seat_no_third_is_larger")),
        sa.ForeignKeyConstraint(["constituency_id"], ["constituency.id"], name=op.f("fk_seat_constituency_id")),
        sa.ForeignKeyConstraint(
            ["plan_id", "seats_per_third"],
            ["board_plan.id", "board_plan.seats_per_third"],
            name=op.f("fk_seat_plan_id_seats_per_third"),
        ),
        sa.ForeignKeyConstraint(
            ["sub_constituency_id"], ["sub_constituency.id"], name=op.f("fk_seat_sub_constituency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("plan_id", "third", "number", name=op.f("uq_seat_plan_id_third_number")),
    )
    guard()


def guard() -> None:
    """Refuse what must never be true."""
    append_only("disposal")
    changes_only("mutual_keeps_its_mode", "mutual", columns=["mode", "singleton", "founded_at"])
    kept("mutual", "mutual_is_kept")
    append_only("rule_set")
    append_only("rule_set_registration")
    append_only("decision")
    append_only("decision_participant")
    # Thirds are equal because there is one number for all three and a plan is adopted whole or not at all.
    refuse(
        "plan_is_adopted_whole",
        "board_plan",
        "UPDATE",
        when="NEW.adopted_on IS NOT NULL"
        " AND (SELECT count(*) FROM seat WHERE plan_id = NEW.id) <> 3 * NEW.seats_per_third",
    )
    changes_only(
        "adopted_plan_stays",
        "board_plan",
        columns=["seats_per_third", "adopted_on", "decision_id"],
        when="OLD.adopted_on IS NOT NULL",
    )
    kept("board_plan", "adopted_plan_is_kept", unless="OLD.adopted_on IS NULL")
    refuse("plan_is_not_born_adopted", "board_plan", "INSERT", when="NEW.adopted_on IS NOT NULL")
    refuse("adopted_plan_takes_no_seat", "seat", "INSERT", when=ADOPTED.format(row="NEW"))
    refuse("seat_stays", "seat", "UPDATE")
    kept("seat", "adopted_plan_loses_no_seat", unless=f"NOT {ADOPTED.format(row='OLD')}")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("seat")
    op.drop_table("rule_set_registration")
    op.drop_table("decision_participant")
    op.drop_table("board_plan")
    op.drop_table("decision")
    op.drop_table("sub_constituency")
    op.drop_table("rule_set")
    op.drop_table("disposal")
    op.drop_table("mutual")
    op.drop_table("constituency")
