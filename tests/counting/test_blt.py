"""Ballot files as they are really written, and what is said of those that cannot be read."""

from typing import Any

import pytest

from govern.counting import blt, blt_ballots, blt_text, blt_writer
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import CountInput

PLAIN = '3 2\n4 1 2 0\n2 3 0\n0\n"Asha"\n"Ben"\n"Carys"\n"Ward 1"\n'


def file(
    *, head: str = "3 2", options: str = "", ballots: str = "4 1 2 0\n2 3 0", end: str = "0", names: str = ""
) -> str:
    """Return a ballot file that differs from the plain one where asked."""
    names = names or '"Asha"\n"Ben"\n"Carys"\n"Ward 1"'
    return "\n".join(part for part in (head, options, ballots, end, names) if part)


def ballots_in(text: str) -> dict[tuple[int, ...], int]:
    """Return the ballots of a file."""
    return dict(blt.read(text.encode()).ballots)


def names_in(text: str | bytes) -> list[str]:
    """Return the names of a file and its title."""
    read = blt.read(text if isinstance(text, bytes) else text.encode())
    return [*(candidate.name for candidate in read.candidates), read.title]


def refusal(text: str | bytes) -> BallotFileNotReadable:
    """Return what is said of a file that cannot be read."""
    with pytest.raises(BallotFileNotReadable) as refused:
        blt.read(text if isinstance(text, bytes) else text.encode())
    return refused.value


def test_a_plain_file_is_read_whole() -> None:
    read = blt.read(PLAIN.encode())

    assert (read.seats, names_in(PLAIN), dict(read.ballots)) == (
        2,
        ["Asha", "Ben", "Carys", "Ward 1"],
        {(1, 2): 4, (3,): 2},
    )
    assert (read.lots, read.cut_short, read.remarks) == (None, 0, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PLAIN.rstrip("\n"), id="no final line break"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(PLAIN.replace("\n", "\r"), id="old Macintosh line ends"),
        pytest.param(PLAIN.replace("\n", ",\n"), id="a comma after every line"),
        pytest.param(PLAIN.replace("\n", "\n\n"), id="empty lines"),
        pytest.param(PLAIN.replace("4 1 2 0", "4\t1\t2\t0"), id="tabs"),
        pytest.param(PLAIN.replace("4 1 2 0", "4, 1, 2, 0"), id="commas between numbers"),
        pytest.param(PLAIN.replace("4 1 2 0", "  4  1 2  0 "), id="spaces about"),
        pytest.param(PLAIN.replace("4 1 2 0", "4 1 2"), id="a ballot without its closing 0"),
        pytest.param(PLAIN.replace("4 1 2 0", "4.0 1 2 0"), id="papers with a decimal"),
        pytest.param(PLAIN.replace("4 1 2 0", "(P-17) 4 1 2 0"), id="a mark before a ballot"),
        pytest.param(PLAIN.replace("4 1 2 0", "04 01 2 0"), id="leading zeros"),
        pytest.param(PLAIN.replace("4 1 2 0", "1 1 2 0\n3 1 2 0"), id="equal ballots on two lines"),
        pytest.param(PLAIN.replace("4 1 2 0", "4 1 2 0 # bundle 3"), id="a comment behind a ballot"),
        pytest.param(PLAIN.replace("4 1 2 0", "// bundle 3\n4 1 2 0"), id="a comment line"),
        pytest.param(PLAIN.replace("4 1 2 0", "4 /* Asha */ 1 2 0"), id="a comment inside a ballot"),
        pytest.param(PLAIN.replace("4 1 2 0", "/* one\n9 9 9\n*/ 4 1 2 0"), id="a comment over several lines"),
        pytest.param(PLAIN.replace("\n0\n", "\n0 # the end\n"), id="a comment behind the last line of ballots"),
        pytest.param("# made by hand\n" + PLAIN, id="a comment on top"),
        pytest.param(PLAIN.replace("3 2\n", "3 2 # seats\n"), id="a comment behind the first line"),
        pytest.param(PLAIN.replace('"Asha"', '# the names\n"Asha"'), id="a comment above the names"),
        pytest.param(PLAIN.replace('"Asha"', '"Asha" # retiring'), id="a comment behind a name"),
        pytest.param(PLAIN.replace('"', ""), id="names without quotes"),
        pytest.param(PLAIN.replace('"Asha"', '"Asha'), id="a name without its closing quote"),
        pytest.param(PLAIN.replace('"Asha"', 'Asha"'), id="a name without its opening quote"),
        pytest.param(PLAIN.replace("3 2\n", "3 2\n[droop arithmetic=fixed]\n"), id="a line for another program"),
        pytest.param(PLAIN.replace("3 2\n", "3 2\n,\n"), id="a line of nothing but a comma"),
        pytest.param("\ufeff" + PLAIN, id="a byte order mark"),
    ],
)
def test_an_oddity_changes_nothing_of_what_is_read(text: str) -> None:
    assert (ballots_in(text), names_in(text)) == (ballots_in(PLAIN), names_in(PLAIN))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        pytest.param('"Robert ""Bob"" Hay"', 'Robert "Bob" Hay', id="doubled quotes"),
        pytest.param('"Robert "Bob" Hay"', 'Robert "Bob" Hay', id="single quotes inside"),
        pytest.param('""Bob""', '"Bob"', id="everything quoted twice"),
        pytest.param('"Hay, Robert"', "Hay, Robert", id="a comma"),
        pytest.param("\"Ind ''Bob HAY'' \"", "Ind ''Bob HAY'' ", id="a space before the quote"),
        pytest.param('"C# Club"', "C# Club", id="the mark of a comment in quotes"),
        pytest.param("Candidate #1 // first", "Candidate #1 // first", id="the mark of a comment without quotes"),
        pytest.param('""', "", id="an empty name"),
        pytest.param("Siân 'Sib' Ó Néill", "Siân 'Sib' Ó Néill", id="accents"),
    ],
)
def test_a_name_is_read_as_it_is_meant(line: str, name: str) -> None:
    assert names_in(PLAIN.replace('"Asha"', line))[0] == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_names_are_read_in_every_encoding_that_files_come_in(encoding: str) -> None:
    assert names_in(PLAIN.replace("Asha", "Oisín Müller").encode(encoding))[0] == "Oisín Müller"


