"""A mutual to rehearse in: founded, staffed, and with as many members as there are ballots."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.consequences import founding
from govern.consequences.founding import Founder
from govern.constitution.charter import Charter
from govern.constitution.parameters.limits import CategoryLimit
from govern.constitution.presets import SMALL, equal_seats
from govern.constitution.rules import Mode
from govern.core.actors import Actor, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.register import opening

MOST_SEATS = 20
OFFICERS = (Role.ADMINISTRATOR, Role.SECRETARY, Role.CHAIR, Role.RETURNING_OFFICER)


@dataclass(frozen=True, kw_only=True)
class House:
    """Who holds which office in the rehearsal's mutual."""

    secretary: Actor
    chair: Actor
    returning_officer: Actor


def found(
    session: Session, *, seats: int, match_key: bytes, at: datetime, limits: Sequence[CategoryLimit] = ()
) -> House:
    """Found a mutual whose board has `seats` in each third, with its officers.

    :param seats: from 1 to 20.
    :param limits: how many of a category its workforce elects together.
    """
    today = local_date(at, DEFAULT_ZONE)
    founders = [Founder(name=_name(role), email=_address(role), offices=frozenset({role})) for role in OFFICERS]
    founding.found(session, _charter(seats, today, limits), founders, match_key=match_key, at=at)
    actors = {role: _actor(session, role) for role in OFFICERS}
    return House(
        secretary=actors[Role.SECRETARY], chair=actors[Role.CHAIR], returning_officer=actors[Role.RETURNING_OFFICER]
    )


def _name(role: Role) -> str:
    return f"Rehearsal {role.value.replace('_', ' ')}"


def _address(role: Role) -> str:
    return f"{role.value.replace('_', '-')}@rehearsal.example"


def _actor(session: Session, role: Role) -> Actor:
    """Return whoever holds an office, acting in it."""
    return Actor(person_id=accounts.person_with_address(session, _address(role)), roles=frozenset({role}))


def _charter(seats: int, today: date, limits: Sequence[CategoryLimit]) -> Charter:
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
        parameters=SMALL.parameters()
        | {"seats_per_third": seats, "category_limits": {"workforce": [vars(limit) for limit in limits]}},
        constituencies=SMALL.constituencies,
        seats=equal_seats(seats),
    )


def enter_members(session: Session, house: House, *, members: int, match_key: bytes, at: datetime) -> None:
    """Enter members of the workforce as an opening register: uploaded by the secretary, approved by the chair."""
    content = _opening_register(members, since=local_date(at, DEFAULT_ZONE) - timedelta(days=400))
    staged = opening.upload(
        session, content, file_name="electors.csv", match_key=match_key, actor=house.secretary, at=at
    )
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
