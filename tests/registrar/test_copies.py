"""The copy of a statutory resolution bears the hands of its chair and of the secretary, each their own."""

from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.core.actors import Actor, Deed, Role
from govern.interests.standing_back_refusals import OfficerStandsBack
from govern.motions.models import MotionConcern
from govern.motions.rules import Concern
from govern.registrar import copies as registrar_copies
from govern.registrar import filings
from govern.registrar.filings import Papers
from govern.resolutions import extracts
from govern.resolutions.models import ExtractCountersignature, ResolutionExtract
from govern.resolutions.refusals import CopyNotGenuine, CopyNotSigned, CountersignedAlready, NoCountersignature
from govern.statutory import courses
from govern.statutory.models import StatutoryFiling
from govern.statutory.refusals import NotTheSecretary, OneHandForTwo, SentTooEarly
from tests.calendar import A_DAY
from tests.make import Make
from tests.makers import kept
from tests.makers.tracked import FIRST_ON, KEY, LATEST, Tracked, at
from tests.raw import ensure_refused, unguard


@pytest.fixture
def confirmed(make: Make, tracked: Tracked) -> Tracked:
    """A conversion that two meetings carried, with chair and secretary in office."""
    assert tracked.room.chair.person_id
    assert tracked.room.secretary.person_id
    make.office(Role.CHAIR, person_id=tracked.room.chair.person_id)
    make.office(Role.SECRETARY, person_id=tracked.room.secretary.person_id)
    tracked.confirmed()
    return tracked


def division_of(tracked: Tracked, *, is_confirming: bool = True) -> UUID:
    """Return the vote of one of the two meetings."""
    outcome = courses.outcome_of(tracked.session, tracked.course, is_confirming=is_confirming)
    assert outcome is not None
    return outcome.division_id


def signed(tracked: Tracked, by: Actor | None = None, *, is_confirming: bool = True) -> ResolutionExtract:
    """Let the chair sign what the register says of a vote."""
    actor, division_id = by or tracked.room.chair, division_of(tracked, is_confirming=is_confirming)
    assert actor.person_id
    section = registrar_copies.section_of(tracked.session, division_id, actor.person_id)
    deed = Deed(actor=actor, at=at(LATEST) + timedelta(hours=6))
    return extracts.sign(tracked.session, division_id, deed, key=KEY, section=section)


def countersign(tracked: Tracked, extract: ResolutionExtract, by: Actor | None = None) -> ExtractCountersignature:
    """Let somebody countersign."""
    deed = Deed(actor=by or tracked.room.secretary, at=at(LATEST) + timedelta(hours=7))
    return registrar_copies.countersign(tracked.session, extract, deed, key=KEY)


def test_chair_and_secretary_each_put_their_hand_to_the_copy(session: Session, confirmed: Tracked) -> None:
    copy = signed(confirmed)

    hand = countersign(confirmed, copy)

    assert copy.content["section"] == "113"
    first = copy.content["first_meeting"]
    assert (first["held_on"], "of 6" in first["working"]) == (str(FIRST_ON), True), first
    assert first["rule"] == "Society: conversion or transfer to a company, first meeting"
    assert list(registrar_copies.of_course(session, confirmed.course)) == [copy]
    assert (copy.signed_by, hand.signed_by) == (confirmed.room.chair.person_id, confirmed.room.secretary.person_id)
    assert registrar_copies.is_genuine(hand, copy, KEY.public_key())
    other = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    assert not registrar_copies.is_genuine(hand, copy, other.public_key())
    with pytest.raises(CountersignedAlready, match="This copy is countersigned"):
        countersign(confirmed, copy)


def test_only_what_its_own_chair_signed_of_the_second_meeting_is_the_copy(
    session: Session, make: Make, confirmed: Tracked
) -> None:
    other = Actor(person_id=make.person().id, roles=frozenset({Role.CHAIR}))

    for extract in (signed(confirmed, other), signed(confirmed, is_confirming=False)):
        assert not {"section", "first_meeting"} & set(extract.content)
        with pytest.raises(NoCountersignature, match="no copy for the registrar"):
            countersign(confirmed, extract)
    assert session.query(ExtractCountersignature).count() == 0


def test_nobody_countersigns_their_own_signature_and_only_the_secretary_does(
    session: Session, make: Make, confirmed: Tracked
) -> None:
    copy = signed(confirmed)

    with pytest.raises(OneHandForTwo):
        countersign(confirmed, copy, confirmed.room.chair)
    with pytest.raises(NotTheSecretary):
        countersign(confirmed, copy, Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY})))
    assert session.query(ExtractCountersignature).count() == 0


@pytest.mark.invariant("INV-38")
def test_a_secretary_whom_the_motion_is_about_countersigns_nothing_and_it_waits_for_another(
    session: Session, make: Make, confirmed: Tracked
) -> None:
    copy, secretary = signed(confirmed), confirmed.room.secretary.person_id
    deputy = make.person().id
    make.office(Role.SECRETARY, person_id=deputy)
    unguard(session, "motion_concern")
    made = {"motion_id": confirmed.motion.id, "person_id": secretary, "concern": Concern.IN_QUESTION}
    kept(session, MotionConcern(**made, named_by=deputy, named_at=at(LATEST)))

    with pytest.raises(OfficerStandsBack):
        countersign(confirmed, copy)
    waits = registrar_copies.half_signed(session, on=LATEST)
    countersign(confirmed, copy, Actor(person_id=deputy, roles=frozenset({Role.SECRETARY})))

    assert waits == [(confirmed.course, copy)]
    assert registrar_copies.half_signed(session, on=LATEST) == []


