"""What the log holds while something happens."""

import io
import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from govern.core import logs


class Logbook(io.StringIO):
    """The log as it was written."""

    def lines(self) -> list[dict[str, Any]]:
        """Return each line's facts."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@contextmanager
def written() -> Generator[Logbook]:
    """Keep what is logged meanwhile, and leave the log as it was."""
    handlers, propagates, level = logs.LOGGER.handlers[:], logs.LOGGER.propagate, logs.LOGGER.level
    book = Logbook()
    logs.configure(book)
    try:
        yield book
    finally:
        logs.LOGGER.handlers[:] = handlers
        logs.LOGGER.propagate = propagates
        logs.LOGGER.setLevel(level)
