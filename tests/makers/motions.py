"""Makers of a mutual whose members and directors put motions."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from govern.agenda import service
from govern.agenda.service import Proposal
from govern.amendments import amending, seconding
from govern.amendments.amending import Change
from govern.backing import service as backing
from govern.board.models import AppointmentKind, SeatHolding
from govern.constitution.models import BoardPlan, Constituency, Seat
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.interests.concerns import About
from govern.meetings import notices
from govern.meetings.models import MotionNotice
from govern.motions.matters import Section
from govern.motions.models import Amendment, Motion
from govern.motions.rules import AboutWhat, Backing, Concern, Deciders, Kind, Way
from govern.statutory import service as statutory
from govern.statutory.callings import Given
from tests import calendar
from tests.makers import constitution, kept, register, together

# In time for the notice of any business at a meeting of today.
PROPOSED_ON = calendar.TODAY - 30 * calendar.A_DAY
NOTICE_DAYS = 21
TEXT = "The mutual opens the day centre on Saturdays from June."


def in_question(person_id: UUID, **facts: Any) -> About:
    """Return somebody to whom a motion would give a contract."""
    usual: dict[str, Any] = {"what": AboutWhat.CONTRACT, "extent": "They would have the lease."}
    return About(person_id=person_id, concern=Concern.IN_QUESTION, **usual | facts)


@dataclass
class Chamber:
    """Six members of two constituencies, three directors of whom one is a member, a secretary and a chair."""

    session: Session
    home: Constituency
    other: Constituency
    members: list[UUID]
    directors: list[UUID]
    secretary: Actor = field(default_factory=Actor)
    chair: Actor = field(default_factory=Actor)

    def deed(self, actor: Actor | None = None, at: datetime = calendar.AT, **facts: Any) -> Deed:
        """Return a deed of the secretary, or of somebody else."""
        return Deed(actor=actor or self.secretary, at=at, **facts)

    def own(self, person_id: UUID, at: datetime = calendar.AT, **facts: Any) -> Deed:
        """Return somebody's own deed."""
        return Deed(actor=Actor(person_id=person_id, roles=frozenset({Role.MEMBER})), at=at, **facts)

    def proposal(self, **facts: Any) -> Proposal:
        """Return an ordinary motion of the first member, for a meeting."""
        usual: dict[str, Any] = {
            "proposer_id": self.members[0],
            "kind": Kind.ORDINARY,
            "deciders": Deciders.MEMBERS,
            "way": Way.MEETING,
            "title": LocalText(en="Saturdays"),
            "text": LocalText(en=TEXT),
            "reasons": LocalText(),
            "matter": None,
        }
        return Proposal(**usual | facts)

    def for_the_board(self, **facts: Any) -> Proposal:
        """Return a motion of the first director, for the board."""
        usual: dict[str, Any] = {
            "proposer_id": self.directors[0],
            "kind": Kind.BOARD,
            "deciders": Deciders.BOARD,
            "way": Way.WRITTEN,
        }
        return self.proposal(**usual | facts)

    def submitted(self, proposal: Proposal | None = None) -> Motion:
        """Submit a motion in its proposer's own name, long enough ago for the notice of a meeting."""
        what = proposal or self.proposal()
        return service.submit(self.session, what, self.own(what.proposer_id, dated_on=PROPOSED_ON))

    def seconded(self, proposal: Proposal | None = None) -> Motion:
        """Submit a motion that the next in the row seconds."""
        motion = self.submitted(proposal)
        row = self.directors if motion.deciders == Deciders.BOARD else self.members
        backing.back(self.session, motion.id, row[1], Backing.SECONDER, self.own(row[1]))
        return motion

    def on_the_agenda(self, proposal: Proposal | None = None) -> Motion:
        """Submit a motion, and bring it on the agenda."""
        motion = self.seconded(proposal)
        service.admit(self.session, motion.id, self.deed())
        return motion

    def moved(self, proposal: Proposal | None = None, *, section: Section | None = None) -> Motion:
        """Submit a motion, and bring it as far as its moving; `section` is the one by which it goes."""
        motion = self.seconded(proposal)
        if section is not None:
            is_dormant = section is Section.DORMANT
            statutory.begin(self.session, section, self.deed(), motion_id=motion.id, is_dormant=is_dormant)
        service.admit(self.session, motion.id, self.deed())
        service.move(self.session, motion.id, self.deed(self.chair))
        if notices.needs_one(self.session, motion):
            self.noticed(motion)
        return motion

    def noticed(self, motion: Motion, meeting_on: date = calendar.TODAY) -> MotionNotice:
        """Let notice have been given of the meeting that votes on a motion, in time for any business."""
        return noticed(self.session, motion, meeting_on, by=self.secretary.person_id)

    def change(
        self, text: str | LocalText = "The mutual opens the day centre on Sundays from June.", **facts: Any
    ) -> Change:
        """Return a change by the third member, seconded by the fourth."""
        usual: dict[str, Any] = {
            "base_version": 1,
            "text": LocalText(en=text) if isinstance(text, str) else text,
            "reasons": LocalText(),
            "proposed_by": self.members[2],
            "seconded_by": self.members[3],
        }
        return Change(**usual | facts)

    def filed(self, motion: Motion, **facts: Any) -> Amendment:
        """File a change in the name of whoever proposes it, and let its seconder second it."""
        change, seconder = self.change(**facts | {"seconded_by": None}), facts.get("seconded_by", self.members[3])
        filed = amending.file_amendment(self.session, motion.id, change, self.own(change.proposed_by))
        if seconder is not None:
            seconding.second_amendment(self.session, motion.id, filed.n, self.own(seconder))
        return filed


