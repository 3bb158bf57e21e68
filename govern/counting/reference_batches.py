"""Papers on a table, for the second, plain counts of `ers97` and `ft2014`.

Every group of equal papers stays apart from start to end; values are fractions; each movement of papers has a
serial number, so that "the papers received last" are those of the highest serial a candidate holds. Shares with
the first counts the shape of the record and the sentences, and nothing of the counting. Slow, and meant to be.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from govern.counting import reference_constraints as constraints
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Standing
from govern.counting.piles import Parcel
from govern.counting.sentences_batches import Sentences
from govern.counting.stages import EARLIER_STAGE, EXCLUDE, FIRST, LOT, SURPLUS, Reason, Record, Stage, Tie, ended

Points = list[tuple[int, dict[int, Fraction]]]


@dataclass
class Papers:
    """Papers with one and the same ranking, with their holder, their value, and the movement that brought them."""

    ranking: tuple[int, ...]
    number: int
    holder: int | None = None
    value: Fraction = Fraction(1)
    moved: int = 0


@dataclass
class Table:
    """The state of a count. `points` are votes by which ties may be broken, each with its stage."""

    given: CountInput
    sentences: Sentences
    papers: list[Papers]
    quota: Fraction = Fraction(0)
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    non_transferable: Fraction = Fraction(0)
    votes: dict[int, Fraction] = field(default_factory=dict)
    movements: int = 0
    stages: list[Stage] = field(default_factory=list)
    points: Points = field(default_factory=list)
    said: list[Reason] = field(default_factory=list)
    now: list[int] = field(default_factory=list)
    standing: Standing = FREE
    tied_now: list[Tie] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Return the candidates' names, in the order of their numbers."""
        return [candidate.name for candidate in self.given.candidates]

    def valid(self) -> int:
        """Return the number of valid papers."""
        return sum(papers.number for papers in self.papers)

    def continuing(self) -> list[int]:
        """Return the candidates who are neither elected nor excluded."""
        return [n for n in self.given.standing if n not in self.elected and n not in self.excluded]

    def not_guarded(self) -> list[int]:
        """Return the continuing candidates who may be excluded."""
        return [number for number in self.continuing() if number not in self.standing.guarded]

    def may_be_elected(self, who: list[int]) -> bool:
        """Say whether constraints, if there are any, let all of these be elected as things stand."""
        return constraints.may_be_elected(self.given, self.elected, self.continuing(), who)

    def vacancies(self) -> int:
        """Return how many places are still to be filled."""
        return self.given.seats - len(self.elected)

    def surpluses(self) -> Fraction:
        """Return the votes of the elected above the quota, together."""
        return sum((max(Fraction(0), self.votes[n] - self.quota) for n in self.elected), Fraction(0))

    def in_order(self, numbers: list[int]) -> list[int]:
        """Return candidates most votes first; equals in lot order, or as on the ballot paper where there is none."""
        order = self.given.lots.order if self.given.lots else tuple(sorted(self.votes))
        return sorted(sorted(numbers, key=order.index), key=lambda number: self.votes[number], reverse=True)

    def elect(self, numbers: list[int]) -> None:
        """Write down that candidates are elected."""
        self.elected += numbers
        self.now += numbers


@dataclass(frozen=True)
class Text:
    """What one of the two texts says of its own."""

    sentences: Sentences
    first_quota: Callable[[Table], Fraction]
    deem_elected: Callable[[Table], None]
    may_go: Callable[[Fraction, Fraction], bool]
    batch: Callable[[Papers], tuple[Fraction, bool]]
    points: Callable[[Table], Points]
    after_batch: Callable[[Table], None]


def laid_out(given: CountInput, sentences: Sentences) -> Table:
    """Return the valid papers on the table, before the first sort."""
    standing = set(given.standing)
    rankings = [(tuple(n for n in ranking if n in standing), number) for ranking, number in given.ballots]
    table = Table(given, sentences, [Papers(ranking, number) for ranking, number in rankings if ranking])
    table.votes = dict.fromkeys(range(1, len(given.candidates) + 1), Fraction(0))
    return table


def next_available(papers: Papers, continuing: list[int]) -> int | None:
    """Return the next continuing candidate on papers."""
    return next((number for number in papers.ranking if number in continuing), None)


