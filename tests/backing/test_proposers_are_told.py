"""Whoever proposes a motion hears when it has enough behind it and when it has lapsed, and reads it on their page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.backing import proposed
from govern.consequences import telling_proposers
from govern.constitution.rules import LegalForm
from govern.core.actors import CLOCKWORK, Deed
from govern.jobs.models import OutgoingMail
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import Backing, Deciders, State, Way
from tests.calendar import A_SECOND, AT
from tests.make import Make
from tests.makers.assembly import Assembly


@pytest.fixture
def company(assembled: Callable[..., Assembly]) -> Assembly:
    """A company, whose motions need a seconder and one supporter."""
    return assembled(legal_form=LegalForm.CLG, motion_supporters_min=1)


@pytest.fixture
def motion(make: Make, company: Assembly) -> Motion:
    """A written resolution of a member who has an e-mail address."""
    asha = make.person(email="asha@example.org")
    make.membership(person_id=asha.id, constituency_id=company.chamber.home.id)
    facts = {"proposer_id": asha.id, "deciders": Deciders.MEMBERS, "way": Way.WRITTEN}
    return company.chamber.submitted(company.chamber.proposal(**facts))


def letters(session: Session) -> list[str]:
    """Return what was written by e-mail."""
    return [one.body or "" for one in session.scalars(select(OutgoingMail))]


def second_and_support(session: Session, company: Assembly, motion: Motion) -> None:
    """Let one member second a motion, and another support it."""
    for part, person in zip((Backing.SECONDER, Backing.SUPPORTER), company.chamber.members[1:3], strict=True):
        telling_proposers.back(session, motion.id, person, part, company.chamber.own(person))


def test_with_the_last_name_that_the_rules_ask_for_its_proposer_is_written_to_once(
    session: Session, company: Assembly, motion: Motion
) -> None:
    second_and_support(session, company, motion)
    more = company.chamber.members[3]
    telling_proposers.back(session, motion.id, more, Backing.SUPPORTER, company.chamber.own(more))

    (letter,) = letters(session)
    assert "It has as many behind it as the rules ask for." in letter


def test_whoever_proposed_what_lapses_by_the_clock_is_written_to_and_reads_it_for_a_month(
    session: Session, company: Assembly, motion: Motion
) -> None:
    chamber, (proposer,) = company.chamber, [one.person_id for one in queries.backers(session, motion.id)]
    (before,) = proposed.of_person(session, proposer, at=AT)
    second_and_support(session, company, motion)
    service.admit(session, motion.id, chamber.deed())
    division = company.call(motion)
    late = division.closes_at + A_SECOND

    telling_proposers.lapse(session, division.id, Deed(actor=CLOCKWORK, at=late))

    assert before.standing is not None
    assert (before.state, before.standing.short_by) == (State.SUBMITTED, 1)
    assert "Too few agreed to it in time, so it has lapsed. It can be proposed again." in letters(session)[-1]
    (own,) = proposed.of_person(session, proposer, at=late)
    assert (own.motion, own.state, own.standing) == (motion, State.LAPSED, None)
    assert list(proposed.of_person(session, proposer, at=late + proposed.TOLD_FOR)) == []
