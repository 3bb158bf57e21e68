"""What the journal writes down of a deed, and how a head speaks for all of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from govern.core.canonical import canonical
from govern.core.merkle import leaf_hash

LEAF_DOMAIN = b"journal-v1\x00"
HEAD_DOMAIN = b"head-v1\x00"


def leaf(*, at: datetime, event: str, actor_id: UUID | None, subject_id: UUID | None, told: Mapping[str, Any]) -> bytes:
    """Return the 32-byte leaf of one entry.

    :param told: `facts` and `content_digest` of the entry, as stored.

    Source: RFC 6962, section 2.1; domain separation as in ballots 2.
    """
    written = {"at": at, "event": event, "actor": actor_id, "subject": subject_id, **told}
    return leaf_hash(LEAF_DOMAIN + canonical(written))


def is_signed(signature: str, key: Ed25519PublicKey, *, size: int, root: str, at: datetime) -> bool:
    """Say whether this is the installation's signature under what a head says.

    :param signature: hexadecimal, as stored.
    """
    try:
        key.verify(bytes.fromhex(signature), head_message(size=size, root=root, at=at))
    except (InvalidSignature, ValueError):
        return False
    return True


def head_message(*, size: int, root: str, at: datetime) -> bytes:
    """Return what the installation signs: how many entries, their root, and when.

    :param root: 64 hexadecimal digits.
    """
    return HEAD_DOMAIN + canonical({"size": size, "root": root, "at": at})
