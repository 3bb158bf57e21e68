"""Whether a wording corrects a slip of the pen and no more is ruled on, by somebody who does not stand behind it.

Revision: 0057, after 0050
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import append_only, drop_guards, refuse

revision = "0057"
down_revision = "0050"
branch_labels = None
depends_on = None

GUARDS = {
    "slip_ruling": ["slip_ruling_is_append_only", "slip_is_ruled_on_by_another"],
    "amendment": ["words_of_the_notice_take_only_slips"],
    "amendment_outcome": ["slip_is_ruled_on_before_it_is_agreed"],
}
STANDS_BEHIND_IT = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
    " AND (filed.proposed_by = NEW.ruled_by OR filed.seconded_by = NEW.ruled_by))"
    " OR EXISTS (SELECT 1 FROM amendment_seconding AS said WHERE said.motion_id = NEW.motion_id AND said.n = NEW.n"
    " AND said.person_id = NEW.ruled_by)"
    " OR EXISTS (SELECT 1 FROM motion_backing AS behind WHERE behind.motion_id = NEW.motion_id"
    " AND behind.person_id = NEW.ruled_by AND behind.backing = 'proposer')"
)
SAID_TO_BE_A_SLIP = (
    "EXISTS (SELECT 1 FROM amendment AS filed WHERE filed.motion_id = NEW.motion_id AND filed.n = NEW.n"
    " AND filed.is_clerical)"
)
RULED_TO_BE_ONE = (
    "EXISTS (SELECT 1 FROM slip_ruling AS ruled WHERE ruled.motion_id = NEW.motion_id AND ruled.n = NEW.n"
    " AND ruled.is_slip)"
)
IN_THE_WORDS_OF_ITS_NOTICE = (
    "EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
    " AND (motion.kind IN ('special', 'extraordinary') OR motion.changes_to_id IS NOT NULL))"
)


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "slip_ruling",
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("is_slip", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.Uuid(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) >= 1", name=op.f("ck_slip_ruling_reason_is_told")),
        sa.ForeignKeyConstraint(
            ["motion_id", "n"], ["amendment.motion_id", "amendment.n"], name=op.f("fk_slip_ruling_motion_id_n")
        ),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name=op.f("fk_slip_ruling_ruled_by")),
        sa.PrimaryKeyConstraint("motion_id", "n", name=op.f("pk_slip_ruling")),
    )
    append_only("slip_ruling")
    refuse("slip_is_ruled_on_by_another", "slip_ruling", "INSERT", when=STANDS_BEHIND_IT)
    refuse(
        "words_of_the_notice_take_only_slips",
        "amendment",
        "INSERT",
        when=f"NOT NEW.is_clerical AND {IN_THE_WORDS_OF_ITS_NOTICE}",
    )
    refuse(
        "slip_is_ruled_on_before_it_is_agreed",
        "amendment_outcome",
        "INSERT",
        when=f"NEW.outcome IN ('accepted', 'carried') AND {SAID_TO_BE_A_SLIP} AND NOT {RULED_TO_BE_ONE}",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("slip_ruling")
