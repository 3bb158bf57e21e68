"""A decision names whom it is about, and nothing of a person rests on one that does not name them.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, is_sqlite, refuse, refuse_rows

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MATTERS = ("admission", "refusal", "readmission", "move", "expulsion", "suspension", "restoration", "cessation",
           "appointment", "revocation")  # fmt: skip
OWN_GUARDS = (
    "decision_subject_is_append_only",
    "subject_is_fixed_with_the_decision",
    "subject_is_of_its_application",
)
GUARDS = {
    "admission_ruling": ["ruling_is_named_by_its_decision", "decision_is_applied_once_for_a_person"],
    "membership_version": ["standing_is_named_by_its_decision"],
    "expulsion_case": ["expulsion_is_named_by_its_decision"],
    "readmission": ["readmission_is_named_by_its_decision"],
    "seat_holding": ["appointment_is_named_by_its_decision", "revocation_is_named_by_its_decision"],
}
OLD_GUARD = "word_is_given_on_this_admission"


def upgrade() -> None:
    """Make it so."""
    _keep_subjects()
    _bind_rulings()
    _bind_standings()
    _bind_seats()
    drop_guards("application_step", [OLD_GUARD])


def _keep_subjects() -> None:
    """Keep whom a decision is about, written before it and never after."""
    op.create_table(
        "decision_subject",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("constituency_id", sa.Uuid(), nullable=True),
        sa.Column("sub_constituency_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "matter IN (" + ", ".join(f"'{one}'" for one in MATTERS) + ")",
            name=op.f("ck_decision_subject_matter_is_known"),
        ),
        sa.CheckConstraint(
            "(matter IN ('admission', 'refusal', 'readmission', 'move')) = (constituency_id IS NOT NULL)",
            name=op.f("ck_decision_subject_whoever_goes_has_a_home"),
        ),
        sa.CheckConstraint(
            "application_id IS NULL OR matter IN ('admission', 'refusal')",
            name=op.f("ck_decision_subject_application_is_admitted_or_refused"),
        ),
        sa.CheckConstraint(
            "matter <> 'refusal' OR application_id IS NOT NULL",
            name=op.f("ck_decision_subject_refusal_is_of_an_application"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name="fk_decision_subject_fixed_with_the_decision",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_subject_person_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_application.id"], name=op.f("fk_decision_subject_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["constituency_id"], ["constituency.id"], name=op.f("fk_decision_subject_constituency_id")
        ),
        sa.ForeignKeyConstraint(
            ["sub_constituency_id", "constituency_id"],
            ["sub_constituency.id", "sub_constituency.constituency_id"],
            name=op.f("fk_decision_subject_sub_constituency_id_constituency_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "person_id", "matter", name=op.f("pk_decision_subject")),
    )
    op.create_index("ix_decision_subject_person", "decision_subject", ["person_id"])
    _name_those_of_before()
    append_only("decision_subject", guard=OWN_GUARDS[0])
    refuse(
        OWN_GUARDS[1],
        "decision_subject",
        "INSERT",
        when="EXISTS (SELECT 1 FROM decision AS taken WHERE taken.id = NEW.decision_id)",
    )
    refuse(
        OWN_GUARDS[2],
        "decision_subject",
        "INSERT",
        when="NEW.application_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership_application AS asked"
        " WHERE asked.id = NEW.application_id AND asked.person_id = NEW.person_id"
        " AND asked.constituency_id = NEW.constituency_id"
        " AND NOT (asked.sub_constituency_id IS DISTINCT FROM NEW.sub_constituency_id))",
    )


def _name_those_of_before() -> None:
    """Let decisions that were carried out before this name whom they were about: the deeds that cite them say it."""
    nowhere = "CAST(NULL AS UUID)" if not is_sqlite() else "NULL"
    home = "CASE WHEN held.standing = 'entered' OR held.ground = 'changed_constituency' THEN %s END"
    moved = (
        "EXISTS (SELECT 1 FROM membership_version AS left_it WHERE left_it.decision_id = held.decision_id"
        " AND left_it.person_id = held.person_id AND left_it.ground = 'changed_constituency')"
    )
    matter = (
        f"CASE WHEN held.standing = 'suspended' THEN 'suspension' WHEN {moved} THEN 'move'"
        " WHEN held.standing = 'entered' THEN 'admission' WHEN held.ground = 'expelled' THEN 'expulsion'"
        " ELSE 'cessation' END"
    )
    ruled = (
        "SELECT ruled.decision_id, asked.person_id, CASE ruled.outcome WHEN 'admitted' THEN 'admission'"
        " ELSE 'refusal' END AS matter, asked.id AS application_id, asked.constituency_id, asked.sub_constituency_id,"
        " 1 AS rank FROM admission_ruling AS ruled JOIN membership_application AS asked"
        " ON asked.id = ruled.application_id"
    )
    stood = (
        f"SELECT held.decision_id, held.person_id, {matter}, {nowhere}, {home % 'held.constituency_id'},"
        f" {home % 'held.sub_constituency_id'}, CASE held.standing WHEN 'entered' THEN 2 ELSE 3 END"
        " FROM membership_version AS held JOIN decision AS taken"
        " ON taken.id = held.decision_id AND taken.body <> 'founders'"
    )
    given = (
        f"SELECT decision_id, person_id, 'appointment', {nowhere}, {nowhere}, {nowhere}, 1 FROM seat_holding"
        " WHERE kind = 'appointed' AND decision_id IS NOT NULL"
    )
    taken_back = (
        f"SELECT vacated_decision_id, person_id, 'revocation', {nowhere}, {nowhere}, {nowhere}, 1 FROM seat_holding"
        " WHERE vacated_decision_id IS NOT NULL"
    )
    columns = "decision_id, person_id, matter, application_id, constituency_id, sub_constituency_id"
    op.execute(
        f"INSERT INTO decision_subject ({columns}) SELECT {columns} FROM (SELECT found.*, ROW_NUMBER() OVER"
        " (PARTITION BY decision_id, person_id, matter ORDER BY rank, application_id, constituency_id) AS place"
        f" FROM ({ruled} UNION ALL {stood} UNION ALL {given} UNION ALL {taken_back}) AS found) AS first_found"
        " WHERE place = 1"
    )


def _bind_rulings() -> None:
    """Refuse a ruling on an application that its decision does not name so, and a second one for a person."""
    has_left = (
        "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.decision_id = named.decision_id"
        " AND held.person_id = named.person_id AND held.ground = 'changed_constituency')"
    )
    is_the_application = (
        "named.application_id = asked.id"
        " AND named.matter = CASE NEW.outcome WHEN 'admitted' THEN 'admission' ELSE 'refusal' END"
    )
    is_the_person = (
        "named.application_id IS NULL AND NEW.outcome = 'admitted' AND named.constituency_id = asked.constituency_id"
        " AND NOT (named.sub_constituency_id IS DISTINCT FROM asked.sub_constituency_id)"
        f" AND (named.matter IN ('admission', 'readmission') OR (named.matter = 'move' AND {has_left}))"
    )
    refuse(
        GUARDS["admission_ruling"][0],
        "admission_ruling",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM membership_application AS asked"
        " JOIN decision_subject AS named ON named.person_id = asked.person_id"
        " WHERE asked.id = NEW.application_id AND named.decision_id = NEW.decision_id"
        f" AND (({is_the_application}) OR ({is_the_person})))",
    )
    refuse(
        GUARDS["admission_ruling"][1],
        "admission_ruling",
        "INSERT",
        when="EXISTS (SELECT 1 FROM admission_ruling AS ruled"
        " JOIN membership_application AS other ON other.id = ruled.application_id"
        " JOIN membership_application AS asked ON asked.id = NEW.application_id"
        " WHERE ruled.decision_id = NEW.decision_id AND other.person_id = asked.person_id AND other.id <> asked.id)",
    )


def _bind_standings() -> None:
    """Refuse what becomes of a membership by a decision that does not say so, and a meeting's vote on somebody else."""
    matter_of_end = (
        "CASE NEW.ground WHEN 'expelled' THEN 'expulsion' WHEN 'changed_constituency' THEN 'move' ELSE 'cessation' END"
    )
    named = "SELECT 1 FROM decision_subject AS named WHERE named.decision_id = NEW.decision_id"
    is_so = (
        "((NEW.standing = 'suspended' AND named.matter = 'suspension')"
        " OR (NEW.standing = 'entered' AND named.matter IN ('admission', 'readmission', 'move', 'restoration'))"
        f" OR (NEW.standing = 'ceased' AND named.matter = {matter_of_end}))"
    )
    refuse_rows(
        GUARDS["membership_version"][0],
        "membership_version",
        when="NEW.decision_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM decision AS taken"
        " WHERE taken.id = NEW.decision_id AND taken.body = 'founders')"
        f" AND NOT EXISTS ({named} AND named.person_id = NEW.person_id AND {is_so})",
    )
    refuse(
        GUARDS["expulsion_case"][0],
        "expulsion_case",
        "UPDATE",
        when="NEW.decision_id IS NOT NULL AND OLD.decision_id IS NULL"
        f" AND NOT EXISTS ({named} AND named.matter = 'expulsion' AND named.person_id ="
        " (SELECT held.person_id FROM membership AS held WHERE held.id = NEW.membership_id))",
    )
    refuse(
        GUARDS["readmission"][0],
        "readmission",
        "INSERT",
        when=f"NOT EXISTS ({named} AND named.matter = 'readmission' AND named.person_id = NEW.person_id)",
    )


