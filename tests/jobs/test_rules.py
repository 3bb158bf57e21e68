"""When work is tried again."""

from itertools import pairwise

from govern.jobs.mail import PATIENCE_SECONDS
from govern.jobs.rules import FIRST_WAIT, LEASE, LONGEST_WAIT, MOST_ATTEMPTS, wait_after


def test_each_wait_is_twice_the_one_before_up_to_a_limit() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 100)]

    assert waits[0] == FIRST_WAIT
    assert all(later == min(2 * earlier, LONGEST_WAIT) for earlier, later in pairwise(waits))


def test_work_is_tried_for_more_than_half_a_day_before_it_is_given_up() -> None:
    total = sum((wait_after(attempts).total_seconds() for attempts in range(1, MOST_ATTEMPTS)), start=0.0)

    assert total > 12 * 3600


def test_a_claim_outlasts_the_slowest_mail_server() -> None:
    assert LEASE.total_seconds() > 5 * PATIENCE_SECONDS
