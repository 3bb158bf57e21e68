"""A real mail server on this machine, and what has arrived at it."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connection


class Postbox:
    """A mail server's end: keeps what it is given."""

    def __init__(self) -> None:
        """Begin empty."""
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _connection: Connection, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def listening(postbox: Postbox) -> Generator[str]:
    """Give the URL of a mail server that hands what it takes to `postbox`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()
