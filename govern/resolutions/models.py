"""The table of extracts from the register of resolutions, each signed.

Source: CCBSA 2014 s.120; domain 5.10: minutes signed by the chair are evidence.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from govern.core.db import Base

GUARDS = (
    "resolution_extract_is_append_only",
    "extract_countersignature_is_append_only",
    "copy_is_countersigned_by_another",
    "copy_is_countersigned_by_a_secretary",
)


class ResolutionExtract(Base):
    """What the chair signed of one resolution, as it was read then."""

    __tablename__ = "resolution_extract"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest_is_sha256_hex"),
        CheckConstraint("length(signature) = 128", name="signature_is_ed25519_hex"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    division_id: Mapped[UUID] = mapped_column(ForeignKey("division_outcome.division_id"))
    content: Mapped[dict[str, Any]] = mapped_column(comment="everything that the extract says, as plain JSON")
    digest: Mapped[str] = mapped_column(unique=True, comment="SHA-256 of the content's canonical JSON")
    signature: Mapped[str] = mapped_column(comment="of the installation's journal key, over the digest")
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]


class ExtractCountersignature(Base):
    """The secretary's hand under the copy of a statutory resolution that the chair of its second meeting signed.

    Source: CCBSA 2014 ss.111(5), 113(5), 121(4).
    """

    __tablename__ = "extract_countersignature"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest_is_sha256_hex"),
        CheckConstraint("length(signature) = 128", name="signature_is_ed25519_hex"),
    )

    extract_id: Mapped[UUID] = mapped_column(ForeignKey("resolution_extract.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(comment="what the secretary signed, as plain JSON")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the content's canonical JSON")
    signature: Mapped[str] = mapped_column(comment="of the installation's journal key, over the digest")
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
