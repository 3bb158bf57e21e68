"""A person is found by the beginning of a name, and is known under one record.

Revision: 0022, after 0021
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, kept, refuse, refuse_rows

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BATCH = 10_000
HOLDS = "undo_until IS NOT NULL AND undone_at IS NULL"
PROPOSED = ("id", "kept_id", "merged_id", "proposed_by", "proposed_at")
DECIDED = ("decided_by", "decided_at", "undo_until")
GUARDS = (
    "merge_begins_undecided",
    "merge_stays",
    "merge_is_kept",
    "merge_waits_for_the_roll",
    "merged_record_is_no_member",
)
CHECKS = {
    "two_records": "kept_id <> merged_id",
    "decided_by_somebody_else": "decided_by IS NULL OR decided_by <> proposed_by",
    "decision_has_an_instant": "(decided_by IS NULL) = (decided_at IS NULL)",
    "merge_can_be_undone": "undo_until IS NULL OR decided_at < undo_until",
    "undoing_has_an_instant": "(undone_by IS NULL) = (undone_at IS NULL)",
    "undone_in_time": "undone_at IS NULL OR (undo_until IS NOT NULL AND undone_at <= undo_until)",
}


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "name_key",
        sa.Column("key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["person_version.id"], name=op.f("fk_name_key_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "version_id", name=op.f("pk_name_key")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("name_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_key_version_id"), ["version_id"], unique=False)
    _fill()
    op.create_index(op.f("ix_person_version_match_birth"), "person_version", ["match_birth"], unique=False)
    _make_merges()
    _guard_merges()


def downgrade() -> None:
    """Undo it."""
    drop_guards("membership_version", ["merged_record_is_not_entered"])
    drop_guards("person_merge", GUARDS)
    op.drop_table("person_merge")
    op.drop_index(op.f("ix_person_version_match_birth"), table_name="person_version")
    op.drop_table("name_key")


def _make_merges() -> None:
    """Make the table of records that are of one person."""
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "undo_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="only of a merge; NULL where they are two people",
        ),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(told, name=op.f(f"ck_person_merge_{name}")) for name, told in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_person_merge_{column}"))
            for column in ("kept_id", "merged_id", "proposed_by", "decided_by", "undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index(
        "uq_person_merge_merged_id",
        "person_merge",
        ["merged_id"],
        unique=True,
        sqlite_where=sa.text(HOLDS),
        postgresql_where=sa.text(HOLDS),
    )


def _guard_merges() -> None:
    """Refuse what must never be true of two records of one person."""
    is_being_merged = "NEW.undo_until IS NOT NULL AND OLD.undo_until IS NULL"
    refuse(
        "merge_begins_undecided",
        "person_merge",
        "INSERT",
        when="NEW.decided_at IS NOT NULL OR NEW.undo_until IS NOT NULL OR NEW.undone_at IS NOT NULL",
    )
    proposed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in PROPOSED)
    decided = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in DECIDED)
    refuse(
        "merge_stays",
        "person_merge",
        "UPDATE",
        when=f"OLD.undone_at IS NOT NULL OR {proposed} OR (OLD.decided_at IS NOT NULL AND ({decided}))",
    )
    kept("person_merge", "merge_is_kept")
    # INV-13: while either stands on the frozen roll of a vote whose box is not opened, and which is not void.
    refuse(
        "merge_waits_for_the_roll",
        "person_merge",
        "UPDATE",
        when=f"{is_being_merged} AND EXISTS (SELECT 1 FROM roll_entry AS e LEFT JOIN poll AS p ON p.roll_id = e.roll_id"
        " WHERE e.person_id IN (NEW.kept_id, NEW.merged_id) AND p.opened_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM election AS v JOIN election_step AS s ON s.election_id = v.id"
        " WHERE v.poll_id = p.id AND s.to_state = 'voided'))",
    )
    refuse(
        "merged_record_is_no_member",
        "person_merge",
        "UPDATE",
        when=f"{is_being_merged} AND EXISTS (SELECT 1 FROM membership_version WHERE person_id = NEW.merged_id"
        " AND superseded_at IS NULL AND standing <> 'ceased' AND valid_to IS NULL)",
    )
    refuse_rows(
        "merged_record_is_not_entered",
        "membership_version",
        when="NEW.standing <> 'ceased' AND NEW.superseded_at IS NULL AND NEW.valid_to IS NULL AND EXISTS"
        f" (SELECT 1 FROM person_merge WHERE merged_id = NEW.person_id AND {HOLDS})",
    )


def _fill() -> None:
    """Write the spellings of everybody who is known already."""
    connection = op.get_bind()
    versions = sa.table("person_version", *(sa.column(name) for name in ("id", "name", "sort_name", "superseded_at")))
    keys = sa.table("name_key", sa.column("key"), sa.column("version_id"))
    known = connection.execute(
        sa.select(versions.c.id, versions.c.name, versions.c.sort_name).where(versions.c.superseded_at.is_(None))
    ).all()
    rows = list(_keys(known))
    for start in range(0, len(rows), BATCH):
        connection.execute(sa.insert(keys), rows[start : start + BATCH])


def _keys(known: Any) -> Iterator[dict[str, Any]]:
    """Yield last name first, first name first, and first and last name without those between."""
    for version_id, name, sorted_as in known:
        words = _folded(name).split()
        spoken = [sorted_as, " ".join(words), " ".join([*words[:1], *words[-1:]] if len(words) > 1 else words)]
        for key in dict.fromkeys(spoken):
            if key:
                yield {"key": key, "version_id": version_id}


def _folded(text: str) -> str:
    """Return words without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