def test_bytes_that_windows_does_not_know_are_read_as_iso_latin() -> None:
    assert names_in(PLAIN.encode().replace(b"Asha", b"Ash\x81\xe9"))[0] == "Ash\x81é"


def test_remarks_follow_the_title() -> None:
    assert blt.read((PLAIN + '"Counted at the town hall"\n').encode()).remarks == ("Counted at the town hall",)


def test_a_file_without_a_title_has_an_empty_one() -> None:
    assert names_in(PLAIN.replace('"Ward 1"\n', ""))[-1] == ""


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("-2", id="a line with a minus"),
        pytest.param("[withdrawn 2]", id="a line in brackets"),
        pytest.param("-2\n-2", id="said twice"),
    ],
)
def test_withdrawn_candidates_are_marked(options: str) -> None:
    read = blt.read(file(options=options).encode())

    assert [candidate.withdrawn for candidate in read.candidates] == [False, True, False]


def test_several_candidates_withdraw_on_one_line() -> None:
    assert blt.read(file(options="-1 -3").encode()).contest().withdrawn == (1, 3)


def test_the_tie_line_is_the_lot_order() -> None:
    lots = blt.read(file(options="[tie 3 1 2]").encode()).lots

    assert lots
    assert (lots.order, lots.how) == ((3, 1, 2), "given")


def test_the_tie_line_need_not_mention_who_has_withdrawn() -> None:
    lots = blt.read(file(options="[tie 3 1]\n[withdrawn 2]").encode()).lots

    assert lots
    assert lots.order == (3, 1, 2)


def test_ballots_may_use_the_nicknames_of_a_nick_line() -> None:
    text = file(options="[nick ash ben car]\n[tie car ash ben]", ballots="4 ash ben 0\n2 3 0")

    assert ballots_in(text) == {(1, 2): 4, (3,): 2}


