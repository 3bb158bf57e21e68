"""What lies on an officer's tiles of mail that did not go out, or was refused."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from govern.core.waiting import Heap
from govern.core.words import say, say_many
from govern.jobs import queries as jobs
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.web.tiles import Item, Kind, Moment, day_of, items

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAIL_PATIENCE = timedelta(hours=1)


def mail(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield whose address takes no mail, and how much else has not gone out."""
    made_before = moment.at - MAIL_PATIENCE
    messages = jobs.refused(session, made_before=made_before)
    oldest = {str(one.recipient).lower(): one.made_at for one in reversed(messages)}
    known = register.reached_at(session, oldest, on=moment.on)
    yield from (_refused(one, oldest[str(one.email).lower()], moment) for one in known)
    theirs = {str(one.email).lower() for one in known}
    told = {one.id for one in messages if str(one.recipient).lower() in theirs}
    heap = jobs.unsent(session, made_before=made_before, but=told)
    words = say_many(
        "%(count)s message has not gone out. Ask the administrator whether mail works.",
        "%(count)s messages have not gone out. Ask the administrator whether mail works.",
        count=heap.count,
    )
    yield from items(Kind.WARNING, heap, words, "offices.show", moment)


def _refused(known: PersonVersion, since: datetime, moment: Moment) -> Item:
    """Return that somebody's address takes no mail, with their record, on which it is corrected."""
    return Item(
        kind=Kind.WARNING,
        count=1,
        words=say("Mail to the address of %(name)s is refused. Ask them for another, or write.", name=known.name),
        endpoint="people.show",
        address={"person_id": known.person_id},
        since=day_of(since, moment.zone),
    )


def mail_by_number(session: "Session", moment: Moment) -> Iterator[Item]:
    """Yield how much mail is refused and how much has not gone: whose it is, the machine's keeper need not know."""
    made_before = moment.at - MAIL_PATIENCE
    messages = jobs.refused(session, made_before=made_before)
    refused = Heap(len(messages), min((one.made_at for one in messages), default=None))
    words = say_many(
        "%(count)s message is refused where it should arrive. The secretary can correct an address.",
        "%(count)s messages are refused where they should arrive. The secretary can correct an address.",
        count=refused.count,
    )
    yield from items(Kind.WARNING, refused, words, "", moment)
    waiting = jobs.unsent(session, made_before=made_before, but={one.id for one in messages})
    words = say_many(
        "%(count)s message has not gone out within the hour. See that the worker runs and the mail server answers.",
        "%(count)s messages have not gone out within the hour. See that the worker runs and the mail server answers.",
        count=waiting.count,
    )
    yield from items(Kind.SEND, waiting, words, "", moment)
