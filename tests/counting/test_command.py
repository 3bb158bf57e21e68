"""`govern count`, as a sceptic with a ballot file uses it."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from govern import __main__ as program
from govern.counting import command, presets
from govern.counting.lots import lot_order_from_seed

KEYS = ["file", "rule", "seats", "candidates", "valid", "quota", "elected", "stages", "input_sha256"]
STAGE_KEYS = ["n", "action", "who", "votes", "non_transferable", "lost_by_rounding", "quota", "elected", "tie"]
SOUND = '3 2\n4 1 2 0\n2 3 0\n1 2 0\n0\n"Asha"\n"Bén"\n"Carys"\n"Ward 1"\n'
TIED = SOUND.replace("4 1 2 0", "5 1 0").replace("2 3 0", "1 3 0")
UNSOUND = SOUND.replace("4 1 2 0", "4 1 9 0")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ballot file that counts."""
    return written(tmp_path / "ward.blt", SOUND)


def written(path: Path, text: str) -> Path:
    """Write a file and return its place."""
    path.write_text(text, encoding="utf-8")
    return path


def records(output: str) -> list[dict[str, Any]]:
    """Return the records that were written, one a line."""
    return [json.loads(line) for line in output.splitlines()]


def test_a_record_is_one_line_with_the_documented_keys_first(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--rule", "scottish-2011", "--json", str(ward)]) == 0

    (record,) = records(capsys.readouterr().out)
    assert list(record)[: len(KEYS)] == KEYS
    assert list(record["stages"][0])[: len(STAGE_KEYS)] == STAGE_KEYS
    assert (record["file"], record["quota"], record["elected"]) == (str(ward), "3", [1, 3])


def test_files_are_counted_in_the_order_given(ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = written(tmp_path / "a.blt", SOUND.replace("Ward 1", "Ward 2"))

    assert command.main(["--json", str(ward), str(other), str(ward)]) == 0

    assert [record["title"] for record in records(capsys.readouterr().out)] == ["Ward 1", "Ward 2", "Ward 1"]


def test_a_dash_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SOUND.encode())))

    assert command.main(["--json", "-"]) == 0

    assert records(capsys.readouterr().out)[0]["file"] == "-"


def test_a_file_that_cannot_be_read_is_named_and_the_others_counted(
    ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsound = written(tmp_path / "unsound.blt", UNSOUND)

    assert command.main(["--json", str(unsound), str(tmp_path / "none.blt"), str(tmp_path), str(ward)]) == 1

    written_out = capsys.readouterr()
    assert [record["file"] for record in records(written_out.out)] == [str(ward)]
    assert written_out.err.splitlines() == [
        f"{unsound}:2:5: “9” is not a candidate: the candidates are 1 to 3.",
        f"{tmp_path / 'none.blt'}: The file cannot be opened: No such file or directory.",
        f"{tmp_path}: The file cannot be opened: Is a directory.",
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param([], "Name the FILE to count, or -", id="no file"),
        pytest.param(["--rule", "borda", "x.blt"], "There is no rule “borda”. The rules are: scottish", id="a rule"),
        pytest.param(["--seats", "0", "x.blt"], "give a whole number from 1 to 10000, not “0”", id="no seats"),
        pytest.param(["--seats=two", "x.blt"], "--seats: give a whole number", id="seats in letters"),
        pytest.param(["--json", "--text", "x.blt"], "--text is not allowed with --json", id="both forms"),
        pytest.param(["--html", "--journey", "1", "x.blt"], "--journey is not allowed with --html", id="form, journey"),
        pytest.param(["x.blt", "--lot-seed"], "--lot-seed needs a value", id="no value"),
        pytest.param(["--verbose", "x.blt"], "There is no option --verbose", id="an unknown option"),
        pytest.param(["--json=yes", "x.blt"], "There is no option --json=yes", id="a form with a value"),
        pytest.param(["--export", "pdf", "x.blt"], "There is no export “pdf”. There are: blt", id="an export"),
        pytest.param(
            ["--category", "women", "x.blt"], "--category “women” is not a category, an equals", id="a category"
        ),
        pytest.param(
            ["--category", "w=1,x", "x.blt"], "--category w: give candidate numbers from 1", id="a name in it"
        ),
        pytest.param(["--at-least", "w=few", "x.blt"], "--at-least: give a whole number from 0", id="few of them"),
        pytest.param(["--at-most", "=3", "x.blt"], "--at-most “=3” is not a category", id="of no category"),
    ],
)
def test_a_wrong_command_ends_with_two(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments) == 2

    assert complaint in capsys.readouterr().err


