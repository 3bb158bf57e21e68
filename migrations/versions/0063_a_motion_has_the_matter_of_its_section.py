"""A motion that goes by a section of the Act is of that section's matter, whatever its proposer said.

Revision: 0063, after 0057
"""

from alembic import op

from migrations.ddl import drop_guards, refuse

revision = "0063"
down_revision = "0057"
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


def downgrade() -> None:
    """Undo it."""
    drop_guards("motion", [OF_ITS_SECTION])
    drop_guards("statutory_course", [OF_THE_MATTER])
    refuse(OF_THE_MATTER, "statutory_course", "INSERT", when=BEFORE)
