"""A vote that somebody gave by name, from an account that was opened for them, is their word on what came of it.

Revision: 0038, after 0037
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, drop_guards, refuse

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

OWN_ACCOUNT = "account_of_a_vote_is_the_voters_own"
GUARDS = {
    "division_mark": [OWN_ACCOUNT],
    "vote_as_word": ["vote_as_word_is_append_only", "word_is_of_a_vote_by_name"],
    "application_step": ["nobody_named_denies_it"],
}
COUNTED = {"application_step": ["a_member_said_that_it_is_so", "entry_waits_for_the_deciders_word"]}
BY_NAME = "'board', 'committee', 'secretary_delegated', 'panel'"
IS_MEMBER = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = named.person_id"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL"
    " AND held.valid_from <= taken.decided_on AND (held.valid_to IS NULL OR held.valid_to > taken.decided_on))"
)
IS_FOUNDER = (
    "EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding ON founding.id = part.decision_id"
    " WHERE part.person_id = named.person_id AND founding.body = 'founders')"
)
SAID = (
    "EXISTS (SELECT 1 FROM decision_confirmation AS said WHERE said.decision_id = {0}.decision_id"
    " AND said.person_id = {0}.person_id AND said.is_so)"
)
VOTED = (
    "EXISTS (SELECT 1 FROM vote_as_word AS voted WHERE voted.decision_id = {0}.decision_id"
    " AND voted.person_id = {0}.person_id)"
)
DENIED = "EXISTS (SELECT 1 FROM decision_confirmation AS said WHERE said.decision_id = %s AND NOT said.is_so)"
ADMITTED = (
    "FROM application_step AS admitted JOIN decision AS taken ON taken.id = admitted.decision_id"
    "{} WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
)


def upgrade() -> None:
    """Make it so."""
    with altering("division_mark") as batch:
        batch.add_column(
            sa.Column("account_id", sa.Uuid(), nullable=True, comment="opened for the voter, who voted from it")
        )
        batch.create_foreign_key(batch.f("fk_division_mark_account_id"), "account", ["account_id"], ["id"])
    refuse(
        OWN_ACCOUNT,
        "division_mark",
        "INSERT",
        when="NEW.account_id IS NOT NULL AND (NEW.way <> 'recorded' OR NOT EXISTS (SELECT 1 FROM account AS own"
        " WHERE own.id = NEW.account_id AND own.person_id = NEW.entered_by AND own.email IS NOT NULL"
        " AND own.closed_at IS NULL AND own.opened_at <= NEW.entered_at))",
    )
    _keep_votes_as_words()
    drop_guards("application_step", COUNTED["application_step"])
    _count_words(f"({SAID} OR {VOTED})")
    refuse(
        GUARDS["application_step"][0],
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS (SELECT 1 {ADMITTED.format('')}"
        f" AND {DENIED % 'admitted.decision_id'})",
    )


def _keep_votes_as_words() -> None:
    """Keep which vote is whose word on which decision; of the vote that made it, as its voter has it in there."""
    op.create_table(
        "vote_as_word",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("elector_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id", "person_id"],
            ["decision_participant.decision_id", "decision_participant.person_id"],
            name=op.f("fk_vote_as_word_decision_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["division_id", "elector_id"],
            ["division_mark.division_id", "division_mark.elector_id"],
            name=op.f("fk_vote_as_word_division_id_elector_id"),
        ),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_vote_as_word")),
    )
    append_only("vote_as_word")
    refuse(
        GUARDS["vote_as_word"][1],
        "vote_as_word",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM division_mark AS mark"
        " JOIN division AS put ON put.id = mark.division_id AND put.amendment_n IS NULL"
        " JOIN division_outcome AS came ON came.division_id = put.id AND came.is_carried"
        " JOIN motion_step AS step ON step.motion_id = put.motion_id AND step.decision_id = NEW.decision_id"
        " AND step.to_state = CASE WHEN put.is_confirming THEN 'confirmed' ELSE 'carried' END"
        " JOIN decision_participant AS part ON part.decision_id = step.decision_id"
        " AND part.person_id = NEW.person_id AND part.vote = mark.vote"
        " WHERE mark.division_id = NEW.division_id AND mark.elector_id = NEW.elector_id"
        " AND mark.entered_by = NEW.person_id AND mark.account_id IS NOT NULL)",
    )


def _count_words(word: str) -> None:
    """Let an entry wait until more than half of the deciders, and a member who was for it, have given their word.

    :param word: the condition that {0} has given it; {0} is a line of a ruling.
    """
    parts = " JOIN ruling_part AS named ON named.application_id = admitted.application_id"
    parts += " AND named.decision_id = taken.id"
    refuse(
        COUNTED["application_step"][0],
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND NOT EXISTS (SELECT 1 {ADMITTED.format(parts)}"
        f" AND {word.format('named')} AND named.is_present AND NOT named.is_recused AND named.vote IN ('for', 'none')"
        f" AND ({IS_MEMBER} OR {IS_FOUNDER}))",
    )
    free = "part.application_id = NEW.application_id AND part.decision_id = admitted.decision_id"
    free += " AND part.is_present AND NOT part.is_recused"
    refuse(
        COUNTED["application_step"][1],
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS (SELECT 1 {ADMITTED.format('')} AND taken.body IN ({BY_NAME})"
        f" AND 2 * (SELECT COUNT(*) FROM ruling_part AS part WHERE {free} AND {word.format('part')})"
        f" <= (SELECT COUNT(*) FROM ruling_part AS part WHERE {free}))",
    )


def downgrade() -> None:
    """Undo it. Who voted by name is asked for their word again."""
    drop_guards("application_step", [*GUARDS["application_step"], *COUNTED["application_step"]])
    _count_words(SAID)
    drop_guards("vote_as_word", GUARDS["vote_as_word"])
    op.drop_table("vote_as_word")
    drop_guards("division_mark", GUARDS["division_mark"])
    with altering("division_mark") as batch:
        batch.drop_constraint(batch.f("fk_division_mark_account_id"), type_="foreignkey")
        batch.drop_column("account_id")
