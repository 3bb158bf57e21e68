"""Ballot files that are not BLT."""

import pytest

from govern.counting import exports, formats, presets
from govern.counting.errors import BallotFileNotReadable
from govern.counting.inputs import Candidate, CountInput
from tests.counting.test_scottish import FIVE_FOR_THREE, A, B, C

SOI = """\
# FILE NAME: small.soi
# TITLE: Small
# NUMBER ALTERNATIVES: 3
# ALTERNATIVE NAME 1: Asha
# ALTERNATIVE NAME 2: Ben
# ALTERNATIVE NAME 3: Carys
3: 1,2
2: 3
1: 2,{1,3}
"""


def ballots(text: str, file: str = "x.csv") -> tuple[list[str], dict[tuple[int, ...], int], int]:
    """Return the candidates, rankings and papers cut short in a file."""
    read = formats.read(text.encode(), file=file)
    return [candidate.name for candidate in read.candidates], dict(read.ballots), read.cut_short


def test_one_column_a_preference_names_candidates() -> None:
    text = "papers,Preference 1,Preference 2\n3,Ben,Asha\n2,Asha,\n1,,\n"

    assert ballots(text) == (["Asha", "Ben"], {(B, A): 3, (A,): 2, (): 1}, 0)


def test_one_column_a_preference_may_number_candidates() -> None:
    assert ballots("1,2,3\n3,1\n1,,2\n2,2,1\n") == (
        ["Candidate 1", "Candidate 2", "Candidate 3"],
        {(C, A): 1, (A,): 1, (B,): 1},
        2,
    )


def test_one_column_a_candidate_holds_ranks() -> None:
    text = "Asha,Ben,Carys,weight\n1,2,,4\n2,2,1,1\n,3,1,1\n9,,1,1\n"

    assert ballots(text) == (["Asha", "Ben", "Carys"], {(A, B): 4, (C,): 3}, 2)


def test_columns_of_preferences_are_taken_by_their_number_and_not_as_they_stand() -> None:
    assert ballots("2,1\nBen,Asha\nAsha,Ben\n,Ben\n")[1] == {(A, B): 1, (B, A): 1, (B,): 1}


def test_semicolons_and_tabs_part_columns_too() -> None:
    rankings = {(A, B): 1, (B,): 1}

    assert ballots("1;2\nAsha;Ben\nBen;\n")[1] == rankings
    assert ballots("1\t2\nAsha\tBen\nBen\n")[1] == rankings


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        pytest.param("1,2\nAsha,Ben\nBen,Asha,Carys\n", 3, "“Carys” stands in a column without a heading.", id="wide"),
        pytest.param("1,,2\nAsha,Ben,Carys\n", 2, "“Ben” stands in a column without a heading.", id="no heading"),
        pytest.param("Asha,Ben,Asha\n1,2,3\n", 1, "Two columns are headed “Asha”.", id="a candidate twice"),
        pytest.param("1,1\nAsha,Ben\n", 1, "Two columns are headed “1”.", id="a preference twice"),
    ],
)
def test_no_mark_is_passed_over_in_silence(text: str, line: int, complaint: str) -> None:
    with pytest.raises(BallotFileNotReadable) as refusal:
        ballots(text)

    assert (refusal.value.line, refusal.value.sentence) == (line, complaint)


def test_preflib_orders_end_where_candidates_are_equal() -> None:
    read = formats.read(SOI.encode(), file="small.SOI")

    assert read.title == "Small"
    assert ballots(SOI, "x.toi") == (["Asha", "Ben", "Carys"], {(A, B): 3, (C,): 2, (B,): 1}, 1)


def test_other_names_are_blt() -> None:
    assert formats.read(b'1 1\n2 1 0\n0\n"A"\n"T"\n', file="x.blt").seats == 1


@pytest.mark.parametrize(
    ("text", "file", "line", "sentence"),
    [
        pytest.param("", "x.csv", 1, "The file is empty.", id="nothing"),
        pytest.param("papers\n3\n", "x.csv", 1, "names no preference", id="no candidates"),
        pytest.param("papers,A\nx,1\n", "x.csv", 2, "“x” is not a number of papers", id="papers in letters"),
        pytest.param("A,papers\n1\n", "x.csv", 2, "“” is not a number of papers", id="papers missing"),
        pytest.param("A,B\n1,first\n", "x.csv", 2, "“first” is not a rank", id="a rank in letters"),
        pytest.param("A,B\n0,1\n", "x.csv", 2, "“0” is not a rank", id="rank nought"),
        pytest.param("1,2\n0,1\n", "x.csv", 1, "candidate 0", id="candidate nought"),
        pytest.param('A,B\n"1,2\n', "x.csv", 2, "quotation mark", id="an open quotation mark"),
        pytest.param("1\n99999\n", "x.csv", 1, "1 to 1000 candidates", id="too many candidates"),
        pytest.param("3: 1,2\n", "x.soi", 1, "does not name its candidates", id="no names"),
        pytest.param(SOI + "2: 9\n", "x.soi", 10, "“9” is not one of the 3 candidates", id="an unknown candidate"),
        pytest.param(SOI + "0: 1\n", "x.soi", 10, "0 is not a number of papers", id="no papers"),
        pytest.param(SOI + "rubbish\n", "x.soi", 10, "a colon", id="not an order"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, file: str, line: int, sentence: str) -> None:
    with pytest.raises(BallotFileNotReadable, match=sentence) as refusal:
        formats.read(text.encode(), file=file)

    assert refusal.value.line == line


def test_rankings_written_as_csv_read_as_the_same_ballots() -> None:
    text = exports.rankings_csv(FIVE_FOR_THREE)

    assert dict(formats.read_csv(text).ballots) == dict(FIVE_FOR_THREE.ballots)


def test_the_sheet_as_csv_has_a_line_for_each_candidate() -> None:
    lines = exports.sheet_csv(presets.count(FIVE_FOR_THREE)).splitlines()

    assert lines[1].startswith("1,Asha,42.00000,42.00000,-21.00000,21.00000")
    assert lines[1].endswith('"elected, stage 1"')
    assert [line.split(",")[1] for line in lines[-3:]] == ["non-transferable", "lost by rounding", "quota"]


def test_no_spreadsheet_takes_a_name_for_a_formula() -> None:
    given = CountInput.from_rankings(["=1+1", "B", "C"], 1, {(A,): 2, (B,): 1})

    assert "'=1+1" in exports.sheet_csv(presets.count(given))
    assert "not elected" in exports.sheet_csv(presets.count(given))


def test_a_contest_as_json_holds_its_ballots_and_digest() -> None:
    assert FIVE_FOR_THREE.sha256() in exports.contest_json(FIVE_FOR_THREE)


def test_a_line_of_nothing_above_the_heading_is_passed_over() -> None:
    assert ballots("\nA,B\n1,2\n") == ballots("A,B\n1,2\n")


def test_the_sheet_as_csv_says_who_has_withdrawn() -> None:
    people = [Candidate("A", withdrawn=True), Candidate("B"), Candidate("C")]
    given = CountInput.from_rankings(people, 1, {(A, B): 2, (C,): 1})

    assert exports.sheet_csv(presets.count(given)).splitlines()[1].endswith(",withdrawn")
