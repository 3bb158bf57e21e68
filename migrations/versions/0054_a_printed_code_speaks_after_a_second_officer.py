"""A code that an officer printed speaks for nobody before a second officer says that its reader signed in by it.

Revision: 0054, after 0053
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, drop_guards, refuse, refuse_rows

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

OPENED_BY_ANOTHER = "account_is_opened_by_another_than_wrote_its_address"
REMADE = {"person_version": "outsiders_code_changes_no_member", "member_request": "outsiders_code_asks_for_no_name"}
GUARDS = {
    "letter_handing": ["letter_is_handed_by_a_second_officer", "letter_handing_stays"],
    "division_mark": ["vote_by_a_code_waits_for_a_second_officer"],
    "account": [OPENED_BY_ANOTHER],
}
IS_MEMBER_NOW = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = {}"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL AND held.valid_to IS NULL)"
)
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
    " WHERE put.id = NEW.division_id AND motion.deciders = 'board')"
)

SAYS = (
    "(EXISTS (SELECT 1 FROM office_holding AS held WHERE held.person_id = NEW.handed_by"
    " AND held.office = NEW.handed_as AND held.from_on <= NEW.handed_on"
    " AND (held.until_on IS NULL OR held.until_on > NEW.handed_on))"
    f" OR (NEW.handed_as = 'director' AND {IS_MEMBER_NOW.format('NEW.handed_by')}"
    " AND EXISTS (SELECT 1 FROM seat_holding AS seat WHERE seat.person_id = NEW.handed_by"
    " AND seat.starts_on <= NEW.handed_on AND coalesce(seat.vacated_on, seat.ends_on) > NEW.handed_on)"
    " AND EXISTS (SELECT 1 FROM account AS opened WHERE opened.person_id = NEW.handed_by"
    " AND opened.email IS NOT NULL AND opened.closed_at IS NULL)))"
)


def upgrade() -> None:
    """Make it so."""
    with altering("account_session") as batch:
        batch.add_column(
            sa.Column("code_hash", sa.String(), nullable=True, comment="of the printed code that it began with")
        )
    with altering("account") as batch:
        batch.add_column(
            sa.Column("opened_by", sa.Uuid(), nullable=True, comment="NULL at the founding, and by the register")
        )
        batch.create_foreign_key(batch.f("fk_account_opened_by"), "person", ["opened_by"], ["id"])
    with altering("division_mark") as batch:
        batch.add_column(
            sa.Column("printed_by", sa.Uuid(), nullable=True, comment="who printed the code by which the voter came")
        )
        batch.create_foreign_key(batch.f("fk_division_mark_printed_by"), "person", ["printed_by"], ["id"])
    op.create_table(
        "letter_handing",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=False),
        sa.Column(
            "handed_as",
            sa.String(),
            nullable=False,
            comment="the office of whoever says so; a director who is a member",
        ),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "handed_as IN ('scrutineer', 'returning_officer', 'chair', 'director')",
            name=op.f("ck_letter_handing_is_said_in_another_office"),
        ),
        sa.ForeignKeyConstraint(["code_hash"], ["sign_in_code.code_hash"], name=op.f("fk_letter_handing_code_hash")),
        sa.ForeignKeyConstraint(["handed_by"], ["person.id"], name=op.f("fk_letter_handing_handed_by")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_letter_handing")),
    )
    _guard_letters()
    _guard_votes()
    _guard_accounts()
    _remake(spoken_for=f"({IS_MEMBER_NOW.format('used.made_by')} OR EXISTS (SELECT 1 FROM letter_handing AS handed"
            f" WHERE handed.code_hash = used.code_hash AND {IS_MEMBER_NOW.format('handed.handed_by')}))")  # fmt: skip


def _guard_letters() -> None:
    """Let nobody say that a letter arrived who printed it, is its reader, or has an account that its printer opened."""
    second, letters = GUARDS["letter_handing"][0], "letter_handing"
    refuse(
        second,
        letters,
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM sign_in_code AS code JOIN account AS own ON own.id = code.account_id"
        " WHERE code.code_hash = NEW.code_hash AND code.made_by <> NEW.handed_by AND own.person_id <> NEW.handed_by"
        " AND code.spent_at IS NOT NULL AND code.spent_at <= NEW.handed_at"
        f" AND {SAYS}"
        " AND NOT EXISTS (SELECT 1 FROM account AS second WHERE second.person_id = NEW.handed_by"
        " AND second.opened_by = code.made_by))",
    )
    refuse(GUARDS["letter_handing"][1], letters, "UPDATE")


def _guard_votes() -> None:
    """Take a vote by a printed code only as one, once its letter is handed over, and never a director's."""
    unsaid = f"NEW.printed_by IS NULL AND {SIGNED_IN.format('NOT')} AND NOT {SIGNED_IN.format('')}"
    said = f"NEW.printed_by IS NOT NULL AND (NEW.account_id IS NOT NULL OR {IS_BOARDS} OR NOT {IS_HANDED})"
    refuse(
        GUARDS["division_mark"][0],
        "division_mark",
        "INSERT",
        when=f"(NEW.way <> 'recorded' AND NEW.printed_by IS NOT NULL) OR (NEW.way = 'recorded'"
        f" AND (({said}) OR (NEW.account_id IS NULL AND {unsaid})))",
    )


