"""How a parameter is declared: once, with all that is known of it, where its typed field stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, get_type_hints

from govern.constitution.parameters.kinds import Kind, Where
from govern.constitution.rules import LegalForm
from govern.core.words import Sentence

T = TypeVar("T")

EVERY_FORM = frozenset(LegalForm)
COMPANIES = frozenset(form for form in LegalForm if form.is_company)
SOCIETIES = frozenset(form for form in LegalForm if form.is_society)


@dataclass(frozen=True)
class ByForm(Generic[T]):
    """A default that depends on the legal form."""

    otherwise: T
    forms: Mapping[LegalForm, T] = field(default_factory=dict)

    def of(self, legal_form: LegalForm) -> T:
        """Return the default of one legal form."""
        return self.forms.get(legal_form, self.otherwise)


def for_forms(forms: frozenset[LegalForm], value: T, *, otherwise: T) -> ByForm[T]:
    """Return a default that is `value` in some forms and `otherwise` in all others."""
    return ByForm(otherwise, dict.fromkeys(forms, value))


@dataclass(frozen=True)
class Lock(Generic[T]):
    """What a legal form does not let a mutual choose.

    :param holds: says whether a value is one that the form allows.
    :param sentence: what the law says and what to enter instead.
    """

    forms: frozenset[LegalForm]
    holds: Callable[[T], bool]
    sentence: Sentence
    source: str


@dataclass(frozen=True)
class Parameter:
    """One value that a mutual's rules set.

    :param label: its name in a secretary's words.
    :param source: where its default comes from.
    :param is_statutory: the legal form fixes it: it can be read, and never set.
    :param is_later: rules were registered before it existed; those mean its default.
    :param touches_franchise: it says who may be a member, vote or stand, in which constituency, or with what weight,
        quorum or threshold; a change of it is decided as a change of the franchise.
    :param name: given by the field that the parameter is declared with.
    """

    kind: Kind[Any]
    default: ByForm[Any]
    label: Sentence
    source: str
    locks: tuple[Lock[Any], ...] = ()
    is_statutory: bool = False
    is_later: bool = False
    touches_franchise: bool = False
    name: str = ""

    @property
    def where(self) -> Where:
        """Return where the parameter is, for complaints about it."""
        return Where(self.name, self.label)

    def locks_of(self, legal_form: LegalForm) -> list[Lock[Any]]:
        """Return what the legal form says of this parameter."""
        return [lock for lock in self.locks if legal_form in lock.forms]


def parameter(  # noqa: PLR0913 - all that is known of a parameter, each part by its name
    kind: Kind[T],
    *,
    standard: T | ByForm[T],
    label: Sentence,
    source: str,
    locks: tuple[Lock[T], ...] = (),
    is_statutory: bool = False,
    is_later: bool = False,
    touches_franchise: bool = False,
) -> Parameter:
    """Declare a parameter, in the annotation of its typed field.

    :param standard: the value that a new mutual begins with.

    Source: domain 2.8 for what touches the franchise.
    """
    default = standard if isinstance(standard, ByForm) else ByForm(standard)
    return Parameter(kind, default, label, source, locks, is_statutory, is_later, touches_franchise)


def declared(rules: type) -> dict[str, Parameter]:
    """Return the parameters that a class of rules declares, by name, in their order."""
    hints = get_type_hints(rules, include_extras=True)
    return {name: replace(hints[name].__metadata__[0], name=name) for name in rules.__annotations__}
