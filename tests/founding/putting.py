"""What outsiders do with motions: they put them, in whose name they like, call and count the votes, and carry them out.

The loyal read what is put to them, and are for whatever does no harm: an admission of whoever is welcome.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlalchemy import select

from govern.admissions import queries as admissions
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import Channel
from govern.agenda import service, withdrawing
from govern.agenda.service import Proposal
from govern.amendments import rewording
from govern.backing import service as backing
from govern.consequences import resolving
from govern.constitution import queries as constitution
from govern.constitution import service as rule_books
from govern.constitution.rules import Body, Vote
from govern.core.actors import Actor, Deed, Role
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.divisions import hands, voting
from govern.divisions import service as divisions
from govern.divisions.hands import Hands
from govern.divisions.service import Call
from govern.interests import concerns
from govern.interests.concerns import About
from govern.meetings import noticing
from govern.motions import queries as motions
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, Backing, Concern, Deciders, Kind, Way
from govern.register.rules import Acting
from govern.rolls.models import RollEntry
from govern.rule_changes import service as rule_changes
from govern.statutory.callings import Notice
from tests.calendar import A_DAY, AN_HOUR
from tests.founding.coming import Coming
from tests.founding.deciding import RULES
from tests.founding.outsiders import PICK, picked
from tests.founding.town import Town
from tests.makers import registrations

A_FORTNIGHT = 14 * A_DAY
# Directors who answer in writing have two clear days, and a ballot of the members its weeks.
LENGTHS = {Way.BALLOT: 2 * A_FORTNIGHT, Way.WRITTEN: 4 * A_DAY}
OFFICER = frozenset({Role.SECRETARY, Role.CHAIR, Role.SCRUTINEER})
WORDS: dict[str, Any] = {"title": LocalText(en="A motion"), "text": LocalText(en="It is so."), "reasons": LocalText()}
FIRST = ("motion", "swap", "rules", "code", "file", "board", "office", "founding", "paper", "friend")
AFTER = st.sampled_from(("nothing", "nothing", "another person", "other words", "refer", "withdraw"))


class Putting(Coming):
    """They keep the agenda, the room and the count.

    :cvar begins: with which of the ways that are open only since the election a sequence may begin.
    """

    begins: ClassVar[Sequence[str]] = FIRST

    @initialize(first=PICK, pick=PICK, home=PICK, after=AFTER)
    def have_begun(self, first: int, pick: int, home: int, after: str) -> None:
        """Begin with one who applied, days after the election, and with one of the ways that are open only since."""
        self.apply_on_paper(0, pick, home, 0, Channel.PAPER, pays=False)
        ways: dict[str, Callable[[], None]] = {
            "motion": partial(self.put_an_admission, 0, home, Deciders.BOARD, Way.WRITTEN, after, shams=pick % 2 == 0),
            "swap": partial(
                self.put_an_admission, 0, home % 2, Deciders.BOARD, Way.WRITTEN, "another person", shams=True
            ),
            "rules": partial(self.change_who_decides, pick, picked(RULES, pick), picked(tuple(Ask), home)),
            "code": partial(self.come_by_a_code, 0, pick, 0),
            "file": partial(self.bring_an_opening_register, pick + 1, 0, home % 4),
            "board": partial(self.push_through_the_board, 0, loyal=2, own=5),
            "office": partial(self._come_in_by_a_code, pick),
            "founding": partial(self.enter_at_once, 1, 0, home, Body.BOARD, is_founders=True, invents=True),
            "friend": partial(self.act_for_a_member, 0, pick, home, Acting.JOINT_HOLDER, joins=True),
            "paper": partial(self.enter_from_paper, 0, len(self.outsiders) - 1, 0, 0),
        }
        ways[picked(self.begins, first)]()

    def _come_in_by_a_code(self, pick: int) -> None:
        """Sign in as a member whom only post reaches; write oneself over them, or bring them into an office."""
        self.come_by_a_code(0, len(self.town.by_post) - 1, 0)
        if self.sessions and pick % 2:
            self.come_into_an_office(0, 1, pick, pick)
        elif self.sessions:
            self.write_themselves_over_a_member(0, pick % 4, asks=pick < 4)

    @precondition(lambda self: self.applications)
    @rule(
        which=PICK,
        who=PICK,
        deciders=st.sampled_from(Deciders),
        way=st.sampled_from(Way),
        after=AFTER,
        shams=st.booleans(),
    )
    def put_an_admission(self, which: int, who: int, deciders: Deciders, way: Way, after: str, *, shams: bool) -> None:
        """Put to the vote whether one of them, or whoever is welcome, is admitted; change it after the loyal voted."""
        theirs = picked(self.applications, which)
        self._bring_to_the_decision(theirs, self.other_than(self.applicant(theirs)))
        honest = self._of_the_welcome()
        about = self._about(honest if shams else theirs)
        motion = self._on_the_agenda(Kind.ADMISSION, deciders, way, who, about=[about])
        division = self._called(motion, Ask.RECORDED)
        if motion is None or division is None:
            return
        self._vote(division, self.members, self._loyal_vote(motion))
        self._change(motion, self._about(theirs), after)
        self._vote(division, self.outsiders, Vote.FOR)
        self._declare(division)
        self._enter(theirs, self.other_than(self.applicant(theirs)))

    def _of_the_welcome(self) -> UUID:
        """Return the application of whoever is welcome."""
        asked = select(MembershipApplication.id).where(MembershipApplication.person_id == self.town.welcome[0])
        return self.session.scalars(asked).one()

    def _about(self, application_id: UUID) -> About:
        person_id = admissions.find(self.session, application_id).person_id
        return About(person_id=person_id, concern=Concern.APPLICANT, application_id=application_id)

    def _change(self, motion: Motion, about: About, how: str) -> None:
        """Change what was put, or take it off the agenda."""
        deed = self._officer(note="Because.")
        ways: dict[str, Any] = {
            "another person": lambda: concerns.name_concern(self.session, motion.id, about, deed),
            "other words": lambda: rewording.rewrite(self.session, motion.id, LocalText(en="Admit another."), deed),
            "refer": lambda: service.refer(self.session, motion.id, deed),
            "withdraw": lambda: withdrawing.withdraw(self.session, motion.id, deed),
        }
        if how in ways:
            self.attempt(ways[how])

    @rule(who=PICK, changes=st.sampled_from(RULES), ask=st.sampled_from(Ask))
    def change_who_decides(self, who: int, changes: dict[str, Any], ask: Ask) -> None:
        """Put a change of the rules on who admits, count it themselves, file it, and have it registered."""
        told = constitution.rule_book_on(self.session, on=self.today).parameters() | changes
        draft = self.attempt(lambda: rule_books.draft_rules(self.session, told, actor=self.actor(who), at=self.at))
        if draft is None:
            return
        motion = self._on_the_agenda(Kind.FRANCHISE, Deciders.MEMBERS, Way.MEETING, who, changes_to_id=draft.id)
        division = self._called(motion, ask)
        if motion is None or division is None:
            return
        if ask is Ask.HANDS:
            self._count_hands(division)
        else:
            self._vote(division, self.members, self._loyal_vote(motion))
            self._vote(division, self.outsiders, Vote.FOR)
        self._declare(division)
        self.at += A_DAY
        self.attempt(lambda: rule_changes.file(self.session, draft.id, self._officer()))
        self.attempt(lambda: registrations.rules(self.session, draft.id, self._officer()))

    def _on_the_agenda(
        self, kind: Kind, deciders: Deciders, way: Way, who: int, *, about: Sequence[About] = (), **facts: Any
    ) -> Motion | None:
        """Bring a motion on the agenda, on paper in the name of a member, of a director, or of one of themselves."""
        names = [*self.members, *self.outsiders]
        first, second = names[who % len(names)], names[(who + 1) % len(names)]
        told = {"matter": None} | WORDS | facts
        what = Proposal(proposer_id=first, kind=kind, deciders=deciders, way=way, about=about, **told)
        motion = self.attempt(lambda: service.submit(self.session, what, self._officer()))
        if motion is None:
            return None
        deed = self._officer()
        self.attempt(lambda: backing.back(self.session, motion.id, second, Backing.SECONDER, deed))
        self.attempt(lambda: service.admit(self.session, motion.id, deed))
        if way is Way.MEETING:
            self.attempt(lambda: service.move(self.session, motion.id, deed))
        return motion

    def _officer(self, **facts: Any) -> Deed:
        """Return a deed of the secretary, who keeps the agenda."""
        return Deed(actor=Actor(person_id=self.outsiders[0], roles=OFFICER), at=self.at, **facts)

    def _called(self, motion: Motion | None, ask: Ask) -> Division | None:
        if motion is None:
            return None
        if motion.way == Way.MEETING and motion.deciders == Deciders.MEMBERS:
            self._meet(motion)
        is_written = motion.way == Way.WRITTEN and motion.deciders == Deciders.MEMBERS
        length = LENGTHS.get(Way(motion.way), 2 * AN_HOUR)
        wanted = Call(ask=ask, closes_at=None if is_written else self.at + length)
        keys = Keyring(self.town.folder / "keys", self.town.folder / "backup")
        return self.attempt(lambda: divisions.call(self.session, motion.id, wanted, self._officer(), keys=keys))

    def _meet(self, motion: Motion) -> None:
        """Give notice of a meeting as short as the rules let it be, and let its day come."""
        days = noticing.meeting_days(self.session, motion, delivered_on=None, at=self.at)
        notice = Notice(meeting_on=days.earliest, place="Behind the hall.")
        self.attempt(lambda: noticing.give(self.session, motion.id, notice, self._officer()))
        self.at += days.earliest - self.today

    def _loyal_vote(self, motion: Motion) -> Vote:
        """Return how the loyal vote on what they read: for whoever is welcome, and against the rest."""
        about = {one.person_id for one in motions.concerns(self.session, motion.id)}
        return Vote.FOR if about and about <= {*self.town.welcome} else Vote.AGAINST

    def _vote(self, division: Division, people: Sequence[UUID], vote: Vote) -> None:
        at = self.at + AN_HOUR
        for actor in (Actor(person_id=one) for one in people):
            self.attempt(partial(voting.vote, self.session, division.id, vote=vote, actor=actor, at=at))

    def _count_hands(self, division: Division) -> None:
        """Write all members into the room, and let two of them count every hand as for it."""
        at = self.at + AN_HOUR
        rows = self.session.execute(
            select(RollEntry.number, RollEntry.elector_class).where(RollEntry.roll_id == division.roll_id)
        ).all()
        keeper, numbers = self._officer().actor, [number for number, _ in rows]
        self.attempt(lambda: voting.be_in_room(self.session, division.id, numbers, actor=keeper, at=at))
        classes = [home for _, home in rows]
        sheet = {home: Hands(in_favour=classes.count(home), against=0, abstained=0) for home in classes}
        for teller in self.town.outsiders[2:4]:
            counts = Actor(person_id=teller, roles=OFFICER)
            self.attempt(partial(hands.count, self.session, division.id, sheet, actor=counts, at=at))

    def _declare(self, division: Division) -> None:
        self.at = division.closes_at + timedelta(minutes=1)
        self.attempt(lambda: resolving.declare(self.session, division.id, self._officer()))


def machine_in_grown(town: Town, *, begins: Sequence[str] = FIRST) -> type[Putting]:
    """Return the machine that acts in a town whose members have elected a board."""
    return type("GrownTest", (Putting,), {"town": town, "begins": begins})
