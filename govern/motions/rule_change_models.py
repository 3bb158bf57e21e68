"""Tables of changes of the rules: which motion brings which draft, and whose consent it needs.

Source: domain 2.8 INV-26 to INV-29, 5.8, 9.0b.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS = (
    "words_of_a_draft_stay",
    "draft_takes_no_amendment",
    "rule_change_is_append_only",
    "discarded_draft_is_not_proposed",
    "rule_change_is_proposed_before_the_vote",
    "franchise_change_is_put_as_such",
    "entrenched_clause_is_changed_by_all",
    "affected_class_is_append_only",
    "affected_class_is_named_before_the_vote",
    "change_is_filed_with_every_consent",
    "later_rules_rest_on_a_carried_motion",
    "motion_is_under_registered_rules",
    "division_is_under_registered_rules",
    "decision_is_under_registered_rules",
    "election_is_under_registered_rules",
)


class RuleChange(Base):
    """That a motion would bring a draft into force, and against which rules it was drafted."""

    __tablename__ = "rule_change"

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    rule_set_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), comment="the draft")
    against_id: Mapped[UUID] = mapped_column(ForeignKey("rule_set.id"), comment="in force when it was proposed")
    touches_franchise: Mapped[bool] = mapped_column(comment="who may be a member, vote or stand, and how it counts")
    touches_entrenched: Mapped[bool] = mapped_column(default=False, comment="a clause that only all the members change")
    proposed_at: Mapped[datetime]


class AffectedClass(Base):
    """A constituency from which a change takes something, so that it has to consent."""

    __tablename__ = "affected_class"

    motion_id: Mapped[UUID] = mapped_column(ForeignKey("rule_change.motion_id"), primary_key=True)
    constituency_id: Mapped[UUID] = mapped_column(ForeignKey("constituency.id"), primary_key=True)
    rules: Mapped[list[str]] = mapped_column(JSON, comment="names of the rules by which something is taken")
