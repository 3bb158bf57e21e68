"""What the database refuses of a statutory resolution, each by its name."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.core.languages import LocalText
from govern.motions import matters
from govern.motions.matters import Section
from govern.motions.rules import Kind, State
from govern.statutory.models import (
    DeclarationDenial,
    InstrumentSignature,
    RepeatedDeclaration,
    SignatureStrike,
    StatutoryCourse,
    StatutoryDeclaration,
    StatutoryFiling,
    StatutoryNotice,
    StatutoryRegistration,
    Struck,
)
from govern.statutory.rules import Capacity
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers import kept, registrations, resolutions
from tests.makers.motions import PROPOSED_ON
from tests.raw import emptied, ensure_refused, unguard

LATER = TODAY + timedelta(30)


@pytest.fixture
def by(make: Make) -> UUID:
    """Whoever enters it, in a mutual with rules."""
    make.mutual()
    make.rules()
    return make.person().id


def keep(session: Session, guard: str, row: Any) -> None:
    """Hold the database to refusing a row in the name of `guard`."""
    with pytest.raises(IntegrityError, match=guard), session.begin_nested():
        kept(session, row)


def course(session: Session, by: UUID, section: Section, *states: State) -> StatutoryCourse:
    """Make a course whose motion went through these steps after it was put."""
    motion_id = None
    if section.has_two_meetings:
        matter = matters.OF_A_SECTION[section]
        motion = resolutions.motion(session, kind=Kind.SPECIAL, matter=matter, majority="ccbsa-113-first")
        motion_id = motion.id
        for state in states:
            resolutions.step(session, motion.id, state)
    facts = {"section": section, "motion_id": motion_id, "title": LocalText(en="Convert")}
    return kept(session, StatutoryCourse(begun_by=by, begun_at=AT, **facts))


def notice(made: StatutoryCourse, by: UUID, meeting: int, meeting_on: date, **facts: Any) -> StatutoryNotice:
    """Return the row of a notice given today; the second meeting can be held from day 14 to day 30."""
    usual: dict[str, Any] = {"earliest_on": None, "latest_on": None, "given_on": TODAY, "entered_at": AT}
    usual |= {"given": "otherwise", "told": "By post.", "place": "The town hall.", "clear_days": 1}
    usual["counts_from"] = max(facts.get("given_on", TODAY), TODAY)
    if meeting == 2:
        usual |= {"earliest_on": TODAY + timedelta(14), "latest_on": LATER}
    key = {"course_id": made.id, "meeting": meeting, "n": 1}
    return StatutoryNotice(meeting_on=meeting_on, entered_by=by, **key, **usual | facts)


def filing(made: StatutoryCourse, by: UUID, chair: UUID | None) -> StatutoryFiling:
    """Return the row of papers sent today."""
    return StatutoryFiling(
        course_id=made.id,
        sent_on=TODAY,
        chair_id=chair,
        secretary_id=by,
        is_signed_on_paper=True,
        entered_by=by,
        entered_at=AT,
    )


def test_a_resolution_is_moved_and_an_instrument_is_signed(session: Session, make: Make, by: UUID) -> None:
    moved = course(session, by, Section.CONVERSION)
    facts = {"title": LocalText(en="End"), "begun_by": by, "begun_at": AT}
    member = make.membership()

    keep(session, "instrument_is_signed_and_not_moved", StatutoryCourse(section=Section.DORMANT, **facts))
    signature = {"course_id": moved.id, "person_id": member.person_id, "membership_id": member.id}
    signed = InstrumentSignature(signed_on=TODAY, entered_by=by, entered_at=AT, **signature)
    keep(session, "only_an_instrument_is_signed", signed)


def test_nothing_bears_the_day_of_a_hand_to_come(session: Session, make: Make, by: UUID) -> None:
    begun, member = course(session, by, Section.INSTRUMENT), make.membership()
    facts = {"course_id": begun.id, "person_id": member.person_id, "entered_by": by, "entered_at": AT}
    late = TODAY + timedelta(2)

    signed = InstrumentSignature(membership_id=member.id, signed_on=late, **facts)
    keep(session, "signature_is_of_no_day_to_come", signed)
    declared = StatutoryDeclaration(capacity=Capacity.MEMBER, made_on=late, **facts)
    keep(session, "declaration_is_of_no_day_to_come", declared)


def test_a_second_meeting_follows_a_first_vote_within_its_window(session: Session, by: UUID) -> None:
    put = course(session, by, Section.CONVERSION)
    carried = course(session, by, Section.CONVERSION, State.FIRST_CARRIED)

    keep(session, "second_notice_follows_the_first_vote", notice(put, by, 2, LATER))
    keep(session, "second_meeting_is_in_its_window", notice(carried, by, 2, LATER + timedelta(1)))
    keep(session, "second_meeting_is_in_its_window", notice(carried, by, 2, TODAY + timedelta(13)))
    keep(session, "second_meeting_has_a_window", notice(carried, by, 2, LATER, earliest_on=None))
    kept(session, notice(carried, by, 2, LATER))


def test_a_notice_follows_what_it_tells_of_and_is_entered_before_its_meeting(session: Session, by: UUID) -> None:
    begun = course(session, by, Section.CONVERSION)
    carried = course(session, by, Section.CONVERSION)
    assert carried.motion_id
    resolutions.step(session, carried.motion_id, State.FIRST_CARRIED, on=TODAY + timedelta(1))
    before, at_the_meeting = PROPOSED_ON - timedelta(1), AT + timedelta(30)

    keep(session, "notice_names_no_day_before_its_motion", notice(begun, by, 1, LATER, given_on=before))
    keep(session, "notice_names_no_day_before_its_motion", notice(carried, by, 2, LATER))
    unguard(session, "statutory_notice", "statutory_notice_counts_from_its_entry")
    keep(session, "meeting_follows_the_entry_of_its_notice", notice(begun, by, 1, LATER, entered_at=at_the_meeting))
    kept(session, notice(begun, by, 1, LATER))
    kept(session, notice(carried, by, 2, LATER, given_on=TODAY + timedelta(1)))


def test_a_notice_says_where_and_how_and_counts_from_its_delivery(session: Session, by: UUID) -> None:
    begun = course(session, by, Section.CONVERSION)
    sent = {"given": "sent", "told": "", "clear_days": 21}

    for silent in ({"place": ""}, {"place": None}, {"given": None}, {"told": None}, {"clear_days": None}):
        keep(session, "statutory_notice_says_where_and_how", notice(begun, by, 1, LATER, **silent))
    keep(session, "other_way_is_told", notice(begun, by, 1, LATER, told=""))
    keep(session, "given_is_known", notice(begun, by, 1, LATER, given="shouted", told=""))
    keep(session, "notice_has_clear_days", notice(begun, by, 1, LATER, clear_days=0))
    early = {"given_on": TODAY - timedelta(1), "counts_from": TODAY - timedelta(1)}
    keep(session, "statutory_notice_counts_from_its_entry", notice(begun, by, 1, LATER, **early))
    one_day = TODAY + timedelta(1)
    keep(session, "sent_notice_is_delivered_two_days_later", notice(begun, by, 1, LATER, counts_from=one_day, **sent))
    two_days, meeting_on = TODAY + timedelta(2), TODAY + timedelta(24)
    late = notice(begun, by, 1, meeting_on - timedelta(1), counts_from=two_days, **sent)
    keep(session, "statutory_notice_leaves_its_clear_days", late)
    kept(session, notice(begun, by, 1, meeting_on, counts_from=two_days, **sent))


def test_a_notice_counts_from_no_day_before_it_was_given_and_is_given_before_its_meeting(
    session: Session, by: UUID
) -> None:
    begun = course(session, by, Section.CONVERSION)
    unguard(session, "statutory_notice", "statutory_notice_leaves_its_clear_days")

    to_come = notice(begun, by, 1, LATER, given_on=TODAY + timedelta(1), counts_from=TODAY)
    keep(session, "notice_counts_once_it_is_given", to_come)
    keep(session, "notice_comes_before", notice(begun, by, 1, TODAY, entered_at=AT - timedelta(1)))


def test_no_notice_is_given_of_what_is_voted_on(session: Session, by: UUID) -> None:
    begun = course(session, by, Section.CONVERSION)
    assert begun.motion_id
    kept(session, notice(begun, by, 1, LATER))
    resolutions.put(session, begun.motion_id)

    again = notice(begun, by, 1, LATER)
    again.n = 2
    keep(session, "notice_comes_before_its_vote", again)


def test_no_second_vote_is_called_without_its_notice(session: Session, by: UUID) -> None:
    carried = course(session, by, Section.CONVERSION, State.FIRST_CARRIED)
    assert carried.motion_id

    with pytest.raises(IntegrityError, match="confirming_division_has_its_notice"), session.begin_nested():
        resolutions.division(session, carried.motion_id, {"workforce": (1, 0)}, is_confirming=True)


def test_no_first_vote_is_called_without_its_notice(session: Session, by: UUID) -> None:
    begun = course(session, by, Section.CONVERSION)
    assert begun.motion_id

    with pytest.raises(IntegrityError, match="first_division_has_its_notice"), session.begin_nested():
        resolutions.division(session, begun.motion_id, {"workforce": (1, 0)})


def test_papers_bear_the_hands_that_statute_asks_for(session: Session, make: Make, by: UUID) -> None:
    confirmed = course(session, by, Section.CONVERSION, State.FIRST_CARRIED, State.CONFIRMED)
    instrument = course(session, by, Section.INSTRUMENT)

    keep(session, "copy_is_signed_by_the_chair", filing(confirmed, by, None))
    keep(session, "signed_and_countersigned_by_two", filing(confirmed, by, by))
    keep(session, "instrument_goes_with_its_declaration", filing(instrument, by, None))
    for capacity in (Capacity.SECRETARY, Capacity.MEMBER, Capacity.MEMBER):
        declared(session, make, instrument, by, capacity)
    keep(session, "instrument_goes_with_its_declaration", filing(instrument, by, None))
    declared(session, make, instrument, by, Capacity.MEMBER)
    signed(session, make, instrument, by)
    keep(session, "copy_is_signed_by_the_chair", filing(instrument, by, make.person().id))
    kept(session, filing(instrument, by, None))


@pytest.mark.parametrize(("valid_to", "is_sent"), [(TODAY, False), (TODAY + timedelta(1), True)])
def test_three_quarters_are_of_those_who_are_members_when_it_is_sent(
    session: Session, make: Make, by: UUID, valid_to: date, *, is_sent: bool
) -> None:
    unguard(session, "statutory_filing", "instrument_goes_with_its_declaration")
    instrument = course(session, by, Section.INSTRUMENT)
    for capacity in (Capacity.SECRETARY, *[Capacity.MEMBER] * 3):
        declared(session, make, instrument, by, capacity)
    for until in (valid_to, None, None):
        signed(session, make, instrument, by, valid_to=until)
    make.membership()

    if is_sent:
        kept(session, filing(instrument, by, None))
    else:
        keep(session, "instrument_is_signed_by_three_quarters", filing(instrument, by, None))


@pytest.mark.parametrize("denied", [0, 1])
def test_what_somebody_denies_is_no_signature_when_it_is_sent(
    session: Session, make: Make, by: UUID, denied: int
) -> None:
    unguard(session, "statutory_filing", "instrument_goes_with_its_declaration")
    instrument = course(session, by, Section.INSTRUMENT)
    for capacity in (Capacity.SECRETARY, *[Capacity.MEMBER] * 3):
        declared(session, make, instrument, by, capacity)
    signers = [signed(session, make, instrument, by) for _ in range(3)]
    make.membership()
    for person_id in signers[:denied]:
        key = {"course_id": instrument.id, "person_id": person_id, "n": 1}
        kept(session, SignatureStrike(why=Struck.DENIED, reason="", entered_by=person_id, struck_at=AT, **key))

    if denied:
        keep(session, "instrument_is_signed_by_three_quarters", filing(instrument, by, None))
    else:
        kept(session, filing(instrument, by, None))


@pytest.mark.parametrize("who", [Capacity.SECRETARY, Capacity.MEMBER])
def test_what_somebody_denies_is_no_declaration_when_it_is_sent(
    session: Session, make: Make, by: UUID, who: Capacity
) -> None:
    instrument = course(session, by, Section.INSTRUMENT)
    signed(session, make, instrument, by)
    denier = declared(session, make, instrument, by, who)
    others = [Capacity.SECRETARY, *[Capacity.MEMBER] * 3]
    others.remove(who)
    for capacity in others:
        declared(session, make, instrument, by, capacity)
    key = {"course_id": instrument.id, "person_id": denier}
    kept(session, DeclarationDenial(entered_by=denier, denied_at=AT, **key))

    keep(session, "instrument_goes_with_its_declaration", filing(instrument, by, None))
    declared(session, make, instrument, by, who)

    kept(session, filing(instrument, by, None))


@pytest.mark.parametrize(("again", "is_sent"), [(None, False), (1, False), (2, True)])
def test_what_was_declared_before_three_quarters_had_signed_is_no_declaration_when_it_is_sent(
    session: Session, make: Make, by: UUID, *, again: int | None, is_sent: bool
) -> None:
    instrument = course(session, by, Section.INSTRUMENT)
    early = [declared(session, make, instrument, by, one) for one in (Capacity.SECRETARY, *[Capacity.MEMBER] * 3)]
    signed(session, make, instrument, by, on=TODAY + timedelta(2))
    for person_id in early if again else ():
        kept(session, repeated(instrument, by, person_id, TODAY + timedelta(again or 0)))
    papers = filing(instrument, by, None)
    papers.sent_on = TODAY + timedelta(2)

    if is_sent:
        kept(session, papers)
    else:
        keep(session, "instrument_goes_with_its_declaration", papers)


def test_a_declaration_is_repeated_on_a_later_day_that_has_come(session: Session, make: Make, by: UUID) -> None:
    instrument = course(session, by, Section.INSTRUMENT)
    who = declared(session, make, instrument, by, Capacity.MEMBER)

    keep(session, "declaration_is_repeated_on_a_later_day", repeated(instrument, by, who, TODAY))
    kept(session, repeated(instrument, by, who, TODAY + timedelta(1)))
    keep(session, "declaration_is_repeated_on_a_later_day", repeated(instrument, by, who, TODAY + timedelta(1), n=3))
    keep(session, "repeated_declaration_is_of_no_day_to_come", repeated(instrument, by, who, LATER, n=3, at=AT))
    keep(session, "first_declaration_is_no_repetition", repeated(instrument, by, who, TODAY + timedelta(2), n=1))


def repeated(
    made: StatutoryCourse, by: UUID, person_id: UUID, made_on: date, *, n: int = 2, at: datetime | None = None
) -> RepeatedDeclaration:
    """Return the row of a declaration that is made again, entered on its day."""
    key = {"course_id": made.id, "person_id": person_id, "n": n}
    return RepeatedDeclaration(made_on=made_on, entered_by=by, entered_at=at or AT + (made_on - TODAY), **key)


def signed(session: Session, make: Make, made: StatutoryCourse, by: UUID, *, on: date = TODAY, **facts: Any) -> UUID:
    """Let a member sign, and return who it is."""
    member = make.membership(**facts)
    key = {"course_id": made.id, "person_id": member.person_id, "membership_id": member.id}
    entered = {"entered_by": by, "entered_at": AT + (on - TODAY)}
    kept(session, InstrumentSignature(n=1, signed_on=on, **entered, **key))
    return member.person_id


def declared(session: Session, make: Make, made: StatutoryCourse, by: UUID, capacity: Capacity) -> UUID:
    """Let somebody declare, and return who it is."""
    person_id = make.person().id
    key = {"course_id": made.id, "person_id": person_id, "capacity": capacity}
    kept(session, StatutoryDeclaration(made_on=TODAY, entered_by=by, entered_at=AT, **key))
    return person_id


def test_what_was_entered_of_a_course_stays(session: Session, make: Make, by: UUID) -> None:
    instrument = course(session, by, Section.INSTRUMENT)
    signed(session, make, instrument, by)
    for capacity in (Capacity.SECRETARY, *[Capacity.MEMBER] * 3):
        declarer = declared(session, make, instrument, by, capacity)
    kept(session, filing(instrument, by, None))
    denial = DeclarationDenial(course_id=instrument.id, person_id=declarer, entered_by=declarer, denied_at=AT)
    kept(session, denial)
    kept(session, repeated(instrument, by, declarer, TODAY + timedelta(1)))
    registrations.reported(session, on=TODAY, course_id=instrument.id)
    kept(
        session,
        StatutoryRegistration(course_id=instrument.id, registered_on=TODAY, entered_by=by, entered_at=AT),
    )
    kept(session, notice(course(session, by, Section.CONVERSION), by, 1, LATER))

    for table, changed in {
        "statutory_course": "section = '111'",
        "statutory_notice": "n = 2",
        "instrument_signature": "signed_on = '2026-01-01'",
        "statutory_declaration": "made_on = '2026-01-01'",
        "declaration_denial": "denied_at = denied_at",
        "repeated_declaration": "n = n",
        "statutory_filing": "sent_on = '2026-01-01'",
        "statutory_registration": "registered_on = '2026-01-01'",
    }.items():
        ensure_refused(session, f"{table}_is_append_only", f"UPDATE {table} SET {changed}")
        ensure_refused(session, r"\w+_is_append_only|FOREIGN KEY", emptied(session, table))
