"""What outsiders do with applications up to the decision, and after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from govern.accounts import service as accounts
from govern.admissions import applications, evidence, queries, service, steps
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import Channel, FactKind, Undertaking
from govern.register import persons
from govern.register.rules import PersonKind
from tests.calendar import LONG_BEFORE
from tests.founding.outsiders import BACK, PICK, Outsiders, picked
from tests.founding.town import KEY, particulars_now, particulars_of_outsider

FACTS = tuple(kind for kind in FactKind if kind.has_day)


class Applying(Outsiders):
    """They make themselves known, apply in every way, and check each other's applications."""

    @rule(who=PICK, number=PICK, kind=st.sampled_from(PersonKind))
    def have_a_second_record(self, who: int, number: int, kind: PersonKind) -> None:
        """Make one of them known once more, or a body of theirs."""
        told = replace(particulars_of_outsider(number), email=None, email_purposes=())
        made = self.attempt(
            lambda: persons.enter(self.session, told, kind=kind, match_key=KEY, actor=self.actor(who), at=self.at)
        )
        if made is not None and kind is PersonKind.HUMAN:
            self.outsiders.append(made.id)
        elif made is not None:
            self.bodies.append(made.id)

    @rule(who=PICK, whom=PICK)
    def open_an_account(self, who: int, whom: int) -> None:
        """Open an account for anybody, at the address on record, as the door does."""
        person_id = picked([*self.outsiders, *self.members], whom)
        email = particulars_now(self.session, person_id).email or ""
        self.attempt(
            lambda: accounts.open_account(
                self.session, person_id=person_id, email=email, actor=self.actor(who), at=self.at
            )
        )

    @rule(who=PICK, home=PICK)
    def apply_online(self, who: int, home: int) -> None:
        """Apply for oneself."""
        deed = self.deed(self.actor(who))

        def submitted() -> MembershipApplication:
            drafted = applications.draft(self.session, self._wanted(home), deed=deed)
            return applications.submit(self.session, drafted.id, deed=deed)

        self._keep(self.attempt(submitted))

    @rule(
        who=PICK, whom=PICK, home=PICK, back=BACK, channel=st.sampled_from((Channel.PAPER, Channel.IMPORT)),
        pays=st.booleans(),
    )  # fmt: skip
    def apply_on_paper(self, who: int, whom: int, home: int, back: int, channel: Channel, *, pays: bool) -> None:
        """Enter another's application, as if it had come long ago."""
        applicant = picked([*self.outsiders, *self.bodies], whom)
        undertaking: dict[str, Any] = {"undertaking": Undertaking.SHARE, "amount_pence": 100} if pays else {}
        self._keep(
            self.attempt(
                lambda: applications.enter_paper(
                    self.session,
                    applicant,
                    replace(self._wanted(home), **undertaking),
                    received_at=self.at - timedelta(days=back),
                    channel=channel,
                    deed=self.deed(self.actor(who)),
                )
            )
        )

    def _wanted(self, home: int) -> Wanted:
        constituency_id, part_id = picked(self.homes, home)
        return Wanted(constituency_id=constituency_id, sub_constituency_id=part_id)

    def _keep(self, application: MembershipApplication | None) -> None:
        if application is not None:
            self.applications.append(application.id)

    @precondition(lambda self: self.applications)
    @rule(who=PICK, which=PICK, kind=st.sampled_from(FACTS), sees=PICK)
    def state_and_verify(self, who: int, which: int, kind: FactKind, sees: int) -> None:
        """State that somebody qualifies since long ago, and have another outsider see the proof."""
        application = picked(self.applications, which)
        fact = Fact(kind=kind, kept_at="file 1", day=LONG_BEFORE)
        stated = self.attempt(lambda: evidence.state(self.session, application, fact, deed=self.deed(self.actor(who))))
        if stated is not None:
            self.attempt(lambda: evidence.verify(self.session, stated.id, deed=self.deed(self.actor(sees))))

    @precondition(lambda self: self.applications)
    @rule(who=PICK, which=PICK)
    def take_up(self, who: int, which: int) -> None:
        """Begin to check an application."""
        self._on(which, lambda one: applications.take_up(self.session, one, deed=self.deed(self.actor(who))))

    @precondition(lambda self: self.applications)
    @rule(who=PICK, which=PICK, whom=PICK, step=st.sampled_from(("refer", "answer", "recommend", "stand", "withdraw")))
    def go_about_it(self, who: int, which: int, whom: int, step: str) -> None:
        """Do what an officer does with an application that is checked; let a member stand back who would object."""
        session, deed = self.session, self.deed(self.actor(who))
        stands_back = picked([*self.members, *self.outsiders], whom)
        ways: dict[str, Callable[[UUID], object]] = {
            "refer": lambda one: applications.refer_back(session, one, "Show it.", deed=deed),
            "answer": lambda one: applications.answer(session, one, deed=deed),
            "recommend": lambda one: applications.recommend(session, one, "They fit.", is_for=True, deed=deed),
            "stand": lambda one: applications.stand_back(session, one, stands_back, deed=deed),
            "withdraw": lambda one: applications.withdraw(session, one, "By letter.", deed=deed),
        }
        self._on(which, ways[step])

    @precondition(lambda self: self.applications)
    @rule(who=PICK, which=PICK)
    def appeal(self, who: int, which: int) -> None:
        """Bring a refusal before the body that hears appeals."""
        self._on(which, lambda one: applications.appeal(self.session, one, deed=self.deed(self.actor(who))))

    @precondition(lambda self: self.applications)
    @rule(who=PICK, which=PICK)
    def give_and_enter(self, who: int, which: int) -> None:
        """Give the share, and enter whoever was admitted."""
        application = picked(self.applications, which)
        deed = self.deed(self.actor(who))
        self.attempt(lambda: service.give(self.session, application, given_on=self.today, deed=deed))
        self.attempt(lambda: service.enter(self.session, application, actor=deed.actor, at=self.at))

    def _on(self, which: int, step: Callable[[UUID], object]) -> None:
        application = picked(self.applications, which)
        self.attempt(lambda: step(application))

    def applicant(self, application_id: UUID) -> UUID:
        """Return whose an application is."""
        return queries.find(self.session, application_id).person_id

    def state_of(self, application_id: UUID) -> str:
        """Return where an application is."""
        return steps.state(self.session, application_id).value
