"""What `govern carries` was asked, read without a library, as `govern count` reads its own."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from unicodedata import normalize

from govern.deciding.classes import Silence
from govern.deciding.college import DORMANT_BELOW, College
from govern.deciding.figures import Given, read_weight
from govern.deciding.rules import OTHER_RULES, RULES, Rule
from govern.deciding.votes import ClassVotes

LONGEST_NUMBER = 18
LONGEST_NAME = 80
NUMBERS = {
    "--for": "in_favour",
    "--against": "against",
    "--abstain": "abstained",
    "--eligible": "eligible",
    "--members": "members",
}
_NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}")


class CommandWrong(Exception):
    """The command cannot be followed as it was typed."""


class Asked:
    """What was asked, as it was typed."""

    def __init__(self) -> None:
        self.rule: str | None = None
        self.is_json = False
        self.silence_counts = False
        self._numbers: dict[str, int] = {}
        self._classes: dict[str, ClassVotes] = {}
        self._members: dict[str, int] = {}

    def rule_asked(self, rules: Mapping[str, Rule]) -> Rule:
        """Return the rule.

        :raises CommandWrong: none of these is named.
        """
        known = ", ".join(rules)
        if self.rule is None:
            raise CommandWrong(f"Name the RULE. The rules are: {known}.")
        if self.rule not in rules:
            raise CommandWrong(f"There is no rule “{self.rule}”. The rules are: {known}.")
        rule = rules[self.rule]
        if not self.silence_counts:
            return rule
        if rule.college is not None:
            return replace(rule, college=College(silence_counts=True))
        if rule.each_class is not None:
            return replace(rule, each_class=replace(rule.each_class, silence=Silence.IS_NO_CONSENT))
        raise CommandWrong("--silence-counts is for rules that look at each class, such as electoral-college.")

    def given(self) -> Given:
        """Return the figures.

        :raises CommandWrong: a class of which the members are told has no votes told.
        """
        for name in self._members:
            if name not in self._classes:
                raise CommandWrong(f"--class-members names “{name}”, and no --class does.")
        classes = [replace(one, members=self._members.get(name)) for name, one in self._classes.items()]
        return Given(classes=classes, **{NUMBERS[option]: number for option, number in self._numbers.items()})

    def take_number(self, option: str, text: str) -> None:
        """Take a figure of the whole, once."""
        if option in self._numbers:
            raise CommandWrong(f"{option} is there more than once. Give it once.")
        self._numbers[option] = _number(text, option)

    def take_class(self, _option: str, text: str) -> None:
        """Take the votes of a class, and its weight."""
        name, told = _named(text, "--class", "FOR/AGAINST or FOR/AGAINST@WEIGHT")
        if name in self._classes:
            raise CommandWrong(f"The class “{name}” is there more than once. Name each class once.")
        votes, weighs, weight = told.partition("@")
        in_favour, _, against = votes.partition("/")
        self._classes[name] = ClassVotes(
            code=name,
            in_favour=_number(in_favour, f"--class {name}, for"),
            against=_number(against, f"--class {name}, against"),
            weight=_weight(weight, name) if weighs else None,
        )

    def take_members(self, _option: str, text: str) -> None:
        """Take how many members a class has."""
        name, told = _named(text, "--class-members", "a number")
        if name in self._members:
            raise CommandWrong(f"--class-members is there more than once for “{name}”. Give it once.")
        self._members[name] = _number(told, f"--class-members {name}")


def read(arguments: Sequence[str]) -> Asked | None:
    """Return what was asked, or None where it was help.

    :raises CommandWrong: there is no such option, a value is missing or impossible, or two rules are named.
    """
    asked = Asked()
    left = iter(arguments)
    for argument in left:
        if argument in ("-h", "--help"):
            return None
        if argument.startswith("-"):
            _take(asked, argument, left)
        elif asked.rule is not None:
            raise CommandWrong(f"“{argument}” is one word too many: a rule is named already, {asked.rule}.")
        else:
            asked.rule = argument
    return asked


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether JSON was asked for, also in a command that cannot be followed."""
    return "--json" in arguments


