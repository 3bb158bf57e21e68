"""Count a plain ballot file with pyrankvote. Run by the Python that has it, never by ours."""

import sys
from pathlib import Path

import pyrankvote


def main(file: str) -> None:
    """Print who is elected."""
    lines = Path(file).read_text().splitlines()
    candidates, seats = map(int, lines[0].split())
    people = [pyrankvote.Candidate(str(number)) for number in range(1, candidates + 1)]
    ballots = []
    for line in lines[1 : lines.index("0")]:
        papers, *ranking = map(int, line.split()[:-1])
        ballots += [pyrankvote.Ballot(ranked_candidates=[people[number - 1] for number in ranking])] * papers
    result = pyrankvote.single_transferable_vote(people, ballots, number_of_seats=seats)
    print([winner.name for winner in result.get_winners()])


main(sys.argv[1])
