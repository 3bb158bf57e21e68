"""A second, plain count of `meek-prf`, written from the text alone, to check the first against.

It hands every group of equal papers from candidate to candidate anew in every iteration. It shares with
`govern.counting.meek` the shape of the record and its sentences, and nothing of the counting.

Source: Proportional Representation Foundation, *Reference Meek Rule*, parts A to C.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from govern.counting import reference_constraints as constraints
from govern.counting import sentences_constraints
from govern.counting import sentences_meek as sentences
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Standing
from govern.counting.stages import EXCLUDE, FIRST, LOT, Reason, Record, Stage, Tie, ended

UNIT = 10**9


@dataclass
class State:
    """Keep factors, statuses and votes, by candidate number; all figures in units of the ninth decimal."""

    given: CountInput
    papers: list[tuple[tuple[int, ...], int]]
    keep: dict[int, int]
    hopeful: list[int]
    elected: list[int] = field(default_factory=list)
    votes: dict[int, int] = field(default_factory=dict)
    quota: int = 0
    stages: list[Stage] = field(default_factory=list)
    standing: Standing = FREE

    @property
    def names(self) -> list[str]:
        """Return the names of all candidates."""
        return [candidate.name for candidate in self.given.candidates]

    def name(self, number: int) -> str:
        """Return a candidate's name."""
        return self.given.candidates[number - 1].name


