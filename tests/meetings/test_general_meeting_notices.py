"""No vote of the members at a meeting without its notice: enough clear days before, and on the day that it names."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.audit.models import JournalEntry
from govern.constitution.parameters.board import ReservedMatter
from govern.divisions import roll_dates
from govern.divisions import service as divisions
from govern.divisions.refusals import SecondCallTooEarly
from govern.meetings import notices, noticing
from govern.meetings.models import MotionNotice
from govern.meetings.refusals import (
    ClosesOnDirectors,
    ClosesTooEarly,
    ClosesTooLate,
    EndsWithItsMeeting,
    MeetingNotNoticed,
    MeetingTooSoon,
    NoNoticeNeeded,
    NoticeBeforeItsMotion,
    NotOnTheDayOfItsMeeting,
)
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.refusals import MotionStepOutOfOrder
from govern.motions.rules import Ask, Concern, Kind, Way
from govern.rolls.models import Roll
from govern.statutory.callings import Given, Notice
from tests.calendar import A_DAY, AN_HOUR, AT, TODAY
from tests.makers import kept
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.makers.motions import PROPOSED_ON, noticed
from tests.makers.resolutions import in_force

HALL = "In the town hall, at seven."


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few, by rules with 14 clear days' notice of a meeting, 21 of a special one."""
    return assembled(gm_quorum=ONE_IS_ENOUGH, gm_notice_clear_days_ordinary=14, gm_notice_clear_days_special=21)


def unnoticed(assembly: Assembly, **facts: Any) -> Motion:
    """Bring a motion on the agenda of a meeting that nobody was called to, and let it be moved."""
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(**facts))
    service.move(assembly.session, motion.id, assembly.chamber.deed())
    return motion


def give(assembly: Assembly, motion: Motion, meeting_on: date, **facts: Any) -> MotionNotice:
    """Let the secretary give notice of a meeting today."""
    notice = Notice(meeting_on=meeting_on, place=HALL, **facts)
    return noticing.give(assembly.session, motion.id, notice, assembly.chamber.deed())


def call(assembly: Assembly, motion: Motion, *, days: int = 0, **facts: Any) -> Any:
    """Call a vote so many days from today, with no notice but what was given."""
    at = AT + days * A_DAY
    usual: dict[str, Any] = {"ask": Ask.RECORDED, "closes_at": at + AN_HOUR}
    wanted = divisions.Call(**usual | facts)
    deed = assembly.chamber.deed(assembly.chamber.chair, at)
    return divisions.call(assembly.session, motion.id, wanted, deed, keys=assembly.keys)


def test_no_general_meeting_votes_without_notice(session: Session, assembly: Assembly) -> None:
    motion = unnoticed(assembly)

    with pytest.raises(MeetingNotNoticed, match="Give notice of it first"):
        call(assembly, motion)

    assert divisions.of_motion(session, motion.id) == []


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        pytest.param({}, 14, id="ordinary business"),
        pytest.param({"kind": Kind.SPECIAL}, 21, id="a special resolution"),
        pytest.param({"kind": Kind.EXTRAORDINARY}, 21, id="an extraordinary resolution"),
        pytest.param({"kind": Kind.FRANCHISE, "matter": ReservedMatter.FRANCHISE}, 21, id="the franchise"),
    ],
)
def test_the_clear_days_of_the_rules_lie_between_notice_and_meeting(
    session: Session, assembly: Assembly, facts: dict[str, Any], needed: int
) -> None:
    motion = unnoticed(assembly, **facts)
    first_on = TODAY + timedelta(needed + 1)
    given = {"delivered_on": TODAY, "told": "By the secretary, by hand."}

    with pytest.raises(
        MeetingTooSoon, match=f"leaves {needed - 1} clear days .* ask for {needed}. Hold the meeting on"
    ):
        give(assembly, motion, first_on - A_DAY, **given)
    assert notices.of_motion(session, motion.id) == []
    on_it = give(assembly, motion, first_on, **given)
    later = give(assembly, motion, first_on + A_DAY, **given)

    assert (on_it.clear_days, on_it.counts_from, later.n) == (needed, TODAY, 2)


