"""ERS97: the single transferable vote of the Electoral Reform Society.

Source: R. A. Newland and F. S. Britton, *How to conduct an election by the Single Transferable Vote*, third
edition, Electoral Reform Society, 1997, sections 5 and 6. Section numbers below are those of that text.
"""

from collections.abc import Sequence

from govern.counting.batches import ONE, BatchCount
from govern.counting.inputs import CountInput
from govern.counting.sentences_batches import Sentences
from govern.counting.stages import Record


def count(given: CountInput) -> Record:
    """Count a contest, stage by stage, until every place is filled or nobody continues.

    :raises LotNeeded: a tie that only a lot can break, and no lot order.
    """
    return Count(given).run()


def quota(votes: int, seats: int) -> int:
    """Return the quota in hundredths: the votes over one more than the seats, and 0.01 more if inexact.

    Source: 5.1.6 and 5.4.8.

    >>> quota(83 * 100, 3)
    2075
    """
    return -(-votes // (seats + 1))


SENTENCES = Sentences(
    text="ERS97",
    sorting="5.1.2",
    quota="5.1.6",
    how_quota="to two decimals, and 0.01 more if that is inexact",
    electing="5.1.7, 5.3.13 and 5.4.9",
    level="the quota or the share of the active vote",
    surplus="5.2.3 and 5.3.1 to 5.3.10",
    surplus_tie="5.2.3",
    excluding="5.2.2, 5.2.5 and 5.4.1 to 5.4.11",
    excluding_tie="5.2.5",
    filling="5.5.1",
    stopping="5.5.2",
)


class Count(BatchCount):
    """A count in progress."""

    sentences = SENTENCES

    def first_quota(self) -> int:
        return quota(self.valid * ONE, self.given.seats)

    def after_batch(self) -> None:
        """Recalculate the quota while nobody is elected, ignoring the non-transferable vote (5.4.8)."""
        if self.elected:
            return
        lower = quota(self.valid * ONE - self.non_transferable, self.given.seats)
        if lower != self.quota:
            self.quota = lower
            self.reasons.append(self.sentences.new_quota(lower))

    def enough(self) -> int:
        """Return the votes that elect: the quota, or the active vote shared among the places left and one more.

        Source: 5.1.7, 5.3.13 and 5.4.9, as 5.6.1 works it out: the total valid vote, less the non-transferable vote,
        less the quota, or the vote if it is lower, of everybody elected.
        """
        kept = sum(min(self.votes[number - 1], self.quota) for number in self.elected)
        active = self.valid * ONE - self.non_transferable - kept
        return max(1, min(self.quota, quota(active, self.vacancies)))

    def deem_elected(self) -> None:
        """Elect in descending order of votes, looking again at what is enough after each.

        Source: 5.1.7, 5.3.13 and 5.4.9, and 5.6.1.
        """
        while self.vacancies and (electable := self.not_doomed()):
            most = max(self.votes[number - 1] for number in electable)
            level = self.enough()
            if most < level:
                return
            equal = self.by_votes([number for number in electable if self.votes[number - 1] == most])
            chosen = equal[:1] if self.may_all_be_elected(equal) else self._clear_of_the_others(equal)
            if not chosen:
                return
            for number in chosen:
                self.reasons.append(self.sentences.reached(number, self.names[number - 1], votes=most, level=level))
            self.elect(chosen)

    def _clear_of_the_others(self, equal: Sequence[int]) -> list[int]:
        """Return those of too many with equal votes who stood ahead at the earliest point where they differed.

        Source: 5.6.2: if no point separates them, none of them is deemed elected yet. Too many are more than there
        are places for, or more than constraints let be elected.
        """
        history = {number: [votes[number - 1] for _, votes in self.points] for number in equal}
        ranked = sorted(equal, key=history.__getitem__, reverse=True)
        places = min(self.vacancies, len(ranked) - 1)
        while not self.may_all_be_elected(kept := [n for n in ranked if history[n] > history[ranked[places]]]):
            places -= 1
        self.reasons.append(self.sentences.equals_ranked(sorted(equal), self.names, kept=kept))
        return kept

    def cannot_catch(self, together: int, next_above: int) -> bool:
        """Say whether the lowest may go together, any surplus being left for later: they do not exceed the next above.

        Source: 5.2.2 (deferring a surplus) and 5.2.5 (excluding as many together as possible).
        """
        return together <= next_above
