"""Notice and chair are fixed before a vote, and only what was voted on is found as a vote.

Revision: 0057, after 0056
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

GUARDS = {
    "statutory_notice": [
        "notice_names_no_day_before_its_motion",
        "meeting_follows_the_entry_of_its_notice",
        "notice_comes_before_its_vote",
    ],
    "decision": ["reference_of_a_vote_is_its_own"],
    "division_outcome": ["casting_vote_is_declared_by_its_chair"],
}
TABLES = {
    "division_chair": ["chair_is_named_at_the_call", "chair_holds_the_office_at_the_call"],
    "casting_vote": [
        "casting_vote_comes_before_the_outcome",
        "casting_vote_is_of_a_chair_in_office",
        "casting_vote_is_an_electors",
    ],
}
REGISTERED = "later_rules_rest_on_a_carried_motion"
AGAINST_THOSE_IN_FORCE = (
    " AND change.against_id = (SELECT latest.rule_set_id FROM rule_set_registration AS latest"
    " ORDER BY latest.registered_on DESC LIMIT 1)"
)
IN_OFFICE = (
    "EXISTS (SELECT 1 FROM office_holding AS held WHERE held.office = 'chair' AND held.person_id = NEW.person_id"
    " AND held.from_on <= {day} AND (held.until_on IS NULL OR held.until_on > {day}))"
)
OF_ITS_COURSE = "SELECT 1 FROM statutory_course AS course JOIN {} WHERE course.id = NEW.course_id AND "


def upgrade() -> None:
    """Make it so."""
    guard_notices()
    guard_references()
    guard_registration(and_against="")
    create_chairs()
    guard_chairs()


def guard_references() -> None:
    """Refuse a decision that stands like a vote which was not carried here, or like one that became another."""
    vote = "'Motion ' || motion.number || ', vote ' || vote.n = NEW.minute_reference"
    refuse(
        "reference_of_a_vote_is_its_own",
        "decision",
        "INSERT",
        when="NEW.minute_reference LIKE 'Motion %, vote %' AND (EXISTS (SELECT 1 FROM decision AS other"
        " WHERE other.minute_reference = NEW.minute_reference)"
        " OR NOT EXISTS (SELECT 1 FROM division AS vote JOIN motion ON motion.id = vote.motion_id"
        " JOIN division_outcome AS came ON came.division_id = vote.id"
        f" WHERE came.is_carried AND {vote}))",
    )


def guard_registration(*, and_against: str) -> None:
    """Refuse to register a version after the first, but for one that members carried and that was filed.

    :param and_against: what else is asked of the rules that it was proposed against. What the registrar registered
        is in force, also where other rules were registered while it lay there.
    """
    drop_guards("rule_set_registration", [REGISTERED])
    refuse(
        REGISTERED,
        "rule_set_registration",
        "INSERT",
        when="EXISTS (SELECT 1 FROM rule_set_registration) AND NOT EXISTS (SELECT 1 FROM rule_change AS change"
        " JOIN motion_step AS carried ON carried.motion_id = change.motion_id AND carried.to_state = 'carried'"
        " JOIN motion_step AS filed ON filed.motion_id = change.motion_id AND filed.to_state = 'filed'"
        " JOIN division ON division.motion_id = change.motion_id AND division.amendment_n IS NULL"
        " AND division.is_binding"
        " JOIN division_outcome AS came ON came.division_id = division.id AND came.is_carried AND came.is_quorate"
        " WHERE change.rule_set_id = NEW.rule_set_id AND carried.decision_id = NEW.decision_id"
        f"{and_against})",
    )


def create_chairs() -> None:
    """Make the tables of who is in the chair, and of how they decide between equal votes."""
    op.create_table(
        "division_chair",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["division_id"], ["division.id"], name=op.f("fk_division_chair_division_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_division_chair_person_id")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_division_chair_named_by")),
        sa.PrimaryKeyConstraint("division_id", name=op.f("pk_division_chair")),
        sa.UniqueConstraint("division_id", "person_id", name=op.f("uq_division_chair_division_id_person_id")),
    )
    op.create_table(
        "casting_vote",
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("casting", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("casting IN ('for', 'against')", name=op.f("ck_casting_vote_casting_is_known")),
        sa.ForeignKeyConstraint(
            ["division_id", "person_id"],
            ["division_chair.division_id", "division_chair.person_id"],
            name=op.f("fk_casting_vote_division_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("division_id", name=op.f("pk_casting_vote")),
    )


def guard_chairs() -> None:
    """Refuse a chair who is named once people vote, and a casting vote of anybody but the chair of that vote."""
    for table in TABLES:
        append_only(table)
    refuse(
        "chair_is_named_at_the_call",
        "division_chair",
        "INSERT",
        when="EXISTS (SELECT 1 FROM division JOIN roll ON roll.id = division.roll_id"
        " WHERE division.id = NEW.division_id AND roll.frozen_at IS NOT NULL)",
    )
    refuse(
        "chair_holds_the_office_at_the_call",
        "division_chair",
        "INSERT",
        when=f"NOT {IN_OFFICE.format(day='date(NEW.named_at)')}",
    )
    refuse(
        "casting_vote_comes_before_the_outcome",
        "casting_vote",
        "INSERT",
        when="EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = NEW.division_id)",
    )
    closed = (
        "(SELECT date(coalesce(vote.closed_at, vote.closes_at)) FROM division AS vote WHERE vote.id = NEW.division_id)"
    )
    refuse(
        "casting_vote_is_of_a_chair_in_office",
        "casting_vote",
        "INSERT",
        when=f"NOT {IN_OFFICE.format(day=closed)}",
    )
    refuse(
        "casting_vote_is_an_electors",
        "casting_vote",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division AS vote JOIN roll_entry AS elector ON elector.roll_id = vote.roll_id"
        " WHERE vote.id = NEW.division_id AND elector.person_id = NEW.person_id"
        " AND NOT EXISTS (SELECT 1 FROM division_departure AS gone WHERE gone.division_id = vote.id"
        " AND gone.elector_id = elector.elector_id))",
    )
    refuse(
        "casting_vote_is_declared_by_its_chair",
        "division_outcome",
        "INSERT",
        when="EXISTS (SELECT 1 FROM casting_vote AS given WHERE given.division_id = NEW.division_id"
        " AND given.person_id IS DISTINCT FROM NEW.declared_by)",
    )


def guard_notices() -> None:
    """Refuse a notice of what was not proposed or carried yet, one of today, and one of what is voted on."""
    steps = OF_ITS_COURSE.format("motion_step AS step ON step.motion_id = course.motion_id")
    votes = OF_ITS_COURSE.format("division AS vote ON vote.motion_id = course.motion_id")
    refuse(
        "notice_names_no_day_before_its_motion",
        "statutory_notice",
        "INSERT",
        when=f"EXISTS ({steps} NEW.given_on < step.dated_on"
        " AND (step.n = 1 OR (NEW.meeting = 2 AND step.to_state = 'first_carried')))",
    )
    refuse(
        "meeting_follows_the_entry_of_its_notice",
        "statutory_notice",
        "INSERT",
        when="NEW.meeting_on <= date(NEW.entered_at)",
    )
    refuse(
        "notice_comes_before_its_vote",
        "statutory_notice",
        "INSERT",
        when=f"EXISTS ({votes} vote.is_confirming = (NEW.meeting = 2) AND vote.amendment_n IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = vote.id))",
    )


def downgrade() -> None:
    """Undo it."""
    guard_registration(and_against=AGAINST_THOSE_IN_FORCE)
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    for table, guards in reversed(TABLES.items()):
        drop_guards(table, [*guards, f"{table}_is_append_only"])
        op.drop_table(table)
