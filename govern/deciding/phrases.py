"""Parts of the sentences that sums are told in: shares, numbers that need not be whole, lists."""

from collections.abc import Sequence
from fractions import Fraction

from govern.core.words import Fact, Sentence, say
from govern.deciding.votes import Count

_SHARES = {
    Fraction(1, 2): say("half"),
    Fraction(1, 3): say("a third"),
    Fraction(2, 3): say("two thirds"),
    Fraction(1, 4): say("a quarter"),
    Fraction(3, 4): say("three quarters"),
    Fraction(1, 5): say("a fifth"),
    Fraction(1, 10): say("a tenth"),
}


def share(part: Fraction) -> Fact:
    """Return a share as people say it."""
    return _SHARES.get(part, str(part))


def figure(number: Count) -> Fact:
    """Return a number exactly: whole, or with its fraction behind it.

    >>> figure(Fraction(51, 1)), figure(Fraction(51, 2)), figure(Fraction(1, 3))
    (51, '25 1/2', '1/3')
    """
    whole, rest = divmod(Fraction(number), 1)
    if not rest:
        return whole
    return f"{whole} {rest}" if whole else str(rest)


def about(number: Fraction) -> Fact:
    """Return a number rounded to two places, to be said beside it or after the word "about".

    >>> about(Fraction(16375, 308)), about(Fraction(2, 30)), about(Fraction(25))
    ('53.17', '0.07', 25)
    """
    if number.denominator == 1:
        return number.numerator
    whole, hundredths = divmod(round(number * 100), 100)
    return f"{whole}.{hundredths:02d}"


def listed(sentences: Sequence[Fact]) -> Sentence:
    """Return several things as one list.

    >>> str(listed(["workers", "users", "the council"]))
    'workers, users and the council'
    """
    if not sentences:
        return say("nothing")
    *most, last = sentences
    if not most:
        return say("%(only)s", only=last)
    first = most[0]
    for other in most[1:]:
        first = say("%(first)s, %(other)s", first=first, other=other)
    return say("%(first)s and %(last)s", first=first, last=last)


def paragraph(sentences: Sequence[Sentence]) -> Sentence:
    """Return sentences one behind the other."""
    first, *others = sentences
    for other in others:
        first = say("%(first)s %(other)s", first=first, other=other)
    return first
