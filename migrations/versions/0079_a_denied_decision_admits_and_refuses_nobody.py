"""A decision that somebody whom it names denies admits and refuses nobody: the application is open again.

Revision: 0079, after 0078
"""

from alembic import op

from migrations.ddl import altering, drop_guards, refuse

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

STEPS, PARTS, RULINGS = "application_step", "ruling_part", "admission_ruling"
UNDONE, RULED, HEARD = (
    "only_a_denied_decision_is_undone",
    "denied_decision_rules_on_nobody",
    "appeal_is_heard_by_others",
)
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
UNDOING = (
    ("admitted", "appealed"),
    ("admitted", "under_check"),
    ("refusal_stands", "appealed"),
    ("refused", "under_check"),
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
    own = "JOIN membership_application AS asked ON asked.id = decided.application_id"
    refuse(
        UNDONE,
        STEPS,
        "INSERT",
        when=f"({_is_undoing('NEW')}) AND NOT EXISTS (SELECT 1 FROM application_step AS decided {own}"
        " WHERE decided.application_id = NEW.application_id AND decided.n = NEW.previous_n"
        f" AND NEW.to_state = decided.from_state AND EXISTS ({DENIES.format('decided.decision_id')}"
        " AND (decided.to_state = 'admitted' OR said.person_id <> asked.person_id)))",
    )
    refuse(RULED, RULINGS, "INSERT", when=f"EXISTS ({DENIES.format('NEW.decision_id')})")
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
    drop_guards(RULINGS, [RULED])
    drop_guards(STEPS, [UNDONE])
    _every_step_is_an_arrow(())


def _every_step_is_an_arrow(more: tuple[tuple[str, str], ...]) -> None:
    arrows = sorted([*((begin, end) for begin, ends in BEFORE.items() for end in ends), *more])
    with altering(STEPS) as batch:
        batch.drop_constraint(op.f(ARROW), type_="check")
        batch.create_check_constraint(op.f(ARROW), f"from_state IS NULL OR {_ways(arrows, '')}")


def _is_undoing(row: str) -> str:
    return _ways(list(UNDOING), f"{row}.")


def _ways(arrows: list[tuple[str, str]], of: str) -> str:
    return " OR ".join(f"({of}from_state = '{begin}' AND {of}to_state = '{end}')" for begin, end in arrows)
