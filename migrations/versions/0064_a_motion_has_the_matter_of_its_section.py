"""A motion is of the matter of the section by which it goes, and what the Act gives to a meeting has its majority.

Revision: 0064, after 0063
"""

from alembic import op

from migrations.ddl import altering, changes_only, drop_guards, is_sqlite, refuse

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

OF_THE_MATTER, OF_ITS_SECTION = "section_is_of_the_matter", "motion_has_the_matter_of_its_section"
MATTER = "CASE WHEN {section} IN ('111', '113') THEN 'conversion' ELSE 'dissolution' END"
OF_ANOTHER = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND (motion.changes_to_id IS NOT NULL"
    f" OR motion.matter IS DISTINCT FROM {MATTER.format(section='NEW.section')}))"
)
BEFORE = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND (motion.changes_to_id IS NOT NULL"
    " OR motion.matter NOT IN ('conversion', 'dissolution', 'as_statute_requires')"
    " OR (motion.matter = 'conversion' AND NEW.section NOT IN ('111', '113'))"
    " OR (motion.matter = 'dissolution' AND NEW.section <> '120')))"
)
LEAVES_ITS_SECTION = (
    "NEW.matter IS DISTINCT FROM OLD.matter AND EXISTS (SELECT 1 FROM statutory_course AS course"
    f" WHERE course.motion_id = NEW.id AND NEW.matter IS DISTINCT FROM {MATTER.format(section='course.section')})"
)

KNOWN = "ck_motion_matter_is_known"
OLD_MATTERS = (
    "'alter_rules', 'franchise', 'expel_members', 'dispose_of_a_third_of_assets', 'conversion', 'dissolution',"
    " 'winding_up', 'as_statute_requires'"
)
MATTERS = (
    "'alter_rules', 'franchise', 'expel_members', 'dispose_of_a_third_of_assets', 'conversion', 'dissolution',"
    " 'winding_up', 'ratification', 'relief', 'audit_exemption', 'auditor', 'as_statute_requires'"
)
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
HAS_ITS_KIND, IS_ITS_MEETINGS = "matter_has_its_kind", "matter_of_a_society_is_its_meetings"
HAS_ITS_MAJORITY = "matter_has_its_majority"
TAKE_MORE = "'alter_rules', 'franchise', 'conversion', 'dissolution', 'winding_up', 'as_statute_requires'"
SPECIAL = "('special', 'extraordinary', 'reserved', 'franchise')"
TOO_WEAK = (
    "NEW.deciders = 'members' AND ("
    "(NEW.kind NOT IN {special} AND NEW.kind <> 'class' AND NEW.matter IN ({more}))"
    " OR (NEW.kind = 'class' AND NEW.matter IS NOT NULL AND NEW.changes_to_id IS NULL)"
    " OR (NEW.kind = 'admission' AND NEW.matter IS NOT NULL)"
    " OR (NEW.matter = 'franchise' AND NEW.kind NOT IN ('franchise', 'class'))"
    " OR (NEW.kind = 'franchise' AND NEW.matter NOT IN ('franchise', 'alter_rules')))"
)
CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("kind", "deciders", "matter", "majority", "changes_to_id")
)
IS_SOCIETYS = "EXISTS (SELECT 1 FROM mutual WHERE mutual.legal_form IN ('coop_society', 'cbs'))"
ELSEWHERE = (
    "NEW.matter IN ('ratification', 'relief', 'audit_exemption', 'auditor')"
    f" AND (NEW.way <> 'meeting' OR NEW.deciders <> 'members' OR NOT {IS_SOCIETYS})"
)
BY_ANOTHER = (
    "NEW.amendment_n IS NULL AND NEW.majority <> 'entrenched'"
    " AND EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
    " AND ((motion.matter IN ('ratification', 'relief') AND NEW.majority <> 'ccbsa-44')"
    " OR (motion.matter = 'audit_exemption' AND NEW.majority <> 'ccbsa-84')))"
)
DATED = {
    "instrument_signature": ("signature_is_of_no_day_to_come", "signed_on"),
    "statutory_declaration": ("declaration_is_of_no_day_to_come", "made_on"),
}


def upgrade() -> None:
    """Make it so. A motion on which a vote was called stays as it is."""
    op.execute(
        f"UPDATE motion SET matter = (SELECT {MATTER.format(section='course.section')} FROM statutory_course AS course"
        " WHERE course.motion_id = motion.id)"
        " WHERE (matter IS NULL OR matter = 'as_statute_requires')"
        " AND EXISTS (SELECT 1 FROM statutory_course AS course WHERE course.motion_id = motion.id)"
        " AND NOT EXISTS (SELECT 1 FROM division WHERE division.motion_id = motion.id)"
    )
    drop_guards("statutory_course", [OF_THE_MATTER])
    refuse(OF_THE_MATTER, "statutory_course", "INSERT", when=OF_ANOTHER)
    refuse(OF_ITS_SECTION, "motion", "UPDATE", when=LEAVES_ITS_SECTION)
    with altering("motion") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"matter IN ({MATTERS})")
    _matter_has_its_kind(f"{TAKE_MORE}, 'ratification', 'relief'")
    for event in ("INSERT", "UPDATE"):
        refuse(IS_ITS_MEETINGS, "motion", event, when=ELSEWHERE)
    refuse(HAS_ITS_MAJORITY, "division", "INSERT", when=BY_ANOTHER)
    # A day more, for where it is already tomorrow by the mutual's own clock.
    latest = "date(NEW.entered_at, '+1 day')" if is_sqlite() else "date(NEW.entered_at) + 1"
    for table, (guard, day) in DATED.items():
        refuse(guard, table, "INSERT", when=f"NEW.{day} > {latest}")


def downgrade() -> None:
    """Undo it. What the Act gives to a meeting is what statute keeps to the members, or is named by nothing."""
    for table, (guard, _day) in DATED.items():
        drop_guards(table, [guard])
    drop_guards("division", [HAS_ITS_MAJORITY])
    drop_guards("motion", [OF_ITS_SECTION, IS_ITS_MEETINGS, "motion_before_a_vote_stays"])
    op.execute("UPDATE motion SET matter = 'as_statute_requires' WHERE matter IN ('ratification', 'relief')")
    op.execute("UPDATE motion SET matter = NULL WHERE matter IN ('audit_exemption', 'auditor')")
    called = "EXISTS (SELECT 1 FROM division WHERE division.motion_id = OLD.id)"
    changes_only("motion_before_a_vote_stays", "motion", columns=MOTION, when=called)
    with altering("motion") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"matter IN ({OLD_MATTERS})")
    _matter_has_its_kind(TAKE_MORE)
    drop_guards("statutory_course", [OF_THE_MATTER])
    refuse(OF_THE_MATTER, "statutory_course", "INSERT", when=BEFORE)


def _matter_has_its_kind(more: str) -> None:
    """Refuse these matters under an easier kind, and no others."""
    drop_guards("motion", [HAS_ITS_KIND])
    wrong = TOO_WEAK.format(special=SPECIAL, more=more)
    refuse(HAS_ITS_KIND, "motion", "INSERT", when=wrong)
    refuse(HAS_ITS_KIND, "motion", "UPDATE", when=f"({CHANGED}) AND ({wrong})")
