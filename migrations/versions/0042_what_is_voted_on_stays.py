"""What is voted on stays until its vote is declared, and an amendment is carried or lost as its vote went.

Revision: 0042, after 0041
"""

from migrations.ddl import drop_guards, refuse

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

GUARDS = {
    "motion_step": ["motion_stays_while_a_vote_goes_on"],
    "amendment_outcome": ["amendment_stays_while_a_vote_goes_on", "amendment_goes_as_its_vote_went"],
}
VOTE_GOES_ON = (
    "EXISTS (SELECT 1 FROM division AS put WHERE put.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = put.id))"
)
VOTED_SO = (
    "EXISTS (SELECT 1 FROM division AS put JOIN division_outcome AS came ON came.division_id = put.id"
    " WHERE put.id = NEW.division_id AND put.motion_id = NEW.motion_id AND put.amendment_n = NEW.n"
    " AND came.is_quorate AND came.is_carried = (NEW.outcome = 'carried'))"
)


def upgrade() -> None:
    """Make it so."""
    refuse(
        "motion_stays_while_a_vote_goes_on",
        "motion_step",
        "INSERT",
        when=f"NEW.to_state IN ('amended', 'referred', 'withdrawn') AND {VOTE_GOES_ON}",
    )
    refuse(
        "amendment_stays_while_a_vote_goes_on",
        "amendment_outcome",
        "INSERT",
        when=f"NEW.outcome NOT IN ('carried', 'lost') AND {VOTE_GOES_ON}",
    )
    refuse(
        "amendment_goes_as_its_vote_went",
        "amendment_outcome",
        "INSERT",
        when=f"NEW.outcome IN ('carried', 'lost') AND NEW.division_id IS NOT NULL AND NOT {VOTED_SO}",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
