"""Scottish STV: the weighted inclusive Gregory method of Scotland's council elections.

Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53, the same text
as SSI 2007/42 rules 45 to 52. Rule numbers below are those of the 2011 Order.
"""

from collections.abc import Collection, Sequence

from govern.counting import sentences
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, limits_of
from govern.counting.piles import Parcel
from govern.counting.stages import EXCLUDE, FIRST, SURPLUS, Reason, Record, Stage, Tie, ended
from govern.counting.ties import break_backwards

PLACES = 5
ONE = 10**PLACES


def count(given: CountInput) -> Record:
    """Count a contest, stage by stage, until every place is filled or nobody continues.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return Count(given).run()


def quota(valid: int, seats: int) -> int:
    """Return the fewest whole votes that only as many candidates as there are seats can all reach.

    Source: rule 47.

    >>> quota(83, 3)
    21
    """
    return valid // (seats + 1) + 1


def transfer_value(*, surplus: int, value: int, votes: int) -> int:
    """Return the value at which a paper of a surplus moves on: multiplied first, divided once, cut once.

    Source: rule 49(3): to five decimal places, ignoring any remainder.

    >>> transfer_value(surplus=200000, value=50000, votes=2300000)
    4347
    """
    return surplus * value // votes


class Count:
    """A count in progress: who continues, whose surplus waits, and every stage so far."""

    def __init__(self, given: CountInput) -> None:
        self._given = given
        self._names = tuple(candidate.name for candidate in given.candidates)
        self._piles = given.ballots.piles()
        self._continuing = set(given.standing)
        self._waiting: set[int] = set()  # elected above the quota, surplus not yet transferred
        self._elected: list[int] = []
        self._votes = [0] * len(self._names)
        self._non_transferable = 0
        self._lost = 0
        self._quota = 0
        self._stages: list[Stage] = []
        self._limits = limits_of(given)
        self._standing = FREE

    def run(self) -> Record:
        invalid = self._sort_first_preferences()
        while self._continuing and self._vacancies:
            if self._standing.doomed:
                self._exclude_the_lowest()
            elif self._waiting:
                self._transfer_a_surplus()
            else:
                self._exclude_the_lowest()
        return ended(self._given, self._stages, invalid=invalid, places=PLACES, quota_places=0)

    @property
    def _vacancies(self) -> int:
        return self._given.seats - len(self._elected)

    @property
    def _earlier(self) -> list[tuple[int, ...]]:
        return [stage.votes for stage in self._stages]

    def _sort_first_preferences(self) -> int:
        """Sort every paper to its first preference, and return how many could not be (rules 46 and 47)."""
        dealt = self._piles.deal(self._continuing, value=ONE)
        invalid = dealt.non_transferable
        valid = dealt.papers - invalid
        self._quota = quota(valid, self._given.seats)
        reasons = sentences.first_preferences(valid=valid, seats=self._given.seats, quota=self._quota)
        first = dealt._replace(papers=valid, non_transferable=0)
        self._close_stage(FIRST, (), [first], [*reasons])
        return invalid

    def _transfer_a_surplus(self) -> None:
        """Transfer the largest surplus, looking at all the papers of its candidate (rules 49 and 50)."""
        who, tie = self._choose(self._waiting, largest=True)
        votes = self._votes[who - 1]
        surplus = votes - self._quota * ONE

        def revalue(value: int) -> int:
            return transfer_value(surplus=surplus, value=value, votes=votes)

        self._waiting.discard(who)
        parcels = self._piles.move(who, self._continuing, revalue)
        self._votes[who - 1] -= surplus
        self._lost += surplus - sum(parcel.papers * parcel.value_after for parcel in parcels)
        reasons = [] if tie is None else [sentences.tie_broken(tie, self._names, surplus=True)]
        papers = sum(parcel.papers for parcel in parcels)
        name = self._names[who - 1]
        reasons.append(sentences.surplus_moved(who, name, surplus=surplus, votes=votes, papers=papers))
        self._close_stage(SURPLUS, (who,), parcels, reasons, tie)

    def _exclude_the_lowest(self) -> None:
        """Exclude the one candidate with the fewest votes, whose papers keep their values (rules 51 and 52)."""
        who, tie = self._choose(self._standing.excludable(self._continuing), largest=False)
        votes = self._votes[who - 1]
        self._continuing.discard(who)
        parcels = self._piles.move(who, self._continuing, lambda value: value)
        reasons = [] if tie is None else [sentences.tie_broken(tie, self._names, surplus=False)]
        papers = sum(parcel.papers for parcel in parcels)
        usual = sentences.excluded(who, self._names[who - 1], votes=votes, papers=papers)
        reasons += self._limits.excluded(usual, (who,), standing=self._standing, votes=self._votes, names=self._names)
        self._votes[who - 1] = 0
        self._close_stage(EXCLUDE, (who,), parcels, reasons, tie)

    def _choose(self, among: set[int], *, largest: bool) -> tuple[int, Tie | None]:
        """Return the candidate with the most or fewest votes, and the tie if there was one (rules 50(2), 52(2))."""
        extreme = max if largest else min
        votes = extreme(self._votes[number - 1] for number in among)
        tied = sorted(number for number in among if self._votes[number - 1] == votes)
        if len(tied) == 1:
            return tied[0], None
        tie = break_backwards(tied, self._earlier, extreme=extreme, lots=self._given.lots)
        return tie.chosen, tie

    def _close_stage(
        self,
        action: str,
        who: tuple[int, ...],
        parcels: Sequence[Parcel],
        reasons: list[Reason],
        tie: Tie | None = None,
    ) -> None:
        """Credit what moved, deem elected whoever may now be, and write the stage down."""
        before = self._stages[-1].votes if self._stages else (0,) * len(self._names)
        for parcel in parcels:
            self._non_transferable += parcel.non_transferable * parcel.value_after
            for number, papers in parcel.to.items():
                self._votes[number - 1] += papers * parcel.value_after
        reached, ties = self._return_those_with_the_quota(reasons)
        filled = self._fill_the_last_vacancies(reasons)
        before_now, self._standing = self._standing, self._limits.standing(self._elected, self._continuing)
        reasons += self._limits.changes(before_now, self._standing, self._names)
        self._stages.append(
            Stage(
                n=len(self._stages) + 1,
                action=action,
                who=who,
                votes=tuple(self._votes),
                non_transferable=self._non_transferable,
                lost_by_rounding=self._lost,
                quota=self._quota,
                elected=reached + filled,
                filled=filled,
                tie=next(iter(ties), None) if tie is None else tie,
                transfers=tuple(now - then for now, then in zip(self._votes, before, strict=True)),
                from_parcels=tuple(parcels),
                reasons=tuple(reasons),
                guarded=tuple(sorted(self._standing.guarded)),
                doomed=tuple(sorted(self._standing.doomed)),
            )
        )

    def _return_those_with_the_quota(self, reasons: list[Reason]) -> tuple[tuple[int, ...], tuple[Tie, ...]]:
        """Deem elected every continuing candidate with the quota; votes above it wait to move (rule 48).

        Within limits that may be not all of them; the ties that chose are returned too.
        """
        level = self._quota * ONE
        reached = self._by_votes([number for number in self._continuing if self._votes[number - 1] >= level])
        reached, ties = self._limits.electable(
            reached,
            elected=self._elected,
            hopeful=self._continuing,
            votes=self._votes,
            choose=lambda tied: break_backwards(tied, self._earlier, extreme=max, lots=self._given.lots),
        )
        reasons += self._limits.tied(ties, self._names)
        for number in reached:
            votes = self._votes[number - 1]
            reasons.append(sentences.reached_quota(number, self._names[number - 1], votes=votes, quota=self._quota))
            if votes > level:
                self._waiting.add(number)
        self._elect(reached)
        return reached, ties

    def _fill_the_last_vacancies(self, reasons: list[Reason]) -> tuple[int, ...]:
        """Deem elected all who continue, once they are no more than the places left (rule 53)."""
        vacancies = self._vacancies
        if not vacancies or not self._continuing or len(self._continuing) > vacancies:
            return ()
        filled = self._by_votes(self._continuing)
        reasons.append(sentences.last_vacancies(filled, self._names, vacancies=vacancies))
        self._elect(filled)
        return filled

    def _by_votes(self, numbers: Collection[int]) -> tuple[int, ...]:
        """Return candidates most votes first. The order of equals is for show: it changes nothing in the count."""
        equals = self._given.lots.sort(numbers) if self._given.lots else sorted(numbers)
        return tuple(sorted(equals, key=lambda number: -self._votes[number - 1]))

    def _elect(self, numbers: Sequence[int]) -> None:
        self._elected.extend(numbers)
        self._continuing.difference_update(numbers)
