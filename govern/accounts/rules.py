"""Rules of signing in and of holding office."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from govern.core.actors import Role

LINK_LASTS = timedelta(hours=1)
CODE_LASTS = timedelta(days=28)  # post takes days, and people go away
IDLE_LIMIT = timedelta(minutes=60)
ABSOLUTE_LIMIT = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=5)
WARNING = timedelta(minutes=5)

ATTEMPT_WINDOW = timedelta(minutes=15)
TRIES_PER_ADDRESS = 5
TRIES_PER_ORIGIN = 30
LINKS_PER_ORIGIN = 300  # a whole workplace asks from behind one connection, and a request guesses nothing

PASSWORD_MIN = 12
PASSWORD_MAX = 200
EMAIL_MAX = 254

EXCLUDE: frozenset[frozenset[Role]] = frozenset(
    frozenset(pair)
    for pair in (
        (Role.SECRETARY, Role.RETURNING_OFFICER),
        (Role.SECRETARY, Role.ADMINISTRATOR),
        (Role.RETURNING_OFFICER, Role.ADMINISTRATOR),
        (Role.SCRUTINEER, Role.RETURNING_OFFICER),
        (Role.SCRUTINEER, Role.SECRETARY),
        (Role.SCRUTINEER, Role.ADMINISTRATOR),
        (Role.CHAIR, Role.RETURNING_OFFICER),
        (Role.CHAIR, Role.SCRUTINEER),
        (Role.COUNCIL_OFFICER, Role.RETURNING_OFFICER),
        (Role.COUNCIL_OFFICER, Role.SECRETARY),
        (Role.COUNCIL_OFFICER, Role.SCRUTINEER),
    )
)


def excluded_by(office: Role, held: Iterable[Role]) -> Role | None:
    """Return the held office that nobody may hold together with `office`, or None.

    Source: decisions, issue 1 section 4: who admits, who runs ballots, who checks and who runs the machine stay apart.

    >>> excluded_by(Role.SECRETARY, [Role.CHAIR]) is None
    True
    >>> excluded_by(Role.SECRETARY, [Role.SCRUTINEER])
    <Role.SCRUTINEER: 'scrutineer'>
    """
    return next((other for other in sorted(held) if frozenset({office, other}) in EXCLUDE), None)


@dataclass(frozen=True, kw_only=True)
class SessionSpan:
    """When a session began and when it was last seen."""

    started_at: datetime
    seen_at: datetime

    @property
    def ends_at(self) -> datetime:
        """Return when it ends if nothing more is heard from it."""
        return min(self.started_at + ABSOLUTE_LIMIT, self.seen_at + IDLE_LIMIT)

    def holds(self, at: datetime) -> bool:
        """Say whether it still holds. At its end it does not.

        Source: WCAG 2.2, 2.2.1: never under 20 minutes; OWASP Session Management: an idle and an absolute limit.
        """
        return at < self.ends_at

    def wants_noting(self, at: datetime) -> bool:
        """Say whether it is long enough ago that somebody was seen to be worth a write."""
        return at >= self.seen_at + SEEN_STEP


def digest_of(token: str) -> str:
    """Return what is stored of a token: its SHA-256, hexadecimal."""
    return sha256(token.encode()).hexdigest()


def subject_hash(key: bytes, kind: str, value: str) -> str:
    """Return the keyed hash under which tries are counted, so that no address is kept.

    :param kind: `address` or `origin`.
    """
    return hmac.new(key, f"sign-in\x00{kind}\x00{value}".encode(), sha256).hexdigest()


def origin_of(address: str | None) -> str:
    """Return what a network address is counted as: IPv4 whole, of IPv6 the 64 bits that one household has.

    >>> origin_of("192.0.2.7"), origin_of("2001:db8::1"), origin_of(None)
    ('192.0.2.7', '2001:db8::/64', 'unknown')
    """
    try:
        found = ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def plain_address(email: str) -> str:
    """Return an address as it is stored and looked for: trimmed, in lower case.

    >>> plain_address(" Ann@Example.ORG ")
    'ann@example.org'
    """
    return email.strip().lower()


def is_address(email: str) -> bool:
    """Say whether this could be an e-mail address at all.

    >>> is_address("ann@example.org"), is_address("ann")
    (True, False)
    """
    return len(email) <= EMAIL_MAX and _ADDRESS.fullmatch(email) is not None
