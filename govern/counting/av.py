"""The alternative vote: one place, and one candidate after another leaves until one has more than half.

Source: Parliamentary Voting System and Constituencies Act 2011, section 9 (as enacted): a candidate with more votes
than all others together is elected; until then the one with the fewest goes. It leaves ties to comparison with
earlier stages and to lot; they are broken backwards here, as in SSI 2011/399, Schedule 1, rule 52(2).
"""

from govern.counting.errors import InputNotCountable
from govern.counting.inputs import CountInput
from govern.counting.piles import Parcel
from govern.counting.sentences import listed, plural
from govern.counting.stages import EARLIER_STAGE, EXCLUDE, FIRST, Reason, Record, Stage, Tie, ended
from govern.counting.ties import break_backwards

ACT = "Parliamentary Voting System and Constituencies Act 2011, section 9"


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
        self._elected = False

    def run(self) -> Record:
        dealt = self._piles.deal(self._continuing, value=1)
        invalid = dealt.non_transferable
        valid = dealt.papers - invalid
        text = f"{plural(valid, 'valid paper')} went to their first preferences."
        said = [Reason("first-preferences", ACT, {"valid": valid}, text)]
        self._close_stage(FIRST, (), [dealt._replace(papers=valid, non_transferable=0)], said)
        while self._continuing and not self._elected:
            self._exclude_the_lowest()
        return ended(self._given, self._stages, invalid=invalid, places=0, quota_places=0)

    def _exclude_the_lowest(self) -> None:
        fewest = min(self._votes[number - 1] for number in self._continuing)
        tied = sorted(number for number in self._continuing if self._votes[number - 1] == fewest)
        who, tie = tied[0], None
        if len(tied) > 1:
            earlier = [stage.votes for stage in self._stages]
            tie = break_backwards(tied, earlier, extreme=min, lots=self._given.lots)
            who = tie.chosen
        self._continuing.discard(who)
        parcels = self._piles.move(who, self._continuing, lambda value: value)
        self._votes[who - 1] = 0
        text = f"Nobody had more than half, so {self._names[who - 1]}, with the fewest votes ({fewest}), was excluded."
        said = [*self._tie(tie), Reason("excluded", ACT, {"who": who, "votes": fewest}, text)]
        self._close_stage(EXCLUDE, (who,), parcels, said, tie)

    def _tie(self, tie: Tie | None) -> list[Reason]:
        if tie is None:
            return []
        people = listed([self._names[number - 1] for number in tie.tied])
        how = f"looking back to stage {tie.compared_stage}" if tie.by == EARLIER_STAGE else "by the lot order"
        text = f"{people} had equally few votes; {how}, {self._names[tie.chosen - 1]} was the one to go."
        facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": tie.compared_stage}
        code = "tie-earlier-stage" if tie.by == EARLIER_STAGE else "tie-lot"
        return [Reason(code, "SSI 2011/399, Schedule 1, rule 52(2)", facts, text)]

    def _close_stage(
        self, action: str, who: tuple[int, ...], parcels: list[Parcel], said: list[Reason], tie: Tie | None = None
    ) -> None:
        before = self._stages[-1].votes if self._stages else (0,) * len(self._names)
        for parcel in parcels:
            self._non_transferable += parcel.non_transferable
            for number, papers in parcel.to.items():
                self._votes[number - 1] += papers
        needed = majority(sum(self._votes))
        elected = tuple(n for n in sorted(self._continuing) if self._votes[n - 1] >= needed) or self._alone()
        self._elected = bool(elected)
        for number in elected:
            text = f"{self._names[number - 1]} has {self._votes[number - 1]} votes, more than all others together."
            said.append(Reason("majority", ACT, {"who": number, "votes": self._votes[number - 1]}, text))
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
            )
        )

    def _alone(self) -> tuple[int, ...]:
        """Return the only candidate left, who needs no votes."""
        return tuple(self._continuing) if len(self._continuing) == 1 else ()
