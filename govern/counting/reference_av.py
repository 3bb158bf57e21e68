"""A second count of `av`, to check the first against: at every stage all papers are sorted from the start.

Votes, exclusions and the elected are its own; sentences, ties and what moved are those of the first count.
"""

from govern.counting import av
from govern.counting.inputs import CountInput
from govern.counting.stages import Record, Stage


def count(given: CountInput) -> Record:
    """Return the first record with the figures of this count in their places."""
    record = av.count(given)
    left = list(given.standing)
    stages: list[Stage] = []
    for first in record.stages:
        left = [number for number in left if number not in first.who]
        votes = sort(given, left)
        elected = tuple(number for number in left if 2 * votes[number] > sum(votes.values()) or len(left) == 1)
        fewest = [number for number, held in votes.items() if number in left and held == min(votes[n] for n in left)]
        goes_on = first is not record.stages[-1]
        assert elected or not goes_on or set(record.stages[first.n].who) <= set(fewest)
        stages.append(first._replace(votes=tuple(votes.values()), elected=elected))
    return record._replace(stages=tuple(stages), elected=stages[-1].elected)


def sort(given: CountInput, left: list[int]) -> dict[int, int]:
    """Return each candidate's votes, every paper with its first preference of those left."""
    votes = dict.fromkeys(range(1, len(given.candidates) + 1), 0)
    for ranking, papers in given.ballots:
        first = next((number for number in ranking if number in left), None)
        if first:
            votes[first] += papers
    return votes
