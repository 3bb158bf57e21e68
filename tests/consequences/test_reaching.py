"""What is sent to whoever is named counts as reaching them, but not at an address that only whoever named them wrote.

Else one secretary could write a made-up address down, name its member, and call the vote without them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.consequences import naming, reaching
from govern.core.actors import Actor, Role
from govern.interests.refusals import NotToldYet
from govern.interests.telling_models import UnsentNaming
from govern.motions.rules import Way
from govern.register import persons
from govern.register import queries as register
from govern.register.address_models import AddressHeard
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.makers.motions import in_question

WRITTEN_AT, NAMED_AT = AT + timedelta(minutes=1), AT + timedelta(minutes=2)


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    return assembled(gm_quorum=ONE_IS_ENOUGH)


@pytest.fixture
def hermit(make: Make, assembly: Assembly) -> UUID:
    """A member whom neither mail nor post reaches."""
    person = make.person(postal_address=None).id
    return make.membership(person_id=person, constituency_id=assembly.chamber.home.id).person_id


def written(session: Session, person_id: UUID, writer: Actor, **told: Any) -> None:
    """Let somebody write down where a person is reached."""
    known = register.person_on(session, person_id, on=TODAY)
    assert known is not None
    particulars = replace(persons.particulars_of(known), **told)
    facts: dict[str, Any] = {"valid_from": TODAY, "match_key": b"k" * 32, "actor": writer, "at": WRITTEN_AT}
    persons.correct(session, person_id, particulars, **facts)


def is_reached(session: Session, assembly: Assembly, person_id: UUID, *, by: Actor | None = None) -> bool:
    """Say whether what is sent reaches somebody whom the secretary names, or another."""
    return reaching.is_reached(session, person_id, assembly.chamber.deed(by, NAMED_AT))


@pytest.mark.invariant("INV-02", "INV-33")
def test_no_vote_is_called_without_whom_the_secretary_named_at_an_address_of_the_secretarys(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    chamber = assembly.chamber
    written(session, hermit, chamber.secretary, postal_address="1 Nowhere")
    motion = chamber.on_the_agenda(chamber.proposal(way=Way.BALLOT))

    naming.name_concern(session, motion.id, in_question(hermit), chamber.deed(at=NAMED_AT))

    assert session.query(UnsentNaming).count() == 1
    with pytest.raises(NotToldYet, match="only at an address for which nobody stands but whoever named them"):
        assembly.call(motion, at=AT + A_DAY * 5)


@pytest.mark.invariant("INV-02")
@pytest.mark.parametrize("told", [{"postal_address": "1 Nowhere"}, {"email": "made.up@example.org"}])
def test_an_address_that_the_namer_wrote_reaches_nobody_and_that_of_another_or_their_own_does(
    session: Session, make: Make, assembly: Assembly, hermit: UUID, told: dict[str, str]
) -> None:
    # A member can write another's address of mail.
    writer = Actor(person_id=assembly.members[4], roles=frozenset({Role.SECRETARY}))
    appointed = make.person().id
    make.office(Role.CHAIR, person_id=appointed, granted_by=writer.person_id)
    written(session, hermit, writer, **told)

    assert not is_reached(session, assembly, hermit, by=writer)
    assert not is_reached(session, assembly, hermit, by=Actor(person_id=appointed, roles=frozenset({Role.CHAIR})))
    assert is_reached(session, assembly, hermit, by=assembly.chamber.chair)


@pytest.mark.parametrize("told", [{"postal_address": "1 High Street"}, {"email": "own@example.org"}])
def test_an_address_that_somebody_gave_themselves_reaches_them(
    session: Session, assembly: Assembly, hermit: UUID, told: dict[str, str]
) -> None:
    written(session, hermit, assembly.chamber.own(hermit).actor, **told)

    assert is_reached(session, assembly, hermit)


def test_an_address_of_which_a_second_officer_heard_reaches_them(
    session: Session, make: Make, assembly: Assembly, hermit: UUID
) -> None:
    make.office(Role.CHAIR, person_id=assembly.chamber.chair.person_id)
    written(session, hermit, assembly.chamber.secretary, postal_address="1 High Street")
    known = register.person_on(session, hermit, on=TODAY)
    assert known is not None
    before = is_reached(session, assembly, hermit)

    heard = {"heard_by": assembly.chamber.chair.person_id, "heard_as": "chair", "heard_on": TODAY}
    kept(session, AddressHeard(version_id=known.id, heard_at=NAMED_AT, **heard))

    assert (before, is_reached(session, assembly, hermit)) == (False, True)


def test_the_first_address_on_record_of_somebody_reaches_them(session: Session, assembly: Assembly) -> None:
    assert is_reached(session, assembly, assembly.members[3])
