"""A second, plain count of `ers97`, written from the text alone, to check the first against.

Source: Newland and Britton, *How to conduct an election by the Single Transferable Vote*, third edition, 1997.
"""

from fractions import Fraction
from math import ceil

from govern.counting import ers97, reference_batches
from govern.counting.inputs import CountInput
from govern.counting.reference_batches import Papers, Points, Table, Text, scaled
from govern.counting.stages import Record


def count(given: CountInput) -> Record:
    """Count a contest the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return reference_batches.count(given, TEXT)


def rounded_up(value: Fraction) -> Fraction:
    """Return a value to two decimals, one hundredth more if inexact."""
    return Fraction(ceil(value * 100), 100)


def first_quota(table: Table) -> Fraction:
    """Return the quota of all valid papers."""
    return rounded_up(Fraction(table.valid(), table.given.seats + 1))


def reduce_quota(table: Table) -> None:
    """Take the non-transferable vote out of the quota while nobody is elected: 5.4.8."""
    quota = rounded_up((table.valid() - table.non_transferable) / (table.given.seats + 1))
    if not table.elected and quota != table.quota:
        table.quota = quota
        table.said.append(table.sentences.new_quota(scaled(quota)))


def active_vote(table: Table) -> Fraction:
    """Return the votes of the continuing and what is yet to be transferred: everything but what is settled."""
    settled = sum((min(table.votes[number], table.quota) for number in table.elected), Fraction(0))
    return table.valid() - table.non_transferable - settled


def deem_elected(table: Table) -> None:
    """Elect whoever has the quota or the share of the active vote: 5.1.7, 5.6.1 and 5.6.2."""
    while table.vacancies() > 0:
        share = rounded_up(active_vote(table) / (table.vacancies() + 1))
        level = max(Fraction(1, 100), min(table.quota, share))
        able = [number for number in table.continuing() if table.may_be_elected([number])]
        reached = table.in_order([number for number in able if table.votes[number] >= level])
        if not reached:
            return
        equal = [number for number in reached if table.votes[number] == table.votes[reached[0]]]
        chosen = reached[:1]
        if len(equal) > table.vacancies() or not table.may_be_elected(equal):
            chosen = ahead_earlier(table, equal)
            table.said.append(table.sentences.equals_ranked(sorted(equal), table.names, kept=chosen))
        if not chosen:
            return
        for number in chosen:
            votes = scaled(table.votes[number])
            table.said.append(
                table.sentences.reached(number, table.names[number - 1], votes=votes, level=scaled(level))
            )
        table.elect(chosen)


def ahead_earlier(table: Table, equal: list[int]) -> list[int]:
    """Return those of too many equals who were ahead of the others earlier, as many as may be elected: 5.6.2."""

    def ahead_of(one: int, other: int) -> bool:
        unequal = [votes for _, votes in table.points if votes[one] != votes[other]]
        return bool(unequal) and unequal[0][one] > unequal[0][other]

    def not_behind(number: int) -> int:
        return sum(not ahead_of(number, other) for other in equal)

    for places in range(table.vacancies(), 0, -1):
        kept = [number for number in equal if not_behind(number) <= places]
        if kept and len(kept) < len(equal) and table.may_be_elected(kept):
            return sorted(kept, key=not_behind)
    return []


def value_of(papers: Papers) -> tuple[Fraction, bool]:
    """Return what makes papers of the excluded one batch: their value."""
    return papers.value, True


def every_point(table: Table) -> Points:
    """Return the votes after every batch and stage."""
    return table.points


TEXT = Text(
    sentences=ers97.SENTENCES,
    first_quota=first_quota,
    deem_elected=deem_elected,
    may_go=lambda together, next_above: together <= next_above,
    batch=value_of,
    points=every_point,
    after_batch=reduce_quota,
)
