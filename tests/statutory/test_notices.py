"""The notice of a statutory vote: from when it counts, what it follows, and whom a later one lets in."""

import pytest
from sqlalchemy.orm import Session

from govern.constitution.parameters.board import ReservedMatter
from govern.motions.matters import Section
from govern.motions.refusals import DivisionGoesOn, MotionStepOutOfOrder, TextChanged
from govern.motions.rules import Bar, Kind
from govern.statutory import courses
from govern.statutory import service as statutory
from govern.statutory.callings import Notice
from govern.statutory.refusals import ClearDaysMissing, NoticeTooEarly, NoticeTooLate
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.motions import PROPOSED_ON
from tests.makers.tracked import BY_POST, FIRST_ON, HALL, LATEST, Tracked


@pytest.mark.parametrize(("days", "is_allowed"), [(21, True), (20, False)])
def test_notice_gives_members_the_clear_days_of_their_rules(tracked: Tracked, days: int, *, is_allowed: bool) -> None:
    meeting_on = TODAY + (days + 1) * A_DAY

    if is_allowed:
        assert tracked.noticed(1, TODAY, meeting_on).meeting_on == meeting_on
        return
    with pytest.raises(
        ClearDaysMissing, match="That leaves 20 clear days between notice and meeting, and the rules ask for 21"
    ):
        tracked.noticed(1, TODAY, meeting_on)


@pytest.mark.parametrize(("days", "is_allowed"), [(0, True), (-1, False)])
def test_no_notice_names_a_day_before_its_motion_was_proposed(
    session: Session, tracked: Tracked, days: int, *, is_allowed: bool
) -> None:
    given_on = PROPOSED_ON + days * A_DAY

    if is_allowed:
        assert tracked.noticed(1, given_on, FIRST_ON, entered_on=TODAY).given_on == given_on
        return
    with pytest.raises(NoticeTooEarly, match="The motion was proposed on Saturday 2 May 2026, and no notice"):
        tracked.noticed(1, given_on, FIRST_ON, entered_on=TODAY)
    assert courses.notices(session, tracked.course.id, 1) == []


@pytest.mark.parametrize(("days", "is_allowed"), [(0, True), (-1, False)])
def test_no_notice_of_a_second_meeting_names_a_day_before_the_first_carried_it(
    session: Session, tracked: Tracked, days: int, *, is_allowed: bool
) -> None:
    tracked.carried_first()
    given_on = FIRST_ON + days * A_DAY

    if is_allowed:
        assert tracked.noticed(2, given_on, LATEST).given_on == given_on
        return
    with pytest.raises(NoticeTooEarly, match="The first meeting carried it on Tuesday 23 June 2026"):
        tracked.noticed(2, given_on, LATEST, entered_on=FIRST_ON)
    assert courses.notices(session, tracked.course.id, 2) == []


@pytest.mark.parametrize(("days", "is_allowed"), [(22, True), (21, False)])
def test_a_notice_entered_later_than_the_day_it_names_counts_from_its_entry(
    session: Session, tracked: Tracked, days: int, *, is_allowed: bool
) -> None:
    entered_on = TODAY + 9 * A_DAY
    meeting_on = entered_on + days * A_DAY

    if is_allowed:
        tracked.noticed(1, TODAY, meeting_on, entered_on=entered_on)
        assert courses.first_noticed_on(session, tracked.motion.id) == entered_on
        return
    with pytest.raises(ClearDaysMissing, match="what was given before counts from its entry"):
        tracked.noticed(1, TODAY, meeting_on, entered_on=entered_on)
    assert courses.notices(session, tracked.course.id, 1) == []


@pytest.mark.parametrize(("days", "is_allowed"), [(24, True), (23, False)])
def test_a_notice_that_is_sent_from_here_counts_two_days_later(
    session: Session, tracked: Tracked, days: int, *, is_allowed: bool
) -> None:
    meeting_on = TODAY + days * A_DAY

    if is_allowed:
        given = tracked.sent(1, TODAY, meeting_on)
        assert (given.given, given.given_on, given.counts_from) == ("sent", TODAY, TODAY + 2 * A_DAY)
        assert courses.first_noticed_on(session, tracked.motion.id) == TODAY
        return
    with pytest.raises(ClearDaysMissing, match=r"That leaves 20 clear days .* sent from here counts two days later"):
        tracked.sent(1, TODAY, meeting_on)
    assert courses.notices(session, tracked.course.id, 1) == []


@pytest.mark.parametrize(("days", "is_allowed"), [(6, True), (7, False)])
def test_notice_of_a_second_meeting_is_sent_in_time_for_its_month(
    session: Session, tracked: Tracked, days: int, *, is_allowed: bool
) -> None:
    tracked.carried_first()
    sent_on = FIRST_ON + days * A_DAY

    if is_allowed:
        assert tracked.sent(2, sent_on, LATEST).counts_from == sent_on + 2 * A_DAY
        return
    with pytest.raises(NoticeTooLate, match="notice of it had to be given by Wednesday 1 July 2026"):
        tracked.sent(2, sent_on, LATEST)
    assert courses.notices(session, tracked.course.id, 2) == []


def test_nobody_is_called_to_vote_on_what_is_not_on_the_agenda(session: Session, assembly: Assembly) -> None:
    room = assembly.chamber
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL, matter=ReservedMatter.CONVERSION))
    course = statutory.begin(session, Section.CONVERSION, room.deed(), motion_id=motion.id)
    notice = Notice(meeting_on=FIRST_ON, place=HALL, delivered_on=TODAY, told=BY_POST)

    with pytest.raises(MotionStepOutOfOrder):
        statutory.give_notice(session, course.id, 1, notice, room.deed())
    assert courses.notices(session, course.id, 1) == []


def test_a_notice_tells_the_words_that_its_officer_read(session: Session, tracked: Tracked) -> None:
    notice = Notice(meeting_on=FIRST_ON, place=HALL, delivered_on=TODAY, told=BY_POST, read=2)

    with pytest.raises(TextChanged):
        statutory.give_notice(session, tracked.course.id, 1, notice, tracked.deed(TODAY))
    assert courses.notices(session, tracked.course.id, 1) == []


@pytest.mark.invariant("INV-21")
def test_a_notice_dated_back_shuts_nobody_out_and_a_later_one_sets_the_day_anew(
    session: Session, make: Make, tracked: Tracked
) -> None:
    entered_on, again_on = TODAY + 2 * A_DAY, TODAY + 4 * A_DAY
    tracked.noticed(1, TODAY, entered_on + 22 * A_DAY, entered_on=entered_on)
    before, between, after = (
        make.membership(constituency_id=tracked.room.home.id, valid_from=TODAY + days * A_DAY).person_id
        for days in (2, 4, 5)
    )
    tracked.noticed(1, again_on, again_on + 22 * A_DAY)

    division = tracked.call(again_on + 22 * A_DAY)

    assert {before, between} <= tracked.assembly.roll(division)
    assert tracked.assembly.barred(division)[after] == {Bar.ADMITTED_SINCE_NOTICE}


def test_no_notice_is_given_while_its_meeting_votes(session: Session, tracked: Tracked) -> None:
    tracked.noticed(1, TODAY, FIRST_ON)
    tracked.call(FIRST_ON)

    with pytest.raises(DivisionGoesOn, match="not declared"):
        tracked.noticed(1, FIRST_ON, FIRST_ON + 22 * A_DAY)
    assert len(courses.notices(session, tracked.course.id, 1)) == 1
