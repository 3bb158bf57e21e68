"""What the rules that transfer papers batch by batch have in common: `ers97` and `ft2014`.

A batch is papers that move together at one value. A surplus is paid from the batch its candidate received
last; the papers of the excluded move in batches, highest value first, and after each somebody may be elected.
Votes are whole hundredths. What the two texts say differently stands in their own modules.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, limits_of
from govern.counting.piles import Parcel
from govern.counting.sentences_batches import Sentences
from govern.counting.stages import EXCLUDE, FIRST, SURPLUS, Reason, Record, Stage, Tie, ended
from govern.counting.ties import break_forwards

PLACES = 2
ONE = 100


class Losers(NamedTuple):
    """Whom to exclude next, and the tie that chose, if there was one."""

    who: tuple[int, ...]
    tie: Tie | None = None


class BatchCount(ABC):
    """A count in progress: who continues, whose surplus waits, and every stage and point so far.

    A point is where votes are compared to break a tie: the end of a stage, or of a batch.
    """

    sentences: Sentences

    def __init__(self, given: CountInput) -> None:
        self.given = given
        self.limits = limits_of(given)
        self.standing = FREE
        self.names = tuple(candidate.name for candidate in given.candidates)
        self.piles = given.ballots.piles()
        self.continuing = set(given.standing)
        self.elected: list[int] = []
        self.votes = [0] * len(self.names)
        self.non_transferable = 0
        self.valid = 0
        self.quota = 0
        self.held: dict[int, dict[int, int]] = {}  # by candidate and mark, how many papers
        self.stages: list[Stage] = []
        self.points: list[tuple[int, tuple[int, ...]]] = []
        self.reasons: list[Reason] = []
        self.elected_now: list[int] = []
        self.tied_now: list[Tie] = []

    @abstractmethod
    def first_quota(self) -> int:
        """Return the quota of the valid papers, in hundredths."""

    @abstractmethod
    def deem_elected(self) -> None:
        """Elect whoever the votes as they stand elect."""

    @abstractmethod
    def cannot_catch(self, together: int, next_above: int) -> bool:
        """Say whether the lowest, with their votes and all surpluses together, cannot pass the next above."""

    @abstractmethod
    def after_batch(self) -> None:
        """Do what the rule does after each batch of an exclusion, before it looks who is elected."""

    def earlier(self) -> Sequence[tuple[int, Sequence[int]]]:
        """Return the votes by which a tie may be broken, oldest first, each with its stage."""
        return self.points

    def batch_of(self, value: int) -> int:
        """Return the value that a mark on a batch stands for; some texts keep batches of one value apart."""
        return value

    def mark_of(self, value: int) -> int:
        """Return the mark of papers that were transferred at a value."""
        return value

    def first_mark(self) -> int:
        """Return the mark of first preferences."""
        return ONE

    @property
    def vacancies(self) -> int:
        return self.given.seats - len(self.elected)

    @property
    def surplus(self) -> int:
        """Return the sum of all surpluses that have not been transferred."""
        return sum(max(0, self.votes[number - 1] - self.quota) for number in self.elected)

    def run(self) -> Record:
        invalid = self._sort_first_preferences()
        while self.continuing and self.vacancies:
            if len(self.continuing) <= self.vacancies:
                self._fill_the_last_vacancies(Losers(()))
            else:
                self._next_stage()
        return ended(self.given, self.stages, invalid=invalid, places=PLACES, quota_places=PLACES)

    def _next_stage(self) -> None:
        """Transfer a surplus, exclude, or fill the last places (ERS97 5.2.1 to 5.2.7; NHS STV47.9, 49.1 and 50.1)."""
        losers = self._losers()
        if not losers.who:
            self._transfer_a_surplus()
        elif len(self.continuing) - len(losers.who) <= self.vacancies:
            self._fill_the_last_vacancies(losers)
        else:
            self._exclude(losers)

    def most(self, tied: Sequence[int]) -> Tie:
        """Break a tie for the most votes."""
        return break_forwards(tied, self.earlier(), extreme=max, lots=self.given.lots)

    def fewest(self, tied: Sequence[int]) -> Tie:
        """Break a tie for the fewest votes."""
        return break_forwards(tied, self.earlier(), extreme=min, lots=self.given.lots)

    def elect(self, numbers: Sequence[int]) -> None:
        """Write candidates down as elected in this stage."""
        self.elected.extend(numbers)
        self.elected_now.extend(numbers)
        self.continuing.difference_update(numbers)

    def not_doomed(self) -> set[int]:
        """Return who continues and may still be elected within the limits, as things stand in this moment."""
        return self.continuing - self.limits.standing(self.elected, self.continuing).doomed

    def may_all_be_elected(self, numbers: Collection[int]) -> bool:
        """Say whether there are places enough, and limits that let all of these be elected."""
        left = self.continuing.difference(numbers)
        return len(numbers) <= self.vacancies and self.limits.allow([*self.elected, *numbers], left)

    def by_votes(self, numbers: Collection[int]) -> tuple[int, ...]:
        """Return candidates most votes first. The order of equals is for show: it changes nothing in the count."""
        equals = self.given.lots.sort(numbers) if self.given.lots else sorted(numbers)
        return tuple(sorted(equals, key=lambda number: -self.votes[number - 1]))

    def clusters(self) -> list[list[int]]:
        """Return the candidates who may be excluded, fewest votes first, those with equal votes together."""
        levels: dict[int, list[int]] = {}
        among = self.standing.excludable(self.continuing)
        for number in sorted(among, key=lambda number: (self.votes[number - 1], number)):
            levels.setdefault(self.votes[number - 1], []).append(number)
        return list(levels.values())

    def _sort_first_preferences(self) -> int:
        """Sort every paper to its first preference, and return how many could not be (ERS97 5.1; NHS STV45, 46)."""
        dealt = self.piles.deal(self.continuing, value=self.first_mark())
        invalid = dealt.non_transferable
        self.valid = dealt.papers - invalid
        self.quota = self.first_quota()
        self.reasons += self.sentences.first_preferences(valid=self.valid, seats=self.given.seats, quota=self.quota)
        self._credit(dealt)
        self._point()
        self.deem_elected()
        self._close_stage(FIRST, (), [self._worth(dealt)._replace(papers=self.valid, non_transferable=0)])
        return invalid

    def _losers(self) -> Losers:
        """Return whom to exclude now; nobody, if a surplus must be transferred first."""
        if not self.standing.doomed:
            losers = self._together(self.surplus)
            if losers or self.surplus:
                return Losers(losers)
        lowest = self.clusters()[0]
        if len(lowest) == 1:
            return Losers(tuple(lowest))
        tie = self.fewest(lowest)
        return Losers((tie.chosen,), tie)

    def _together(self, surplus: int) -> tuple[int, ...]:
        """Return the most of the lowest, if any, who cannot be saved by their own votes and all surpluses.

        Source: ERS97 5.2.2 and 5.2.5; NHS STV47.10 and STV49.12.
        """
        lowest: list[int] = []
        losers: tuple[int, ...] = ()
        for cluster, above in pairwise(self.clusters()):
            lowest += cluster
            together = sum(self.votes[number - 1] for number in lowest) + surplus
            left = self.continuing.difference(lowest)
            enough_left = len(left) >= self.vacancies and self.limits.allow(self.elected, left)
            if enough_left and self.cannot_catch(together, self.votes[above[0] - 1]):
                losers = tuple(sorted(lowest))
        return losers

    def _transfer_a_surplus(self) -> None:
        """Transfer the largest surplus, from the papers that its candidate received last.

        A paper goes on at its present value, or where that would be too much, at the surplus divided by the papers
        that go on, cut to two decimals; what is cut is non-transferable.

        Source: ERS97 5.2.3 and 5.3.1 to 5.3.11; NHS STV47.1 to 47.8 and STV48.1 to 48.2.
        """
        who, tie = self._largest_surplus()
        surplus = self.votes[who - 1] - self.quota

        def revalue(papers: int, mark: int) -> int:
            value = self.batch_of(mark)
            return self.mark_of(value if papers * value <= surplus else surplus // papers)

        moved = self.piles.move_last(who, self.continuing, revalue)
        parcel = self._worth(moved)
        self.votes[who - 1] -= surplus
        sent = (parcel.papers - parcel.non_transferable) * parcel.value_after
        self.non_transferable += surplus - sent
        if tie:
            self.reasons.append(self.sentences.tie_broken(tie, self.names, surplus=True))
        self.reasons.append(self.sentences.surplus_moved(who, self.names[who - 1], surplus, parcel))
        self._credit(moved)
        self._point()
        self.deem_elected()
        self._close_stage(SURPLUS, (who,), [parcel], tie)

    def _largest_surplus(self) -> tuple[int, Tie | None]:
        largest = max(self.votes[number - 1] for number in self.elected)
        tied = sorted(number for number in self.elected if self.votes[number - 1] == largest)
        if len(tied) == 1:
            return tied[0], None
        tie = self.most(tied)
        return tie.chosen, tie

    def _exclude(self, losers: Losers) -> None:
        """Exclude candidates together, and move their papers batch by batch until every place is filled.

        Source: ERS97 5.4.1 to 5.4.11 and 5.5.2; NHS STV49.2 to 49.9 and STV50.3.
        """
        self.continuing.difference_update(losers.who)
        if losers.tie:
            self.reasons.append(self.sentences.tie_broken(losers.tie, self.names, surplus=False))
        votes = sum(self.votes[number - 1] for number in losers.who)
        usual = self.sentences.excluded(losers.who, self.names, votes=votes, deferred=self.surplus)
        self.reasons += self.limits.excluded(
            usual, losers.who, standing=self.standing, votes=self.votes, names=self.names
        )
        parcels = []
        for mark in sorted({mark for number in losers.who for mark in self.held.get(number, ())}, reverse=True):
            if not self.vacancies:
                self.reasons.append(self.sentences.stopped())
                break
            parcels.append(self._move_batch(losers.who, mark))
        self._close_stage(EXCLUDE, losers.who, parcels, losers.tie)

    def _move_batch(self, losers: tuple[int, ...], mark: int) -> Parcel:
        """Move the papers of one value, and return them with those they elected (ERS97 5.4.2 to 5.4.9)."""
        onward = self.mark_of(self.batch_of(mark))
        moved = self.piles.move_batch(losers, mark, self.continuing, after=onward)
        parcel = self._worth(moved)
        for number in losers:
            self.votes[number - 1] -= self.held.get(number, {}).pop(mark, 0) * parcel.value_before
        self.non_transferable += parcel.non_transferable * parcel.value_after
        self._credit(moved)
        self.after_batch()
        self._point()
        elected_before = len(self.elected)
        self.deem_elected()
        return parcel._replace(elected=tuple(self.elected[elected_before:]))

    def _worth(self, parcel: Parcel) -> Parcel:
        """Return papers with the values that their marks stand for."""
        return parcel._replace(
            value_before=self.batch_of(parcel.value_before), value_after=self.batch_of(parcel.value_after)
        )

    def _credit(self, moved: Parcel) -> None:
        mark = moved.value_after
        for number, papers in moved.to.items():
            self.votes[number - 1] += papers * self.batch_of(mark)
            ledger = self.held.setdefault(number, {})
            ledger[mark] = ledger.get(mark, 0) + papers

    def _point(self) -> None:
        """Remember the votes as they stand: a tie may be broken by them later."""
        self.points.append((len(self.stages) + 1, tuple(self.votes)))

    def _fill_the_last_vacancies(self, losers: Losers) -> None:
        """Elect all who are left when the next to go are gone, and move no papers (ERS97 5.5.1; NHS STV50.1)."""
        filled = self.by_votes(self.continuing.difference(losers.who))
        if losers.tie:
            self.reasons.append(self.sentences.tie_broken(losers.tie, self.names, surplus=False))
        self.reasons.append(self.sentences.last_vacancies(filled, self.names, vacancies=self.vacancies))
        self.elect(filled)
        self.continuing.clear()
        last = self.stages[-1]
        self.stages[-1] = last._replace(
            elected=last.elected + filled,
            filled=filled,
            tie=last.tie or losers.tie,
            reasons=last.reasons + tuple(self.reasons),
        )

    def _close_stage(
        self, action: str, who: tuple[int, ...], parcels: Sequence[Parcel], tie: Tie | None = None
    ) -> None:
        """Write the stage down."""
        before = self.stages[-1].votes if self.stages else (0,) * len(self.names)
        before_now, self.standing = self.standing, self.limits.standing(self.elected, self.continuing)
        self.reasons += self.limits.changes(before_now, self.standing, self.names)
        self.stages.append(
            Stage(
                n=len(self.stages) + 1,
                action=action,
                who=who,
                votes=tuple(self.votes),
                non_transferable=self.non_transferable,
                lost_by_rounding=0,
                quota=self.quota,
                elected=tuple(self.elected_now),
                filled=(),
                tie=next(iter(self.tied_now), None) if tie is None else tie,
                transfers=tuple(now - then for now, then in zip(self.votes, before, strict=True)),
                from_parcels=tuple(parcels),
                reasons=tuple(self.reasons),
                guarded=tuple(sorted(self.standing.guarded)),
                doomed=tuple(sorted(self.standing.doomed)),
            )
        )
        self.reasons, self.elected_now, self.tied_now = [], [], []
