"""Makers of polls: drafted, frozen and armed by the services themselves, for a guard lets no other way through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Table, cast, exists, func, insert, literal, select
from sqlalchemy.orm import QueryableAttribute, Session

from govern.ballots import casting, closing, doubts, polls
from govern.ballots.casting import Desk, Elector, Receipt
from govern.ballots.models import BoxedBallot, Custody, Decides, OptionWithdrawal, Poll
from govern.ballots.polls import Electorate, Line, Paper
from govern.constitution.models import Mutual
from govern.core.actors import Actor, Role
from govern.core.db import AnySelect, random_uuid, table_of
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.register.models import Membership, MembershipVersion, Person, PersonVersion
from govern.rolls import service as rolls
from govern.rolls.models import RollEntry
from tests import calendar
from tests.makers import admissions, constitution, register

SECRET = "a secret of the tests"


@dataclass
class Contest:
    """A poll with everything a test needs to vote in it."""

    poll: Poll
    electors: list[UUID]
    memberships: list[UUID]
    keys: Keyring
    actor: Actor
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(secret=SECRET, receipt_key=self.keys.receipt_key())

    def elector(self, place: int = 0) -> Elector:
        """Return one of the electors, known by a credential."""
        return Elector(poll_id=self.poll.id, elector_id=self.electors[place])

    def cast(self, session: Session, ranking: list[int], place: int = 0, *, at: datetime = calendar.DURING) -> Receipt:
        """Cast an elector's ballot, from review to receipt."""
        return self.send(session, self.reviewed(session, ranking, place), place, at=at)

    def send(self, session: Session, form: str, place: int = 0, *, at: datetime = calendar.DURING) -> Receipt:
        """Send the form of an elector's review page."""
        return self.send_by(session, form, place, clock_now=lambda: at)

    def send_by(self, session: Session, form: str, place: int, *, clock_now: Callable[[], datetime]) -> Receipt:
        """Send the form of an elector's review page, to be received when the clock says."""
        return casting.cast(session, self.elector(place), reviewed=form, desk=self.desk, clock_now=clock_now)

    def doubt(self, session: Session, place: int = 0) -> bool:
        """Doubt an elector's entitlement."""
        return doubts.raise_doubt(
            session, self.poll.id, self.electors[place], reason="evidence_not_synced", actor=self.actor, at=calendar.AT
        )

    def decide(self, session: Session, place: int = 0, *, is_accepted: bool = True) -> None:
        """Decide on an elector's tendered ballot."""
        doubts.decide(
            session,
            (self.poll.id, self.electors[place]),
            is_accepted=is_accepted,
            reason="evidence_found",
            actor=self.actor,
            at=calendar.AFTER,
        )

    def withdraw_option(self, session: Session, number: int) -> None:
        """Take a candidate off a frozen paper, to be passed over at the count."""
        row = {"poll_id": self.poll.id, "number": number, "withdrawn_at": calendar.AT, "reason": "died"}
        session.execute(insert(table_of(OptionWithdrawal)), row)

    def stuff(self, session: Session) -> None:
        """Put a ballot into the open box past the services, without a mark."""
        row = {"h": b"stuffed, by 32 bytes of nonsense", "poll_id": self.poll.id, "scheme": 1, "c": b"nonsense"}
        session.execute(insert(table_of(BoxedBallot)), row | {"class": "workforce"})

    def seal(self, session: Session) -> Poll:
        """Seal the box at the closing instant."""
        return closing.seal(session, self.poll.id, actor=self.actor, clock_now=lambda: calendar.CLOSES_AT)

    def open(self, session: Session) -> Poll:
        """Open the sealed box."""
        return closing.open_box(session, self.poll.id, keys=self.keys, actor=self.actor, at=calendar.AFTER)

    def reviewed(self, session: Session, ranking: list[int], place: int = 0) -> str:
        """Return a ranking as an elector's review page carries it."""
        return casting.review(session, self.elector(place), ranking=ranking, desk=self.desk, at=calendar.DURING)


def members_of(constituency_id: UUID) -> AnySelect:
    """Return the electors of a constituency, as the register shows them now."""
    electors: AnySelect = (
        select(
            MembershipVersion.person_id,
            literal("member").label("capacity"),
            MembershipVersion.membership_id,
            Membership.member_no.label("number"),
            literal("workforce").label("class"),
            literal(1).label("weight"),
        )
        .join(Membership, Membership.id == MembershipVersion.membership_id)
        .where(
            MembershipVersion.constituency_id == constituency_id,
            MembershipVersion.superseded_at.is_(None),
            MembershipVersion.standing == "entered",
        )
    )
    return electors