def test_what_is_sent_from_here_counts_two_days_later_and_what_was_given_before_from_its_entry(
    assembly: Assembly,
) -> None:
    motion = unnoticed(assembly)

    with pytest.raises(MeetingTooSoon):
        give(assembly, motion, TODAY + timedelta(16))
    sent = give(assembly, motion, TODAY + timedelta(17))
    told = give(assembly, motion, TODAY + timedelta(15), delivered_on=PROPOSED_ON, told="By post.")

    assert (sent.given, sent.given_on, sent.counts_from) == (Given.SENT, TODAY, TODAY + 2 * A_DAY)
    assert (told.given, told.given_on, told.counts_from) == (Given.OTHERWISE, PROPOSED_ON, TODAY)


def test_the_vote_is_held_on_the_day_of_its_meeting_and_ends_with_it(session: Session, assembly: Assembly) -> None:
    motion = unnoticed(assembly)
    give(assembly, motion, TODAY + timedelta(20))

    for days in (0, 19, 21):
        with pytest.raises(NotOnTheDayOfItsMeeting, match="The meeting was called for Sunday 21 June 2026"):
            call(assembly, motion, days=days)
    for too_long in (A_DAY, timedelta(365)):
        with pytest.raises(EndsWithItsMeeting, match="Enter Sunday 21 June 2026 as its last day"):
            call(assembly, motion, days=20, closes_at=AT + 20 * A_DAY + too_long)
    assert divisions.of_motion(session, motion.id) == []
    assert call(assembly, motion, days=20)


def test_a_notice_that_is_too_short_for_its_business_calls_nobody(session: Session, assembly: Assembly) -> None:
    short, enough = unnoticed(assembly, kind=Kind.SPECIAL), unnoticed(assembly, kind=Kind.SPECIAL)
    for motion, days in ((short, 20), (enough, 21)):
        noticed(session, motion, TODAY, days=days)

    with pytest.raises(MeetingTooSoon, match="leaves 20 clear days"):
        call(assembly, short)

    assert divisions.of_motion(session, short.id) == []
    assert call(assembly, enough)


def test_a_meeting_to_which_too_few_came_is_called_again_without_another_notice(
    session: Session, assembled: Callable[..., Assembly]
) -> None:
    assembly = assembled(gm_quorum={"number": 4, "share": "1/1", "per_constituency": 0})
    motion = assembly.chamber.moved()
    assembly.declare(call(assembly, motion))
    later = assembly.chamber.deed(at=AT + A_DAY)
    service.admit(session, motion.id, later)
    service.move(session, motion.id, later)

    with pytest.raises(NotOnTheDayOfItsMeeting):
        call(assembly, motion, days=6)
    with pytest.raises(SecondCallTooEarly):
        call(assembly, motion, days=5, call=2)

    assert call(assembly, motion, days=6, call=2).call == 2
    assert len(notices.of_motion(session, motion.id)) == 1


@pytest.mark.parametrize(("length", "refusal"), [(14, ClosesTooEarly), (15, None)])
def test_a_ballot_is_open_for_as_many_clear_days_as_notice_of_its_business_takes(
    session: Session, assembly: Assembly, length: int, refusal: type[ClosesTooEarly] | None
) -> None:
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))

    if refusal is None:
        assert call(assembly, motion, closes_at=AT + length * A_DAY)
        return
    with pytest.raises(refusal):
        call(assembly, motion, closes_at=AT + length * A_DAY)
    assert divisions.of_motion(session, motion.id) == []


def test_a_vote_of_the_board_in_writing_ends_before_it_lapses(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board())

    with pytest.raises(ClosesTooLate):
        call(assembly, motion, closes_at=AT + 28 * A_DAY)
    assert divisions.of_motion(session, motion.id) == []
    assert call(assembly, motion, closes_at=AT + 27 * A_DAY)