def count(given: CountInput) -> Record:
    """Count a contest the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    standing = set(given.standing)
    papers = [(ranking, number) for ranking, number in given.ballots if standing.intersection(ranking)]
    keep = {number: UNIT if number in standing else 0 for number in range(1, len(given.candidates) + 1)}
    state = State(given, papers, keep, sorted(standing))
    if not undecided(state):
        distribute(state)
        write(state, FIRST, [], [], None)
    while undecided(state):
        play_round(state)
    fill(state)
    invalid = sum(number for _, number in given.ballots) - sum(number for _, number in papers)
    return ended(given, state.stages, invalid=invalid, places=9, quota_places=9)


def undecided(state: State) -> bool:
    """Say whether places are left, and more hopefuls than places: B.1."""
    left = state.given.seats - len(state.elected)
    return left > 0 and len(state.hopeful) > left


def play_round(state: State) -> None:
    """Iterate until somebody is elected or the surplus no longer falls: B.2."""
    surpluses: list[int] = []
    while True:
        distribute(state)
        if elect(state):
            return
        if constraints.standing(state.given, state.elected, state.hopeful).doomed:
            exclude(state, 0)
            return
        surpluses.append(max(0, sum(state.votes[number] - state.quota for number in state.elected)))
        stuck = len(surpluses) > 1 and surpluses[-1] >= surpluses[-2]
        if surpluses[-1] < 1_000 or stuck:
            exclude(state, surpluses[-1])
            return
        for number in state.elected:
            product = rounded_up(state.keep[number] * state.quota, UNIT)
            state.keep[number] = rounded_up(product * UNIT, state.votes[number])


def rounded_up(number: int, divisor: int) -> int:
    """Return a quotient, one more if inexact."""
    quotient, remainder = divmod(number, divisor)
    return quotient + (remainder > 0)


def distribute(state: State) -> None:
    """Hand every paper from candidate to candidate, and set the quota: B.2.a and B.2.b."""
    state.votes = dict.fromkeys(state.keep, 0)
    for ranking, number in state.papers:
        weight = UNIT
        for candidate in ranking:
            if state.keep[candidate] == 0:
                continue
            kept = rounded_up(weight * state.keep[candidate], UNIT)
            state.votes[candidate] += kept * number
            weight -= kept
            if weight <= 0:
                break
    state.quota = sum(state.votes.values()) // (state.given.seats + 1) + 1


def elect(state: State) -> list[int]:
    """Elect every hopeful with the quota who may be elected, and return them: B.2.c."""
    reached, ties = constraints.electable(
        state.given,
        state.elected,
        state.hopeful,
        in_order(state, [number for number in state.hopeful if state.votes[number] >= state.quota]),
        lambda equal: drawn(state, equal, first=False),
        state.votes.__getitem__,
    )
    if not reached:
        return []
    said = [
        sentences.reached_quota(number, state.name(number), votes=state.votes[number], quota=state.quota)
        for number in reached
    ]
    said += [sentences_constraints.not_all(tie, state.names) for tie in ties]
    state.elected += reached
    state.hopeful = [number for number in state.hopeful if number not in reached]
    write(state, FIRST, [], said, next(iter(ties), None), elected=reached)
    return reached


def drawn(state: State, tied: list[int], *, first: bool) -> Tie:
    """Return who of the tied comes first, or last, in the order drawn beforehand."""
    if state.given.lots is None:
        raise LotNeeded(stage=len(state.stages) + 1, tied=tuple(tied))
    order = [number for number in state.given.lots.order if number in tied]
    return Tie(tuple(tied), LOT, order[0] if first else order[-1], None)


def exclude(state: State, surplus: int) -> None:
    """Defeat the lowest hopeful, or of those tied with them the first in the order drawn beforehand: B.3."""
    now = constraints.standing(state.given, state.elected, state.hopeful)
    may_go = sorted(now.doomed) or [number for number in state.hopeful if number not in now.guarded]
    lowest = sorted(may_go, key=lambda number: state.votes[number])[0]
    tied = [number for number in may_go if state.votes[number] - state.votes[lowest] <= surplus]
    tie = drawn(state, tied, first=True) if len(tied) > 1 else None
    lowest = tie.chosen if tie else lowest
    said = [sentences.tie_broken(tie, state.names)] if tie else []
    usual = sentences.excluded(lowest, state.name(lowest), votes=state.votes[lowest], surplus=surplus)
    said += constraints.why_excluded(usual, [lowest], now, state.votes.__getitem__, state.names)
    state.hopeful.remove(lowest)
    write(state, EXCLUDE, [lowest], said, tie)
    state.keep[lowest] = 0


def fill(state: State) -> None:
    """Elect the hopefuls who remain, if places do: C."""
    vacancies = state.given.seats - len(state.elected)
    if vacancies > 0 and state.hopeful:
        filled = tuple(in_order(state, state.hopeful))
        said = sentences.last_vacancies(filled, state.names, vacancies=vacancies)
        last = state.stages.pop()
        elected = last.elected + filled
        state.stages.append(last._replace(elected=elected, filled=filled, reasons=(*last.reasons, said)))


def in_order(state: State, numbers: list[int]) -> list[int]:
    """Return candidates most votes first; equals in lot order, or as on the ballot paper where there is none."""
    order = state.given.lots.order if state.given.lots else tuple(sorted(state.votes))
    return sorted(sorted(numbers, key=order.index), key=lambda number: state.votes[number], reverse=True)


def write(
    state: State, action: str, who: list[int], said: list[Reason], tie: Tie | None, elected: Sequence[int] = ()
) -> None:
    """Write a round down."""
    known, state.standing = state.standing, constraints.standing(state.given, state.elected, state.hopeful)
    said += constraints.told(known, state.standing, state.names)
    votes = tuple(state.votes[number] for number in sorted(state.votes))
    before = state.stages[-1].votes if state.stages else tuple(0 for _ in votes)
    quota = sentences.quota(counted=sum(votes), seats=state.given.seats, quota=state.quota)
    state.stages.append(
        Stage(
            n=len(state.stages) + 1,
            action=action,
            who=tuple(who),
            votes=votes,
            non_transferable=0,
            lost_by_rounding=sum(number for _, number in state.papers) * UNIT - sum(votes),
            quota=state.quota,
            elected=tuple(elected),
            filled=(),
            tie=tie,
            transfers=tuple(now - then for now, then in zip(votes, before, strict=True)),
            from_parcels=(),
            reasons=(quota, *said),
            keep=tuple(state.keep[number] for number in sorted(state.keep)),
            guarded=tuple(sorted(state.standing.guarded)),
            doomed=tuple(sorted(state.standing.doomed)),
        )
    )
