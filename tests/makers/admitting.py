"""A motion of the members on the admission of somebody, and officers who are concerned in it or free."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State as Stage
from govern.audit.models import JournalEntry
from govern.core.actors import Actor, Deed, Role
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.interests import concerns
from govern.interests.concerns import About
from govern.motions.models import Motion
from govern.motions.rules import Concern, Kind
from tests.makers.assembly import Assembly

NEWCOMER = LocalText(en="Amara Evans is admitted as a member.")


@dataclass
class Admission:
    """A motion of the members on the admission of one of the officers, or of somebody close to one."""

    assembly: Assembly
    motion: Motion
    asked: MembershipApplication

    @property
    def free(self) -> Deed:
        """Return a deed of the officer who is free."""
        return self.assembly.chamber.deed()

    @property
    def chair(self) -> Deed:
        """Return a deed of the chair, who is free."""
        return self.assembly.chamber.deed(self.assembly.chamber.chair)


def about(asked: MembershipApplication) -> About:
    """Return that a motion is about an applicant."""
    return About(person_id=asked.person_id, concern=Concern.APPLICANT, application_id=asked.id)


def applied(assembly: Assembly, applicant: UUID) -> MembershipApplication:
    """Let somebody ask to be admitted."""
    facts = {"person_id": applicant, "constituency_id": assembly.chamber.other.id}
    return assembly.make.application(state=Stage.UNDER_CHECK, **facts)


def admission(assembly: Assembly, applicant: UUID | None = None, *, by: int = 0) -> Admission:
    """Put to the members whether somebody is admitted: proposed by one of them, and another officer names whom."""
    asked = applied(assembly, applicant or assembly.make.person().id)
    proposal = assembly.chamber.proposal(kind=Kind.ADMISSION, text=NEWCOMER, proposer_id=assembly.members[by])
    motion = assembly.chamber.submitted(proposal)
    concerns.name_concern(assembly.session, motion.id, about(asked), assembly.chamber.deed(assembly.chamber.chair))
    return Admission(assembly, motion, asked)


def officer(assembly: Assembly, *roles: Role) -> Actor:
    """Return somebody who holds offices and has no part in any motion."""
    return Actor(person_id=assembly.make.person().id, roles=frozenset(roles))


def entries(session: Session) -> int:
    """Return how many entries the journal has."""
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def ensure_nothing_came_of(session: Session, refusal: type[Refusal], deed: Callable[[], object]) -> str:
    """Let a deed be refused, and nothing be stored; return what is said."""
    before = entries(session)
    with pytest.raises(refusal) as refused:
        deed()
    assert entries(session) == before
    return str(refused.value)
