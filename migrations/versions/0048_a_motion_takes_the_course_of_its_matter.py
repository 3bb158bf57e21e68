"""What statute puts to two meetings has its course before it is voted on, and a matter has its kind and its section.

Revision: 0048, after 0047
"""

from alembic import op

from migrations.ddl import altering, changes_only, drop_guards, refuse

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

OLD_MATTERS = (
    "'alter_rules', 'franchise', 'expel_members', 'dispose_of_a_third_of_assets', 'conversion', 'dissolution',"
    " 'as_statute_requires'"
)
MATTERS = (
    "'alter_rules', 'franchise', 'expel_members', 'dispose_of_a_third_of_assets', 'conversion', 'dissolution',"
    " 'winding_up', 'as_statute_requires'"
)
KNOWN = "ck_motion_matter_is_known"
SPECIAL = "('special', 'extraordinary', 'reserved', 'franchise')"
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
CHANGED = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("kind", "deciders", "matter", "majority", "changes_to_id")
)
GUARDS = {
    "motion": ["matter_has_its_kind", "drafted_rules_are_a_change_of_the_rules"],
    "division": ["statutory_matter_has_its_course"],
    "statutory_course": ["section_is_of_the_matter"],
}
IS_SOCIETYS = "EXISTS (SELECT 1 FROM mutual WHERE mutual.legal_form IN ('coop_society', 'cbs'))"
TOO_WEAK = (
    "NEW.deciders = 'members' AND ("
    f"(NEW.kind NOT IN {SPECIAL} AND NEW.kind <> 'class'"
    " AND NEW.matter IN ('alter_rules', 'franchise', 'conversion', 'dissolution', 'winding_up', 'as_statute_requires'))"
    " OR (NEW.kind = 'class' AND NEW.matter IS NOT NULL AND NEW.changes_to_id IS NULL)"
    " OR (NEW.kind = 'admission' AND NEW.matter IS NOT NULL)"
    " OR (NEW.matter = 'franchise' AND NEW.kind NOT IN ('franchise', 'class'))"
    " OR (NEW.kind = 'franchise' AND NEW.matter NOT IN ('franchise', 'alter_rules')))"
)
OTHERWISE = (
    "NEW.changes_to_id IS NOT NULL AND ((NEW.kind <> 'class'"
    f" AND (NEW.deciders <> 'members' OR NEW.kind NOT IN {SPECIAL}))"
    " OR NEW.matter NOT IN ('alter_rules', 'franchise') OR (NEW.majority IS NOT NULL AND NEW.majority <> 'entrenched'))"
)
NO_COURSE = (
    "NEW.amendment_n IS NULL AND EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
    f" AND motion.deciders = 'members' AND motion.kind IN {SPECIAL}"
    " AND motion.matter IN ('conversion', 'dissolution'))"
    f" AND {IS_SOCIETYS}"
    " AND NOT EXISTS (SELECT 1 FROM statutory_course AS course WHERE course.motion_id = NEW.motion_id)"
)
OF_ANOTHER = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id AND (motion.changes_to_id IS NOT NULL"
    " OR motion.matter NOT IN ('conversion', 'dissolution', 'as_statute_requires')"
    " OR (motion.matter = 'conversion' AND NEW.section NOT IN ('111', '113'))"
    " OR (motion.matter = 'dissolution' AND NEW.section <> '120')))"
)


def upgrade() -> None:
    """Make it so."""
    with altering("motion") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"matter IN ({MATTERS})")
    for guard, wrong in zip(GUARDS["motion"], (TOO_WEAK, OTHERWISE), strict=True):
        refuse(guard, "motion", "INSERT", when=wrong)
        refuse(guard, "motion", "UPDATE", when=f"({CHANGED}) AND ({wrong})")
    refuse("statutory_matter_has_its_course", "division", "INSERT", when=NO_COURSE)
    refuse("section_is_of_the_matter", "statutory_course", "INSERT", when=OF_ANOTHER)


def downgrade() -> None:
    """Undo it. A winding-up is a dissolution again."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    drop_guards("motion", ["motion_before_a_vote_stays"])
    op.execute("UPDATE motion SET matter = 'dissolution' WHERE matter = 'winding_up'")
    called = "EXISTS (SELECT 1 FROM division WHERE division.motion_id = OLD.id)"
    changes_only("motion_before_a_vote_stays", "motion", columns=MOTION, when=called)
    with altering("motion") as batch:
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.create_check_constraint(op.f(KNOWN), f"matter IN ({OLD_MATTERS})")
