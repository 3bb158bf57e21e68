"""An election as a line of moments: what was done, when and by whom, where it is, and what each later one waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govern.core.words import Sentence, say
from govern.elections.models import Election, ElectionStep
from govern.elections.refusals import NAMES
from govern.elections.rules import State
from govern.web.next_steps import Whereabouts

S = State
TO_THE_POLL = (
    S.PLANNED,
    S.NOTICE_PUBLISHED,
    S.NOMINATIONS_OPEN,
    S.NOMINATIONS_CLOSED,
    S.CANDIDATES_PUBLISHED,
    S.WITHDRAWALS_CLOSED,
)
WITH_A_POLL = (S.ARMED, S.POLL_OPEN, S.POLL_CLOSED, S.SEALED, S.COUNTING, S.DECLARED)
AFTERWARDS = (S.CHALLENGE_WINDOW, S.FINAL)
ENDS = (S.VOIDED, S.RERUN, S.DISPOSED)
FROZEN = say("roll frozen")


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment of an election.

    :param on: the day it is dated, or None where it is not on record.
    :param is_reached: it has come to pass, on record or by the clock.
    :param by: who took the step.
    :param waits: what it waits for, where it lies ahead and something but the next deed holds it.
    """

    name: Sentence
    on: date | None = None
    by: Sentence | None = None
    note: str = ""
    is_reached: bool = False
    is_now: bool = False
    waits: Sentence | None = None


def timeline(
    where: Whereabouts, steps: Sequence[tuple[ElectionStep, Sentence]], *, frozen_on: date | None
) -> list[Moment]:
    """Return the moments of an election, first to last.

    :param steps: those on record, each with who took it.
    :param frozen_on: the day its roll was frozen.
    """
    recorded = State(steps[-1][0].to_state)
    moments = [*_taken(steps, frozen_on), *_ahead(where, recorded, frozen_on)]
    last = max(place for place, one in enumerate(moments) if one.is_reached)
    return [replace(one, is_now=place == last) for place, one in enumerate(moments)]


def _taken(steps: Sequence[tuple[ElectionStep, Sentence]], frozen_on: date | None) -> Iterator[Moment]:
    """Yield what is on record, with the freezing of the roll where it belongs."""
    is_told = frozen_on is None
    for step, by in steps:
        if not is_told and step.to_state in WITH_A_POLL:
            yield Moment(name=FROZEN, on=frozen_on, is_reached=True)
            is_told = True
        name = NAMES[State(step.to_state)]
        yield Moment(name=name, on=step.dated_on, by=by, note=step.note, is_reached=True)
    if not is_told:
        yield Moment(name=FROZEN, on=frozen_on, is_reached=True)


def _ahead(where: Whereabouts, recorded: State, frozen_on: date | None) -> Iterator[Moment]:
    """Yield what is not on record yet; the clock may have reached some of it."""
    path = _path(where, recorded)
    if recorded not in path:
        return
    by_the_clock = path.index(where.state) if where.state in path else -1
    for place in range(path.index(recorded) + 1, len(path)):
        state = path[place]
        if state == S.ARMED and frozen_on is None:
            yield Moment(name=FROZEN, waits=say("from %(day)s, the roll date", day=where.election.roll_date))
        is_reached = place <= by_the_clock
        yield Moment(name=NAMES[state], is_reached=is_reached, waits=None if is_reached else _waits(state, where))


def _path(where: Whereabouts, recorded: State) -> tuple[State, ...]:
    """Return the states from the plan to the end, with a poll or without; a discrepancy leads back to the seal."""
    if recorded in ENDS:
        return ()
    is_decided = recorded not in TO_THE_POLL[:-1]
    if recorded == S.UNCONTESTED_DECLARED or (is_decided and not where.is_contested):
        return (*TO_THE_POLL, S.UNCONTESTED_DECLARED, *AFTERWARDS)
    if recorded == S.DISCREPANCY:
        return (*TO_THE_POLL, *WITH_A_POLL[:3], S.DISCREPANCY, *WITH_A_POLL[3:], *AFTERWARDS)
    return (*TO_THE_POLL, *WITH_A_POLL, *AFTERWARDS)


def _waits(state: State, where: Whereabouts) -> Sentence | None:
    """Return what a state ahead waits for, where it is more than the next deed."""
    election: Election = where.election
    match state:
        case S.NOMINATIONS_CLOSED:
            return say("from %(at)s", at=election.nominations_close_at)
        case S.POLL_OPEN:
            return say("by itself at %(at)s", at=election.opens_at)
        case S.POLL_CLOSED:
            return say("by itself at %(at)s", at=election.closes_at)
        case S.SEALED:
            return say("after voting has closed")
        case S.COUNTING:
            return say("once no tendered ballot waits for a decision")
        case S.FINAL if where.questioned_until is not None:
            return say("from %(at)s", at=where.questioned_until)
        case S.FINAL:
            return say("when the days of challenge are over")
        case _:
            return None
