"""Settings from the environment. In production a missing secret stops the start with a sentence."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"
SECRET_BYTES = 32
DEVELOPMENT = "development"
ANY_HOST_ON_THIS_MACHINE = ("http://localhost", "http://127.0.0.1")


class SettingMissing(Exception):
    """The installation cannot start as it is set. The sentence says what to set."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this installation was told.

    :param instance: folder of what belongs to this installation.
    :param keys: folder of key files, never inside a backup of the database.
    :param keys_backup: folder on another disk, to which each key is copied.
    :param match_key: key of the digests by which persons are matched; lose it and no match is found again.
    :param smtp_url: `smtp://user:password@host:port` or smtps; without it mail becomes files in `mail_folder`.
    :param proxies: how many proxies of ours stand in front and tell where a request came from.
    :param is_development: secrets are made and kept on this machine, and plain http will do.
    """

    database_url: str
    secret_key: str = field(repr=False)
    match_key: str = field(repr=False)
    instance: Path
    keys: Path
    keys_backup: Path
    smtp_url: str | None = field(repr=False, default=None)
    mail_from: str
    mail_folder: Path
    base_url: str
    port: int
    proxies: int = 0
    is_development: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Return what the environment says. Nothing is refused yet: a command may need only a part."""
        instance = Path(environment.get("GOVERN_INSTANCE") or INSTANCE)
        port = _port(environment.get("PORT", ""))
        is_development = environment.get("GOVERN_ENVIRONMENT") == DEVELOPMENT
        made = _made_secrets(instance) if is_development else {}
        return cls(
            database_url=environment.get("GOVERN_DATABASE_URL") or f"sqlite:///{instance / 'govern.sqlite3'}",
            secret_key=environment.get("GOVERN_SECRET_KEY") or made.get("secret_key", ""),
            match_key=environment.get("GOVERN_MATCH_KEY") or made.get("match_key", ""),
            instance=instance,
            keys=Path(environment.get("GOVERN_KEYS") or instance / "keys"),
            keys_backup=Path(environment.get("GOVERN_KEYS_BACKUP") or instance / "keys-backup"),
            smtp_url=environment.get("GOVERN_SMTP_URL") or None,
            mail_from=environment.get("GOVERN_MAIL_FROM") or "govern@localhost",
            mail_folder=instance / "mail",
            base_url=(environment.get("GOVERN_BASE_URL") or f"http://localhost:{port}").rstrip("/"),
            port=port,
            proxies=_proxies(environment.get("GOVERN_PROXIES") or "0"),
            is_development=is_development,
        )

    @property
    def is_secure(self) -> bool:
        """Say whether readers come by https, so that cookies can be held to it."""
        return self.base_url.startswith("https://")

    def ensure_complete(self) -> None:
        """Refuse to serve with what is not safe to leave out.

        :raises SettingMissing: naming the first setting that is not there.
        """
        if len(self.secret_key) < SECRET_BYTES:
            raise SettingMissing(_secret_wanted("GOVERN_SECRET_KEY", "cookies and forms are signed with it"))
        if len(self.match_key) < SECRET_BYTES:
            raise SettingMissing(_secret_wanted("GOVERN_MATCH_KEY", "persons are matched with it"))
        if not (self.is_secure or self.is_development or self.base_url.startswith(ANY_HOST_ON_THIS_MACHINE)):
            raise SettingMissing("Set GOVERN_BASE_URL to an https:// address: people sign in and vote there.")


def _secret_wanted(name: str, reason: str) -> str:
    """Return the sentence for a secret that is missing or too short to be one."""
    return (
        f"Set {name} to a secret of {SECRET_BYTES} characters or more: {reason}. "
        f"`openssl rand -hex {SECRET_BYTES}` makes one. Keep a copy apart from the database."
    )


def _port(text: str) -> int:
    """Return the port, 8000 where none is given."""
    if not text:
        return 8000
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingMissing("Set PORT to a number from 1 to 65535.")
    return int(text)


def _proxies(text: str) -> int:
    """Return how many proxies stand in front."""
    if not text.isdecimal():
        raise SettingMissing("Set GOVERN_PROXIES to how many proxies of yours stand in front: 0, 1 or 2.")
    return int(text)


def _made_secrets(instance: Path) -> dict[str, str]:
    """Return this machine's own secrets, made on the first start. Only their owner can read the file."""
    path = instance / "secrets.json"
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_secrets(path)
    made = {name: secrets.token_hex(SECRET_BYTES) for name in ("secret_key", "match_key")}
    with os.fdopen(descriptor, "w") as file:
        json.dump(made, file)
    return made


def _kept_secrets(path: Path) -> dict[str, str]:
    """Return the secrets made on an earlier start."""
    try:
        return dict(json.loads(path.read_text()))
    except (ValueError, TypeError) as unreadable:
        raise SettingMissing(
            f"{path} does not hold this machine's secrets any more. Bring it back from a copy. If there is none,"
            " remove its folder to begin anew."
        ) from unreadable
