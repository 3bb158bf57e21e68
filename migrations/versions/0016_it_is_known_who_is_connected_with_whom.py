"""It is known who is connected with whom, and who has an interest in what.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

from migrations.ddl import drop_guards, kept, no_overlap, only_superseded, refuse

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DISPOSED = "EXISTS (SELECT 1 FROM disposal WHERE record_id = OLD.id)"
TOLD = ("id", "connection_id", "person_id", "kind", "other_id", "valid_from", "valid_to", "recorded_at", "recorded_by",
        "salt")  # fmt: skip
INTEREST = ("id", "interest_id", "person_id", "nature", "extent", "is_general_notice", "valid_from", "valid_to",
            "recorded_at", "recorded_by", "salt")  # fmt: skip
SYMMETRICAL = ("partner", "sibling", "household", "business_partner")
KINDS = (*SYMMETRICAL, "parent", "employer", "sits_on", "sponsor", "appointer")
# Who is first and second of a kind: those that are not what they have to be are refused.
NATURES = ("employment", "office", "ownership", "contract", "land", "gift", "connected_person", "other")
FIRST_IS_HUMAN = ("partner", "sibling", "household", "parent", "sits_on")
SECOND_IS_HUMAN = ("partner", "sibling", "household", "parent", "employer", "appointer")
GUARDS = (
    "connection_does_not_overlap",
    "connection_is_kept",
    "connection_is_only_superseded",
    "connection_joins_whom_it_can",
)


def upgrade() -> None:
    """Make it so."""
    _keep_connections()
    _keep_interests()
    _keep_declarations()


def _keep_connections() -> None:
    """Keep who is connected with whom."""
    op.create_table(
        "connection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False, comment="the same in every version of one connection"),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="who is this to the other"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(f"kind IN ({_listed(KINDS)})", name=op.f("ck_connection_kind_is_known")),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_connection_joins_two")),
        sa.CheckConstraint(
            f"kind NOT IN ({_listed(SYMMETRICAL)}) OR person_id < other_id",
            name=op.f("ck_connection_is_written_from_one_end"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_connection_begins_before_it_ends")
        ),
        sa.CheckConstraint(
            "superseded_at IS NULL OR recorded_at <= superseded_at",
            name=op.f("ck_connection_recorded_before_superseded"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_connection_person_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_connection_other_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_connection_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
    )
    op.create_index(
        "uq_connection_current",
        "connection",
        ["connection_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_index("ix_connection_person", "connection", ["person_id"])
    op.create_index("ix_connection_other", "connection", ["other_id"])
    only_superseded("connection", TOLD)
    kept("connection", "connection_is_kept", unless=DISPOSED)
    no_overlap("connection_does_not_overlap", "connection", "person_id", "kind", "other_id")
    refuse("connection_joins_whom_it_can", "connection", "INSERT", when=_joins_others())


def _keep_interests() -> None:
    """Keep the register of interests."""
    op.create_table(
        "interest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("interest_id", sa.Uuid(), nullable=False, comment="the same in every version of one interest"),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("nature", sa.String(), nullable=False),
        sa.Column("extent", sa.String(), nullable=False),
        sa.Column("is_general_notice", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint(f"nature IN ({_listed(NATURES)})", name=op.f("ck_interest_nature_is_known")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_interest_begins_before_it_ends")),
        sa.CheckConstraint(
            "superseded_at IS NULL OR recorded_at <= superseded_at",
            name=op.f("ck_interest_recorded_before_superseded"),
        ),
        sa.CheckConstraint("length(extent) BETWEEN 1 AND 500", name=op.f("ck_interest_says_in_what")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_interest_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(
        "uq_interest_current",
        "interest",
        ["interest_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_index("ix_interest_person", "interest", ["person_id"])
    only_superseded("interest", INTEREST)
    kept("interest", "interest_is_kept", unless=DISPOSED)


def _keep_declarations() -> None:
    """Keep what was declared in a decision."""
    op.create_table(
        "interest_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("extent", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False, comment="of the digest that the journal holds"),
        sa.CheckConstraint("length(extent) BETWEEN 1 AND 500", name=op.f("ck_interest_declaration_says_in_what")),
        sa.ForeignKeyConstraint(
            ["decision_id", "person_id"],
            ["decision_participant.decision_id", "decision_participant.person_id"],
            name="fk_interest_declaration_by_a_participant",
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_interest_declaration_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
        sa.UniqueConstraint("decision_id", "person_id", name=op.f("uq_interest_declaration_decision_id_person_id")),
    )
    refuse("interest_declaration_stays", "interest_declaration", "UPDATE")
    kept("interest_declaration", "interest_declaration_stays", unless=DISPOSED)


def downgrade() -> None:
    """Undo it."""
    drop_guards("interest_declaration", ["interest_declaration_stays"])
    op.drop_table("interest_declaration")
    drop_guards("interest", ["interest_is_kept", "interest_is_only_superseded"])
    op.drop_table("interest")
    drop_guards("connection", GUARDS)
    op.drop_table("connection")


def _joins_others() -> str:
    """Return the condition that one end of a connection is a body that has to be a human, or the reverse."""
    return " OR ".join(
        (
            _is("NEW.person_id", "body", FIRST_IS_HUMAN),
            _is("NEW.other_id", "body", SECOND_IS_HUMAN),
            _is("NEW.person_id", "human", ("appointer",)),
            _is("NEW.other_id", "human", ("sits_on",)),
        )
    )


def _is(end: str, what: str, kinds: tuple[str, ...]) -> str:
    """Return the condition that a connection of one of the kinds has this at that end."""
    return (
        f"(NEW.kind IN ({_listed(kinds)})"
        f" AND EXISTS (SELECT 1 FROM person WHERE person.id = {end} AND person.kind = '{what}'))"
    )


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
