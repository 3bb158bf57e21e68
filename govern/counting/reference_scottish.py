"""A second, plain count of `scottish-2011`, written from the text alone, to check the first against.

It keeps every group of equal papers apart from start to end, works values out as fractions, and looks at all
papers at every stage. It shares with `govern.counting.scottish` the shape of the record and its sentences, and
nothing of the counting. Slow, and meant to be.

Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53.
"""

from dataclasses import dataclass
from fractions import Fraction

from govern.counting import reference_constraints as constraints
from govern.counting import sentences, sentences_constraints
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, Standing
from govern.counting.piles import Parcel
from govern.counting.stages import EARLIER_STAGE, EXCLUDE, FIRST, LOT, SURPLUS, Reason, Record, Stage, Tie

HUNDRED_THOUSAND = 100_000
NOBODY = 0


@dataclass
class Papers:
    """Papers with one and the same ranking. They move together, so they have one holder and one value.

    `holder` is None before the first sort, and NOBODY once the papers are non-transferable.
    """

    ranking: tuple[int, ...]
    number: int
    holder: int | None = None
    value: Fraction = Fraction(1)


class Count:
    """The state of a count, in the words of the Order."""

    def __init__(self, given: CountInput) -> None:
        self.given = given
        self.names = [candidate.name for candidate in given.candidates]
        standing = set(given.standing)
        withdrawn_left_out = [
            Papers(tuple(number for number in ranking if number in standing), number)
            for ranking, number in given.ballots
        ]
        self.papers = [papers for papers in withdrawn_left_out if papers.ranking]
        self.valid = sum(papers.number for papers in self.papers)
        self.quota = 1 + int(Fraction(self.valid, given.seats + 1))
        self.deemed_elected: list[int] = []
        self.excluded: list[int] = []
        self.transferred: list[int] = []
        self.votes: dict[int, Fraction] = dict.fromkeys(range(1, len(self.names) + 1), Fraction(0))
        self.non_transferable = Fraction(0)
        self.ignored = Fraction(0)
        self.stages: list[Stage] = []
        self.standing: Standing = FREE

    def continuing(self) -> list[int]:
        """Return the candidates who are not deemed elected and not excluded."""
        return [n for n in self.given.standing if n not in self.deemed_elected and n not in self.excluded]

    def vacancies(self) -> int:
        """Return how many places are still to be filled."""
        return self.given.seats - len(self.deemed_elected)

    def surpluses(self) -> dict[int, Fraction]:
        """Return the votes above the quota that have not been transferred, by candidate."""
        return {
            number: self.votes[number] - self.quota
            for number in self.deemed_elected
            if self.votes[number] > self.quota and number not in self.transferred
        }


