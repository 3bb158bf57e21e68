"""It is known who is of a body.

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, kept, refuse

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

GUARDS = ["body_member_only_leaves", "body_member_is_kept", "body_member_is_appointed_by_others"]


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "body_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True, comment="first day without it; NULL while they belong"),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("body IN ('committee', 'panel')", name=op.f("ck_body_member_body_is_known")),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on <= until_on", name=op.f("ck_body_member_begins_before_it_ends")
        ),
        sa.CheckConstraint("entered_by <> person_id", name=op.f("ck_body_member_entered_by_another")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_body_member_person_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_body_member_decision_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_body_member_entered_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_body_member_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_member")),
    )
    op.create_index(
        "uq_body_member_now",
        "body_member",
        ["body", "person_id"],
        unique=True,
        sqlite_where=sa.text("until_on IS NULL"),
        postgresql_where=sa.text("until_on IS NULL"),
    )
    refuse(
        "body_member_only_leaves",
        "body_member",
        "UPDATE",
        when="OLD.until_on IS NOT NULL OR NEW.until_on IS NULL OR NEW.id <> OLD.id OR NEW.body <> OLD.body"
        " OR NEW.person_id <> OLD.person_id OR NEW.decision_id <> OLD.decision_id OR NEW.from_on <> OLD.from_on"
        " OR NEW.entered_by <> OLD.entered_by OR NEW.entered_at <> OLD.entered_at",
    )
    kept("body_member", "body_member_is_kept")
    refuse(
        "body_member_is_appointed_by_others",
        "body_member",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM decision WHERE id = NEW.decision_id AND body IN ('board', 'general_meeting')"
        " AND decided_on <= NEW.from_on)"
        " OR EXISTS (SELECT 1 FROM decision_participant AS part WHERE part.decision_id = NEW.decision_id"
        " AND part.person_id = NEW.person_id AND (part.vote <> 'none' OR (part.is_present AND NOT part.is_recused)))",
    )


def downgrade() -> None:
    """Undo it. Then any member can decide for a committee or a panel again."""
    drop_guards("body_member", GUARDS)
    op.drop_table("body_member")
