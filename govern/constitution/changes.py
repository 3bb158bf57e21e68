"""What a draft changes of the rules in force, whether that touches the franchise, and whom it takes something from.

Source: domain 2.8 C, 5.8.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from govern.constitution.parameters.board import Parity, ReservedMatter
from govern.constitution.parameters.frame import Parameter
from govern.constitution.parameters.leaves import Leaf, leaves
from govern.constitution.rulebook import PARAMETERS, RuleBook

PARITIES = (Parity.P1, Parity.P2, Parity.P3)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One rule that a draft changes."""

    parameter: Parameter
    before: object
    after: object

    @property
    def leaves(self) -> list[Leaf]:
        """Return each smallest part of it that differs."""
        return leaves(self.parameter.kind, self.before, self.after)


def changed(before: RuleBook, after: RuleBook) -> list[Changed]:
    """Return each rule that differs, in the order of the catalogue."""
    return [
        Changed(parameter=one, before=getattr(before, name), after=getattr(after, name))
        for name, one in PARAMETERS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def touches_franchise(before: RuleBook, after: RuleBook) -> bool:
    """Say whether a draft changes who may be a member, vote or stand, where, or with what weight or majority.

    Source: domain 2.8, "franchise-affecting change".
    """
    return any(one.parameter.touches_franchise for one in changed(before, after))


def adversely_affected(before: RuleBook, after: RuleBook) -> dict[str, list[str]]:
    """Return the constituencies from which a draft takes something, each with the rules by which it does.

    Their consent is asked beside the majority of all. A constituency that the draft itself makes has none to give.

    :return: by the code of a constituency of the rules in force, the names of the rules.

    Source: domain 2.8 INV-26, INV-29; domain 5.8, 10 case 14.
    """
    found: dict[str, list[str]] = {}
    for name, takes in TAKES.items():
        if getattr(before, name) != getattr(after, name):
            for code in takes(before, after):
                found.setdefault(code, []).append(name)
    return {code: found[code] for code in before.constituencies if code in found}


def _criteria(before: RuleBook, after: RuleBook) -> Iterator[str]:
    """Yield whoever is bounded otherwise or ceases; a new constituency dilutes every other."""
    is_diluted = bool(set(after.constituencies) - set(before.constituencies))
    for code, criteria in before.constituencies.items():
        if is_diluted or after.constituencies.get(code) != criteria:
            yield code


def _weights(before: RuleBook, after: RuleBook) -> Iterator[str]:
    """Yield whoever weighs less. Where one member, one vote begins or ends, that can be anybody."""
    if not before.class_weights or not after.class_weights:
        yield from before.constituencies
        return
    for code in before.constituencies:
        if after.class_weights.get(code, Fraction(0)) < before.class_weights.get(code, Fraction(0)):
            yield code


def _caps(before: RuleBook, after: RuleBook) -> Iterator[str]:
    """Yield whoever can have less of the vote than before."""
    for code in before.constituencies:
        if after.class_vote_cap.get(code, Fraction(1)) < before.class_vote_cap.get(code, Fraction(1)):
            yield code


def _limits(before: RuleBook, after: RuleBook) -> Iterator[str]:
    """Yield whose elections are limited otherwise."""
    for code in before.constituencies:
        if after.category_limits.get(code, ()) != before.category_limits.get(code, ()):
            yield code


def _if(is_less: Callable[[RuleBook, RuleBook], bool]) -> Callable[[RuleBook, RuleBook], Iterator[str]]:
    """Return what yields every constituency where all of them lose a safeguard."""

    def every(before: RuleBook, after: RuleBook) -> Iterator[str]:
        if is_less(before, after):
            yield from before.constituencies

    return every


def _every_class_is_asked(book: RuleBook) -> set[ReservedMatter]:
    return set(book.concurrent_majority_matters)


TAKES: dict[str, Callable[[RuleBook, RuleBook], Iterator[str]]] = {
    "constituencies": _criteria,
    "class_weights": _weights,
    "class_vote_cap": _caps,
    "category_limits": _limits,
    "gm_quorum": _if(lambda before, after: after.gm_quorum.per_constituency < before.gm_quorum.per_constituency),
    "concurrent_majority_matters": _if(
        lambda before, after: bool(_every_class_is_asked(before) - _every_class_is_asked(after))
    ),
    "silent_class_rule": _if(lambda before, after: bool(before.class_weights)),
    "weight_dormant_below": _if(lambda before, after: after.weight_dormant_below > before.weight_dormant_below),
    "dormant_weight_to": _if(lambda before, after: bool(before.class_weights)),
    "admission_requires_constituency_director": _if(
        lambda before, after: before.admission_requires_constituency_director
    ),
    "admission_needs_proof": _if(lambda before, after: before.admission_needs_proof),
    "coopted_vote": _if(lambda before, after: after.coopted_vote),
    "constituency_quorum_k": _if(lambda before, after: after.constituency_quorum_k < before.constituency_quorum_k),
    "board_parity": _if(lambda before, after: _is_weaker(before.board_parity, after.board_parity)),
    "board_parity_reserved": _if(
        lambda before, after: _is_weaker(before.board_parity_reserved, after.board_parity_reserved)
    ),
}


def _is_weaker(before: Parity, after: Parity) -> bool:
    return PARITIES.index(after) < PARITIES.index(before)
