"""The English source sentences of `meek-prf`, each with its code, facts and rule."""

from collections.abc import Sequence

from govern.counting.sentences import listed, plural
from govern.counting.stages import Reason, Tie, decimal_text

RULE = "Reference Meek Rule "
PLACES = 9


def quota(*, counted: int, seats: int, quota: int) -> Reason:
    """Say what the quota of a round came to.

    Source: B.2.b.
    """
    shown, votes = decimal_text(quota, PLACES), decimal_text(counted, PLACES)
    text = f"The quota came to {shown}: the {votes} votes that count, divided by one more than the {seats} places."
    return Reason("quota", RULE + "B.2.b", {"votes": votes, "seats": seats, "quota": shown}, text)


def reached_quota(who: int, name: str, *, votes: int, quota: int) -> Reason:
    """Say that a candidate is elected, and keeps from now on only what is needed.

    Source: B.2.c.
    """
    shown, enough = decimal_text(votes, PLACES), decimal_text(quota, PLACES)
    text = f"{name} has {shown} votes, at least the quota, and is elected; the rest of each paper’s vote now moves on."
    return Reason("reached-quota", RULE + "B.2.c", {"who": who, "votes": shown, "quota": enough}, text)


def excluded(who: int, name: str, *, votes: int, surplus: int) -> Reason:
    """Say who was excluded.

    Source: B.2.e and B.3.
    """
    shown, left = decimal_text(votes, PLACES), decimal_text(surplus, PLACES)
    text = (
        f"Nobody else reached the quota and only {left} was left above it in all, so the candidate with the fewest "
        f"votes, {name} with {shown}, was excluded: every paper passes {name} over from the next round on."
    )
    return Reason("excluded", RULE + "B.2.e and B.3", {"who": who, "votes": shown, "surplus": left}, text)


def tie_broken(tie: Tie, names: Sequence[str]) -> Reason:
    """Say how a tie for the fewest votes was broken.

    Source: B.3.
    """
    tied, chosen = listed([names[number - 1] for number in tie.tied]), names[tie.chosen - 1]
    facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": None}
    text = f"{tied} had the fewest votes, within what was left above the quota; by the lot order, {chosen} had to go."
    return Reason("tie-lot", RULE + "B.3", facts, text)


def last_vacancies(who: Sequence[int], names: Sequence[str], *, vacancies: int) -> Reason:
    """Say that those who remained took the places that remained.

    Source: C.
    """
    people = listed([names[number - 1] for number in who])
    text = (
        f"No more candidates were left than the {plural(vacancies, 'place')} still vacant, "
        f"so {people} {'is' if len(who) == 1 else 'are'} elected."
    )
    return Reason("last-vacancies", RULE + "C", {"who": list(who), "vacancies": vacancies}, text)
