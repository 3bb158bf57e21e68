"""Words that a mutual writes for its members, kept by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Dialect
from sqlalchemy.types import TypeDecorator

SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Said:
    """One text as a reader meets it, and the language it is really in."""

    text: str
    language: str
    is_fallback: bool


class LocalText(dict[str, str]):
    """The same words in each language that the mutual has written them in.

    >>> str(LocalText(en="Workforce directors", cy="Cyfarwyddwyr y gweithlu"))
    'Workforce directors'
    """

    def within(self, language: str) -> Said:
        """Return the words in `language`, or in the first language there is, saying which."""
        for tried in (language, SOURCE_LANGUAGE, *self):
            if self.get(tried):
                return Said(self[tried], tried, is_fallback=tried != language)
        return Said("", language, is_fallback=False)

    def __str__(self) -> str:
        """Return the words in the source language."""
        return self.within(SOURCE_LANGUAGE).text


class LocalTextType(TypeDecorator[LocalText]):
    """Store a LocalText as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> dict[str, str] | None:
        """Store plain JSON; a bare string is refused, for it would not say its language."""
        if value is None:
            return None
        assert isinstance(value, Mapping)
        return dict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> LocalText | None:
        """Return what was stored as a LocalText."""
        return None if value is None else LocalText(value)