def _guard_accounts() -> None:
    """Let two people know an address before it opens anything: who wrote it down, and who opens the account."""
    wrote = (
        "NEW.email IS NOT NULL AND NEW.opened_by IS NOT NULL AND (NEW.opened_by = NEW.person_id OR EXISTS"
        " (SELECT 1 FROM person_version AS known WHERE known.person_id = NEW.person_id"
        " AND lower(trim(known.email)) = NEW.email AND known.recorded_by = NEW.opened_by))"
    )
    refuse(OPENED_BY_ANOTHER, "account", "INSERT", when=wrote)
    refuse(
        OPENED_BY_ANOTHER,
        "account",
        "UPDATE",
        when=f"(NEW.email IS DISTINCT FROM OLD.email OR NEW.opened_by IS DISTINCT FROM OLD.opened_by) AND {wrote}",
    )


def _remake(*, spoken_for: str) -> None:
    """Make the guards again that let nobody take the place of a member by what an outsider prints.

    :param spoken_for: the condition that a used code is not an outsider's alone.
    """
    for table, guard in REMADE.items():
        drop_guards(table, [guard])
    by_code = (
        "EXISTS (SELECT 1 FROM account AS own JOIN sign_in_code AS used ON used.account_id = own.id"
        " WHERE own.person_id = NEW.person_id AND own.email IS NULL AND used.spent_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM sign_in_code AS newer WHERE newer.account_id = used.account_id"
        f" AND newer.spent_at > used.spent_at) AND NOT {spoken_for})"
    )
    before = "SELECT 1 FROM person_version AS before WHERE before.person_id = NEW.person_id AND before.id <> NEW.id"
    refuse_rows(
        REMADE["person_version"],
        "person_version",
        when=f"NEW.recorded_by = NEW.person_id AND NEW.email IS NOT NULL AND NOT EXISTS ({before}"
        f" AND before.email = NEW.email) AND {by_code}",
    )
    refuse(REMADE["member_request"], "member_request", "INSERT", when=f"NEW.kind = 'name' AND {by_code}")


def downgrade() -> None:
    """Undo it. A printed code votes at once then."""
    _remake(spoken_for=IS_MEMBER_NOW.format("used.made_by"))
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("letter_handing")
    with altering("division_mark") as batch:
        batch.drop_constraint(batch.f("fk_division_mark_printed_by"), type_="foreignkey")
        batch.drop_column("printed_by")
    with altering("account") as batch:
        batch.drop_constraint(batch.f("fk_account_opened_by"), type_="foreignkey")
        batch.drop_column("opened_by")
    with altering("account_session") as batch:
        batch.drop_column("code_hash")
