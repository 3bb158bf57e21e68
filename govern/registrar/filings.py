"""What goes to the registrar of a statutory resolution, signed by whom and until when, and that it was registered.

Source: CCBSA 2014 ss.111, 113, 121, 122; domain 5.11.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.refusals import NotYetRegistered
from govern.core.actors import Deed
from govern.interests import standing_back
from govern.interests.standing_back_refusals import HandStandsBack
from govern.motions import queries
from govern.motions.matters import Section
from govern.motions.rules import State
from govern.motions.steps import take
from govern.registrar import copies as registrar_copies
from govern.registrar.refusals import RegisteredBeforeSent
from govern.statutory import complied, courses
from govern.statutory.models import StatutoryCourse, StatutoryFiling, StatutoryRegistration
from govern.statutory.refusals import NotItsChair, OneHandForTwo, SentTooEarly
from govern.statutory.rules import Stage, filing_due
from govern.statutory.steps import ensure_at, ensure_free, ensure_secretary, tell
from govern.statutory.words import DISSOLVE


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
    hands = [signed_on, second_on]
    if Section(course.section) in DISSOLVE:
        hands.append(complied.enough_on(courses.declarations(session, course, on=papers.sent_on)))
    not_before = max(day for day in hands if day)
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


def _ensure_hands(session: Session, course: StatutoryCourse, papers: Papers, *, at: datetime) -> None:
    """Refuse other hands than those of its chair and of a secretary who takes part in the motion.

    Its chair was free when the vote was declared.
    """
    if papers.chair_id == papers.secretary_id:
        raise OneHandForTwo
    if papers.chair_id is not None and papers.chair_id != registrar_copies.presided(session, course):
        raise NotItsChair
    ensure_secretary(session, papers.secretary_id, on=papers.sent_on)
    if course.motion_id is None:
        return
    if papers.secretary_id in standing_back.interested(session, course.motion_id, at=at):
        raise HandStandsBack
