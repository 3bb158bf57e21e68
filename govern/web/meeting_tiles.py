"""The general meetings on a desk: what waits for notice or for its vote, and the days that are called."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govern.core.words import Sentence, say, say_many
from govern.meetings import queries as general
from govern.meetings.queries import Meeting
from govern.motions.queries import MotionLine
from govern.web.tiles import Item, Kind, Moment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def to_notice(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each motion whose meeting is not called yet."""
    for line in general.without_notice(session, on=moment.on):
        yield _of_motion(line, say("%(title)s: notice of its meeting is to be given.", title=line.motion.title))


def to_call(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each motion that is on the agenda and voted on outside a meeting."""
    for line in general.to_call(session):
        yield _of_motion(line, say("%(title)s: its vote is to be called.", title=line.motion.title))


def meetings(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield the day of each meeting that is called; where it votes on one motion, with the way to that."""
    for one in general.to_come(session, on=moment.on):
        is_alone = len(one.motions) == 1
        yield Item(
            kind=Kind.DEADLINE,
            count=1,
            words=_of_meeting(one),
            endpoint="motions.show" if is_alone else "motions.index",
            address={"motion_id": one.motions[0].id} if is_alone else {},
            since=one.meeting_on,
        )


def _of_meeting(one: Meeting) -> Sentence:
    """Return what a desk says of a meeting: the motion by name where it votes on one, that no two lines are alike."""
    if len(one.motions) == 1:
        title = one.motions[0].title
        return say("General meeting on %(day)s, which votes on: %(title)s.", day=one.meeting_on, title=title)
    return say_many(
        "General meeting on %(day)s, which votes on %(count)s motion.",
        "General meeting on %(day)s, which votes on %(count)s motions.",
        count=len(one.motions),
        day=one.meeting_on,
    )


def _of_motion(line: MotionLine, words: Sentence) -> Item:
    address = {"motion_id": line.motion.id}
    return Item(kind=Kind.DECIDE, count=1, words=words, endpoint="motions.show", address=address, since=line.dated_on)