def test_help_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--help"]) == 0

    assert "--lot-seed TEXT" in capsys.readouterr().out


def test_other_seats_than_in_the_file_may_be_asked_for(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--json", "--seats", "1", str(ward)])

    assert records(capsys.readouterr().out)[0]["seats"] == 1


def test_a_seed_draws_the_lot_order_and_the_record_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tied = written(tmp_path / "tied.blt", TIED.replace("3 2\n", "3 2\n[tie 1 2 3]\n"))

    command.main(["--json", "--lot-seed", "4 2 6", str(tied)])

    (record,) = records(capsys.readouterr().out)
    order = list(lot_order_from_seed("4 2 6", [1, 2, 3]))
    assert record["lots"] == {"order": order, "how": "seed", "seed": "4 2 6"}
    assert record["stages"][2]["tie"] == {
        "tied": [2, 3],
        "by": "lot",
        "chosen": next(number for number in reversed(order) if number != 1),
        "compared_stage": None,
    }


def test_a_file_without_a_lot_order_has_one_drawn_from_its_own_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tied = written(tmp_path / "tied.blt", TIED)

    command.main(["--json", str(tied)])
    command.main(["--text", str(tied)])

    record, *sheet = capsys.readouterr().out.splitlines()
    lots = json.loads(record)["lots"]
    assert lots["how"] == "papers"
    assert lots["order"] == list(lot_order_from_seed(lots["seed"], [1, 2, 3]))
    assert any("drawn from the digest of the input" in line for line in sheet)


def test_a_sheet_is_written_where_the_terminal_lacks_letters(ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written_out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written_out, encoding="ascii"))

    assert command.main([str(ward)]) == 0

    assert b"B\\xe9n" in written_out.getvalue()
    monkeypatch.undo()


