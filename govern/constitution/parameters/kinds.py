"""The kinds of value a rule can have, and how each is stored as plain JSON.

Fractions are stored as text, `"3/4"`, and compared as exact fractions; nothing here is ever a float.
A kind that cannot read what is stored says so in a sentence which names the value it is about.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Generic, TypeVar

from govern.core.words import Fact, Sentence, say

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Complaint = tuple[str, Sentence]


class Unreadable(Exception):
    """What is stored is not of its kind.

    :ivar complaints: each with the dotted path of the value it is about.
    """

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        """Take the complaints, in the order of the values."""
        self.complaints = list(complaints)
        super().__init__([path for path, _ in self.complaints])


@dataclass(frozen=True)
class Where:
    """Which value is being read: its dotted path, and its name in a secretary's words."""

    path: str
    label: Sentence

    def complaint(self, sentence: Sentence) -> Unreadable:
        """Return the one complaint, led by the name of the value."""
        return Unreadable([(self.path, say("%(label)s: %(sentence)s", label=self.label, sentence=sentence))])

    def part(self, name: str, label: Sentence) -> "Where":
        """Return where a part of this value is."""
        return Where(f"{self.path}.{name}", say("%(whole)s, %(part)s", whole=self.label, part=label))


class Kind(ABC, Generic[T]):
    """How one kind of value is read from JSON, written to it, and said."""

    @abstractmethod
    def read(self, stored: Any, where: Where) -> T:
        """Return the value; `Unreadable` if it is not of this kind."""

    def write(self, value: T) -> Any:
        """Return the value as plain JSON."""
        return value

    @abstractmethod
    def spoken(self, value: T) -> Sentence:
        """Return the value as a secretary reads it."""

    def lines(self, value: T) -> list[Sentence]:
        """Return it as it is read in a table, each thing on a line of its own."""
        return [self.spoken(value)]

    def groups(self, value: T) -> list[tuple[Sentence | None, list[Sentence]]]:
        """Return its lines below the name of what they are about, where they are about several."""
        return [(None, self.lines(value))]


