"""Codes that people type from a letter, or say over the telephone."""

import secrets

# No letter or digit that is easily taken for another, by eye or by ear over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4


def fresh() -> str:
    """Return 12 characters, 59 bits, in groups that people can read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def plain(typed: str) -> str:
    """Return a code as it is compared: case, spaces and dashes do not matter.

    >>> plain("ab2c def3-gh4j")
    'AB2CDEF3GH4J'
    """
    return "".join(character for character in typed.upper() if character.isalnum())