@pytest.mark.parametrize(("days", "refusal"), [(0, ClosesOnDirectors), (2, ClosesOnDirectors), (3, None)])
@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.ADMISSION])
def test_a_vote_of_the_board_in_writing_leaves_its_directors_clear_days_to_answer(
    session: Session, assembly: Assembly, kind: Kind, days: int, refusal: type[ClosesOnDirectors] | None
) -> None:
    motion = assembly.chamber.seconded(assembly.chamber.for_the_board(kind=kind))
    if kind is Kind.ADMISSION:
        assembly.name(motion, assembly.make.person().id, Concern.APPLICANT)
    service.admit(session, motion.id, assembly.chamber.deed(assembly.chamber.chair))
    closes_at = AT + days * A_DAY + AN_HOUR

    if refusal is None:
        assert call(assembly, motion, closes_at=closes_at)
        return
    with pytest.raises(refusal, match="2 clear days to answer what is decided between meetings"):
        call(assembly, motion, closes_at=closes_at)
    assert divisions.of_motion(session, motion.id) == []


@pytest.mark.invariant("INV-26")
def test_who_decides_on_the_franchise_is_read_from_the_register_of_the_day_of_notice(
    session: Session, assembly: Assembly
) -> None:
    motion = unnoticed(assembly, kind=Kind.FRANCHISE, matter=ReservedMatter.FRANCHISE)
    give(assembly, motion, TODAY + timedelta(24))
    late = assembly.make.membership(
        constituency_id=assembly.chamber.home.id, valid_from=TODAY + A_DAY, recorded_at=AT + A_DAY
    )

    division = call(assembly, motion, days=24)

    assert roll_dates.noticed_on(session, motion) == TODAY
    assert assembly.roll(division) == {*assembly.members}
    assert late.person_id not in assembly.roll(division)


def test_notice_is_refused_of_what_needs_none_and_of_what_is_not_on_the_agenda_or_is_voted_on(
    session: Session, assembly: Assembly
) -> None:
    ballot = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    proposed = assembly.chamber.submitted()
    motion = unnoticed(assembly)
    later = TODAY + timedelta(60)

    with pytest.raises(NoNoticeNeeded, match="No meeting of the members votes on this motion"):
        give(assembly, ballot, later)
    with pytest.raises(MotionStepOutOfOrder):
        give(assembly, proposed, later)
    with pytest.raises(NoticeBeforeItsMotion, match="The motion was proposed on Saturday 2 May 2026"):
        give(assembly, motion, later, delivered_on=PROPOSED_ON - A_DAY, told="By post.")

    assert session.scalars(select(MotionNotice)).all() == []


def test_the_journal_knows_the_days_of_a_notice_and_not_its_words(session: Session, assembly: Assembly) -> None:
    motion = unnoticed(assembly)

    give(assembly, motion, TODAY + timedelta(40), delivered_on=TODAY, told="By Ann Other, by hand.")

    event = session.scalars(select(JournalEntry).where(JournalEntry.event == "motion.noticed")).one()
    assert event.subject_id == motion.id
    assert "Ann" not in str(event.facts)
    assert "2026-07-11" in str(event.facts)


def row(assembly: Assembly, motion: Motion, **facts: Any) -> MotionNotice:
    """Return the row of a notice of today for a meeting in 15 days."""
    usual: dict[str, Any] = {
        "motion_id": motion.id,
        "n": 1,
        "given": Given.SENT,
        "told": "",
        "given_on": TODAY,
        "counts_from": TODAY,
        "meeting_on": TODAY + timedelta(15),
        "place": HALL,
        "clear_days": 14,
        "entered_by": assembly.chamber.secretary.person_id,
        "entered_at": AT,
    }
    return MotionNotice(**usual | facts)


