"""A second count of marks, to check the first against: candidate by candidate, from the papers again.

Votes, papers and the elected are its own; the sentences and the shape of the record are those of the first count.
"""

from govern.counting.inputs import CountInput
from govern.counting.presets_marks import COUNTS
from govern.counting.stages import Record


def count(given: CountInput) -> Record:
    """Return the first record with the figures of this count in their places."""
    record = COUNTS[given.rule](given)
    most = {"block-vote": given.seats, "fptp": 1}.get(given.rule, 1 if given.rule.startswith("yes-no") else None)
    papers = [({*ranking} - {*given.withdrawn}, number) for ranking, number in given.ballots]
    valid = [(marks, number) for marks, number in papers if marks and (most is None or len(marks) <= most)]
    votes = {n: sum(number for marks, number in valid if n in marks) for n in range(1, len(given.candidates) + 1)}
    stage = record.stages[0]._replace(votes=tuple(votes.values()), transfers=tuple(votes.values()))
    elected = elected_by(given, votes)
    stage = stage._replace(elected=elected)
    return record._replace(stages=(stage,), elected=elected, valid=sum(number for _, number in valid))


def elected_by(given: CountInput, votes: dict[int, int]) -> tuple[int, ...]:
    """Return the elected, one after another."""
    if given.rule.startswith("yes-no"):
        part, whole, exact = {"yes-no": (1, 2, 0)}.get(
            given.rule, (2, 3, 1) if given.rule.endswith("thirds") else (3, 4, 1)
        )
        lead = votes[1] * whole - (votes[1] + votes[2]) * part
        return (1,) if votes[1] and lead + exact > 0 else ()
    cast = sum(number for _, number in given.ballots)
    standing = [n for n in given.standing if given.rule != "approval-majority" or 2 * votes[n] > cast]
    order = given.lots.order if given.lots else tuple(votes)
    elected: list[int] = []
    while standing and len(elected) < given.seats:
        best = min(standing, key=lambda number: (-votes[number], order.index(number)))
        elected.append(best)
        standing.remove(best)
    return tuple(elected)
