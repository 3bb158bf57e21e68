"""Where an election is now, and the facts that its page shows."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from flask import g

from govern.access import ROLE_WORDS
from govern.accounts import queries as accounts
from govern.ballots import doubts
from govern.ballots import queries as ballots
from govern.ballots.models import MarkKind
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.actors import OFFICES
from govern.core.words import Sentence, say
from govern.elections import deadlines, links, queries
from govern.elections.models import Election, ElectionStep
from govern.elections.rules import State, by_the_clock
from govern.motions.models import MotionStep
from govern.rolls import queries as rolls
from govern.web.next_steps import Whereabouts

CLOCK = say("the clock")
MARKED = {
    MarkKind.ONLINE: say("voted online"),
    MarkKind.PAPER: say("voted on paper"),
    MarkKind.TENDERED: say("voted, kept apart while in doubt"),
    MarkKind.STRUCK: say("taken off the roll before voting"),
}
SOMEBODY = say("an officer")


def whereabouts(election: Election) -> Whereabouts:
    """Return where an election is now, and what its next step hangs on."""
    session = db.session()
    undecided = unlinked = 0
    if election.poll_id is not None:
        lines = doubts.listed(session, election.poll_id)
        undecided = sum(line.is_tendered and line.is_accepted is None for line in lines)
        poll = ballots.find(session, election.poll_id)
        unlinked = (rolls.find(session, poll.roll_id).electors or 0) - links.issued(session, poll.id)
    return Whereabouts(
        election=election,
        state=state_now(election, queries.state(session, election.id)),
        standing=len(queries.standing(session, election.id)),
        undecided=undecided,
        unlinked=unlinked,
        questioned_until=deadlines.questioned_until(session, election),
        kept_until=_still_kept_until(election),
    )


def _still_kept_until(election: Election) -> date | None:
    """Return the day from which the papers of an election may be destroyed, while it has not come."""
    until = deadlines.kept_until(db.session(), election)
    return until if until is not None and clock.local_date(clock.now(), g.zone) < until else None


def state_now(election: Election, state: State) -> State:
    """Return where an election is by the clock; the next deed puts it on record."""
    return by_the_clock(state, opens_at=election.opens_at, closes_at=election.closes_at, at=clock.now())


def electorate_of(election: Election) -> Sentence:
    """Return who elects, in words."""
    session = db.session()
    whole = queries.constituency(session, election).name
    for part in constitution.parts(session):
        if part.id == election.sub_constituency_id:
            return say("%(name)s: %(part)s", name=whole, part=part.name)
    return say("%(name)s", name=whole)


def office_of(step: ElectionStep | MotionStep) -> Sentence:
    """Return who took a step, by the office held on the day that it was entered."""
    return CLOCK if step.actor_id is None else office_held(step.actor_id, step.at)


def office_held(person_id: UUID, at: datetime) -> Sentence:
    """Return the office that somebody held on the day of an instant; some officer where they held none."""
    on: date = clock.local_date(at, g.zone)
    held = accounts.offices_of(db.session(), person_id, on=on)
    return next((ROLE_WORDS[office] for office in OFFICES if office in held), SOMEBODY)


def frozen_on(election: Election) -> date | None:
    """Return the day on which the roll of an election was frozen."""
    poll = ballots.find(db.session(), election.poll_id) if election.poll_id else None
    return clock.local_date(poll.frozen_at, g.zone) if poll and poll.frozen_at else None


def poll_facts(election: Election) -> dict[str, object]:
    """Return the poll of an election, its roll, its turnout and its reckoning, where there is one yet."""
    if election.poll_id is None:
        return {"poll": None, "roll": None, "turnout": None, "reckoning": None}
    session = db.session()
    poll = ballots.find(session, election.poll_id)
    roll = rolls.find(session, poll.roll_id)
    turnout = ballots.turnout(session, poll, electors=roll.electors or 0) if poll.armed_at else None
    reckoning = reckoned(roll.electors or 0, ballots.closed_marks(session, poll.id)) if poll.sealed_at else None
    return {"poll": poll, "roll": roll, "turnout": turnout, "reckoning": reckoning}


def reckoned(electors: int, marks: Mapping[str, int]) -> list[tuple[Sentence, int]]:
    """Return what became of every elector of a sealed poll; the figures add up to all electors."""
    figures = [(words, marks.get(kind, 0)) for kind, words in MARKED.items()]
    # Most polls have one way to vote; a line of nought would only be in the way.
    told = [(words, figure) for words, figure in figures if figure]
    return [*told, (say("did not vote"), electors - sum(marks.values()))]
