"""Being told to stop, by Ctrl-C or a polite kill."""

import signal
from collections.abc import Generator
from contextlib import contextmanager


class Stop:
    """Whether somebody has asked this process to stop.

    A plain flag: an Event's own lock may be held by the very thread that the signal interrupts, and an
    exception would fall between a part that has started and our knowing of it.
    """

    is_asked = False

    def ask(self, *_signal: object) -> None:
        """Ask it to stop after what is in hand."""
        self.is_asked = True


@contextmanager
def listening() -> Generator[Stop]:
    """Give what says whether to stop, and listen for it as long as the block lasts."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
