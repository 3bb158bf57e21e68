"""Scottish STV, stage by stage, on contests small enough to count by hand."""

from govern.counting import presets
from govern.counting.inputs import CountInput

ASHA, BEN, CARYS, DEV, EILIDH = range(1, 6)
# Invented; the figures of every stage were worked out beside the domain's own table of methods.
FIVE_FOR_THREE = CountInput.from_rankings(
    ["Asha", "Ben", "Carys", "Dev", "Eilidh"],
    3,
    {
        (ASHA, BEN, CARYS): 28,
        (ASHA, CARYS): 14,
        (BEN, CARYS, ASHA): 9,
        (CARYS, BEN, EILIDH): 11,
        (DEV, EILIDH, CARYS): 8,
        (EILIDH, DEV): 7,
        (DEV, BEN): 6,
    },
)


def test_the_worked_example_elects_asha_ben_and_dev_stage_by_stage() -> None:
    record = presets.count_twice(FIVE_FOR_THREE)

    assert record.quota == 21
    assert [record.candidates[number - 1] for number in record.elected] == ["Asha", "Ben", "Dev"]
    assert [[record.votes_text(votes) for votes in stage.votes] for stage in record.stages] == [
        ["42.00000", "9.00000", "11.00000", "14.00000", "7.00000"],
        ["21.00000", "23.00000", "18.00000", "14.00000", "7.00000"],
        ["21.00000", "21.00000", "19.99971", "14.00000", "7.00000"],
        ["21.00000", "21.00000", "19.99971", "21.00000", "0.00000"],
    ]
    assert record.votes_text(record.stages[-1].lost_by_rounding) == "0.00029"
