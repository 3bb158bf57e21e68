"""What a mutual is founded with: its facts, its constituencies, its seats, its first rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govern.constitution.refusals import CharterIncomplete, CodeTaken, TooFewFounders
from govern.constitution.rules import LegalForm, Mode, Third
from govern.core.languages import LocalText
from govern.core.words import Sentence, say


@dataclass(frozen=True, kw_only=True)
class CharterPart:
    """A part of a constituency that may have a seat of its own."""

    code: str
    name: LocalText


@dataclass(frozen=True, kw_only=True)
class CharterConstituency:
    """Members who elect, or are represented, together."""

    code: str
    name: LocalText
    third: Third | None
    precedence: int
    parts: tuple[CharterPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CharterSeat:
    """A seat, by the codes of the constituency and the part that it belongs to.

    :param number: counted from 1 within its third.
    """

    third: Third
    number: int
    constituency: str | None = None
    part: str | None = None


@dataclass(frozen=True, kw_only=True)
class Charter:
    """All that the founders decide about the mutual itself.

    :param text_relay: the telephone number as text relay dials it.
    :param parameters: every parameter of the rules by name, as plain JSON.
    :param decided_on: the day of the founders' decision.
    :param registered_on: the day the rules took legal effect.
    """

    name: str
    legal_form: LegalForm
    mode: Mode
    time_zone: str
    telephone: str
    text_relay: str
    decided_on: date
    registered_on: date
    minute_reference: str
    parameters: Mapping[str, Any]
    constituencies: tuple[CharterConstituency, ...]
    seats: tuple[CharterSeat, ...]
    registered_number: str | None = None
    languages: tuple[str, ...] = field(default=("en",))


def founders_needed(legal_form: LegalForm) -> int:
    """Return the fewest founders: three for a society, and two elsewhere, for nobody decides alone.

    Source: Co-operative and Community Benefit Societies Act 2014 s.2(1); INV-02.

    >>> founders_needed(LegalForm.CBS), founders_needed(LegalForm.CIC)
    (3, 2)
    """
    return 3 if legal_form.is_society else 2


def ensure_complete(charter: Charter, *, founders: int) -> None:
    """Refuse a charter that lacks what every mutual has.

    :raises TooFewFounders: fewer than the law, or our separation of duties, asks for.
    :raises CharterIncomplete: a fact is missing.
    :raises CodeTaken: two constituencies, or two parts of one, share a code.
    """
    needed = founders_needed(charter.legal_form)
    if founders < needed:
        raise TooFewFounders(needed=needed)
    for is_missing, sentence in _missing(charter):
        if is_missing:
            raise CharterIncomplete(sentence)
    _ensure_distinct(one.code for one in charter.constituencies)
    _ensure_distinct(str(one.precedence) for one in charter.constituencies)
    for constituency in charter.constituencies:
        _ensure_distinct(part.code for part in constituency.parts)


def _missing(charter: Charter) -> list[tuple[bool, Sentence]]:
    """Return what every charter must have, each with whether it is missing and what to do."""
    return [
        (not charter.name.strip(), say("enter the name of the mutual.")),
        (not charter.telephone.strip(), say("enter a telephone number that members can call.")),
        (not charter.text_relay.strip(), say("enter the text-relay number.")),
        (not charter.minute_reference.strip(), say("enter where the founders’ decision is recorded.")),
        (not charter.languages, say("choose at least one language.")),
        (not charter.constituencies, say("name at least one constituency.")),
    ]


def _ensure_distinct(codes: Iterable[str]) -> None:
    """Refuse a code that is used twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise CodeTaken(code)
        seen.add(code)
