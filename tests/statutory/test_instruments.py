"""An instrument of dissolution: who signs it, who declares that the Act was complied with, and when it is sent."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.registrar import filings
from govern.registrar.filings import Papers
from govern.statutory import courses, instruments
from govern.statutory import service as statutory
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import (
    DeclaredAlready,
    NotAMemberThen,
    NotOnThatDay,
    NotThatFar,
    NotTheSecretary,
    SignaturesMissing,
    SignedAlready,
)
from govern.statutory.rules import Capacity, Stage
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.tracked import Tracked


@pytest.fixture
def instrument(session: Session, assembly: Assembly) -> StatutoryCourse:
    """An instrument of dissolution before anybody signed, of a society of six."""
    title = LocalText(en="Dissolve the society")
    return statutory.begin(session, Section.INSTRUMENT, assembly.chamber.deed(), title=title)


def signed(assembly: Assembly, course: StatutoryCourse, *people: UUID) -> None:
    """Let some members sign."""
    for person_id in people:
        instruments.sign(assembly.session, course.id, person_id, assembly.chamber.deed())


def complied(make: Make, assembly: Assembly, course: StatutoryCourse) -> UUID:
    """Have five of six sign, and declare that the Act was complied with; return the secretary."""
    room, clerk = assembly.chamber, assembly.chamber.secretary.person_id
    assert clerk
    make.office(Role.SECRETARY, person_id=clerk)
    signed(assembly, course, *assembly.members[:5])
    instruments.declare(assembly.session, course.id, clerk, Capacity.SECRETARY, room.deed())
    for person_id in assembly.members[:3]:
        instruments.declare(assembly.session, course.id, person_id, Capacity.MEMBER, room.deed())
    return clerk


def test_an_instrument_is_sent_with_three_quarters_of_the_signatures_and_its_declaration(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    room, members = assembly.chamber, assembly.members
    clerk = room.secretary.person_id
    assert clerk
    make.office(Role.SECRETARY, person_id=clerk)
    signed(assembly, instrument, *members[:4])
    with pytest.raises(SignaturesMissing, match="1 signature is missing"):
        instruments.declare(session, instrument.id, clerk, Capacity.SECRETARY, room.deed())
    signed(assembly, instrument, members[4])
    with pytest.raises(NotTheSecretary):
        instruments.declare(session, instrument.id, members[0], Capacity.SECRETARY, room.deed())
    with pytest.raises(NotAMemberThen):
        instruments.declare(session, instrument.id, clerk, Capacity.MEMBER, room.deed())
    instruments.declare(session, instrument.id, clerk, Capacity.SECRETARY, room.deed())
    for person_id in members[:3]:
        instruments.declare(session, instrument.id, person_id, Capacity.MEMBER, room.deed())
    with pytest.raises(DeclaredAlready):
        instruments.declare(session, instrument.id, members[0], Capacity.MEMBER, room.deed())

    filing = filings.file(session, instrument.id, Papers(sent_on=TODAY, secretary_id=clerk), room.deed())

    assert filing.due_on is None
    assert courses.facts(session, instrument, on=TODAY).next_stage is Stage.REGISTRATION


def test_each_member_signs_once_and_nobody_else_does(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    signed(assembly, instrument, assembly.members[0])

    with pytest.raises(SignedAlready, match="counts once"):
        signed(assembly, instrument, assembly.members[0])
    with pytest.raises(NotAMemberThen, match="no member on Monday 1 June 2026"):
        signed(assembly, instrument, make.person().id)
    assert courses.signatures_missing(session, instrument, on=TODAY) == 4


@pytest.mark.parametrize(("leavers", "next_stage"), [(1, Stage.FILING), (2, Stage.FILING), (3, Stage.SIGNATURES)])
def test_the_signature_of_whoever_has_left_counts_no_more(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse, leavers: int, next_stage: Stage
) -> None:
    members, room, clerk = assembly.members, assembly.chamber, complied(make, assembly, instrument)
    for person_id in members[:leavers]:
        assembly.cease(person_id, on=TODAY + A_DAY)
    sent, later = Papers(sent_on=TODAY + A_DAY, secretary_id=clerk), room.deed(at=AT + A_DAY)

    told = courses.facts(session, instrument, on=TODAY + A_DAY)

    assert (told.signed, told.members, told.next_stage) == (5 - leavers, 6 - leavers, next_stage)
    if next_stage is Stage.FILING:
        assert filings.file(session, instrument.id, sent, later)
    else:
        with pytest.raises(NotThatFar, match="Signatures of the members"):
            filings.file(session, instrument.id, sent, later)


def test_whoever_leaves_after_an_instrument_was_sent_signed_it(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk = complied(make, assembly, instrument)
    for person_id in assembly.members[:3]:
        assembly.cease(person_id, on=TODAY + A_DAY)

    sent = Papers(sent_on=TODAY, secretary_id=clerk)
    filings.file(session, instrument.id, sent, assembly.chamber.deed(at=AT + A_DAY))

    told = courses.facts(session, instrument, on=TODAY + A_DAY)
    assert (told.signed, told.members, told.next_stage) == (5, 6, Stage.REGISTRATION)


@pytest.mark.parametrize(("later", "is_taken"), [(-1, False), (0, True), (3, True), (4, False)])
def test_an_instrument_is_signed_from_its_beginning_until_today(
    session: Session, assembly: Assembly, instrument: StatutoryCourse, *, later: int, is_taken: bool
) -> None:
    room, member = assembly.chamber, assembly.members[0]
    deed = room.deed(at=AT + 3 * A_DAY, dated_on=TODAY + later * A_DAY)

    if is_taken:
        instruments.sign(session, instrument.id, member, deed)
    else:
        with pytest.raises(NotOnThatDay) as refused:
            instruments.sign(session, instrument.id, member, deed)
        assert str(refused.value) == (
            "The instrument was begun on Monday 1 June 2026, and today is Thursday 4 June 2026. Enter a day from the"
            " one to the other."
        )

    assert len(courses.signed_by(session, instrument.id, on=TODAY + A_DAY * 3)) == is_taken


def test_a_resolution_is_voted_on_and_not_signed(session: Session, tracked: Tracked) -> None:
    with pytest.raises(NotThatFar):
        instruments.sign(session, tracked.course.id, tracked.assembly.members[0], tracked.room.deed())
