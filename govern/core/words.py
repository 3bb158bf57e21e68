"""Sentences to people: a msgid with typed facts, put into a reader's language at the door.

Rules and refusals carry a Sentence and know no language; count records and digests keep the
English source. `make catalogues` extracts what `say` and `say_many` are given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from govern.core.clock import A_DAY
from govern.core.languages import SOURCE_LANGUAGE, LocalText

CATALOGUES = Path(__file__).parents[1] / "translations"
DEFAULT_ZONE = "Europe/London"
_FACT = re.compile(r"%\(\w+\)s")


@dataclass(frozen=True)
class Sentence:
    """What is said, before it is said in a language.

    :param msgid: the English source, with `%(name)s` where a fact goes.
    :param many: the English source for other numbers than one, where the fact `count` decides the words.
    """

    msgid: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)
    many: str | None = None

    def __str__(self) -> str:
        """Return the English source sentence."""
        return self.spoken(SOURCE_LANGUAGE)

    def spoken(self, language: str, zone: str = DEFAULT_ZONE) -> str:
        """Return the sentence in `language`, with dates and times as spoken in `zone`."""
        words = {name: _spoken(fact, language, zone) for name, fact in self.facts.items()}
        translated = self._translated(catalogue(language))
        return translated % words if words else translated

    def is_said_in(self, language: str) -> bool:
        """Say whether a language has words for this sentence, and for every sentence and every name in it."""
        facts = self.facts.values()
        return self._has_words(language) and all(
            fact.is_said_in(language) if isinstance(fact, Sentence) else bool(fact.get(language))
            for fact in facts
            if isinstance(fact, Sentence | LocalText)
        )

    def _has_words(self, language: str) -> bool:
        """Say whether a catalogue has this sentence; one of facts alone needs no words."""
        if language == SOURCE_LANGUAGE or not _FACT.sub("", self.msgid).strip(" :;,.–“”"):
            return True
        into = catalogue(language)
        said = into.gettext(self.msgid) if self.many is None else into.ngettext(self.msgid, self.many, 1)
        return said != self.msgid

    def _translated(self, into: NullTranslations) -> str:
        """Return the sentence as a catalogue has it, for the number that it counts if it counts one."""
        if self.many is None:
            return into.gettext(self.msgid)
        count = self.facts["count"]
        assert isinstance(count, int)
        return into.ngettext(self.msgid, self.many, count)


Fact = str | int | date | datetime | LocalText | Sentence


def say(msgid: str, /, **facts: Fact) -> Sentence:
    """Make a Sentence. The name is what catalogues are extracted by.

    >>> str(say("%(count)s electors are on this roll.", count=1200))
    '1,200 electors are on this roll.'
    """
    return Sentence(msgid, facts)


def say_many(one: str, many: str, /, *, count: int, **facts: Fact) -> Sentence:
    """Make a Sentence whose words hang on a number. Welsh has six forms where English has these two.

    >>> str(say_many("%(count)s paper moved.", "%(count)s papers moved.", count=2))
    '2 papers moved.'
    """
    return Sentence(one, {"count": count, **facts}, many)


def in_pounds(pence: int) -> str:
    """Return a sum as people write it, without its sign.

    >>> in_pounds(100), in_pounds(2550), in_pounds(120000)
    ('1', '25.50', '1,200')
    """
    pounds, rest = divmod(pence, 100)
    return f"{pounds:,}.{rest:02d}" if rest else f"{pounds:,}"


# As they stand inside a sentence: "closes on Friday", and in Welsh softened, "yn cau ddydd Gwener".
WEEKDAYS = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)


def _spoken(fact: Fact, language: str, zone: str) -> str:
    """Return one fact as a reader of `language` says it."""
    match fact:
        case Sentence():
            return fact.spoken(language, zone)
        case LocalText():
            return fact.within(language).text
        case datetime():
            return spoken_instant(fact, language, zone)
        case date():
            return spoken_date(fact, language)
        case int():
            return format_decimal(fact, locale=locale_of(language))
        case str():
            return fact


@lru_cache(maxsize=1024)
def spoken_date(on: date, language: str = SOURCE_LANGUAGE) -> str:
    """Return a date with its weekday, as people say it.

    >>> spoken_date(date(2026, 12, 4))
    'Friday 4 December 2026'
    """
    weekday = WEEKDAYS[on.weekday()].spoken(language)
    return f"{weekday} {format_date(on, 'd MMMM y', locale=locale_of(language))}"


@lru_cache(maxsize=1024)
def spoken_instant(at: datetime, language: str = SOURCE_LANGUAGE, zone: str = DEFAULT_ZONE) -> str:
    """Return an instant as people in `zone` say it. Midnight is named by the day that ends: of which of two days it
    is said, people differ.

    >>> from datetime import UTC
    >>> spoken_instant(datetime(2025, 5, 15, 16, 0, tzinfo=UTC))
    '5pm on Thursday 15 May 2025'
    >>> spoken_instant(datetime(2025, 5, 15, 23, 0, tzinfo=UTC))
    'the end of Thursday 15 May 2025'
    """
    local = at.astimezone(ZoneInfo(zone))
    if local.hour == local.minute == 0:
        return say("the end of %(date)s", date=local.date() - A_DAY).spoken(language, zone)
    on = say("%(time)s on %(date)s", time=_spoken_time(local, language), date=local.date())
    return on.spoken(language, zone)


def _spoken_time(local: datetime, language: str) -> str:
    """Return 5pm, 5.30pm or noon."""
    if local.minute == 0 and local.hour == 12:
        return say("noon").spoken(language)
    hour = local.hour % 12 or 12
    minutes = f".{local.minute:02d}" if local.minute else ""
    half = say("am") if local.hour < 12 else say("pm")
    return f"{hour}{minutes}{half.spoken(language)}"


@lru_cache
def locale_of(language: str) -> Locale:
    """Return Babel's locale; plain English here is the English of Great Britain."""
    return Locale.parse("en_GB" if language == SOURCE_LANGUAGE else language)


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language, read once by each process; without one, sentences stay in English."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled)
