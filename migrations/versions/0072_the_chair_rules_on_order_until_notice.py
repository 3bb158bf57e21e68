"""The chair rules a motion out of order until members are called to vote on it, also when it is on the agenda.

Revision: 0072, after 0071
"""

from alembic import op

from migrations.ddl import altering, drop_guards, refuse

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

ARROW = "ck_motion_step_every_step_is_an_arrow"
STAYS, NOTICED = "motion_stays_while_a_vote_goes_on", "noticed_motion_is_not_ruled_out"
BEFORE = {
    "submitted": ("admitted_to_agenda", "inadmissible", "withdrawn"),
    "admitted_to_agenda": ("moved", "referred", "withdrawn"),
    "referred": ("admitted_to_agenda", "withdrawn"),
    "moved": ("amended", "put", "referred", "withdrawn"),
    "amended": ("amended", "put", "referred", "withdrawn"),
    "put": ("carried", "first_carried", "lost", "fell_inquorate", "lapsed"),
    "first_carried": ("confirmed", "lost", "lapsed"),
    "fell_inquorate": ("admitted_to_agenda", "withdrawn"),
    "carried": ("filed",),
    "confirmed": ("filed",),
    "filed": ("effective_on_registration",),
}
CAN_BE_RULED_OUT = ("admitted_to_agenda", "referred", "moved", "amended")
VOTE_GOES_ON = (
    "EXISTS (SELECT 1 FROM division AS put WHERE put.motion_id = NEW.motion_id"
    " AND NOT EXISTS (SELECT 1 FROM division_outcome AS came WHERE came.division_id = put.id))"
)
IS_NOTICED = (
    "(EXISTS (SELECT 1 FROM motion_notice AS given WHERE given.motion_id = NEW.motion_id)"
    " OR EXISTS (SELECT 1 FROM statutory_notice AS given JOIN statutory_course AS course ON course.id = given.course_id"
    " WHERE course.motion_id = NEW.motion_id))"
)


def upgrade() -> None:
    """Make it so."""
    _every_step_is_an_arrow({one: (*BEFORE[one], "inadmissible") for one in CAN_BE_RULED_OUT})
    _stays_while_a_vote_goes_on("'amended', 'referred', 'withdrawn', 'inadmissible'")
    refuse(NOTICED, "motion_step", "INSERT", when=f"NEW.to_state = 'inadmissible' AND {IS_NOTICED}")


def downgrade() -> None:
    """Undo it; the database refuses where a motion was ruled out on the agenda, as steps are never taken back."""
    drop_guards("motion_step", [NOTICED])
    _stays_while_a_vote_goes_on("'amended', 'referred', 'withdrawn'")
    _every_step_is_an_arrow({})


def _every_step_is_an_arrow(wider: dict[str, tuple[str, ...]]) -> None:
    arrows = sorted((begin, end) for begin, ends in (BEFORE | wider).items() for end in ends)
    ways = " OR ".join(f"(from_state = '{begin}' AND to_state = '{end}')" for begin, end in arrows)
    with altering("motion_step") as batch:
        batch.drop_constraint(op.f(ARROW), type_="check")
        batch.create_check_constraint(op.f(ARROW), f"from_state IS NULL OR {ways}")


def _stays_while_a_vote_goes_on(states: str) -> None:
    drop_guards("motion_step", [STAYS])
    refuse(STAYS, "motion_step", "INSERT", when=f"NEW.to_state IN ({states}) AND {VOTE_GOES_ON}")
