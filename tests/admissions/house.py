"""A small mutual in which applications are made, checked, decided and entered."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.admissions import applications, evidence, queries, ruling, steps
from govern.admissions.applications import Wanted
from govern.admissions.models import AdmissionRuling, ApplicationEvidence, MembershipApplication
from govern.admissions.rules import ReasonCode, State
from govern.admissions.ruling import Bench, Ruling
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.models import Decision, DecisionConfirmation, DecisionParticipant
from govern.constitution.rules import Body, Participant, Subject, Third, Vote
from govern.core.actors import Actor, Deed, Role
from govern.core.errors import Refusal
from govern.register import bodies
from govern.register.bodies import Appointed
from tests.calendar import AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers.constitution import admission_of, refusal_of

WHY = "The contract of employment ended in March."


class House:
    """Its people, and short ways to what they do."""

    def __init__(self, session: Session, make: Make, **parameters: Any) -> None:
        self.session, self.make = session, make
        make.mutual()
        make.rules(**parameters)
        self.workforce = make.constituency(code="workforce", third=Third.WORKFORCE, precedence=1)
        self.users = make.constituency(code="service_user", third=Third.SERVICE_USERS, precedence=2)
        self.directors = [make.person(name=f"Director {letter}").id for letter in "ABC"]
        # Director A is none: the authority's directors need not be members.
        for director in self.directors[1:]:
            make.membership(person_id=director, constituency_id=self.workforce.id)
        self.secretary = Actor(person_id=make.person(name="Sam Secretary").id, roles=frozenset({Role.SECRETARY}))
        self.chair = Actor(person_id=make.person(name="Cath Chair").id, roles=frozenset({Role.CHAIR}))

    def deed(self, actor: Actor | None = None, at: datetime = AT) -> Deed:
        """Return a deed of the secretary, or of somebody else."""
        return Deed(actor=actor or self.secretary, at=at)

    def applied(
        self, person_id: UUID | None = None, *, at: datetime = AT, home: UUID | None = None
    ) -> MembershipApplication:
        """Enter an application that came on paper."""
        return applications.enter_paper(
            self.session,
            person_id or self.make.person().id,
            Wanted(constituency_id=home or self.workforce.id),
            received_at=at,
            deed=self.deed(at=at),
        )

    def checked(self, person_id: UUID | None = None, **facts: Any) -> MembershipApplication:
        """Enter an application and begin to check it."""
        application = self.applied(person_id, **facts)
        applications.take_up(self.session, application.id, deed=self.deed(at=facts.get("at", AT)))
        return application

    def seen(self, stated: ApplicationEvidence) -> None:
        """Have the chair look at the proof of a fact that the secretary stated."""
        evidence.verify(self.session, stated.id, deed=self.deed(self.chair))

    def decided(
        self,
        parts: Iterable[Participant] | None = None,
        *,
        body: Body = Body.BOARD,
        on: date = TODAY,
        confirmed_by: Iterable[UUID] | None = None,
        about: Iterable[Subject] | None = None,
    ) -> Decision:
        """Enter a decision; if nothing is said, all directors were for it, and all say that it is so.

        :param about: whom it is about; if nothing is said, it admits every application that waits for a decision.
        """
        named = self.waiting() if about is None else list(about)
        decision = self.make.decision(body=body, decided_on=on, entered_by=self.secretary.person_id, about=named)
        told = all_for(self.directors) if parts is None else list(parts)
        self.session.add_all(DecisionParticipant(decision_id=decision.id, **vars(one)) for one in told)
        self.session.flush()
        for one in [one.person_id for one in told] if confirmed_by is None else confirmed_by:
            self.session.add(DecisionConfirmation(decision_id=decision.id, person_id=one, is_so=True, confirmed_at=AT))
        self.session.flush()
        return decision

    def waiting(self) -> list[Subject]:
        """Return that every application that waits for a decision is admitted."""
        lines = queries.queue(self.session, State.UNDER_CHECK, State.APPEALED)
        return [admission_of(queries.find(self.session, line.application_id)) for line in lines]

    def of_body(self, body: Body, *people: UUID) -> list[UUID]:
        """Have a general meeting of long ago appoint members to a committee or a panel, and return them."""
        meeting = self.make.decision(body=Body.GENERAL_MEETING, decided_on=LONG_BEFORE)
        for person_id in people:
            appointed = Appointed(body=body, person_id=person_id, decision_id=meeting.id, from_on=TODAY)
            bodies.appoint(self.session, appointed, actor=self.secretary, at=AT)
        return list(people)

    def confirmed(self, decision: Decision, *people: UUID, is_so: bool = True) -> Decision:
        """Let people whom a decision names say whether it is so; if nobody is said, everybody who took part."""
        named = constitution.participants(self.session, decision.id)
        for one in people or [part.person_id for part in named if part.took_part]:
            confirmations.confirm(self.session, decision.id, is_so=is_so, actor=Actor(person_id=one), at=AT)
        return decision

    def rule(
        self, decision: Decision, *rulings: Ruling, bench: Bench | None = None, at: datetime = AT
    ) -> Sequence[AdmissionRuling]:
        """Apply a decision."""
        deed = self.deed(at=at)
        return ruling.rule(self.session, decision.id, rulings, bench=bench or Bench(), deed=deed)

    def admitted(self, person_id: UUID | None = None, **facts: Any) -> MembershipApplication:
        """Have an application admitted by all directors."""
        application = self.checked(person_id, **facts)
        self.rule(self.decided(), admits(application))
        return application

    def refused(self) -> MembershipApplication:
        """Have an application refused by all directors."""
        application = self.checked()
        self.rule(self.decided(about=[refusal_of(application)]), refuses(application))
        return application

    def state(self, application: MembershipApplication) -> State:
        """Return where an application is."""
        return steps.state(self.session, application.id)


def all_for(people: Iterable[UUID]) -> list[Participant]:
    """Return that all were for it."""
    return [Participant(person_id=one, vote=Vote.FOR) for one in people]


def admits(application: MembershipApplication) -> Ruling:
    """Return that an application is admitted."""
    return Ruling(application_id=application.id, outcome=State.ADMITTED)


def refuses(application: MembershipApplication, **facts: Any) -> Ruling:
    """Return that an application is refused, with its reason."""
    usual: dict[str, Any] = {"reason": ReasonCode.DOES_NOT_QUALIFY, "words": WHY}
    return Ruling(application_id=application.id, outcome=State.REFUSED, **usual | facts)


def rulings(session: Session) -> int:
    """Return how many rulings are stored."""
    return session.scalar(select(func.count()).select_from(AdmissionRuling)) or 0


def ensure_not_ruled(house: House, refusal: type[Refusal], sentence: str, deed: Any) -> None:
    """Hold a ruling to being refused in these words, and to leaving nothing behind."""
    before = rulings(house.session)
    with pytest.raises(refusal, match=sentence):
        deed()
    assert rulings(house.session) == before
