"""Tables of who acts for a membership, who holds it together with its member, and who decides for the mutual."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.constitution.rules import Body
from govern.core.db import Base, one_of
from govern.register.rules import Acting

GUARDS = (
    "one_acts_for_a_membership",
    "stand_in_is_only_superseded",
    "stand_in_is_kept",
    "nobody_stands_in_for_themselves",
    "joint_holder_is_entered_by_a_member",
    "joint_holder_only_leaves",
    "joint_holder_is_kept",
    "joint_holder_is_another_person",
    "body_member_only_leaves",
    "body_member_is_kept",
    "body_member_is_appointed_by_others",
)


class StandIn(Base):
    """Who acts for a membership over a span of days: at most one person at a time.

    Source: Companies Act 2006 s.323; domain 2.6.
    """

    __tablename__ = "stand_in"
    __table_args__ = (
        one_of("acting", Acting),
        CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name="begins_before_it_ends"),
        CheckConstraint("superseded_at IS NULL OR recorded_at <= superseded_at", name="recorded_before_superseded"),
        CheckConstraint("resolved_on <= valid_from", name="resolved_before_acting"),
        Index("uq_stand_in_current", "membership_id", "valid_from", unique=True,
              sqlite_where=text("superseded_at IS NULL"), postgresql_where=text("superseded_at IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    acting: Mapped[str]
    authority: Mapped[str] = mapped_column(comment="where the resolution, agreement or grant is to be found")
    resolved_on: Mapped[date]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    salt: Mapped[str] = mapped_column(comment="of the digest that the journal holds")


class JointHolder(Base):
    """Somebody who holds a membership together with the person it is entered for, who is the first named.

    Source: domain 2.6; Companies Act 2006 s.113(5): joint holders are one member.
    """

    __tablename__ = "joint_holder"
    __table_args__ = (
        UniqueConstraint("membership_id", "place"),
        CheckConstraint("place >= 2", name="first_named_is_the_member"),
        CheckConstraint("left_on IS NULL OR from_on < left_on", name="begins_before_it_ends"),
    )

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place: Mapped[int] = mapped_column(comment="order of the names; 1 is the member")
    from_on: Mapped[date]
    left_on: Mapped[date | None] = mapped_column(comment="first day on which they hold it no longer")
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class BodyMember(Base):
    """A member's place in the admissions committee or in the appeal panel, by a decision of others.

    Source: INV-02, INV-04.
    """

    __tablename__ = "body_member"
    __table_args__ = (
        one_of("body", (Body.COMMITTEE, Body.PANEL)),
        CheckConstraint("until_on IS NULL OR from_on <= until_on", name="begins_before_it_ends"),
        CheckConstraint("entered_by <> person_id", name="entered_by_another"),
        Index("uq_body_member_now", "body", "person_id", unique=True,
              sqlite_where=text("until_on IS NULL"), postgresql_where=text("until_on IS NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    body: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day without it; NULL while they belong")
    entered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
