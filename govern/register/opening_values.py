"""The columns of an opening register, and how each value in them is read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from govern.core.words import Sentence, say
from govern.register import rules
from govern.register.rules import PersonKind

LARGEST_NUMBER = 999_999_999
EARLIEST = date(1800, 1, 1)
NAME_LENGTH, ADDRESS_LENGTH = 200, 500

# Each column, with the headings by which it is known. The first is the one that we write.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "member name", "member"),
    "constituency": ("constituency", "class", "category"),
    "member_since": ("member since", "date joined", "joined", "date entered", "date of entry"),
    "member_no": ("member number", "member no", "membership number", "number", "no"),
    "part": ("part", "sub constituency", "subconstituency"),
    "postal_address": ("postal address", "address"),
    "email": ("email", "e mail", "email address", "e mail address"),
    "birth_on": ("birth date", "date of birth", "dob", "born"),
    "is_adult": ("adult", "adult confirmed", "over 18"),
    "sorted_as": ("sorted as", "sort name"),
    "kind": ("kind", "type"),
}
REQUIRED = ("name", "constituency", "member_since")
YES = {"yes", "y", "true", "1", "ja", "ydw", "ie"}
NO = {"no", "n", "false", "0", ""}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
BRITISH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, kw_only=True)
class Homes:
    """The constituencies of the mutual and their parts, by what a file may call them.

    :param constituencies: code by folded code or name.
    :param parts: code of a part by the code of its constituency and its own folded code or name.
    :param divided: codes of those whose every seat belongs to a part.
    """

    constituencies: Mapping[str, str]
    parts: Mapping[tuple[str, str], str]
    divided: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OpeningLine:
    """One member of an opening register.

    :param line: of the file, counted from 1.
    :param constituency: code; `part` too.
    """

    line: int
    name: str
    constituency: str
    member_since: date
    part: str | None = None
    member_no: int | None = None
    postal_address: str | None = None
    email: str | None = None
    birth_on: date | None = None
    is_adult: bool = False
    sorted_as: str | None = None
    kind: PersonKind = PersonKind.HUMAN


class Wrong(Exception):
    """One value that cannot be read. The sentence says what to write instead."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


Ground = tuple[Homes, date]


def _name(cell: str, _told: Mapping[str, str], _ground: Ground) -> str:
    if not 1 <= len(cell) <= NAME_LENGTH or _has_control(cell):
        raise Wrong(say("Write the member’s name, in one line of at most 200 characters."))
    return cell


def _address(cell: str, _told: Mapping[str, str], _ground: Ground) -> str | None:
    if len(cell) > ADDRESS_LENGTH or _has_control(cell.replace("\n", "").replace("\r", "")):
        raise Wrong(say("Write an address of at most 500 characters."))
    return cell or None


def _email(cell: str, _told: Mapping[str, str], _ground: Ground) -> str | None:
    if cell and not rules.is_email(cell):
        raise Wrong(say("Write an e-mail address such as name@example.org, or leave it empty."))
    return cell or None


def _constituency(cell: str, told: Mapping[str, str], ground: Ground) -> str:
    homes = ground[0]
    code = homes.constituencies.get(rules.folded(cell))
    if code is None:
        raise Wrong(say("There is no constituency “%(code)s”. Write the code or the name of one.", code=cell[:60]))
    if code in homes.divided and not told.get("part"):
        parts = sorted({part for (home, _name), part in homes.parts.items() if home == code})
        raise Wrong(
            say(
                "“%(code)s” is divided into parts. Write which in a column “part”: %(parts)s.",
                code=cell[:60],
                parts=", ".join(parts),
            )
        )
    return code


def _part(cell: str, told: Mapping[str, str], ground: Ground) -> str | None:
    if not cell:
        return None
    homes = ground[0]
    home = homes.constituencies.get(rules.folded(told["constituency"]))
    code = homes.parts.get((home or "", rules.folded(cell)))
    if code is None:
        raise Wrong(say("There is no part “%(code)s” of that constituency. Write one that it has.", code=cell[:60]))
    return code


def _number(cell: str, _told: Mapping[str, str], _ground: Ground) -> int | None:
    if not cell:
        return None
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9 and 1 <= int(cell) <= LARGEST_NUMBER):
        raise Wrong(say("Write a member number: digits only, from 1 to 999999999."))
    return int(cell)


def _member_since(cell: str, _told: Mapping[str, str], ground: Ground) -> date:
    day = _day(cell)
    if day is None or day < EARLIEST:
        raise Wrong(say("Write the day the member joined, such as 2019-05-03 or 3/5/2019."))
    if day > ground[1]:
        raise Wrong(say("%(day)s has not come yet. Write the day the member joined.", day=day))
    return day


def _birth_on(cell: str, _told: Mapping[str, str], ground: Ground) -> date | None:
    if not cell:
        return None
    day = _day(cell)
    if day is None or not 0 <= rules.age_on(day, ground[1]) <= 130:
        raise Wrong(say("Write the day the member was born, such as 1980-05-03 or 3/5/1980, or leave it empty."))
    return day


def _is_adult(cell: str, _told: Mapping[str, str], _ground: Ground) -> bool:
    if rules.folded(cell) not in YES | NO:
        raise Wrong(say("Write yes if it is confirmed that the member is an adult, and no otherwise."))
    return rules.folded(cell) in YES


def _sorted_as(cell: str, _told: Mapping[str, str], _ground: Ground) -> str | None:
    return _name(cell, _told, _ground) if cell else None


def _kind(cell: str, _told: Mapping[str, str], _ground: Ground) -> PersonKind:
    kinds = {"": PersonKind.HUMAN, "human": PersonKind.HUMAN, "person": PersonKind.HUMAN, "body": PersonKind.BODY}
    if rules.folded(cell) not in kinds:
        raise Wrong(say("Write person or body."))
    return kinds[rules.folded(cell)]


VALUES: dict[str, Callable[[str, Mapping[str, str], Ground], Any]] = {
    "name": _name,
    "constituency": _constituency,
    "member_since": _member_since,
    "member_no": _number,
    "part": _part,
    "postal_address": _address,
    "email": _email,
    "birth_on": _birth_on,
    "is_adult": _is_adult,
    "sorted_as": _sorted_as,
    "kind": _kind,
}


def _day(cell: str) -> date | None:
    """Return the day that is written, year first or day first; None if it is no day.

    >>> _day("2024-02-29"), _day("29/2/2023"), _day("3.5.2019")
    (datetime.date(2024, 2, 29), None, datetime.date(2019, 5, 3))
    """
    if not cell.isascii():
        return None
    if (iso := ISO.fullmatch(cell)) is not None:
        year, month, day = iso.groups()
    elif (british := BRITISH.fullmatch(cell)) is not None:
        day, month, year = british.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _has_control(text: str) -> bool:
    """Say whether a text has characters that no name is written with, such as a line break."""
    return any(not letter.isprintable() for letter in text)
