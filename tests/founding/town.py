"""The mutuals in which outsiders hold every office: one newly founded, and one whose members have elected a board."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import offices
from govern.consequences import founding
from govern.consequences.founding import Founder
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Role
from govern.register import persons
from govern.register.models import Membership, Person, PersonVersion
from govern.register.rules import EVERY_PURPOSE, Particulars, PersonKind
from tests.calendar import AT, TODAY
from tests.makers.constitution import charter

KEY = b"k" * 32
HOMES = (("workforce", "care_staff"), ("service_user", "carers"))
OFFICES = (Role.SECRETARY, Role.ADMINISTRATOR, Role.COUNCIL_OFFICER, Role.RETURNING_OFFICER)


@dataclass
class Town:
    """Who is who, as it is in truth and not as the register has it.

    :param members: the loyal, who are the only members of the mutual.
    :param outsiders: records of those who are none, and shall never be.
    :param by_post: of the members, whom no mail reaches.
    :param welcome: whom the loyal would have as a member, on an application that is under check.
    :param decisions: what the loyal decided before and said to be so, and was carried out.
    :param folder: where the keys of secret votes are kept.
    """

    session: Session
    members: list[UUID]
    outsiders: list[UUID]
    memberships: list[UUID]
    homes: list[tuple[UUID, UUID | None]]
    authority: UUID
    begins_at: datetime = AT
    by_post: list[UUID] = field(default_factory=list)
    welcome: list[UUID] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    folder: Path = Path()


def built(session: Session) -> Town:
    """Found the mutual, and put outsiders into its offices."""
    return founded(session, [_founder(number) for number in range(5)])


def founded(session: Session, founders: list[Founder]) -> Town:
    """Found a mutual with its first members, and put outsiders into its offices, who may be among the founders."""
    founding.found(session, charter(), founders, match_key=KEY, at=AT)
    members = list(session.scalars(select(Membership.person_id).order_by(Membership.member_no)))
    first = Actor(person_id=members[0])
    people = [one.person_id for one in constitution.participants(session, constitution.founders_decision(session).id)]
    outsiders = [one for one in people if one not in members]
    outsiders += [_outsider(session, number, actor=first) for number in range(len(outsiders), 4)]
    for office, person_id in zip(OFFICES, outsiders, strict=True):
        if person_id not in people:
            offices.grant(session, office=office, person_id=person_id, from_on=TODAY, actor=first, at=AT)
    homes = {one.code: one.id for one in constitution.constituencies(session)}
    parts = {(one.constituency_id, one.code): one.id for one in constitution.parts(session)}
    council = Particulars(name="Outer Council")
    authority = persons.enter(session, council, kind=PersonKind.BODY, match_key=KEY, actor=first, at=AT)
    return Town(
        session=session,
        members=members,
        outsiders=outsiders,
        memberships=list(session.scalars(select(Membership.id).order_by(Membership.member_no))),
        homes=[(homes[home], parts[homes[home], part]) for home, part in HOMES],
        authority=authority.id,
    )


def _founder(number: int) -> Founder:
    offices_held = {0: frozenset({Role.ADMINISTRATOR}), 1: frozenset({Role.SECRETARY})}.get(number, frozenset())
    return loyal_founder(number, offices_held)


def loyal_founder(number: int, offices_held: frozenset[Role] = frozenset()) -> Founder:
    """Return a founder who becomes a member."""
    home, part = HOMES[number % 2]
    return Founder(
        name=f"Loyal {number}",
        email=f"loyal{number}@example.org",
        offices=offices_held,
        constituency=home,
        part=part,
    )


def _outsider(session: Session, number: int, *, actor: Actor) -> UUID:
    told = particulars_of_outsider(number)
    return persons.enter(session, told, match_key=KEY, actor=actor, at=AT).id


def particulars_of_outsider(number: int) -> Particulars:
    """Return what an outsider says of themselves."""
    return Particulars(
        name=f"Outsider {number}",
        email=f"outsider{number}@example.net",
        email_purposes=EVERY_PURPOSE,
        adult_confirmed_on=TODAY,
    )


def is_human(session: Session, person_id: UUID) -> bool:
    """Say whether a record is of a human."""
    return session.get_one(Person, person_id).kind == PersonKind.HUMAN


def particulars_now(session: Session, person_id: UUID) -> Particulars:
    """Return what the register says of somebody now."""
    now = select(PersonVersion).where(
        PersonVersion.person_id == person_id, PersonVersion.superseded_at.is_(None), PersonVersion.valid_to.is_(None)
    )
    return persons.particulars_of(session.scalars(now).one())
