"""Fields that say in our words what they could not read. WTForms' own words are not ours."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from govern.core.clock import A_DAY

MOST_DIGITS, LONGEST = 15, 15
IN_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}([, \u00a0\u202f])[0-9]{3}(?:\1[0-9]{3})*")


class Choice(RadioField):
    """One of a few, each to be seen."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        _refuse_what_was_not_offered(self)


class Menu(SelectField):
    """One of many."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        _refuse_what_was_not_offered(self)


class Choices(SelectMultipleField):
    """Any of a few, each to be seen."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what was not offered."""
        offered = {value for value, *_more in self.iter_choices()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(gettext("Choose among what is offered."))


class Day(DateField):
    """A date."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the date, or say how one is written."""
        try:
            super().process_formdata(list(valuelist))
        except ValueError as unread:
            raise ValueError(gettext("Enter a day that exists, such as 2026-12-04.")) from unread


class TimeOfDay(TimeField):
    """A time on the mutual's own clock."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the time, or say how one is written."""
        try:
            super().process_formdata(list(valuelist))
        except ValueError as unread:
            raise ValueError(gettext("Enter a time of day, such as 17:00.")) from unread


class Number(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number, or say how one is written, or that it is too large to be one of people or votes."""
        typed = [plain_number(value) for value in valuelist]
        if any(is_too_large(value) for value in typed):
            too_large = gettext("This number is too large. Enter one of at most %(digits)s digits.", digits=MOST_DIGITS)
            raise ValueError(too_large)
        try:
            super().process_formdata([_short(value) for value in typed])
        except ValueError as unread:
            raise ValueError(gettext("Enter a whole number, such as 12.")) from unread


def _short(number: str) -> str:
    """Return a number as it was typed, unless it is longer than one that anybody types."""
    if len(number) > LONGEST:
        raise ValueError(number)
    return number


def plain_number(typed: str) -> str:
    """Return a number without the commas or spaces that part its thousands; what is none as it was typed.

    >>> [plain_number(typed) for typed in ("1,000", "12 345 678", "1,00", "3.5", "-1,000")]
    ['1000', '12345678', '1,00', '3.5', '-1000']
    """
    typed = typed.strip()
    return re.sub(r"[, \u00a0\u202f]", "", typed) if IN_THOUSANDS.fullmatch(typed) else typed


def is_too_large(number: str) -> bool:
    """Say whether a whole number has more digits than anybody counts, or a database holds.

    >>> [is_too_large(number) for number in ("9" * 15, "9" * 16, "x" * 99)]
    [False, True, False]
    """
    digits = number.lstrip("+-").lstrip("0")
    return digits.isascii() and digits.isdigit() and len(digits) > MOST_DIGITS


def offered(words: Mapping[str, Any]) -> list[SelectChoice]:
    """Return choices by their values, each in its words."""
    return [SelectChoice(value, label) for value, label in words.items()]


def text_of(field: Field) -> str:
    """Return the words that a checked form holds in a field; none where it was left empty."""
    return field.data or ""


def day_of(field: DateField) -> date:
    """Return the date that a checked form holds in a field."""
    assert field.data is not None
    return field.data


def day_after(field: DateField) -> date | None:
    """Return the first day after the last one that a form holds in a field; None where it was left empty."""
    return None if field.data is None else field.data + A_DAY


def day_before(ended_on: date | None) -> date | None:
    """Return the last day of what ended on a day, as a form asks for it."""
    return None if ended_on is None else ended_on - A_DAY


def time_of(field: TimeField) -> time:
    """Return the time of day that a checked form holds in a field."""
    assert field.data is not None
    return field.data


def number_of(field: IntegerField) -> int:
    """Return the number that a checked form holds in a field."""
    assert field.data is not None
    return field.data


def printable(text: str | None) -> str | None:
    """Return typed words without the characters that no keyboard writes; line breaks stay.

    For `filters` of a field: a database refuses some of these, and a page shows none.

    >>> printable("Ada\\x00 Ash\\r\\n")
    'Ada Ash'
    """
    if text is None:
        return None
    whole = text.replace("\r\n", "\n")
    return "".join(one for one in whole if one.isprintable() or one in "\n\t").strip()


def _refuse_what_was_not_offered(field: RadioField | SelectField) -> None:
    """Say to choose, where what was sent is not among the choices."""
    if not any(is_chosen for _value, _words, is_chosen, _more in field.iter_choices()):
        raise ValidationError(gettext("Choose one of these."))
