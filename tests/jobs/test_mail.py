"""Mail: sent by a real mail server or into files, then wiped."""

import stat
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.jobs import mail
from govern.jobs.mail import Letter, MailWouldBeReadable, Post
from govern.jobs.models import Job, OutgoingMail
from govern.jobs.rules import DELIVER
from tests.calendar import A_DAY, AT
from tests.postbox import Postbox, listening

BODY = "Annwyl Siân,\n\nhttp://localhost/sign-in/links/abc\n"


@pytest.fixture
def postbox() -> Postbox:
    """What has arrived at the mail server."""
    return Postbox()


@pytest.fixture
def server(postbox: Postbox) -> Iterator[str]:
    """The URL of a real mail server on this machine."""
    with listening(postbox) as url:
        yield url


def letter_in(session: Session, recipient: str = "ann@example.org") -> Letter:
    mail.write(session, recipient=recipient, subject="Your sign-in link", body=BODY, at=AT)
    found = mail.find(session, session.scalars(select(OutgoingMail.id)).one())
    assert found is not None
    return found


def post_to(folder: Path, url: str | None = None) -> Post:
    return Post(sender="Example Mutual <no-reply@example.org>", smtp_url=url, folder=folder / "mail")


def test_a_message_is_written_with_the_work_to_send_it(session: Session) -> None:
    letter = letter_in(session)

    job = session.scalars(select(Job)).one()
    assert (job.kind, job.payload) == (DELIVER, {"mail_id": str(letter.id)})


def test_a_mail_server_is_given_the_message(session: Session, tmp_path: Path, server: str, postbox: Postbox) -> None:
    letter = letter_in(session)

    mail.send(letter, post_to(tmp_path, server))

    (arrived,) = postbox.messages
    assert isinstance(arrived, EmailMessage)
    assert (arrived["To"], arrived["Subject"]) == ("ann@example.org", "Your sign-in link")
    assert arrived.get_content().splitlines() == BODY.splitlines()


def test_the_same_message_sent_twice_can_be_known_for_the_same(
    session: Session, tmp_path: Path, server: str, postbox: Postbox
) -> None:
    letter = letter_in(session)

    mail.send(letter, post_to(tmp_path, server))
    mail.send(letter, post_to(tmp_path, server))

    assert len({message["Message-ID"] for message in postbox.messages}) == 1


def test_without_a_mail_server_a_message_becomes_a_file_for_its_owner_only(session: Session, tmp_path: Path) -> None:
    letter = letter_in(session)

    mail.send(letter, post_to(tmp_path))

    (file,) = (tmp_path / "mail").iterdir()
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == "ann@example.org"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_mail_does_not_leave_this_machine_unencrypted(
    session: Session, tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = letter_in(session)
    monkeypatch.setattr(mail, "THIS_MACHINE", frozenset())

    with pytest.raises(MailWouldBeReadable):
        mail.send(letter, post_to(tmp_path, server))


def test_a_mail_server_that_is_not_there_fails_and_the_message_stays(session: Session, tmp_path: Path) -> None:
    letter = letter_in(session)

    with pytest.raises(OSError, match="refused"):
        mail.send(letter, post_to(tmp_path, "smtp://127.0.0.1:9"))

    assert mail.find(session, letter.id) == letter


def test_a_recipient_cannot_smuggle_in_a_second_header(session: Session, tmp_path: Path) -> None:
    letter = letter_in(session, recipient="ann@example.org\nBcc: all@example.org")

    with pytest.raises(ValueError, match=r"linefeed|newline"):
        mail.send(letter, post_to(tmp_path))


def test_address_and_text_are_forgotten_once_a_message_has_gone(session: Session) -> None:
    letter = letter_in(session)

    mail.wipe(session, letter.id, at=AT)

    row = session.scalars(select(OutgoingMail).execution_options(populate_existing=True)).one()
    assert (row.recipient, row.body, row.sent_at) == (None, None, AT)
    assert mail.find(session, letter.id) is None


def test_address_and_text_that_could_not_be_sent_are_forgotten_after_a_while(session: Session) -> None:
    letter = letter_in(session)

    mail.wipe_unsent(session, before=AT)
    assert mail.find(session, letter.id) is not None

    mail.wipe_unsent(session, before=AT + A_DAY)
    session.expire_all()
    assert mail.find(session, letter.id) is None


def test_a_message_that_nobody_wrote_is_not_found(session: Session) -> None:
    assert mail.find(session, UUID(int=0)) is None


def test_neither_address_nor_password_shows_where_things_are_printed(session: Session, tmp_path: Path) -> None:
    printed = repr(letter_in(session)) + repr(post_to(tmp_path, "smtp://user:secret@mail.example.org"))

    assert "ann@" not in printed
    assert "secret" not in printed