@pytest.mark.parametrize(
    ("ballot", "ranking", "cut_short"),
    [
        pytest.param("5 0", (), 0, id="blank"),
        pytest.param("5 1=2 3 0", (), 5, id="two first preferences"),
        pytest.param("5 1 2 = 3 0", (1,), 5, id="two second preferences"),
        pytest.param("5 1 - 2 0", (1,), 5, id="no second preference"),
        pytest.param("5 - 1 0", (), 5, id="no first preference"),
        pytest.param("5 1 - - 0", (1,), 0, id="a gap with nothing behind it"),
    ],
)
def test_a_ranking_counts_up_to_its_first_uncertainty(ballot: str, ranking: tuple[int, ...], cut_short: int) -> None:
    read = blt.read(file(ballots=ballot).encode())

    assert (dict(read.ballots), read.cut_short) == ({ranking: 5}, cut_short)


def test_a_file_without_ballots_is_a_contest_without_ballots() -> None:
    assert ballots_in(file(ballots="")) == {}


@pytest.mark.parametrize(
    ("text", "line", "column", "sentence"),
    [
        pytest.param("", 1, 1, "The file is empty.", id="empty"),
        pytest.param("# only this\n", 1, 1, "The file is empty.", id="only a comment"),
        pytest.param("3\n", 1, 1, "The first line gives two numbers", id="one number on the first line"),
        pytest.param(file(head="three 2"), 1, 1, "“three” is not a number of candidates", id="a word for a number"),
        pytest.param(file(head="0 2"), 1, 1, "“0” is not a number of candidates from 1 to 1000.", id="no candidates"),
        pytest.param(file(head="3 0"), 1, 3, "“0” is not a number of seats from 1 to 10000.", id="no seats"),
        pytest.param(
            file(head="99999 1"), 1, 1, "is not a number of candidates from 1 to 1000.", id="too many candidates"
        ),
        pytest.param(
            file(ballots="1 4 0"), 2, 3, "“4” is not a candidate: the candidates are 1 to 3.", id="a stranger"
        ),
        pytest.param(file(ballots="1 1 2 1 0"), 2, 7, "This ballot names candidate 1 twice.", id="a candidate twice"),
        pytest.param(file(ballots="1 1=1 0"), 2, 5, "This ballot names candidate 1 twice.", id="equal to itself"),
        pytest.param(file(ballots="0 1 0"), 2, 1, "“0” is not a whole number of papers from 1.", id="no papers"),
        pytest.param(file(ballots="0.5 1 0"), 2, 1, "“0.5” is not a whole number of papers", id="half a paper"),
        pytest.param(file(ballots="1/3 1 0"), 2, 1, "“1/3” is not a whole number of papers", id="a third of a paper"),
        pytest.param(file(ballots="9" * 16 + " 1 0"), 2, 1, "has more than 15 digits", id="too many papers"),
        pytest.param(file(ballots="x 1 0"), 2, 1, "“x” is not a number of papers. A ballot is", id="a word for papers"),
        pytest.param(
            file(ballots="-1 1 0"), 2, 4, "holds nothing but numbers behind a minus", id="less than no papers"
        ),
        pytest.param(
            file(ballots="3 1 0 2"), 2, 7, "“2” comes after the 0 that ends this ballot.", id="on behind the 0"
        ),
        pytest.param(file(ballots="3"), 2, 1, "This ballot names no candidate.", id="papers alone"),
        pytest.param(file(ballots="(7)"), 2, 1, "a mark in brackets but no number of papers", id="a mark alone"),
        pytest.param(file(ballots="(7 1 2 0"), 2, 1, "“(” is not a number of papers", id="a mark without its end"),
        pytest.param(file(ballots="3 =1 0"), 2, 3, "An equals sign stands between two", id="an equals sign first"),
        pytest.param(
            file(ballots="3 1= 0"), 2, 4, "An equals sign stands between two", id="an equals sign before the 0"
        ),
        pytest.param(file(ballots="3 1="), 2, 4, "An equals sign stands between two", id="an equals sign last"),
        pytest.param(file(ballots="3 1==2 0"), 2, 4, "An equals sign stands between two", id="two equals signs"),
        pytest.param(file(ballots="3 -=2 0"), 2, 4, "An equals sign stands between two", id="equal to a gap"),
        pytest.param(
            file(options="[tie 1 2]"), 2, 1, "A [tie] line names each of the 3 candidates", id="a short tie line"
        ),
        pytest.param(file(options="[tie 1 2 2]"), 2, 1, "A [tie] line names each of the 3", id="a repeating tie line"),
        pytest.param(
            file(options="[tie 1 2 7]"), 2, 10, "“7” is not one of the 3 candidates.", id="a stranger in a tie"
        ),
        pytest.param(
            file(options="[tie 1 2 3"), 2, 1, "A line in square brackets ends in a closing", id="an open bracket"
        ),
        pytest.param(file(options="[lots 1 2 3]"), 2, 1, "“lots” is not a known line", id="an unknown line"),
        pytest.param(
            file(options="[withdrawn 9]"), 2, 12, "“9” is not one of the 3 candidates.", id="a stranger withdraws"
        ),
        pytest.param(file(options="-9"), 2, 1, "“9” is not one of the 3 candidates.", id="a stranger with a minus"),
        pytest.param(file(options="[nick a b]"), 2, 1, "A [nick] line names each of the 3", id="a nickname missing"),
        pytest.param(file(options="[nick a b 2]"), 2, 11, "“2” cannot be a nickname", id="a number for a nickname"),
        pytest.param(file(options="[nick a b a]"), 2, 11, "“a” cannot be a nickname", id="a nickname twice"),
        pytest.param("3 2\n1 2 0\n", 2, 1, "The file ends before the line with only 0", id="no end of the ballots"),
        pytest.param(PLAIN.replace("\n0\n", "\n"), 4, 1, '“"Asha"” is not a number of papers', id="names too soon"),
        pytest.param(
            '3 2\n1 2 0\n0\n"Asha"\n\n', 4, 1, "The file ends before the name of candidate 2.", id="names missing"
        ),
        pytest.param(
            "3 2\n/* open\n1 2 0\n0\n", 2, 1, "This comment is opened with /* and never closed.", id="an open comment"
        ),
        pytest.param(
            PLAIN + "/* open", 9, 1, "This comment is opened with /* and never", id="an open comment at the end"
        ),
        pytest.param("3 2\n1 2\0 0\n", 2, 1, "This is not text, for it holds a zero byte.", id="a zero byte"),
        pytest.param(file(ballots="1 " + "x" * 99), 2, 3, f"“{'x' * 40}…” is not a candidate", id="a very long word"),
        pytest.param(
            file(names='"' + "x" * 2000), 5, 1, "This name has more than 1000 characters", id="a very long name"
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(text: str, line: int, column: int, sentence: str) -> None:
    refused = refusal(text)

    assert sentence in refused.sentence
    assert (refused.line, refused.column) == (line, column)
    assert refused.at("ward.blt") == f"ward.blt:{line}:{column}: {refused.sentence}"


def test_a_line_of_many_megabytes_is_refused_before_it_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blt_text, "LONGEST_LINE", 50)

    assert "more than 50 characters" in refusal(file(ballots="1 " * 40)).sentence


def test_a_file_larger_than_any_election_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blt_text, "MOST_BYTES", 50)

    assert "more than 50 bytes" in refusal(PLAIN * 2).sentence


def many_lines(repeats: int) -> str:
    """Return a file of repeated ballots."""
    return file(ballots="\n".join(["4 1 2 0", "2 3 0", "1 2 0"] * repeats))


@pytest.fixture
def _small_is_bulk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blt, "BULK", 10)


