"""Those who vote: a chamber with a board of three thirds, tellers, and the hours of a vote."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.board.models import AppointmentKind, SeatHolding
from govern.consequences import resolving
from govern.constitution.models import BoardPlan, Seat
from govern.constitution.rules import Third, Vote
from govern.core.actors import Actor, Role
from govern.core.clock import local_date
from govern.core.keyring import Keyring
from govern.core.words import DEFAULT_ZONE
from govern.divisions import departures, voting
from govern.divisions import service as divisions
from govern.divisions.models import DivisionBar
from govern.divisions.service import Call
from govern.interests import concerns, namings
from govern.interests.concerns import About
from govern.interests.models import MotionInterest
from govern.meetings import notices
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rules import AboutWhat, Ask, Bar, Concern, Ground, Way
from govern.register.models import MembershipVersion
from govern.rolls.models import RollEntry
from tests import calendar
from tests.make import Make
from tests.makers import constitution, kept
from tests.makers.motions import Chamber

OPENS_AT = calendar.AT
DURING = calendar.AT + calendar.AN_HOUR
# A vote at a meeting ends with its day.
CLOSES_AT = datetime(2026, 6, 1, 23, 0, tzinfo=UTC)
FOUR_WEEKS = 28 * calendar.A_DAY
# The day of the call, two clear days and the last.
DIRECTORS_ANSWER = 3 * calendar.A_DAY
AFTER = CLOSES_AT + timedelta(minutes=1)
# Of a meeting, of which nothing is asked of each class.
ONE_IS_ENOUGH = {"number": 2, "share": "1/10", "per_constituency": 0}
FOR, AGAINST, NEITHER = Vote.FOR, Vote.AGAINST, Vote.ABSTAINED


def _end_of_day(at: datetime) -> datetime:
    """Return the midnight that ends a day."""
    day = local_date(at, DEFAULT_ZONE) + calendar.A_DAY
    return datetime.combine(day, time.min, ZoneInfo(DEFAULT_ZONE))


class Assembly:
    """A chamber and those who vote in it."""

    def __init__(self, session: Session, make: Make, folder: Path, **rules: Any) -> None:
        self.session, self.make = session, make
        self.chamber: Chamber = make.chamber(**rules)
        self.keys = Keyring(folder / "keys", folder / "keys-backup")
        self.tellers = [
            Actor(person_id=make.person().id, roles=frozenset({Role.SCRUTINEER})),
            Actor(person_id=make.person().id, roles=frozenset({Role.SCRUTINEER})),
        ]

    @property
    def members(self) -> list[UUID]:
        """Return the members: four of the workforce, two service users."""
        return self.chamber.members

    def name(self, motion: Motion, person_id: UUID, concern: Concern) -> None:
        """Name somebody whom a motion is about, and who says that it is so."""
        self.name_unheard(motion, person_id, concern)
        namings.agree(self.session, motion.id, self.chamber.own(person_id))

    def name_unheard(self, motion: Motion, person_id: UUID, concern: Concern = Concern.IN_QUESTION) -> None:
        """Name somebody whom a motion is about, and who has said nothing."""
        what = AboutWhat.CONTRACT if AboutWhat.CONTRACT in namings.possible(motion) else None
        about = About(person_id=person_id, concern=concern, what=what, extent="They would have the lease.")
        concerns.name_concern(self.session, motion.id, about, self.chamber.deed())

    def named_before(self, motion: Motion, person_id: UUID, ground: Ground = Ground.POWER) -> MotionInterest:
        """Return the interest of somebody whom the secretary named the day before anything else."""
        facts = {"motion_id": motion.id, "person_id": person_id, "ground": ground, "extent": "So.", "salt": "00" * 32}
        by = self.chamber.secretary.person_id
        return kept(self.session, MotionInterest(**facts, named_by=by, named_at=calendar.AT - calendar.A_DAY))

    def call(self, motion: Motion, ask: Ask = Ask.RECORDED, at: datetime = calendar.AT, **facts: Any) -> Division:
        """Call a vote, once whoever is `interested` has said so: a ballot for four weeks, any other for its day.

        The board in writing has as long as its directors have to answer.
        """
        for person_id in facts.pop("interested", ()):
            departures.declare(self.session, motion.id, "My firm is the landlord.", self.chamber.own(person_id, at))
        opens_at = facts.get("opens_at", at)
        self.notice(motion, local_date(opens_at, DEFAULT_ZONE))
        closes_at = None if motion.way == Way.WRITTEN and motion.deciders == "members" else _end_of_day(opens_at)
        if motion.way == Way.BALLOT:
            closes_at = at + FOUR_WEEKS
        if motion.way == Way.WRITTEN and closes_at is not None:
            closes_at = _end_of_day(opens_at + DIRECTORS_ANSWER)
        wanted = Call(**{"ask": ask, "closes_at": closes_at} | facts)
        deed = self.chamber.deed(self.chamber.chair, at)
        return divisions.call(self.session, motion.id, wanted, deed, keys=self.keys)

    def notice(self, motion: Motion, meeting_on: date) -> None:
        """Let notice have been given of the meeting of a day, where one votes on a motion and there is none."""
        last = notices.holding(self.session, motion.id)
        if notices.needs_one(self.session, motion) and (last is None or last.meeting_on != meeting_on):
            self.chamber.noticed(motion, meeting_on)

    def vote(self, division: Division, person_id: UUID, vote: Vote = FOR, at: datetime = DURING) -> None:
        """Let somebody vote for themselves."""
        actor = Actor(person_id=person_id, roles=frozenset({Role.MEMBER}))
        voting.vote(self.session, division.id, vote=vote, actor=actor, at=at)

    def votes(self, division: Division, votes: Mapping[UUID, Vote], at: datetime = DURING) -> None:
        """Let several vote."""
        for person_id, one in votes.items():
            self.vote(division, person_id, one, at)

    def declare(
        self, division: Division, at: datetime | None = None, by: UUID | None = None, **facts: Any
    ) -> DivisionOutcome:
        """Declare a division after its close; the one in the chair is the mutual's own, or `by`."""
        when = at or division.closes_at + timedelta(minutes=1)
        chair = replace(self.chamber.chair, person_id=by or self.chamber.chair.person_id)
        deed = self.chamber.deed(chair, when)
        return resolving.declare(self.session, division.id, deed, **facts).outcome

    def roll(self, division: Division) -> set[UUID]:
        """Return the people on the roll of a division."""
        return set(self.session.scalars(select(RollEntry.person_id).where(RollEntry.roll_id == division.roll_id)))

    def numbers(self, division: Division, *people: UUID) -> list[int]:
        """Return the numbers of some people on the roll."""
        query = select(RollEntry.number).where(RollEntry.roll_id == division.roll_id, RollEntry.person_id.in_(people))
        return list(self.session.scalars(query))

    def barred(self, division: Division) -> dict[UUID, set[Bar]]:
        """Return who is barred from a division, and why."""
        found: dict[UUID, set[Bar]] = {}
        for one in self.session.scalars(select(DivisionBar).where(DivisionBar.division_id == division.id)):
            found.setdefault(one.person_id, set()).add(Bar(one.bar))
        return found

    def cease(self, person_id: UUID, *, on: date) -> None:
        """Let somebody's membership have ended on a day."""
        version = self.session.scalars(select(MembershipVersion).where(MembershipVersion.person_id == person_id)).one()
        version.superseded_at = calendar.AT
        self.session.flush()
        facts = {name: getattr(version, name) for name in ("membership_id", "person_id", "constituency_id", "batch_id")}
        for standing, since, until in (("entered", version.valid_from, on), ("ceased", on, None)):
            ground = "resigned" if standing == "ceased" else None
            kept(
                self.session,
                MembershipVersion(
                    **facts, standing=standing, ground=ground, valid_from=since, valid_to=until,
                    recorded_at=calendar.AT, recorded_by=version.recorded_by, salt="00" * 32,
                ),
            )  # fmt: skip

    def seat_thirds(self, *, each: int = 3, without: tuple[Third, ...] = ()) -> dict[Third, list[UUID]]:
        """Put people of no other office into every seat of a new board of three thirds, the old ones beside them."""
        plan = kept(self.session, BoardPlan(seats_per_third=each))
        seated: dict[Third, list[UUID]] = {}
        for third in Third:
            for number in range(1, each + 1):
                facts = {"plan_id": plan.id, "seats_per_third": each, "third": third, "number": number}
                seat = kept(self.session, Seat(**facts))
                if third not in without:
                    seated.setdefault(third, []).append(self.seat(seat.id))
        return seated

    def seat(self, seat_id: UUID, **facts: Any) -> UUID:
        """Put somebody into a seat, and return who."""
        person_id = facts.pop("person_id", None) or self.make.person().id
        usual: dict[str, Any] = {
            "person_id": person_id,
            "kind": AppointmentKind.APPOINTED,
            "decision_id": constitution.seating(self.session, person_id).id,
            "starts_on": calendar.LONG_BEFORE,
            "ends_on": calendar.TODAY + calendar.A_DAY * 1000,
            "recorded_at": calendar.AT,
        }
        held = kept(self.session, SeatHolding(seat_id=seat_id, **usual | facts))
        return held.person_id