def test_what_is_not_what_was_signed_is_not_countersigned(session: Session, confirmed: Tracked) -> None:
    copy = signed(confirmed)
    unguard(session, "resolution_extract")
    copy.content = dict(copy.content) | {"working": "Carried by all."}
    session.flush()

    with pytest.raises(CopyNotGenuine, match="not what the chair signed"):
        countersign(confirmed, copy)
    assert session.query(ExtractCountersignature).count() == 0


def test_the_database_takes_two_hands_of_two_people_in_their_offices(
    session: Session, make: Make, confirmed: Tracked
) -> None:
    copy = signed(confirmed)
    facts = {"extract_id": copy.id, "content": {}, "digest": "0" * 64, "signature": "0" * 128, "signed_at": at(LATEST)}
    chair, secretary = confirmed.room.chair.person_id, confirmed.room.secretary.person_id
    tried = {
        "copy_is_countersigned_by_a_secretary": facts | {"signed_by": make.person().id},
        "copy_is_countersigned_by_another": facts | {"signed_by": chair},
        "digest_is_sha256_hex": facts | {"signed_by": secretary, "digest": "0"},
        "signature_is_ed25519_hex": facts | {"signed_by": secretary, "signature": "0"},
    }

    for guard, row in tried.items():
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, ExtractCountersignature(**row))
        if guard == "copy_is_countersigned_by_a_secretary":
            unguard(session, "extract_countersignature", guard)
    countersign(confirmed, copy)
    table = "extract_countersignature"
    for change in (f"UPDATE {table} SET signature = digest", f"DELETE FROM {table}"):
        ensure_refused(session, f"{table}_is_append_only", change)


def test_the_database_takes_papers_that_the_chair_of_the_second_meeting_signed(
    session: Session, make: Make, confirmed: Tracked
) -> None:
    secretary = confirmed.room.secretary.person_id
    facts = {"course_id": confirmed.course.id, "sent_on": LATEST, "secretary_id": secretary, "entered_by": secretary}
    facts |= {"entered_at": at(LATEST), "is_signed_on_paper": True}

    with pytest.raises(IntegrityError, match="copy_is_signed_by_who_was_in_the_chair"), session.begin_nested():
        kept(session, StatutoryFiling(chair_id=make.person().id, **facts))
    kept(session, StatutoryFiling(chair_id=confirmed.room.chair.person_id, **facts))


@pytest.mark.parametrize("said", [None, False])
def test_the_database_takes_no_papers_whose_copy_bears_no_two_hands(
    session: Session, confirmed: Tracked, *, said: bool | None
) -> None:
    chair, secretary = confirmed.room.chair.person_id, confirmed.room.secretary.person_id
    facts = {"course_id": confirmed.course.id, "sent_on": LATEST, "secretary_id": secretary, "entered_by": secretary}
    facts |= {"chair_id": chair, "entered_at": at(LATEST), "is_signed_on_paper": said}
    copy = signed(confirmed)

    with pytest.raises(IntegrityError, match="sent_copy_bears_both_hands"), session.begin_nested():
        kept(session, StatutoryFiling(**facts))
    countersign(confirmed, copy)
    kept(session, StatutoryFiling(**facts))


def papers(tracked: Tracked, *, is_signed_on_paper: bool = False) -> Papers:
    """Return papers of the day of the second meeting, by who was in its chair and the secretary."""
    chair, secretary = tracked.room.chair.person_id, tracked.room.secretary.person_id
    assert secretary
    return Papers(sent_on=LATEST, chair_id=chair, secretary_id=secretary, is_signed_on_paper=is_signed_on_paper)


@pytest.mark.parametrize("is_said", [True, False])
def test_no_papers_are_sent_while_the_copy_can_be_signed_here_and_bears_one_hand(
    session: Session, confirmed: Tracked, *, is_said: bool
) -> None:
    signed(confirmed)
    deed = Deed(actor=confirmed.room.secretary, at=at(LATEST) + timedelta(hours=8))

    with pytest.raises(CopyNotSigned, match="is not signed by both yet"):
        filings.ensure_may_be_filed(session, confirmed.course, deed)
    with pytest.raises(CopyNotSigned):
        filings.file(session, confirmed.course.id, papers(confirmed, is_signed_on_paper=is_said), deed)
    assert courses.filing(session, confirmed.course.id) is None
    countersign(confirmed, registrar_copies.of_course(session, confirmed.course)[0])
    filing = filings.file(session, confirmed.course.id, papers(confirmed), deed)
    assert filing.is_signed_on_paper is False


def test_a_copy_is_sent_on_no_day_before_it_was_countersigned(session: Session, confirmed: Tracked) -> None:
    confirmed.copied(LATEST + A_DAY)

    with pytest.raises(SentTooEarly):
        filings.file(session, confirmed.course.id, papers(confirmed), confirmed.deed(LATEST + A_DAY))
    assert courses.filing(session, confirmed.course.id) is None


def test_where_the_chair_left_the_office_the_secretary_says_that_both_signed_on_paper(
    session: Session, make: Make, tracked: Tracked
) -> None:
    assert tracked.room.secretary.person_id
    make.office(Role.SECRETARY, person_id=tracked.room.secretary.person_id)
    tracked.confirmed()
    filings.ensure_may_be_filed(session, tracked.course, tracked.deed(LATEST))

    with pytest.raises(CopyNotSigned):
        filings.file(session, tracked.course.id, papers(tracked), tracked.deed(LATEST))
    filing = filings.file(session, tracked.course.id, papers(tracked, is_signed_on_paper=True), tracked.deed(LATEST))
    assert filing.is_signed_on_paper is True
