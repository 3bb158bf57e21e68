"""A motion is put to a roll of its own.

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, changes_only, drop_guards, kept, refuse

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOTION = (
    "number",
    "kind",
    "deciders",
    "way",
    "matter",
    "majority",
    "constituency_id",
    "title",
    "reasons",
    "rule_set_id",
    "changes_to_id",
    "submitted_at",
)
DIVISION = (
    "motion_id",
    "n",
    "amendment_n",
    "text_version",
    "ask",
    "call",
    "is_confirming",
    "is_binding",
    "majority",
    "rule_set_id",
    "roll_id",
    "poll_id",
    "members",
    "called_by",
    "called_at",
    "opens_at",
    "closes_at",
)
GUARDS = {
    "motion": ["motion_before_a_vote_stays"],
    "motion_text": ["text_before_a_vote_stays"],
    "motion_concern": ["concern_is_named_before_the_vote"],
    "amendment_outcome": ["amendment_outcome_is_append_only"],
    "division": ["division_is_kept", "called_division_stays"],
    "division_bar": ["division_bar_is_append_only", "bars_are_named_before_the_roll"],
    "roll": ["barred_person_is_on_no_roll"],
    "division_mark": [
        "division_mark_is_append_only",
        "marks_are_given_while_the_division_is_open",
        "vote_by_name_is_ones_own",
    ],
    "hands_count": ["hands_count_is_append_only", "hands_are_counted_by_two"],
    "division_outcome": [
        "division_outcome_is_append_only",
        "division_is_declared_after_its_close",
        "outcome_is_of_the_frozen_roll",
        "tally_adds_up_before_it_is_declared",
    ],
}
# Of the last attempt: not two tellers; or one of them with another number in some class than is in the room, or than
# the other teller.
_ROOM = (
    "(SELECT count(*) FROM division_mark AS mark JOIN roll_entry AS entry"
    " ON entry.roll_id = mark.roll_id AND entry.elector_id = mark.elector_id"
    " WHERE mark.division_id = NEW.division_id AND mark.way = 'hands' AND entry.class = counted.class)"
)
_LAST = (
    "counted.division_id = NEW.division_id AND counted.attempt ="
    " (SELECT max(every.attempt) FROM hands_count AS every WHERE every.division_id = NEW.division_id)"
)
_THERE = "(SELECT count(*) FROM division_mark AS mark WHERE mark.division_id = NEW.division_id AND mark.way = 'hands')"
_OTHER = (
    "EXISTS (SELECT 1 FROM hands_count AS other WHERE other.division_id = counted.division_id"
    " AND other.attempt = counted.attempt AND other.class = counted.class AND (other.votes_for <> counted.votes_for"
    " OR other.votes_against <> counted.votes_against OR other.abstained <> counted.abstained))"
)
_ALL = "counted.votes_for + counted.votes_against + counted.abstained"
HANDS_DIFFER = (
    f"(SELECT coalesce(sum({_ALL}), 0) FROM hands_count AS counted WHERE {_LAST}) <> 2 * {_THERE}"
    f" OR EXISTS (SELECT 1 FROM hands_count AS counted WHERE {_LAST} AND ({_ALL} <> {_ROOM} OR {_OTHER}))"
)
BOX_IS_SHUT = (
    "EXISTS (SELECT 1 FROM division JOIN poll ON poll.id = division.poll_id"
    " WHERE division.id = NEW.division_id AND poll.opened_at IS NULL)"
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "division",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False, comment="counted from 1 within its motion"),
        sa.Column("amendment_n", sa.Integer(), nullable=True),
        sa.Column("text_version", sa.Integer(), nullable=False, comment="the text that is put"),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column(
            "call", sa.Integer(), nullable=False, comment="1 at the first call of a meeting, 2 at an adjourned one"
        ),
        sa.Column(
            "is_confirming", sa.Boolean(), nullable=False, comment="the second meeting of a statutory resolution"
        ),
        sa.Column("is_binding", sa.Boolean(), nullable=False, comment="false: a consultation, and called so"),
        sa.Column("majority", sa.String(), nullable=False, comment="name of a rule of motions.deciding"),
        sa.Column("rule_set_id", sa.Uuid(), nullable=False, comment="in force when notice was given"),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False, comment="all members, or all directors, on the roll date"),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False, comment="when it was circulated or noticed"),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False, comment="a written resolution lapses then"),
        sa.Column(
            "closed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was ended before its hour",
        ),
        sa.CheckConstraint(
            "(ask = 'secret') = (poll_id IS NOT NULL)", name=op.f("ck_division_secret_division_has_its_box")
        ),
        sa.CheckConstraint("ask IN ('recorded', 'hands', 'secret')", name=op.f("ck_division_ask_is_known")),
        sa.CheckConstraint(
            "NOT is_confirming OR amendment_n IS NULL", name=op.f("ck_division_amendments_are_not_confirmed")
        ),
        sa.CheckConstraint("call >= 1", name=op.f("ck_division_calls_count_from_one")),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_at >= opens_at", name=op.f("ck_division_closed_after_its_opening")
        ),
        sa.CheckConstraint("n >= 1", name=op.f("ck_division_numbers_count_from_one")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_division_opens_before_closing")),
        sa.ForeignKeyConstraint(["called_by"], ["person.id"], name=op.f("fk_division_called_by")),
        sa.ForeignKeyConstraint(
            ["motion_id", "amendment_n"],
            ["amendment.motion_id", "amendment.n"],
            name=op.f("fk_division_motion_id_amendment_n"),
        ),
        sa.ForeignKeyConstraint(
            ["motion_id", "text_version"],
            ["motion_text.motion_id", "motion_text.version"],
            name=op.f("fk_division_motion_id_text_version"),
        ),
        sa.ForeignKeyConstraint(["motion_id"], ["motion.id"], name=op.f("fk_division_motion_id")),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_division_poll_id")),
        sa.ForeignKeyConstraint(["roll_id"], ["roll.id"], name=op.f("fk_division_roll_id")),
        sa.ForeignKeyConstraint(["rule_set_id"], ["rule_set.id"], name=op.f("fk_division_rule_set_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division")),
        sa.UniqueConstraint("id", "roll_id", name=op.f("uq_division_id_roll_id")),
        sa.UniqueConstraint("motion_id", "n", name=op.f("uq_division_motion_id_n")),
        sa.UniqueConstraint("poll_id", name=op.f("uq_division_poll_id")),
        sa.UniqueConstraint("roll_id", name=op.f("uq_division_roll_id")),
    )
    op.create_table(
        "amendment_outcome",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=True, comment="the text that it made of the motion"),
        sa.Column("division_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome IN ('accepted', 'carried')) = (made_version IS NOT NULL)",
            name=op.f("ck_amendment_outcome_agreed_makes_a_text"),
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'carried', 'lost', 'withdrawn', 'fell')",
            name=op.f("ck_amendment_outcome_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('carried', 'lost') OR division_id IS NOT NULL",
            name=op.f("ck_amendment_outcome_voted_in_a_division"),
        ),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_amendment_outcome_division_id")),
        sa.ForeignKeyConstraint(
            ["motion_id", "made_version"],
            ["motion_text.motion_id", "motion_text.version"],
            name="fk_amendment_outcome_made_a_text",
        ),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"], ["amendment.motion_id", "amendment.n"], name=op.f("fk_amendment_outcome_motion_id_n")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_amendment_outcome_settled_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_amendment_outcome")),
    )
    op.create_table(
        "division_bar",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("bar", sa.String(), nullable=False),
        sa.CheckConstraint(
            "bar IN ('applicant', 'in_question', 'connected', 'declared_interest', 'admitted_since_notice')",
            name=op.f("ck_division_bar_bar_is_known"),
        ),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_division_bar_division_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_division_bar_person_id")),
        sa.PrimaryKeyConstraint("division_id", "person_id", "bar", name=op.f("pk_division_bar")),
    )
    op.create_table(
        "division_mark",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.Column("roll_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("vote", sa.String(), nullable=True),
        sa.Column("entered_by", sa.Uuid(), nullable=False, comment="the elector, or who kept the room"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(way = 'recorded') = (vote IS NOT NULL)", name=op.f("ck_division_mark_hands_are_not_kept_by_name")
        ),
        sa.CheckConstraint("vote IN ('for', 'against', 'abstained')", name=op.f("ck_division_mark_vote_is_known")),
        sa.CheckConstraint("way IN ('recorded', 'hands')", name=op.f("ck_division_mark_way_is_known")),
        sa.ForeignKeyConstraint(
            ["division_id", "roll_id"],
            ["division.id", "division.roll_id"],
            name=op.f("fk_division_mark_division_id_roll_id"),
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_division_mark_entered_by")),
        sa.ForeignKeyConstraint(
            ["roll_id", "elector_id"],
            ["roll_entry.roll_id", "roll_entry.elector_id"],
            name=op.f("fk_division_mark_roll_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("division_id", "elector_id", name=op.f("pk_division_mark")),
    )
    op.create_table(
        "division_outcome",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.Column("is_quorate", sa.Boolean(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=False, comment="by class and way: for, against, abstained, eligible"),
        sa.Column("working", sa.String(), nullable=False, comment="the sum in words, in the source language"),
        sa.Column("sums", sa.JSON(), nullable=False, comment="codes and facts of the same sum"),
        sa.Column(
            "roll_root", sa.String(), nullable=False, comment="of the one roll of votes, turnout and denominator"
        ),
        sa.Column("declared_by", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(roll_root) = 64", name=op.f("ck_division_outcome_roll_root_is_sha256_hex")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_division_outcome_declared_by")),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_division_outcome_division_id")),
        sa.PrimaryKeyConstraint("division_id", name=op.f("pk_division_outcome")),
    )
    op.create_table(
        "hands_count",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("teller_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="counted anew where two tellers differed"),
        sa.Column("class", sa.String(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("votes_against", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND abstained >= 0",
            name=op.f("ck_hands_count_counts_are_not_negative"),
        ),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_hands_count_division_id")),
        sa.ForeignKeyConstraint(["teller_id"], ["person.id"], name=op.f("fk_hands_count_teller_id")),
        sa.PrimaryKeyConstraint("division_id", "teller_id", "attempt", "class", name=op.f("pk_hands_count")),
    )
    guard_motions()
    guard_divisions()


def guard_motions() -> None:
    """Refuse to change what people were asked about."""
    called = "EXISTS (SELECT 1 FROM division WHERE division.motion_id = %s)"
    changes_only("motion_before_a_vote_stays", "motion", columns=MOTION, when=called % "OLD.id")
    inquorate = (
        "EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = put.id AND NOT came.is_quorate)"
    )
    refuse(
        "text_before_a_vote_stays",
        "motion_text",
        "INSERT",
        when="EXISTS (SELECT 1 FROM division AS put WHERE put.motion_id = NEW.motion_id AND put.amendment_n IS NULL"
        f" AND NOT {inquorate})",
    )
    refuse("concern_is_named_before_the_vote", "motion_concern", "INSERT", when=called % "NEW.motion_id")
    append_only("amendment_outcome")


def guard_divisions() -> None:
    """Refuse a vote by whoever is barred, outside its hours, twice, or changed after it was given."""
    declared = "EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = %s)"
    kept("division", "division_is_kept")
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in DIVISION)
    refuse(
        "called_division_stays",
        "division",
        "UPDATE",
        when=f"OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR {changed}",
    )
    append_only("division_bar")
    refuse(
        "bars_are_named_before_the_roll",
        "division_bar",
        "INSERT",
        when="EXISTS (SELECT 1 FROM division JOIN roll ON roll.id = division.roll_id"
        " WHERE division.id = NEW.division_id AND roll.frozen_at IS NOT NULL)",
    )
    refuse(
        "barred_person_is_on_no_roll",
        "roll",
        "UPDATE",
        when="NEW.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM division"
        " JOIN division_bar AS barred ON barred.division_id = division.id"
        " JOIN roll_entry AS entry ON entry.roll_id = division.roll_id AND entry.person_id = barred.person_id"
        " WHERE division.roll_id = NEW.id)",
    )
    append_only("division_mark")
    refuse(
        "marks_are_given_while_the_division_is_open",
        "division_mark",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division JOIN roll ON roll.id = division.roll_id"
        " WHERE division.id = NEW.division_id AND division.ask <> 'secret' AND roll.frozen_at IS NOT NULL"
        " AND division.opens_at <= NEW.entered_at AND NEW.entered_at < division.closes_at"
        " AND (division.closed_at IS NULL OR NEW.entered_at < division.closed_at)"
        f" AND (NEW.way = 'recorded' OR division.ask = 'hands') AND NOT {declared % 'NEW.division_id'})",
    )
    refuse(
        "vote_by_name_is_ones_own",
        "division_mark",
        "INSERT",
        when="NEW.way = 'recorded' AND NOT EXISTS (SELECT 1 FROM roll_entry AS own WHERE own.roll_id = NEW.roll_id"
        " AND own.elector_id = NEW.elector_id AND own.person_id = NEW.entered_by)",
    )
    append_only("hands_count")
    refuse(
        "hands_are_counted_by_two",
        "hands_count",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division WHERE division.id = NEW.division_id AND division.ask = 'hands')"
        f" OR {declared % 'NEW.division_id'}"
        " OR (SELECT count(DISTINCT other.teller_id) FROM hands_count AS other"
        " WHERE other.division_id = NEW.division_id AND other.attempt = NEW.attempt"
        " AND other.teller_id <> NEW.teller_id) >= 2",
    )
    append_only("division_outcome")
    refuse(
        "division_is_declared_after_its_close",
        "division_outcome",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division WHERE division.id = NEW.division_id"
        " AND (division.closes_at <= NEW.declared_at OR division.closed_at <= NEW.declared_at))",
    )
    refuse(
        "outcome_is_of_the_frozen_roll",
        "division_outcome",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division JOIN roll ON roll.id = division.roll_id"
        " WHERE division.id = NEW.division_id AND roll.root = NEW.roll_root)",
    )
    refuse("tally_adds_up_before_it_is_declared", "division_outcome", "INSERT", when=f"{HANDS_DIFFER} OR {BOX_IS_SHUT}")


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("hands_count")
    op.drop_table("division_outcome")
    op.drop_table("division_mark")
    op.drop_table("division_bar")
    op.drop_table("amendment_outcome")
    op.drop_table("division")
