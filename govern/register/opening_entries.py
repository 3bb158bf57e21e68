"""Write the entries of an approved opening register, each table at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.register import persons, queries, versions
from govern.register.models import Membership, OpeningBatch, Person
from govern.register.opening_values import OpeningLine
from govern.register.rules import EVERY_PURPOSE, Particulars, Standing
from govern.register.versions import MEMBERSHIPS, PERSONS, Row

SLICE = 2_000
Member = tuple[OpeningLine, UUID]


@dataclass(frozen=True, kw_only=True)
class _Approval:
    """What every row of one approval shares.

    :param entered_on: from which day the entries are valid.
    :param highest_age: the age from which no birth date is kept.
    """

    batch_id: UUID
    entered_on: date
    at: datetime
    actor: Actor
    match_key: bytes
    highest_age: int
    homes: "_Homes"


def enter(
    session: Session,
    batch: OpeningBatch,
    entries: Sequence[tuple[OpeningLine, UUID | None]],
    *,
    match_key: bytes,
    actor: Actor,
) -> None:
    """Write persons, particulars and memberships of an approved batch, some thousands at a time.

    :param entries: each line with the person whom the register knows already, or None for somebody new.
    """
    assert batch.approved_at is not None
    assert batch.entered_on is not None
    approval = _Approval(
        batch_id=batch.id,
        entered_on=batch.entered_on,
        at=batch.approved_at,
        actor=actor,
        match_key=match_key,
        highest_age=persons.highest_age(session, on=batch.entered_on),
        homes=_Homes(session),
    )
    given = max((line.member_no or 0 for line, _ in entries), default=0)
    numbers = count(max(queries.next_number(session), given + 1))
    for start in range(0, len(entries), SLICE):
        members = _made_known(session, approval, entries[start : start + SLICE])
        _write_memberships(session, approval, members, numbers)


def _made_known(
    session: Session, approval: _Approval, entries: Sequence[tuple[OpeningLine, UUID | None]]
) -> list[Member]:
    """Make everybody known as the file tells of them, and return each line with its person."""
    new = [(line, uuid4()) for line, known in entries if known is None]
    restated = [(line, known) for line, known in entries if known is not None]
    _write_new_people(session, approval, new)
    _restate_known_people(session, approval, restated)
    return sorted(new + restated, key=lambda one: one[0].line)


def _write_new_people(session: Session, approval: _Approval, members: Sequence[Member]) -> None:
    """Make people known whom the register has not known."""
    insert_all(session, table_of(Person), [{"id": person, "kind": line.kind.value} for line, person in members])
    rows = [
        versions.new_row(_told(approval, line, person), actor=approval.actor, at=approval.at)
        for line, person in members
    ]
    versions.write(session, PERSONS, rows, event="person.entered", actor=approval.actor, at=approval.at)


def _restate_known_people(session: Session, approval: _Approval, members: Sequence[Member]) -> None:
    """Take over the particulars in the file of people whom the register has known, such as officers."""
    for line, person in members:
        row = versions.new_row(_told(approval, line, person), actor=approval.actor, at=approval.at)
        versions.restate(session, PERSONS, row, event="person.corrected", actor=approval.actor, at=approval.at)


def _told(approval: _Approval, line: OpeningLine, person: UUID) -> Row:
    """Return what the version of a person says after one line."""
    particulars = Particulars(
        name=line.name,
        postal_address=line.postal_address,
        email=line.email,
        email_purposes=EVERY_PURPOSE if line.email else (),
        birth_on=line.birth_on,
        adult_confirmed_on=approval.entered_on if line.is_adult else None,
        sorted_as=line.sorted_as,
    )
    kept = particulars.minimised(highest_age=approval.highest_age, on=approval.entered_on)
    told = persons.told_of(kept, kind=line.kind) | persons.matched(particulars, key=approval.match_key)
    return told | {"person_id": person, "valid_from": approval.entered_on}


def _write_memberships(
    session: Session, approval: _Approval, members: Sequence[Member], numbers: Iterator[int]
) -> None:
    """Give each member a membership and its first version.

    :param numbers: for those to whom the file gives none.
    """
    memberships: list[Row] = [
        {
            "id": uuid4(),
            "person_id": person,
            "member_no": line.member_no or next(numbers),
            "member_since": line.member_since,
        }
        for line, person in members
    ]
    insert_all(session, table_of(Membership), memberships)
    rows = [
        versions.new_row(approval.homes.told(line, membership, approval), actor=approval.actor, at=approval.at)
        for (line, _), membership in zip(members, memberships, strict=True)
    ]
    versions.write(session, MEMBERSHIPS, rows, event="membership.entered", actor=approval.actor, at=approval.at)


class _Homes:
    """The ids of constituencies and parts by their codes."""

    def __init__(self, session: Session) -> None:
        self.constituencies = {one.code: one.id for one in constitution.constituencies(session)}
        self.parts = {(part.constituency_id, part.code): part.id for part in constitution.parts(session)}

    def told(self, line: OpeningLine, membership: Row, approval: _Approval) -> Row:
        """Return what the first version of a membership says after one line."""
        home = self.constituencies[line.constituency]
        return {
            "membership_id": membership["id"],
            "person_id": membership["person_id"],
            "constituency_id": home,
            "sub_constituency_id": self.parts[home, line.part] if line.part else None,
            "standing": Standing.ENTERED.value,
            "ground": None,
            "valid_from": approval.entered_on,
            "valid_to": None,
            "decision_id": None,
            "batch_id": approval.batch_id,
        }
