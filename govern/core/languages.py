"""Words that a mutual writes for its members, kept by language."""

from dataclasses import dataclass

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
