"""Ballot files made from known contests: odd but sound ones are counted alike, and a broken line is named."""

from collections.abc import Callable
from random import Random

import pytest

from govern.counting import blt, blt_writer, presets
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import CountInput
from tests.counting.contests import contest_from
from tests.counting.examples import FILE_MUTATIONS

END = "0"
Oddity = Callable[[list[str], Random], list[str]]


def with_ballots(seed: int) -> CountInput:
    """Return a contest with at least two different rankings that are not blank."""
    contest = contest_from(seed)
    return contest if sum(bool(ranking) for ranking, _ in contest.ballots) > 1 else with_ballots(seed + 10_000)


def ballot_lines(lines: list[str]) -> list[int]:
    """Return the places of lines that are ballots with at least one preference."""
    return [
        place for place in range(1, lines.index(END)) if lines[place][0].isdigit() and len(lines[place].split()) > 2
    ]


# What can be wrong with a ballot `papers first … 0` in a contest of so many candidates.
DAMAGES: dict[str, Callable[[list[str], int], str]] = {
    "a candidate beyond the last": lambda words, most: " ".join([words[0], str(most + 1), *words[2:]]),
    "a candidate in letters": lambda words, _: " ".join([words[0], "Asha", *words[2:]]),
    "a negative candidate": lambda words, _: " ".join([words[0], "-1", *words[2:]]),
    "a candidate twice": lambda words, _: " ".join([*words[:-1], words[1], END]),
    "no papers": lambda words, _: " ".join(["0", *words[1:]]),
    "part of a paper": lambda words, _: " ".join(["1.5", *words[1:]]),
    "a third of a paper": lambda words, _: " ".join(["1/3", *words[1:]]),
    "papers in letters": lambda words, _: " ".join(["many", *words[1:]]),
    "papers that no election has": lambda words, _: " ".join(["9" * 16, *words[1:]]),
    "something after the 0": lambda words, _: " ".join([*words, "1"]),
    "an equals sign at the end": lambda words, _: " ".join([*words[:-1], "=", END]),
    "an equals sign first": lambda words, _: " ".join([words[0], "=", *words[1:]]),
    "neither preferences nor 0": lambda words, _: words[0],
    "a mark and no ballot": lambda _, __: "(P-17)",
    "an open bracket": lambda words, _: "[tie " + " ".join(words[1:-1]),
    "an unknown line": lambda words, _: "[borda " + " ".join(words[1:-1]) + "]",
    "numbers after a withdrawn one": lambda words, _: "-" + " ".join(words[1:]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ballot_is_refused_with_its_line(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(FILE_MUTATIONS // len(DAMAGES) + 1):
        chance = Random(seed)
        contest = with_ballots(seed)
        lines = blt_writer.write(contest).split("\n")
        place = chance.choice(ballot_lines(lines))
        lines[place] = DAMAGES[damage](lines[place].split(), len(contest.candidates))
        monkeypatch.setattr(blt, "BULK", chance.choice((0, 1 << 20)))

        with pytest.raises(BallotFileNotReadable) as refused:
            blt.read("\n".join(lines).encode())

        assert refused.value.line == place + 1, lines
        assert refused.value.sentence.endswith(".")


def changed(change: Callable[[str, Random], str]) -> Oddity:
    """Return an oddity that changes one ballot line."""

    def odd(lines: list[str], chance: Random) -> list[str]:
        place = chance.choice(ballot_lines(lines))
        return [*lines[:place], *change(lines[place], chance).split("\n"), *lines[place + 1 :]]

    return odd


def put_in(line: str) -> Oddity:
    """Return an oddity that puts a line among the ballots."""

    def odd(lines: list[str], chance: Random) -> list[str]:
        place = chance.choice(ballot_lines(lines))
        return [*lines[:place], line, *lines[place:]]

    return odd


def in_two(line: str, _: Random) -> str:
    """Return the papers of a line on two."""
    papers, rest = line.split(" ", 1)
    return line if papers == "1" else f"1 {rest}\n{int(papers) - 1} {rest}"


def in_another_order(lines: list[str], chance: Random) -> list[str]:
    """Return the lines with the ballots mixed."""
    first, end = ballot_lines(lines)[0], lines.index(END)
    return [*lines[:first], *chance.sample(lines[first:end], end - first), *lines[end:]]


def names_without_quotes(lines: list[str], _: Random) -> list[str]:
    """Return the lines with the names bare, as most files have them."""
    end = lines.index(END)
    return [*lines[:end], *(line.replace('"', "") for line in lines[end:])]


ODDITIES: dict[str, Oddity] = {
    "commas": changed(lambda line, _: line.replace(" ", ",")),
    "tabs": changed(lambda line, _: line.replace(" ", "\t")),
    "spaces about": changed(lambda line, _: f"  {line}  "),
    "leading zeros": changed(lambda line, _: f"00{line}"),
    "papers with a decimal": changed(lambda line, _: line.replace(" ", ".0 ", 1)),
    "a mark before it": changed(lambda line, chance: f"(P-{chance.randint(1, 99)}) {line}"),
    "no closing 0": changed(lambda line, _: line.removesuffix(" 0")),
    "a comment behind it": changed(lambda line, _: f"{line} # bundle 3"),
    "a comment inside it": changed(lambda line, _: line.replace(" ", " /* 9 9 */ ", 1)),
    "its papers on two lines": changed(in_two),
    "an empty line": put_in(""),
    "a line of a comment": put_in("// 9 9 9 0"),
    "a comment over three lines": put_in("/* 1 2 0\n0\n*/"),
    "a line of a comma": put_in(","),
    "a line for another program": put_in("[droop arithmetic=fixed]"),
    "the ballots mixed": in_another_order,
    "names without quotes": names_without_quotes,
    "Windows line ends": lambda lines, _: [f"{line}\r" for line in lines],
    "a comma after every line": lambda lines, _: [f"{line}," for line in lines],
    "a byte order mark": lambda lines, _: ["\ufeff" + lines[0], *lines[1:]],
    "no last line break": lambda lines, _: lines[:-1],
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_an_odd_file_is_counted_as_the_contest_it_was_made_from(oddity: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(FILE_MUTATIONS // len(ODDITIES) + 1):
        chance = Random(seed)
        contest = with_ballots(seed)
        monkeypatch.setattr(blt, "BULK", chance.choice((0, 1 << 20)))

        odd = "\n".join(ODDITIES[oddity](blt_writer.write(contest).split("\n"), chance))

        assert presets.count(blt.read(odd.encode()).contest()).to_json() == presets.count(contest).to_json(), odd
