"""The rules as a form: one field for each value, made from the catalogue of parameters itself.

What is typed goes to the rule book as it was typed; the rule book says what cannot stand, and each
objection comes back to the field that it is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are of an older release

from govern.constitution.parameters.frame import Parameter, declared
from govern.constitution.parameters.kinds import (
    ByConstituency,
    Choice,
    Flag,
    Home,
    Kind,
    Perhaps,
    Record,
    Some,
    Whole,
    Words,
    called,
)
from govern.constitution.parameters.limits import Limits, as_typed, typed
from govern.constitution.rulebook import PARAMETERS, Objection, RuleBook
from govern.core.words import Fact, Sentence, say
from govern.web.filters import in_reader_language
from govern.web.forms import fields
from govern.web.forms.elections import at_most

Homes = Mapping[str, Fact]
YES, NO = "yes", "no"
LONGEST, SHORT = 2_000, 60
SUBJECT_WORDS = {
    "membership": say("Membership"),
    "board": say("The board"),
    "elections": say("Elections"),
    "meetings": say("General meetings"),
    "motions": say("Motions"),
}


@dataclass(frozen=True)
class Leaf:
    """One value of the rules that is typed or chosen.

    :param path: dotted, as objections name it.
    :param stored: what it is now, as plain JSON; None where it is empty.
    :param homes: the constituencies of which it is one, where it is.
    """

    path: str
    label: Sentence
    kind: Kind[Any]
    stored: Any
    homes: Homes = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return field_name(self.path)


@dataclass(frozen=True)
class Asked:
    """One parameter on the page, with its fields."""

    parameter: Parameter
    fields: list[Field]


class RulesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A version of the rules. `rules_form` makes one with its fields.

    :cvar leaves: the values that it asks for.
    :cvar homes: the names of the constituencies that a value can be about, by code.
    """

    leaves: Sequence[Leaf] = ()
    homes: Homes = {}

    def parameters(self) -> dict[str, Any]:
        """Return what was typed as plain JSON; what cannot be read stays as it was typed."""
        asked = {name: one for name, one in PARAMETERS.items() if not one.is_statutory}
        return {name: self._typed(name, one.kind) for name, one in asked.items()}

    def is_whole(self) -> bool:
        """Say whether every line arrived. A line that did not would stand for what is so now."""
        return all(field.raw_data for field in self if isinstance(field, StringField) and field.name != "csrf_token")

    def _typed(self, path: str, kind: Kind[Any]) -> Any:
        """Return the value at a path, as it would be stored."""
        match kind:
            case Record():
                return {name: self._typed(f"{path}.{name}", part.kind) for name, part in kind.parts.items()}
            case ByConstituency():
                told = {code: f"{path}.{code}" for code in self.homes}
                return {code: self._typed(at, kind.kind) for code, at in told.items() if self._is_told(at)}
            case Perhaps():
                return self._typed(path, kind.kind) if self[field_name(path)].data else None
        return stored_of(kind, self[field_name(path)].data)

    def _is_told(self, path: str) -> bool:
        """Say whether anything was typed at or below a path."""
        return any(self[leaf.name].data for leaf in self.leaves if is_within(leaf.path, path))

    def blame(self, found: Iterable[Objection]) -> None:
        """Put each objection to the field that it is about, or to the first of its fields."""
        for one in found:
            leaf = next((leaf for leaf in self.leaves if is_within(leaf.path, one.parameter)), self.leaves[0])
            field = self[leaf.name]
            field.errors = [*field.errors, in_reader_language(called(one.sentence, self.homes))]

    def groups(self) -> list[tuple[Sentence, list[Asked]]]:
        """Return what is asked, by subject."""
        return [
            (
                SUBJECT_WORDS[subject],
                [self._asked(name) for name, one in declared(rules).items() if not one.is_statutory],
            )
            for subject, rules in RuleBook.SUBJECTS.items()
        ]

    def has_wrong_rules(self) -> bool:
        """Say whether a value of the rules has to be changed."""
        return any(field.errors for _subject, asked in self.groups() for one in asked for field in one.fields)

    def _asked(self, name: str) -> Asked:
        return Asked(PARAMETERS[name], [self[leaf.name] for leaf in self.leaves if is_within(leaf.path, name)])


