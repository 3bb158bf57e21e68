"""Read what the chair signed of the register of resolutions, and say whether it is what was signed.

Source: domain 5.10.
"""

from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.canonical import digest
from govern.core.errors import NotFound
from govern.resolutions.models import ResolutionExtract

DOMAIN = b"extract-v1\x00"


def find(session: Session, told: str) -> ResolutionExtract:
    """Return the extract of a digest.

    :raises NotFound: none was signed with it.
    """
    found = session.scalars(select(ResolutionExtract).where(ResolutionExtract.digest == told)).first()
    if found is None:
        raise NotFound
    return found


def of_division(session: Session, division_id: UUID) -> list[ResolutionExtract]:
    """Return the extracts of one vote, the newest first."""
    query = select(ResolutionExtract).where(ResolutionExtract.division_id == division_id)
    return list(session.scalars(query.order_by(ResolutionExtract.signed_at.desc())))


def is_genuine(extract: ResolutionExtract, key: Ed25519PublicKey) -> bool:
    """Say whether an extract says what was signed: its digest is of its words, and the signature is ours."""
    content: dict[str, Any] = extract.content
    return digest(content) == extract.digest and is_signed(DOMAIN, extract.digest, extract.signature, key)


def signature(domain: bytes, told: str, key: Ed25519PrivateKey) -> str:
    """Return the signature of a digest, for one use of the key and no other.

    :param domain: what keeps it from passing for a signature of another kind.
    """
    return key.sign(domain + bytes.fromhex(told)).hex()


def is_signed(domain: bytes, told: str, signature: str, key: Ed25519PublicKey) -> bool:
    """Say whether a signature is of a digest, for the use that the domain names."""
    try:
        key.verify(bytes.fromhex(signature), domain + bytes.fromhex(told))
    except (InvalidSignature, ValueError):
        return False
    return True
