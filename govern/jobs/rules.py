"""When work is tried again, and when it is given up."""

from datetime import timedelta

DELIVER = "mail.deliver"
# What a mail server's answer is called when it knows no such address.
REFUSED = "SMTPRecipientsRefused"
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 12


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after a failed attempt: twice as long each time, to a limit.

    :param attempts: made so far, this one included.

    >>> [wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 12)]
    [30.0, 60.0, 120.0, 14400.0]
    """
    assert attempts >= 1
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)
