"""The root stands for the list, and a path proves one line of it."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.core import merkle

# The published entries and roots of Certificate Transparency's own tests, for one to eight entries.
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = range(1, 66)


def leaves_of(size: int) -> list[bytes]:
    """Return the leaf hashes of `size` different entries."""
    return [merkle.leaf_hash(number.to_bytes(4)) for number in range(size)]


def by_the_book(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash by the recursion that RFC 6962, section 2.1, writes down."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + by_the_book(leaves[:split]) + by_the_book(leaves[split:])).digest()


def path_by_the_book(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """Return the audit path by the recursion of RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if position < split:
        return [*path_by_the_book(leaves[:split], position), by_the_book(leaves[split:])]
    return [*path_by_the_book(leaves[split:], position - split), by_the_book(leaves[:split])]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    entries = [bytes.fromhex(entry) for entry in ENTRIES[:size]]

    assert merkle.root(map(merkle.leaf_hash, entries)).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == sha256(b"").digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots_and_paths_are_those_of_the_standards_own_recursion(size: int) -> None:
    leaves = leaves_of(size)

    assert merkle.root(leaves) == by_the_book(leaves)
    assert [merkle.inclusion_path(leaves, position) for position in range(size)] == [
        path_by_the_book(leaves, position) for position in range(size)
    ]


@pytest.mark.parametrize("size", SIZES)
def test_every_line_can_be_proved_at_its_own_place_and_at_no_other(size: int) -> None:
    leaves, root = leaves_of(size), by_the_book(leaves_of(size))

    for position, leaf in enumerate(leaves):
        path = merkle.inclusion_path(leaves, position)
        places = [place for place in range(size + 1) if merkle.is_included(leaf, place, size, path, root)]
        assert places == [position]


@pytest.mark.parametrize("size", [2, 3, 7, 8, 33, 65])
def test_a_proof_that_was_tampered_with_proves_nothing(size: int) -> None:
    leaves, root = leaves_of(size), by_the_book(leaves_of(size))

    for position, leaf in enumerate(leaves):
        path = merkle.inclusion_path(leaves, position)
        for step, part in enumerate(path):
            flipped = [*path[:step], bytes([part[0] ^ 1]) + part[1:], *path[step + 1 :]]
            assert not merkle.is_included(leaf, position, size, flipped, root)
            assert not merkle.is_included(leaf, position, size, path[:step] + path[step + 1 :], root)
        assert not merkle.is_included(leaf, position, size, [*path, root], root)
        assert not merkle.is_included(leaf[::-1], position, size, path, root)
        assert not merkle.is_included(leaf, position, size, path, root[::-1])


@pytest.mark.parametrize(
    ("position", "size"),
    [
        pytest.param(-1, 4, id="before the first"),
        pytest.param(4, 4, id="after the last"),
        pytest.param(0, 0, id="in an empty tree"),
    ],
)
def test_no_place_outside_the_tree_can_be_proved(position: int, size: int) -> None:
    leaves = leaves_of(4)

    assert not merkle.is_included(leaves[0], position, size, merkle.inclusion_path(leaves, 0), by_the_book(leaves))


@pytest.mark.parametrize("short", ["leaf", "root", "path"])
def test_every_hash_of_a_proof_has_32_bytes(short: str) -> None:
    parts = {"leaf": leaves_of(2)[0], "root": by_the_book(leaves_of(2)), "path": leaves_of(2)[1]}
    parts[short] = parts[short][:31]

    assert not merkle.is_included(parts["leaf"], 0, 2, [parts["path"]], parts["root"])


def test_a_single_line_is_its_own_root_and_no_other_is() -> None:
    (leaf,) = leaves_of(1)

    assert merkle.is_included(leaf, 0, 1, [], leaf)
    assert not merkle.is_included(leaf, 0, 1, [], leaf[::-1])


@given(entries=st.lists(st.binary(max_size=8), min_size=1, max_size=40), data=st.data())
def test_any_change_to_the_list_changes_the_root(entries: list[bytes], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    before = merkle.root(map(merkle.leaf_hash, entries))

    changed = [*entries[:place], entries[place] + b"!", *entries[place + 1 :]]

    assert merkle.root(map(merkle.leaf_hash, changed)) != before


def test_the_roots_of_all_beginnings_come_out_of_one_walk() -> None:
    leaves = leaves_of(65)

    roots = dict(merkle.roots_at(leaves, range(66)))

    assert roots == {size: by_the_book(leaves[:size]) for size in range(66)}


@given(size=st.integers(0, 70), data=st.data())
def test_a_tree_that_grew_has_the_root_of_all_its_lines(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=5)))
    peaks: list[bytes] = []
    count = 0

    for start, end in zip([0, *cuts], [*cuts, size], strict=True):
        peaks, count = merkle.grown(peaks, count, leaves[start:end])

    assert (count, merkle.root_over(peaks)) == (size, by_the_book(leaves))
    assert len(peaks) == size.bit_count()


def test_no_root_is_given_for_more_lines_than_there_are() -> None:
    assert [size for size, _ in merkle.roots_at(leaves_of(3), [2, 2, 3, 4])] == [2, 2, 3]


def test_a_node_cannot_be_passed_off_as_a_line() -> None:
    left, right = leaves_of(2)

    assert merkle.leaf_hash(left + right) != merkle.root([left, right])
