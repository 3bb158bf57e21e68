"""Who decided a resolution: a meeting, or those who were asked without one."""

from collections.abc import Mapping

from govern.constitution.rules import Body
from govern.core.words import Sentence, say
from govern.motions.resolutions import Came, Resolution
from govern.motions.rules import Kind, Way
from govern.web.forms.decisions import BODIES, FOUNDERS

ASKED = say("Nobody: the members were asked what they think")
OF_ONE_CLASS = say("The members of one constituency")
WITHOUT_A_MEETING: Mapping[tuple[Body, Way], Sentence] = {
    (Body.GENERAL_MEETING, Way.WRITTEN): say("The members, in writing"),
    (Body.GENERAL_MEETING, Way.BALLOT): say("The members, by a ballot"),
    (Body.BOARD, Way.WRITTEN): say("The board, in writing"),
}


def who_decided(one: Resolution) -> Sentence:
    """Return who decided what a line of the register tells."""
    return named(one.body, way=one.way, came=one.came, kind=one.kind)


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