def test_a_rule_that_refuses_a_contest_is_named_with_the_file(
    ward: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later = presets.PRESETS["scottish-2011"]._replace(version=2)
    monkeypatch.setitem(presets.PRESETS, "scottish-2011", later)

    assert command.main(["--json", str(ward)]) == 1

    assert capsys.readouterr().err.startswith(f"{ward}: There is no counting rule “scottish-2011/1”.")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["--csv"], "number,candidate,stage 1 first transfer", id="csv"),
        pytest.param(["--html"], "<!doctype html>", id="html"),
        pytest.param(["--journey", "1 2"], "Stage 1: with Asha, at 1.00000.", id="journey"),
        pytest.param(["--journey", ""], "It names nobody who stood.", id="journey of a blank paper"),
        pytest.param(["--export", "blt"], "3 2\n", id="ballots as BLT"),
        pytest.param(["--export", "csv"], "papers,preference 1", id="ballots as CSV"),
        pytest.param(["--export", "json"], '"ballots": [', id="ballots as JSON"),
        pytest.param(["--rule", "ers97"], "Counted by ers97/1", id="another rule"),
    ],
)
def test_a_count_has_many_forms(
    arguments: list[str], expected: str, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([*arguments, str(ward)]) == 0

    assert expected in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        pytest.param(["--journey", "4"], "A ranking names candidates from 1 to 3", id="an unknown candidate"),
        pytest.param(["--journey", "1 1"], "each once", id="a candidate twice"),
        pytest.param(["--ron", "4"], "Candidate 4 cannot be re-open nominations", id="an unknown line"),
        pytest.param(["--bundle", "/nowhere/b.zip"], "/nowhere/b.zip: The file cannot be opened", id="nowhere"),
    ],
)
def test_what_does_not_fit_the_file_is_refused(
    arguments: list[str], complaint: str, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([*arguments, str(ward)]) == 1

    assert complaint in capsys.readouterr().err


def test_a_journey_is_of_candidate_numbers(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--journey", "Asha", str(ward)]) == 2

    assert "give candidate numbers" in capsys.readouterr().err


def test_re_open_nominations_may_be_named(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["--json", "--ron", "1", str(ward)])

    (record,) = records(capsys.readouterr().out)
    assert (record["elected"], record["vacant"]) == ([], 2)


def test_a_csv_file_needs_its_seats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "ballots.CSV", "1,2\nAsha,Ben\nBen,\nAsha,\n")

    assert command.main([str(file)]) == 1
    assert command.main(["--json", "--seats", "1", str(file)]) == 0

    written_out = capsys.readouterr()
    assert "give --seats" in written_out.err
    assert records(written_out.out)[0]["elected"] == [1]


def test_a_bundle_holds_what_a_recount_needs(ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed, told = tmp_path / "again.zip", ["--json", "--ron", "3", "--lot-seed", "six o’clock's dice"]
    assert command.main(["--bundle", str(packed), *told, str(ward)]) == 0
    first = packed.read_bytes()
    command.main(["--bundle", str(packed), *told, str(ward)])
    (counted, _again) = records(capsys.readouterr().out)

    with ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    command.main([*told, str(tmp_path / "ballots.blt")])
    (again,) = records(capsys.readouterr().out)

    read_me = (tmp_path / "README.txt").read_text()
    assert packed.read_bytes() == first
    assert again["input_sha256"] == counted["input_sha256"]
    assert again["input_sha256"] in (tmp_path / "expected.txt").read_text()
    assert json.loads((tmp_path / "record.json").read_text()) | {"file": again["file"]} == again
    assert "--ron 3 --lot-seed 'six o’clock'\"'\"'s dice' --json" in read_me
    assert "drawn from “six o’clock's dice”" in read_me


def test_a_bundle_of_lots_drawn_by_hand_says_nothing_of_a_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tied, packed = written(tmp_path / "tied.blt", TIED.replace("3 2\n", "3 2\n[tie 3 1 2]\n")), tmp_path / "again.zip"
    assert command.main(["--json", "--bundle", str(packed), str(tied)]) == 0

    (counted,) = records(capsys.readouterr().out)

    with ZipFile(packed) as archive:
        assert counted["input_sha256"] in archive.read("expected.txt").decode()
        read_me = archive.read("README.txt").decode()
    assert "--lot-seed" not in read_me
    assert "drawn from" not in read_me


def test_what_stands_behind_two_dashes_is_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--json", "--", "--text"]) == 1

    assert capsys.readouterr().err == "--text: The file cannot be opened: No such file or directory.\n"


def test_a_bundle_is_of_one_file(ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--bundle", "b.zip", str(ward), str(ward)]) == 2

    assert "one file" in capsys.readouterr().err


def test_a_terminal_shows_how_many_files_are_done(
    ward: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    command.main(["--json", str(ward), str(ward)])

    assert "1 of 2" in capsys.readouterr().err


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python as people do, and return how it ended."""
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


def test_a_small_count_loads_neither_numpy_nor_the_platform(ward: Path) -> None:
    code = (
        "import sys; from govern.__main__ import main; sys.argv = ['govern', 'count', '--json', sys.argv[1]]; main();"
        "heavy = {'numpy', 'click', 'argparse', 'sqlalchemy', 'flask', 'dataclasses', 'fractions'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )

    done = run("-c", code, str(ward))

    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_who_has_enough_ends_the_count_quietly(ward: Path) -> None:
    many = " ".join([str(ward)] * 60)

    done = subprocess.run(
        f"{sys.executable} -m govern count --json {many} | head -c 10", shell=True, capture_output=True, check=False
    )

    assert (done.stdout, done.stderr) == (b'{"file": "', b"")


def test_a_broken_pipe_is_not_a_full_count(ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        """A pipe whose reader has gone."""

        def write(self, text: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return spare

    with open(ward, "rb") as opened:
        spare = opened.fileno()
        monkeypatch.setattr(sys, "stdout", Closed())

        assert command.main([str(ward)]) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        pytest.param([], 2, "govern count", id="nothing"),
        pytest.param(["--help"], 0, "govern count", id="help"),
        pytest.param(["unknown"], 2, "govern --help", id="an unknown command"),
    ],
)
def test_govern_alone_says_what_it_can_do(
    arguments: list[str], status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["govern", *arguments])

    with pytest.raises(SystemExit) as left:
        program.main()

    assert left.value.code == status
    assert said in "".join(capsys.readouterr())


def test_govern_count_counts(ward: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["govern", "count", "--json", str(ward)])

    assert program.main() == 0

    assert len(records(capsys.readouterr().out)) == 1
