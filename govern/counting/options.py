"""What `govern count` was asked to do, read without a library: to load one takes as long as to count a ward."""

from collections.abc import Callable, Iterator, Sequence

from govern.counting.errors import CountingRefusal
from govern.counting.inputs import MOST_SEATS, SCOTTISH
from govern.counting.limits import Category, limited
from govern.counting.presets import PRESETS

FORMATS = ("blt", "csv", "json")
LONGEST_NUMBER = 9


class CommandWrong(CountingRefusal):
    """The command cannot be followed as it was given."""

    code = "command-wrong"


class Asked:
    """What was asked for: of which files, by which rule, in which form.

    `categories`, `at_least` and `at_most` are by the name of a category: its candidates, and how many of them.
    """

    def __init__(self) -> None:
        self.files: list[str] = []
        self.rule = SCOTTISH
        self.form = "text"
        self.seats: int | None = None
        self.lot_seed: str | None = None
        self.journey: tuple[int, ...] = ()
        self.export = ""
        self.ron: int | None = None
        self.bundle = ""
        self.categories: dict[str, tuple[int, ...]] = {}
        self.at_least: dict[str, int] = {}
        self.at_most: dict[str, int] = {}
        self._forms: list[str] = []

    def in_form(self, name: str) -> None:
        """Ask for the record in a form, of which there is only one."""
        if self._forms:
            raise CommandWrong(f"--{name} is not allowed with --{self._forms[0]}: ask for one form.")
        self._forms.append(name)
        self.form = name

    def limits(self, of_file: Sequence[Category]) -> tuple[Category, ...]:
        """Return the categories of a file with those asked for here in their stead."""
        return limited(of_file, self.categories, at_least=self.at_least, at_most=self.at_most)


def read(arguments: Sequence[str]) -> Asked | None:
    """Return what was asked for, or None where it was help.

    :raises CommandWrong: there is no such option, a value is missing or impossible, or no file is named.
    """
    asked = Asked()
    left = iter(arguments)
    for argument in left:
        if argument in ("-h", "--help"):
            return None
        if argument == "--":
            asked.files += left
        elif argument.startswith("-") and argument != "-":
            _take(asked, argument, left)
        else:
            asked.files.append(argument)
    if not asked.files:
        raise CommandWrong("Name the FILE to count, or - for standard input.")
    if asked.bundle and len(asked.files) > 1:
        raise CommandWrong("--bundle is for one file.")
    return asked


def _take(asked: Asked, argument: str, left: Iterator[str]) -> None:
    """Follow one option, taking its value from behind the `=` or from what is left."""
    name, behind, value = argument.partition("=")
    if name in FLAGS and not behind:
        asked.in_form(name.removeprefix("--"))
    elif name in VALUES:
        given = value if behind else next(left, None)
        if given is None:
            raise CommandWrong(f"{name} needs a value behind it.")
        VALUES[name](asked, given)
    else:
        raise CommandWrong(f"There is no option {argument}.")


def _rule(asked: Asked, text: str) -> None:
    if text not in PRESETS:
        raise CommandWrong(f"There is no rule “{text}”. The rules are: {', '.join(PRESETS)}.")
    asked.rule = text


def _seats(asked: Asked, text: str) -> None:
    asked.seats = _number(text, "--seats", least=1)


def _lot_seed(asked: Asked, text: str) -> None:
    asked.lot_seed = text


def _ron(asked: Asked, text: str) -> None:
    asked.ron = _number(text, "--ron", least=1)


def _bundle(asked: Asked, text: str) -> None:
    asked.bundle = text


def _journey(asked: Asked, text: str) -> None:
    asked.in_form("journey")
    asked.journey = _candidates(text, "--journey")


def _export(asked: Asked, text: str) -> None:
    if text not in FORMATS:
        raise CommandWrong(f"There is no export “{text}”. There are: {', '.join(FORMATS)}.")
    asked.in_form("export")
    asked.export = text


def _category(asked: Asked, text: str) -> None:
    name, value = _named(text, "--category")
    asked.categories[name] = _candidates(value, f"--category {name}")


def _at_least(asked: Asked, text: str) -> None:
    name, value = _named(text, "--at-least")
    asked.at_least[name] = _number(value, "--at-least", least=0)


def _at_most(asked: Asked, text: str) -> None:
    name, value = _named(text, "--at-most")
    asked.at_most[name] = _number(value, "--at-most", least=0)


FLAGS = ("--json", "--text", "--csv", "--html")
VALUES: dict[str, Callable[[Asked, str], None]] = {
    "--rule": _rule,
    "--seats": _seats,
    "--lot-seed": _lot_seed,
    "--journey": _journey,
    "--export": _export,
    "--ron": _ron,
    "--bundle": _bundle,
    "--category": _category,
    "--at-least": _at_least,
    "--at-most": _at_most,
}


def _named(text: str, option: str) -> tuple[str, str]:
    """Return a name and what stands behind its equals sign."""
    name, behind, value = text.rpartition("=")
    if not behind or not name.strip():
        raise CommandWrong(f"{option} “{text}” is not a category, an equals sign and what holds for it.")
    return name.strip(), value


def _candidates(text: str, option: str) -> tuple[int, ...]:
    pieces = text.replace(",", " ").split()
    if not all(_is_number(piece) and int(piece) for piece in pieces):
        raise CommandWrong(f"{option}: give candidate numbers from 1, with spaces or commas between.")
    return tuple(map(int, pieces))


def _number(text: str, option: str, *, least: int) -> int:
    if not (_is_number(text) and least <= int(text) <= MOST_SEATS):
        raise CommandWrong(f"{option}: give a whole number from {least} to {MOST_SEATS}, not “{text}”.")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def usage() -> str:
    """Return the help."""
    return _USAGE.format(rules=", ".join(PRESETS), rule=SCOTTISH)


_USAGE = """\
govern count [OPTION ...] FILE [FILE ...]

Count ballot files and write their records. FILE is BLT, CSV (.csv) or PrefLib (.soi, .soc, .toi, .toc),
or - for BLT from standard input. A file that cannot be counted is named with the reason, and the others are counted.

How to count
  --rule RULE            {rules}
                         ({rule} if none is named)
  --seats N              places to fill, instead of those in the file; CSV and PrefLib need it
  --lot-seed TEXT        public text from which the lot order is drawn, instead of the [tie] line of the file
  --ron N                the number of the candidate who is re-open nominations
  --category NAME=1,4,5  which candidates are of a category, by number; once for each category
  --at-least NAME=2      how many of a category must be elected
  --at-most NAME=7       how many of a category can be elected, and no more

A BLT file may say the same in lines above its ballots: [category NAME 1 4 5], [at-least NAME 2], [at-most NAME 7].
Constraints that no choice of candidates meets are refused before anything is counted. The rules that can keep them
are scottish-2011, ers97, meek-prf, ft2014 and av.

What to write; one of these
  --text                 a count sheet for each file (if nothing else is asked for)
  --json                 one line of JSON for each file
  --csv                  the count sheet as a table for spreadsheets
  --html                 one self-contained page: sheet, diagram, sentences, and where any ranking went
  --journey "3 1 2"      where this ranking went, stage by stage
  --export FORMAT        the ballots themselves, as blt, csv or json

  --bundle ZIP           also write what anybody needs to count this one file again

The exit status is 0 if every file was counted, 1 if one was not, and 2 if the command is wrong.
"""
