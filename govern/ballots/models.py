"""Tables of the poll, the marked roll and the box.

What is not here matters as much: no row of a ballot has a time, a sequence or a key to the roll,
and no row of a mark has a time.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base, one_of
from govern.core.languages import LocalText

GUARDS = (
    "frozen_poll_stays",
    "poll_moves_forward_only",
    "poll_closes_later_only",
    "poll_is_armed_on_a_frozen_roll",
    "poll_is_not_born_armed",
    "directors_are_not_elected_under_an_installation_key",
    "discrepancy_keeps_the_box_shut",
    "difference_is_settled_after_the_seal",
    "box_is_opened_whole",
    "frozen_poll_is_kept",
    "frozen_paper_stays",
    "frozen_paper_takes_no_option",
    "frozen_paper_loses_no_option",
    "option_withdrawal_is_append_only",
    "credential_is_only_revoked",
    "credential_is_kept",
    "mark_stays",
    "mark_goes_only_to_the_closed_marks",
    "marks_are_made_while_armed",
    "ballot_stays",
    "ballot_goes_only_to_the_sealed_box",
    "ballots_are_cast_while_armed",
    "sealed_box_is_append_only",
    "late_end_is_append_only",
    "sealed_box_takes_only_what_was_cast",
    "closed_mark_is_append_only",
    "closed_mark_takes_only_what_was_marked",
    "opened_ballot_is_append_only",
    "opened_ballot_comes_from_a_sealed_box",
    "doubt_is_append_only",
    "tendered_ballot_has_its_mark",
    "tendered_ballot_is_decided_once",
    "tendered_ballot_is_kept",
)


class Decides(StrEnum):
    """What a poll is about. Directors are elected under stricter custody than a motion is voted."""

    DIRECTORS = "directors"
    MOTION = "motion"


class Custody(StrEnum):
    """Who keeps the key of the box."""

    INSTALLATION = "installation"
    OFFICERS = "officers"


class PublicationMode(StrEnum):
    """What is published: B, the ballots and apart from them the hashes; C, the outcome only.

    Source: domain 7.2; decisions, "Roll, mark, cast".
    """

    B = "B"
    C = "C"


class MarkKind(StrEnum):
    """Why an elector's one place in the poll is taken."""

    ONLINE = "online"
    PAPER = "paper"
    STRUCK = "struck"
    TENDERED = "tendered"


class Poll(Base):
    """One question put to one roll.

    Whether it is open is derived, never stored: armed, not yet sealed, and within its hours.
    """

    __tablename__ = "poll"
    __table_args__ = (
        UniqueConstraint("id", "roll_id"),
        one_of("decides", Decides),
        one_of("custody", Custody),
        one_of("publication_mode", PublicationMode),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("seats >= 1", name="at_least_one_seat"),
        CheckConstraint("(frozen_at IS NULL) = (manifest IS NULL)", name="manifest_once_frozen"),
        CheckConstraint("(frozen_at IS NULL) = (eid IS NULL)", name="eid_once_frozen"),
        CheckConstraint("(frozen_at IS NULL) = (box_key IS NULL)", name="key_once_frozen"),
        CheckConstraint("armed_at IS NULL OR frozen_at IS NOT NULL", name="armed_after_frozen"),
        CheckConstraint("sealed_at IS NULL OR armed_at IS NOT NULL", name="sealed_after_armed"),
        CheckConstraint("(sealed_at IS NULL) = (sealed_ballots IS NULL)", name="box_counted_when_sealed"),
        CheckConstraint("(sealed_at IS NULL) = (sealed_marks IS NULL)", name="marks_counted_when_sealed"),
        CheckConstraint("opened_at IS NULL OR sealed_at IS NOT NULL", name="opened_after_sealed"),
        CheckConstraint("sealed_at IS NULL OR sealed_at >= closes_at", name="sealed_after_the_close"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("roll.id"), unique=True)
    decides: Mapped[str]
    title: Mapped[LocalText]
    question: Mapped[LocalText]
    seats: Mapped[int]
    rule: Mapped[str] = mapped_column(comment="name of the counting rule: scottish-2011")
    lot_source: Mapped[str] = mapped_column(comment="as fixed in the notice, before the names existed")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    publication_mode: Mapped[str]
    custody: Mapped[str]
    constraints: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list,
        server_default="[]",
        comment="limits on who is elected together: name, candidates, at_least, at_most",
    )
    frozen_at: Mapped[datetime | None]
    manifest: Mapped[str | None] = mapped_column(comment="canonical JSON; what every voter is promised")
    eid0: Mapped[str | None] = mapped_column(comment="SHA-256 of the manifest without the roll's root")
    eid: Mapped[str | None] = mapped_column(comment="SHA-256 of the manifest")
    pad_len: Mapped[int | None] = mapped_column(comment="bytes of every ballot before it is sealed")
    box_key: Mapped[bytes | None] = mapped_column(LargeBinary, comment="X25519 public key, 32 bytes")
    canary: Mapped[bytes | None] = mapped_column(LargeBinary, comment="a known text sealed to the key")
    armed_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    sealed_ballots: Mapped[int | None]
    sealed_marks: Mapped[int | None] = mapped_column(comment="marks that put a ballot in the box: online and paper")
    discrepancy_decision_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("decision.id"), comment="who decided to go on although box and marks differ"
    )
    opened_at: Mapped[datetime | None]
    unreadable: Mapped[int | None] = mapped_column(comment="ballots in the box that could not be opened or read")


