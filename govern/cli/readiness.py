"""What an installation lacks before a mutual should rely on it, each in a sentence that says what to do."""

from pathlib import Path

from config import Settings
from govern.core.words import Sentence, say
from govern.jobs import mail


def to_do(told: Settings) -> list[Sentence]:
    """Return what is still missing; nothing if the installation is as it should be.

    Source: product 3(h): keys apart, mail tested, before any ballot opens.
    """
    found = (_mail(told), _keys(told), _address(told))
    return [sentence for sentence in found if sentence is not None]


def _mail(told: Settings) -> Sentence | None:
    """Say what keeps mail from leaving: no server, or one that does not take it."""
    if told.smtp_url is None:
        return say(
            "No mail server is set, so mail is written to files in %(folder)s. Set GOVERN_SMTP_URL, then run this"
            " again.",
            folder=str(told.mail_folder),
        )
    try:
        mail.knock(told.smtp_url)
    except (OSError, ValueError, KeyError, mail.MailWouldBeReadable):
        return say("The mail server of GOVERN_SMTP_URL does not take mail from here. Check its address and password.")
    return None


def _keys(told: Settings) -> Sentence | None:
    """Say that keys and their backup would be lost by one fault."""
    if _disk(told.keys) != _disk(told.keys_backup):
        return None
    return say(
        "The keys of ballot boxes and their backup lie on one disk, so one fault would lose both."
        " Set GOVERN_KEYS_BACKUP to a folder on another disk."
    )


def _address(told: Settings) -> Sentence | None:
    """Say that nobody could reach it from elsewhere."""
    if told.is_secure:
        return None
    return say("Only this machine can reach it. Set GOVERN_BASE_URL to its https:// address before people vote.")


def _disk(folder: Path) -> int:
    """Return which disk a folder lies on, or would lie on once it is made."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    return there.stat().st_dev