def rules_form(stored: Mapping[str, Any], *, homes: Homes) -> RulesForm:
    """Return a form that asks for every value, filled with those stored."""
    leaves = rules_asked(stored, homes=homes)
    made = {leaf.name: field_of(leaf) for leaf in leaves}
    form: RulesForm = type("RulesForm", (RulesForm,), made | {"leaves": leaves, "homes": homes})()
    return form


def rules_asked(stored: Mapping[str, Any], *, homes: Homes) -> list[Leaf]:
    """Return every value of the rules that is not fixed by statute."""
    asked = [(name, one) for name, one in PARAMETERS.items() if not one.is_statutory]
    return [leaf for name, one in asked for leaf in leaves_of(name, one.label, one.kind, stored[name], homes=homes)]


def leaves_of(path: str, label: Sentence, kind: Kind[Any], stored: Any, *, homes: Homes) -> Iterator[Leaf]:
    """Give the values that one value consists of."""
    match kind:
        case Record():
            for name, part in kind.parts.items():
                within = (stored or {}).get(name)
                whole = say("%(whole)s: %(part)s", whole=label, part=part.label)
                yield from leaves_of(f"{path}.{name}", whole, part.kind, within, homes=homes)
        case ByConstituency():
            for code, home in homes.items():
                whole = say("%(whole)s: %(part)s", whole=label, part=home)
                yield from leaves_of(f"{path}.{code}", whole, kind.kind, stored.get(code), homes=homes)
        case Perhaps():
            yield from leaves_of(path, label, kind.kind, stored, homes=homes)
        case Home():
            yield Leaf(path, label, kind, stored, homes)
        case _:
            yield Leaf(path, label, kind, stored)


def field_of(leaf: Leaf) -> Any:
    """Return the field that asks for one value, in the reader's language."""
    label = in_reader_language(leaf.label)
    match leaf.kind:
        case Flag():
            words = {YES: in_reader_language(say("Yes")), NO: in_reader_language(say("No"))}
            return fields.Choice(label, choices=fields.offered(words), default=YES if leaf.stored else NO)
        case Choice():
            return fields.Choice(label, choices=_spoken(leaf.kind.words), default=leaf.stored)
        case Some():
            return fields.Choices(label, choices=_spoken(leaf.kind.words), default=leaf.stored)
        case Home():
            named = {code: in_reader_language(say("%(home)s", home=home)) for code, home in leaf.homes.items()}
            nobody = {"": in_reader_language(say("Nobody"))}
            return fields.Menu(label, choices=fields.offered(nobody | named), default=leaf.stored or "")
        case Limits():
            told = as_typed(leaf.stored)
            return TextAreaField(label, [at_most(LONGEST)], filters=[fields.printable], default=told)
        case Words():
            return TextAreaField(label, [at_most(LONGEST)], filters=[fields.printable], default=leaf.stored)
    return StringField(label, [at_most(SHORT)], filters=[fields.printable], default=_as_typed(leaf.stored))


def _spoken(words: Mapping[Any, Sentence]) -> list[SelectChoice]:
    return [SelectChoice(value=word.value, label=in_reader_language(said)) for word, said in words.items()]


def _as_typed(stored: Any) -> str:
    return "" if stored is None else str(stored)


def stored_of(kind: Kind[Any], told: Any) -> Any:
    """Return what was typed for one value as it would be stored.

    >>> stored_of(Whole(1, 9), "12"), stored_of(Whole(1, 9), "twelve"), stored_of(Flag(), "yes")
    (12, 'twelve', True)
    """
    match kind:
        case Whole():
            is_number = isinstance(told, str) and told.isascii() and told.isdigit() and len(told) <= 9
            return int(told) if is_number else told
        case Flag():
            return {YES: True, NO: False}.get(told, told)
        case Some():
            return list(told or [])
        case Limits():
            return typed(told or "")
    return told or ""


def field_name(path: str) -> str:
    """Return the name of the field of a dotted path."""
    return path.replace(".", "__")


def is_within(path: str, other: str) -> bool:
    """Say whether a dotted path is another or below it.

    >>> is_within("gm_quorum.number", "gm_quorum"), is_within("gm_quorum", "gm_quo")
    (True, False)
    """
    return path == other or path.startswith(f"{other}.")
