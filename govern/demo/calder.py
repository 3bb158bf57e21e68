"""Calder Valley Care Mutual: founded, entered, its board in office, and its elections at every stage.

Everything is done by the services, at instants in the past, so that the demonstration has a history
like a real mutual's. Source of the shape: domain 9.1.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import offices, queries
from govern.accounts import service as accounts
from govern.consequences import founding
from govern.consequences.founding import Founder
from govern.constitution.charter import Charter
from govern.constitution.presets import CALDER
from govern.constitution.rules import Mode
from govern.core.actors import Actor, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo import applications, authority, elections, meeting, motions, votes
from govern.demo.names import SEED, people
from govern.demo.register import CALDER_MEMBERS, opening_register
from govern.demo.stage import Stage
from govern.register import opening, persons
from govern.register.rules import Particulars

DOMAIN = "calder.example"
FOUNDED_DAYS_AGO = 400
OWN_RULES = {
    "motion_supporters_min": motions.SUPPORTERS_MIN,
    "member_ballot_decides": True,
    "member_ballot_min_turnout": "1/10",
}
OFFICERS = (
    (Role.ADMINISTRATOR, "administrator"),
    (Role.SECRETARY, "secretary"),
    (Role.CHAIR, "chair"),
    (Role.RETURNING_OFFICER, "returning-officer"),
    (Role.SCRUTINEER, "scrutineer"),
    (Role.COUNCIL_OFFICER, "council-officer"),
)
VOTERS = ("member", "director")  # who have not voted yet on what is put to them


@dataclass(frozen=True, kw_only=True)
class Demonstration:
    """What a visitor needs to try it.

    :param accounts: address to sign in with, by office.
    :param ballots: a few electors of the open election, name to voting code.
    :param cannot_vote: an elector of it who has left since, name to voting code.
    """

    accounts: Mapping[str, str]
    ballots: Mapping[str, str]
    cannot_vote: Mapping[str, str]


def make(stage: Stage) -> Demonstration:
    """Make the whole demonstration in an empty database, and return who can sign in and vote."""
    names = people()
    with stage.transaction() as session:
        staff = _found(session, stage, names)
    with stage.transaction() as session:
        _enter_members(session, stage, staff, names)
    with stage.transaction() as session:
        authority.appoint(session, stage, staff, [next(names) for _ in range(authority.SEATS)])
    officer = staff[Role.RETURNING_OFFICER]
    rolled = random.Random(SEED)  # noqa: S311 - repeatable on purpose; nothing secret comes of it
    elections.first_board(stage, officer, rolled)
    elections.declared(stage, officer, rolled)
    elections.closed(stage, officer, rolled)
    opened = elections.opened(stage, staff, rolled)
    elections.coming(stage, officer)
    applications.apply(stage, staff, names)
    with stage.transaction() as session:
        second_teller = _name_second_teller(session, stage, staff, next(names))
    meeting.hold(stage, staff, second_teller)
    motions.propose(stage, staff)
    voters = dict(zip(VOTERS, votes.open_now(stage, staff, rolled), strict=True))
    with stage.transaction() as session:
        _name_second_administrator(session, stage, staff, next(names))
        for name, person_id in voters.items():
            _let_sign_in(session, stage, staff, person_id, name)
    return Demonstration(
        accounts={name: f"{name}@{DOMAIN}" for name in VOTERS}
        | {role.value: f"{name}@{DOMAIN}" for role, name in OFFICERS},
        ballots=opened.ballots,
        cannot_vote=opened.cannot_vote,
    )


def _found(session: Session, stage: Stage, names: Iterator[str]) -> dict[Role, Actor]:
    """Found the mutual with its officers, who are its founders, and let each sign in with the one password."""
    at = stage.days_ago(FOUNDED_DAYS_AGO)
    founders = [
        Founder(name=next(names), email=f"{name}@{DOMAIN}", offices=frozenset({role})) for role, name in OFFICERS
    ]
    founding.found(session, _charter(local_date(at, DEFAULT_ZONE)), founders, match_key=stage.match_key, at=at)
    return {role: _staff(session, stage, role, f"{name}@{DOMAIN}", at) for role, name in OFFICERS}


def _charter(today: date) -> Charter:
    return Charter(
        name="Calder Valley Care Mutual Ltd",
        legal_form=CALDER.legal_form,
        mode=Mode.DEMO,
        languages=("en", "cy"),
        time_zone=DEFAULT_ZONE,
        telephone="01632 960123",
        text_relay="18001 01632 960123",
        decided_on=today,
        registered_on=today,
        minute_reference="Founders 1",
        parameters=CALDER.parameters() | OWN_RULES,
        constituencies=CALDER.constituencies,
        seats=CALDER.seats,
    )


def _staff(session: Session, stage: Stage, role: Role, address: str, at: datetime) -> Actor:
    """Return an officer, who can sign in from now on."""
    account = queries.account_with_address(session, address)
    themselves = Actor(person_id=account.person_id, roles=frozenset({role}))
    accounts.set_password(session, account.id, password=stage.password, actor=themselves, at=at)
    return themselves


def _name_second_administrator(session: Session, stage: Stage, staff: Mapping[Role, Actor], name: str) -> None:
    """Let somebody run the machine beside the first administrator, whose own offices they can end and grant."""
    at = stage.days_ago(1)
    person_id = _known(session, stage, staff, name, at=at)
    first, address = staff[Role.ADMINISTRATOR], f"second-administrator@{DOMAIN}"
    accounts.open_account(session, person_id=person_id, email=address, actor=first, at=at)
    _grant(session, Role.ADMINISTRATOR, person_id, actor=first, at=at)


def _name_second_teller(session: Session, stage: Stage, staff: Mapping[Role, Actor], name: str) -> Actor:
    """Let somebody count hands beside the scrutineer: two count, each for themselves."""
    at = stage.days_ago(meeting.NOTICED)
    person_id = _known(session, stage, staff, name, at=at)
    _grant(session, Role.SCRUTINEER, person_id, actor=staff[Role.ADMINISTRATOR], at=at)
    return Actor(person_id=person_id, roles=frozenset({Role.SCRUTINEER}))


def _known(session: Session, stage: Stage, staff: Mapping[Role, Actor], name: str, *, at: datetime) -> UUID:
    known = Particulars(name=name, adult_confirmed_on=local_date(at, DEFAULT_ZONE))
    return persons.enter(session, known, match_key=stage.match_key, actor=staff[Role.SECRETARY], at=at).id


def _grant(session: Session, office: Role, person_id: UUID, *, actor: Actor, at: datetime) -> None:
    on = local_date(at, DEFAULT_ZONE)
    offices.grant(session, office=office, person_id=person_id, from_on=on, actor=actor, at=at)


def _let_sign_in(session: Session, stage: Stage, staff: Mapping[Role, Actor], person_id: UUID, name: str) -> None:
    """Give somebody of the mutual an account, so that a visitor can be them."""
    at = stage.days_ago(1)
    address, actor = f"{name}@{DOMAIN}", staff[Role.ADMINISTRATOR]
    account = accounts.open_account(session, person_id=person_id, email=address, actor=actor, at=at)
    themselves = Actor(person_id=person_id)
    accounts.set_password(session, account.id, password=stage.password, actor=themselves, at=at)


def _enter_members(session: Session, stage: Stage, staff: Mapping[Role, Actor], names: Iterator[str]) -> None:
    """Bring the register in: uploaded by the secretary, approved by the chair."""
    at = stage.days_ago(FOUNDED_DAYS_AGO - 1)
    since = local_date(stage.days_ago(FOUNDED_DAYS_AGO + 100), DEFAULT_ZONE)
    content = opening_register(list(islice(names, CALDER_MEMBERS - 1)), since=since, domain=DOMAIN)
    staged = opening.upload(
        session,
        content,
        file_name="members.csv",
        match_key=stage.match_key,
        actor=staff[Role.SECRETARY],
        at=at,
    )
    opening.approve(
        session,
        staged.batch.id,
        entries=staged.batch.entries,
        match_key=stage.match_key,
        actor=staff[Role.CHAIR],
        at=at,
    )
