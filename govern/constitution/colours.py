"""A mutual's own colour, and whether everybody can read what is written in it or on it.

Source: WCAG 2.2, 1.4.3 (contrast of text, 4.5 to 1) and the definitions of relative luminance and contrast ratio.
"""

import re
from dataclasses import dataclass

ENOUGH = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Colour:
    """A colour of a screen, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        """Return it as style sheets write it."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def towards(self, other: "Colour", share: float) -> "Colour":
        """Return this colour mixed with so much of another: 0 is this one, 1 the other."""
        pairs = zip((self.red, self.green, self.blue), (other.red, other.green, other.blue), strict=True)
        mixed = (round(mine + (theirs - mine) * share) for mine, theirs in pairs)
        return Colour(*mixed)


def read_colour(text: str) -> Colour | None:
    """Return the colour that somebody wrote, or None.

    >>> str(read_colour(" #0F4C3F ")), read_colour("green")
    ('#0f4c3f', None)
    """
    written = text.strip().lower()
    if not _HEX.fullmatch(written):
        return None
    return Colour(*(int(written[place : place + 2], 16) for place in (1, 3, 5)))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    >>> contrast(Colour(0, 0, 0), Colour(255, 255, 255))
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance, from 0 to 1."""
    parts = (part / 255 for part in (colour.red, colour.green, colour.blue))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


WHITE = Colour(255, 255, 255)
# The grounds that pages have by day and in the dark: the page, and the tinted panel, which is harder.
BY_DAY = (Colour(0xFB, 0xFA, 0xF6), Colour(0xEB, 0xF2, 0xEF), WHITE)
IN_THE_DARK = (Colour(0x12, 0x18, 0x16), Colour(0x20, 0x30, 0x2B), Colour(0x1A, 0x22, 0x1F))
_STEPS = 20


def faintest_by_day(colour: Colour) -> float:
    """Return the least contrast that a colour has with any ground of a page by day."""
    return min(contrast(colour, ground) for ground in BY_DAY)


def in_the_dark(colour: Colour) -> Colour:
    """Return the colour, lightened as little as is needed to be read on every ground in the dark."""
    lighter = (colour.towards(WHITE, step / _STEPS) for step in range(_STEPS + 1))
    return next(one for one in lighter if all(contrast(one, ground) >= ENOUGH for ground in IN_THE_DARK))
