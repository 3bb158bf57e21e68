"""The members of a register, as an opening register that could be uploaded elsewhere.

For a register that comes from a copy which nobody can prove: its lines are claims, and become
members only when one officer uploads them and another approves.

Source: domain 2.8 INV-10; decisions, "Tests and time", Restore.
"""

import csv
import io
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution.models import Constituency, SubConstituency
from govern.register.models import Membership, MembershipVersion, Person, PersonVersion
from govern.register.opening_file import harmless
from govern.register.opening_values import HEADINGS
from govern.register.queries import holds_on, is_active_on, was_known


def of_members(session: Session, *, on: date) -> tuple[str, int]:
    """Return a file of the members of a day, and how many they are. Who is suspended is on it.

    Columns: those of an opening register, in its own headings.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([names[0] for names in HEADINGS.values()])
    count = 0
    for row in session.execute(_members(on)).mappings():
        writer.writerow([_cell(row[column]) for column in HEADINGS])
        count += 1
    return out.getvalue(), count


def _members(on: date) -> Any:
    """Return the SELECT of one line a member, with a column of the name of each heading."""
    return (
        select(
            PersonVersion.name,
            Constituency.code.label("constituency"),
            Membership.member_since,
            Membership.member_no,
            SubConstituency.code.label("part"),
            PersonVersion.postal_address,
            PersonVersion.email,
            PersonVersion.birth_on,
            PersonVersion.adult_confirmed_on.is_not(None).label("is_adult"),
            PersonVersion.sort_name.label("sorted_as"),
            Person.kind,
        )
        .join(Membership, Membership.person_id == PersonVersion.person_id)
        .join(Person, Person.id == PersonVersion.person_id)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .join(Constituency, Constituency.id == MembershipVersion.constituency_id)
        .outerjoin(SubConstituency, SubConstituency.id == MembershipVersion.sub_constituency_id)
        .where(is_active_on(on), holds_on(PersonVersion, on), was_known(PersonVersion, None))
        .order_by(Membership.member_no)
    )


def _cell(value: object) -> str:
    """Return a value as a person would type it."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
    return harmless(str(value))
