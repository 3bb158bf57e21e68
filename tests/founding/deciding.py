"""What outsiders write into the minutes, and what they hang on it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from govern.accounts import queries as accounts
from govern.admissions import applications, subjects
from govern.admissions import service as admissions
from govern.admissions.rules import Channel, ReasonCode, State
from govern.admissions.ruling import Ruling
from govern.board import service as board
from govern.board.service import Instrument
from govern.consequences import admitting, deciding, denying
from govern.constitution import plans, queries, service
from govern.constitution.charter import CharterConstituency, CharterPart
from govern.constitution.decisions import Minute
from govern.constitution.models import Constituency
from govern.constitution.rules import Body, Matter, Participant, PlannedSeat, Subject, Third, Vote
from govern.core.actors import Actor, Role
from govern.core.languages import LocalText
from govern.register import service as register
from govern.register.admission import Admission
from govern.register.rules import Entry
from tests.founding.applying import Applying
from tests.founding.outsiders import BACK, PICK, picked

BODIES = [body for body in Body if body is not Body.FOUNDERS]
BODY = st.sampled_from(BODIES)
RULES: tuple[dict[str, Any], ...] = (
    {"admission_decider": "secretary_delegated", "min_member_age": 0},
    {"admission_decider": "committee", "board_quorum": {"share": "1/2", "number": 2}},
    {"admission_decider": "general_meeting"},
    {"admission_decider": "board", "board_quorum": {"share": "1/2", "number": 2}, "suspension_max_months": 24},
    {"admission_appeal_body": "general_meeting", "constituency_change_min_months": 0},
)


class Deciding(Applying):
    """They enter decisions that were never taken, with anybody's part in them, and say that it is so."""

    @rule(who=PICK, body=BODY, back=BACK, loyal=st.integers(0, 5), own=st.integers(0, 4), whom=PICK, home=PICK)
    def enter_a_decision(self, who: int, body: Body, back: int, loyal: int, own: int, whom: int, home: int) -> None:
        """Enter what a body never decided, with the loyal named as for it: on all who applied, and on one by name."""
        about = [self.admitting(one) for one in self.applications]
        named = {one.person_id for one in about if one is not None}
        goes = self.going(picked(self.outsiders, whom), home)
        if goes.person_id not in named:
            about.append(goes)
        self.decide(self.actor(who), body, self.voters(loyal, own), back=back, about=about)

    def admitting(self, application_id: UUID, outcome: State = State.ADMITTED) -> Subject | None:
        """Return that a decision is about an application, if it waits for one."""
        return self.attempt(lambda: subjects.of_application(self.session, application_id, outcome))

    def going(self, person_id: UUID, home: int, matter: Matter = Matter.ADMISSION) -> Subject:
        """Return that a decision is about somebody, and where they go."""
        constituency_id, part_id = picked(self.homes, home)
        return Subject(person_id=person_id, matter=matter, constituency_id=constituency_id, sub_constituency_id=part_id)

    def voters(self, loyal: int, own: int, *, but: UUID | None = None) -> list[UUID]:
        """Return some of the loyal and some outsiders."""
        return [*self.members[:loyal], *(one for one in self.outsiders[-own:] if own and one != but)]

    def decide(
        self,
        actor: Actor,
        body: Body,
        voters: Sequence[UUID],
        *,
        back: int = 0,
        about: Sequence[Subject | None] = (),
    ) -> UUID | None:
        """Enter a decision, and return its id if it was taken down.

        :param about: whom it is about; None for what can be said of nobody now.
        """
        minute = Minute(
            body=body,
            decided_on=self.today - timedelta(days=back),
            minute_reference="X/1",
            text="It was resolved.",
            about=[one for one in about if one is not None],
        )
        vote = Vote.FOR if body.votes_by_name else Vote.NONE
        named = [Participant(person_id=one, vote=vote) for one in voters]
        made = self.attempt(lambda: deciding.enter(self.session, minute, participants=named, actor=actor, at=self.at))
        if made is not None:
            self.decisions.append(made.id)
        return None if made is None else made.id

    @precondition(lambda self: self.decisions)
    @rule(which=PICK)
    def say_that_it_is_so(self, which: int) -> None:
        """Let every outsider give their word on a decision."""
        self.back_up(picked(self.decisions, which))

    def back_up(self, decision_id: UUID) -> None:
        """Let every outsider whom a decision names say that it is so."""
        named = {one.person_id for one in queries.participants(self.session, decision_id)}
        for one in (one for one in self.outsiders if one in named):
            self._say(decision_id, one, is_so=True)

    @precondition(lambda self: self.decisions)
    @rule(which=PICK, whom=PICK)
    def object(self, which: int, whom: int) -> None:
        """Let one of the loyal say that it is not so."""
        self._say(picked(self.decisions, which), picked(self.members, whom), is_so=False)

    def _say(self, decision_id: UUID, person_id: UUID, *, is_so: bool) -> None:
        said_by = Actor(person_id=person_id)
        self.attempt(lambda: denying.give_word(self.session, decision_id, is_so=is_so, actor=said_by, at=self.at))

    @precondition(lambda self: self.decisions and self.applications)
    @rule(who=PICK, which=PICK, apart=st.booleans())
    def rule_en_bloc(self, who: int, which: int, *, apart: bool) -> None:
        """Let a decision admit everybody at once."""
        rulings = [
            _admits(one, is_told_apart=apart) for one in self.applications if self.state_of(one) == "under_check"
        ]
        self._rule(picked(self.decisions, which), rulings, who=who)

    @precondition(lambda self: self.decisions and self.applications)
    @rule(who=PICK, which=PICK, what=PICK, admits=st.booleans())
    def rule_on_one(self, who: int, which: int, what: int, *, admits: bool) -> None:
        """Let a decision admit one, or refuse them so that they can appeal."""
        application = picked(self.applications, what)
        refuses = Ruling(
            application_id=application, outcome=State.REFUSED, reason=ReasonCode.NOT_SHOWN, words="Not shown."
        )
        self._rule(picked(self.decisions, which), [_admits(application) if admits else refuses], who=who)

    def _rule(self, decision_id: UUID, rulings: Sequence[Ruling], *, who: int) -> None:
        deed = self.deed(self.actor(who))
        self.attempt(lambda: admitting.rule(self.session, decision_id, rulings, deed=deed))

    @initialize(
        seats=st.integers(0, 3),
        whom=PICK,
        home=PICK,
        changes=st.sampled_from(({}, {}, *RULES)),
        decides=st.booleans(),
    )
    def have_begun(self, seats: int, whom: int, home: int, changes: dict[str, Any], *, decides: bool) -> None:
        """Begin a day after the founding: some sit for the authority, rules are changed, one has applied."""
        self.at += timedelta(days=1)
        for number in range(seats):
            self.take_a_seat(0, number, 2 if number != 2 else 3, number)
        if changes:
            self.change_the_rules(0, changes)
        self.apply_on_paper(0, whom, home, 0, Channel.PAPER, pays=False)
        if decides:
            self.the_loyal_decide_something_else(0)

    def take_a_seat(self, who: int, whom: int, signs: int, number: int) -> None:
        """Put one of them into a seat of the authority's third, by an instrument that another signed."""
        appointed = Subject(person_id=picked(self.outsiders, whom), matter=Matter.APPOINTMENT)
        decision_id = self.decide(self.actor(who), Body.APPOINTING_BODY, [], about=[appointed])
        seats = [one.id for one in queries.seats(self.session, on=self.today) if one.third == Third.LOCAL_AUTHORITY]
        if decision_id is None:
            return
        instrument = Instrument(
            seat_id=picked(seats, number),
            person_id=picked(self.outsiders, whom),
            decision_id=decision_id,
            signed_by=picked(self.outsiders, signs),
            starts_on=None,
            ends_on=self.today + timedelta(days=900),
            appointer_id=self.town.authority,
        )
        self.attempt(lambda: board.seat_appointed(self.session, instrument, actor=self.actor(who), at=self.at))

    @rule(who=PICK)
    def the_loyal_decide_something_else(self, who: int) -> None:
        """Enter what the board did decide, on another matter; the loyal say truly that it is so.

        It may be about somebody: about one of themselves, who is suspended by it.
        """
        about = [Subject(person_id=picked(self.members, who), matter=Matter.SUSPENSION)] if who % 2 else []
        voters = [one for one in self.members if one not in {said.person_id for said in about}]
        decision_id = self.decide(self.actor(who), Body.BOARD, voters, about=about)
        if decision_id is not None:
            for one in voters:
                self._say(decision_id, one, is_so=True)
            self.honest.append(decision_id)
            self.at += timedelta(hours=1)

    @precondition(lambda self: self.applications and self.honest)
    @rule(which=PICK, what=PICK)
    def turn_it_into_an_admission(self, which: int, what: int) -> None:
        """Apply to one of them what the loyal decided and said of another matter, and enter them."""
        application = picked(self.applications, what)
        actor = self.other_than(self.applicant(application))
        self._bring_to_the_decision(application, actor)
        self._admit(application, picked(self.honest, which), actor)
        self._enter(application, actor)

    @precondition(lambda self: self.applications)
    @rule(which=PICK, loyal=st.sampled_from((2, 3, 5)), own=st.integers(0, 5))
    def push_through_the_board(self, which: int, loyal: int, own: int) -> None:
        """Let a board that never met admit one."""
        self._push(which, Body.BOARD, loyal=loyal, own=own)

    @precondition(lambda self: self.applications)
    @rule(which=PICK, loyal=st.sampled_from((0, 0, 5)), own=st.integers(2, 4))
    def push_through_a_meeting(self, which: int, loyal: int, own: int) -> None:
        """Let a general meeting that never met admit one."""
        self._push(which, Body.GENERAL_MEETING, loyal=loyal, own=own)

    @precondition(lambda self: self.applications)
    @rule(which=PICK, body=st.sampled_from((Body.PANEL, Body.COMMITTEE)), loyal=st.integers(1, 5))
    def push_through_a_panel(self, which: int, body: Body, loyal: int) -> None:
        """Let a panel, or a committee, of the loyal and of outsiders who sit on the board admit one."""
        self._push(which, body, loyal=loyal, own=4)

    @precondition(lambda self: self.applications)
    @rule(which=PICK)
    def push_under_delegation(self, which: int) -> None:
        """Let the secretary admit one, as delegated."""
        self._push(which, Body.SECRETARY_DELEGATED, loyal=0, own=len(self.outsiders))

    def _push(self, which: int, body: Body, *, loyal: int, own: int) -> None:
        """Take an application through every step that is left, with a decision of its own and the outsiders' word."""
        application = picked(self.applications, which)
        applicant = self.applicant(application)
        actor = self.other_than(applicant)
        self._bring_to_the_decision(application, actor)
        if self.state_of(application) in (State.UNDER_CHECK, State.APPEALED):
            voters = self._of_that_body(body, self.voters(loyal, own, but=applicant))
            about = [self.admitting(application)]
            self._admit(application, self.decide(actor, body, voters, about=about), actor)
        self._enter(application, actor)

    def _enter(self, application: UUID, actor: Actor) -> None:
        """Enter one who was admitted, with their share."""
        if self.state_of(application) == State.ADMITTED:
            given_on, deed = self.today, self.deed(actor)
            self.attempt(lambda: admissions.give(self.session, application, given_on=given_on, deed=deed))
            self.attempt(lambda: admissions.enter(self.session, application, actor=actor, at=self.at))

    def _bring_to_the_decision(self, application: UUID, actor: Actor) -> None:
        """Take up what waits, and appeal against what was refused."""
        state, deed = self.state_of(application), self.deed(actor)
        if state == State.SUBMITTED:
            self.attempt(lambda: applications.take_up(self.session, application, deed=deed))
        elif state == State.REFERRED_BACK:
            self.attempt(lambda: applications.answer(self.session, application, deed=deed))
        elif state == State.REFUSED:
            self.attempt(lambda: applications.appeal(self.session, application, deed=deed))

    def _admit(self, application: UUID, decision_id: UUID | None, actor: Actor) -> None:
        """Let a decision admit one, if it was taken down, and back it up."""
        if decision_id is None:
            return
        ruled, deed = [_admits(application)], self.deed(actor)
        if self.attempt(lambda: admitting.rule(self.session, decision_id, ruled, deed=deed)) is not None:
            self.back_up(decision_id)

    def _of_that_body(self, body: Body, voters: list[UUID]) -> list[UUID]:
        """Leave out whom the product would not take for the body, so that the rest is tried."""
        on = self.today
        if body is Body.GENERAL_MEETING:
            return voters
        if body is Body.SECRETARY_DELEGATED:
            return [one for one in voters if Role.SECRETARY in accounts.offices_of(self.session, one, on=on)]
        acting = {*deciding.acting_for_the_board(self.session, on=on)}
        return [one for one in voters if one in acting]

    @precondition(lambda self: self.decisions)
    @rule(who=PICK, whom=PICK, which=PICK, home=PICK)
    def enter_from_paper(self, who: int, whom: int, which: int, home: int) -> None:
        """Enter somebody with an application made up at the same stroke."""
        entry, actor = self._entry(whom, home, picked(self.decisions, which)), self.actor(who)
        self.attempt(lambda: admitting.enter_from_paper(self.session, entry, actor=actor, at=self.at))

    @rule(who=PICK, whom=PICK, home=PICK, body=BODY, is_founders=st.booleans(), invents=st.booleans())
    def enter_at_once(self, who: int, whom: int, home: int, body: Body, *, is_founders: bool, invents: bool) -> None:
        """Enter somebody past any application: on a decision of the loyal that never was, or on the founders' own."""
        founders = queries.founders_decision(self.session).id
        about = [self.going(picked(self.outsiders, whom), home)]
        decision_id = founders if is_founders else self.decide(self.actor(who), body, self.members, about=about)
        entry, actor = self._entry(whom, home, decision_id or founders), self.actor(who)
        admission = self._invented(entry.person_id) if invents else None
        self.attempt(lambda: register.enter(self.session, entry, admission=admission, actor=actor, at=self.at))

    def _entry(self, whom: int, home: int, decision_id: UUID) -> Entry:
        constituency_id, part_id = picked(self.homes, home)
        return Entry(
            person_id=picked(self.outsiders, whom),
            constituency_id=constituency_id,
            sub_constituency_id=part_id,
            decision_id=decision_id,
            is_told_apart=True,
        )

    def _invented(self, person_id: UUID) -> Admission:
        book = queries.rule_book_on(self.session, on=self.today)
        loyal = [Participant(person_id=one, vote=Vote.FOR) for one in self.members]
        return Admission(
            person_id=person_id,
            body=Body(book.admission_decider.value),
            participants=loyal,
            decider=book.admission_decider,
        )

    @rule(who=PICK, changes=st.sampled_from(RULES))
    def change_the_rules(self, who: int, changes: dict[str, Any]) -> None:
        """Register new rules on a meeting that never was, with a motion that nobody carried or without one."""
        decision_id = self.decide(self.actor(who), Body.GENERAL_MEETING, self.outsiders)
        told = queries.rule_book_on(self.session, on=self.today).parameters() | changes
        by: dict[str, Any] = {"actor": self.actor(who), "at": self.at}

        def registered() -> None:
            drafted = service.draft_rules(self.session, told, **by)
            assert decision_id is not None
            service.register_rules(self.session, drafted.id, decision_id=decision_id, registered_on=self.today, **by)

        if decision_id is not None:
            self.attempt(registered)

    @rule(who=PICK, number=st.integers(4, 12))
    def name_a_constituency(self, who: int, number: int) -> None:
        """Name a constituency for themselves."""
        planned = CharterConstituency(
            code=f"friends-{number}",
            name=LocalText(en=f"Friends {number}"),
            third=Third.WORKFORCE,
            precedence=number,
            parts=(CharterPart(code="all", name=LocalText(en="All")),),
        )
        made: Constituency | None = self.attempt(
            lambda: service.add_constituency(self.session, planned, actor=self.actor(who), at=self.at)
        )
        if made is not None:
            self.homes.append((made.id, None))

    @rule(who=PICK, home=PICK)
    def plan_the_board(self, who: int, home: int) -> None:
        """Adopt a plan that gives the workforce's seats to a constituency of theirs."""
        decision_id = self.decide(self.actor(who), Body.GENERAL_MEETING, self.outsiders)
        constituency_id, _ = picked(self.homes, home)
        seats = [
            PlannedSeat(third=third, number=n, constituency_id=constituency_id if third is Third.WORKFORCE else None)
            for third in Third
            for n in (1, 2, 3)
        ]
        if decision_id is not None:
            self.attempt(
                lambda: plans.adopt(self.session, seats, decision_id=decision_id, actor=self.actor(who), at=self.at)
            )


def _admits(application_id: UUID, *, is_told_apart: bool = False) -> Ruling:
    return Ruling(application_id=application_id, outcome=State.ADMITTED, is_told_apart=is_told_apart)
