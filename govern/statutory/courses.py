"""Read where statutory resolutions are: what was done, what comes next, by which day, with which sum.

Source: CCBSA 2014 ss.111, 113, 119-121; domain 2.8 INV-21, 5.11.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.core import lookup
from govern.core.clock import local_date
from govern.motions import matters, queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.matter_refusals import CourseNotBegun
from govern.motions.matters import Section
from govern.motions.models import Motion, MotionStep
from govern.motions.rules import RESOLVED, Deciders, Kind, State
from govern.register import belonging
from govern.register import queries as register
from govern.statutory import callings, complied
from govern.statutory.complied import Made
from govern.statutory.models import (
    InstrumentSignature,
    SignatureStrike,
    StatutoryCourse,
    StatutoryFiling,
    StatutoryNotice,
    StatutoryRegistration,
)
from govern.statutory.rules import (
    Capacity,
    Course,
    MeetingDays,
    Stage,
    Standing,
    filing_due,
    last_day_of_notice,
    signatures_needed,
    signed_enough_on,
    window,
)

NOTICES = {Stage.FIRST_NOTICE: 1, Stage.SECOND_NOTICE: 2}
MEETINGS = {Stage.FIRST_MEETING: 1, Stage.SECOND_MEETING: 2}
LOST = frozenset({State.LOST, State.LAPSED, State.WITHDRAWN, State.INADMISSIBLE})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One stage as the page of a course shows it.

    :ivar done_on: the day it was done; of a notice, the day from which it counts.
    :ivar notice: the notice that holds, of a stage in which one is given.
    :ivar entered_on: the day on which it was entered.
    :ivar called_on: the day for which its meeting is called.
    :ivar earliest: the first day on which it can be done.
    :ivar latest: the last.
    :ivar division_id: of a vote that was declared.
    :ivar is_late: whether it was done after its last day, or was not and that day is over.
    """

    stage: Stage
    standing: Standing
    done_on: date | None = None
    notice: StatutoryNotice | None = None
    entered_on: date | None = None
    called_on: date | None = None
    earliest: date | None = None
    latest: date | None = None
    division_id: UUID | None = None
    is_late: bool = False