@pytest.mark.usefixtures("_small_is_bulk")
def test_a_long_run_of_repeated_lines_is_read_alike() -> None:
    assert ballots_in(many_lines(9)) == {(1, 2): 36, (3,): 18, (2,): 9}


@pytest.mark.usefixtures("_small_is_bulk")
@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        pytest.param("4 1 2 0\n2 3 0\n123456 2 0\n1 0", {(1, 2): 4, (2,): 123_456, (3,): 2, (): 1}, id="all different"),
        pytest.param("4 1 2 0\n2 3 0\n5 1=2 0", {(): 5, (1, 2): 4, (3,): 2}, id="with an equals sign"),
        pytest.param("4 1 2 0\n2 3 0\n1 2", {(1, 2): 4, (2,): 1, (3,): 2}, id="without a closing 0"),
        pytest.param("4 1 2 0\n2 3 0\n1 2 3", {(1, 2): 4, (2, 3): 1, (3,): 2}, id="without a closing 0 but longer"),
        pytest.param("4 1 2 0\n2 3 0\n1 2 0 ", {(1, 2): 4, (2,): 1, (3,): 2}, id="with a space at the end"),
        pytest.param("4 1 2 0\n2 3 0\n1234567890 2 0", {(1, 2): 4, (2,): 1_234_567_890, (3,): 2}, id="ten digits"),
        pytest.param("4 1 2 0\n\n2 3 0", {(1, 2): 4, (3,): 2}, id="with an empty line"),
        pytest.param("4 1 2 0\n2 3 0 # ä\n1 1 0", {(1,): 1, (1, 2): 4, (3,): 2}, id="with a foreign letter"),
        pytest.param("\n".join(["4 1 2 0", "2 3"] * 9), {(1, 2): 36, (3,): 18}, id="repeated without a closing 0"),
        pytest.param("7 0\n8 0\n9 0", {(): 24}, id="only blank ones"),
    ],
)
def test_a_long_run_of_lines_is_read_like_a_short_one(ballots: str, expected: dict[tuple[int, ...], int]) -> None:
    assert ballots_in(file(ballots=ballots)) == expected


