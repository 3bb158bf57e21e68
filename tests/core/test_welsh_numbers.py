"""Welsh says a thing in another form after each small number."""

import pytest

from govern.core.words import say_many


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "Aeth 0 papur dilys"),
        (1, "Aeth 1 papur dilys"),
        (2, "Aeth 2 bapur dilys"),
        (3, "Aeth 3 phapur dilys"),
        (4, "Aeth 4 papur dilys"),
        (6, "Aeth 6 phapur dilys"),
        (1_200, "Aeth 1,200 papur dilys"),
    ],
)
def test_each_number_has_its_form(count: int, expected: str) -> None:
    said = say_many(
        "%(count)s valid paper went to its first preference.",
        "%(count)s valid papers went to their first preferences.",
        count=count,
    )

    assert said.spoken("cy").startswith(expected)
