"""Read the register: who is entitled, who is called what."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from govern.constitution.models import Constituency
from govern.core.db import AnySelect
from govern.register.models import Membership, MembershipVersion, PersonVersion, Standing


def entitled(
    *, roll_date: date, known_at: datetime, constituency_id: UUID | None = None, sub_constituency_id: UUID | None = None
) -> AnySelect:
    """Select those whom the register shows as members on a date, as it was known at an instant.

    The columns are person_id, membership_id, member_no and class, the code of the constituency. The
    same rule as rules.is_entitled, as one statement over sets.

    Source: INV-14, INV-21; decisions, "Two time axes": valid on the roll date and known at the freeze.
    """
    version = MembershipVersion
    chosen: AnySelect = (
        select(version.person_id, version.membership_id, Membership.member_no, Constituency.code.label("class"))
        .join(Membership, Membership.id == version.membership_id)
        .join(Constituency, Constituency.id == version.constituency_id)
        .where(
            version.standing == Standing.ENTERED,
            version.valid_from <= roll_date,
            or_(version.valid_to.is_(None), version.valid_to > roll_date),
            version.recorded_at <= known_at,
            or_(version.superseded_at.is_(None), version.superseded_at > known_at),
        )
    )
    if constituency_id is not None:
        chosen = chosen.where(version.constituency_id == constituency_id)
    if sub_constituency_id is not None:
        chosen = chosen.where(version.sub_constituency_id == sub_constituency_id)
    return chosen


def name_of(session: Session, person_id: UUID) -> str:
    """Return what a person is called now."""
    return session.scalars(
        select(PersonVersion.name)
        .where(PersonVersion.person_id == person_id, PersonVersion.superseded_at.is_(None))
        .order_by(PersonVersion.valid_from.desc())
        .limit(1)
    ).one()
