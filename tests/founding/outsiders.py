"""What every command of the outsiders shares: who they are, what they have made so far, and how they try."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import ClassVar, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy.exc import IntegrityError

from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed
from govern.core.errors import NotFound, Refusal
from tests.founding.town import Town
from tests.founding.truth import members_in_guise

Made = TypeVar("Made")
PICK = st.integers(0, 7)
BACK = st.sampled_from((0, 0, 0, 1, 30, 400))


class Outsiders(RuleBasedStateMachine):
    """Outsiders in every office, who act in any order, and loyal members who never say that it is so."""

    town: ClassVar[Town]

    def __init__(self) -> None:
        super().__init__()
        self.session = self.town.session
        self.session.expunge_all()
        self.before = self.session.begin_nested()
        self.at: datetime = self.town.begins_at
        self.outsiders = list(self.town.outsiders)
        self.members, self.memberships = self.town.members, self.town.memberships
        self.homes = deepcopy(self.town.homes)
        self.applications: list[UUID] = []
        self.decisions: list[UUID] = list(self.town.decisions)
        self.honest: list[UUID] = []
        self.bodies: list[UUID] = []
        self.connections: list[UUID] = []
        self.has_founded_again = False

    def teardown(self) -> None:
        """Leave the mutual as it was founded."""
        self.before.rollback()

    @invariant()
    def nobody_is_a_member_but_the_loyal(self) -> None:
        """Hold the founding rule."""
        guises = members_in_guise(self.session, [*self.members, *self.town.welcome], since=self.town.begins_at.date())
        assert not guises, guises[0]

    @rule(days=st.sampled_from((1, 20, 40, 400)))
    def time_passes(self, days: int) -> None:
        """Move the clock on."""
        self.at += timedelta(days=days)

    @property
    def today(self) -> date:
        """Return the mutual's own date."""
        return constitution.today(self.session, at=self.at)

    def actor(self, pick: int) -> Actor:
        """Return one of the outsiders, by one of their records."""
        return Actor(person_id=picked(self.outsiders, pick))

    def other_than(self, person_id: UUID) -> Actor:
        """Return an outsider who is somebody else, as far as the register knows."""
        return Actor(person_id=next(one for one in self.outsiders if one != person_id))

    def deed(self, actor: Actor) -> Deed:
        """Return that somebody does something now."""
        return Deed(actor=actor, at=self.at)

    def attempt(self, deed: Callable[[], Made]) -> Made | None:
        """Try something; what is refused leaves nothing."""
        try:
            with self.session.begin_nested():
                made = deed()
                self.session.flush()
                return made
        except (Refusal, NotFound, IntegrityError):
            self.session.expire_all()
            return None


def picked(among: Sequence[Made], pick: int) -> Made:
    """Return one of some things."""
    return among[pick % len(among)]
