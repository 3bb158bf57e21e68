"""What is to be done about votes on motions that are over, or whose links are not sent, each for whoever may do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from govern.access import can
from govern.motions import boxes, tallying, waiting
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask
from govern.permissions import Permission
from govern.web.next_steps import Way

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Task:
    """The next deed of one vote."""

    division: Division
    motion: Motion
    way: Way


SEND = Way(
    endpoint="division_deeds.send_links", permission=Permission.CREDENTIAL_ISSUE, words=_("Send the ballot links")
)
OPEN = Way(endpoint="division_deeds.open_box", permission=Permission.BOX_OPEN, words=_("Open the box"))
SETTLE = Way(
    endpoint="division_deeds.settle_difference",
    permission=Permission.DISCREPANCY_SETTLE,
    words=_("Enter the decision on the difference"),
)
COUNT = Way(
    endpoint="division_deeds.count_hands", permission=Permission.HANDS_COUNT, words=_("Enter my count of hands")
)
DECLARE = Way(
    endpoint="division_deeds.declare", permission=Permission.DIVISION_DECLARE, words=_("Declare what came of it")
)


def tasks(session: "Session", *, at: datetime) -> list[Task]:
    """Return what whoever is signed in may do next: send links that are not sent, and bring to an end what is over."""
    if not any(can(way.permission) for way in (SEND, OPEN, SETTLE, COUNT, DECLARE)):
        return []
    unsent, over = waiting.unlinked(session, at=at), waiting.undeclared(session, at=at)
    found = [Task(division=division, motion=motion, way=SEND) for division, motion in unsent]
    found += [Task(division=division, motion=motion, way=way_of(session, division, at=at)) for division, motion in over]
    return [task for task in found if can(task.way.permission)]


def way_of(session: "Session", division: Division, *, at: datetime) -> Way:
    """Return what comes next for a vote that is over."""
    if division.ask == Ask.SECRET and not boxes.is_open(session, division):
        return SETTLE if boxes.waits_for_a_decision(session, division) else OPEN
    is_counted = division.ask != Ask.HANDS or tallying.tally(session, division.id, at=at).adds_up
    return DECLARE if is_counted else COUNT
