"""Founders speak for the mutual in their own time alone, and no outsider's code makes somebody else of a member.

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, drop_guards, refuse, refuse_rows

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

RULING = "admission_ruling_is_append_only"
SAID = "a_member_said_that_it_is_so"
REMADE = {
    "application_step": SAID,
    "person_version": "member_is_not_written_over",
    "joint_holder": "joint_holder_is_entered_by_a_member",
}
GUARDS = {
    "membership_version": "founders_are_entered_at_the_founding",
    "person_version": "outsiders_code_changes_no_member",
    "member_request": "outsiders_code_asks_for_no_name",
    "office_holding": "nobody_comes_into_an_office_by_the_register",
}
IS_FOUNDER = (
    "EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding ON founding.id = part.decision_id"
    " WHERE part.person_id = {} AND founding.body = 'founders')"
)
IS_MEMBER_NOW = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = {}"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL AND held.valid_to IS NULL)"
)
WAS_MEMBER = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = named.person_id"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL"
    " AND held.valid_from <= taken.decided_on AND (held.valid_to IS NULL OR held.valid_to > taken.decided_on))"
)
HAS_SAID = (
    "(EXISTS (SELECT 1 FROM decision_confirmation AS said WHERE said.decision_id = named.decision_id"
    " AND said.person_id = named.person_id AND said.is_so)"
    " OR EXISTS (SELECT 1 FROM vote_as_word AS voted WHERE voted.decision_id = named.decision_id"
    " AND voted.person_id = named.person_id))"
)
BEFORE = "SELECT 1 FROM person_version AS before WHERE before.person_id = NEW.person_id AND before.id <> NEW.id"
# Those that were decided on while somebody whom members elected sat were not decided in the founders' time.
ELECTED_SIT = (
    "EXISTS (SELECT 1 FROM decision AS taken JOIN seat_holding AS held ON held.starts_on <= taken.decided_on"
    " WHERE taken.id = admission_ruling.decision_id AND held.kind = 'elected')"
)


def upgrade() -> None:
    """Make it so."""
    with altering("admission_ruling") as batch:
        batch.add_column(
            sa.Column(
                "is_in_founders_time",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
                comment="the board that members elected could not act yet",
            )
        )
    drop_guards("admission_ruling", [RULING])
    op.execute(f"UPDATE admission_ruling SET is_in_founders_time = false WHERE {ELECTED_SIT}")
    append_only("admission_ruling")
    with altering("admission_ruling") as batch:
        batch.alter_column("is_in_founders_time", server_default=None)
    _drop_remade()
    _guard_codes()
    _guard_the_founding()
    _remake(
        founder_speaks=f"(ruled.is_in_founders_time AND {IS_FOUNDER.format('named.person_id')})",
        by=IS_MEMBER_NOW,
    )


def _guard_codes() -> None:
    """Let nobody who came by what an officer prints, or writes in the register, take the place of somebody else."""
    by_code = (
        "EXISTS (SELECT 1 FROM account AS own JOIN sign_in_code AS used ON used.account_id = own.id"
        " WHERE own.person_id = NEW.person_id AND own.email IS NULL AND used.spent_at IS NOT NULL"
        f" AND NOT {IS_MEMBER_NOW.format('used.made_by')})"
    )
    refuse_rows(
        GUARDS["person_version"],
        "person_version",
        when=f"NEW.recorded_by = NEW.person_id AND NEW.email IS NOT NULL AND NOT EXISTS ({BEFORE}"
        f" AND before.email = NEW.email) AND {by_code}",
    )
    refuse(GUARDS["member_request"], "member_request", "INSERT", when=f"NEW.kind = 'name' AND {by_code}")
    refuse(
        GUARDS["office_holding"],
        "office_holding",
        "INSERT",
        when="EXISTS (SELECT 1 FROM account AS own JOIN account_session AS there ON there.account_id = own.id"
        " WHERE own.person_id = NEW.person_id AND own.email IS NULL AND there.ended_at IS NULL)",
    )


def _guard_the_founding() -> None:
    """Let the founders' own decision enter founders at its instant alone; what goes on from there may cite it."""
    refuse_rows(
        GUARDS["membership_version"],
        "membership_version",
        when="EXISTS (SELECT 1 FROM decision AS founding WHERE founding.id = NEW.decision_id"
        " AND founding.body = 'founders' AND founding.entered_at <> NEW.recorded_at"
        " AND NOT EXISTS (SELECT 1 FROM membership_version AS first WHERE first.membership_id = NEW.membership_id"
        " AND first.decision_id = founding.id AND first.recorded_at = founding.entered_at))",
    )


def _drop_remade() -> None:
    for table, guard in REMADE.items():
        drop_guards(table, [guard])


def _remake(*, founder_speaks: str, by: str) -> None:
    """Make the guards again that ask for a member.

    :param founder_speaks: when the word of a founder stands for that of a member.
    :param by: the condition that {} may write a member over, and enter who holds with a member.
    """
    refuse(
        SAID,
        "application_step",
        "INSERT",
        when="NEW.to_state = 'entered' AND NOT EXISTS (SELECT 1 FROM application_step AS admitted"
        " JOIN decision AS taken ON taken.id = admitted.decision_id"
        " JOIN admission_ruling AS ruled ON ruled.application_id = admitted.application_id"
        " AND ruled.decision_id = taken.id"
        " JOIN ruling_part AS named ON named.application_id = admitted.application_id AND named.decision_id = taken.id"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        f" AND {HAS_SAID} AND named.is_present AND NOT named.is_recused AND named.vote IN ('for', 'none')"
        f" AND ({WAS_MEMBER} OR {founder_speaks}))",
    )
    asked = (
        "SELECT 1 FROM member_request AS asked WHERE asked.person_id = NEW.person_id AND asked.kind = 'name'"
        " AND asked.answered_at IS NULL AND asked.words LIKE '%' || NEW.name || '%'"
    )
    is_other_name = f"NOT EXISTS ({BEFORE} AND before.name = NEW.name) AND NOT EXISTS ({asked})"
    is_other_email = f"NEW.email IS NOT NULL AND NOT EXISTS ({BEFORE} AND before.email = NEW.email)"
    refuse_rows(
        REMADE["person_version"],
        "person_version",
        when=f"NEW.recorded_by <> NEW.person_id AND ({is_other_name} OR ({is_other_email}))"
        f" AND NOT {by.format('NEW.recorded_by')}"
        f" AND ({IS_MEMBER_NOW.format('NEW.person_id')}"
        f" OR ({IS_FOUNDER.format('NEW.person_id')} AND NOT {IS_FOUNDER.format('NEW.recorded_by')}))",
    )
    refuse(REMADE["joint_holder"], "joint_holder", "INSERT", when=f"NOT {by.format('NEW.recorded_by')}")


def downgrade() -> None:
    """Undo it."""
    for table, guard in GUARDS.items():
        drop_guards(table, [guard])
    _drop_remade()
    _remake(
        founder_speaks=IS_FOUNDER.format("named.person_id"),
        by=f"({IS_MEMBER_NOW} OR {IS_FOUNDER})".replace("{}", "{0}"),
    )
    with altering("admission_ruling") as batch:
        batch.drop_column("is_in_founders_time")
