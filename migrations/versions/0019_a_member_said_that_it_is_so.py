"""A member said that it is so, before anybody enters on a decision.

Revision: 0019, after 0018
"""

from migrations.ddl import drop_guards, refuse

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

GUARD = "a_member_said_that_it_is_so"
IS_MEMBER = (
    "EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = word.person_id"
    " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL"
    " AND held.valid_from <= taken.decided_on AND (held.valid_to IS NULL OR held.valid_to > taken.decided_on))"
)
IS_FOUNDER = (
    "EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding ON founding.id = part.decision_id"
    " WHERE part.person_id = word.person_id AND founding.body = 'founders')"
)


def upgrade() -> None:
    """Make it so."""
    refuse(
        GUARD,
        "application_step",
        "INSERT",
        when="NEW.to_state = 'entered' AND NOT EXISTS (SELECT 1 FROM application_step AS admitted"
        " JOIN decision AS taken ON taken.id = admitted.decision_id"
        " JOIN decision_confirmation AS word ON word.decision_id = taken.id"
        " JOIN ruling_part AS named ON named.application_id = admitted.application_id"
        " AND named.decision_id = taken.id AND named.person_id = word.person_id"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        " AND word.is_so AND named.is_present AND NOT named.is_recused AND named.vote IN ('for', 'none')"
        f" AND ({IS_MEMBER} OR {IS_FOUNDER}))",
    )


def downgrade() -> None:
    """Undo it."""
    drop_guards("application_step", [GUARD])
