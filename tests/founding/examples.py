"""How many sequences the founding test tries: dozens in every run, thousands in a soak run (GOVERN_SOAK=1)."""

import os

from hypothesis import HealthCheck, Phase, settings

SOAK = os.environ.get("GOVERN_SOAK") == "1"


def sequences(count: int, *, soaked: int, steps: int) -> settings:
    """Return how many sequences to try, and how long. A daily run is the same every day; a soak run is not."""
    return settings(
        max_examples=soaked if SOAK else count,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not SOAK,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


def until_found(steps: int = 10) -> settings:
    """Return how long to look for a hole that is there: until it is found, without making the way to it shorter."""
    return settings(
        sequences(600, soaked=600, steps=steps), phases=[Phase.generate], derandomize=True, report_multiple_bugs=False
    )
