"""What a person's own pages ask of the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.models import Constituency, SubConstituency
from govern.core.languages import LocalText
from govern.register.models import Membership, MembershipVersion, PersonVersion
from govern.register.queries import holds_on, was_known
from govern.register.rules import Purpose, Standing


@dataclass(frozen=True, kw_only=True)
class OwnMembership:
    """What the register says of a person's latest membership on a day."""

    membership_id: UUID
    member_no: int
    member_since: date
    constituency: LocalText
    part: LocalText | None
    standing: Standing
    since: date


def latest_membership(session: Session, person_id: UUID, *, on: date) -> OwnMembership | None:
    """Return what the register says on a day of a person's latest membership, ended or not; None if there was none."""
    query = (
        select(
            Membership.id.label("membership_id"),
            Membership.member_no,
            Membership.member_since,
            Constituency.name.label("constituency"),
            SubConstituency.name.label("part"),
            MembershipVersion.standing,
            MembershipVersion.valid_from.label("since"),
        )
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(Constituency, Constituency.id == MembershipVersion.constituency_id)
        .outerjoin(SubConstituency, SubConstituency.id == MembershipVersion.sub_constituency_id)
        .where(Membership.person_id == person_id, holds_on(MembershipVersion, on), was_known(MembershipVersion, None))
        .order_by(Membership.member_no.desc())
        .limit(1)
    )
    row = session.execute(query).mappings().one_or_none()
    return None if row is None else OwnMembership(**{**row, "standing": Standing(row["standing"])})


def signing_in_with(session: Session, *, match_email: str, on: date) -> Sequence[PersonVersion]:
    """Return the particulars of all who gave an e-mail address to sign in with, in order of their names.

    Several people with one address are normal.

    :param match_email: the keyed digest of the address.

    Source: product 2, point 32.
    """
    current = select(PersonVersion).where(
        PersonVersion.match_email == match_email, holds_on(PersonVersion, on), was_known(PersonVersion, None)
    )
    found = session.scalars(current.order_by(PersonVersion.sort_name, PersonVersion.person_id))
    return [one for one in found if Purpose.SIGN_IN in one.email_purposes]
