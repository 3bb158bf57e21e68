"""What lies on a desk of papers for the registrar and from there, for whoever may put their hand or word to them."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from govern.consequences.registering import about
from govern.core.clock import local_date
from govern.core.words import Sentence, say, say_many
from govern.registrar import copies as registrar_copies
from govern.registrar import registrations
from govern.resolutions import extracts
from govern.rule_changes import waiting as waiting_rules
from govern.statutory import courses
from govern.web.deeds import may
from govern.web.tiles import Item, Kind, Moment, items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govern.statutory.models import StatutoryCourse


def drafted_rules(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield how many versions of the rules are drafted and not registered."""
    heap = waiting_rules.unregistered(session)
    words = say_many(
        "%(count)s version of the rules is drafted and takes no effect until it is registered.",
        "%(count)s versions of the rules are drafted and take no effect until they are registered.",
        count=heap.count,
    )
    return items(Kind.SIGN, heap, words, "rule_book.index", moment)


def to_sign(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each confirmed resolution whose copy waits for the hand of who was in its chair, and still is the chair."""
    for course in registrar_copies.unsigned(session, on=moment.on):
        if registrar_copies.presided(session, course) == moment.reader.person_id:
            yield _of_course(session, course, say("%(title)s: sign the copy for the registrar.", title=course.title))


def to_agree(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each confirmed resolution that is to be printed and signed on paper, for the chair in office to sign of."""
    for course, division_id in registrar_copies.unagreed(session, on=moment.on):
        if may(partial(extracts.ensure_may_be_signed, session, division_id, moment.deed)):
            told = say("%(title)s: sign an extract, to be printed for the registrar.", title=course.title)
            yield _of_course(session, course, told)


def to_tell(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield each instrument that is with the registrar and bears too few hands as it stands."""
    for course in courses.listed(session):
        if courses.facts(session, course, on=moment.on).falls_short:
            words = say("%(title)s: tell the registrar that hands under it were denied.", title=course.title)
            yield _of_course(session, course, words)


def _of_course(session: "Session", course: "StatutoryCourse", words: Sentence) -> Item:
    since, address = courses.second_meeting_on(session, course), {"course_id": course.id}
    return Item(kind=Kind.DECIDE, count=1, words=words, endpoint="statutory.show", address=address, since=since)


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
