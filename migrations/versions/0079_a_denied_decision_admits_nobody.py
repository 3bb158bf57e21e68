"""A decision that somebody whom it names denies admits nobody: whoever waits for the entry is decided on again.

Revision: 0079, after 0078
"""

from alembic import op

from migrations.ddl import altering, drop_guards, refuse

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

STEPS, PARTS, RULINGS = "application_step", "ruling_part", "admission_ruling"
RECUSALS, WORDS = "application_recusal", "decision_confirmation"
UNDONE, RULED, HEARD = (
    "only_a_denied_decision_is_undone",
    "denied_decision_rules_on_nobody",
    "appeal_is_heard_by_others",
)
OWN, VOTED = "after_the_decision_one_stands_back_oneself", "nobody_denies_their_own_vote"
ARROW = "ck_application_step_every_step_is_an_arrow"
BEFORE = {
    "admitted": ("entered", "lapsed", "withdrawn"),
    "appealed": ("admitted", "refusal_stands", "withdrawn"),
    "draft": ("submitted", "withdrawn"),
    "referred_back": ("under_check", "withdrawn"),
    "refused": ("appealed",),
    "submitted": ("under_check", "withdrawn"),
    "under_check": ("admitted", "referred_back", "refused", "withdrawn"),
}
UNDOING = (("admitted", "appealed"), ("admitted", "under_check"))
# By their own word, and concerned neither by the decision nor by the application.
DENIES_FREELY = (
    "EXISTS (SELECT 1 FROM decision_confirmation AS said WHERE said.decision_id = decided.decision_id"
    " AND said.person_id = NEW.actor_id AND NOT said.is_so)"
    " AND NOT EXISTS (SELECT 1 FROM decision_subject AS about WHERE about.decision_id = decided.decision_id"
    " AND about.person_id = NEW.actor_id)"
    " AND NOT EXISTS (SELECT 1 FROM ruling_part AS part WHERE part.application_id = NEW.application_id"
    " AND part.decision_id = decided.decision_id AND part.person_id = NEW.actor_id AND part.interest IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM application_recusal AS back WHERE back.application_id = NEW.application_id"
    " AND back.person_id = NEW.actor_id)"
)
DENIES = "SELECT 1 FROM decision_confirmation AS said WHERE said.decision_id = {} AND NOT said.is_so"
EARLIER = (
    "(NEW.vote <> 'none' OR (NEW.is_present AND NOT NEW.is_recused)) AND EXISTS (SELECT 1 FROM ruling_part AS earlier"
    " WHERE earlier.application_id = NEW.application_id AND earlier.person_id = NEW.person_id"
    " AND earlier.decision_id <> NEW.decision_id"
    " AND (earlier.vote <> 'none' OR (earlier.is_present AND NOT earlier.is_recused)){})"
)


def upgrade() -> None:
    """Make it so. Admissions that were left on a denied decision are opened by the clock, which the journal has."""
    _every_step_is_an_arrow(UNDOING)
    refuse(
        UNDONE,
        STEPS,
        "INSERT",
        when=f"({_is_undoing('NEW')}) AND NOT EXISTS (SELECT 1 FROM application_step AS decided"
        " WHERE decided.application_id = NEW.application_id AND decided.n = NEW.previous_n"
        f" AND NEW.to_state = decided.from_state AND {DENIES_FREELY})",
    )
    refuse(RULED, RULINGS, "INSERT", when=f"EXISTS ({DENIES.format('NEW.decision_id')})")
    by_vote = "SELECT 1 FROM vote_as_word AS voted WHERE voted.decision_id = NEW.decision_id"
    refuse(VOTED, WORDS, "INSERT", when=f"NOT NEW.is_so AND EXISTS ({by_vote} AND voted.person_id = NEW.person_id)")
    _one_stands_back_oneself(
        " AND NOT EXISTS (SELECT 1 FROM application_step AS back WHERE back.application_id = step.application_id"
        f" AND back.previous_n = step.n AND ({_is_undoing('back')}))"
    )
    drop_guards(PARTS, [HEARD])
    taken_back = (
        " AND NOT EXISTS (SELECT 1 FROM application_step AS decided JOIN application_step AS back"
        " ON back.application_id = decided.application_id AND back.previous_n = decided.n"
        " WHERE decided.application_id = earlier.application_id AND decided.decision_id = earlier.decision_id"
        f" AND ({_is_undoing('back')}))"
    )
    refuse(HEARD, PARTS, "INSERT", when=EARLIER.format(taken_back))


def downgrade() -> None:
    """Undo it; the database refuses where a decision was undone, as steps are never taken back."""
    drop_guards(PARTS, [HEARD])
    refuse(HEARD, PARTS, "INSERT", when=EARLIER.format(""))
    _one_stands_back_oneself("")
    drop_guards(WORDS, [VOTED])
    drop_guards(RULINGS, [RULED])
    drop_guards(STEPS, [UNDONE])
    _every_step_is_an_arrow(())


def _one_stands_back_oneself(standing: str) -> None:
    """Let nobody but oneself say that one stands back, after an admission.

    :param standing: the condition that `step`, by which somebody was admitted, was not taken back.
    """
    drop_guards(RECUSALS, [OWN])
    refuse(
        OWN,
        RECUSALS,
        "INSERT",
        when="NEW.recorded_by <> NEW.person_id AND EXISTS (SELECT 1 FROM application_step AS step"
        f" WHERE step.application_id = NEW.application_id AND step.to_state = 'admitted'{standing})",
    )


def _every_step_is_an_arrow(more: tuple[tuple[str, str], ...]) -> None:
    arrows = sorted([*((begin, end) for begin, ends in BEFORE.items() for end in ends), *more])
    with altering(STEPS) as batch:
        batch.drop_constraint(op.f(ARROW), type_="check")
        batch.create_check_constraint(op.f(ARROW), f"from_state IS NULL OR {_ways(arrows, '')}")


def _is_undoing(row: str) -> str:
    return _ways(list(UNDOING), f"{row}.")


def _ways(arrows: list[tuple[str, str]], of: str) -> str:
    return " OR ".join(f"({of}from_state = '{begin}' AND {of}to_state = '{end}')" for begin, end in arrows)
