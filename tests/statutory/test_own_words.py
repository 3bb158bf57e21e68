"""One officer's word sinks no dissolution: whoever signed or declared can say so against what an officer entered."""

from collections.abc import Callable
from types import ModuleType

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts.refusals import LetterNotConfirmed
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.registrar import filings
from govern.statutory import courses, declarations, instruments, signatures
from govern.statutory import service as statutory
from govern.statutory.models import (
    DeclarationDenial,
    DeclarationUpheld,
    InstrumentSignature,
    SignatureStrike,
    StatutoryCourse,
    Struck,
)
from govern.statutory.refusals import NotThatFar
from govern.statutory.rules import Capacity
from govern.statutory.signature_refusals import (
    DeclarationDeniedAlready,
    DeclarationWasDenied,
    NothingToUphold,
    NotTheirDeclaration,
    NotTheirSignature,
    OwnWordStands,
    SignatureDeniedAlready,
    SignatureWasDenied,
)
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.raw import emptied, ensure_refused
from tests.statutory.test_instrument_signatures import own
from tests.statutory.test_instruments import complied

BOTH = [signatures, declarations]


@pytest.fixture
def instrument(session: Session, make: Make, assembly: Assembly) -> StatutoryCourse:
    """An instrument of five signatures of six and four declarations, as the secretary entered."""
    title = LocalText(en="Dissolve the society")
    made = statutory.begin(session, Section.INSTRUMENT, assembly.chamber.deed(), title=title)
    complied(make, assembly, made)
    return made


def by_chair(assembly: Assembly) -> Deed:
    """Return the deed of the chair, who says that somebody told them so."""
    return assembly.chamber.deed(assembly.chamber.chair)


def counting(session: Session, instrument: StatutoryCourse) -> tuple[int, int]:
    """Return how many signatures and how many declarations count."""
    declared = [one for one in declarations.of_course(session, instrument.id) if one.denial is None]
    return len(courses.signatures(session, instrument.id)), len(declared)