def chamber(session: Session, **rules: Any) -> Chamber:
    """Make the chamber; `rules` are what its rules say otherwise, `legal_form` and `languages` of the mutual."""
    of_mutual = {name: rules.pop(name) for name in ("legal_form", "languages") if name in rules}
    constitution.mutual(session, **of_mutual)
    constitution.rules(session, **{name: of for name, of in of_mutual.items() if name == "legal_form"}, **rules)
    home = constitution.constituency(session, code="workforce", name=LocalText(en="Workforce"))
    other = constitution.constituency(session, code="service_user", name=LocalText(en="Service users"))
    with together(session):
        people = [register.person(session).id for _ in range(10)]
    members, (*outside, secretary, chair) = people[:6], people[6:]
    register.membership(session, person_id=members[0], constituency_id=home.id)
    with together(session):
        for number, person_id in enumerate(members[1:], start=2):
            where = home if number <= 4 else other
            register.membership(session, person_id=person_id, constituency_id=where.id)
    made = Chamber(session, home, other, members, directors=[members[5], *outside])
    _seat(session, made.directors)
    made.secretary = Actor(person_id=secretary, roles=frozenset({Role.SECRETARY}))
    made.chair = Actor(person_id=chair, roles=frozenset({Role.CHAIR}))
    return made


def amended(session: Session, home: Constituency, members: list[UUID], *, at: datetime) -> Motion:
    """Make a moved motion of the first of four members, with an amendment of the third that waits."""
    secretary = Actor(person_id=register.person(session).id, roles=frozenset({Role.SECRETARY}))
    deed, first = Deed(actor=secretary, at=at), Chamber(session, home, home, members, directors=[])
    motion = service.submit(session, first.proposal(), deed)
    backing.back(session, motion.id, members[1], Backing.SECONDER, deed)
    service.admit(session, motion.id, deed)
    service.move(session, motion.id, deed)
    amending.file_amendment(session, motion.id, first.change(), deed)
    return motion


def noticed(
    session: Session, motion: Motion, meeting_on: date, *, by: UUID | None = None, days: int = NOTICE_DAYS
) -> MotionNotice:
    """Let notice have been given of the meeting that votes on a motion, with so many clear days."""
    given_on = meeting_on - calendar.A_DAY * (days + 1)
    notice = MotionNotice(
        motion_id=motion.id,
        n=len(notices.of_motion(session, motion.id)) + 1,
        given=Given.SENT,
        told="",
        given_on=given_on,
        counts_from=given_on,
        meeting_on=meeting_on,
        place="The town hall, at seven.",
        clear_days=days,
        entered_by=by or register.person(session).id,
        entered_at=datetime.combine(given_on, time(9), UTC),
    )
    return kept(session, notice)


def _seat(session: Session, people: list[UUID]) -> None:
    """Give each of some people a seat of the board."""
    plan = kept(session, BoardPlan(seats_per_third=len(people)))
    facts = {"plan_id": plan.id, "seats_per_third": len(people), "third": "workforce"}
    with together(session):
        seats = [kept(session, Seat(id=uuid4(), number=n, **facts)) for n, _ in enumerate(people, start=1)]
    sent = [constitution.seating(session, person_id) for person_id in people]
    with together(session):
        for seat, person_id, decision in zip(seats, people, sent, strict=True):
            holding = SeatHolding(
                seat_id=seat.id,
                person_id=person_id,
                kind=AppointmentKind.APPOINTED,
                decision_id=decision.id,
                starts_on=calendar.LONG_BEFORE,
                ends_on=calendar.TODAY + calendar.A_DAY * 1000,
                recorded_at=calendar.AT,
            )
            kept(session, holding)
