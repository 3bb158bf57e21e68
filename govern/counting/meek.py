"""Meek's method, by the reference rule of the Proportional Representation Foundation.

Source: Proportional Representation Foundation, *Reference Meek Rule*, parts A to C, whose letters stand below.
Numbers have nine decimals, rounded up where the text rounds up, cut where it cuts.
"""

from collections.abc import Collection, Sequence

from govern.counting import sentences_meek as sentences
from govern.counting.errors import LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, limits_of
from govern.counting.lots import LotOrder
from govern.counting.stages import EXCLUDE, FIRST, Reason, Record, Stage, Tie, ended
from govern.counting.ties import by_lot

PLACES = 9
ONE = 1_000_000_000
OMEGA = 1_000


def count(given: CountInput) -> Record:
    """Count a contest, round by round, until every place is filled or nobody hopes any more.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return _Count(given).run()


def quota(counted: int, seats: int) -> int:
    """Return the quota: the votes that count over one more than the seats, cut, and the smallest vote more.

    Source: B.2.b.

    >>> quota(83 * ONE, 3)
    20750000001
    """
    return counted // (seats + 1) + 1


def keep_factor(keep: int, *, quota: int, votes: int) -> int:
    """Return the part of each vote that an elected candidate keeps from now on, rounded up twice.

    Source: B.2.f.

    >>> keep_factor(ONE, quota=20750000001, votes=42 * ONE)
    494047620
    """
    return -(-_up(keep * quota) * ONE // votes)


def _up(product: int) -> int:
    """Return the product of two numbers of nine decimals, rounded up to nine."""
    return -(-product // ONE)


class _Count:
    """A count in progress: who hopes, what the elected keep, and every round so far."""

    def __init__(self, given: CountInput) -> None:
        self._given = given
        self._names = tuple(candidate.name for candidate in given.candidates)
        self._paths = given.ballots.paths(len(given.candidates))
        self._hopeful = set(given.standing)
        self._elected: list[int] = []
        self._keep = [0, *(0 if candidate.withdrawn else ONE for candidate in given.candidates)]
        self._votes = [0] * len(self._names)
        self._quota = 0
        self._stages: list[Stage] = []
        self._limits = limits_of(given)
        self._standing = self._limits.standing((), self._hopeful)

    def run(self) -> Record:
        invalid = self._paths.deal(self._hopeful)
        self._valid = self._given.ballots.papers - invalid
        if len(self._hopeful) <= self._vacancies:
            self._distribute()
            self._close_round(FIRST, ())
        while self._vacancies and len(self._hopeful) > self._vacancies:
            self._round()
        self._fill_the_last_vacancies()
        return ended(self._given, self._stages, invalid=invalid, places=PLACES, quota_places=PLACES)

    @property
    def _vacancies(self) -> int:
        return self._given.seats - len(self._elected)

    @property
    def _surplus(self) -> int:
        """Return what the elected have above the quota in all, or 0 (B.2.d)."""
        return max(0, sum(self._votes[number - 1] - self._quota for number in self._elected))

    def _round(self) -> None:
        """Distribute votes until somebody reaches the quota, or exclude the lowest (B.2)."""
        previous = None
        while True:
            self._distribute()
            reached = [number for number in self._hopeful if self._votes[number - 1] >= self._quota]
            if self._elect(reached):
                return
            if self._standing.doomed:
                self._exclude_the_lowest(0)
                return
            surplus = self._surplus
            if surplus < OMEGA or (previous is not None and surplus >= previous):
                self._exclude_the_lowest(surplus)
                return
            previous = surplus
            for number in self._elected:
                votes = self._votes[number - 1]
                self._keep[number] = keep_factor(self._keep[number], quota=self._quota, votes=votes)

    def _distribute(self) -> None:
        """Let each candidate on each paper keep their part of what is left of it, and set the quota (B.2.a-b)."""
        self._votes = self._paths.votes(self._keep, ONE)
        self._quota = quota(sum(self._votes), self._given.seats)

    def _elect(self, reached: Collection[int]) -> bool:
        """Elect everybody with the quota (B.2.c), and say whether that was anybody.

        Their keep factor is 1 until the next round sets it. Within limits it may be not all of them.
        """
        elected, ties = self._limits.electable(
            self._by_votes(reached),
            elected=self._elected,
            hopeful=self._hopeful,
            votes=self._votes,
            choose=self._elected_by_lot,
        )
        if not elected:
            return False
        votes = [self._votes[number - 1] for number in elected]
        reasons = [
            sentences.reached_quota(number, self._names[number - 1], votes=held, quota=self._quota)
            for number, held in zip(elected, votes, strict=True)
        ]
        reasons += self._limits.tied(ties, self._names)
        self._hopeful.difference_update(elected)
        self._elected.extend(elected)
        self._close_round(FIRST, (), reasons, next(iter(ties), None), elected=elected)
        for number in elected:
            self._paths.move(number, self._hopeful, self._elected)
        return True

    def _exclude_the_lowest(self, surplus: int) -> None:
        """Exclude the lowest; who is within the surplus of them is tied with them (B.3)."""
        among = self._standing.excludable(self._hopeful)
        lowest = min(self._votes[number - 1] for number in among)
        tied = sorted(number for number in among if self._votes[number - 1] <= lowest + surplus)
        tie = None if len(tied) == 1 else self._by_lot(tied)
        who = tied[0] if tie is None else tie.chosen
        reasons = [] if tie is None else [sentences.tie_broken(tie, self._names)]
        usual = sentences.excluded(who, self._names[who - 1], votes=self._votes[who - 1], surplus=surplus)
        reasons += self._limits.excluded(usual, (who,), standing=self._standing, votes=self._votes, names=self._names)
        self._hopeful.discard(who)
        self._close_round(EXCLUDE, (who,), reasons, tie)
        self._keep[who] = 0
        self._paths.move(who, self._hopeful, self._elected)

    def _by_lot(self, tied: Sequence[int]) -> Tie:
        """Return the first of the tied in the order drawn before: this text defeats the first, not the last (B.3)."""
        return by_lot(tied, tied, extreme=max, lots=self._drawn(tied))

    def _elected_by_lot(self, tied: Sequence[int]) -> Tie:
        """Return the last of the tied in the order drawn before, who has the advantage."""
        return by_lot(tied, tied, extreme=min, lots=self._drawn(tied))

    def _drawn(self, tied: Sequence[int]) -> LotOrder:
        """Return the order drawn before.

        :raises LotNeeded: there is none.
        """
        if self._given.lots is None:
            raise LotNeeded(stage=len(self._stages) + 1, tied=tuple(tied))
        return self._given.lots

    def _by_votes(self, numbers: Collection[int]) -> tuple[int, ...]:
        """Return candidates most votes first. The order of equals is for show: it changes nothing in the count."""
        equals = self._given.lots.sort(numbers) if self._given.lots else sorted(numbers)
        return tuple(sorted(equals, key=lambda number: -self._votes[number - 1]))

    def _close_round(
        self,
        action: str,
        who: tuple[int, ...],
        reasons: Collection[Reason] = (),
        tie: Tie | None = None,
        *,
        elected: tuple[int, ...] = (),
    ) -> None:
        """Write the round down; what no candidate keeps is the residual."""
        before = self._stages[-1].votes if self._stages else (0,) * len(self._names)
        counted = sum(self._votes)
        said = sentences.quota(counted=counted, seats=self._given.seats, quota=self._quota)
        known = self._standing if self._stages else FREE
        self._standing = self._limits.standing(self._elected, self._hopeful)
        changes = self._limits.changes(known, self._standing, self._names)
        self._stages.append(
            Stage(
                n=len(self._stages) + 1,
                action=action,
                who=who,
                votes=tuple(self._votes),
                non_transferable=0,
                lost_by_rounding=self._valid * ONE - counted,
                quota=self._quota,
                elected=elected,
                filled=(),
                tie=tie,
                transfers=tuple(now - then for now, then in zip(self._votes, before, strict=True)),
                from_parcels=(),
                reasons=(said, *reasons, *changes),
                keep=tuple(self._keep[1:]),
                guarded=tuple(sorted(self._standing.guarded)),
                doomed=tuple(sorted(self._standing.doomed)),
            )
        )

    def _fill_the_last_vacancies(self) -> None:
        """Elect all who still hope, if places are left (C)."""
        if not self._vacancies or not self._hopeful:
            return
        filled = self._by_votes(self._hopeful)
        last = self._stages[-1]
        reason = sentences.last_vacancies(filled, self._names, vacancies=self._vacancies)
        self._stages[-1] = last._replace(elected=last.elected + filled, filled=filled, reasons=(*last.reasons, reason))
