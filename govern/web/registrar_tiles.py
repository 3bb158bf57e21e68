"""What lies on the chair's desk of copies for the registrar: those of resolutions in whose second meeting they sat."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govern.core.words import say
from govern.motions import courses, registrar_copies
from govern.web.tiles import Item, Kind, Moment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def to_sign(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each confirmed resolution whose copy waits for the hand of who was in its chair, and still is the chair."""
    for course in registrar_copies.unsigned(session, on=moment.on):
        told = say("%(title)s: sign the copy for the registrar.", title=course.title)
        since = courses.second_meeting_on(session, course)
        address = {"course_id": course.id}
        yield Item(kind=Kind.DECIDE, count=1, words=told, endpoint="statutory.show", address=address, since=since)
