"""Commands typed by slip: said in our words, and nothing begun."""

from collections.abc import Callable

import pytest
from click.testing import Result

SLIPS = [
    pytest.param(
        ["no-such-command"],
        "There is no command “no-such-command”. `govern --help` shows what can be typed.",
        id="unknown command",
    ),
    pytest.param(
        ["audit", "no-such-command"],
        "There is no command “no-such-command”. `govern audit --help` shows what can be typed.",
        id="unknown command of a group",
    ),
    pytest.param(["--"], "No command was named. `govern --help` shows what can be typed.", id="no command"),
    pytest.param(
        ["sign-in-link"],
        "EMAIL was not given. `govern sign-in-link --help` shows what can be typed.",
        id="missing argument",
    ),
    pytest.param(
        ["migrate", "once", "more"],
        "There is more here than this command reads. `govern migrate --help` shows what can be typed.",
        id="more than is read",
    ),
    pytest.param(
        ["run", "--frob"],
        "There is no option “--frob”. `govern run --help` shows what can be typed.",
        id="unknown option",
    ),
    pytest.param(
        ["--frob"], "There is no option “--frob”. `govern --help` shows what can be typed.", id="unknown first option"
    ),
    pytest.param(
        ["run", "--port"],
        "--port cannot be used like that. `govern run --help` shows what can be typed.",
        id="option without its value",
    ),
    pytest.param(
        ["run", "--demo=yes"],
        "--demo cannot be used like that. `govern run --help` shows what can be typed.",
        id="flag with a value",
    ),
    pytest.param(
        ["run", "--port", "often"],
        "What was given for --port is not a whole number from 1 to 65535. `govern run --help` shows what can be typed.",
        id="not a number",
    ),
    pytest.param(
        ["run", "--port", "65536"],
        "What was given for --port is not a whole number from 1 to 65535. `govern run --help` shows what can be typed.",
        id="just too large",
    ),
    pytest.param(
        ["rehearse", "/nowhere.blt"],
        "What was given for FILE is not a file that can be read. `govern rehearse --help` shows what can be typed.",
        id="no such file",
    ),
    pytest.param(
        ["restore", "/etc/hostname"],
        "What was given for FOLDER is not a folder. `govern restore --help` shows what can be typed.",
        id="not a folder",
    ),
]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("typed", "sentence"), SLIPS)
def test_a_slip_is_answered_in_our_words(run: Callable[..., Result], typed: list[str], sentence: str) -> None:
    printed = run(*typed)

    assert (printed.output, printed.exit_code) == (f"{sentence}\n", 2)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("typed", [[], ["audit"]])
def test_who_types_no_command_is_shown_the_help(run: Callable[..., Result], typed: list[str]) -> None:
    printed = run(*typed)

    assert printed.output.startswith("Usage: ")
    assert "Commands:" in printed.output
