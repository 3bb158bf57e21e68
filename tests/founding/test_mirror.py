"""The mirror: nobody who qualifies is shut out without a reason on record and a way on.

Somebody who qualifies applies; officers who do not want her do what they like with her application.
"""

from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from govern.admissions import applications, queries, steps
from govern.admissions.applications import Wanted
from govern.admissions.rules import OPEN, ReasonCode, State
from govern.admissions.ruling import Ruling
from govern.consequences import admitting
from govern.constitution.rules import Body
from govern.core.actors import Actor
from govern.register import persons
from govern.register.rules import Particulars
from tests.calendar import AT, TODAY
from tests.founding.deciding import Deciding
from tests.founding.examples import sequences
from tests.founding.outsiders import PICK
from tests.founding.town import KEY, Town, built

WORDS = st.sampled_from(("", " ", "We do not want her."))


class ShuttingOut(Deciding):
    """Officers with every office, who would rather not have her."""

    applicant_id: ClassVar[UUID]

    def __init__(self) -> None:
        super().__init__()
        self.application = self._applied()

    def _applied(self) -> UUID:
        """Apply, as she does herself."""
        home, part = self.homes[0]
        deed = self.deed(Actor(person_id=self.applicant_id))
        wanted = Wanted(constituency_id=home, sub_constituency_id=part)
        drafted = applications.draft(self.session, wanted, deed=deed)
        return applications.submit(self.session, drafted.id, deed=deed).id

    @rule(who=PICK, words=WORDS)
    def take_her_application_back(self, who: int, words: str) -> None:
        """Withdraw it, as if she had said so."""
        deed = self.deed(self.actor(who))
        self.attempt(lambda: applications.withdraw(self.session, self.application, words, deed=deed))

    @rule(who=PICK, words=WORDS)
    def take_it_up_and_refer_it_back(self, who: int, words: str) -> None:
        """Check it, and ask her for more."""
        deed = self.deed(self.actor(who))
        self.attempt(lambda: applications.take_up(self.session, self.application, deed=deed))
        self.attempt(lambda: applications.refer_back(self.session, self.application, words, deed=deed))

    @rule(who=PICK, words=WORDS, reason=st.sampled_from((None, *ReasonCode)))
    def refuse_her(self, who: int, words: str, reason: ReasonCode | None) -> None:
        """Refuse her on minutes of a board that never met."""
        deed = self.deed(self.actor(who))
        self.attempt(lambda: applications.take_up(self.session, self.application, deed=deed))
        about = [self.admitting(self.application, State.REFUSED)]
        decision_id = self.decide(deed.actor, Body.BOARD, self.members, about=about)
        refusal = Ruling(application_id=self.application, outcome=State.REFUSED, reason=reason, words=words)
        if decision_id is not None:
            self.attempt(lambda: admitting.rule(self.session, decision_id, [refusal], deed=deed))

    @precondition(lambda self: self.state_of(self.application) == State.REFUSED)
    @rule()
    def she_appeals(self) -> None:
        """Appeal, as she may whenever she was refused."""
        applications.appeal(self.session, self.application, deed=self.deed(Actor(person_id=self.applicant_id)))

    @precondition(lambda self: self.state_of(self.application) not in OPEN and self._may_apply_again())
    @rule()
    def she_applies_again(self) -> None:
        """Apply again, as she may once nobody has to do anything about her application."""
        self.application = self._applied()

    def _may_apply_again(self) -> bool:
        return queries.open_of(self.session, self.applicant_id) is None

    @invariant()
    def who_is_shut_out_knows_why(self) -> None:
        """Hold that every application that ended otherwise than by entry says why, in words."""
        last = steps.last(self.session, self.application)
        if last.to_state in (State.REFUSED, State.REFUSAL_STANDS):
            assert last.reason is not None, "refused without a reason"
        if last.to_state in (State.REFUSED, State.REFUSAL_STANDS, State.REFERRED_BACK, State.WITHDRAWN):
            assert last.words.strip(), "shut out without a word"


def shutting_out(town: Town, applicant_id: UUID) -> type[ShuttingOut]:
    """Return the machine that acts against somebody in a town."""
    return type("Mirror", (ShuttingOut,), {"town": town, "applicant_id": applicant_id})


@pytest.mark.invariant("INV-41", "INV-42")
def test_nobody_is_shut_out_without_a_reason_and_a_way_on(session: Session) -> None:
    town = built(session)
    told = Particulars(name="Ella Eligible", adult_confirmed_on=TODAY)
    ella = persons.enter(session, told, match_key=KEY, actor=Actor(person_id=town.members[0]), at=AT)

    run_state_machine_as_test(shutting_out(town, ella.id), settings=sequences(25, soaked=1_000, steps=6))

    assert queries.of_person(session, ella.id) == []
