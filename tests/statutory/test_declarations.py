"""A declaration on an instrument of dissolution that is denied does not count, and another has to be made."""

import pytest
from sqlalchemy.orm import Session

from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.registrar import filings
from govern.statutory import courses, declarations, instruments, signatures
from govern.statutory import service as statutory
from govern.statutory.models import DeclarationDenial, StatutoryCourse
from govern.statutory.refusals import DeclaredAlready
from govern.statutory.rules import Capacity, Stage
from govern.statutory.signature_refusals import (
    DeclarationDeniedAlready,
    DeclarationWasDenied,
    DeclaredTooEarly,
    NotTheirDeclaration,
)
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.statutory.test_instrument_signatures import own
from tests.statutory.test_instruments import complied


@pytest.fixture
def instrument(session: Session, assembly: Assembly) -> StatutoryCourse:
    """An instrument of dissolution before anybody signed, of a society of six."""
    title = LocalText(en="Dissolve the society")
    return statutory.begin(session, Section.INSTRUMENT, assembly.chamber.deed(), title=title)


@pytest.fixture
def signed(session: Session, assembly: Assembly, instrument: StatutoryCourse) -> StatutoryCourse:
    """The same once all six signed, and one of them is entered as having declared."""
    clerk = assembly.chamber.deed()
    for person_id in assembly.members:
        instruments.sign(session, instrument.id, person_id, clerk)
    instruments.declare(session, instrument.id, assembly.members[0], Capacity.MEMBER, clerk)
    return instrument


@pytest.mark.invariant("INV-40")
def test_a_declaration_that_is_denied_does_not_count_and_is_not_entered_again(
    session: Session, assembly: Assembly, signed: StatutoryCourse
) -> None:
    declarations.deny(session, signed.id, assembly.members[0], own(assembly, 0, days=1))

    assert courses.declarations(session, signed, on=TODAY) == []
    assert courses.facts(session, signed, on=TODAY).declared_by_members == 0
    with pytest.raises(DeclarationDeniedAlready, match="counts no longer"):
        declarations.deny(session, signed.id, assembly.members[0], own(assembly, 0))
    with pytest.raises(DeclarationWasDenied, match="Let somebody else declare it"):
        instruments.declare(session, signed.id, assembly.members[0], Capacity.MEMBER, assembly.chamber.deed())


@pytest.mark.invariant("INV-40")
def test_nobody_denies_the_declaration_of_another_but_an_officer_who_heard_it(
    session: Session, assembly: Assembly, signed: StatutoryCourse
) -> None:
    declarer, other = assembly.members[:2]

    with pytest.raises(NotTheirDeclaration, match="Whoever is said to have declared says so themselves"):
        declarations.deny(session, signed.id, declarer, own(assembly, 1))
    with pytest.raises(NotFound):
        declarations.deny(session, signed.id, other, own(assembly, 1))
    assert session.query(DeclarationDenial).count() == 0
    declarations.deny(session, signed.id, declarer, assembly.chamber.deed(assembly.chamber.chair))

    assert [one.denial is not None for one in declarations.of_course(session, signed.id)] == [True]


def test_before_the_papers_go_another_declares_and_after_it_a_denial_undoes_nothing(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk = complied(make, assembly, instrument)
    first, second, _third, fourth = assembly.members[:4]

    declarations.deny(session, instrument.id, first, own(assembly, 0))
    missing = courses.facts(session, instrument, on=TODAY).next_stage
    instruments.declare(session, instrument.id, fourth, Capacity.MEMBER, assembly.chamber.deed())
    papers = filings.Papers(sent_on=TODAY, secretary_id=clerk)
    filings.file(session, instrument.id, papers, assembly.chamber.deed())
    declarations.deny(session, instrument.id, second, own(assembly, 1))

    assert missing is Stage.DECLARATION
    assert courses.facts(session, instrument, on=TODAY).next_stage is Stage.REGISTRATION


@pytest.mark.parametrize(("days", "is_taken"), [(2, False), (3, True), (4, True)])
def test_a_declaration_of_before_three_quarters_had_signed_counts_for_nothing_and_is_made_again(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse, *, days: int, is_taken: bool
) -> None:
    clerk, last = complied(make, assembly, instrument), assembly.members[5]
    signatures.deny(session, instrument.id, assembly.members[4], own(assembly, 4))
    instruments.sign(session, instrument.id, last, assembly.chamber.deed(at=AT + 3 * A_DAY))
    later, on = assembly.chamber.deed(at=AT + 4 * A_DAY, dated_on=TODAY + days * A_DAY), TODAY + 4 * A_DAY
    hands = [(clerk, Capacity.SECRETARY), *((one, Capacity.MEMBER) for one in assembly.members[:3])]
    assert courses.facts(session, instrument, on=on).next_stage is Stage.DECLARATION

    for person_id, capacity in hands:
        if is_taken:
            instruments.declare(session, instrument.id, person_id, capacity, later)
        else:
            with pytest.raises(DeclaredTooEarly, match="approved on Thursday 4 June 2026, and that the Act"):
                instruments.declare(session, instrument.id, person_id, capacity, later)

    assert len(courses.declarations(session, instrument, on=on)) == 4 * is_taken
    if is_taken:
        with pytest.raises(DeclaredAlready):
            instruments.declare(session, instrument.id, *hands[0], later)
        filings.file(session, instrument.id, filings.Papers(sent_on=on, secretary_id=clerk), later)


def test_whoever_declared_too_early_declares_again_as_what_they_were(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk, room = complied(make, assembly, instrument), assembly.chamber
    signatures.deny(session, instrument.id, assembly.members[4], own(assembly, 4))
    instruments.sign(session, instrument.id, assembly.members[5], room.deed(at=AT + A_DAY))

    with pytest.raises(DeclaredAlready, match="The secretary and three others have to make it"):
        instruments.declare(session, instrument.id, clerk, Capacity.MEMBER, room.deed(at=AT + A_DAY))
    assert courses.declarations(session, instrument, on=TODAY + A_DAY) == []
