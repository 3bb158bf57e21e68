"""How facts are written in pages: in the reader's language, in the mutual's time zone."""

from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import get_locale
from markupsafe import Markup

from govern.core.clock import local_date
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.core.words import Fact, Sentence, spoken_date, spoken_instant


def add_filters(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        {"spoken": spoken, "day": day, "instant": instant, "number": number, "said": said, "local_day": local_day}
    )


def reader_language() -> str:
    """Return the language that this page is written in."""
    locale = get_locale()
    return str(locale.language) if locale is not None else SOURCE_LANGUAGE


def in_reader_language(sentence: Sentence) -> str:
    """Return a sentence as this reader reads it."""
    return sentence.spoken(reader_language(), g.zone)


def spoken(fact: Fact) -> str:
    """Return a sentence, a date, an instant, a number or a local text as this reader says it."""
    return Sentence("%(fact)s", {"fact": fact}).spoken(reader_language(), g.zone)


def day(on: date) -> str:
    """Return a date with its weekday."""
    return spoken_date(on, reader_language())


def local_day(at: datetime) -> str:
    """Return the date that an instant falls on in the mutual's time zone, short, for tables."""
    on = local_date(at, g.zone)
    return format_date(on, "d MMM y", locale=get_locale())


def instant(at: datetime) -> str:
    """Return an instant as spoken in the mutual's time zone."""
    return spoken_instant(at, reader_language(), g.zone)


def number(count: int) -> str:
    """Return a number with its thousands apart."""
    return str(format_decimal(count, locale=get_locale()))


def said(text: LocalText) -> Markup | str:
    """Return the mutual's own words, saying which language they are in where it is not the reader's."""
    found = text.within(reader_language())
    if not found.is_fallback:
        return found.text
    return Markup('<span lang="{}">{}</span>').format(found.language, found.text)