def _bind_seats() -> None:
    """Refuse a seat that is given, or taken back, by a decision that does not name its holder."""
    appointment, revocation = GUARDS["seat_holding"]
    named = "SELECT 1 FROM decision_subject AS named WHERE named.person_id = NEW.person_id"
    refuse(
        appointment,
        "seat_holding",
        "INSERT",
        when=f"NEW.kind = 'appointed' AND NOT EXISTS ({named}"
        " AND named.decision_id = NEW.decision_id AND named.matter = 'appointment')",
    )
    refuse(
        revocation,
        "seat_holding",
        "UPDATE",
        when=f"NEW.vacated_decision_id IS NOT NULL AND OLD.vacated_decision_id IS NULL AND NOT EXISTS ({named}"
        " AND named.decision_id = NEW.vacated_decision_id AND named.matter = 'revocation')",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    drop_guards("decision_subject", OWN_GUARDS)
    op.drop_table("decision_subject")
    _restore_the_word()


def _restore_the_word() -> None:
    """Make the guard again that asked when a word was given."""
    word = (
        "SELECT 1 FROM application_step AS admitted"
        " JOIN admission_ruling AS ruled ON ruled.application_id = admitted.application_id"
        " AND ruled.decision_id = admitted.decision_id"
        " JOIN decision_confirmation AS word ON word.decision_id = admitted.decision_id AND word.is_so"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        f" AND {_has_been_of_the_mutual('word.person_id')}"
    )
    is_on_this = f"(word.confirmed_at >= ruled.ruled_at OR {_has_been_of_the_mutual('admitted.actor_id')})"
    refuse(
        OLD_GUARD,
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS ({word}) AND NOT EXISTS ({word} AND {is_on_this})",
    )


def _has_been_of_the_mutual(person: str) -> str:
    """Return the condition that a person is or was a member, or was one of the founders."""
    return (
        f"(EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = {person}"
        " AND held.standing IN ('entered', 'suspended'))"
        " OR EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding"
        f" ON founding.id = part.decision_id WHERE part.person_id = {person} AND founding.body = 'founders'))"
    )