@pytest.mark.usefixtures("_small_is_bulk")
@pytest.mark.parametrize(
    ("ballots", "sentence"),
    [
        pytest.param("4 1 2 0\n2 3 0\n1 1 2 1 0", "names candidate 1 twice", id="a candidate twice"),
        pytest.param("4 1 2 0\n2 3 0\n1 1 2 1 3 2 0", "names candidate 1 twice", id="more preferences than candidates"),
        pytest.param("4 1 2 0\n2 3 0\n1 4 0", "“4” is not a candidate", id="a stranger"),
        pytest.param("4 1 2 0\n2 3 0\n0 1 0", "not a whole number of papers", id="no papers"),
    ],
)
def test_a_long_run_of_lines_is_refused_like_a_short_one(ballots: str, sentence: str) -> None:
    refused = refusal(file(ballots=ballots))

    assert sentence in refused.sentence
    assert refused.line == 4


@pytest.mark.usefixtures("_small_is_bulk")
def test_too_many_papers_for_columns_are_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from govern.counting import columns  # noqa: PLC0415 - where the test is, numpy is not otherwise loaded

    monkeypatch.setattr(columns, "EXACT_PAPERS", 7)

    assert ballots_in(file(ballots="4 1 2 0\n2 3 0\n1 2 0")) == {(1, 2): 4, (2,): 1, (3,): 2}


@pytest.mark.usefixtures("_small_is_bulk")
def test_a_long_run_with_more_candidates_than_a_byte_numbers_is_read_alike() -> None:
    names = "\n".join(f"Candidate {n}" for n in range(1, 301))

    assert ballots_in(file(head="300 1", ballots="4 299 1 0\n2 300 0\n1 7 0", names=names)) == {
        (7,): 1,
        (299, 1): 4,
        (300,): 2,
    }


@pytest.mark.usefixtures("_small_is_bulk")
def test_a_candidate_beyond_the_64th_named_twice_is_noticed_in_a_long_run() -> None:
    names = "\n".join(f"Candidate {n}" for n in range(1, 101))

    assert "names candidate 99 twice" in refusal(file(head="100 1", ballots="4 99 1 99 0\n2 3 0", names=names)).sentence


def test_a_written_contest_is_the_file_that_anyone_can_count_again() -> None:
    given: dict[str, Any] = {"lot_order": (2, 3, 1)}
    contest = CountInput.from_rankings(["Asha", 'B "en"', "Car\nys"], 2, {(3, 1): 2, (1,): 5}, **given)
    contest = blt.read(blt_writer.write(contest).replace("[tie", "-3\n[tie").encode()).contest()

    assert blt_writer.write(contest._replace(title="Ward 1")) == (
        '3 2\n[tie 2 3 1]\n-3\n5 1 0\n2 3 1 0\n0\n"Asha"\n"B ""en"""\n"Car ys"\n"Ward 1"\n'
    )


def test_the_careful_reader_and_the_quick_one_agree_on_plain_lines() -> None:
    numbers = {str(n): n for n in range(1, 4)}
    quick, careful = (blt_ballots.BallotLines(numbers, 3) for _ in range(2))
    lines = ["4 1 2 0", "2 3 0", "17 3 1 2 0"]

    assert quick.take_plain(lines, 0) == 3
    for number, text in enumerate(lines, 1):
        careful.take(blt_text.Line(number, text))

    assert quick.groups == careful.groups
