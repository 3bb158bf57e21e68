"""Whoever gives notice of a meeting that votes on a motion writes to everybody who is called to it, or did so before.

Source: domain 5.1: to every member and every director, with day, place and the resolution that is proposed.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import writing
from govern.consequences.noticing import record_shown
from govern.consequences.writing import Words, Written
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.words import say
from govern.motions import addressees, noticing, queries, steps
from govern.motions.addressees import Called
from govern.motions.models import MotionNotice
from govern.motions.notice_models import Given
from govern.motions.noticing import Notice
from govern.motions.rules import Kind
from govern.motions.words import KINDS


def give(
    session: Session, motion_id: UUID, notice: Notice, deed: Deed, *, base_url: str, unreached: int = 0
) -> Written | None:
    """Enter the notice of a meeting, and write to everybody who is called, unless it was given otherwise.

    :param base_url: where members come to, without a slash at its end.
    :param unreached: how many the page told that nothing reaches.
    :returns: how many were written to, and how; None where it was given otherwise.
    :raises Refusal: as `motions.noticing.give` raises.

    Source: domain 5.1; CA 2006 ss.308, 310, 311.
    """
    given = noticing.give(session, motion_id, notice, deed)
    if unreached:
        record_shown(session, motion_id, unreached, deed, event="motion.unreached_shown")
    if given.given != Given.SENT:
        return None
    return _send(session, given, deed, link=f"{base_url}/motions/{motion_id}")


def _send(session: Session, given: MotionNotice, deed: Deed, *, link: str) -> Written:
    """Write to everybody who is called, and enter how many were reached, and how."""
    motion, words = queries.find(session, given.motion_id), _words(session, given, link=link)

    def words_for(one: Called) -> Words:
        stead = [] if one.votes_for is None else [say("You cast the one vote of %(member)s.", member=one.votes_for)]
        return replace(words, lines=[*words.lines, *stead])

    called = addressees.of_meeting(session, motion, on=constitution.today(session, at=deed.at))
    written = writing.write_all(session, called, words_for, at=deed.at)
    steps.record(session, motion.id, deed, event="motion.notice_sent", n=given.n, **vars(written))
    return written


def _words(session: Session, given: MotionNotice, *, link: str) -> Words:
    mutual, motion = constitution.mutual(session), queries.find(session, given.motion_id)
    text = queries.text(session, motion.id).text
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
            say("%(place)s", place=given.place),
            say("The meeting votes on this motion: %(title)s.", title=motion.title),
            say("It is proposed as: %(kind)s.", kind=KINDS[Kind(motion.kind)]),
            say("This is the motion:"),
            say("%(text)s", text=text),
        ],
        online=[say("Sign in to read it:"), say("%(link)s", link=link), by_telephone],
        on_paper=[say("You can read it at %(link)s too.", link=link), by_telephone],
    )
