"""Fill seats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.board import queries
from govern.board.models import AppointmentKind, SeatHolding
from govern.board.refusals import TooFewVacantSeats
from govern.board.rules import Term
from govern.core.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """What an election gave to the people it elected.

    :param people: in order of election.
    """

    election_id: UUID
    third: str
    sub_constituency_id: UUID | None
    term: Term
    people: Sequence[UUID]


def seat_elected(session: Session, mandate: Mandate, *, actor: Actor, at: datetime) -> list[SeatHolding]:
    """Put the elected into the empty seats of their third, in order of election, lowest seat first.

    :raises TooFewVacantSeats: a seat was filled since the election was planned.

    Source: domain 6.1, 6.3.
    """
    places = queries.vacant(
        session, third=mandate.third, sub_constituency_id=mandate.sub_constituency_id, term=mandate.term
    )
    if len(places) < len(mandate.people):
        raise TooFewVacantSeats(wanted=len(mandate.people), vacant=len(places))
    holdings = [
        SeatHolding(
            seat_id=place.seat_id,
            person_id=person,
            kind=AppointmentKind.ELECTED,
            election_id=mandate.election_id,
            starts_on=mandate.term.starts_on,
            ends_on=mandate.term.ends_on,
            recorded_at=at,
        )
        for place, person in zip(places, mandate.people, strict=False)
    ]
    session.add_all(holdings)
    session.flush()
    audit.record_many(session, [_filled(holding) for holding in holdings], actor=actor, at=at)
    return holdings


def _filled(holding: SeatHolding) -> Happening:
    """Return what the journal says of a seat that was filled."""
    facts = {"person": holding.person_id, "kind": holding.kind, "starts_on": holding.starts_on}
    return Happening(event="seat.filled", subject_id=holding.seat_id, facts=facts)
