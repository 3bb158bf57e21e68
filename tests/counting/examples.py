"""How hard the tests of counting try: a little in every run, long in a soak run (GOVERN_SOAK=1)."""

import os

from hypothesis import HealthCheck, settings

SOAK = os.environ.get("GOVERN_SOAK") == "1"
CONTESTS = 1_000 if SOAK else 60
FILE_MUTATIONS = 20_000 if SOAK else 400

# A daily run is the same every day; a soak run goes where none has been.
ample = settings(
    max_examples=2_000 if SOAK else 20,
    deadline=None,
    derandomize=not SOAK,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
