"""A signature under an instrument that is denied or taken back does not count, and many are entered or none."""

import pytest
from sqlalchemy.orm import Session

from govern.core.actors import Actor, Deed, Role
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.motions.matters import Section
from govern.register.models import Membership
from govern.registrar import filings
from govern.statutory import courses, instruments, signatures
from govern.statutory import service as statutory
from govern.statutory.models import InstrumentSignature, SignatureStrike, StatutoryCourse, StatutoryFiling, Struck
from govern.statutory.rules import Capacity, Course, Stage
from govern.statutory.signature_refusals import (
    NoneEntered,
    NotTheirSignature,
    SignatureDeniedAlready,
    SignatureWasDenied,
    SignatureWasSent,
    SignatureWrongUnsaid,
)
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.raw import ensure_refused


@pytest.fixture
def instrument(session: Session, assembly: Assembly) -> StatutoryCourse:
    """An instrument of dissolution before anybody signed, of a society of six."""
    title = LocalText(en="Dissolve the society")
    return statutory.begin(session, Section.INSTRUMENT, assembly.chamber.deed(), title=title)


def numbers(session: Session, assembly: Assembly) -> list[int]:
    """Return the member numbers of the six."""
    found = {one.person_id: one.member_no for one in session.query(Membership)}
    return [found[one] for one in assembly.members]


def own(assembly: Assembly, which: int, *, days: int = 0) -> Deed:
    """Return the deed of a member, so many days later."""
    actor = Actor(person_id=assembly.members[which], roles=frozenset({Role.MEMBER}))
    return Deed(actor=actor, at=AT + days * A_DAY)


