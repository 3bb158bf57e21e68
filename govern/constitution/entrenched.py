"""Which rules a clause holds, and which entrenched clauses a draft touches.

Source: domain 2.7, 5.4: an entrenched clause is changed by all the members; CA 2006 s.22.
"""

from collections.abc import Mapping

from govern.constitution.parameters.motions import Clause
from govern.constitution.rulebook import RuleBook

RULES: Mapping[Clause, tuple[str, ...]] = {
    Clause.ONE_MEMBER_ONE_VOTE: (
        "class_weights",
        "class_vote_cap",
        "silent_class_rule",
        "weight_dormant_below",
        "dormant_weight_to",
    ),
    Clause.WHO_MAY_BE_A_MEMBER: ("min_member_age", "constituencies"),
    Clause.HOW_MEMBERS_ARE_ADMITTED: (
        "admission_decider",
        "admission_requires_constituency_director",
        "admission_needs_proof",
        "admission_appeal_body",
    ),
    Clause.EQUAL_THIRDS: ("seats_per_third", "coopted_max", "coopted_vote", "board_parity", "board_parity_reserved"),
    Clause.HOW_RULES_ARE_CHANGED: ("extraordinary_majority", "reserved_matters", "concurrent_majority_matters"),
}


def touched(before: RuleBook, after: RuleBook) -> list[Clause]:
    """Return the clauses that the rules in force entrench and a draft would change, or entrench no longer.

    To entrench one more is no change of those that are: it makes nothing easier.
    """
    return [
        clause
        for clause in before.entrenched_clauses
        if clause not in after.entrenched_clauses
        or any(getattr(before, name) != getattr(after, name) for name in RULES[clause])
    ]


def rules_of(book: RuleBook) -> frozenset[str]:
    """Return the names of all rules that a rule book entrenches, the list of them among these."""
    held = {name for clause in book.entrenched_clauses for name in RULES[clause]}
    return frozenset(held | {"entrenched_clauses"} if held else held)
