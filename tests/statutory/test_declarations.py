"""A declaration on an instrument of dissolution that is denied does not count, and another has to be made."""

import pytest
from sqlalchemy.orm import Session

from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.registrar import filings
from govern.statutory import courses, declarations, instruments
from govern.statutory import service as statutory
from govern.statutory.models import DeclarationDenial, StatutoryCourse
from govern.statutory.rules import Capacity, Stage
from govern.statutory.signature_refusals import DeclarationDeniedAlready, DeclarationWasDenied, NotTheirDeclaration
from tests.calendar import TODAY
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

    assert courses.declarations(session, signed.id) == []
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