@pytest.mark.invariant("INV-40")
def test_nobody_denies_for_another_what_they_entered_themselves(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    secretary = assembly.chamber.secretary.person_id
    assert secretary is not None
    signatures.deny(session, instrument.id, assembly.members[0], by_chair(assembly))
    signatures.uphold(session, instrument.id, assembly.members[0], own(assembly, 0))
    before = counting(session, instrument)

    with pytest.raises(OwnWordStands, match="Only they can say that it is not"):
        declarations.deny(session, instrument.id, secretary, by_chair(assembly))
    with pytest.raises(OwnWordStands):
        signatures.deny(session, instrument.id, assembly.members[0], by_chair(assembly))
    wrong = Deed(actor=assembly.chamber.secretary, at=AT, note="It was another.")
    with pytest.raises(OwnWordStands):
        signatures.take_back(session, instrument.id, assembly.members[0], wrong)
    assert counting(session, instrument) == before


@pytest.mark.invariant("INV-40")
def test_whoever_signed_and_declared_says_so_against_an_officer_and_the_papers_go(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    before = counting(session, instrument)
    for which, member in enumerate(assembly.members[:3]):
        for room in BOTH:
            room.deny(session, instrument.id, member, by_chair(assembly))
            room.uphold(session, instrument.id, member, own(assembly, which, days=1))

    after, again = counting(session, instrument), signatures.last(session, instrument.id, assembly.members[0]).signature

    assert after == before
    assert (again.n, again.signed_on, again.entered_by) == (2, TODAY, assembly.members[0])
    assert all(one.denial is None for one in declarations.of_course(session, instrument.id))
    secretary = assembly.chamber.secretary.person_id
    assert secretary is not None
    papers = filings.Papers(sent_on=TODAY, secretary_id=secretary)
    assert filings.file(session, instrument.id, papers, assembly.chamber.deed()).sent_on == TODAY


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(
    ("room", "counted", "again"), [(signatures, 0, SignatureDeniedAlready), (declarations, 1, DeclarationDeniedAlready)]
)
def test_their_own_denial_stays_for_good_also_after_they_said_that_it_is_so(
    session: Session,
    assembly: Assembly,
    instrument: StatutoryCourse,
    room: ModuleType,
    counted: int,
    again: type[Exception],
) -> None:
    member, before = assembly.members[0], counting(session, instrument)[counted]
    room.deny(session, instrument.id, member, by_chair(assembly))
    room.uphold(session, instrument.id, member, own(assembly, 0))

    room.deny(session, instrument.id, member, own(assembly, 0, days=1))

    assert counting(session, instrument)[counted] == before - 1
    with pytest.raises(NothingToUphold, match="No officer entered that this is not so"):
        room.uphold(session, instrument.id, member, own(assembly, 0, days=1))
    with pytest.raises(again):
        room.deny(session, instrument.id, member, own(assembly, 0, days=1))


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(("room", "refusal"), [(signatures, NotTheirSignature), (declarations, NotTheirDeclaration)])
def test_nobody_says_for_another_that_it_is_so_nor_where_nothing_was_denied(
    session: Session, assembly: Assembly, instrument: StatutoryCourse, room: ModuleType, refusal: type[Exception]
) -> None:
    member = assembly.members[0]
    with pytest.raises(NothingToUphold):
        room.uphold(session, instrument.id, member, own(assembly, 0))
    room.deny(session, instrument.id, member, by_chair(assembly))

    for deed in (own(assembly, 1), assembly.chamber.deed()):
        with pytest.raises(refusal):
            room.uphold(session, instrument.id, member, deed)
    by_code = Actor(person_id=member, roles=frozenset({Role.MEMBER}), code="c" * 64)
    with pytest.raises(LetterNotConfirmed):
        room.uphold(session, instrument.id, member, Deed(actor=by_code, at=AT))
    assert session.query(DeclarationUpheld).count() == 0


def test_an_officer_enters_nothing_again_that_was_denied_and_is_told_who_can(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    member, clerk = assembly.members[0], assembly.chamber.deed()
    declarations.deny(session, instrument.id, member, by_chair(assembly))
    with pytest.raises(DeclarationWasDenied, match="let them say so in their own history"):
        instruments.declare(session, instrument.id, member, Capacity.MEMBER, clerk)
    signatures.deny(session, instrument.id, member, by_chair(assembly))
    with pytest.raises(SignatureWasDenied, match="let them say so in their own history"):
        instruments.sign(session, instrument.id, member, clerk)
    assert counting(session, instrument) == (4, 3)


def test_once_the_papers_went_nothing_is_set_in_force_again(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    secretary = assembly.chamber.secretary.person_id
    assert secretary is not None
    filings.file(session, instrument.id, filings.Papers(sent_on=TODAY, secretary_id=secretary), assembly.chamber.deed())

    for room in BOTH:
        room.deny(session, instrument.id, assembly.members[0], by_chair(assembly))
        with pytest.raises(NotThatFar):
            room.uphold(session, instrument.id, assembly.members[0], own(assembly, 0, days=1))


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_denies_for_nobody_what_is_their_own_word(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    secretary, chair = assembly.chamber.secretary.person_id, assembly.chamber.chair.person_id
    member, key = assembly.members[0], {"course_id": instrument.id, "denied_at": AT}
    signatures.deny(session, instrument.id, member, by_chair(assembly))
    refused = ensure_refused_by(session)
    again = {"course_id": instrument.id, "person_id": member, "n": 2, "signed_on": TODAY, "entered_at": AT}
    again["membership_id"] = signatures.last(session, instrument.id, member).signature.membership_id
    refused("denied_signature_is_not_entered_again", InstrumentSignature(entered_by=secretary, **again))
    kept(session, InstrumentSignature(entered_by=member, **again))
    strike = {"course_id": instrument.id, "person_id": member, "n": 2, "struck_at": AT}

    refused("own_declaration_is_denied_by_who_made_it", DeclarationDenial(person_id=secretary, entered_by=chair, **key))
    for why, reason in ((Struck.DENIED, ""), (Struck.TAKEN_BACK, "Wrong.")):
        row = SignatureStrike(why=why, reason=reason, entered_by=chair, **strike)
        refused("own_signature_is_struck_by_who_signed", row)
    kept(session, SignatureStrike(why=Struck.DENIED, reason="", entered_by=member, **strike))
    third = again | {"n": 3}
    refused("denied_signature_is_not_entered_again", InstrumentSignature(entered_by=member, **third))


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_sets_a_declaration_in_force_against_another_alone_and_once(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    member, other, chair = *assembly.members[:2], assembly.chamber.chair.person_id
    key, refused = {"course_id": instrument.id}, ensure_refused_by(session)

    refused("declaration_is_upheld_against_another", DeclarationUpheld(person_id=member, upheld_at=AT, **key))
    kept(session, DeclarationDenial(person_id=other, entered_by=other, denied_at=AT, **key))
    refused("declaration_is_upheld_against_another", DeclarationUpheld(person_id=other, upheld_at=AT, **key))
    kept(session, DeclarationDenial(person_id=member, entered_by=chair, denied_at=AT, **key))
    kept(session, DeclarationUpheld(person_id=member, upheld_at=AT + A_DAY, **key))
    by_clerk = DeclarationDenial(
        person_id=member, entered_by=assembly.chamber.secretary.person_id, denied_at=AT + A_DAY, **key
    )
    refused("own_declaration_is_denied_by_who_made_it", by_clerk)

    table = "declaration_upheld"
    ensure_refused(session, f"{table}_is_append_only", f"UPDATE {table} SET upheld_at = upheld_at")
    ensure_refused(session, r"\w+_is_append_only|FOREIGN KEY", emptied(session, table))


def ensure_refused_by(session: Session) -> Callable[[str, object], None]:
    """Return what holds the database to refusing a row in the name of a guard."""

    def refused(guard: str, row: object) -> None:
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, row)

    return refused


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize("is_upheld", [False, True])
def test_the_database_sends_papers_with_a_declaration_that_its_bearer_upheld(
    session: Session, assembly: Assembly, instrument: StatutoryCourse, *, is_upheld: bool
) -> None:
    declarations.deny(session, instrument.id, assembly.members[0], by_chair(assembly))
    if is_upheld:
        declarations.uphold(session, instrument.id, assembly.members[0], own(assembly, 0))
    sent = (
        "INSERT INTO statutory_filing (course_id, sent_on, secretary_id, entered_by, entered_at)"
        " SELECT course_id, made_on, entered_by, entered_by, entered_at FROM statutory_declaration"
        " WHERE capacity = 'secretary'"
    )

    if is_upheld:
        session.execute(text(sent))
    else:
        ensure_refused(session, "instrument_goes_with_its_declaration", sent)
