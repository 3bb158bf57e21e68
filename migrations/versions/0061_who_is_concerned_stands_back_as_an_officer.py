"""Whoever asks to be admitted does nothing with the motion that admits them, and who entered each name is known.

Revision: 0061, after 0060
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, changes_only, drop_guards, refuse

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

GUARDS = {
    "motion_backing": ["applicant_backs_no_admission_of_theirs", "who_entered_a_name_stays_on_record"],
    "motion_step": ["applicant_takes_no_step_of_their_admission"],
    "division": ["applicant_calls_no_vote_on_their_admission"],
    "division_chair": ["applicant_is_not_in_the_chair_of_their_admission"],
    "division_outcome": ["applicant_declares_no_vote_on_their_admission"],
}
NAMED = (
    "EXISTS (SELECT 1 FROM motion_concern AS asks WHERE asks.motion_id = {motion} AND asks.person_id = NEW.{person}"
    " AND asks.concern = 'applicant'"
    " AND NOT EXISTS (SELECT 1 FROM naming_taken_back AS back WHERE back.motion_id = asks.motion_id"
    " AND back.person_id = asks.person_id AND back.part = 'concern'))"
)
OF_ITS_VOTE = "(SELECT vote.motion_id FROM division AS vote WHERE vote.id = NEW.division_id)"


def upgrade() -> None:
    """Make it so."""
    with altering("motion_backing") as batch:
        batch.add_column(
            sa.Column("entered_by", sa.Uuid(), nullable=True, comment="who wrote it; NULL before it was kept")
        )
        batch.create_foreign_key(op.f("fk_motion_backing_entered_by"), "person", ["entered_by"], ["id"])
    changes_only("who_entered_a_name_stays_on_record", "motion_backing", columns=["entered_by"])
    _refuse("motion_backing", by="person_id")
    _refuse("motion_step", by="actor_id", beside="NEW.to_state <> 'withdrawn' AND ")
    _refuse("division", by="called_by")
    _refuse("division_chair", by="person_id", motion=OF_ITS_VOTE)
    _refuse("division_outcome", by="declared_by", motion=OF_ITS_VOTE)


def _refuse(table: str, *, by: str, motion: str = "NEW.motion_id", beside: str = "") -> None:
    guard = GUARDS[table][0]
    refuse(guard, table, "INSERT", when=f"{beside}{NAMED.format(motion=motion, person=by)}")


def downgrade() -> None:
    """Undo it. Who entered the names is not known any more."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("motion_backing") as batch:
        batch.drop_constraint(op.f("fk_motion_backing_entered_by"), type_="foreignkey")
        batch.drop_column("entered_by")
