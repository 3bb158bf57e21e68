"""What a frozen roll commits to.

Source: ballots 2, "Roll"; RFC 6962, section 2.1.
"""

from collections.abc import Iterable
from hashlib import sha256

DOMAIN = b"roll-v1\x00"
SALT_BYTES = 16


def elector_salt(secret: bytes, number: int) -> bytes:
    """Return the 16-byte salt of one elector's leaf, which she can have and nobody can guess.

    :param secret: the roll's own 32 bytes.
    """
    return sha256(secret + number.to_bytes(8)).digest()[:SALT_BYTES]


def leaf(*, bound_to: bytes, salt: bytes, number: int, elector_class: str) -> bytes:
    """Return the 32-byte leaf of one elector.

    All parts but the last are of fixed length, so that no two electors can be spelled alike.

    :param bound_to: eid0 of the poll's manifest, 32 bytes.
    """
    return sha256(b"\x00" + DOMAIN + bound_to + salt + number.to_bytes(8) + elector_class.encode()).digest()


def leaves(*, bound_to: bytes, secret: bytes, electors: Iterable[tuple[int, str]]) -> list[bytes]:
    """Return the leaf of every elector, in the order given: by number.

    The same as `leaf` for each; written flat, for a roll may have a million electors.

    :param electors: (number, class) of each.
    """
    head = b"\x00" + DOMAIN + bound_to
    hashed: list[bytes] = []
    for number, elector_class in electors:
        spelled = number.to_bytes(8)
        salt = sha256(secret + spelled).digest()[:SALT_BYTES]
        hashed.append(sha256(head + salt + spelled + elector_class.encode()).digest())
    return hashed
