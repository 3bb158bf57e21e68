"""Makers of a founded mutual and of an election in it, by the services themselves."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.ballots import casting
from govern.ballots.casting import Desk, Elector
from govern.constitution import queries as constitution_queries
from govern.constitution import service as constitution_service
from govern.constitution.models import Constituency
from govern.constitution.parameters.limits import CategoryLimit
from govern.constitution.presets import SMALL, equal_seats
from govern.constitution.rules import CandidateOrder
from govern.core.actors import Actor, Deed, Role
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.elections import candidates, planning, polling
from govern.elections.candidates import Nomination
from govern.elections.models import Election
from govern.elections.planning import Plan
from govern.register.models import PersonVersion
from govern.rehearsal import house
from govern.rolls.models import RollEntry
from tests import calendar
from tests.makers import admissions, constitution, register

NAMES = ("Ada Ash", "Ben Birch", "Cai Cedar")


@dataclass
class Contested:
    """An election and everything that a test needs to carry it on."""

    election: Election
    members: list[UUID]
    keys: Keyring
    officer: Actor
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(secret="a secret of the tests", receipt_key=self.keys.receipt_key())

    def deed(self, at: datetime, dated_on: date | None = None, note: str = "") -> Deed:
        """Return the returning officer's deed at an instant."""
        return Deed(actor=self.officer, at=at, dated_on=dated_on, note=note)


def elected_by(
    session: Session,
    folder: Path,
    *,
    members: int = 5,
    seats: int = 1,
    limits: tuple[CategoryLimit, ...] = (),
    **rules: Any,
) -> Contested:
    """Found a small mutual in rehearsal, enter members of its workforce, and plan their election.

    :param rules: what its rules say otherwise than the model rules do.
    """
    founders = [register.person(session).id for _ in range(3)]
    clerk = Actor(person_id=founders[0], roles=frozenset({Role.ADMINISTRATOR}))
    told = {"category_limits": {"workforce": [vars(limit) for limit in limits]}} | rules
    small = constitution.charter(
        parameters=SMALL.parameters() | told,
        constituencies=SMALL.constituencies,
        seats=equal_seats(2),
    )
    constitution_service.found(session, small, founders=founders, actor=clerk, at=calendar.AT)
    workforce = session.scalars(select(Constituency).where(Constituency.code == "workforce")).one()
    batch = admissions.opened(session, uploaded_by=founders[0], approved_by=founders[1])
    entered = [
        register.membership(
            session,
            person_id=register.person(session, name=f"Member {number}").id,
            constituency_id=workforce.id,
            batch_id=batch.id,
        ).person_id
        for number in range(members)
    ]
    officer = Actor(person_id=register.person(session).id, roles=frozenset({Role.RETURNING_OFFICER}))
    in_force = constitution_queries.rule_set_on(session, on=calendar.TODAY)
    planned = planning.plan(
        session, plan_of(workforce.id, in_force.id, seats=seats), Deed(actor=officer, at=calendar.AT)
    )
    keys = Keyring(folder / "keys", folder / "keys-backup")
    return Contested(election=planned, members=entered, keys=keys, officer=officer)


def plan_of(constituency_id: UUID, rule_set_id: UUID, *, seats: int = 1) -> Plan:
    """Return the plan of the tests' election, by the tests' calendar."""
    return Plan(
        title=LocalText(en="Workforce directors"),
        constituency_id=constituency_id,
        sub_constituency_id=None,
        seats=seats,
        rule_set_id=rule_set_id,
        candidate_order=CandidateOrder.ALPHABETICAL,
        lot_seed="dice 4 2 6",
        nominations_close_at=calendar.OPENS_AT - timedelta(days=10),
        roll_date=calendar.ROLL_DATE,
        opens_at=calendar.OPENS_AT,
        closes_at=calendar.CLOSES_AT,
        term_starts_on=date(2026, 10, 1),
        term_ends_on=date(2029, 10, 1),
    )


def nominate(
    session: Session,
    made: Contested,
    *,
    names: tuple[str, ...] = NAMES,
    categories: tuple[tuple[str, ...], ...] = (),
) -> None:
    """Publish the notice and enter the first members as candidates, each of the categories in its place."""
    election, at = made.election, calendar.AT + calendar.AN_HOUR
    planning.publish_notice(session, election.id, made.deed(at))
    planning.open_nominations(session, election.id, made.deed(at))
    for place, (person, name) in enumerate(zip(made.members, names, strict=False)):
        of = categories[place] if place < len(categories) else ()
        nomination = replace(nomination_of(person, name, at), categories=of)
        candidates.enter(session, election.id, nomination, made.deed(at))


def nomination_of(person_id: UUID, name: str, received_at: datetime) -> Nomination:
    """Return a nomination without a statement."""
    return Nomination(
        person_id=person_id, name=name, sort_name=name.split()[-1], statement=LocalText(), received_at=received_at
    )


def close_nominations(session: Session, made: Contested) -> None:
    """Carry the election to where its roll can be frozen."""
    at = made.election.nominations_close_at
    planning.close_nominations(session, made.election.id, made.deed(at))
    planning.publish_candidates(session, made.election.id, made.deed(at))
    planning.close_withdrawals(session, made.election.id, made.deed(at))


def arm(session: Session, made: Contested) -> None:
    """Freeze the roll on its date and arm the poll."""
    at = calendar.OPENS_AT - calendar.AN_HOUR
    polling.freeze_roll(session, made.election.id, made.deed(at), keys=made.keys)
    polling.arm(session, made.election.id, made.deed(at), keys=made.keys)


def vote(session: Session, made: Contested, rankings: list[list[int]]) -> None:
    """Cast these rankings, one an elector, through review and cast."""
    poll_id = polling.poll_of(made.election)
    electors = session.scalars(
        select(RollEntry.elector_id)
        .join(PersonVersion, PersonVersion.person_id == RollEntry.person_id)
        .where(RollEntry.person_id.in_(made.members))
        .order_by(RollEntry.number)
    ).all()
    for elector_id, ranking in zip(electors, rankings, strict=False):
        elector = Elector(poll_id=poll_id, elector_id=elector_id)
        reviewed = casting.review(session, elector, ranking=ranking, desk=made.desk, at=calendar.DURING)
        casting.cast(session, elector, reviewed=reviewed, desk=made.desk, clock_now=lambda: calendar.DURING)


def rehearsed_members(session: Session, folder: Path, *, members: int = 3) -> None:
    """Found a mutual and enter members in it by the services, as a rehearsal does, and sign a head."""
    key = b"a key of the tests, 32 characters"
    staff = house.found(session, seats=2, match_key=key, at=calendar.AT)
    house.enter_members(session, staff, members=members, match_key=key, at=calendar.AT)
    audit.sign_head(
        session, key=Keyring(folder / "keys", folder / "keys-backup").journal_key(), occasion="hourly", at=calendar.AT
    )
