"""A director votes by a printed code once a second officer heard from them, but not on who becomes a member.

Revision: 0066, after 0065
"""

from migrations.ddl import drop_guards, refuse

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

GUARD = "vote_by_a_code_waits_for_a_second_officer"
# Rows of account_session that have no end on record: how somebody is signed in.
SIGNED_IN = (
    "EXISTS (SELECT 1 FROM account_session AS there JOIN account AS own ON own.id = there.account_id"
    " WHERE own.person_id = NEW.entered_by AND there.ended_at IS NULL AND there.code_hash IS {} NULL)"
)
IS_HANDED = (
    "EXISTS (SELECT 1 FROM sign_in_code AS used JOIN account AS own ON own.id = used.account_id"
    " JOIN letter_handing AS handed ON handed.code_hash = used.code_hash"
    " WHERE own.person_id = NEW.entered_by AND used.made_by = NEW.printed_by AND used.spent_at IS NOT NULL)"
)
IS_BOARDS = (
    "EXISTS (SELECT 1 FROM division AS put JOIN motion ON motion.id = put.motion_id"
    " WHERE put.id = NEW.division_id AND motion.deciders = 'board'{})"
)
ON_AN_ADMISSION = " AND motion.kind = 'admission'"


def upgrade() -> None:
    """Make it so."""
    _guard_votes(IS_BOARDS.format(ON_AN_ADMISSION))


def _guard_votes(by_own_account: str) -> None:
    """Take a vote by a printed code only as one, once its letter is handed over.

    :param by_own_account: the condition that a vote is given from an account of the voter's own alone.
    """
    drop_guards("division_mark", [GUARD])
    unsaid = f"NEW.printed_by IS NULL AND {SIGNED_IN.format('NOT')} AND NOT {SIGNED_IN.format('')}"
    said = f"NEW.printed_by IS NOT NULL AND (NEW.account_id IS NOT NULL OR {by_own_account} OR NOT {IS_HANDED})"
    refuse(
        GUARD,
        "division_mark",
        "INSERT",
        when=f"(NEW.way <> 'recorded' AND NEW.printed_by IS NOT NULL) OR (NEW.way = 'recorded'"
        f" AND (({said}) OR (NEW.account_id IS NULL AND {unsaid})))",
    )


def downgrade() -> None:
    """Undo it. A director votes by no printed code then."""
    _guard_votes(IS_BOARDS.format(""))
