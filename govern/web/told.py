"""How somebody is told of what an officer enters about them: what no mail and no letter brings, somebody has to say."""

from uuid import UUID

from govern.access import actor
from govern.consequences import writing
from govern.consequences.writing import Way
from govern.core import clock, db
from govern.core.words import Sentence, say
from govern.web.filters import spoken

HOW: dict[Way, Sentence] = {
    Way.MAIL: say("They are told by e-mail."),
    Way.LETTER: say("They are told by a letter, which is to be printed."),
    Way.NOTHING: say("Nothing reaches them: tell them by hand, and note who did so, and when."),
}


def how(person_id: UUID) -> str:
    """Return how somebody is told; nothing where it is the reader, who knows."""
    return (
        "" if person_id == actor().person_id else spoken(HOW[writing.way_to(db.session(), person_id, at=clock.now())])
    )


def after(words: str, person_id: UUID) -> str:
    """Return what was done to somebody, or will be, and how they are told."""
    return f"{words} {how(person_id)}".strip()


def is_out_of_reach(person_id: UUID) -> bool:
    """Say whether somebody learns of it by nothing that is sent."""
    return writing.way_to(db.session(), person_id, at=clock.now()) is Way.NOTHING