def _take(asked: Asked, argument: str, left: Iterator[str]) -> None:
    """Follow one option, taking its value from behind the `=` or from what is left."""
    option, behind, value = argument.partition("=")
    if option == "--json" and not behind:
        asked.is_json = True
    elif option == "--silence-counts" and not behind:
        asked.silence_counts = True
    elif option in NUMBERS or option in _VALUES:
        given = value if behind else next(left, None)
        if given is None:
            raise CommandWrong(f"{option} needs a value behind it.")
        _VALUES.get(option, Asked.take_number)(asked, option, given)
    else:
        raise CommandWrong(f"There is no option {argument}.")


_VALUES: dict[str, Callable[[Asked, str, str], None]] = {
    "--class": Asked.take_class,
    "--class-members": Asked.take_members,
}


def _number(text: str, what: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise CommandWrong(f"{what}: give a whole number from 0, in at most {LONGEST_NUMBER} digits, not “{text}”.")
    return int(text)


def _weight(text: str, name: str) -> Fraction:
    weight = read_weight(text)
    if weight is None:
        raise CommandWrong(f"--class {name}: give a weight such as 25, 33.3 or 1/3, not “{text}”.")
    return weight


def _named(text: str, option: str, what: str) -> tuple[str, str]:
    """Return the name of a class and what stands behind its equals sign."""
    name, behind, told = text.partition("=")
    name = normalize("NFC", name.strip())
    if not behind or not name or not name.isprintable() or len(name) > LONGEST_NAME or "=" in told:
        raise CommandWrong(f"{option} “{text}” is not the name of a class, one equals sign and {what}.")
    return name, told


def usage() -> str:
    """Return the help."""
    return _USAGE.format(rules=_listed(RULES), others=_listed(OTHER_RULES), least=DORMANT_BELOW)


def _listed(rules: Mapping[str, Rule]) -> str:
    return "\n".join(f"  {name:<26}{rule.called}\n{'':<28}{rule.source}" for name, rule in rules.items())


_USAGE = """\
govern carries RULE [OPTION ...]

Say whether a vote carries a resolution, and the sum in words. It reads nothing but this command: it judges by the
statutes and model rules named here, and not by a mutual's own, which may ask for another majority, weights, caps, a
turnout or each class. By those judge the page of a vote, and “Would this carry?” for what begins with “Our rules”.

RULE is one of
{rules}
or one of these, by which motions are decided as well
{others}

Votes
  --for N                how many were for, or signed; 0 if --against is given and this is not
  --against N            how many were against; 0 if --for is given and this is not
  --abstain N            how many took part and were neither; 0 if not given. They are in the turnout of
                         members-direction, and never among the votes cast
  --eligible N           how many were entitled to vote, or the voting rights there are
  --members N            how many members there are
  --class NAME=FOR/AGAINST[@WEIGHT]
                         the votes of one class; once for each class. The weight is whole, a decimal or a fraction,
                         as in workers=12/10@1/3; electoral-college needs it of each class, and no other rule reads it.
                         --for and --against can then be left out, and are the sums of the classes; where
                         given, they can be more, for somebody who votes and belongs to no class
  --class-members NAME=N how many members the class has; with fewer than {least}, its weight in an electoral-college
                         sleeps and drops out
  --silence-counts       in electoral-college the weight of a class that casts no vote counts as against;
                         otherwise it drops out. In concurrent-majority such a class has then not consented;
                         otherwise it is left out

A number that the rule needs is never guessed. Give --eligible for company rules in writing, the board in writing,
ccbsa-84 and ccbsa-113-first; --members for ccbsa-119, entrenched, members-direction, fairshares-special and
cio-amendment-unanimous; each --class for fairshares-special, electoral-college, concurrent-majority and class-rights.
Where nobody voted nothing is carried, and equal votes carry nothing. In fairshares-special and class-rights a class
without a vote has not consented. Casting vote, notice, quorum and dates are not looked at.

  --json                 one line of JSON, {{"carried": true or false, "working": "the sum in words"}}; where the
                         command is wrong or the numbers cannot be, {{"error": "what is wrong"}}, which is said on
                         standard error as well

The exit status is 0 whether the resolution is carried or not, and 2 if the command is wrong or the numbers cannot be.
"""
