"""The rule book: every parameter of one version of the rules, typed, and proved to be allowed.

A mutual's rules are stored as plain JSON by name. `RuleBook.from_parameters` is the only way to read
them; `objections` says all that stands against a draft, at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from govern.constitution.parameters.board import BoardRules
from govern.constitution.parameters.checks import CHECKS
from govern.constitution.parameters.elections import ElectionRules
from govern.constitution.parameters.frame import Parameter, declared
from govern.constitution.parameters.kinds import Unreadable, Where, read_all
from govern.constitution.parameters.meetings import MeetingRules
from govern.constitution.parameters.membership import MembershipRules
from govern.constitution.parameters.motions import MotionRules
from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.core.words import Sentence, say


@dataclass(frozen=True)
class Objection:
    """One reason why a draft cannot be the rules.

    :param parameter: dotted path of the value that must change.
    :param sentence: names the value, says what is wrong with it and what to enter.
    """

    parameter: str
    sentence: Sentence
    source: str


class RulesNotAllowed(Refusal):
    """A draft says what law or reason does not let rules say."""

    code = "rules-not-allowed"
    source = "Rules locked by the legal form"

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        """Take every objection, in the order of the catalogue."""
        super().__init__([objection.parameter for objection in objections])
        self.objections = objections

    def sentence(self) -> Sentence:
        """Return how many values must change, and the first of them."""
        if len(self.objections) == 1:
            return self.objections[0].sentence
        return say(
            "%(count)s of these rules cannot stand. %(first)s Then look at the others.",
            count=len(self.objections),
            first=self.objections[0].sentence,
        )


@dataclass(frozen=True, kw_only=True)
class RuleBook(MotionRules, MeetingRules, ElectionRules, BoardRules, MembershipRules):
    """One version of a mutual's rules. Each field's source and bound stand where the field is declared."""

    SUBJECTS: ClassVar[Mapping[str, type]] = {
        "membership": MembershipRules,
        "board": BoardRules,
        "elections": ElectionRules,
        "meetings": MeetingRules,
        "motions": MotionRules,
    }

    @classmethod
    def from_parameters(cls, stored: Mapping[str, Any], *, legal_form: LegalForm) -> "RuleBook":
        """Return the rule book that stored parameters make.

        :param stored: every parameter by name, as plain JSON.
        :raises RulesNotAllowed: with all objections at once.
        """
        book, found = _read(stored, legal_form)
        if book is None or found:
            raise RulesNotAllowed(found)
        return book

    def parameters(self) -> dict[str, Any]:
        """Return the rule book as plain JSON, to be stored."""
        return {name: one.kind.write(getattr(self, name)) for name, one in PARAMETERS.items()}


PARAMETERS: Mapping[str, Parameter] = {
    name: one for rules in RuleBook.SUBJECTS.values() for name, one in declared(rules).items()
}


def defaults_for(legal_form: LegalForm) -> dict[str, Any]:
    """Return the rules that a mutual of this legal form begins with, as plain JSON."""
    return {name: one.kind.write(one.default.of(legal_form)) for name, one in PARAMETERS.items()}


def objections(stored: Mapping[str, Any], *, legal_form: LegalForm) -> tuple[Objection, ...]:
    """Return all that stands against these parameters; nothing if they can be the rules."""
    return _read(stored, legal_form)[1]


def _read(stored: Mapping[str, Any], legal_form: LegalForm) -> tuple[RuleBook | None, tuple[Objection, ...]]:
    """Return the rule book, if it can be read at all, and every objection to it."""
    found = _strangers(stored)
    values: dict[str, Any] = {}
    for name, one in PARAMETERS.items():
        try:
            values |= read_all([(name, one.kind, stored.get(name, _unsaid(one, legal_form)), one.where)])
        except Unreadable as unreadable:
            found += [Objection(path, sentence, one.source) for path, sentence in unreadable.complaints]
        else:
            found += _locked(one, values[name], legal_form)
    if len(values) < len(PARAMETERS):
        return None, tuple(found)
    book = RuleBook(**values)
    return book, tuple(found + _against_each_other(book))


def _unsaid(one: Parameter, legal_form: LegalForm) -> Any:
    """Return what rules mean that say nothing of a parameter: nothing, but for one that they are older than."""
    return one.kind.write(one.default.of(legal_form)) if one.is_later else None


def _strangers(stored: Mapping[str, Any]) -> list[Objection]:
    """Object to names that no rule has."""
    return [
        Objection(name, say("%(name)s is the name of no rule. Take it out.", name=name), "The catalogue of rules")
        for name in stored
        if name not in PARAMETERS
    ]


def _locked(one: Parameter, value: Any, legal_form: LegalForm) -> list[Objection]:
    """Object to what the legal form does not let a mutual choose."""
    if one.is_statutory and value != one.default.of(legal_form):
        return [
            _objection(one.where, say("statute fixes this, and no rules can change it. Leave it as it is."), one.source)
        ]
    broken = [lock for lock in one.locks_of(legal_form) if not lock.holds(value)]
    return [_objection(one.where, lock.sentence, lock.source) for lock in broken]


def _against_each_other(book: RuleBook) -> list[Objection]:
    """Object to parameters that cannot both hold."""
    broken = [check for check in CHECKS if not check.holds(book)]
    return [_objection(PARAMETERS[check.parameter].where, check.sentence, check.source) for check in broken]


def _objection(where: Where, sentence: Sentence, source: str) -> Objection:
    """Return an objection, led by the name of the value."""
    return Objection(where.path, say("%(label)s: %(sentence)s", label=where.label, sentence=sentence), source)
