"""Merkle trees as in Certificate Transparency: a short root that stands for a long list.

Source: RFC 6962, section 2.1. Leaves are hashed with a 0x00 prefix, nodes with 0x01, so that no
node can be passed off as a leaf.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from hashlib import sha256
from itertools import islice

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Return the 32-byte hash of one entry."""
    return sha256(LEAF + content).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the Merkle tree hash of 32-byte leaf hashes, in their order.

    >>> root([]).hex()[:16]
    'e3b0c44298fc1c14'
    """
    level = list(leaves)
    if not level:
        return sha256().digest()
    while len(level) > 1:
        level = _next_level(level)
    return level[0]


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Give for each size the root of the first so many leaves, in one walk over them.

    Ends early where there are fewer leaves than a size asks for.

    :param sizes: ascending.
    """
    rest, count = iter(leaves), 0
    peaks: list[bytes] = []
    for size in sizes:
        wanted = max(size - count, 0)
        peaks, count = grown(peaks, count, islice(rest, wanted))
        if count < size:
            return
        yield size, root_over(peaks)


def grown(peaks: Sequence[bytes], count: int, leaves: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Return the peaks and the size of a tree after more leaves, without asking for those that it has.

    :param peaks: roots of its full subtrees, the largest first.
    :param count: how many leaves it has.
    """
    climbed = list(peaks)
    for leaf in leaves:
        count += 1
        _climb(climbed, leaf, count)
    return climbed, count


def root_over(peaks: Sequence[bytes]) -> bytes:
    """Return the root of the tree that has these peaks."""
    return reduce(_join, reversed(peaks)) if peaks else root([])


def _join(right: bytes, left: bytes) -> bytes:
    """Return the node over two subtrees, given from the right."""
    return sha256(NODE + left + right).digest()


def _climb(peaks: list[bytes], leaf: bytes, count: int) -> None:
    """Add the leaf that makes `count`, and join every two subtrees of one size."""
    peaks.append(leaf)
    while count % 2 == 0:
        right = peaks.pop()
        peaks[-1] = _join(right, peaks[-1])
        count //= 2


def _next_level(level: list[bytes]) -> list[bytes]:
    """Return the level above. An odd last node moves up as it is, which gives RFC 6962's split."""
    pairs = [sha256(NODE + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs if len(level) % 2 == 0 else [*pairs, level[-1]]


def inclusion_path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """Return the sibling hashes that lead from the leaf at `position` to the root.

    Source: RFC 6962, section 2.1.1.
    """
    assert 0 <= position < len(leaves)
    path: list[bytes] = []
    level = list(leaves)
    while len(level) > 1:
        sibling = position ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level = _next_level(level)
        position //= 2
    return path


def is_included(leaf: bytes, position: int, size: int, path: Sequence[bytes], expected_root: bytes) -> bool:
    """Say whether `path` proves that `leaf` stands at `position` in a tree of `size` leaves.

    Every hash must be 32 bytes, the leaf's and the root's too.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= position < size or any(len(part) != 32 for part in (leaf, expected_root, *path)):
        return False
    at, last, current = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            current = sha256(NODE + sibling + current).digest()
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            current = sha256(NODE + current + sibling).digest()
        at, last = at >> 1, last >> 1
    return last == 0 and current == expected_root
