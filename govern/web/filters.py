"""How facts are written in pages: in the reader's language, in the mutual's time zone."""

from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, g
from markupsafe import Markup

from govern.constitution.rules import LegalForm
from govern.core.clock import local_date
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, in_pounds, locale_of, say, spoken_date, spoken_instant
from govern.web import sources
from govern.web.languages import NAMES, language_of_reader


def add_filters(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        {
            "spoken": spoken,
            "day": day,
            "day_in": day_in,
            "instant": instant,
            "number": number,
            "pounds": in_pounds,
            "said": said,
            "local_day": local_day,
            "short_day": short_day,
            "share": share,
            "plain": plain,
            "cited": cited,
            "origin": sources.origin,
            "language_name": language_name,
            "plainly": plainly,
        }
    )


def in_reader_language(sentence: Sentence) -> str:
    """Return a sentence as this reader reads it."""
    return sentence.spoken(language_of_reader(), g.zone)


def spoken(fact: Fact) -> str:
    """Return a sentence, a date, an instant, a number or a local text as this reader says it."""
    return Sentence("%(fact)s", {"fact": fact}).spoken(language_of_reader(), g.zone)


def day(on: date) -> str:
    """Return a date with its weekday."""
    return spoken_date(on, language_of_reader())


def day_in(at: datetime, language: str) -> str:
    """Return the date that an instant falls on, with its weekday, as a letter in a language says it."""
    return spoken_date(local_date(at, g.zone), language)


def local_day(at: datetime) -> str:
    """Return the date that an instant falls on in the mutual's time zone, short, for tables."""
    return short_day(local_date(at, g.zone))


def short_day(on: date) -> str:
    """Return a date without its weekday, short, for tables."""
    return format_date(on, "d MMM y", locale=locale_of(language_of_reader()))


def instant(at: datetime) -> str:
    """Return an instant as spoken in the mutual's time zone."""
    return spoken_instant(at, language_of_reader(), g.zone)


def number(count: int) -> str:
    """Return a number with its thousands apart."""
    return str(format_decimal(count, locale=locale_of(language_of_reader())))


def plain(figure: str) -> str:
    """Return a figure of a count record without the decimals that are all noughts.

    >>> plain("42.00000"), plain("20.75"), plain("858")
    ('42', '20.75', '858')
    """
    whole, _, decimals = figure.partition(".")
    return figure if decimals.strip("0") else whole


def cited(source: str) -> str:
    """Return where a rule stands, for readers in this mutual."""
    return sources.cited(source, LegalForm(g.mutual.legal_form) if g.mutual else None)


def share(of_a_hundred: float) -> str:
    """Return a share with one decimal, and what it is of."""
    shown = format_decimal(of_a_hundred, "#,##0.0", locale=locale_of(language_of_reader()))
    return in_reader_language(say("%(share)s per cent", share=str(shown)))


def language_name(code: str) -> str:
    """Return what a language is called, in itself."""
    return NAMES.get(code, code)


def plainly(text: LocalText) -> str:
    """Return the mutual's own words where no mark of their language can stand, as in a page's title."""
    return text.within(language_of_reader()).text


def said(text: LocalText) -> Markup | str:
    """Return the mutual's own words, saying which language they are in where it is not the reader's."""
    found = text.within(language_of_reader())
    if not found.is_fallback:
        return found.text
    return Markup('<span lang="{}">{}</span>').format(found.language, found.text)
