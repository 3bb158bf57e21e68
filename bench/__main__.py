"""Measure the product against its yardsticks: `make bench`, or `python -m bench --help`."""

import argparse
import sys

from bench.casts import cast_figures
from bench.counting import count_figure
from bench.figures import HEAD, ROUNDS, Figure
from bench.finding import finding_figures
from bench.freezing import freeze_figures
from bench.ground import Ground, grounds
from bench.pages import PageCost, page_cost
from bench.recounts import recount_figures

WAYS_OF_CASTING = 4


def main() -> int:
    """Print the table; end with 1 where a floor is passed."""
    asked = _asked()
    print(HEAD)
    figures: list[Figure | PageCost] = []
    # One elector more, who never votes and asks for the paper again and again.
    with grounds(asked.casts * ROUNDS * WAYS_OF_CASTING + 1) as engines:
        for ground in engines:
            for figure in _measured(ground, asked):
                print(figure, flush=True)
                figures.append(figure)
    for figure in recount_figures(asked.ballots):
        print(figure, flush=True)
        figures.append(figure)
    for figure in finding_figures(asked.people):
        print(figure, flush=True)
        figures.append(figure)
    missed = [figure for figure in figures if not figure.is_kept]
    print(f"{len(figures) - len(missed)} of {len(figures)} within their floors; medians of {ROUNDS} rounds by turns.")
    return 1 if missed else 0


def _measured(ground: Ground, asked: argparse.Namespace) -> list[Figure | PageCost]:
    return [
        page_cost(ground),
        *cast_figures(ground, asked.casts),
        count_figure(ground, asked.electors),
        *freeze_figures(ground, asked.electors),
    ]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--electors", type=int, default=200_000, help="electors of the roll that is frozen")
    parser.add_argument("--casts", type=int, default=300, help="casts in each round")
    parser.add_argument("--ballots", type=int, default=1_000_000, help="ungrouped ballots in the file that is counted")
    parser.add_argument("--people", type=int, default=1_000_000, help="memberships among which somebody is found")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
