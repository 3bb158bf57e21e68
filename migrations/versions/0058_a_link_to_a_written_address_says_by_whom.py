"""A link to an address that somebody else wrote down says who wrote it, and a vote that comes by it says so too.

Revision: 0058, after 0057
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, changes_only, drop_guards, refuse

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

GUARDS = {
    "sign_in_link": ["link_says_who_wrote_its_address"],
    "division_mark": ["vote_by_a_written_address_says_by_whom"],
}


def _plain(row: str) -> str:
    return f"lower(trim({row}.email))"


# The word of a person on the address in a version `known`, or an opening register; and nothing else said since.
OWN_WORD = (
    "EXISTS (SELECT 1 FROM person_version AS word WHERE word.person_id = known.person_id"
    f" AND {_plain('word')} = {_plain('known')} AND word.valid_to IS NULL"
    " AND (word.recorded_by = word.person_id OR EXISTS (SELECT 1 FROM membership_version AS held"
    " JOIN opening_batch AS opening ON opening.id = held.batch_id"
    " WHERE held.person_id = word.person_id AND opening.approved_at = word.recorded_at))"
    " AND NOT EXISTS (SELECT 1 FROM person_version AS other WHERE other.person_id = word.person_id"
    " AND other.valid_to IS NULL AND other.recorded_at > word.recorded_at"
    f" AND (other.email IS NULL OR {_plain('other')} <> {_plain('word')})))"
)


def _is_written_for(person: str) -> str:
    """Return the condition that the address on record of somebody was written down by others alone."""
    return (
        f"EXISTS (SELECT 1 FROM person_version AS known WHERE known.person_id = {person}"
        " AND known.superseded_at IS NULL AND known.valid_to IS NULL AND known.email IS NOT NULL"
        f" AND NOT {OWN_WORD})"
    )


def upgrade() -> None:
    """Make it so."""
    with altering("sign_in_link") as batch:
        batch.add_column(
            sa.Column(
                "written_by",
                sa.Uuid(),
                nullable=True,
                comment="who wrote down the address that it went to; NULL where it is its person's own word",
            )
        )
        batch.create_foreign_key(batch.f("fk_sign_in_link_written_by"), "person", ["written_by"], ["id"])
    with altering("sign_in_code") as batch:
        batch.add_column(
            sa.Column(
                "is_link",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="was a link that was used, to an address that its maker wrote down",
            )
        )
        batch.create_check_constraint(
            batch.f("ck_sign_in_code_link_is_kept_once_used"), "NOT is_link OR spent_at IS NOT NULL"
        )
    with altering("sign_in_code") as batch:
        batch.alter_column("is_link", server_default=None)
    _end_what_was_begun()
    refuse(
        GUARDS["sign_in_link"][0],
        "sign_in_link",
        "INSERT",
        when="EXISTS (SELECT 1 FROM account AS own WHERE own.id = NEW.account_id AND (NEW.written_by = own.person_id"
        f" OR (own.email IS NULL AND NEW.written_by IS NULL AND {_is_written_for('own.person_id')})))",
    )
    changes_only(GUARDS["sign_in_link"][0], "sign_in_link", columns=["written_by", "account_id"])
    refuse(
        GUARDS["division_mark"][0],
        "division_mark",
        "INSERT",
        when="NEW.way = 'recorded' AND NEW.account_id IS NULL AND NEW.printed_by IS NULL"
        f" AND {_is_written_for('NEW.entered_by')}",
    )


def _end_what_was_begun() -> None:
    """Let nothing that came by a written address before now go on as if it were its person's own."""
    by_written = f"SELECT own.id FROM account AS own WHERE own.email IS NULL AND {_is_written_for('own.person_id')}"
    op.execute(
        "UPDATE account_session SET ended_at = seen_at"
        f" WHERE ended_at IS NULL AND code_hash IS NULL AND account_id IN ({by_written})"
    )
    op.execute(f"UPDATE sign_in_link SET spent_at = made_at WHERE spent_at IS NULL AND account_id IN ({by_written})")


def downgrade() -> None:
    """Undo it. A link to any address votes at once then."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    with altering("sign_in_code") as batch:
        batch.drop_constraint(batch.f("ck_sign_in_code_link_is_kept_once_used"), type_="check")
        batch.drop_column("is_link")
    with altering("sign_in_link") as batch:
        batch.drop_constraint(batch.f("fk_sign_in_link_written_by"), type_="foreignkey")
        batch.drop_column("written_by")
