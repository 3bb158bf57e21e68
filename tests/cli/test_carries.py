"""`govern carries`, as somebody asks it in a meeting."""

import json
import subprocess
import sys
from typing import Any

import pytest

from govern import __main__ as program
from govern.cli import carries
from govern.deciding.rules import EVERY_RULE, RULES

NAMED = (
    "company-ordinary-meeting company-ordinary-written company-special-meeting company-special-written ccbsa-44"
    " ccbsa-84 ccbsa-111-first ccbsa-111-second ccbsa-113-first ccbsa-113-second ccbsa-119 ccbsa-120-first"
    " extraordinary entrenched expulsion-two-thirds members-direction fairshares-special electoral-college"
    " concurrent-majority"
)
COLLEGE = "--class stewards=12/10@50 --class workers=2/5@25 --class investors=60/20@25"


def asked(line: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Ask for JSON, and return what was answered."""
    assert carries.main([*line.split(), "--json"]) == 0
    written = capsys.readouterr()
    assert written.err == ""
    answer: dict[str, Any] = json.loads(written.out)
    assert sorted(answer) == ["carried", "working"]
    return answer


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Ask what cannot be answered, and return the sentence."""
    assert carries.main(words) == 2
    written = capsys.readouterr()
    assert written.err.startswith("govern carries: ")
    assert written.err.endswith("\nSee govern carries --help.\n")
    told = written.err.removeprefix("govern carries: ").removesuffix("\nSee govern carries --help.\n")
    assert written.out == (json.dumps({"error": told}) + "\n" if "--json" in words else "")
    return told


@pytest.mark.parametrize(
    ("line", "is_carried"),
    [
        ("company-ordinary-meeting --for 5 --against 4", True),
        ("company-ordinary-meeting --for=5 --against=5 --abstain=9", False),
        ("company-ordinary-written --for 51 --eligible 100", True),
        ("company-special-written --for 74 --eligible 100 --members 120", False),
        ("ccbsa-113-first --for 250 --against 40 --eligible 600", False),
        ("ccbsa-113-first --for 224 --against 76 --eligible 600", False),
        ("ccbsa-113-first --for 225 --against 75 --eligible 600", True),
        ("--for 300 ccbsa-119 --members 400", True),
        ("extraordinary --for 0 --against 0", False),
        ("extraordinary --for 000000000000000003 --against 1", True),
        ("extraordinary --for 299999999999999999 --against 100000000000000000", False),
        (f"electoral-college {COLLEGE}", True),
        (f"electoral-college {COLLEGE} --for 74 --against 35 --eligible 491 --members 491", True),
        (f"concurrent-majority {COLLEGE}", False),
        (f"company-ordinary-meeting {COLLEGE}", True),
        (f"fairshares-special {COLLEGE} --members 491", False),
        ("electoral-college --class a=1/0@1/3 --class b=1/0@1/3 --class c=0/1@1/3", True),
        ("electoral-college --class a=1/0@33.3 --class b=1/0@16.7 --class c=0/1@50", False),
        ("electoral-college --class a=1/0@40 --class b=0/0@30 --class c=0/1@30", True),
        ("electoral-college --class a=1/0@40 --class b=0/0@30 --class c=0/1@30 --silence-counts", False),
        ("concurrent-majority --class a=1/0 --class b=0/0", True),
        ("concurrent-majority --class a=1/0 --class b=0/0 --silence-counts", False),
        ("ccbsa-120-second --for 2 --against 1", True),
        ("ccbsa-120-second --for 1 --against 1", False),
        ("board-meeting --for 3 --against 3", False),
        ("board-written-majority --for 5 --eligible 9", True),
        ("board-written-majority --for 4 --eligible 9", False),
        ("class-rights --class a=3/1", True),
        ("class-rights --class a=3/1 --class b=0/0", False),
        ("cio-amendment-unanimous --for 9 --members 10", False),
        ("electoral-college --class a=1/0@40 --class b=0/1@60 --class-members b=2", True),
        ("electoral-college --class a=1/0@40 --class b=0/1@60 --class-members b=3", False),
    ],
)
def test_the_answer_is_json_and_the_exit_status_says_only_that_there_is_one(
    line: str, is_carried: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(line, capsys)

    assert answer["carried"] is is_carried
    assert answer["working"].startswith("Carried: " if is_carried else "Not carried: ")


def test_every_rule_of_the_command_is_known_and_told_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert carries.main(["--help"]) == 0

    told = capsys.readouterr().out
    assert list(RULES) == NAMED.split()
    assert [name for name in EVERY_RULE if f"  {name} " not in told] == []
    assert "model rules named here, and not by a mutual's own" in told


def test_without_json_the_sum_is_one_line_of_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert carries.main(["extraordinary", "--for", "3", "--against", "1"]) == 0

    assert capsys.readouterr().out == (
        "Carried: 3 for, 1 against; needed at least three quarters of the votes cast (3 of 4).\n"
    )


def test_a_class_can_have_a_name_of_several_words_in_any_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert carries.main(["concurrent-majority", "--class", "Gofalwyr a theuluoedd yn y tŷ=2/1"]) == 0

    assert "more than half of the votes of Gofalwyr a theuluoedd yn y tŷ (2 of 3)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Name the RULE. The rules are: company-ordinary-meeting, "),
        (["--json"], "Name the RULE. "),
        (["extraordinary", "--json", "--for", "3", "--eligible", "2"], "That is 3 votes, and only 2 could vote."),
        (["extraordinary", "--for", "1", "--eligible", "0"], "That is 1 vote, and only 0 could vote."),
        (["extraordinary", "--for", "1", "--members", "0"], "That is 1 vote, and the number of members is 0."),
        (["unheard-of", "--for", "3"], "There is no rule “unheard-of”. The rules are: "),
        (["extraordinary", "entrenched"], "“entrenched” is one word too many: a rule is named already, extraordinary."),
        (["extraordinary", "--fro", "3"], "There is no option --fro."),
        (["extraordinary", "--json=yes"], "There is no option --json=yes."),
        (["extraordinary", "--for"], "--for needs a value behind it."),
        (["extraordinary", "--for", "3", "--for", "3"], "--for is there more than once. Give it once."),
        (["extraordinary"], "No votes are given. Give how many were for, and how many against. It goes behind --for"),
        (["ccbsa-119", "--for", "3"], "This rule has to know how many members there are. Give that number as well. It"),
        (["ccbsa-84", "--for", "3", "--members", "9"], "This rule has to know how many were entitled to vote."),
        (["extraordinary", "--for", "10", "--against", "5", "--eligible", "14"], "That is 15 votes, and only 14 could"),
        (["extraordinary", "--for", "3", "--silence-counts"], "--silence-counts is for rules that look at each class"),
        (["concurrent-majority", "--for", "3"], "This rule looks at each class on its own."),
        (["concurrent-majority", "--class", "a=1/2", "--class", "a=1/2"], "The class “a” is there more than once."),
        (["concurrent-majority", "--class", "a=1/2", "--class", "A=1/2"], "The class “a” is there more than once."),
        (
            ["concurrent-majority", "--class", "a=1/2", "--for", "0"],
            "The classes together come to 1, and the total",
        ),
        (
            ["concurrent-majority", "--class", "a=1/2", "--against", "1"],
            "The classes together come to 2, and the total",
        ),
        (["electoral-college", "--class", "a=1/2", "--class", "b=1/2@3"], "In an electoral college each class has a"),
        (["electoral-college", "--class", "a=1/2@0"], "In an electoral college each class has a weight."),
        (["electoral-college", "--class", "a=1/2@3", "--class-members", "b=9"], "--class-members names “b”, and no"),
        (
            ["electoral-college", "--class", "a=1/2@3", "--class-members", "a=2"],
            "In “a” that is more votes than it has",
        ),
    ],
)
def test_a_command_that_cannot_be_followed_is_refused_in_a_sentence(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(words, capsys).startswith(told)


@pytest.mark.parametrize(
    "text", ["-1", "+1", "1.5", "1e3", "", " 1", "1_000", "1,000", "٣", "²", "x", "9" * 19, "9" * 5000]
)
def test_what_is_no_whole_number_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(["extraordinary", f"--for={text}"], capsys)

    assert told == f"--for: give a whole number from 0, in at most 18 digits, not “{text}”."


@pytest.mark.parametrize("text", ["-1", "", "x", "1/0", "1/00", "1/2/3", "1.", ".5", "1e3", "50%", "٣", "9" * 19])
def test_what_is_no_weight_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(["electoral-college", "--class", f"a=1/2@{text}"], capsys)

    assert told == f"--class a: give a weight such as 25, 33.3 or 1/3, not “{text}”."


@pytest.mark.parametrize("text", ["a", "=1/2", " =1/2", "a=b=1/2", "a\nb=1/2", "a" * 81 + "=1/2"])
def test_what_names_no_class_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(["concurrent-majority", "--class", text], capsys)

    assert told.startswith(f"--class “{text}” is not the name of a class, one equals sign and FOR/AGAINST")


@pytest.mark.parametrize("text", ["1", "1/", "/1", "1/2/3", "-1/2", "1/-2", "1:2"])
def test_a_class_whose_votes_are_no_two_numbers_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(["concurrent-majority", "--class", f"a={text}"], capsys)

    assert told.startswith("--class a, ")


def test_the_command_is_found_before_anything_of_the_web_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["govern", "carries", "extraordinary", "--for", "3"])

    assert program.main() == 0

    assert capsys.readouterr().out.startswith("Carried: 3 for")


def test_it_runs_without_settings_and_loads_neither_click_nor_flask() -> None:
    program = (
        "import sys; sys.argv = ['govern', 'carries', 'extraordinary', '--for', '3', '--json'];"
        "from govern.__main__ import main; status = main();"
        "sys.exit(status or bool({'click', 'flask', 'config'} & set(sys.modules)))"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={"LC_ALL": "C"})

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["carried"] is True


def test_somebody_of_no_class_votes_beside_the_classes(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["concurrent-majority", "--for", "2", "--against", "1", "--class", "a=1/0", "--class", "b=0/0"]

    assert carries.main(words) == 0

    assert capsys.readouterr().out.startswith("Carried: 2 for, 1 against; needed more than half of the votes cast (2")
