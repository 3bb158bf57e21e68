"""What two parameters must not say against each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govern.constitution.parameters.board import Parity, Vacancy
from govern.constitution.parameters.elections import BallotRetention, Method
from govern.core.words import Sentence, say

if TYPE_CHECKING:
    from govern.constitution.rulebook import RuleBook


@dataclass(frozen=True)
class Check:
    """A truth about several parameters at once.

    :param parameter: the one to mend, which the sentence names.
    """

    parameter: str
    holds: Callable[["RuleBook"], bool]
    sentence: Sentence
    source: str


def _precedence_is_an_order(book: "RuleBook") -> bool:
    """Say whether no two constituencies are tried at the same place."""
    places = [criteria.precedence for criteria in book.constituencies.values()]
    return len(set(places)) == len(places)


def _vacancy_has_its_months(book: "RuleBook") -> bool:
    """Say whether a method that is bound to months has them, and no other has."""
    needs_months = book.vacancy_method.method in (Vacancy.NEXT_HIGHEST, Vacancy.LEAVE)
    return needs_months == (book.vacancy_method.months is not None)


TRANSFERABLE = (Method.STV_SCOTTISH, Method.STV_ERS97, Method.STV_MEEK_PRF, Method.STV_FT2014)


def _count_can_keep_limits(book: "RuleBook") -> bool:
    """Say whether limits on categories stand beside a count that excludes candidates one by one."""
    return not any(book.category_limits.values()) or book.election_method in TRANSFERABLE


CHECKS = (
    Check(
        "min_voting_age",
        lambda book: book.min_voting_age >= book.min_member_age,
        say("nobody can vote who is too young to be a member. Enter at least the youngest age of a member."),
        "One follows from the other",
    ),
    Check(
        "constituencies",
        lambda book: bool(book.constituencies) and _precedence_is_an_order(book),
        say("give each constituency a place of its own, 1 for the one that is tried first."),
        "INV-13: one person, one constituency",
    ),
    Check(
        "readmission_majority",
        lambda book: book.readmission_majority >= book.expulsion_majority,
        say("taking back somebody who was expelled needs at least the majority that expels. Enter as much or more."),
        "INV-23; supporters’ trust rules",
    ),
    Check(
        "max_consecutive_years",
        lambda book: book.max_consecutive_years >= book.term_years,
        say("nobody could serve a whole term. Enter at least the years in a term of office."),
        "One follows from the other",
    ),
    Check(
        "vacancy_method",
        _vacancy_has_its_months,
        say("enter months for the next candidate or for a seat left vacant, and none for the other methods."),
        "Electoral practice: domain 3.4",
    ),
    Check(
        "category_limits",
        lambda book: set(book.category_limits) <= set(book.constituencies),
        say("limit only elections by constituencies that the rules name."),
        "One follows from the other",
    ),
    Check(
        "category_limits",
        _count_can_keep_limits,
        say("only the single transferable vote can keep such limits. Choose one of its rules, or leave this empty."),
        "Hill, Voting matters 9: STV with constraints",
    ),
    Check(
        "category_limits",
        lambda book: not any(book.category_limits.values()) or not book.ron_enabled,
        say("re-opened nominations would leave seats empty, so no limit could be kept. Have one or the other."),
        "One follows from the other",
    ),
    Check(
        "category_limits",
        lambda book: all(
            limit.at_least <= book.seats_per_third for limits in book.category_limits.values() for limit in limits
        ),
        say("a third has fewer seats than must go to a category. Enter at most the seats in each third."),
        "One follows from the other",
    ),
    Check(
        "ron_enabled",
        lambda book: not book.ron_enabled or book.election_method is not Method.STV_FT2014,
        say("the NHS model rules do not know re-opened nominations. Choose another way of counting, or answer no."),
        "NHS Foundation Trust Model Election Rules 2014, rule 18",
    ),
    Check(
        "ballot_retention",
        lambda book: (
            book.vacancy_method.method is not Vacancy.COUNTBACK or book.ballot_retention is BallotRetention.END_OF_TERM
        ),
        say("a recount needs the original ballots. Keep them until the end of the term."),
        "ERS97 7.1",
    ),
    Check(
        "constituency_quorum_k",
        lambda book: book.constituency_quorum_k <= book.seats_per_third,
        say("a third has fewer seats than must be present. Enter at most the seats in each third."),
        "One follows from the other",
    ),
    Check(
        "board_parity_reserved",
        lambda book: book.board_parity is Parity.P1 or book.board_parity_reserved is not Parity.P1,
        say("reserved matters cannot be guarded less than ordinary ones. Choose at least the same parity."),
        "Our rule: a reserved matter is never the easier way",
    ),
    Check(
        "gm_notice_clear_days_special",
        lambda book: book.gm_notice_clear_days_special >= book.gm_notice_clear_days_ordinary,
        say("special business cannot have shorter notice than ordinary business. Enter as many days or more."),
        "One follows from the other",
    ),
    Check(
        "gm_proxies",
        lambda book: book.gm_proxies.allowed or book.gm_proxies.cap is None,
        say("where there are no proxies there is nothing to cap. Leave the cap empty."),
        "One follows from the other",
    ),
    Check(
        "class_weights",
        lambda book: not book.class_weights or sum(book.class_weights.values()) == 1,
        say("the weights must add up to 1 exactly, such as 1/3, 1/3 and 1/3."),
        "Electoral college: domain 5.8",
    ),
    Check(
        "class_weights",
        lambda book: set(book.class_weights) <= set(book.constituencies),
        say("weigh only constituencies that the rules name."),
        "One follows from the other",
    ),
    Check(
        "dormant_weight_to",
        lambda book: book.dormant_weight_to is None or book.dormant_weight_to in book.class_weights,
        say("let it pass to a class that has a weight of its own, or to nobody."),
        "INV-31: the rules say to whom the weight of a class that sleeps passes",
    ),
    Check(
        "class_vote_cap",
        lambda book: set(book.class_vote_cap) <= set(book.constituencies),
        say("cap only constituencies that the rules name."),
        "One follows from the other",
    ),
)
