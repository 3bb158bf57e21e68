"""Mail: written in the transaction of its cause, sent by the worker, wiped once it has gone."""

import os
import smtplib
import ssl
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.jobs import service as jobs
from govern.jobs.models import OutgoingMail
from govern.jobs.rules import DELIVER

PATIENCE_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailWouldBeReadable(Exception):
    """The mail server offers no encryption, and it is not on this machine."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message ready to be sent."""

    id: UUID
    recipient: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Post:
    """How mail leaves this installation.

    :param smtp_url: `smtp://user:password@host:port`, or smtps; None writes files instead.
    :param folder: where the files go; only their owner can read them.
    """

    sender: str
    smtp_url: str | None = field(repr=False)
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Message:
    """What one of many is written."""

    recipient: str = field(repr=False)
    subject: str
    body: str = field(repr=False)


def write(session: Session, *, recipient: str, subject: str, body: str, at: datetime) -> None:
    """Put a message in the outbox, to be sent once the transaction of its cause is committed.

    :param subject: the same for everybody; it is kept after the rest is wiped.
    """
    mail = OutgoingMail(recipient=recipient, subject=subject, body=body, made_at=at)
    session.add(mail)
    session.flush()
    jobs.queue(session, kind=DELIVER, payload={"mail_id": str(mail.id)}, due_at=at)


def write_all(session: Session, messages: Sequence[Message], *, at: datetime) -> None:
    """Put many messages in the outbox, as `write` does one, in two statements."""
    keys = [uuid4() for _ in messages]
    rows = [{"id": key, **vars(one), "made_at": at} for key, one in zip(keys, messages, strict=True)]
    if rows:
        insert_all(session, table_of(OutgoingMail), rows)
        jobs.queue_all(session, kind=DELIVER, payloads=[{"mail_id": str(key)} for key in keys], due_at=at)


def find(session: Session, mail_id: UUID) -> Letter | None:
    """Return a message that is still to be sent, or None."""
    mail = session.get(OutgoingMail, mail_id)
    if mail is None or mail.recipient is None or mail.body is None:
        return None
    return Letter(id=mail.id, recipient=mail.recipient, subject=mail.subject, body=mail.body, made_at=mail.made_at)


def send(letter: Letter, post: Post) -> None:
    """Send a message. Outside any transaction: a mail server may be slow, and others wait for the lock.

    A worker that dies after this and before `wipe` sends it again; both have the same Message-ID.

    :raises MailWouldBeReadable: the server is another machine and offers no encryption.
    :raises smtplib.SMTPException: the server refused, or cannot be reached.
    """
    message = _message(letter, post.sender)
    if post.smtp_url is None:
        _write_file(post.folder / f"{letter.id}.eml", message)
    else:
        _hand_over(message, urlsplit(post.smtp_url))


def knock(smtp_url: str) -> None:
    """Ask a mail server whether it would take our mail, without sending any.

    :raises MailWouldBeReadable: it is another machine and offers no encryption.
    :raises OSError: it refused, or cannot be reached.
    :raises KeyError: the address begins neither with smtp nor with smtps.
    """
    with _entered(urlsplit(smtp_url)) as connection:
        connection.noop()


def wipe(session: Session, mail_id: UUID, *, at: datetime) -> None:
    """Forget the address and the text of a message that has gone."""
    gone = update(OutgoingMail).where(OutgoingMail.id == mail_id, OutgoingMail.sent_at.is_(None))
    session.execute(gone.values(recipient=None, body=None, sent_at=at))


def wipe_unsent(session: Session, *, before: datetime) -> None:
    """Forget the address and the text of messages that could not be sent for too long."""
    stale = update(OutgoingMail).where(OutgoingMail.made_at < before, OutgoingMail.recipient.is_not(None))
    session.execute(stale.values(recipient=None, body=None))


def _message(letter: Letter, sender: str) -> EmailMessage:
    """Return the message as it travels."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = letter.made_at
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2].strip('>') or 'localhost'}>"
    # Neither read receipts nor replies from machines: nobody would read them.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _write_file(path: Path, message: EmailMessage) -> None:
    """Write a message to a file that only its owner can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes())
    draft.rename(path)


def _hand_over(message: EmailMessage, server: SplitResult) -> None:
    """Give a message to the mail server, encrypted unless the server is on this machine."""
    with _entered(server) as connection:
        connection.send_message(message)


@contextmanager
def _entered(server: SplitResult) -> Generator[smtplib.SMTP]:
    """Give a connection to the mail server, signed in where the address has a user."""
    host, port = server.hostname or "localhost", server.port or PORTS[server.scheme]
    with _connection(server.scheme, host, port) as connection:
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        yield connection


def _connection(scheme: str, host: str, port: int) -> smtplib.SMTP:
    """Return an open connection: encrypted from the start, by STARTTLS, or plain to this machine."""
    encryption = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_SECONDS, context=encryption)
    connection = smtplib.SMTP(host, port, timeout=PATIENCE_SECONDS)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=encryption)
    elif host not in THIS_MACHINE:
        connection.close()
        raise MailWouldBeReadable
    return connection