def count(given: CountInput) -> Record:
    """Count a contest the long way.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    state = Count(given)
    first_stage(state)
    while state.vacancies() > 0 and state.continuing():
        if state.surpluses() and not state.standing.doomed:
            transfer_surplus(state)
        else:
            exclude(state)
    return record(state)


def first_stage(state: Count) -> None:
    """Sort the papers by first preference.

    Source: rules 46 and 47.
    """
    parcels = move(state, state.papers, {Fraction(1): Fraction(1)})
    said = sentences.first_preferences(valid=state.valid, seats=state.given.seats, quota=state.quota)
    end_stage(state, FIRST, None, parcels, list(said), None)


def transfer_surplus(state: Count) -> None:
    """Transfer the largest surplus.

    Source: rules 49 and 50.
    """
    surpluses = state.surpluses()
    largest = max(surpluses.values())
    equal = [number for number in sorted(surpluses) if surpluses[number] == largest]
    who, tie = equal[0], None
    if len(equal) > 1:
        tie = separate(state, equal, wanted="most")
        who = tie.chosen
    held = [papers for papers in state.papers if papers.holder == who]
    total = state.votes[who]
    values = {papers.value: whole_hundred_thousandths(largest * papers.value / total) for papers in held}
    parcels = move(state, held, values)
    state.transferred.append(who)
    state.votes[who] = Fraction(state.quota)
    state.ignored += largest - sum(papers.number * papers.value for papers in held)
    said = [sentences.tie_broken(tie, state.names, surplus=True)] if tie else []
    said.append(
        sentences.surplus_moved(
            who, state.names[who - 1], surplus=scaled(largest), votes=scaled(total), papers=sum(p.number for p in held)
        )
    )
    end_stage(state, SURPLUS, who, parcels, said, tie)


def exclude(state: Count) -> None:
    """Exclude the candidate with the fewest votes.

    Source: rules 51 and 52.
    """
    may_go = [number for number in state.continuing() if number not in state.standing.guarded]
    may_go = sorted(state.standing.doomed) or may_go
    fewest = min(state.votes[number] for number in may_go)
    equal = [number for number in may_go if state.votes[number] == fewest]
    who, tie = equal[0], None
    if len(equal) > 1:
        tie = separate(state, equal, wanted="fewest")
        who = tie.chosen
    state.excluded.append(who)
    held = [papers for papers in state.papers if papers.holder == who]
    said = [sentences.tie_broken(tie, state.names, surplus=False)] if tie else []
    papers = sum(each.number for each in held)
    usual = sentences.excluded(who, state.names[who - 1], votes=scaled(fewest), papers=papers)
    said += constraints.why_excluded(usual, [who], state.standing, state.votes.__getitem__, state.names)
    parcels = move(state, held, {papers.value: papers.value for papers in held})
    state.votes[who] = Fraction(0)
    end_stage(state, EXCLUDE, who, parcels, said, tie)


def separate(state: Count, equal: list[int], *, wanted: str) -> Tie:
    """Choose between candidates with equal votes.

    Source: rules 50(2)-(3) and 52(2).
    """
    left = list(equal)
    for stage in reversed(state.stages):
        ranked = sorted(left, key=lambda number: stage.votes[number - 1], reverse=wanted == "most")
        left = [number for number in ranked if stage.votes[number - 1] == stage.votes[ranked[0] - 1]]
        if len(left) == 1:
            return Tie(tuple(equal), EARLIER_STAGE, left[0], stage.n)
    if state.given.lots is None:
        raise LotNeeded(stage=len(state.stages) + 1, tied=tuple(sorted(left)))
    drawn = [number for number in state.given.lots.order if number in left]
    return Tie(tuple(equal), LOT, drawn[0] if wanted == "most" else drawn[-1], None)


def move(state: Count, moving: list[Papers], values: dict[Fraction, Fraction]) -> list[Parcel]:
    """Give papers to their next available preference at their new values, and return what went where."""
    continuing = set(state.continuing())
    destinations = [next_available(papers, continuing) for papers in moving]
    parcels = []
    for before in sorted(values, reverse=True):
        same = [(papers, to) for papers, to in zip(moving, destinations, strict=True) if papers.value == before]
        parcels.append(as_parcel(before, values[before], same))
    for papers, to in zip(moving, destinations, strict=True):
        papers.value = values[papers.value]
        papers.holder = to
        if to is None:
            papers.holder = NOBODY
            state.non_transferable += papers.number * papers.value
        else:
            state.votes[to] += papers.number * papers.value
    return parcels


def next_available(papers: Papers, continuing: set[int]) -> int | None:
    """Return the next continuing candidate on papers, looking below the one who holds them.

    Source: rules 46 to 53, "next available preference".
    """
    below = 0 if papers.holder is None else papers.ranking.index(papers.holder) + 1
    return next((number for number in papers.ranking[below:] if number in continuing), None)


def as_parcel(before: Fraction, after: Fraction, sorted_papers: list[tuple[Papers, int | None]]) -> Parcel:
    """Return papers of one value as a line of the record."""
    receivers = sorted({to for _, to in sorted_papers if to is not None})
    return Parcel(
        scaled(before),
        scaled(after),
        sum(papers.number for papers, _ in sorted_papers),
        {receiver: sum(papers.number for papers, to in sorted_papers if to == receiver) for receiver in receivers},
        sum(papers.number for papers, to in sorted_papers if to is None),
    )


def end_stage(
    state: Count, action: str, who: int | None, parcels: list[Parcel], said: list[Reason], tie: Tie | None
) -> None:
    """Deem candidates elected and write the stage down.

    Source: rules 48 and 53.
    """
    reached, ties = reaching_quota(state)
    said += [sentences_constraints.not_all(each, state.names) for each in ties]
    for number in reached:
        votes = scaled(state.votes[number])
        said.append(sentences.reached_quota(number, state.names[number - 1], votes=votes, quota=state.quota))
    state.deemed_elected += reached
    filled: list[int] = []
    if 0 < len(state.continuing()) <= state.vacancies():
        filled = in_order(state, state.continuing())
        said.append(sentences.last_vacancies(filled, state.names, vacancies=state.vacancies()))
        state.deemed_elected += filled
    known, state.standing = state.standing, constraints.standing(state.given, state.deemed_elected, state.continuing())
    said += constraints.told(known, state.standing, state.names)
    votes_now = tuple(scaled(state.votes[number]) for number in sorted(state.votes))
    votes_then = state.stages[-1].votes if state.stages else tuple(0 for _ in votes_now)
    state.stages.append(
        Stage(
            n=len(state.stages) + 1,
            action=action,
            who=() if who is None else (who,),
            votes=votes_now,
            non_transferable=scaled(state.non_transferable),
            lost_by_rounding=scaled(state.ignored),
            quota=state.quota,
            elected=tuple(reached + filled),
            filled=tuple(filled),
            tie=tie or next(iter(ties), None),
            transfers=tuple(now - then for now, then in zip(votes_now, votes_then, strict=True)),
            from_parcels=tuple(parcels),
            reasons=tuple(said),
            guarded=tuple(sorted(state.standing.guarded)),
            doomed=tuple(sorted(state.standing.doomed)),
        )
    )


def reaching_quota(state: Count) -> tuple[list[int], list[Tie]]:
    """Return who is now deemed elected, most votes first, and the ties that chose where not all of them may be.

    Source: rule 48.
    """
    return constraints.electable(
        state.given,
        state.deemed_elected,
        state.continuing(),
        in_order(state, [number for number in state.continuing() if state.votes[number] >= state.quota]),
        lambda equal: separate(state, equal, wanted="most"),
        state.votes.__getitem__,
    )


def in_order(state: Count, numbers: list[int]) -> list[int]:
    """Return candidates most votes first; equals in lot order, or as on the ballot paper where there is none."""
    order = state.given.lots.order if state.given.lots else tuple(sorted(state.votes))
    return sorted(sorted(numbers, key=order.index), key=lambda number: state.votes[number], reverse=True)


def whole_hundred_thousandths(value: Fraction) -> Fraction:
    """Return a value to five decimal places, ignoring any remainder.

    Source: rule 49(3).
    """
    return Fraction(int(value * HUNDRED_THOUSAND), HUNDRED_THOUSAND)


def scaled(value: Fraction) -> int:
    """Return a value as hundred-thousandths, which it is a whole number of."""
    return int(value * HUNDRED_THOUSAND)


def record(state: Count) -> Record:
    """Return the record of a finished count."""
    given = state.given
    blank = sum(number for ranking, number in given.ballots if not ranking)
    papers = sum(number for _, number in given.ballots)
    return Record(
        rule=given.rule,
        version=given.version,
        title=given.title,
        seats=given.seats,
        candidates=tuple(state.names),
        withdrawn=given.withdrawn,
        valid=state.valid,
        blank=blank,
        emptied=papers - blank - state.valid,
        cut_short=given.cut_short,
        places=5,
        quota_places=0,
        quota=state.quota,
        elected=tuple(state.deemed_elected),
        stages=tuple(state.stages),
        lots=given.lots,
        input_sha256=given.sha256(),
        constraints=given.categories,
    )