@pytest.mark.invariant("INV-40")
def test_a_signature_that_its_bearer_denies_does_not_count(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    instruments.sign_all(session, instrument.id, numbers(session, assembly)[:5], assembly.chamber.deed())
    enough = courses.facts(session, instrument, on=TODAY).next_stage

    signatures.deny(session, instrument.id, assembly.members[0], own(assembly, 0))

    assert (enough, courses.facts(session, instrument, on=TODAY).next_stage) == (Stage.DECLARATION, Stage.SIGNATURES)
    assert courses.signatures_missing(session, instrument, on=TODAY) == 1
    with pytest.raises(SignatureDeniedAlready, match="counts no longer"):
        signatures.deny(session, instrument.id, assembly.members[0], own(assembly, 0))


@pytest.mark.invariant("INV-40")
def test_nobody_denies_the_signature_of_another_but_an_officer_who_heard_it(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    instruments.sign_all(session, instrument.id, numbers(session, assembly)[:1], assembly.chamber.deed())
    signer = assembly.members[0]

    with pytest.raises(NotTheirSignature, match="Whoever is said to have signed says so themselves"):
        signatures.deny(session, instrument.id, signer, own(assembly, 1))
    with pytest.raises(NotFound):
        signatures.deny(session, instrument.id, assembly.members[1], own(assembly, 1))
    assert session.query(SignatureStrike).count() == 0
    signatures.deny(session, instrument.id, signer, assembly.chamber.deed(assembly.chamber.chair))
    assert courses.signatures(session, instrument.id) == []


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("days", [1, 2, 3])
def test_whoever_said_no_is_not_said_again_to_have_signed_that_instrument(
    session: Session, assembly: Assembly, instrument: StatutoryCourse, *, days: int
) -> None:
    instruments.sign_all(session, instrument.id, numbers(session, assembly)[:1], assembly.chamber.deed())
    signatures.deny(session, instrument.id, assembly.members[0], own(assembly, 0, days=2))
    deed = assembly.chamber.deed(at=AT + 3 * A_DAY, dated_on=TODAY + days * A_DAY)

    with pytest.raises(SignatureWasDenied, match="They said on Wednesday 3 June 2026 that they had not signed this"):
        instruments.sign(session, instrument.id, assembly.members[0], deed)
    assert courses.signatures(session, instrument.id) == []
    another = statutory.begin(session, Section.INSTRUMENT, deed, title=LocalText(en="Dissolve the society"))
    assert instruments.sign(session, another.id, assembly.members[0], assembly.chamber.deed(at=deed.at)).n == 1


def test_a_wrong_entry_is_taken_back_with_what_was_wrong_and_can_be_entered_again(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    number, clerk = numbers(session, assembly)[0], assembly.chamber.deed()
    instruments.sign_all(session, instrument.id, [number], clerk)
    with pytest.raises(SignatureWrongUnsaid, match="Say what was wrong"):
        signatures.take_back(session, instrument.id, assembly.members[0], clerk)

    deed = Deed(actor=clerk.actor, at=clerk.at, note="Number 1 was read for number 7.")
    signatures.take_back(session, instrument.id, assembly.members[0], deed)

    assert courses.signatures(session, instrument.id) == []
    with pytest.raises(SignatureDeniedAlready):
        signatures.take_back(session, instrument.id, assembly.members[0], deed)
    assert [one.n for one in instruments.sign_all(session, instrument.id, [number], clerk)] == [2]


def test_of_many_signatures_all_are_entered_or_none_and_each_fault_is_told(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    first, second, *_ = numbers(session, assembly)
    instruments.sign_all(session, instrument.id, [first], assembly.chamber.deed())

    with pytest.raises(NoneEntered) as refused:
        instruments.sign_all(session, instrument.id, [second, first, 999, second, 997], assembly.chamber.deed())

    told = str(refused.value)
    assert told.startswith("Nothing was entered, because of these numbers.")
    assert f"Member {first}: Their signature is on record, and counts once." in told
    assert "Members 997, 999: No member has such a number." in told
    assert told.count("999") == 1
    assert f"Member {second}: The number is in the list twice. Enter it once." in told
    assert len(courses.signatures(session, instrument.id)) == 1


def test_what_was_sent_is_not_taken_back_and_a_late_denial_undoes_nothing(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk = assembly.chamber.deed()
    instruments.sign_all(session, instrument.id, numbers(session, assembly)[:5], clerk)
    assert clerk.actor.person_id
    make.office(Role.SECRETARY, person_id=clerk.actor.person_id)
    declare_and_send(session, assembly, instrument, clerk)

    with pytest.raises(SignatureWasSent, match="sent to the registrar with this signature"):
        signatures.take_back(session, instrument.id, assembly.members[0], clerk)
    signatures.deny(session, instrument.id, assembly.members[0], own(assembly, 0))
    assert courses.facts(session, instrument, on=TODAY).next_stage is Stage.REGISTRATION


def declare_and_send(session: Session, assembly: Assembly, instrument: StatutoryCourse, clerk: Deed) -> None:
    """Let secretary and three members declare, and the instrument go to the registrar."""
    assert clerk.actor.person_id
    instruments.declare(session, instrument.id, clerk.actor.person_id, Capacity.SECRETARY, clerk)
    for member in assembly.members[:3]:
        instruments.declare(session, instrument.id, member, Capacity.MEMBER, clerk)
    papers = filings.Papers(sent_on=TODAY, secretary_id=clerk.actor.person_id)
    filings.file(session, instrument.id, papers, clerk)


def test_an_instrument_that_was_sent_waits_for_registration_whoever_joins_later() -> None:
    sent = Course(section=Section.INSTRUMENT, signed=3, members=40, filed=True)

    assert sent.next_stage is Stage.REGISTRATION


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_counts_no_hand_twice_and_none_against_its_bearers_word(
    session: Session, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    (signed,) = instruments.sign_all(session, instrument.id, numbers(session, assembly)[:1], assembly.chamber.deed())
    again = (
        "INSERT INTO instrument_signature (course_id, person_id, n, membership_id, signed_on, entered_by, entered_at)"
        " SELECT course_id, person_id, 2, membership_id, signed_on, entered_by, entered_at FROM instrument_signature"
    )
    ensure_refused(session, "member_signs_once", again)
    key = {"course_id": signed.course_id, "person_id": signed.person_id, "n": 1, "entered_by": signed.entered_by}
    for facts in ({"why": "taken_back", "reason": ""}, {"why": "denied", "reason": "Why?"}):
        with pytest.raises(Exception, match="signature_taken_back_says_why"), session.begin_nested():
            kept(session, SignatureStrike(struck_at=AT, **key, **facts))
    with pytest.raises(Exception, match="why_is_known"), session.begin_nested():
        kept(session, SignatureStrike(struck_at=AT, why="lost", reason="", **key))

    kept(session, SignatureStrike(struck_at=AT, why=Struck.DENIED, reason="", **key))

    ensure_refused(session, "denied_signature_is_not_entered_again", again)
    ensure_refused(session, "signature_strike_is_append_only", "UPDATE signature_strike SET why = 'taken_back'")
    ensure_refused(session, "signature_strike_is_append_only", "DELETE FROM signature_strike")
    assert session.query(InstrumentSignature).count() == 1


def test_the_database_takes_nothing_back_that_was_sent(
    session: Session, make: Make, assembly: Assembly, instrument: StatutoryCourse
) -> None:
    clerk = assembly.chamber.deed()
    instruments.sign_all(session, instrument.id, numbers(session, assembly)[:5], clerk)
    assert clerk.actor.person_id
    make.office(Role.SECRETARY, person_id=clerk.actor.person_id)
    declare_and_send(session, assembly, instrument, clerk)
    assert session.query(StatutoryFiling).count() == 1

    strike = (
        "INSERT INTO signature_strike (course_id, person_id, n, why, reason, entered_by, struck_at)"
        " SELECT course_id, person_id, n, 'taken_back', 'Wrong.', entered_by, entered_at FROM instrument_signature"
    )
    ensure_refused(session, "signature_that_was_sent_is_not_taken_back", strike)
