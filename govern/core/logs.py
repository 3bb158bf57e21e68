"""Lines for operators: one JSON object each, an event's name with ids and codes.

Never a name, an address, a query string, a form field, a token, a ballot or a receipt. A fault is
written without its text and without local variables, for either could hold any of these.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TextIO

LOGGER = logging.getLogger("govern")
Fact = str | int | float | None


class Line(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: the instant, the level, the event and its facts."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps(line | getattr(record, "facts", {}), default=str)


def configure(stream: TextIO | None = None) -> None:
    """Send the log to a stream, stderr where none is given."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    LOGGER.handlers[:] = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def event(name: str, **facts: Fact) -> None:
    """Write that something happened.

    :param name: past tense, subject first: `worker.started`.
    """
    LOGGER.info(name, extra={"facts": facts})


def fault(name: str, error: BaseException, **facts: Fact) -> None:
    """Write that something of ours failed: the kinds of exception and the places they passed."""
    LOGGER.error(name, extra={"facts": facts | {"kinds": _kinds(error), "places": _places(error)}})


def _kinds(error: BaseException) -> list[str]:
    """Return the class of the exception and of those that caused it."""
    kinds: list[str] = []
    current: BaseException | None = error
    while current is not None and len(kinds) < 10:
        kinds.append(f"{type(current).__module__}.{type(current).__qualname__}")
        current = current.__cause__ or current.__context__
    return kinds


def _places(error: BaseException) -> list[str]:
    """Return where it passed, innermost last: file, line and function, never a value."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
