"""The single transferable vote of NHS foundation trusts: last-parcel Gregory, in hundredths.

Source: Model election rules for NHS foundation trusts, 2014, Part 6, rules STV42 to STV51. Rule numbers below
are those of that text. It counts as ERS97 does, but the quota is whole and fixed, the lowest go together only
where they stay *below* the next above, first preferences of the excluded move before other papers of value 1.00,
ties look only at the ends of stages, and at an election with one vacancy no surplus is transferred.

The text repeats the local elections rules of Northern Ireland (Electoral Law Act (Northern Ireland) 1962, Schedule 5,
rules 46 to 52, as substituted by SI 1985/454). Of a sole vacancy both say three things: the quota does not by itself
elect (STV46.3; rule 48(3)), the rule on surpluses does not apply (STV47.11; rule 49(11)), and whoever has as many
votes as all others together is elected at once, after which nothing moves (STV50.2 and STV50.3; rule 52(2) and (3)).
Whoever has the quota of a sole vacancy has more than all others together, so the last of the three decides.
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
    return _Count(given).run()


def quota(valid: int, seats: int) -> int:
    """Return the quota in whole votes: any fraction disregarded, and one more.

    Source: STV46.1 and STV46.2.

    >>> quota(83, 3)
    21
    """
    return valid // (seats + 1) + 1


SENTENCES = Sentences(
    text="NHS model election rules 2014",
    sorting="STV45",
    quota="STV46.1 and STV46.2",
    how_quota="ignoring any fraction, plus 1",
    electing="STV46.3",
    level="the quota",
    surplus="STV47.1 to STV47.8",
    surplus_tie="STV48.1",
    excluding="STV47.10, STV49.1 and STV49.12",
    excluding_tie="STV49.13",
    filling="STV50.1",
    stopping="STV50.3",
)


class _Count(BatchCount):
    sentences = SENTENCES

    def first_quota(self) -> int:
        return quota(self.valid, self.given.seats) * ONE

    def first_mark(self) -> int:
        """Return a mark for first preferences alone: they move before what was transferred at 1.00 (STV49.2-9)."""
        return 2 * ONE + 1

    def mark_of(self, value: int) -> int:
        return 2 * value

    def batch_of(self, value: int) -> int:
        return value // 2

    def after_batch(self) -> None:
        """Leave the quota as it is: it is fixed at the first stage (STV46)."""

    def earlier(self) -> Sequence[tuple[int, Sequence[int]]]:
        """Return the ends of stages: ties look at the earliest preceding *stage* (STV48.1, STV49.13)."""
        return [(stage.n, stage.votes) for stage in self.stages]

    def cannot_catch(self, together: int, next_above: int) -> bool:
        """Say whether the lowest may go together, any surplus being left for later: they stay below the next above.

        Source: STV47.10 and STV49.12.
        """
        return together < next_above

    def deem_elected(self) -> None:
        """Elect everybody with the quota, and who fills the last vacancy as no other can.

        Source: STV46.3, by which the quota elects nobody at an election with one vacancy; STV50.2.
        """
        if self.given.seats > 1:
            self._elect_those_with_the_quota()
        if self.vacancies == 1:
            self._elect_who_outweighs_all_others()

    def _elect_those_with_the_quota(self) -> None:
        reached = self._may_be_elected(
            self.by_votes([number for number in self.continuing if self.votes[number - 1] >= self.quota])
        )
        for number in reached:
            name, votes = self.names[number - 1], self.votes[number - 1]
            self.reasons.append(self.sentences.reached(number, name, votes=votes, level=self.quota))
        self.elect(reached)

    def _may_be_elected(self, reached: Sequence[int]) -> Sequence[int]:
        """Return those with the quota whom the limits let be elected; of equals, who was ahead first."""
        chosen, ties = self.limits.electable(
            reached,
            elected=self.elected,
            hopeful=self.continuing,
            votes=self.votes,
            choose=self.most,
        )
        self.tied_now += ties
        self.reasons += self.limits.tied(ties, self.names)
        return chosen

    def _elect_who_outweighs_all_others(self) -> None:
        """Elect the one whose votes are at least those of all other continuing candidates and all surpluses.

        Source: STV50.2. Where two do, being equal, neither is "the" candidate, and STV49.13 decides between them.
        Papers of the excluded that have not moved yet may still go to another, so they count for the others.
        """
        total = sum(self.votes) - sum(self.votes[number - 1] for number in self.elected) + self.surplus
        ahead = [number for number in self.not_doomed() if 2 * self.votes[number - 1] >= total]
        if len(ahead) == 1 and len(self.continuing) > 1:
            (who,) = ahead
            votes = self.votes[who - 1]
            self.reasons.append(self.sentences.outweighs(who, self.names[who - 1], votes=votes, others=total - votes))
            self.elect(ahead)
