"""Whoever gives notice of a meeting that votes on a motion writes to everybody who is called to it, or did so before.

A resolution that statute puts to two meetings is called to each of them by the same deed.

Source: domain 5.1: to every member and every director, with day, place and the resolution that is proposed.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import noticing, writing
from govern.consequences.writing import Words, Written
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.words import Sentence, say
from govern.meetings import addressees
from govern.meetings import noticing as motions
from govern.meetings.addressees import Called
from govern.meetings.models import MotionNotice
from govern.motions import queries, steps
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Kind
from govern.motions.words import KINDS
from govern.statutory import conditions, courses
from govern.statutory import service as statutory
from govern.statutory import steps as statutory_steps
from govern.statutory.callings import Given, Notice
from govern.statutory.models import StatutoryCourse, StatutoryNotice
from govern.statutory.words import SECTIONS


def give(
    session: Session, motion_id: UUID, notice: Notice, deed: Deed, *, base_url: str, unreached: int = 0
) -> Written | None:
    """Enter the notice of a meeting, and write to everybody who is called, unless it was given otherwise.

    :param base_url: where members come to, without a slash at its end.
    :param unreached: how many the page told that nothing reaches.
    :returns: how many were written to, and how; None where it was given otherwise.
    :raises Refusal: as `meetings.noticing.give` raises.

    Source: domain 5.1; CA 2006 ss.308, 310, 311.
    """
    given = motions.give(session, motion_id, notice, deed)
    if unreached:
        noticing.record_shown(session, motion_id, unreached, deed, event="motion.unreached_shown")
    if given.given != Given.SENT:
        return None
    motion = queries.find(session, motion_id)
    proposed = [
        say("The meeting votes on this motion: %(title)s.", title=motion.title),
        say("It is proposed as: %(kind)s.", kind=KINDS[Kind(motion.kind)]),
    ]
    written = _send(session, motion, _words(session, motion, given, proposed, base_url=base_url), deed)
    steps.record(session, motion_id, deed, event="motion.notice_sent", n=given.n, **vars(written))
    return written


def give_of_course(  # noqa: PLR0913 - of which meeting of which course, what the page told, and the door's address
    session: Session, course_id: UUID, meeting: int, notice: Notice, deed: Deed, *, base_url: str, unreached: int = 0
) -> Written | None:
    """Enter the notice of a meeting that statute asks for, and write to everybody who is called, as `give` does.

    :param unreached: how many the page told that nothing reaches.
    :raises Refusal: as `statutory.service.give_notice` raises.

    Source: CCBSA 2014 ss.111(2), 113(2), 120(2): notice specifying the intention to propose the resolution.
    """
    given = statutory.give_notice(session, course_id, meeting, notice, deed)
    if unreached:
        noticing.record_shown(session, course_id, unreached, deed, event="statutory.unreached_shown")
    if given.given != Given.SENT:
        return None
    course = courses.find(session, course_id)
    assert course.motion_id is not None
    motion = queries.find(session, course.motion_id)
    words = _words(session, motion, given, _by_its_section(session, course, given, deed), base_url=base_url)
    written = _send(session, motion, words, deed)
    facts = {"meeting": meeting, "n": given.n, **vars(written)}
    statutory_steps.tell(session, course, facts, deed, event="statutory.notice_sent")
    return written


def _by_its_section(session: Session, course: StatutoryCourse, given: StatutoryNotice, deed: Deed) -> list[Sentence]:
    """Say what it is intended to propose, by which section of the Act, and all that it needs to be carried."""
    section, held = Section(course.section), courses.first_meeting_on(session, course)
    proposed = say(
        "It is intended to propose this as a special resolution: %(title)s. %(section)s.",
        title=course.title,
        section=SECTIONS[section],
    )
    today = constitution.today(session, at=deed.at)
    needed = conditions.of_meeting(session, course, 1 if held is None else given.meeting, on=today)
    if given.meeting == 1 or held is None:
        confirmed = say("If it is carried, a second meeting has to confirm it, from 14 days to a month later.")
        return [proposed, *needed, confirmed]
    carried = say("A first meeting carried it on %(day)s. This one is to confirm it.", day=held)
    return [proposed, carried, *needed]


def _send(session: Session, motion: Motion, words: Words, deed: Deed) -> Written:
    """Write to everybody who is called."""

    def words_for(one: Called) -> Words:
        stead = [] if one.votes_for is None else [say("You cast the one vote of %(member)s.", member=one.votes_for)]
        return replace(words, lines=[*words.lines, *stead])

    called = addressees.of_meeting(session, motion, on=constitution.today(session, at=deed.at))
    return writing.write_all(session, called, words_for, at=deed.at)


def _words(
    session: Session,
    motion: Motion,
    given: MotionNotice | StatutoryNotice,
    proposed: list[Sentence],
    *,
    base_url: str,
) -> Words:
    mutual, text = constitution.mutual(session), queries.text(session, motion.id).text
    link = f"{base_url}/motions/{motion.id}"
    by_telephone = say(
        "If something is not clear, telephone %(telephone)s (text relay %(relay)s).",
        telephone=mutual.telephone,
        relay=mutual.text_relay,
    )
    return Words(
        subject=say("Notice of a meeting: %(title)s", title=motion.title),
        lines=[
            say(
                "Notice of a general meeting of %(mutual)s. It is held on %(day)s, and you are called to it.",
                mutual=mutual.name,
                day=given.meeting_on,
            ),
            say("Where and when, and how to take part:"),
            say("%(place)s", place=given.place or ""),
            *proposed,
            say("This is the motion:"),
            say("%(text)s", text=text),
        ],
        online=[say("Sign in to read it:"), say("%(link)s", link=link), by_telephone],
        on_paper=[say("You can read it at %(link)s too.", link=link), by_telephone],
    )
