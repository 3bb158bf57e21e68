"""A second, plain count of `ft2014`, written from the text alone, to check the first against.

Source: Model election rules for NHS foundation trusts, 2014, Part 6, rules STV42 to STV51.
"""

from fractions import Fraction

from govern.counting import ft2014, reference_batches, sentences_constraints
from govern.counting import reference_constraints as constraints
from govern.counting.inputs import CountInput
from govern.counting.reference_batches import Papers, Points, Table, Text, scaled, separate
from govern.counting.stages import Record

FIRST_PREFERENCES = 1


def count(given: CountInput) -> Record:
    """Count a contest the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return reference_batches.count(given, TEXT)


def first_quota(table: Table) -> Fraction:
    """Divide the papers by one more than the places, disregard any fraction, and add one: STV46."""
    return Fraction(int(Fraction(table.valid(), table.given.seats + 1)) + 1)


def deem_elected(table: Table) -> None:
    """Elect whoever has the quota, unless one place is all there is: STV46.3; then look at the last place: STV50.2."""
    if table.given.seats != 1:
        elect_by_quota(table)
    if table.vacancies() == 1:
        elect_who_outweighs(table)


def elect_by_quota(table: Table) -> None:
    """Elect whoever has the quota, as far as constraints allow: STV46.3."""
    reached, ties = constraints.electable(
        table.given,
        table.elected,
        table.continuing(),
        table.in_order([number for number in table.continuing() if table.votes[number] >= table.quota]),
        lambda equal: separate(table, equal, ends_of_stages(table), wanted="most"),
        table.votes.__getitem__,
    )
    table.tied_now += ties
    table.said += [sentences_constraints.not_all(tie, table.names) for tie in ties]
    for number in reached:
        name, votes = table.names[number - 1], scaled(table.votes[number])
        table.said.append(table.sentences.reached(number, name, votes=votes, level=scaled(table.quota)))
    table.elect(reached)


def elect_who_outweighs(table: Table) -> None:
    """Elect the one with at least as many votes as all others and every surplus: STV50.2."""
    not_elected = [number for number in table.votes if number not in table.elected]
    ahead = []
    for number in table.continuing():
        if not table.may_be_elected([number]):
            continue
        others = sum((table.votes[n] for n in not_elected if n != number), table.surpluses())
        if table.votes[number] >= others:
            ahead.append((number, others))
    if len(ahead) == 1 and len(table.continuing()) > 1:
        (who, others) = ahead[0]
        votes = scaled(table.votes[who])
        table.said.append(table.sentences.outweighs(who, table.names[who - 1], votes=votes, others=scaled(others)))
        table.elect([who])


def first_preferences_apart(papers: Papers) -> tuple[Fraction, bool]:
    """Return what makes papers of the excluded one batch: first preferences move before all others: STV49.2-9."""
    return papers.value, papers.moved == FIRST_PREFERENCES


def ends_of_stages(table: Table) -> Points:
    """Return the votes at the ends of stages."""
    return [(stage.n, {n: Fraction(v, 100) for n, v in enumerate(stage.votes, 1)}) for stage in table.stages]


def nothing(table: Table) -> None:
    """Do nothing: the quota is fixed."""


TEXT = Text(
    sentences=ft2014.SENTENCES,
    first_quota=first_quota,
    deem_elected=deem_elected,
    may_go=lambda together, next_above: together < next_above,
    batch=first_preferences_apart,
    points=ends_of_stages,
    after_batch=nothing,
)