class PollOption(Base):
    """One line of the ballot paper."""

    __tablename__ = "poll_option"
    __table_args__ = (
        UniqueConstraint("poll_id", "position"),
        CheckConstraint("number >= 1", name="numbers_count_from_one"),
        CheckConstraint("position >= 1", name="positions_count_from_one"),
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, comment="count number: the order of entry")
    name: Mapped[str] = mapped_column(comment="exactly as accepted at nomination")
    statement: Mapped[LocalText]
    position: Mapped[int] = mapped_column(comment="place on the ballot paper")


class OptionWithdrawal(Base):
    """A candidate who left after the paper was frozen: passed over at the count."""

    __tablename__ = "option_withdrawal"
    __table_args__ = (ForeignKeyConstraint(["poll_id", "number"], ["poll_option.poll_id", "poll_option.number"]),)

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    withdrawn_at: Mapped[datetime]
    reason: Mapped[str]


class Credential(Base):
    """A ballot link or a letter's code, minted from the frozen roll. Opens one elector's ballot."""

    __tablename__ = "credential"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
        Index("ix_credential_poll_elector", "poll_id", "elector_id"),
        Index("uq_credential_live", "poll_id", "elector_id", unique=True,
              sqlite_where=text("revoked_at IS NULL"), postgresql_where=text("revoked_at IS NULL")),
    )  # fmt: skip

    token_hash: Mapped[str] = mapped_column(primary_key=True, comment="keyed HMAC of the code; the key is elsewhere")
    poll_id: Mapped[UUID]
    roll_id: Mapped[UUID]
    elector_id: Mapped[UUID]
    revoked_at: Mapped[datetime | None]


class Mark(Base):
    """One line of the marked roll: this elector's place in the poll is taken.

    The keys are the guarantee. The primary key lets nobody vote twice; the foreign keys let nobody
    vote who is not on the poll's own roll. Deliberately without a time.
    """

    __tablename__ = "mark"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
        one_of("kind", MarkKind),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    kind: Mapped[str]


class BoxedBallot(Base):
    """One sealed ballot. Deliberately without an elector, a time, a sequence, or a key to the roll."""

    __tablename__ = "ballot_box"
    __table_args__ = (
        CheckConstraint("length(h) = 32", name="h_is_sha256"),
        {"sqlite_with_rowid": False},
    )

    h: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, comment="hash of the sealed ballot")
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), index=True)
    elector_class: Mapped[str] = mapped_column("class")
    scheme: Mapped[int] = mapped_column(comment="how it was sealed")
    c: Mapped[bytes] = mapped_column(LargeBinary, comment="the sealed ballot, of one length for all")


class Doubt(Base):
    """A question about an elector's entitlement, raised before she voted: her ballot will be tendered.

    Source: INV-24; decisions, "Roll, mark, cast".
    """

    __tablename__ = "doubt"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    reason: Mapped[str]
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime]


class LateEnd(Base):
    """An elector who had voted before it became known that her right to had ended. Her ballot stands.

    Marks have no time, so a day within the hours of the poll leaves open whether she voted before it.

    Source: INV-24; decisions, "Roll, mark, cast": the declaration states the number.
    """

    __tablename__ = "late_end"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    ended_on: Mapped[date] = mapped_column(comment="first day without the right, as it was learned")
    is_certain: Mapped[bool] = mapped_column(comment="it ended before the poll opened, so she voted after it")
    learned_at: Mapped[datetime]


class TenderedBallot(Base):
    """A ballot of somebody whose entitlement is in doubt: sealed, and not in the box until decided."""

    __tablename__ = "tendered_ballot"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
        CheckConstraint("length(h) = 32", name="h_is_sha256"),
        CheckConstraint("(is_accepted IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(is_accepted IS NULL) = (reason IS NULL)", name="decided_with_a_reason"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    h: Mapped[bytes] = mapped_column(LargeBinary)
    elector_class: Mapped[str] = mapped_column("class")
    scheme: Mapped[int]
    c: Mapped[bytes] = mapped_column(LargeBinary)
    is_accepted: Mapped[bool | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]


class SealedBallot(Base):
    """The box after the close, rewritten in the order of h, so that no order of casting is left."""

    __tablename__ = "sealed_box"
    __table_args__ = ({"sqlite_with_rowid": False},)

    h: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), index=True)
    elector_class: Mapped[str] = mapped_column("class")
    scheme: Mapped[int]
    c: Mapped[bytes] = mapped_column(LargeBinary)


class ClosedMark(Base):
    """The marked roll after the close."""

    __tablename__ = "closed_mark"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_id"], ["poll.id", "poll.roll_id"]),
        ForeignKeyConstraint(["roll_id", "elector_id"], ["roll_entry.roll_id", "roll_entry.elector_id"]),
        one_of("kind", MarkKind),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(primary_key=True)
    elector_id: Mapped[UUID] = mapped_column(primary_key=True)
    roll_id: Mapped[UUID]
    kind: Mapped[str]


class OpenedBallot(Base):
    """One ranking, opened and unlinked: no hash, no elector, no order."""

    __tablename__ = "opened_ballot"
    __table_args__ = (
        Index("ix_opened_ballot_poll_ranking", "poll_id", "ranking"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, comment="random")
    elector_class: Mapped[str] = mapped_column("class")
    ranking: Mapped[str] = mapped_column(comment="count numbers, first preference first: 3 1 2; empty for a blank")
