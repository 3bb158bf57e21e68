"""An assembly whose motion goes by a section of the Act, from notice to notice and vote to vote."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from govern.agenda import service
from govern.core.actors import Actor, Deed
from govern.divisions import hands, voting
from govern.divisions.hands import Hands
from govern.motions import matters
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Ask, Kind
from govern.registrar import copies as registrar_copies
from govern.resolutions import extracts
from govern.statutory import courses
from govern.statutory import service as statutory
from govern.statutory.callings import Notice
from govern.statutory.models import StatutoryCourse, StatutoryNotice
from govern.statutory.rules import Stage, Standing
from tests.calendar import A_DAY, AN_HOUR, TODAY
from tests.makers.assembly import Assembly

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
HALL, BY_POST = "The town hall, at seven.", "By the secretary, by post."
FIRST_ON = TODAY + 22 * A_DAY
EARLIEST = FIRST_ON + timedelta(14)
LATEST = date(2026, 7, 23)


def at(day: date) -> datetime:
    """Return ten in the morning of a day."""
    return datetime.combine(day, time(10), ZoneInfo("Europe/London"))


class Tracked:
    """An assembly whose motion goes by a section of the Act."""

    def __init__(self, assembly: Assembly, section: Section = Section.CONVERSION) -> None:
        self.assembly, self.session, self.room = assembly, assembly.session, assembly.chamber
        facts = {"kind": Kind.SPECIAL, "matter": matters.OF_A_SECTION[section]}
        self.motion: Motion = self.room.moved(self.room.proposal(**facts), section=section)
        begun = courses.of_motion(self.session, self.motion.id)
        assert begun is not None
        self.course: StatutoryCourse = begun

    def deed(self, day: date) -> Deed:
        """Return the secretary's deed of a day."""
        return self.room.deed(at=at(day))

    def noticed(
        self, meeting: int, given_on: date, meeting_on: date, *, entered_on: date | None = None
    ) -> StatutoryNotice:
        """Enter a notice that was given by post, on the day that it names or on another."""
        notice = Notice(meeting_on=meeting_on, place=HALL, delivered_on=given_on, told=BY_POST)
        return statutory.give_notice(self.session, self.course.id, meeting, notice, self.deed(entered_on or given_on))

    def sent(self, meeting: int, sent_on: date, meeting_on: date) -> StatutoryNotice:
        """Give notice of a meeting by what is sent from here on a day."""
        notice = Notice(meeting_on=meeting_on, place=HALL)
        return statutory.give_notice(self.session, self.course.id, meeting, notice, self.deed(sent_on))

    def call(self, day: date, *, is_confirming: bool = False, call: int = 1) -> Division:
        """Call the vote of a meeting, which is open for an hour."""
        facts: dict[str, Any] = {"closes_at": at(day) + AN_HOUR, "is_confirming": is_confirming, "call": call}
        return self.assembly.call(self.motion, Ask.HANDS, at(day), **facts)

    def vote(self, day: date, *, for_it: int, against: int, is_confirming: bool = False) -> DivisionOutcome:
        """Vote at a meeting by hands that two tellers count."""
        division = self.call(day, is_confirming=is_confirming)
        present = self.assembly.members[: for_it + against]
        numbers = self.assembly.numbers(division, *present)
        voting.be_in_room(self.session, division.id, numbers, actor=self.room.secretary, at=at(day))
        classes = hands.in_the_room(self.session, division)
        sheet, left = {}, for_it
        for code, there in classes.items():
            yes = min(left, there)
            left -= yes
            sheet[code] = Hands(in_favour=yes, against=there - yes, abstained=0)
        for teller in self.assembly.tellers:
            hands.count(self.session, division.id, sheet, actor=teller, at=at(day))
        return self.assembly.declare(division)

    def failed_for_want_of_a_quorum(self) -> None:
        """Hold a first meeting to which too few came, and put the motion on the agenda again."""
        self.vote(FIRST_ON, for_it=1, against=0)
        later = self.deed(FIRST_ON + A_DAY)
        service.admit(self.session, self.motion.id, later)
        service.move(self.session, self.motion.id, later)

    def carried_first(self) -> None:
        """Carry it at the first meeting, with all six members."""
        self.noticed(1, TODAY, FIRST_ON)
        self.vote(FIRST_ON, for_it=5, against=1)

    def confirmed(self, day: date = LATEST) -> None:
        """Confirm it at the second meeting."""
        self.carried_first()
        self.noticed(2, FIRST_ON, day)
        self.vote(day, for_it=4, against=2, is_confirming=True)

    def copied(self, day: date = LATEST, *, secretary: Actor | None = None) -> None:
        """Let chair and secretary put their hands to the copy for the registrar."""
        outcome, chair = courses.outcome_of(self.session, self.course, is_confirming=True), self.room.chair
        assert outcome
        assert chair.person_id
        section = registrar_copies.section_of(self.session, outcome.division_id, chair.person_id)
        signing, hand = (Deed(actor=one, at=at(day) + 6 * AN_HOUR) for one in (chair, secretary or self.room.secretary))
        copy = extracts.sign(self.session, outcome.division_id, signing, key=KEY, section=section)
        registrar_copies.countersign(self.session, copy, hand, key=KEY)

    def standing(self, day: date) -> dict[Stage, Standing]:
        """Return how each stage stands on a day."""
        return {line.stage: line.standing for line in courses.lines(self.session, self.course, on=day)}
