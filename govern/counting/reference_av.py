"""A second, plain count of `av`, to check the first against: at every stage all papers are sorted from the start.

It shares with `govern.counting.av` the shape of the record and its sentences, and nothing of the counting.

Source: Parliamentary Voting System and Constituencies Act 2011, section 9 (as enacted).
"""

from dataclasses import dataclass, field

from govern.counting import reference_constraints as constraints
from govern.counting import sentences_av as sentences
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Standing
from govern.counting.piles import Parcel
from govern.counting.stages import EARLIER_STAGE, EXCLUDE, FIRST, LOT, Reason, Record, Stage, Tie, ended

Votes = dict[int, int]


@dataclass
class State:
    """Who is left, and what each stage so far came to."""

    given: CountInput
    left: list[int]
    history: list[Votes] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    standing: Standing = FREE

    @property
    def names(self) -> list[str]:
        """Return the candidates' names, in the order of their numbers."""
        return [candidate.name for candidate in self.given.candidates]


def count(given: CountInput) -> Record:
    """Count a contest for one place the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    state = State(given, list(given.standing))
    standing = set(state.left)
    valid = sum(papers for ranking, papers in given.ballots if standing.intersection(ranking))
    to = {number: votes for number, votes in sorting(state).items() if votes}
    write(state, FIRST, [], [Parcel(1, 1, valid, to, 0)], [sentences.first_preferences(valid)], None)
    while state.left and not state.stages[-1].elected:
        exclude(state)
    invalid = sum(papers for _, papers in given.ballots) - valid
    return ended(given, state.stages, invalid=invalid, places=0, quota_places=0)


def sorting(state: State) -> Votes:
    """Return each candidate's votes: every paper with its first preference of those left."""
    votes = dict.fromkeys(range(1, len(state.given.candidates) + 1), 0)
    for ranking, papers in state.given.ballots:
        first = next((number for number in ranking if number in state.left), None)
        if first is not None:
            votes[first] += papers
    return votes


def exclude(state: State) -> None:
    """Exclude the one with the fewest votes."""
    votes = state.history[-1]
    may_go = sorted(state.standing.doomed) or [n for n in state.left if n not in state.standing.guarded]
    fewest = min(votes[number] for number in may_go)
    equal = [number for number in may_go if votes[number] == fewest]
    tie = separate(state, equal) if len(equal) > 1 else None
    who = tie.chosen if tie else equal[0]
    said = [sentences.tie_broken(tie, state.names)] if tie else []
    usual = sentences.excluded(who, state.names, votes=fewest)
    said += constraints.why_excluded(usual, [who], state.standing, votes.__getitem__, state.names)
    state.left.remove(who)
    gained = {number: now - votes[number] for number, now in sorting(state).items() if number != who}
    to = {number: papers for number, papers in gained.items() if papers}
    parcels = [Parcel(1, 1, fewest, to, fewest - sum(to.values()))] if fewest else []
    write(state, EXCLUDE, [who], parcels, said, tie)


def separate(state: State, equal: list[int]) -> Tie:
    """Choose who goes, looking back for the stage at which one of the equal had fewest votes; else by lot."""
    left = equal
    for stage in range(len(state.history) - 1, -1, -1):
        fewest = min(state.history[stage][number] for number in left)
        left = [number for number in left if state.history[stage][number] == fewest]
        if len(left) == 1:
            return Tie(tuple(equal), EARLIER_STAGE, left[0], stage + 1)
    if state.given.lots is None:
        raise LotNeeded(stage=len(state.stages) + 1, tied=tuple(left))
    return Tie(tuple(equal), LOT, [number for number in state.given.lots.order if number in left][-1], None)


def winner(state: State, votes: Votes) -> int | None:
    """Return who has more votes than all others together, or is the only one left."""
    if len(state.left) == 1:
        return state.left[0]
    most = max(state.left, key=votes.__getitem__, default=None)
    if most is None or 2 * votes[most] <= sum(votes.values()):
        return None
    return most if constraints.may_be_elected(state.given, [], state.left, [most]) else None


def write(
    state: State, action: str, who: list[int], parcels: list[Parcel], said: list[Reason], tie: Tie | None
) -> None:
    """Elect, if somebody has a majority, and write the stage down."""
    votes = sorting(state)
    before = state.history[-1] if state.history else dict.fromkeys(votes, 0)
    state.history.append(votes)
    elected = winner(state, votes)
    said += elected_told(state, elected, votes)
    known, state.standing = state.standing, standing_after(state, elected)
    said += constraints.told(known, state.standing, state.names)
    state.stages.append(
        Stage(
            n=len(state.history),
            action=action,
            who=tuple(who),
            votes=tuple(votes.values()),
            non_transferable=sum(state.history[0].values()) - sum(votes.values()),
            lost_by_rounding=0,
            quota=next(
                number for number in range(sum(votes.values()) // 2, 10**18) if 2 * number > sum(votes.values())
            ),
            elected=() if elected is None else (elected,),
            filled=(),
            tie=tie,
            transfers=tuple(now - before[number] for number, now in votes.items()),
            from_parcels=tuple(parcels),
            reasons=tuple(said),
            guarded=tuple(sorted(state.standing.guarded)),
            doomed=tuple(sorted(state.standing.doomed)),
        )
    )


def elected_told(state: State, elected: int | None, votes: Votes) -> list[Reason]:
    """Say why somebody is elected."""
    if elected is None:
        return []
    if 2 * votes[elected] > sum(votes.values()):
        return [sentences.majority(elected, state.names, votes=votes[elected])]
    return [sentences.sole(elected, state.names)]


def standing_after(state: State, elected: int | None) -> Standing:
    """Return who is guarded or doomed now; nobody, once somebody is elected."""
    return FREE if elected is not None else constraints.standing(state.given, [], state.left)
