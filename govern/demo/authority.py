"""The authority's third of the board: three people, each appointed by an instrument of the council."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from govern.board import service as board
from govern.board.service import Instrument
from govern.consequences import deciding
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.rules import Body, Matter, Subject, Third
from govern.core.actors import Actor, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.register import persons
from govern.register.rules import Particulars

SEATS = 3
APPOINTED_DAYS_AGO = 380
A_COUNCIL = timedelta(days=4 * 365)


def appoint(session: Session, stage: Stage, staff: Mapping[Role, Actor], names: Sequence[str]) -> None:
    """Fill the authority's seats: the council decides, its officer signs, the secretary enters it."""
    at = stage.days_ago(APPOINTED_DAYS_AGO)
    today = local_date(at, DEFAULT_ZONE)
    secretary, signed_by = staff[Role.SECRETARY], staff[Role.COUNCIL_OFFICER].person_id
    assert signed_by is not None
    people = [_known(session, stage, name, actor=secretary, at=at) for name in names]
    about = [Subject(person_id=one, matter=Matter.APPOINTMENT) for one in people]
    decision = deciding.enter(session, _minute(today, about), actor=secretary, at=at)
    seats = [one for one in constitution.seats(session, on=today) if one.third == Third.LOCAL_AUTHORITY]
    for seat, person_id in zip(seats, people, strict=True):
        instrument = Instrument(
            seat_id=seat.id,
            person_id=person_id,
            decision_id=decision.id,
            signed_by=signed_by,
            starts_on=None,
            ends_on=today + A_COUNCIL,
        )
        board.seat_appointed(session, instrument, actor=secretary, at=at)


def _known(session: Session, stage: Stage, name: str, *, actor: Actor, at: datetime) -> UUID:
    """Make one of those known whom the council appoints."""
    told = Particulars(name=name, adult_confirmed_on=local_date(at, DEFAULT_ZONE))
    return persons.enter(session, told, match_key=stage.match_key, actor=actor, at=at).id


def _minute(today: date, about: Sequence[Subject]) -> Minute:
    return Minute(
        body=Body.APPOINTING_BODY,
        decided_on=today,
        minute_reference="Calderbrook Cabinet 12",
        text="The council appoints three directors of Calder Valley Care Mutual Ltd for the life of this council.",
        about=about,
    )
