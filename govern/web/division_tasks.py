"""What is to be done about votes on motions that are over, or whose links are not sent, each for whoever may do it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _

from govern.access import actor, can
from govern.agenda import waiting
from govern.agenda.waiting import Next
from govern.core.words import Sentence, say_many
from govern.divisions import hands
from govern.interests import standing_back
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.permissions import Permission
from govern.web.deeds import may
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
WAYS = {Next.OPENING: OPEN, Next.DECISION: SETTLE, Next.COUNT: COUNT, Next.DECLARATION: DECLARE}


def tasks(session: "Session", *, at: datetime) -> list[Task]:
    """Return what whoever is signed in may do next: send links that are not sent, and bring to an end what is over."""
    if not any(can(way.permission) for way in (SEND, OPEN, SETTLE, COUNT, DECLARE)):
        return []
    unsent, over = waiting.unlinked(session, at=at), waiting.undeclared(session, at=at)
    found = [Task(division=division, motion=motion, way=SEND) for division, motion in unsent]
    found += [
        Task(division=division, motion=motion, way=WAYS[waiting.next_of(session, division, at=at)])
        for division, motion in over
    ]
    return [task for task in found if can(task.way.permission) and _is_free(session, task.motion, at=at)]


def _is_free(session: "Session", motion: Motion, *, at: datetime) -> bool:
    return standing_back.is_free(session, motion.id, actor(), at=at)


def way_of(session: "Session", division: Division, step: Next | None, *, at: datetime) -> Way | None:
    """Return what the reader does next with a vote that is over, or None where it is nobody's turn or another's."""
    way = WAYS[step] if step else None
    if way is None or not can(way.permission):
        return None
    if way is COUNT and not may(lambda: hands.attempt_of(session, division, actor=actor(), at=at)):
        return None
    return way


def waits_in_words(step: Next, count: int) -> Sentence:
    """Return what a vote that is over waits for, and whose deed that is."""
    match step:
        case Next.OPENING:
            return say_many(
                "%(count)s secret vote on a motion is over, and waits for the returning officer to open the box.",
                "%(count)s secret votes on motions are over, and wait for the returning officer to open the boxes.",
                count=count,
            )
        case Next.DECISION:
            return say_many(
                "%(count)s secret vote on a motion is over, and waits for a scrutineer to enter the decision on its"
                " box, which differs from the marks.",
                "%(count)s secret votes on motions are over, and wait for a scrutineer to enter the decisions on their"
                " boxes, which differ from the marks.",
                count=count,
            )
        case Next.COUNT:
            return say_many(
                "%(count)s vote on a motion is over, and waits for two tellers to agree on the hands.",
                "%(count)s votes on motions are over, and wait for two tellers to agree on the hands.",
                count=count,
            )
        case Next.DECLARATION:
            return say_many(
                "%(count)s vote on a motion is over, and waits for the chair to declare what came of it.",
                "%(count)s votes on motions are over, and wait for the chair to declare what came of them.",
                count=count,
            )