@dataclass(frozen=True)
class Whole(Kind[int]):
    """A whole number within bounds, both of them allowed."""

    least: int
    most: int

    def read(self, stored: Any, where: Where) -> int:
        """Return the number. True and false are not numbers here."""
        if isinstance(stored, bool) or not isinstance(stored, int) or not self.least <= stored <= self.most:
            raise where.complaint(
                say("enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )
        return stored

    def spoken(self, value: int) -> Sentence:
        """Return the number."""
        return _verbatim(value)


@dataclass(frozen=True)
class Flag(Kind[bool]):
    """Yes or no."""

    def read(self, stored: Any, where: Where) -> bool:
        """Return yes or no; 0 and 1 are neither."""
        if not isinstance(stored, bool):
            raise where.complaint(say("choose yes or no."))
        return stored

    def spoken(self, value: bool) -> Sentence:  # noqa: FBT001 - the value itself, not a switch
        """Return yes or no."""
        return say("Yes") if value else say("No")


@dataclass(frozen=True)
class Choice(Kind[E]):
    """One of a few known words.

    :param words: how each is said; every member of the enumeration has its entry.
    """

    words: Mapping[E, Sentence]

    def read(self, stored: Any, where: Where) -> E:
        """Return the word as a member of its enumeration."""
        for word in self.words:
            if stored == word.value:
                return word
        raise where.complaint(say("choose one of: %(choices)s.", choices=_listed(self.words.values())))

    def write(self, value: E) -> Any:
        """Return the word."""
        return value.value

    def spoken(self, value: E) -> Sentence:
        """Return what the word means."""
        return self.words[value]


@dataclass(frozen=True)
class Some(Kind[tuple[E, ...]]):
    """Any number of a few known words, each at most once; kept in the order of the table."""

    words: Mapping[E, Sentence]

    def read(self, stored: Any, where: Where) -> tuple[E, ...]:
        """Return the words in the order of the table."""
        known = {word.value for word in self.words}
        if not isinstance(stored, list) or not all(isinstance(word, str) and word in known for word in stored):
            raise where.complaint(say("choose from: %(choices)s.", choices=_listed(self.words.values())))
        return tuple(word for word in self.words if word.value in stored)

    def write(self, value: tuple[E, ...]) -> Any:
        """Return the words as a list."""
        return [word.value for word in value]

    def spoken(self, value: tuple[E, ...]) -> Sentence:
        """Return what the words mean, or that there are none."""
        return _listed(self.lines(value)) if value else say("None")

    def lines(self, value: tuple[E, ...]) -> list[Sentence]:
        """Return one line for each word."""
        return [self.words[word] for word in value] or [say("None")]


@dataclass(frozen=True)
class Share(Kind[Fraction]):
    """An exact fraction, more than `above` and not more than `most`. Stored as `"3/4"`."""

    above: Fraction = Fraction(0)
    most: Fraction = Fraction(1)

    def read(self, stored: Any, where: Where) -> Fraction:
        """Return the fraction."""
        value = _fraction(stored)
        if value is None or not self.above < value <= self.most:
            raise where.complaint(
                say(
                    "enter a fraction such as 3/4, more than %(above)s and not more than %(most)s.",
                    above=str(self.above),
                    most=str(self.most),
                )
            )
        return value

    def write(self, value: Fraction) -> Any:
        """Return the fraction in its lowest terms, as text."""
        return str(value)

    def spoken(self, value: Fraction) -> Sentence:
        """Return the fraction."""
        return _verbatim(str(value))


@dataclass(frozen=True)
class Words(Kind[str]):
    """A short text, which may be empty."""

    most: int = 2_000

    def read(self, stored: Any, where: Where) -> str:
        """Return the text without space around it."""
        if not isinstance(stored, str) or len(stored) > self.most:
            raise where.complaint(say("write a text of at most %(most)s characters.", most=self.most))
        return stored.strip()

    def spoken(self, value: str) -> Sentence:
        """Return the text in quotation marks, as words of the mutual's own, or a dash where there is none."""
        return say("“%(of_the_rules)s”", of_the_rules=value) if value else _verbatim("–")


@dataclass(frozen=True)
class Home(Kind[str]):
    """A constituency, by its code."""

    def read(self, stored: Any, where: Where) -> str:
        """Return the code."""
        if not isinstance(stored, str) or not stored:
            raise where.complaint(say("name a constituency by its code."))
        return stored

    def spoken(self, value: str) -> Sentence:
        """Return the code, for which `called` puts the name."""
        return _coded(value)


@dataclass(frozen=True)
class Perhaps(Kind[T | None]):
    """A value of another kind, or none."""

    kind: Kind[T]
    none: Sentence

    def read(self, stored: Any, where: Where) -> T | None:
        """Return the value, or None."""
        return None if stored is None else self.kind.read(stored, where)

    def write(self, value: T | None) -> Any:
        """Return the value as JSON, or null."""
        return None if value is None else self.kind.write(value)

    def spoken(self, value: T | None) -> Sentence:
        """Return the value, or what it means that there is none."""
        return self.none if value is None else self.kind.spoken(value)


@dataclass(frozen=True)
class Part:
    """One value of a record, with its name in a secretary's words."""

    kind: Kind[Any]
    label: Sentence


@dataclass(frozen=True)
class Record(Kind[T]):
    """Several values that make sense only together.

    :param make: builds the value from its parts, by name.
    """

    make: Callable[..., T]
    parts: Mapping[str, Part]

    def read(self, stored: Any, where: Where) -> T:
        """Return the value; every part that cannot be read is complained of at once."""
        if not isinstance(stored, dict) or set(stored) != set(self.parts):
            parts = _listed(part.label for part in self.parts.values())
            raise where.complaint(say("give each of: %(parts)s.", parts=parts))
        return self.make(**read_all((name, p.kind, stored[name], where.part(name, p.label)) for name, p in self._all()))

    def write(self, value: T) -> Any:
        """Return the parts as a JSON object."""
        return {name: part.kind.write(getattr(value, name)) for name, part in self._all()}

    def spoken(self, value: T) -> Sentence:
        """Return each part with its name."""
        return _listed(self.lines(value))

    def lines(self, value: T) -> list[Sentence]:
        """Return one line for each part."""
        return [
            say("%(label)s: %(value)s", label=part.label, value=part.kind.spoken(getattr(value, name)))
            for name, part in self._all()
        ]

    def _all(self) -> list[tuple[str, Part]]:
        return list(self.parts.items())


@dataclass(frozen=True)
class ByConstituency(Kind[Mapping[str, T]]):
    """A value for each of some constituencies, by the constituency's code."""

    kind: Kind[T]

    def read(self, stored: Any, where: Where) -> Mapping[str, T]:
        """Return the values by code."""
        if not isinstance(stored, dict) or not all(isinstance(code, str) and code for code in stored):
            raise where.complaint(say("give a value for each constituency by its code."))
        return read_all((code, self.kind, value, where.part(code, _coded(code))) for code, value in stored.items())

    def write(self, value: Mapping[str, T]) -> Any:
        """Return the values as a JSON object."""
        return {code: self.kind.write(one) for code, one in value.items()}

    def spoken(self, value: Mapping[str, T]) -> Sentence:
        """Return each constituency's value, or that there is none."""
        return _listed(self.lines(value))

    def lines(self, value: Mapping[str, T]) -> list[Sentence]:
        """Return one line for each constituency."""
        told = [say("%(code)s: %(value)s", code=code, value=self.kind.spoken(one)) for code, one in value.items()]
        return told or [say("None")]

    def groups(self, value: Mapping[str, T]) -> list[tuple[Sentence | None, list[Sentence]]]:
        """Return what is said of each constituency below its name, where that is more than one thing."""
        if not isinstance(self.kind, Record):
            return super().groups(value)
        return [(_coded(code), self.kind.lines(one)) for code, one in value.items()]


def read_all(values: Iterable[tuple[str, Kind[Any], Any, Where]]) -> dict[str, Any]:
    """Return values by name, each given as (name, kind, stored, where).

    :raises Unreadable: with the complaints of all that could not be read.
    """
    done: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, kind, stored, where in values:
        try:
            done[name] = kind.read(stored, where)
        except Unreadable as unreadable:
            complaints += unreadable.complaints
    if complaints:
        raise Unreadable(complaints)
    return done


def _fraction(stored: Any) -> Fraction | None:
    """Return the fraction that a text such as `3/4` or a whole number writes; decimals are not exact enough."""
    if isinstance(stored, bool) or not isinstance(stored, str | int):
        return None
    numerator, _, denominator = str(stored).partition("/")
    if not _is_number(numerator) or (denominator and not _is_number(denominator)):
        return None
    return Fraction(int(numerator), int(denominator or 1)) if denominator != "0" else None


def _is_number(text: str) -> bool:
    """Say whether a text is a whole number of a sensible length."""
    return text.isascii() and text.isdigit() and len(text) <= 9


def _listed(items: Iterable[Sentence]) -> Sentence:
    """Return sentences as one, with semicolons between them."""
    first, *others = items
    for other in others:
        first = say("%(first)s; %(other)s", first=first, other=other)
    return first


def called(sentence: Sentence, names: Mapping[str, Fact]) -> Sentence:
    """Return a sentence in which every constituency has its name, where a value or a complaint has its code.

    >>> str(called(say("%(code)s: %(value)s", code="staff", value="1/2"), {"staff": "Workforce"}))
    'Workforce: 1/2'
    """
    return replace(sentence, facts={name: _named(name, fact, names) for name, fact in sentence.facts.items()})


def _named(name: str, fact: Fact, names: Mapping[str, Fact]) -> Fact:
    if isinstance(fact, Sentence):
        return called(fact, names)
    return names.get(fact, fact) if name == "code" and isinstance(fact, str) else fact


def _coded(code: str) -> Sentence:
    """Return the code of a constituency alone."""
    return Sentence("%(code)s", {"code": code})


def _verbatim(fact: Fact) -> Sentence:
    """Return a fact alone, as a sentence that no catalogue needs to hold."""
    return Sentence("%(fact)s", {"fact": fact})