def drafted(session: Session, names: list[str], **facts: Any) -> Poll:
    """Draft a poll with these names on its paper, in this order."""
    told: dict[str, Any] = {
        "decides": Decides.DIRECTORS,
        "title": LocalText(en="Workforce directors"),
        "question": LocalText(en="Number the candidates in order."),
        "seats": 1,
        "rule": "scottish-2011",
        "lot_source": "dice 4 2 6",
        "opens_at": calendar.OPENS_AT,
        "closes_at": calendar.CLOSES_AT,
        "publication_mode": "C",
        "custody": Custody.INSTALLATION,
    } | facts
    lines = [
        Line(number=number, name=name, statement=LocalText(), position=number) for number, name in enumerate(names, 1)
    ]
    roll = rolls.draft(session, roll_date=calendar.ROLL_DATE)
    return polls.draft(session, Paper(**told), lines, roll_id=roll.id)


def crowd(session: Session, size: int, **facts: UUID) -> list[UUID]:
    """Enter members by set-based SQL, a hundred thousand in seconds: persons with a name and no more.

    :param facts: constituency_id, recorded_by and batch_id of every entry.
    """
    last = session.scalar(select(func.max(Membership.member_no))) or 1000
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.n + 1).where(first.c.n < size))
    persons = select(random_uuid(), literal("human")).select_from(numbers)
    session.execute(insert(table_of(Person)).from_select(["id", "kind"], persons))
    known = [
        exists().where(PersonVersion.person_id == Person.id),
        exists().where(Membership.person_id == Person.id),
    ]
    joined = select(
        random_uuid(), Person.id, literal(last) + func.row_number().over(), literal(calendar.LONG_BEFORE)
    ).where(~known[0], ~known[1])
    session.execute(insert(table_of(Membership)).from_select(["id", "person_id", "member_no", "member_since"], joined))
    known_from = {"valid_from": calendar.LONG_BEFORE, "recorded_at": calendar.AT, "salt": "00" * 32}
    name = literal("Person ") + cast(Membership.member_no, String)
    named = {"name": name, "sort_name": name, "email_purposes": [], "recorded_by": facts["recorded_by"]}
    entered = {"membership_id": Membership.id, "standing": "entered", **facts}
    for table, told in ((PersonVersion, named | known_from), (MembershipVersion, entered | known_from)):
        _say_of_each(session, table_of(table), told, after=last)
    return list(
        session.scalars(select(Membership.id).where(Membership.member_no > last).order_by(Membership.member_no))
    )


def _say_of_each(session: Session, table: Table, told: Mapping[str, Any], *, after: int) -> None:
    """Write one version for each member whose number comes after `after`."""
    facts = [
        fact if isinstance(fact, ColumnElement | QueryableAttribute) else literal(fact, table.c[name].type)
        for name, fact in told.items()
    ]
    said = select(random_uuid(), Membership.person_id, *facts).where(Membership.member_no > after)
    session.execute(insert(table).from_select(["id", "person_id", *told], said))


def contest(
    session: Session,
    folder: Path,
    *,
    electors: int = 2,
    is_armed: bool = True,
    at: datetime = calendar.AT,
    **facts: Any,
) -> Contest:
    """Make a poll of one constituency, frozen and, unless told otherwise, armed."""
    if session.scalar(select(Mutual.id)) is None:
        constitution.mutual(session)
    elects = constitution.constituency(session)
    clerk = register.person(session)
    batch = admissions.opened(session, approved_by=clerk.id)
    facts_of_entry = {"constituency_id": elects.id, "recorded_by": clerk.id, "batch_id": batch.id}
    memberships = crowd(session, electors, **facts_of_entry)
    poll = drafted(session, facts.pop("names", ["Ada", "Ben", "Cai"]), **facts)
    keys = Keyring(folder / "keys", folder / "keys-backup")
    actor = Actor(person_id=clerk.id, roles=frozenset({Role.RETURNING_OFFICER}))
    electorate = Electorate(description="Workforce", electors=members_of(elects.id))
    polls.freeze(session, poll.id, electorate, keys=keys, actor=actor, at=at)
    if is_armed:
        polls.arm(session, poll.id, keys=keys, actor=actor, at=at)
    rows = session.execute(
        select(RollEntry.elector_id, RollEntry.membership_id)
        .where(RollEntry.roll_id == poll.roll_id)
        .order_by(RollEntry.number)
    ).all()
    by_membership = {row.membership_id: row.elector_id for row in rows}
    ordered = [by_membership[membership] for membership in memberships]
    return Contest(poll=poll, electors=ordered, memberships=memberships, keys=keys, actor=actor)
