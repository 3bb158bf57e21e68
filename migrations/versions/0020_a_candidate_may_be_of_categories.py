"""A candidate may be of categories that the rules limit.

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import altering, append_only, changes_only, drop_guards, refuse

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PROMISED = (
    "roll_id",
    "decides",
    "title",
    "question",
    "seats",
    "rule",
    "lot_source",
    "opens_at",
    "publication_mode",
    "custody",
    "frozen_at",
    "manifest",
    "eid0",
    "eid",
    "pad_len",
    "box_key",
    "canary",
)
GUARDS = {"candidate_category": ["candidate_category_is_append_only", "nominations_closed_to_categories"]}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "candidate_category",
        sa.Column("election_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False, comment="as the rules name it"),
        sa.CheckConstraint("length(category) BETWEEN 1 AND 60", name=op.f("ck_candidate_category_category_has_a_name")),
        sa.ForeignKeyConstraint(
            ["election_id", "number"],
            ["candidate.election_id", "candidate.number"],
            name=op.f("fk_candidate_category_election_id_number"),
        ),
        sa.PrimaryKeyConstraint("election_id", "number", "category", name=op.f("pk_candidate_category")),
    )
    append_only("candidate_category")
    refuse(
        "nominations_closed_to_categories",
        "candidate_category",
        "INSERT",
        when="COALESCE((SELECT to_state FROM election_step WHERE election_id = NEW.election_id"
        " ORDER BY n DESC LIMIT 1), '') <> 'nominations_open'",
    )
    with altering("poll") as batch:
        batch.add_column(
            sa.Column(
                "constraints",
                sa.JSON(),
                nullable=False,
                server_default="[]",
                comment="limits on who is elected together: name, candidates, at_least, at_most",
            )
        )
    _keep_promises((*PROMISED, "constraints"))


def downgrade() -> None:
    """Undo it."""
    for table, guards in GUARDS.items():
        drop_guards(table, guards)
    op.drop_table("candidate_category")
    _keep_promises(PROMISED)
    with altering("poll") as batch:
        batch.drop_column("constraints")


def _keep_promises(columns: tuple[str, ...]) -> None:
    """Refuse to change what a frozen poll has promised."""
    drop_guards("poll", ["frozen_poll_stays"])
    changes_only("frozen_poll_stays", "poll", columns=columns, when="OLD.frozen_at IS NOT NULL")
