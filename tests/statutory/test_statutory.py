"""A pair of meetings, an instrument, and the papers to the registrar, as statute lays them down."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import LegalForm
from govern.core.actors import Role
from govern.core.languages import LocalText
from govern.interests.standing_back_refusals import OfficerStandsBack
from govern.motions import queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.matters import Section
from govern.motions.models import MotionConcern
from govern.motions.rules import Bar, Concern, Kind, State
from govern.registrar import filings
from govern.registrar.filings import Papers
from govern.statutory import courses, second_rolls
from govern.statutory import service as statutory
from govern.statutory.afterwards import AFTERWARDS
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import (
    CourseBegun,
    FirstNoticeMissing,
    NotASociety,
    NoticeMissing,
    NotItsChair,
    NotOnItsDay,
    NotSaidToBeDormant,
    NotThatFar,
    NotTheSecretary,
    NotUnderThatSection,
    OneHandForTwo,
    OutsideTheWindow,
    SentTooEarly,
    WindowStillOpen,
)
from govern.statutory.rules import Stage, Standing
from govern.statutory.words import PAPERS, stages
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import kept, registrations
from tests.makers.assembly import Assembly
from tests.makers.tracked import EARLIEST, FIRST_ON, LATEST, Tracked
from tests.raw import unguard


@pytest.fixture
def hand(tracked: Tracked, make: Make) -> Papers:
    """The papers that the chair and the secretary in office sign."""
    assert tracked.room.secretary.person_id
    make.office(Role.SECRETARY, person_id=tracked.room.secretary.person_id)
    return Papers(sent_on=LATEST, chair_id=tracked.room.chair.person_id, secretary_id=tracked.room.secretary.person_id)


def test_a_conversion_goes_from_two_meetings_to_the_registrar(session: Session, tracked: Tracked, hand: Papers) -> None:
    tracked.confirmed()
    tracked.copied()

    filing = filings.file(session, tracked.course.id, hand, tracked.deed(LATEST))
    registrations.resolution(session, tracked.course.id, tracked.deed(LATEST + 9 * A_DAY))

    assert filing.due_on == LATEST + timedelta(14)
    with pytest.raises(NotThatFar, match="It is registered and has effect, so nothing comes next"):
        registrations.resolution(session, tracked.course.id, tracked.deed(LATEST + 9 * A_DAY))
    assert set(tracked.standing(LATEST + 9 * A_DAY).values()) == {Standing.DONE}
    assert queries.state(session, tracked.motion.id) is State.EFFECTIVE_ON_REGISTRATION
    told = session.scalars(
        select(JournalEntry.event).where(JournalEntry.subject_id == tracked.course.id).order_by(JournalEntry.seq)
    ).all()
    assert told == [f"statutory.{what}" for what in ("begun", "noticed", "noticed", "filed", "registered")]
    votes = [line.division_id for line in courses.lines(session, tracked.course, on=LATEST) if line.division_id]
    sums = [session.get_one(DivisionOutcome, one).working for one in votes]
    assert [working.split(";")[0] for working in sums] == ["Carried: 5 for, 1 against", "Carried: 4 for, 2 against"]


@pytest.mark.parametrize(
    ("day", "is_allowed"),
    [
        pytest.param(EARLIEST - A_DAY, False, id="the thirteenth day"),
        pytest.param(EARLIEST + 8 * A_DAY, True, id="inside"),
        pytest.param(LATEST, True, id="a month"),
        pytest.param(LATEST + A_DAY, False, id="a day more than a month"),
        pytest.param(FIRST_ON + timedelta(32), False, id="the thirty-second day"),
    ],
)
def test_a_second_meeting_outside_its_window_is_refused(
    session: Session, tracked: Tracked, day: date, *, is_allowed: bool
) -> None:
    tracked.carried_first()

    if is_allowed:
        tracked.noticed(2, FIRST_ON, day)
        return
    with pytest.raises(OutsideTheWindow, match="from Tuesday 7 July 2026 to Thursday 23 July 2026"):
        tracked.noticed(2, FIRST_ON, day)
    assert courses.notices(session, tracked.course.id, 2) == []


def test_a_first_vote_that_is_lost_ends_it(tracked: Tracked) -> None:
    tracked.noticed(1, TODAY, FIRST_ON)

    outcome = tracked.vote(FIRST_ON, for_it=4, against=2)

    assert "It fails on the members who voted: 4 for is too few" in outcome.working
    assert tracked.standing(FIRST_ON)[Stage.FIRST_MEETING] is Standing.FAILED
    with pytest.raises(NotThatFar, match="It was not carried, so nothing comes next"):
        tracked.noticed(2, FIRST_ON, LATEST)


def test_the_second_vote_is_held_on_the_day_of_its_notice(tracked: Tracked) -> None:
    tracked.carried_first()
    with pytest.raises(NoticeMissing, match="No notice of a second meeting is on record"):
        tracked.call(LATEST, is_confirming=True)
    tracked.noticed(2, FIRST_ON, LATEST)

    with pytest.raises(NotOnItsDay, match="called for Thursday 23 July 2026"):
        tracked.call(LATEST - A_DAY, is_confirming=True)


@pytest.mark.parametrize(
    ("day", "call", "is_allowed"),
    [
        pytest.param(FIRST_ON - A_DAY, 1, False, id="the day before"),
        pytest.param(FIRST_ON, 1, True, id="on its day"),
        pytest.param(FIRST_ON + A_DAY, 1, False, id="the day after"),
        pytest.param(FIRST_ON - A_DAY, 2, False, id="adjourned before it met"),
        pytest.param(FIRST_ON + 7 * A_DAY, 2, True, id="adjourned, for too few came"),
    ],
)
def test_the_first_vote_is_held_on_the_day_of_its_notice_too(
    session: Session, tracked: Tracked, day: date, call: int, *, is_allowed: bool
) -> None:
    tracked.noticed(1, TODAY, FIRST_ON)
    if is_allowed and call > 1:
        tracked.failed_for_want_of_a_quorum()

    if is_allowed:
        assert tracked.call(day, call=call).call == call
        return
    with pytest.raises(NotOnItsDay, match="The first meeting was called for Tuesday 23 June 2026"):
        tracked.call(day, call=call)
    assert session.scalars(select(Division)).all() == []


def test_no_first_vote_is_called_without_its_notice(session: Session, tracked: Tracked) -> None:
    with pytest.raises(FirstNoticeMissing, match="No notice of the first meeting is on record"):
        tracked.call(FIRST_ON)

    assert session.scalars(select(Division)).all() == []


@pytest.mark.invariant("INV-21")
def test_whoever_is_admitted_after_the_first_notice_is_on_neither_roll(
    session: Session, make: Make, tracked: Tracked
) -> None:
    tracked.noticed(1, TODAY, FIRST_ON)
    before = make.membership(constituency_id=tracked.room.home.id, valid_from=TODAY + A_DAY).person_id
    tracked.vote(FIRST_ON, for_it=5, against=1)
    between = make.membership(constituency_id=tracked.room.home.id, valid_from=FIRST_ON + A_DAY).person_id
    tracked.noticed(2, FIRST_ON, LATEST)

    second = tracked.call(LATEST, is_confirming=True)

    assert second_rolls.additions(session, tracked.motion.id) == 0
    assert tracked.assembly.roll(second) == set(tracked.assembly.members)
    for late in (before, between):
        assert tracked.assembly.barred(second)[late] == {Bar.ADMITTED_SINCE_NOTICE}


def test_a_month_without_a_second_meeting_ends_it(session: Session, tracked: Tracked) -> None:
    tracked.carried_first()
    with pytest.raises(WindowStillOpen, match="until Thursday 23 July 2026"):
        statutory.lapse(session, tracked.course.id, tracked.deed(LATEST))

    statutory.lapse(session, tracked.course.id, tracked.deed(LATEST + A_DAY))

    assert queries.state(session, tracked.motion.id) is State.LAPSED
    assert tracked.standing(LATEST + A_DAY)[Stage.SECOND_MEETING] is Standing.FAILED


@pytest.mark.invariant("INV-38")
def test_whoever_the_motion_is_about_writes_down_no_lapse_of_it(session: Session, tracked: Tracked) -> None:
    tracked.carried_first()
    unguard(session, "motion_concern")
    room = tracked.room
    concern = {"person_id": room.secretary.person_id, "concern": Concern.IN_QUESTION, "named_at": AT}
    kept(session, MotionConcern(motion_id=tracked.motion.id, named_by=room.chair.person_id, **concern))

    with pytest.raises(OfficerStandsBack):
        statutory.lapse(session, tracked.course.id, tracked.deed(LATEST + A_DAY))
    before = queries.state(session, tracked.motion.id)
    statutory.lapse(session, tracked.course.id, room.deed(room.chair, at=tracked.deed(LATEST + A_DAY).at))

    assert (before, queries.state(session, tracked.motion.id)) == (State.FIRST_CARRIED, State.LAPSED)


@pytest.mark.parametrize(
    ("days", "is_late"), [pytest.param(14, False, id="the last day"), pytest.param(15, True, id="a day later")]
)
def test_papers_sent_late_are_taken_down_and_called_late(
    session: Session, tracked: Tracked, hand: Papers, days: int, *, is_late: bool
) -> None:
    tracked.confirmed()
    tracked.copied()
    sent_on = LATEST + timedelta(days)
    papers = Papers(sent_on=sent_on, chair_id=hand.chair_id, secretary_id=hand.secretary_id)

    filings.file(session, tracked.course.id, papers, tracked.deed(sent_on))

    line = next(one for one in courses.lines(session, tracked.course, on=sent_on) if one.stage is Stage.FILING)
    assert (line.done_on, line.is_late) == (sent_on, is_late)


def test_papers_bear_two_hands_and_go_after_the_meeting(
    session: Session, make: Make, tracked: Tracked, hand: Papers
) -> None:
    tracked.confirmed()
    tracked.copied()
    chair, secretary = hand.chair_id, hand.secretary_id
    stranger = make.person().id
    tried: list[tuple[Papers, type[Exception], str]] = [
        (Papers(sent_on=LATEST, chair_id=secretary, secretary_id=secretary), OneHandForTwo, "Name two people"),
        (Papers(sent_on=LATEST, chair_id=chair, secretary_id=stranger), NotTheSecretary, "did not hold the office"),
        (Papers(sent_on=LATEST, chair_id=stranger, secretary_id=secretary), NotItsChair, "in the chair of the second"),
        (Papers(sent_on=LATEST - A_DAY, chair_id=chair, secretary_id=secretary), SentTooEarly, "Enter today’s date"),
        (Papers(sent_on=LATEST + A_DAY, chair_id=chair, secretary_id=secretary), SentTooEarly, "Enter today’s date"),
    ]

    for papers, refusal, sentence in tried:
        with pytest.raises(refusal, match=sentence):
            filings.file(session, tracked.course.id, papers, tracked.deed(LATEST))
    later = Papers(sent_on=LATEST + 2 * A_DAY, chair_id=chair, secretary_id=secretary)
    with pytest.raises(SentTooEarly, match="Enter a day from Thursday 23 July 2026 to Friday 24 July 2026"):
        filings.file(session, tracked.course.id, later, tracked.deed(LATEST + A_DAY))
    assert courses.filing(session, tracked.course.id) is None


def test_nothing_is_sent_before_the_second_meeting(session: Session, tracked: Tracked, hand: Papers) -> None:
    tracked.carried_first()

    with pytest.raises(NotThatFar, match="What comes next: Notice of the second meeting"):
        filings.file(session, tracked.course.id, hand, tracked.deed(LATEST))
    with pytest.raises(NotThatFar):
        registrations.resolution(session, tracked.course.id, tracked.deed(LATEST))


def test_only_a_society_s_special_resolution_at_a_meeting_goes_by_a_section_and_once(
    session: Session, tracked: Tracked
) -> None:
    room = tracked.room
    ordinary = room.moved()

    with pytest.raises(NotUnderThatSection, match="has to be a special resolution"):
        statutory.begin(session, Section.CONVERSION, room.deed(), motion_id=ordinary.id)
    with pytest.raises(CourseBegun, match="by a section of the Act already"):
        statutory.begin(session, Section.CONVERSION, room.deed(), motion_id=tracked.motion.id)
    assert session.scalar(select(func.count()).select_from(StatutoryCourse)) == 1


@pytest.mark.parametrize("is_dormant", [True, False])
def test_only_a_society_that_is_said_to_be_dormant_goes_by_the_section_of_dormant_ones(
    session: Session, assembly: Assembly, *, is_dormant: bool
) -> None:
    room = assembly.chamber
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL, matter=ReservedMatter.DISSOLUTION))

    if is_dormant:
        begun = statutory.begin(session, Section.DORMANT, room.deed(), motion_id=motion.id, is_dormant=True)
        assert begun.section == Section.DORMANT
        return
    with pytest.raises(NotSaidToBeDormant, match="Section 120 is for a dormant society alone"):
        statutory.begin(session, Section.DORMANT, room.deed(), motion_id=motion.id)
    assert session.scalar(select(func.count()).select_from(StatutoryCourse)) == 0


def test_a_company_resolves_once(session: Session, assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(legal_form=LegalForm.CLG)

    with pytest.raises(NotASociety, match="Only a society goes by these sections"):
        statutory.begin(session, Section.INSTRUMENT, assembly.chamber.deed(), title=LocalText(en="An end"))


def test_a_dissolution_waits_for_its_notice_and_for_its_property() -> None:
    for section in (Section.INSTRUMENT, Section.DORMANT):
        afterwards = " ".join(map(str, AFTERWARDS[section]))
        assert "in the Gazette" in afterwards
        assert "within three months" in afterwards
        assert "before all its property is dealt with" in afterwards
        assert any("annual return" in str(paper) for paper in PAPERS[section])
        assert "it has effect" not in str(stages(section)[Stage.REGISTRATION])


def test_what_comes_next_by_a_set_day_is_a_deadline(session: Session, tracked: Tracked) -> None:
    tracked.confirmed()

    found = courses.deadlines(session, on=LATEST)

    assert [(line.stage, line.latest) for _, line in found] == [(Stage.FILING, LATEST + timedelta(14))]
    assert AT.date() == TODAY
