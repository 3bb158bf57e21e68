"""The journal, for the officers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import can, requires
from govern.audit import queries
from govern.audit.models import JournalEntry
from govern.ballots import queries as ballots
from govern.core import db
from govern.core.words import Fact, Sentence, say
from govern.elections import queries as elections
from govern.motions import queries as motions
from govern.permissions import Permission
from govern.register import queries as register
from govern.resolutions import retold
from govern.web.asked import page_asked
from govern.web.filters import spoken
from govern.web.journal_words import OCCASIONS, in_words

pages = Blueprint("journal", __name__)
DECLARED = "division.declared"
FIGURES = ("tally", "sums")
UNTOLD = say("nothing that this page can name")
PRIVATE = {
    "application": say("somebody who applied"),
    "person": say("somebody whom your office does not name"),
    "membership": say("a member whom your office does not name"),
}


@dataclass(frozen=True)
class Line:
    """One entry as it is read.

    :ivar by: the name of whoever did it; None for the clock.
    :ivar facts: as they are written, but for those that can tell how one of a few voted in secret.
    """

    entry: JournalEntry
    words: Sentence
    by: str | None
    facts: Mapping[str, Any]


@pages.get("/journal")
@requires(Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    entries = queries.entries(db.session(), page_asked())
    return render_template(
        "journal/show.html",
        entries=entries,
        lines=_lines(entries.items),
        heads=queries.heads(db.session(), 10),
        occasions=OCCASIONS,
    )


def _lines(entries: Sequence[JournalEntry]) -> list[Line]:
    """Return entries in words, with names of today. Who is on the register is named to those who may read it."""
    session = db.session()
    names = register.names_of(session, {one.actor_id for one in entries if one.actor_id})
    known = _elections() | _motions(entries) | _people(entries)
    too_much = retold.tell_too_much(
        session, {one.subject_id for one in entries if one.subject_id and one.event == DECLARED}
    )
    return [
        Line(
            entry=one,
            words=in_words(one.event, one.facts, about=_about(one, known)),
            by=names.get(one.actor_id, str(one.actor_id)[:8]) if one.actor_id else None,
            facts=_facts(one, is_withheld=one.event == DECLARED and one.subject_id in too_much),
        )
        for one in entries
    ]


def _facts(entry: JournalEntry, *, is_withheld: bool) -> Mapping[str, Any]:
    """Return what an entry holds; of a vote whose record tells too much, not its figures. The line itself stays.

    Source: decision 0037.
    """
    told: dict[str, Any] = entry.facts
    return told | dict.fromkeys(FIGURES, spoken(retold.WITHHELD)) if is_withheld else told


def _about(entry: JournalEntry, known: Mapping[UUID, Fact]) -> Fact:
    """Return what an entry is about, in words."""
    if entry.subject_id is None:
        return UNTOLD
    return known.get(entry.subject_id, PRIVATE.get(entry.event.partition(".")[0], str(entry.subject_id)[:8]))


def _elections() -> dict[UUID, Fact]:
    """Return what elections are called, by the ids of the election, of its poll and of its roll."""
    known, rolls = dict[UUID, Fact](), ballots.rolls(db.session())
    for line in elections.listed(db.session()):
        poll_id = line.election.poll_id
        ids = (line.election.id, poll_id, rolls[poll_id]) if poll_id else (line.election.id,)
        known |= dict.fromkeys(ids, line.election.title)
    return known


def _motions(entries: Sequence[JournalEntry]) -> dict[UUID, Fact]:
    """Return what motions are called, by their ids."""
    numbers = motions.numbers_of(db.session(), {one.subject_id for one in entries if one.subject_id})
    return {motion_id: say("motion %(number)s", number=str(number)) for motion_id, number in numbers.items()}


def _people(entries: Sequence[JournalEntry]) -> dict[UUID, Fact]:
    """Return who is meant by the ids of persons and of memberships; nobody, where the reader may not know."""
    if not can(Permission.REGISTER_READ):
        return {}
    subjects = {one.subject_id for one in entries if one.subject_id}
    known: dict[UUID, Fact] = dict(register.names_of(db.session(), subjects))
    for membership_id, number in register.numbers_of(db.session(), subjects).items():
        known[membership_id] = say("member %(number)s", number=str(number))
    return known