def find(session: Session, course_id: UUID) -> StatutoryCourse:
    """Return a course.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, StatutoryCourse, course_id)


def of_motion(session: Session, motion_id: UUID) -> StatutoryCourse | None:
    """Return the course of a motion, if it has one."""
    return session.scalars(select(StatutoryCourse).where(StatutoryCourse.motion_id == motion_id)).first()


def is_missing(session: Session, motion: Motion) -> bool:
    """Say whether statute lays down a course for a motion that has none yet."""
    try:
        ensure_begun(session, motion)
    except CourseNotBegun:
        return True
    return False


def ensure_begun(session: Session, motion: Motion) -> None:
    """Refuse to go on with a motion for which statute lays down a course, before that is begun.

    :raises CourseNotBegun: it is not.

    Source: CCBSA 2014 ss.111, 113, 119, 120.
    """
    if motion.deciders == Deciders.MEMBERS:
        matters.ensure_course(
            Kind(motion.kind),
            ReservedMatter(motion.matter) if motion.matter else None,
            legal_form=constitution.legal_form(session),
            is_begun=of_motion(session, motion.id) is not None,
        )


def listed(session: Session) -> Sequence[StatutoryCourse]:
    """Return every course, the newest first."""
    return session.scalars(select(StatutoryCourse).order_by(StatutoryCourse.begun_at.desc())).all()


def notices(session: Session, course_id: UUID, meeting: int) -> Sequence[StatutoryNotice]:
    """Return the notices of a meeting, first to last; the last holds."""
    query = select(StatutoryNotice).where(StatutoryNotice.course_id == course_id, StatutoryNotice.meeting == meeting)
    return session.scalars(query.order_by(StatutoryNotice.n)).all()


def first_noticed_on(session: Session, motion_id: UUID) -> date | None:
    """Return when the notice of the first meeting that holds was given: who was admitted later has no vote.

    A later notice of that meeting sets the day anew, so that nobody stays shut out by one that was replaced.

    Source: domain 2.8 INV-21.
    """
    course = of_motion(session, motion_id)
    given = notices(session, course.id, 1) if course else []
    return _known_from(session, given[-1]) if given else None


def counts_from(session: Session, notice: StatutoryNotice) -> date:
    """Return from when the clear days of a notice count: from its delivery, or its entry where this is later."""
    return notice.counts_from or _known_from(session, notice)


def _known_from(session: Session, notice: StatutoryNotice) -> date:
    return max(notice.given_on, _entered_on(session, notice))


def _entered_on(session: Session, notice: StatutoryNotice) -> date:
    return local_date(notice.entered_at, constitution.mutual(session).time_zone)


def noticeable_from(session: Session, course: StatutoryCourse, meeting: int) -> date:
    """Return the first day that a notice of a meeting can name: it follows the motion, or the first vote."""
    assert course.motion_id is not None
    held = first_meeting_on(session, course) if meeting == 2 else None
    return held or queries.proposed_on(session, course.motion_id)


def first_meeting_on(session: Session, course: StatutoryCourse) -> date | None:
    """Return the day on which the first meeting carried it."""
    return _stepped_on(session, course, State.FIRST_CARRIED)


def second_meeting_on(session: Session, course: StatutoryCourse) -> date | None:
    """Return the day on which the second meeting confirmed it."""
    return _stepped_on(session, course, State.CONFIRMED)


def _stepped_on(session: Session, course: StatutoryCourse, state: State) -> date | None:
    query = select(MotionStep.dated_on).where(MotionStep.motion_id == course.motion_id, MotionStep.to_state == state)
    return session.scalar(query)


def signatures(session: Session, course_id: UUID) -> Sequence[InstrumentSignature]:
    """Return the signatures under an instrument that count, in the order of the days."""
    struck = (
        (SignatureStrike.course_id == course_id)
        & (SignatureStrike.person_id == InstrumentSignature.person_id)
        & (SignatureStrike.n == InstrumentSignature.n)
    )
    query = select(InstrumentSignature).where(InstrumentSignature.course_id == course_id, ~exists().where(struck))
    return session.scalars(query.order_by(InstrumentSignature.signed_on, InstrumentSignature.entered_at)).all()


def signed_by(session: Session, course_id: UUID, *, on: date) -> frozenset[UUID]:
    """Return which of the members of a day have signed an instrument by then; whoever has left is none of them.

    Source: CCBSA 2014 s.119(1): three quarters of the members, who are those that there are.
    """
    signed = {one.person_id for one in signatures(session, course_id) if one.signed_on <= on}
    return belonging.members_among(session, signed, on=on)


def declarations(session: Session, course: StatutoryCourse, *, on: date) -> list[Made]:
    """Return who declared that the Act was complied with once the instrument was approved, as it stands on a day."""
    approved = approved_on(session, course, on=on)
    return [one for one in complied.made(session, course.id) if not one.is_early(approved)]


def approved_on(session: Session, course: StatutoryCourse, *, on: date) -> date | None:
    """Return the day on which an instrument was approved, by the signatures that count on a day; None if it is not.

    Source: CCBSA 2014 s.119(3).
    """
    if Section(course.section).has_two_meetings:
        return second_meeting_on(session, course)
    theirs = signed_by(session, course.id, on=on)
    days = [one.signed_on for one in signatures(session, course.id) if one.person_id in theirs]
    return signed_enough_on(days, members=register.how_many(session, on=on))


def filing(session: Session, course_id: UUID) -> StatutoryFiling | None:
    """Return what was sent to the registrar, if it was."""
    return session.get(StatutoryFiling, course_id)


def registration(session: Session, course_id: UUID) -> StatutoryRegistration | None:
    """Return the registration, if there is one."""
    return session.get(StatutoryRegistration, course_id)


def facts(session: Session, course: StatutoryCourse, *, on: date) -> Course:
    """Return everything that decides what comes next, as it is on a day."""
    section, sent = Section(course.section), filing(session, course.id) is not None
    papers = Course(section=section, filed=sent, registered=registration(session, course.id) is not None)
    if section.has_two_meetings:
        voted = _with_its_votes(session, course, papers)
        return _with_its_declarations(session, course, voted, on=on) if section is Section.DORMANT else voted
    return _with_its_hands(session, course, papers, on=_signed_by(session, course, on=on))


def _signed_by(session: Session, course: StatutoryCourse, *, on: date) -> date:
    """Return the day whose members are counted: those who join or leave after it was sent change nothing."""
    sent = filing(session, course.id)
    return sent.sent_on if sent else on


def _with_its_hands(session: Session, course: StatutoryCourse, papers: Course, *, on: date) -> Course:
    """Return a course with who signed its instrument, of the members of a day, and who declared."""
    signed, members = len(signed_by(session, course.id, on=on)), register.how_many(session, on=on)
    return _with_its_declarations(session, course, replace(papers, signed=signed, members=members), on=on)


def _with_its_declarations(session: Session, course: StatutoryCourse, papers: Course, *, on: date) -> Course:
    declared = [one.capacity for one in declarations(session, course, on=on)]
    return replace(
        papers,
        declared_by_secretary=Capacity.SECRETARY in declared,
        declared_by_members=declared.count(Capacity.MEMBER),
    )


def _with_its_votes(session: Session, course: StatutoryCourse, papers: Course) -> Course:
    """Return a course with the notices of its two meetings and what came of them."""
    first, second = _voted(session, course)
    return replace(
        papers,
        first_notice=first is not None or bool(notices(session, course.id, 1)),
        first_carried=first,
        second_notice=second is not None or bool(notices(session, course.id, 2)),
        second_carried=second,
    )


def _voted(session: Session, course: StatutoryCourse) -> tuple[bool | None, bool | None]:
    """Return whether the first and the second meeting carried it; None while they did not vote."""
    assert course.motion_id is not None
    state, has_first = queries.state(session, course.motion_id), first_meeting_on(session, course) is not None
    if not has_first:
        return (False, None) if state in LOST else (None, None)
    if state in LOST:
        return True, False
    return True, True if state in RESOLVED - {State.FIRST_CARRIED} else None


def lines(session: Session, course: StatutoryCourse, *, on: date) -> list[Line]:
    """Return every stage of a course with its days and the vote that was declared, as it is on a day."""
    return [
        _line(session, course, stage, standing, on=on) for stage, standing in facts(session, course, on=on).standings()
    ]


def _line(session: Session, course: StatutoryCourse, stage: Stage, standing: Standing, *, on: date) -> Line:
    """Return one stage with its days, and with what was declared of its vote where it has one."""
    done_on, earliest, latest = _days(session, course, stage, on=on)
    declared = _declared(session, course, stage)
    is_over = latest is not None and (done_on or on) > latest
    notice = _notice(session, course, stage)
    return Line(
        stage=stage,
        standing=standing,
        done_on=done_on,
        notice=notice,
        entered_on=_entered_on(session, notice) if notice else None,
        called_on=called_on(session, course, stage),
        earliest=earliest,
        latest=latest,
        division_id=declared.division_id if declared else None,
        is_late=is_over and standing in (Standing.DONE, Standing.NEXT),
    )


def _days(
    session: Session, course: StatutoryCourse, stage: Stage, *, on: date
) -> tuple[date | None, date | None, date | None]:
    """Return when a stage was done, and from when until when it can be."""
    first, second = first_meeting_on(session, course), second_meeting_on(session, course)
    allowed = window(first) if first else None
    needed = constitution.rule_book_on(session, on=on).gm_notice_clear_days_special
    due, sent = filing_due(Section(course.section), second) if second else None, filing(session, course.id)
    match stage:
        case Stage.FIRST_NOTICE | Stage.SECOND_NOTICE:
            given = _notice(session, course, stage)
            is_second = allowed is not None and stage is Stage.SECOND_NOTICE
            latest = last_day_of_notice(allowed.latest, days=needed) if is_second and allowed else None
            return counts_from(session, given) if given else None, None, latest
        case Stage.FIRST_MEETING:
            return first, None, None
        case Stage.SECOND_MEETING:
            return second, allowed.earliest if allowed else None, allowed.latest if allowed else None
        case Stage.SIGNATURES:
            return approved_on(session, course, on=_signed_by(session, course, on=on)), None, None
        case Stage.DECLARATION:
            declared = declarations(session, course, on=_signed_by(session, course, on=on))
            return complied.enough_on(declared), second, None if sent else due
        case Stage.FILING:
            return sent.sent_on if sent else None, second, due
        case Stage.REGISTRATION:
            done = registration(session, course.id)
            return done.registered_on if done else None, None, None
    return None, None, None


def _notice(session: Session, course: StatutoryCourse, stage: Stage) -> StatutoryNotice | None:
    """Return the notice that holds, for the stage in which it is given."""
    given = notices(session, course.id, NOTICES[stage]) if stage in NOTICES else []
    return given[-1] if given else None


def called_on(session: Session, course: StatutoryCourse, stage: Stage) -> date | None:
    """Return the day for which the meeting of a stage is called; None where there is no notice, or no meeting."""
    if stage not in MEETINGS:
        return None
    given = notices(session, course.id, MEETINGS[stage])
    return given[-1].meeting_on if given else None


def meeting_days(
    session: Session, course: StatutoryCourse, meeting: int, *, delivered_on: date | None, on: date
) -> MeetingDays:
    """Return on which days a meeting can be held, with a notice that is entered on a day.

    :param delivered_on: None where it is sent from here on that day.
    """
    book = constitution.rule_book_on(session, on=on)
    held = first_meeting_on(session, course) if meeting == 2 else None
    return MeetingDays(
        given_on=callings.counts_from(delivered_on, today=on),
        needed=book.gm_notice_clear_days_special,
        allowed=window(held) if held else None,
    )


def _declared(session: Session, course: StatutoryCourse, stage: Stage) -> DivisionOutcome | None:
    """Return what was declared of the vote of a stage; None where it has none."""
    if stage not in MEETINGS:
        return None
    return outcome_of(session, course, is_confirming=stage is Stage.SECOND_MEETING)


def outcome_of(session: Session, course: StatutoryCourse, *, is_confirming: bool) -> DivisionOutcome | None:
    """Return what came of the vote at one of the two meetings."""
    query = (
        select(DivisionOutcome)
        .join(Division, Division.id == DivisionOutcome.division_id)
        .where(
            Division.motion_id == course.motion_id,
            Division.amendment_n.is_(None),
            Division.is_confirming.is_(is_confirming),
        )
    )
    return session.scalars(query.order_by(DivisionOutcome.declared_at.desc()).limit(1)).first()


def signatures_missing(session: Session, course: StatutoryCourse, *, on: date) -> int:
    """Return how many signatures an instrument still needs, of the members of a day."""
    needed = signatures_needed(register.how_many(session, on=on))
    return max(0, needed - len(signed_by(session, course.id, on=on)))


def deadlines(session: Session, *, on: date) -> list[tuple[StatutoryCourse, Line]]:
    """Return what comes next of each course, where a last day is set for it."""
    coming = [(course, line) for course in listed(session) for line in lines(session, course, on=on)]
    return [(course, line) for course, line in coming if line.standing is Standing.NEXT and line.latest is not None]
