"""The count sheet in plain text."""

from govern.counting import presets, sheet
from govern.counting.inputs import Candidate, CountInput
from tests.counting.test_scottish import FIVE_FOR_THREE, A, B, C, D, E, counted


def test_the_sheet_of_the_worked_example_shows_candidates_by_stages() -> None:
    text = sheet.text(presets.count(FIVE_FOR_THREE._replace(title="Board of Wharfside, 2026")))

    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[:4] == [
        "Board of Wharfside, 2026",
        "Counted by scottish-2011/1",
        "Seats 3 · valid papers 83 · quota 21",
        "Elected, in order: Asha, Ben, Dev",
    ]
    assert lines[5] == "1 first preferences 2 surplus Asha 3 surplus Ben 4 exclude Eilidh"
    assert lines[6] == "1 Asha 42.00000 -21.00000 = 21.00000 21.00000 21.00000 elected, stage 1"
    assert lines[7] == "2 Ben 9.00000 +14.00000 = 23.00000 -2.00000 = 21.00000 21.00000 elected, stage 2"
    assert lines[10] == "5 Eilidh 7.00000 7.00000 7.00000 -7.00000 = 0.00000 excluded, stage 4"
    assert lines[11:14] == [
        "Non-transferable 0.00000 0.00000 0.00000 0.00000",
        "Lost by rounding 0.00000 0.00000 0.00029 0.00029",
        "Total 83.00000 83.00000 83.00000 83.00000",
    ]


def test_the_columns_of_the_sheet_stand_under_each_other() -> None:
    lines = sheet.text(presets.count(FIVE_FOR_THREE)).splitlines()
    heading = next(line for line in lines if "first preferences" in line)

    end_of_first_stage = heading.index("first preferences") + len("first preferences")
    table = lines[lines.index(heading) : lines.index(heading) + 9]
    assert all(line[end_of_first_stage - 1].strip() for line in table)


def test_every_stage_has_its_sentences_and_rules() -> None:
    text = sheet.text(presets.count(FIVE_FOR_THREE))

    assert "Stage 4\n  No surplus remained" in text
    assert "[SSI 2011/399, Schedule 1, rule 51]" in text
    assert text.endswith(f"SHA-256 of the input: {FIVE_FOR_THREE.sha256()}\n")


def test_papers_outside_the_quota_and_the_withdrawn_are_shown() -> None:
    record = counted(3, 1, {(A,): 6, (B,): 5, (): 4}, withdrawn=(A,))._replace(cut_short=2)

    text = sheet.text(record)

    assert "4 blank papers, outside the quota" in text
    assert "6 papers for withdrawn candidates only" in text
    assert "2 papers read only up to the first gap" in text
    assert "withdrawn" in next(line for line in text.splitlines() if line.startswith("1 A"))


def test_one_paper_is_told_as_one() -> None:
    record = counted(3, 1, {(A,): 6, (B,): 5, (): 1})

    assert "1 blank paper, outside the quota" in sheet.text(record)


def test_a_long_count_goes_on_in_further_tables() -> None:
    record = counted(5, 1, {(A,): 9, (B,): 8, (C,): 3, (D,): 2, (E,): 1})

    assert sum(line.startswith("1 A ") for line in sheet.text(record).splitlines()) == -(-len(record.stages) // 4)


def test_a_lot_order_is_shown_with_its_source() -> None:
    people = [Candidate("A"), Candidate("B")]
    by_hand = CountInput.from_rankings(people, 1, {(A,): 1}, lot_order=(B, A))
    by_seed = CountInput.from_rankings(people, 1, {(A,): 1}, lot_seed="4 2 6")

    assert "advantage: 2, 1 (as given)" in sheet.text(presets.count(by_hand))
    assert "(drawn from the seed “4 2 6”)" in sheet.text(presets.count(by_seed))


def test_a_count_that_elects_nobody_says_so() -> None:
    assert "Elected, in order: nobody" in sheet.text(counted(1, 1, {}, withdrawn=(A,)))
