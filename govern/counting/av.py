"""The alternative vote: one place, and one candidate after another leaves until one has more than half.

Source: Parliamentary Voting System and Constituencies Act 2011, section 9 (as enacted): a candidate with more votes
than all others together is elected; until then the one with the fewest goes. It leaves ties to comparison with
earlier stages and to lot; they are broken backwards here, as in SSI 2011/399, Schedule 1, rule 52(2).
"""

from govern.counting import sentences_av as sentences
from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.limits import FREE, limits_of
from govern.counting.piles import Parcel
from govern.counting.stages import EXCLUDE, FIRST, Reason, Record, Stage, Tie, ended
from govern.counting.ties import break_backwards


def count(given: CountInput) -> Record:
    """Count a contest for one place.

    :raises InputNotCountable: more than one place.
    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    if given.seats > 1:
        raise InputNotCountable(f"The alternative vote fills one place, not {given.seats}.")
    return _Count(given).run()


def majority(votes: int) -> int:
    """Return the fewest votes that are more than all others together.

    >>> majority(100), majority(101)
    (51, 51)
    """
    return votes // 2 + 1


class _Count:
    """A count in progress."""

    def __init__(self, given: CountInput) -> None:
        self._given = given
        self._names = [candidate.name for candidate in given.candidates]
        self._piles = given.ballots.piles()
        self._continuing = set(given.standing)
        self._votes = [0] * len(self._names)
        self._non_transferable = 0
        self._stages: list[Stage] = []
        self._elected: tuple[int, ...] = ()
        self._limits = limits_of(given)
        self._standing = FREE

    def run(self) -> Record:
        dealt = self._piles.deal(self._continuing, value=1)
        invalid = dealt.non_transferable
        valid = dealt.papers - invalid
        first = dealt._replace(papers=valid, non_transferable=0)
        self._close_stage(FIRST, (), [first], [sentences.first_preferences(valid)])
        while self._continuing and not self._elected:
            self._exclude_the_lowest()
        return ended(self._given, self._stages, invalid=invalid, places=0, quota_places=0)

    def _exclude_the_lowest(self) -> None:
        among = self._standing.excludable(self._continuing)
        fewest = min(self._votes[number - 1] for number in among)
        tied = sorted(number for number in among if self._votes[number - 1] == fewest)
        who, tie = tied[0], None
        if len(tied) > 1:
            earlier = [stage.votes for stage in self._stages]
            tie = break_backwards(tied, earlier, extreme=min, lots=self._given.lots)
            who = tie.chosen
        self._continuing.discard(who)
        parcels = self._piles.move(who, self._continuing, lambda value: value)
        usual = sentences.excluded(who, self._names, votes=fewest)
        why = self._limits.excluded(usual, (who,), standing=self._standing, votes=self._votes, names=self._names)
        said = why if tie is None else [sentences.tie_broken(tie, self._names), *why]
        self._votes[who - 1] = 0
        self._close_stage(EXCLUDE, (who,), parcels, said, tie)

    def _close_stage(
        self, action: str, who: tuple[int, ...], parcels: list[Parcel], said: list[Reason], tie: Tie | None = None
    ) -> None:
        before = self._stages[-1].votes if self._stages else (0,) * len(self._names)
        for parcel in parcels:
            self._non_transferable += parcel.non_transferable
            for number, papers in parcel.to.items():
                self._votes[number - 1] += papers
        needed = majority(sum(self._votes))
        self._elected = elected = self._with_a_majority(needed)
        for number in elected:
            votes = self._votes[number - 1]
            has_most = votes >= needed
            said.append(
                sentences.majority(number, self._names, votes=votes)
                if has_most
                else sentences.sole(number, self._names)
            )
        known, self._standing = self._standing, self._limits.standing(elected, self._continuing.difference(elected))
        said += self._limits.changes(known, self._standing, self._names)
        self._stages.append(
            Stage(
                n=len(self._stages) + 1,
                action=action,
                who=who,
                votes=tuple(self._votes),
                non_transferable=self._non_transferable,
                lost_by_rounding=0,
                quota=needed,
                elected=elected,
                filled=(),
                tie=tie,
                transfers=tuple(now - then for now, then in zip(self._votes, before, strict=True)),
                from_parcels=tuple(parcels),
                reasons=tuple(said),
                guarded=tuple(sorted(self._standing.guarded)),
                doomed=tuple(sorted(self._standing.doomed)),
            )
        )

    def _with_a_majority(self, needed: int) -> tuple[int, ...]:
        """Return who has the votes needed and may be elected, or the only candidate left, who needs no votes."""
        if len(self._continuing) == 1:
            return tuple(self._continuing)
        may_be = self._continuing - self._limits.standing((), self._continuing).doomed
        return tuple(number for number in sorted(may_be) if self._votes[number - 1] >= needed)
