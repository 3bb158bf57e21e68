"""Sentences to people: a msgid with typed facts, put into a reader's language at the door.

Rules and refusals carry a Sentence and know no language; count records and digests keep the
English source. Extraction: `pybabel extract -k say`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from govern.core.languages import SOURCE_LANGUAGE, LocalText

CATALOGUES = Path(__file__).parents[1] / "translations"
DEFAULT_ZONE = "Europe/London"


@dataclass(frozen=True)
class Sentence:
    """What is said, before it is said in a language.

    :param msgid: the English source, with `%(name)s` where a fact goes.
    """

    msgid: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the English source sentence."""
        return self.spoken(SOURCE_LANGUAGE)

    def spoken(self, language: str, zone: str = DEFAULT_ZONE) -> str:
        """Return the sentence in `language`, with dates and times as spoken in `zone`."""
        words = {name: _spoken(fact, language, zone) for name, fact in self.facts.items()}
        translated = _catalogue(language).gettext(self.msgid)
        return translated % words if words else translated


Fact = str | int | date | datetime | LocalText | Sentence


def say(msgid: str, /, **facts: Fact) -> Sentence:
    """Make a Sentence. The name is what catalogues are extracted by.

    >>> str(say("%(count)s electors are on this roll.", count=1200))
    '1,200 electors are on this roll.'
    """
    return Sentence(msgid, facts)


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
            return format_decimal(fact, locale=_locale(language))
        case str():
            return fact


def spoken_date(on: date, language: str = SOURCE_LANGUAGE) -> str:
    """Return a date with its weekday, as people say it.

    >>> spoken_date(date(2026, 12, 4))
    'Friday 4 December 2026'
    """
    return format_date(on, "EEEE d MMMM y", locale=_locale(language))


def spoken_instant(at: datetime, language: str = SOURCE_LANGUAGE, zone: str = DEFAULT_ZONE) -> str:
    """Return an instant as people in `zone` say it.

    >>> from datetime import UTC
    >>> spoken_instant(datetime(2025, 5, 15, 16, 0, tzinfo=UTC))
    '5pm on Thursday 15 May 2025'
    """
    local = at.astimezone(ZoneInfo(zone))
    on = say("%(time)s on %(date)s", time=_spoken_time(local, language), date=local.date())
    return on.spoken(language, zone)


def _spoken_time(local: datetime, language: str) -> str:
    """Return 5pm, 5.30pm, noon or midnight."""
    if local.minute == 0 and local.hour % 12 == 0:
        return (say("noon") if local.hour else say("midnight")).spoken(language)
    hour = local.hour % 12 or 12
    minutes = f".{local.minute:02d}" if local.minute else ""
    half = say("am") if local.hour < 12 else say("pm")
    return f"{hour}{minutes}{half.spoken(language)}"


@lru_cache
def _locale(language: str) -> Locale:
    """Return Babel's locale; plain English here is the English of Great Britain."""
    return Locale.parse("en_GB" if language == SOURCE_LANGUAGE else language)


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    """Return the catalogue of a language; without one, sentences stay in English."""
    return Translations.load(CATALOGUES, [language])
