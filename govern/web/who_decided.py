"""Who decided: a meeting, or those who were asked without one. Every page that says so asks here."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core import db
from govern.core.words import Sentence, say, say_many
from govern.motions import queries
from govern.motions.rules import Kind, Way
from govern.resolutions.queries import Came, Resolution

BODIES: dict[Body, Sentence] = {
    Body.BOARD: say("The board"),
    Body.COMMITTEE: say("A committee"),
    Body.GENERAL_MEETING: say("A general meeting"),
    Body.SECRETARY_DELEGATED: say("The secretary, under delegation"),
    Body.PANEL: say("A panel"),
    Body.APPOINTING_BODY: say("The local authority, or another appointing body"),
}
FOUNDERS = say("The founders")
ASKED = say("Nobody: the members were asked what they think")
OF_ONE_CLASS = say("The members of one constituency")
WITHOUT_A_MEETING: Mapping[tuple[Body, Way], Sentence] = {
    (Body.GENERAL_MEETING, Way.WRITTEN): say("The members, in writing"),
    (Body.GENERAL_MEETING, Way.BALLOT): say("The members, by a ballot"),
    (Body.BOARD, Way.WRITTEN): say("The board, in writing"),
}


def who_took(decision: Decision) -> Sentence:
    """Return who took a decision."""
    return who_took_each([decision])[decision.id]


def who_took_each(decisions: Iterable[Decision]) -> dict[UUID, Sentence]:
    """Return who took each of some decisions: of one that a motion became, also whether they met."""
    found = {one.id: one.body for one in decisions}
    motions = queries.of_decisions(db.session(), found)
    carried = {one: (motion.way, motion.kind) for one, motion in motions.items()}
    return {
        one: named(body, came=Came.CARRIED, way=way, kind=kind)
        for one, body in found.items()
        for way, kind in [carried.get(one, (None, None))]
    }


def who_decided(one: Resolution) -> Sentence:
    """Return who decided what a line of the register tells."""
    return named(one.body, way=one.way, came=one.came, kind=one.kind)


def from_minutes(body: str, *, on: date, entered_on: date) -> Sentence:
    """Return who entered a decision from minutes, when, how long after its day, and that it was not counted here.

    >>> str(from_minutes("board", on=date(2026, 1, 20), entered_on=date(2026, 11, 28)))
    'By the secretary on Saturday 28 November 2026, 10 months after; not counted here.'
    """
    if body == Body.FOUNDERS:
        return say("At the founding on %(day)s; not counted here.", day=entered_on)
    months = (entered_on.year - on.year) * 12 + entered_on.month - on.month - (entered_on.day < on.day)
    if months < 1:
        return say("By the secretary on %(day)s; not counted here.", day=entered_on)
    return say_many(
        "By the secretary on %(day)s, %(count)s month after; not counted here.",
        "By the secretary on %(day)s, %(count)s months after; not counted here.",
        count=months,
        day=entered_on,
    )


def named(body: str, *, way: str | None, came: str, kind: str | None) -> Sentence:
    """Return who decided, from codes as an extract keeps them.

    :param way: None for what came from the minutes, or was signed before ways were.
    """
    if came == Came.CONSULTED:
        return ASKED
    if kind == Kind.CLASS:
        return OF_ONE_CLASS
    told = next((words for (of, by), words in WITHOUT_A_MEETING.items() if (of, by) == (body, way)), None)
    return told or next((words for one, words in BODIES.items() if one == body), FOUNDERS)
