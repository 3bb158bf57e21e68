"""Seal a ballot, name it by its hash, sign for it, and open it again.

A sealed ballot is HPKE (RFC 9180, base mode): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
Every ballot of a poll is padded to one length, so that its size says nothing.

Source: ballots 2, "Primitives", "Cast", "Receipt".
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from mnemonic import Mnemonic

from govern.core.canonical import canonical

SCHEME = 1  # sealed by the server, at review; others may follow, and nothing above this room knows how
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
BLOCK = 64
LONGEST_CLASS = 64  # bytes of a class's code, as it is spelled within a ballot
CANARY = b"canary-v1\x00 this box can be opened"
BALLOT_DOMAIN, RECEIPT_DOMAIN = b"ballot-v1\x00", b"receipt-v1\x00"
WORDS = 4
QUOTES = b'""'


@dataclass(frozen=True)
class SealedBallot:
    """A ballot nobody can read before the box is opened.

    :param h: SHA-256 that names it, 32 bytes.
    :param c: the sealed bytes, of one length for every ballot of the poll.
    """

    elector_class: str
    scheme: int
    c: bytes
    h: bytes


def pad_length(numbers: Sequence[int]) -> int:
    """Return how many bytes every ballot of a paper is padded to.

    :param numbers: of all its options, whose spelling can be longer than the place on the paper.
    """
    longest = len(_plain("0" * 64, "c" * LONGEST_CLASS, numbers))
    return -(-longest // BLOCK) * BLOCK


def seal(ranking: Sequence[int], *, eid: str, elector_class: str, pad_len: int, box_key: bytes) -> SealedBallot:
    """Return a ranking sealed to the box.

    :param ranking: option numbers, first preference first; empty for a blank vote.
    :param eid: 64 hexadecimal digits.
    :param box_key: X25519 public key, 32 bytes.
    """
    plain = _plain(eid, elector_class, ranking)
    assert len(plain) <= pad_len
    c = SUITE.encrypt(plain.ljust(pad_len), _public(box_key), info=_info(eid, elector_class))
    return named(c, eid=eid, elector_class=elector_class, scheme=SCHEME)


def named(c: bytes, *, eid: str, elector_class: str, scheme: int) -> SealedBallot:
    """Return sealed bytes with the hash that names them."""
    h = sha256(BALLOT_DOMAIN + _info(eid, elector_class) + scheme.to_bytes(2) + c).digest()
    return SealedBallot(elector_class, scheme, c, h)


def unseal(c: bytes, *, eid: str, elector_class: str, key: X25519PrivateKey) -> tuple[int, ...] | None:
    """Return the ranking in a sealed ballot, or None where it cannot be opened or is not of this poll."""
    try:
        plain = json.loads(SUITE.decrypt(c, key, info=_info(eid, elector_class)))
    except (InvalidTag, ValueError, RecursionError):
        return None
    return _ranking(plain, eid, elector_class)


def _ranking(plain: object, eid: str, elector_class: str) -> tuple[int, ...] | None:
    """Return the ranking if it was sealed for this poll and class, and is a list of numbers."""
    match plain:
        case {"v": 1, "eid": sealed_eid, "class": sealed_class, "r": list(ranking)}:
            ours = sealed_eid == eid and sealed_class == elector_class
            whole = all(type(number) is int for number in ranking)
            return tuple(ranking) if ours and whole else None
    return None


def seal_canary(box_key: bytes, *, eid: str) -> bytes:
    """Return a known text sealed to the key, by which a backup can be tried."""
    return SUITE.encrypt(CANARY, _public(box_key), info=bytes.fromhex(eid))


def opens_canary(canary: bytes, key: X25519PrivateKey, *, eid: str) -> bool:
    """Say whether a key opens the canary."""
    try:
        return SUITE.decrypt(canary, key, info=bytes.fromhex(eid)) == CANARY
    except InvalidTag:
        return False


def sign_receipt(h: bytes, *, eid: str, elector_class: str, key: Ed25519PrivateKey) -> bytes:
    """Return the receipt: it proves that this sealed ballot is in the box, never what is in it.

    Ed25519 is deterministic, so whoever holds h gets the same receipt again.
    """
    return key.sign(RECEIPT_DOMAIN + _info(eid, elector_class) + h)


def receipt_words(h: bytes) -> str:
    """Return a receipt as people keep it: four words and two digits, 50 bits of h.

    >>> receipt_words(bytes(32))
    'abandon abandon abandon abandon 00'
    """
    number = int.from_bytes(h[:8])
    words = []
    for _ in range(WORDS):
        number, index = divmod(number, 2048)
        words.append(_wordlist()[index])
    return f"{' '.join(words)} {number % 100:02d}"


def bind(ballot: SealedBallot, *, poll_id: str, elector_id: str, secret: str) -> str:
    """Return a sealed ballot as it travels in the review page: authenticated for one poll and one elector."""
    return _signer(poll_id, elector_id, secret).sign(_packed(ballot)).decode()


def unbind(field: str, *, poll_id: str, elector_id: str, secret: str) -> tuple[str, int, bytes] | None:
    """Return (class, scheme, c) of what came back, or None if it was not made for this elector here."""
    try:
        packed = _signer(poll_id, elector_id, secret).unsign(field.encode())
        elector_class, scheme, c = packed.decode().rsplit("~", 2)
        return elector_class, int(scheme), base64_decode(c)
    except (BadSignature, ValueError):
        return None


def _packed(ballot: SealedBallot) -> bytes:
    return f"{ballot.elector_class}~{ballot.scheme}~{base64_encode(ballot.c).decode()}".encode()


def _signer(poll_id: str, elector_id: str, secret: str) -> Signer:
    return Signer(secret, salt=f"cast:{poll_id}:{elector_id}", key_derivation="hmac", digest_method=sha256)


def class_fits(elector_class: str) -> bool:
    """Say whether a class's code leaves room for every ranking in a padded ballot."""
    return len(canonical(elector_class)) - len(QUOTES) <= LONGEST_CLASS


def _plain(eid: str, elector_class: str, ranking: Sequence[int]) -> bytes:
    return canonical({"v": 1, "eid": eid, "class": elector_class, "r": list(ranking)})


def _info(eid: str, elector_class: str) -> bytes:
    return bytes.fromhex(eid) + elector_class.encode()


@lru_cache(maxsize=64)
def _public(box_key: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(box_key)


@lru_cache
def _wordlist() -> list[str]:
    """Return the 2,048 English words of BIP 39, chosen so that four letters tell them apart."""
    return list(Mnemonic("english").wordlist)
