"""What lies on a desk of papers for the registrar and from there, for whoever may put their hand or word to them."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from govern.consequences.registering import about
from govern.core.clock import local_date
from govern.core.words import say
from govern.motions import courses, registrar_copies, registrations
from govern.web.deeds import may
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


def to_countersign(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each copy that its chair signed and that waits for the secretary's hand, where the reader's can be it."""
    for course, copy in registrar_copies.half_signed(session, on=moment.on):
        if may(partial(registrar_copies.ensure_may_countersign, session, copy, moment.deed)):
            yield Item(
                kind=Kind.SIGN,
                count=1,
                words=say("%(title)s: countersign the copy for the registrar.", title=course.title),
                endpoint="registrar_copies.countersign",
                address={"told": copy.digest},
                since=local_date(copy.signed_at, moment.zone),
            )


def to_compare(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each registration that waits for somebody else than who entered it, where the reader can be they."""
    for one in registrations.waiting(session):
        if may(partial(registrations.ensure_may_answer, session, one.id, moment.deed)):
            title = about(session, one)
            yield Item(
                kind=Kind.DECIDE,
                count=1,
                words=say("%(title)s: compare its registration with the registrar’s answer.", title=title),
                endpoint="registrations.confirm",
                address={"report_id": one.id},
                since=local_date(one.entered_at, moment.zone),
            )
