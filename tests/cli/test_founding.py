"""The code of the founding, from the command line."""

from collections.abc import Callable

import pytest
from click.testing import Result

from govern.consequences.founding import is_code
from govern.core import clock
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.served import SECRET


def test_the_code_of_the_day_is_printed_while_there_is_no_mutual(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)

    printed = run("founding-code")

    assert printed.exit_code == 0
    assert is_code(printed.output, on=TODAY, secret=SECRET.encode())


def test_without_the_secret_of_the_pages_no_code_is_printed_that_they_would_not_take(
    run: Callable[..., Result],
) -> None:
    printed = run("founding-code", GOVERN_SECRET_KEY="")

    assert printed.exit_code == 1
    assert printed.output.startswith("Set GOVERN_SECRET_KEY to a secret of 32 characters or more")


@pytest.mark.invariant("INV-11")
def test_no_code_is_printed_once_the_mutual_is_founded(run: Callable[..., Result], make: Make) -> None:
    make.mutual()
    make.known_to_all()

    printed = run("founding-code")

    assert printed.exit_code == 1
    assert printed.output.startswith("This mutual has been founded, and that cannot be done again.")
