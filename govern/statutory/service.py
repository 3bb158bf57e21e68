"""Begin the course that statute lays down for a resolution, and give the notices of its two meetings.

The votes themselves are divisions. What comes next is decided in `rules`; what a page shows of it is in `courses`.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 5.4, 5.11.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.interests import standing_back
from govern.motions import matters, queries, steps
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import BEFORE_THE_VOTE, CAN_BE_PUT, Deciders, Kind, State, Way
from govern.motions.steps import take
from govern.statutory import courses
from govern.statutory.callings import Notice
from govern.statutory.models import StatutoryCourse, StatutoryNotice
from govern.statutory.refusals import (
    ClearDaysMissing,
    CourseBegun,
    FirstNoticeMissing,
    NotASociety,
    NoticeMissing,
    NoticeTooEarly,
    NoticeTooLate,
    NotOnItsDay,
    NotSaidToBeDormant,
    NotUnderThatSection,
    OutsideTheWindow,
    WindowStillOpen,
)
from govern.statutory.rules import MeetingDays, Stage, clear_days, window
from govern.statutory.steps import ensure_at, ensure_free, tell

# While a meeting has not voted, its notice is given, and replaced by a later one.
NOTICED_AT = {1: (Stage.FIRST_NOTICE, Stage.FIRST_MEETING), 2: (Stage.SECOND_NOTICE, Stage.SECOND_MEETING)}
TRACKED_KINDS = frozenset({Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED})


def majority(section: Section) -> str:
    """Return the name of the majority at the first meeting.

    >>> majority(Section.CONVERSION)
    'ccbsa-113-first'
    """
    return f"ccbsa-{section}-first"


def begin(
    session: Session,
    section: Section,
    deed: Deed,
    *,
    motion_id: UUID | None = None,
    title: LocalText | None = None,
    is_dormant: bool = False,
) -> StatutoryCourse:
    """Begin the course of a motion by a section of the Act, or of an instrument of dissolution under its title.

    The motion takes the majority that the section fixes and its matter, with whatever the rules ask for that: whoever
    proposed it may have said that it is of none.

    :param is_dormant: whether whoever begins it says that the society is dormant, as section 120 asks.
    :raises NotASociety: the mutual is none.
    :raises NotSaidToBeDormant: it goes by section 120, and nobody says so.
    :raises NotUnderThatSection: the motion is not of that sort, or a vote on it was called.
    :raises OtherSectionsMatter: its matter, or the drafted rules that it names, go by no such section.
    :raises CourseBegun: it goes by a section already.
    :raises OfficerStandsBack: the actor takes no part in it.
    """
    if not constitution.legal_form(session).is_society:
        raise NotASociety
    if motion_id is not None:
        title = _put_under(session, section, motion_id, deed, is_dormant=is_dormant)
    assert title
    assert (motion_id is not None) is section.has_two_meetings
    assert deed.actor.person_id is not None
    course = StatutoryCourse(
        section=section, motion_id=motion_id, title=title, begun_by=deed.actor.person_id, begun_at=deed.at
    )
    session.add(course)
    session.flush()
    facts: dict[str, object] = {"section": section, "motion": motion_id, "matter": matters.OF_A_SECTION[section]}
    if section is Section.DORMANT:
        facts["is_dormant"] = is_dormant
    tell(session, course, facts, deed, event="statutory.begun")
    return course


def _put_under(session: Session, section: Section, motion_id: UUID, deed: Deed, *, is_dormant: bool) -> LocalText:
    """Give a motion the majority and the matter of a section, and return its title; raises as `begin` does."""
    motion = queries.locked(session, motion_id)
    _ensure_fit(session, section, motion)
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)
    if section is Section.DORMANT and not is_dormant:
        raise NotSaidToBeDormant
    motion.majority, motion.matter = majority(section), matters.OF_A_SECTION[section]
    session.flush()
    return motion.title


def _ensure_fit(session: Session, section: Section, motion: Motion) -> None:
    if courses.of_motion(session, motion.id) is not None:
        raise CourseBegun
    if motion.majority not in (None, majority(section)) or not could_begin(session, motion):
        raise NotUnderThatSection
    matter = ReservedMatter(motion.matter) if motion.matter else None
    matters.ensure_section(section, matter, changes_rules=motion.changes_to_id is not None)


def could_begin(session: Session, motion: Motion) -> bool:
    """Say whether a motion could go by a section: a special resolution of a meeting, on which nobody was asked.

    What is expelled, sold or written into the rules has a majority of its own, and no section lends it another.
    """
    return (
        motion.kind in TRACKED_KINDS
        and motion.changes_to_id is None
        and motion.matter in matters.GO_BY_A_SECTION
        and motion.deciders == Deciders.MEMBERS
        and motion.way == Way.MEETING
        and queries.state(session, motion.id) in BEFORE_THE_VOTE
        and not queries.is_called(session, motion.id)
        and courses.of_motion(session, motion.id) is None
    )


def give_notice(session: Session, course_id: UUID, meeting: int, notice: Notice, deed: Deed) -> StatutoryNotice:
    """Enter the notice of a meeting; a later one for the same meeting replaces it while it has not been held.

    What is sent from here counts two days later; what was given before counts from its entry. Doors call
    `consequences.calling_meetings.give_of_course`, which sends it.

    :raises NotThatFar: the meeting is not what comes next.
    :raises MotionStepOutOfOrder: the motion is not on the agenda.
    :raises DivisionGoesOn: the vote of that meeting is called, and not declared.
    :raises TextChanged: another text stands now than the actor read.
    :raises NoticeTooEarly: it names a day before the motion was proposed, or before the first meeting carried it.
    :raises OutsideTheWindow: the second meeting would be too early or too late.
    :raises ClearDaysMissing: fewer clear days than the rules give members for special business.
    :raises NoticeTooLate: and no day is left on which the second meeting could leave them.
    :raises OfficerStandsBack: the actor takes no part in the motion.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2); domain 5.1, 5.11.
    """
    course = courses.find(session, course_id)
    ensure_noticeable(session, course, meeting, deed)
    assert course.motion_id is not None
    steps.ensure_read(session, course.motion_id, notice.read)
    today = constitution.today(session, at=deed.at)
    not_before = courses.noticeable_from(session, course, meeting)
    if (notice.delivered_on or today) < not_before:
        raise NoticeTooEarly(not_before, meeting=meeting)
    days = courses.meeting_days(session, course, meeting, delivered_on=notice.delivered_on, on=today)
    _ensure_possible(notice.meeting_on, days)
    given = StatutoryNotice(
        course_id=course.id,
        meeting=meeting,
        n=len(courses.notices(session, course.id, meeting)) + 1,
        earliest_on=days.allowed and days.allowed.earliest,
        latest_on=days.allowed and days.allowed.latest,
        **notice.on_record(days, deed, today=today),
    )
    session.add(given)
    session.flush()
    facts = {name: getattr(given, name) for name in ("meeting", "n", "given", "given_on", "counts_from", "meeting_on")}
    tell(session, course, facts, deed, event="statutory.noticed")
    return given


def ensure_noticeable(session: Session, course: StatutoryCourse, meeting: int, deed: Deed) -> None:
    """Refuse a notice that is not what comes next, or comes while its meeting votes; raises as `give_notice` does."""
    ensure_at(session, course, *NOTICED_AT[meeting], on=constitution.today(session, at=deed.at))
    if course.motion_id is None:
        return
    steps.ensure_no_vote_goes_on(session, course.motion_id)
    if meeting == 1:
        steps.ensure_in(session, course.motion_id, *CAN_BE_PUT, wanted=State.PUT)
    ensure_free(session, course, deed)


def _ensure_possible(meeting_on: date, days: MeetingDays) -> None:
    allowed = days.allowed
    if allowed and not allowed.holds(meeting_on):
        raise OutsideTheWindow(earliest=allowed.earliest, latest=allowed.latest)
    left = clear_days(days.given_on, meeting_on)
    if left >= days.needed:
        return
    if allowed and days.last_notice and days.is_too_late:
        raise NoticeTooLate(latest=allowed.latest, given_by=days.last_notice)
    raise ClearDaysMissing(days=left, needed=days.needed, earliest=days.earliest)


def ensure_on_its_day(session: Session, motion_id: UUID, *, meeting: int, is_second_call: bool, on: date) -> None:
    """Refuse a vote without notice of its meeting, or on another day than the meeting's.

    A first meeting to which too few came is called a second time on a later day. A motion without a course has no
    notice to be held to, and is voted on a second time only with one.

    :raises FirstNoticeMissing, NoticeMissing: there is no notice of that meeting.
    :raises NotOnItsDay: it was called for another day.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2).
    """
    course = courses.of_motion(session, motion_id)
    if course is None and meeting == 1:
        return
    notices = courses.notices(session, course.id, meeting) if course else []
    if not notices:
        raise NoticeMissing if meeting == 2 else FirstNoticeMissing
    meeting_on = notices[-1].meeting_on
    is_adjourned = meeting == 1 and is_second_call and on > meeting_on
    if on != meeting_on and not is_adjourned:
        raise NotOnItsDay(meeting_on, meeting=meeting)


def lapse(session: Session, course_id: UUID, deed: Deed) -> None:
    """Write down that the month for the second meeting passed without it.

    :raises NotThatFar: it does not wait for a second meeting.
    :raises WindowStillOpen: the month has not passed.
    :raises OfficerStandsBack: the actor takes no part in the motion.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2)(e).
    """
    course = courses.find(session, course_id)
    latest = ensure_may_lapse(session, course, deed)
    assert course.motion_id is not None
    queries.locked(session, course.motion_id)
    take(session, course.motion_id, State.LAPSED, deed)
    tell(session, course, {"latest": latest}, deed, event="statutory.lapsed")


def ensure_may_lapse(session: Session, course: StatutoryCourse, deed: Deed) -> date:
    """Return the last day for the second meeting, or refuse as `lapse` does."""
    ensure_at(session, course, Stage.SECOND_NOTICE, Stage.SECOND_MEETING, on=constitution.today(session, at=deed.at))
    held = courses.first_meeting_on(session, course)
    assert held is not None
    latest = window(held).latest
    if constitution.today(session, at=deed.at) <= latest:
        raise WindowStillOpen(latest)
    ensure_free(session, course, deed)
    return latest
