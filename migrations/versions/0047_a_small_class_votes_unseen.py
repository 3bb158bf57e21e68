"""What each class said in secret stays in its box, and a consent that was given in secret needs no figures.

Revision: 0047, after 0046
"""

import sqlalchemy as sa

from migrations.ddl import altering, drop_guards, refuse

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

UNSEEN = "secret_tally_stays_in_its_box"


def upgrade() -> None:
    """Make it so."""
    _let_figures_be_missing(can_be=True)
    refuse(
        UNSEEN,
        "division_outcome",
        "INSERT",
        when="CAST(NEW.tally AS TEXT) <> '[]' AND EXISTS (SELECT 1 FROM division"
        " WHERE division.id = NEW.division_id AND division.poll_id IS NOT NULL)",
    )


def _let_figures_be_missing(*, can_be: bool) -> None:
    with altering("class_consent") as batch:
        batch.alter_column(
            "votes_for",
            existing_type=sa.Integer(),
            nullable=can_be,
            comment="NULL where so few of them voted in secret" if can_be else None,
        )
        batch.alter_column("votes_against", existing_type=sa.Integer(), nullable=can_be)


def downgrade() -> None:
    """Make it as it was."""
    drop_guards("division_outcome", [UNSEEN])
    _let_figures_be_missing(can_be=False)
