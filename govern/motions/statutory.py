"""Two meetings and their notices, an instrument and its signatures, and what goes to the registrar until when.

The votes themselves are divisions. What comes next is decided in `windows`; what a page shows of it is in `courses`.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 5.4, 5.11.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.refusals import NotYetRegistered
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.motions import courses, matters, queries, registrar_copies, standing_back, steps
from govern.motions.callings import Notice
from govern.motions.models import (
    Motion,
    StatutoryCourse,
    StatutoryFiling,
    StatutoryNotice,
    StatutoryRegistration,
)
from govern.motions.registration_refusals import RegisteredBeforeSent
from govern.motions.rules import BEFORE_THE_VOTE, CAN_BE_PUT, Deciders, Kind, State, Way
from govern.motions.standing_back_refusals import HandStandsBack
from govern.motions.statutory_refusals import (
    ClearDaysMissing,
    CourseBegun,
    FirstNoticeMissing,
    NotASociety,
    NoticeMissing,
    NoticeTooEarly,
    NoticeTooLate,
    NotItsChair,
    NotOnItsDay,
    NotSaidToBeDormant,
    NotUnderThatSection,
    OneHandForTwo,
    OutsideTheWindow,
    SentTooEarly,
    WindowStillOpen,
)
from govern.motions.statutory_steps import ensure_at, ensure_free, ensure_secretary, tell
from govern.motions.steps import take
from govern.motions.windows import (
    MeetingDays,
    Section,
    Stage,
    clear_days,
    filing_due,
    window,
)

# While a meeting has not voted, its notice is given, and replaced by a later one.
NOTICED_AT = {1: (Stage.FIRST_NOTICE, Stage.FIRST_MEETING), 2: (Stage.SECOND_NOTICE, Stage.SECOND_MEETING)}
TRACKED_KINDS = frozenset({Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED})


@dataclass(frozen=True, kw_only=True)
class Papers:
    """What is sent to the registrar.

    :param chair_id: who chaired the second meeting and signed the copy; None for an instrument.
    :param is_signed_on_paper: whether the secretary says that both signed the copy on paper, and not here.
    """

    sent_on: date
    secretary_id: UUID
    chair_id: UUID | None = None
    is_signed_on_paper: bool = False


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


def file(session: Session, course_id: UUID, papers: Papers, deed: Deed) -> StatutoryFiling:
    """Enter what was sent to the registrar. What was sent late is taken down, and called late.

    :raises NotThatFar: something comes before it, or too few of the members of that day have signed.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises HandStandsBack: whoever countersigned takes no part in it.
    :raises OneHandForTwo: chair and secretary are one person.
    :raises NotItsChair: another than who was in the chair of the second meeting signed the copy.
    :raises NotTheSecretary: whoever countersigned did not hold the office.
    :raises CopyNotSigned: the copy does not bear both hands.
    :raises SentTooEarly: it is dated before the second meeting, before it was countersigned, or after today.

    Source: CCBSA 2014 ss.111(5), 113(5), 121(2)-(4).
    """
    course = courses.find(session, course_id)
    ensure_free(session, course, deed)
    ensure_at(session, course, Stage.FILING, on=papers.sent_on)
    _ensure_hands(session, course, papers, at=deed.at)
    second_on = courses.second_meeting_on(session, course)
    today = constitution.today(session, at=deed.at)
    signed_on = registrar_copies.ensure_both_hands(
        session, course, papers.secretary_id, is_on_paper=papers.is_signed_on_paper, on=today
    )
    not_before = signed_on or second_on or courses.last_declared_on(session, course)
    if not not_before <= papers.sent_on <= today:
        raise SentTooEarly(not_before=not_before, today=today)
    filing = StatutoryFiling(
        course_id=course_id,
        sent_on=papers.sent_on,
        due_on=filing_due(Section(course.section), second_on) if second_on else None,
        chair_id=papers.chair_id,
        secretary_id=papers.secretary_id,
        is_signed_on_paper=signed_on is None if second_on else None,
        entered_by=deed.actor.person_id,
        entered_at=deed.at,
    )
    session.add(filing)
    session.flush()
    if course.motion_id is not None:
        queries.locked(session, course.motion_id)
        take(session, course.motion_id, State.FILED, _on(deed, papers.sent_on))
    told = ("sent_on", "due_on", "is_signed_on_paper")
    facts = {name: getattr(filing, name) for name in told}
    facts |= {"chair": filing.chair_id, "secretary": filing.secretary_id}
    tell(session, course, facts, deed, event="statutory.filed")
    return filing


def _ensure_hands(session: Session, course: StatutoryCourse, papers: Papers, *, at: datetime) -> None:
    """Refuse other hands than those of its chair and of a secretary who takes part in the motion.

    Its chair was free when the vote was declared.
    """
    if papers.chair_id == papers.secretary_id:
        raise OneHandForTwo
    if papers.chair_id is not None and papers.chair_id != courses.presided(session, course):
        raise NotItsChair
    ensure_secretary(session, papers.secretary_id, on=papers.sent_on)
    if course.motion_id is None:
        return
    if papers.secretary_id in standing_back.interested(session, course.motion_id, at=at):
        raise HandStandsBack


def ensure_may_be_filed(session: Session, course: StatutoryCourse, deed: Deed) -> None:
    """Refuse to ask for papers that cannot be sent today, or not by the actor; raises as `file` does."""
    ensure_free(session, course, deed)
    ensure_at(session, course, Stage.FILING, on=constitution.today(session, at=deed.at))
    registrar_copies.ensure_could_be_sent(session, course, on=constitution.today(session, at=deed.at))


def ensure_may_be_registered(session: Session, course: StatutoryCourse, deed: Deed) -> None:
    """Refuse to enter a registration that does not come next, or not by the actor; raises as `register_it` does."""
    ensure_free(session, course, deed)
    ensure_at(session, course, Stage.REGISTRATION, on=constitution.today(session, at=deed.at))


def register_it(session: Session, course_id: UUID, deed: Deed) -> StatutoryRegistration:
    """Enter that the registrar registered it, on the deed's day. It has no effect before that.

    Whoever enters it compares it with what another reported (`registrations.confirm`); the database refuses any other.

    :raises NotThatFar: it was not sent.
    :raises OfficerStandsBack: the actor takes no part in its motion.
    :raises NotYetRegistered: its day has not come.
    :raises RegisteredBeforeSent: it is dated before it was sent.

    Source: CCBSA 2014 ss.111(7), 113(7), 121(5), 122(2).
    """
    course = courses.find(session, course_id)
    ensure_may_be_registered(session, course, deed)
    sent_on, today = session.get_one(StatutoryFiling, course_id).sent_on, constitution.today(session, at=deed.at)
    registered_on = deed.dated_on or today
    if registered_on > today:
        raise NotYetRegistered(registered_on)
    if registered_on < sent_on:
        raise RegisteredBeforeSent(sent_on)
    registration = StatutoryRegistration(
        course_id=course_id, registered_on=registered_on, entered_by=deed.actor.person_id, entered_at=deed.at
    )
    session.add(registration)
    session.flush()
    if course.motion_id is not None:
        queries.locked(session, course.motion_id)
        take(session, course.motion_id, State.EFFECTIVE_ON_REGISTRATION, deed)
    tell(session, course, {"registered_on": registered_on}, deed, event="statutory.registered")
    return registration


def _on(deed: Deed, day: date) -> Deed:
    return Deed(actor=deed.actor, at=deed.at, dated_on=day)
