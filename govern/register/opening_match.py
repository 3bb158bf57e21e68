"""Which lines of an opening register are of one person, of a known person, or of a member.

Two records are taken for one person when they share the name and, with it, the birth date, the
e-mail address, or, where a line has neither, the postal address.

Source: domain 2.8 INV-13.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.words import say
from govern.register import queries, rules
from govern.register.models import Membership, MembershipVersion, PersonVersion
from govern.register.opening_refusals import Complaint
from govern.register.opening_values import OpeningLine

Sign = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the register knows already.

    :param people: person by each sign of their current particulars.
    :param active: member number by person, of memberships that have not ended.
    :param numbers: every member number ever given.
    """

    people: Mapping[Sign, UUID]
    active: Mapping[UUID | None, int]
    numbers: frozenset[int]


def known(session: Session) -> Known:
    """Return what the register knows now."""
    people = session.execute(
        select(
            PersonVersion.person_id,
            PersonVersion.sort_name,
            PersonVersion.match_email,
            PersonVersion.match_birth,
            PersonVersion.postal_address,
        ).where(PersonVersion.superseded_at.is_(None))
    )
    active = session.execute(
        select(Membership.person_id, Membership.member_no)
        .join(MembershipVersion, MembershipVersion.membership_id == Membership.id)
        .where(
            MembershipVersion.superseded_at.is_(None),
            MembershipVersion.standing.in_(queries.ACTIVE),
            MembershipVersion.valid_to.is_(None),
        )
    )
    return Known(
        people={sign: person for person, name, *rest in people for sign in _signs(name, *rest)},
        active=dict(active.all()),
        numbers=frozenset(session.scalars(select(Membership.member_no))),
    )


def signs_of(line: OpeningLine, *, key: bytes) -> list[Sign]:
    """Return the signs by which a line is compared with others."""
    return _signs(
        rules.sort_name(line.name, kind=line.kind),
        rules.match_email(line.email, key=key),
        rules.match_birth(line.name, line.birth_on, key=key),
        line.postal_address,
    )


def _signs(name: str, email: str | None, birth: str | None, address: str | None) -> list[Sign]:
    """Return the signs of one record: name with address of mail, birth date with name, or name with address."""
    signs = [(name, email)] if email else []
    signs += [("", birth)] if birth else []
    if not signs and address:
        signs.append((name, rules.folded(address)))
    return signs


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A line with the person whom the register knows already and whom it is of, if there is one."""

    line: OpeningLine
    signs: Sequence[Sign]
    person_id: UUID | None


def match(lines: Iterable[OpeningLine], known_now: Known, *, key: bytes) -> list[Matched]:
    """Return each line with its signs, and with the person whom the register knows already."""
    found: list[Matched] = []
    for line in lines:
        signs = signs_of(line, key=key)
        person = next((known_now.people[sign] for sign in signs if sign in known_now.people), None)
        found.append(Matched(line=line, signs=signs, person_id=person))
    return found


def collisions(matched: Sequence[Matched], known_now: Known) -> list[Complaint]:
    """Return a complaint for each line that cannot stand beside another, or beside the register."""
    lines = [one.line for one in matched]
    return sorted(
        [*_numbers_taken(lines, known_now), *_people_twice(matched), *_already_members(matched, known_now)],
        key=lambda complaint: complaint.line,
    )


def _numbers_taken(lines: Iterable[OpeningLine], known_now: Known) -> list[Complaint]:
    """Complain of member numbers that are used twice in the file, or were ever given."""
    found: list[Complaint] = []
    seen: dict[int, int] = {}
    for line in lines:
        if line.member_no is None:
            continue
        if line.member_no in known_now.numbers:
            sentence = say("This member number has been given before, and is never used again. Write another.")
            found.append(Complaint(line.line, "member number", sentence))
        elif line.member_no in seen:
            sentence = say(
                "Line %(line)s has the same member number. Write another in one of them.",
                line=str(seen[line.member_no]),
            )
            found.append(Complaint(line.line, "member number", sentence))
        seen.setdefault(line.member_no, line.line)
    return found


def _people_twice(matched: Iterable[Matched]) -> list[Complaint]:
    """Complain of lines that are of somebody whom an earlier line is of."""
    found: list[Complaint] = []
    seen: dict[Sign | UUID, int] = {}
    for one in matched:
        signs: list[Sign | UUID] = [*one.signs, *([one.person_id] if one.person_id else [])]
        earlier = next((seen[sign] for sign in signs if sign in seen), None)
        if earlier is not None:
            sentence = say("Line %(line)s is of the same person. Take one of them out.", line=str(earlier))
            found.append(Complaint(one.line.line, "name", sentence))
        for sign in signs:
            seen.setdefault(sign, one.line.line)
    return found


def _already_members(matched: Iterable[Matched], known_now: Known) -> list[Complaint]:
    """Complain of lines that are of somebody who is a member."""
    return [
        Complaint(
            one.line.line,
            "name",
            say(
                "This person is a member already, with number %(number)s. Take the line out.",
                number=str(known_now.active[one.person_id]),
            ),
        )
        for one in matched
        if one.person_id in known_now.active
    ]