def move(table: Table, moving: list[Papers], value: Callable[[int], Fraction]) -> Parcel:
    """Give papers of one value to their next preference; those without one go to nobody. Return what went where.

    :param value: the value at which so many papers go on.
    """
    continuing = table.continuing()
    to = [next_available(papers, continuing) for papers in moving]
    before = moving[0].value if moving else Fraction(1)
    after = value(sum(papers.number for papers, number in zip(moving, to, strict=True) if number))
    table.movements += 1
    totals: dict[int, int] = {}
    for papers, number in zip(moving, to, strict=True):
        papers.holder, papers.value, papers.moved = number, after, table.movements
        if number is not None:
            totals[number] = totals.get(number, 0) + papers.number
            table.votes[number] += papers.number * after
    stranded = sum(papers.number for papers in moving if papers.holder is None)
    return Parcel(
        scaled(before), scaled(after), sum(totals.values()) + stranded, dict(sorted(totals.items())), stranded
    )


def count(given: CountInput, text: Text) -> Record:
    """Count a contest the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    table = laid_out(given, text.sentences)
    first_stage(table, text)
    while table.vacancies() > 0 and table.continuing():
        next_stage(table, text)
    invalid = sum(number for _, number in given.ballots) - table.valid()
    return ended(given, table.stages, invalid=invalid, places=2, quota_places=2)


def first_stage(table: Table, text: Text) -> None:
    """Sort the papers by first preference."""
    table.quota = text.first_quota(table)
    quota = scaled(table.quota)
    table.said += table.sentences.first_preferences(valid=table.valid(), seats=table.given.seats, quota=quota)
    parcel = move(table, table.papers, lambda _: Fraction(1))
    end_movement(table, text)
    end_stage(table, FIRST, [], [parcel], None)


def next_stage(table: Table, text: Text) -> None:
    """Fill the last places, transfer a surplus, or exclude the lowest."""
    if len(table.continuing()) <= table.vacancies():
        fill(table, table.continuing(), None)
        return
    losers, tie = lowest_together(table, text), None
    if not losers and not table.standing.doomed and table.surpluses() > 0:
        transfer_surplus(table, text)
        return
    if not losers:
        losers, tie = the_lowest(table, text)
    left = [number for number in table.continuing() if number not in losers]
    if len(left) == table.vacancies():
        fill(table, left, tie)
    else:
        exclude(table, text, losers, tie)


def lowest_together(table: Table, text: Text) -> list[int]:
    """Return the most of the lowest who may go together in spite of all surpluses; nobody while some are doomed."""
    found: list[int] = []
    for level in sorted({table.votes[number] for number in table.not_guarded()}):
        low = [number for number in table.not_guarded() if table.votes[number] < level]
        left = [number for number in table.continuing() if number not in low]
        together = sum((table.votes[number] for number in low), table.surpluses())
        can_fill = len(left) >= table.vacancies() and constraints.may_be_elected(table.given, table.elected, left, [])
        if low and can_fill and text.may_go(together, level):
            found = low
    return [] if table.standing.doomed else sorted(found)


def the_lowest(table: Table, text: Text) -> tuple[list[int], Tie | None]:
    """Return the one with the fewest votes, and the tie if there was one."""
    may_go = sorted(table.standing.doomed) or table.not_guarded()
    fewest = min(table.votes[number] for number in may_go)
    equal = sorted(number for number in may_go if table.votes[number] == fewest)
    if len(equal) == 1:
        return equal, None
    tie = separate(table, equal, text.points(table), wanted="fewest")
    return [tie.chosen], tie


def transfer_surplus(table: Table, text: Text) -> None:
    """Transfer the largest surplus from the papers received last."""
    most = max(table.votes[number] for number in table.elected)
    equal = sorted(number for number in table.elected if table.votes[number] == most)
    tie = separate(table, equal, text.points(table), wanted="most") if len(equal) > 1 else None
    who = tie.chosen if tie else equal[0]
    surplus = table.votes[who] - table.quota
    last = received_last(table, who)
    present = last[0].value

    def value(number: int) -> Fraction:
        return present if number * present <= surplus else to_hundredths(surplus / number)

    parcel = move(table, last, value)
    table.votes[who] = table.quota
    table.non_transferable += surplus - Fraction(sum(parcel.to.values()) * parcel.value_after, 100)
    if tie:
        table.said.append(table.sentences.tie_broken(tie, table.names, surplus=True))
    table.said.append(table.sentences.surplus_moved(who, table.names[who - 1], scaled(surplus), parcel))
    end_movement(table, text)
    end_stage(table, SURPLUS, [who], [parcel], tie)


def received_last(table: Table, who: int) -> list[Papers]:
    """Return the papers that came to a candidate in the last movement that brought any."""
    held = [papers for papers in table.papers if papers.holder == who]
    serial = max(papers.moved for papers in held)
    return [papers for papers in held if papers.moved == serial]


def exclude(table: Table, text: Text, losers: list[int], tie: Tie | None) -> None:
    """Exclude candidates together and move their papers batch by batch."""
    if tie:
        table.said.append(table.sentences.tie_broken(tie, table.names, surplus=False))
    votes = scaled(sum((table.votes[number] for number in losers), Fraction(0)))
    usual = table.sentences.excluded(losers, table.names, votes=votes, deferred=scaled(table.surpluses()))
    table.said += constraints.why_excluded(usual, losers, table.standing, table.votes.__getitem__, table.names)
    table.excluded += losers
    held = [papers for papers in table.papers if papers.holder in losers]
    parcels = []
    for batch in sorted({text.batch(papers) for papers in held}, reverse=True):
        if table.vacancies() == 0:
            table.said.append(table.sentences.stopped())
            break
        elected_before = list(table.elected)
        moving = [papers for papers in held if papers.holder in losers and text.batch(papers) == batch]
        parcel = move_excluded(table, moving)
        text.after_batch(table)
        end_movement(table, text)
        parcels.append(parcel._replace(elected=tuple(n for n in table.elected if n not in elected_before)))
    end_stage(table, EXCLUDE, losers, parcels, tie)


def move_excluded(table: Table, moving: list[Papers]) -> Parcel:
    """Move papers of one batch on at the value they have."""
    value = moving[0].value
    for papers in moving:
        assert papers.holder is not None
        table.votes[papers.holder] -= papers.number * value
    parcel = move(table, moving, lambda _: value)
    table.non_transferable += parcel.non_transferable * value
    return parcel


def end_movement(table: Table, text: Text) -> None:
    """Keep the votes to break ties by, and elect."""
    table.points.append((len(table.stages) + 1, dict(table.votes)))
    text.deem_elected(table)


def fill(table: Table, left: list[int], tie: Tie | None) -> None:
    """Elect those who are left, in the stage that was written last."""
    filled = tuple(table.in_order(left))
    if tie:
        table.said.append(table.sentences.tie_broken(tie, table.names, surplus=False))
    table.said.append(table.sentences.last_vacancies(filled, table.names, vacancies=table.vacancies()))
    last = table.stages.pop()
    said = (*last.reasons, *table.said)
    table.stages.append(last._replace(elected=last.elected + filled, filled=filled, tie=last.tie or tie, reasons=said))
    table.excluded += [number for number in table.continuing() if number not in filled]
    table.elected += filled


def separate(table: Table, equal: list[int], points: Points, *, wanted: str) -> Tie:
    """Choose between candidates with equal votes: who first had the most, or the fewest, or else by lot."""
    left = list(equal)
    for stage, votes in points:
        ranked = sorted(left, key=lambda number: votes[number], reverse=wanted == "most")
        left = [number for number in ranked if votes[number] == votes[ranked[0]]]
        if len(left) == 1:
            return Tie(tuple(equal), EARLIER_STAGE, left[0], stage)
    if table.given.lots is None:
        raise LotNeeded(stage=len(table.stages) + 1, tied=tuple(sorted(left)))
    drawn = [number for number in table.given.lots.order if number in left]
    return Tie(tuple(equal), LOT, drawn[0] if wanted == "most" else drawn[-1], None)


def end_stage(table: Table, action: str, who: list[int], parcels: list[Parcel], tie: Tie | None) -> None:
    """Write the stage down."""
    known, table.standing = table.standing, constraints.standing(table.given, table.elected, table.continuing())
    table.said += constraints.told(known, table.standing, table.names)
    votes = tuple(scaled(table.votes[number]) for number in sorted(table.votes))
    before = table.stages[-1].votes if table.stages else tuple(0 for _ in votes)
    table.stages.append(
        Stage(
            n=len(table.stages) + 1,
            action=action,
            who=tuple(who),
            votes=votes,
            non_transferable=scaled(table.non_transferable),
            lost_by_rounding=0,
            quota=scaled(table.quota),
            elected=tuple(table.now),
            filled=(),
            tie=tie or next(iter(table.tied_now), None),
            transfers=tuple(now - then for now, then in zip(votes, before, strict=True)),
            from_parcels=tuple(parcels),
            reasons=tuple(table.said),
            guarded=tuple(sorted(table.standing.guarded)),
            doomed=tuple(sorted(table.standing.doomed)),
        )
    )
    table.said, table.now, table.tied_now = [], [], []


def to_hundredths(value: Fraction) -> Fraction:
    """Return a value to two decimals, ignoring any remainder."""
    return Fraction(int(value * 100), 100)


def scaled(value: Fraction) -> int:
    """Return a value as hundredths, which it is a whole number of."""
    return int(value * 100)
