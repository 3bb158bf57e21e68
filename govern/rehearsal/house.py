"""A mutual to rehearse in: founded, staffed, and with as many members as there are ballots."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.accounts import offices
from govern.constitution import service as constitution
from govern.constitution.charter import Charter
from govern.constitution.presets import SMALL, equal_seats
from govern.constitution.rules import Mode
from govern.core.actors import NOBODY, Actor, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.register import opening, persons
from govern.register.rules import Particulars

Transaction = Callable[[], AbstractContextManager[Session]]
MOST_SEATS = 20
OFFICERS = (Role.ADMINISTRATOR, Role.SECRETARY, Role.CHAIR, Role.RETURNING_OFFICER)


@dataclass(frozen=True, kw_only=True)
class House:
    """Who holds which office in the rehearsal's mutual."""

    administrator: Actor
    secretary: Actor
    chair: Actor
    returning_officer: Actor


def found(session: Session, *, seats: int, match_key: bytes, at: datetime) -> House:
    """Found a mutual whose board has `seats` in each third, with its officers.

    :param seats: from 1 to 20.
    """
    people = {role: _officer(session, role, match_key=match_key, at=at) for role in OFFICERS}
    today = local_date(at, DEFAULT_ZONE)
    for role, person_id in people.items():
        offices.grant(session, office=role, person_id=person_id, from_on=today, actor=NOBODY, at=at)
    actors = {role: Actor(person_id=person, roles=frozenset({role})) for role, person in people.items()}
    founder = actors[Role.ADMINISTRATOR]
    constitution.found(session, _charter(seats, today), founders=list(people.values()), actor=founder, at=at)
    return House(
        administrator=founder,
        secretary=actors[Role.SECRETARY],
        chair=actors[Role.CHAIR],
        returning_officer=actors[Role.RETURNING_OFFICER],
    )


def _officer(session: Session, role: Role, *, match_key: bytes, at: datetime) -> UUID:
    """Make an officer known. Nobody is there yet who could have entered them, so they enter themselves."""
    person_id = uuid4()
    herself = Actor(person_id=person_id)
    name = f"Rehearsal {role.value.replace('_', ' ')}"
    persons.enter(session, Particulars(name=name), match_key=match_key, actor=herself, at=at, person_id=person_id)
    return person_id


def _charter(seats: int, today: date) -> Charter:
    """Return the model rules of a small society, with a board of the size that the rehearsal needs."""
    return Charter(
        name="Rehearsal Mutual",
        legal_form=SMALL.legal_form,
        mode=Mode.REHEARSAL,
        time_zone=DEFAULT_ZONE,
        telephone="01632 960000",
        text_relay="18001 01632 960000",
        decided_on=today,
        registered_on=today,
        minute_reference="Rehearsal",
        parameters=SMALL.parameters() | {"seats_per_third": seats},
        constituencies=SMALL.constituencies,
        seats=equal_seats(seats),
    )


def enter_members(session: Session, house: House, *, members: int, match_key: bytes, at: datetime) -> None:
    """Enter members of the workforce as an opening register: uploaded by the secretary, approved by the chair."""
    content = _opening_register(members, since=local_date(at, DEFAULT_ZONE) - timedelta(days=400))
    staged = opening.upload(session, content, match_key=match_key, actor=house.secretary, at=at)
    opening.approve(session, staged.batch.id, entries=members, match_key=match_key, actor=house.chair, at=at)


def _opening_register(members: int, *, since: date) -> bytes:
    """Return the opening register of the rehearsal as its secretary would upload it."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["member_no", "name", "constituency", "member_since", "adult"])
    rows.writerows(
        (number, f"Elector {number}", "workforce", since.isoformat(), "yes") for number in range(1, members + 1)
    )
    return out.getvalue().encode()
