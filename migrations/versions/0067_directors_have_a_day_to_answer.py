"""A vote of the board between meetings leaves its directors more than a day to answer. The rules ask for more.

Revision: 0067, after 0066
"""

from migrations.ddl import drop_guards, is_sqlite, refuse

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

GUARD = "board_has_a_day_to_answer"


def upgrade() -> None:
    """Make it so. One clear day is the fewest that rules can give, whatever the hour of the call."""
    is_too_short = "NEW.closes_at < NEW.called_at + interval '24 hours'"
    if is_sqlite():
        is_too_short = "(julianday(NEW.closes_at) - julianday(NEW.called_at)) * 24 < 23.999"
    refuse(
        GUARD,
        "division",
        "INSERT",
        when=f"{is_too_short} AND EXISTS (SELECT 1 FROM motion WHERE motion.id = NEW.motion_id"
        " AND motion.deciders = 'board' AND motion.way <> 'meeting')",
    )


def downgrade() -> None:
    """Undo it. A vote of the board can end on the day of its call then."""
    drop_guards("division", [GUARD])
