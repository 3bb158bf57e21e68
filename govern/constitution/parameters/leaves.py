"""What differs within a value of the rules: each smallest part that does, with the way to it in words.

A reader who is shown two wholes of a hundred words, one number apart, does not see the number.

Source: domain 2.8 C; procedure of meetings: a notice lets a member see what is to be decided.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from govern.constitution.parameters.kinds import (
    ByConstituency,
    Flag,
    Home,
    Kind,
    Perhaps,
    Record,
    Share,
    Some,
    Whole,
    Words,
)
from govern.constitution.parameters.limits import Limits
from govern.core.words import Sentence


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A part of a value that differs.

    :ivar path: what the parts are called on the way to it, the outermost first; empty for the whole value.
    :ivar before: None where it is added.
    :ivar after: None where it is taken out.
    :ivar texts: what it was and would be, where both are words that the mutual wrote.
    :ivar is_of_words: it is words that the mutual wrote, or none; they have marks around them.
    :ivar is_short: it is a number, a share, or yes and no, and needs no marks around it.
    """

    path: tuple[Sentence, ...] = ()
    before: Sentence | None
    after: Sentence | None
    texts: tuple[str, str] | None = None
    is_of_words: bool = False
    is_short: bool = False


def leaves(kind: Kind[Any], before: Any, after: Any) -> list[Leaf]:
    """Return each smallest part of a value that differs; the whole where only the order of its parts does."""
    if before == after:
        return []
    return _within(kind, before, after) or [_whole(kind, before, after)]


def _within(kind: Kind[Any], before: Any, after: Any) -> list[Leaf]:
    match kind:
        case Record():
            return [
                _below(part.label, leaf)
                for name, part in kind.parts.items()
                for leaf in leaves(part.kind, getattr(before, name), getattr(after, name))
            ]
        case ByConstituency():
            return _by_code(kind.kind, before, after)
        case Some():
            return _entries(
                {one: kind.words[one] for one in kind.words if one in before},
                {one: kind.words[one] for one in kind.words if one in after},
            )
        case Limits():
            return _entries(
                {one.category: one.spoken() for one in before}, {one.category: one.spoken() for one in after}
            )
        case Perhaps() if before is not None and after is not None:
            return leaves(kind.kind, before, after)
    return []


def _whole(kind: Kind[Any], before: Any, after: Any) -> Leaf:
    inner = kind.kind if isinstance(kind, Perhaps) else kind
    return Leaf(
        before=kind.spoken(before),
        after=kind.spoken(after),
        texts=(before, after) if isinstance(inner, Words) and before and after else None,
        is_of_words=isinstance(inner, Words),
        is_short=isinstance(inner, Whole | Share | Flag),
    )


def _by_code(kind: Kind[Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Leaf]:
    found: list[Leaf] = []
    for code in dict.fromkeys((*before, *after)):
        if code in before and code in after:
            inside = leaves(kind, before[code], after[code])
        else:
            inside = [
                Leaf(
                    before=kind.spoken(before[code]) if code in before else None,
                    after=kind.spoken(after[code]) if code in after else None,
                )
            ]
        found += [_below(Home().spoken(code), leaf) for leaf in inside]
    return found


def _entries(before: Mapping[Any, Sentence], after: Mapping[Any, Sentence]) -> list[Leaf]:
    """Return what was taken out of a list, put into it, or is said otherwise of the same thing in it."""
    return [
        Leaf(before=before.get(one), after=after.get(one))
        for one in dict.fromkeys((*before, *after))
        if before.get(one) != after.get(one)
    ]


def _below(label: Sentence, leaf: Leaf) -> Leaf:
    return replace(leaf, path=(label, *leaf.path))
