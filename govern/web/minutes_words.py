"""What is told beside a decision from minutes: whether the chair confirmed it, and whether somebody disputes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from govern.access import actor
from govern.constitution import confirmations, minutes
from govern.constitution.minutes import Word
from govern.core import db
from govern.core.words import Sentence, say, say_many
from govern.motions import queries as motions
from govern.web.deeds import may

UNCONFIRMED = say("Not confirmed by the chair yet.")
CONFIRMED = say("The chair says that it is so.")
DENIED = say("The chair says that this is not what was decided.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that is told, and whether it is that somebody says no."""

    words: Sentence
    is_dispute: bool = False


def said_of(decisions: Collection[UUID]) -> Mapping[UUID, list[Told]]:
    """Return what is told of each decision; of what came of a vote here, only that somebody disputes it."""
    session = db.session()
    of_votes = motions.of_decisions(session, decisions)
    found = minutes.words_on(session, decisions)
    return {one: told_of(word, is_from_minutes=one not in of_votes) for one, word in found.items()}


def told_of(word: Word, *, is_from_minutes: bool) -> list[Told]:
    """Return what is told of a decision."""
    told = []
    if word.is_asked and is_from_minutes:
        chairs = {None: UNCONFIRMED, True: CONFIRMED, False: DENIED}[word.chairs]
        told.append(Told(words=chairs, is_dispute=word.chairs is False))
    if word.disputes:
        words = say_many(
            "Disputed: %(count)s person whom it names says that this is not what happened.",
            "Disputed: %(count)s persons whom it names say that this is not what happened.",
            count=word.disputes,
        )
        told.append(Told(words=words, is_dispute=True))
    return told


def can_confirm(decision_id: UUID) -> bool:
    """Say whether the reader can say now whether what was entered from minutes is so."""
    session = db.session()
    if motions.of_decisions(session, [decision_id]) and not confirmations.is_named(session, decision_id, actor()):
        return False
    return may(lambda: confirmations.ensure_may_confirm(session, decision_id, actor()))
