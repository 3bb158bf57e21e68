"""The word, and the vote, of whoever turned out to have an interest in an application enter nobody by it.

Revision: 0051, after 0050
"""

from migrations.ddl import drop_guards, refuse

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

SAID = "a_member_said_that_it_is_so"
WAITS = "entry_waits_for_the_deciders_word"
CARRIED = "entry_is_carried_without_the_interested"
OWN = "after_the_decision_one_stands_back_oneself"
GUARDS = {"application_step": [CARRIED], "application_recusal": [OWN]}
BY_NAME = "'board', 'committee', 'secretary_delegated', 'panel'"
IS_FOUNDER = (
    "EXISTS (SELECT 1 FROM decision_participant AS part JOIN decision AS founding ON founding.id = part.decision_id"
    " WHERE part.person_id = named.person_id AND founding.body = 'founders')"
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
IS_THERE = "named.is_present AND NOT named.is_recused"
# By their own word: on the application, or on the motion that admits by it.
IS_INTERESTED = (
    "(EXISTS (SELECT 1 FROM application_recusal AS back WHERE back.application_id = named.application_id"
    " AND back.person_id = named.person_id)"
    " OR EXISTS (SELECT 1 FROM motion_concern AS about JOIN motion_interest AS own ON own.motion_id = about.motion_id"
    " WHERE about.application_id = named.application_id AND own.person_id = named.person_id"
    " AND own.ground = 'own_word'))"
)


def upgrade() -> None:
    """Make it so."""
    drop_guards("application_step", [SAID, WAITS])
    _count_words(free=f"{IS_THERE} AND NOT {IS_INTERESTED}")
    refuse(
        CARRIED,
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS (SELECT 1 {_ruled()} AND taken.body IN ({BY_NAME})"
        f" AND (SELECT COUNT(*) {_parts()} AND {IS_THERE} AND NOT {IS_INTERESTED} AND named.vote = 'for')"
        f" <= (SELECT COUNT(*) {_parts()} AND {IS_THERE} AND NOT {IS_INTERESTED} AND named.vote = 'against'))",
    )
    refuse(
        OWN,
        "application_recusal",
        "INSERT",
        when="NEW.recorded_by <> NEW.person_id AND EXISTS (SELECT 1 FROM application_step AS step"
        " WHERE step.application_id = NEW.application_id AND step.to_state = 'admitted')",
    )


def _ruled() -> str:
    """Return where the decision is found that an entry rests on, and the ruling by it."""
    return (
        "FROM application_step AS admitted JOIN decision AS taken ON taken.id = admitted.decision_id"
        " JOIN admission_ruling AS ruled ON ruled.application_id = admitted.application_id"
        " AND ruled.decision_id = taken.id"
        " WHERE admitted.application_id = NEW.application_id AND admitted.n = NEW.previous_n"
    )


def _parts() -> str:
    return (
        "FROM ruling_part AS named WHERE named.application_id = NEW.application_id"
        " AND named.decision_id = admitted.decision_id"
    )


def _count_words(*, free: str) -> None:
    """Let an entry wait for the word of more than half of those who were free, and of a member who was for it.

    :param free: the condition that `named`, a line of a ruling, was there and free.
    """
    speaks = f"({WAS_MEMBER} OR (ruled.is_in_founders_time AND {IS_FOUNDER}))"
    refuse(
        SAID,
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND NOT EXISTS (SELECT 1 {_ruled()} AND EXISTS (SELECT 1 {_parts()}"
        f" AND {HAS_SAID} AND {free} AND named.vote IN ('for', 'none') AND {speaks}))",
    )
    refuse(
        WAITS,
        "application_step",
        "INSERT",
        when=f"NEW.to_state = 'entered' AND EXISTS (SELECT 1 {_ruled()} AND taken.body IN ({BY_NAME})"
        f" AND 2 * (SELECT COUNT(*) {_parts()} AND {free} AND {HAS_SAID}) <= (SELECT COUNT(*) {_parts()} AND {free}))",
    )


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    drop_guards("application_step", [SAID, WAITS])
    _count_words(free=IS_THERE)