@pytest.mark.parametrize(
    ("guard", "facts"),
    [
        ("motion_notice_leaves_its_clear_days", {"meeting_on": TODAY + timedelta(14)}),
        ("motion_notice_counts_from_its_entry", {"given_on": TODAY - A_DAY, "counts_from": TODAY - A_DAY}),
        (
            "motion_notice_names_no_day_before_its_motion",
            {"given": Given.OTHERWISE, "told": "By post.", "given_on": PROPOSED_ON - A_DAY},
        ),
        ("notice_counts_once_it_is_given", {"given_on": TODAY + A_DAY}),
        ("other_way_is_told", {"told": "By post."}),
        ("notice_has_clear_days", {"clear_days": 0}),
        ("numbers_count_from_one", {"n": 0}),
        ("given_is_known", {"given": "guessed"}),
    ],
)
def test_the_database_refuses_a_notice_that_is_too_short_or_was_given_in_no_way(
    session: Session, assembly: Assembly, guard: str, facts: dict[str, Any]
) -> None:
    motion = unnoticed(assembly)

    with pytest.raises(IntegrityError, match=guard), session.begin_nested():
        kept(session, row(assembly, motion, **facts))
    assert kept(session, row(assembly, motion))


def test_the_database_gives_no_notice_of_what_needs_none_or_is_voted_on(session: Session, assembly: Assembly) -> None:
    ballot = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    motion = assembly.chamber.moved()
    assembly.call(motion)

    with pytest.raises(IntegrityError, match="motion_notice_is_of_members_at_a_meeting"), session.begin_nested():
        kept(session, row(assembly, ballot))
    with pytest.raises(IntegrityError, match="motion_notice_comes_before_its_vote"), session.begin_nested():
        kept(session, row(assembly, motion, n=2))


def put(assembly: Assembly, motion: Motion, opens_at: datetime, *, length: timedelta = AN_HOUR) -> Division:
    """Return the row of a vote on a motion, past all that asks whether it may be called."""
    session = assembly.session
    roll = kept(session, Roll(roll_date=TODAY, salt="0" * 64, frozen_at=AT, root="0" * 64, electors=0))
    return Division(
        motion_id=motion.id,
        n=1,
        text_version=1,
        ask=Ask.RECORDED,
        call=1,
        is_confirming=False,
        is_binding=True,
        majority="ordinary",
        rule_set_id=in_force(session),
        roll_id=roll.id,
        members=6,
        called_by=assembly.members[0],
        called_at=AT,
        opens_at=opens_at,
        closes_at=opens_at + length,
    )


def test_the_database_refuses_a_vote_without_notice_and_one_that_outlasts_its_day(
    session: Session, assembly: Assembly
) -> None:
    motion, board = unnoticed(assembly), assembly.chamber.on_the_agenda(assembly.chamber.for_the_board(way=Way.MEETING))
    guard = "vote_at_a_general_meeting_has_its_notice"
    meets_at = AT + 15 * A_DAY

    def refused(name: str, vote: Division) -> None:
        with pytest.raises(IntegrityError, match=name), session.begin_nested():
            kept(session, vote)

    refused(guard, put(assembly, motion, meets_at))
    kept(session, row(assembly, motion))
    refused(guard, put(assembly, motion, meets_at - A_DAY))
    refused(guard, put(assembly, motion, meets_at + A_DAY))
    refused("vote_at_a_meeting_ends_with_its_day", put(assembly, motion, meets_at, length=timedelta(days=2)))
    refused("vote_at_a_meeting_ends_with_its_day", put(assembly, board, AT, length=timedelta(days=365)))
    kept(session, put(assembly, motion, meets_at))
    kept(session, put(assembly, board, AT))


def test_the_database_refuses_a_vote_of_the_board_in_writing_that_leaves_no_day_to_answer(
    session: Session, assembly: Assembly
) -> None:
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board())

    with pytest.raises(IntegrityError, match="board_has_a_day_to_answer"), session.begin_nested():
        kept(session, put(assembly, motion, AT, length=A_DAY - AN_HOUR))
    kept(session, put(assembly, motion, AT, length=A_DAY))
