"""A member is not written over by outsiders, and no outsider says who holds a membership.

Revision: 0025, after 0024
"""

from migrations.ddl import drop_guards, refuse, refuse_rows

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

GUARDS = {
    "person_version": "member_is_not_written_over",
    "joint_holder": "joint_holder_is_entered_by_a_member",
}
ON_STEPS = ("officer_says_how_they_know_of_a_withdrawal", "word_is_given_on_this_admission")


def upgrade() -> None:
    """Make it so."""
    before = "SELECT 1 FROM person_version AS before WHERE before.person_id = NEW.person_id AND before.id <> NEW.id"
    asked = (
        "SELECT 1 FROM member_request AS asked WHERE asked.person_id = NEW.person_id AND asked.kind = 'name'"
        " AND asked.answered_at IS NULL AND asked.words LIKE '%' || NEW.name || '%'"
    )
    is_other_name = f"NOT EXISTS ({before} AND before.name = NEW.name) AND NOT EXISTS ({asked})"
    is_other_email = f"NEW.email IS NOT NULL AND NOT EXISTS ({before} AND before.email = NEW.email)"
    refuse_rows(
        GUARDS["person_version"],
        "person_version",
        when=f"NEW.recorded_by <> NEW.person_id AND {_is_of_the_mutual('NEW.person_id')}"
        f" AND ({is_other_name} OR ({is_other_email})) AND NOT {_is_of_the_mutual('NEW.recorded_by')}",
    )
    refuse(
        GUARDS["joint_holder"],
        "joint_holder",
        "INSERT",
        when=f"NOT {_is_of_the_mutual('NEW.recorded_by')}",
    )
    # INV-41: nobody is shut out by an officer who says nothing.
    refuse(
        ON_STEPS[0],
        "application_step",
        "INSERT",
        when="NEW.to_state = 'withdrawn' AND length(trim(NEW.words)) = 0 AND NOT EXISTS (SELECT 1"
        " FROM membership_application AS asked WHERE asked.id = NEW.application_id AND asked.person_id = NEW.actor_id)",
    )
    # INV-42: a decision that was confirmed on another matter is not turned into an admission by an outsider.
    word = (
        "SELECT 1 FROM application_step AS admitted"
        " JOIN admission_ruling AS ruled ON ruled.application_id = admitted.application_id"
        " AND ruled.decision_id = admitted.decision_id"
        " JOIN decision_confirmation AS word ON word.decision_id = admitted.decision_id AND word.is_so"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
        f" AND {_has_been_of_the_mutual('word.person_id')}"
    )
    is_on_this = f"(word.confirmed_at >= ruled.ruled_at OR {_has_been_of_the_mutual('admitted.actor_id')})"
    refuse(
        ON_STEPS[1],
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS ({word}) AND NOT EXISTS ({word} AND {is_on_this})",
    )


def _has_been_of_the_mutual(person: str) -> str:
    """Return the condition that a person is or was a member, or was one of the founders. The day is the rule's."""
    return _is_of_the_mutual(person).replace(" AND held.superseded_at IS NULL AND held.valid_to IS NULL", "")


def _is_of_the_mutual(person: str) -> str:
    """Return the condition that a person is a member, suspended or not, or was one of the founders."""
    return (
        f"(EXISTS (SELECT 1 FROM membership_version AS held WHERE held.person_id = {person}"
        " AND held.standing IN ('entered', 'suspended') AND held.superseded_at IS NULL AND held.valid_to IS NULL)"
        " OR EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding"
        f" ON founding.id = part.decision_id WHERE part.person_id = {person} AND founding.body = 'founders'))"
    )


def downgrade() -> None:
    """Undo it."""
    for table, guard in GUARDS.items():
        drop_guards(table, [guard])
    drop_guards("application_step", ON_STEPS)
