"""The first page: what can I do now?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from govern.access import actor, can, public
from govern.board import queries as board
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.words import Sentence, say
from govern.elections import queries as elections
from govern.elections import results
from govern.elections.models import Election
from govern.elections.queries import ElectionLine
from govern.elections.rules import State
from govern.permissions import Permission
from govern.web import division_tasks
from govern.web.decisions_to_confirm import to_confirm
from govern.web.forms.register import SearchForm
from govern.web.joining import is_open
from govern.web.next_steps import Way, next_steps
from govern.web.steps import today
from govern.web.tile_sources import tiles_now
from govern.web.tiles import Moment
from govern.web.trying import things_to_try
from govern.web.votes_now import votes_now
from govern.web.whereabouts import state_now, whereabouts

pages = Blueprint("home", __name__)
S = State
# What the public is told of an election that is under way; a planned one is nobody's business yet.
UNDER_WAY: dict[State, Sentence] = {
    S.NOTICE_PUBLISHED: say("Nominations will open soon."),
    S.NOMINATIONS_OPEN: say("Nominations are open. Ask the returning officer how to stand."),
    S.NOMINATIONS_CLOSED: say("Nominations are closed."),
    S.CANDIDATES_PUBLISHED: say("The candidates are known."),
    S.WITHDRAWALS_CLOSED: say("The candidates are known."),
    S.ARMED: say("Voting has not opened yet."),
    S.POLL_CLOSED: say("Voting is over. The count comes next."),
    S.SEALED: say("Voting is over. The count comes next."),
    S.DISCREPANCY: say("Voting is over. The count waits for a check of the box."),
    S.COUNTING: say("The ballots are counted. The result comes next."),
}
ENDED = (S.FINAL, S.VOIDED, S.RERUN, S.DISPOSED)
SHOWN_RESULTS = 2
WITH_A_DESK = (Role.SECRETARY, Role.ADMINISTRATOR, Role.CHAIR, Role.SCRUTINEER, Role.COUNCIL_OFFICER, Role.DIRECTOR)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An election under way, as anybody may know of it."""

    election: Election
    is_open: bool
    words: Sentence


@dataclass(frozen=True, kw_only=True)
class Task:
    """The next deed of an election, for whoever may do it."""

    election: Election
    way: Way


@pages.get("/")
@public
def show() -> ResponseReturnValue:
    if g.mutual is None:
        return render_template("home/unfounded.html")
    at = clock.now()
    lines = elections.listed(db.session())
    office = next((one for one in WITH_A_DESK if one in actor().roles), None)
    lines_of_board = board.board_on(db.session(), today())
    return render_template(
        "home/show.html",
        notices=_notices(lines),
        results=results.newest(db.session(), SHOWN_RESULTS),
        seats=len(lines_of_board),
        held=sum(seat.starts_on is not None for seat in lines_of_board),
        tasks=_tasks(lines, at) if actor().is_known and can(Permission.ELECTION_READ) else [],
        votes_over=division_tasks.tasks(db.session(), at=at) if actor().is_known else [],
        tiles=tiles_now(db.session(), Moment(on=today(), at=at, zone=g.zone, reader=actor()), office) if office else [],
        form=SearchForm(),
        can_join=is_open() and not actor().is_known,
        trying=things_to_try(db.session(), g.settings, g.mutual),
        **votes_now(at=at),
        **to_confirm(),
    )


def _notices(lines: Sequence[ElectionLine]) -> list[Notice]:
    """Return the elections under way, those open for voting first and the next to close before the others."""
    found = [(line, state_now(line.election, line.state)) for line in lines]
    notices = [
        Notice(
            election=line.election,
            is_open=state == S.POLL_OPEN,
            words=UNDER_WAY.get(state) or say("Voting closes at %(closes)s.", closes=line.election.closes_at),
        )
        for line, state in found
        if state == S.POLL_OPEN or state in UNDER_WAY
    ]
    return sorted(notices, key=lambda notice: (not notice.is_open, notice.election.closes_at))


def _tasks(lines: Sequence[ElectionLine], at: datetime) -> list[Task]:
    """Return the next deeds that whoever is signed in may do."""
    steps = [
        (line.election, next_steps(whereabouts(line.election), at=at).main) for line in lines if line.state not in ENDED
    ]
    return [Task(election=election, way=main) for election, main in steps if main is not None and can(main.permission)]
