"""Hundreds of ballot files with something wrong: each is read, or refused with a place and a sentence."""

from collections.abc import Callable
from random import Random

import pytest

from govern.counting import blt, presets
from govern.counting.errors import BallotFileNotReadable, LotNeeded
from tests.counting.examples import FILE_MUTATIONS

SOUND = (
    "5 3\n# a comment\n[tie 5 4 3 2 1]\n-4\n[nick a b c d e]\n12 1 2 3 0\n(x1) 7 a 5 0\n3 2=3 1 0\n"
    '/* two\nlines */\n9 5 - 2 0\n1 0\n4 3 2 1\n0\n"Asha"\n"Ben ""B"" Hay"\nCarys\n"Dev" # x\nEilidh"\n'
    '"Ward 1"\n"Remark"\n'
)
PIECES = [
    "0",
    "-1",
    "99",
    "=",
    "-",
    "(",
    ")",
    "[",
    "]",
    "[tie",
    '"',
    "#",
    "/*",
    "*/",
    "//",
    "\0",
    "é",
    "\u2028",
    "9" * 30,
    "1.5",
]


def without_a_character(text: str, chance: Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :]


def with_a_piece(text: str, chance: Random) -> str:
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(PIECES) + text[place:]


def with_a_word_changed(text: str, chance: Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = chance.choice(PIECES)
    return " ".join(words)


def broken_off(text: str, chance: Random) -> str:
    return text[: chance.randrange(len(text))]


def with_lines_exchanged(text: str, chance: Random) -> str:
    lines = [*text.split("\n"), ""]
    first, second = chance.sample(range(len(lines)), 2)
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def with_a_line_repeated(text: str, chance: Random) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:5], chance.choice(lines), *lines[5:]])


MUTATIONS: list[Callable[[str, Random], str]] = [
    without_a_character,
    with_a_piece,
    with_a_word_changed,
    broken_off,
    with_lines_exchanged,
    with_a_line_repeated,
]


def mutant(seed: int) -> bytes:
    """Return the sound file with one to three things wrong."""
    chance = Random(seed)
    text = SOUND
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(MUTATIONS)(text or SOUND, chance)
    return text.encode(chance.choice(("utf-8", "utf-8", "cp1252")), errors="replace")


def outcome(data: bytes) -> str:
    """Return how reading and counting a file ends: the digest of what was counted, or the refusal with its place.

    Anything else, and two counts that differ, fails the test.
    """
    try:
        contest = blt.read(data).contest()
        presets.count_twice(contest)
    except LotNeeded:
        return contest.sha256()
    except BallotFileNotReadable as refused:
        return well_refused(refused, data)
    return contest.sha256()


def well_refused(refused: BallotFileNotReadable, data: bytes) -> str:
    """Return a refusal with its place, having checked that it has one in the file, and a sentence."""
    assert 1 <= refused.line <= data.count(b"\n") + 1
    assert refused.column >= 1
    assert refused.sentence.endswith(".")
    return refused.at("refused")


def test_a_damaged_file_is_counted_or_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [mutant(seed) for seed in range(FILE_MUTATIONS)]

    as_small_files = [outcome(file) for file in files]
    monkeypatch.setattr(blt, "BULK", 20)
    as_large_files = [outcome(file) for file in files]

    assert as_large_files == as_small_files
    refused = [each for each in as_small_files if each.startswith("refused:")]
    assert len(refused) > FILE_MUTATIONS // 4
    assert FILE_MUTATIONS - len(refused) > FILE_MUTATIONS // 10


def test_the_undamaged_file_is_counted() -> None:
    assert not outcome(SOUND.encode()).startswith("refused")
