"""A person is found by the beginning of a name.

Revision: 0018, after 0015
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None

BATCH = 10_000


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


def downgrade() -> None:
    """Undo it."""
    op.drop_table("name_key")


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
