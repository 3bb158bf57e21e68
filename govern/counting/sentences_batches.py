"""The English source sentences of rules that transfer papers batch by batch, each with its code, facts and rule."""

from collections.abc import Sequence
from typing import NamedTuple

from govern.counting.piles import Parcel
from govern.counting.sentences import listed, plural
from govern.counting.stages import EARLIER_STAGE, Reason, Tie, decimal_text

PLACES = 2


class Sentences(NamedTuple):
    """The name of a text, and the sections of it that the sentences rest on."""

    text: str
    sorting: str
    quota: str
    how_quota: str
    electing: str
    level: str
    surplus: str
    surplus_tie: str
    excluding: str
    excluding_tie: str
    filling: str
    stopping: str

    def first_preferences(self, *, valid: int, seats: int, quota: int) -> list[Reason]:
        """Say how the papers were first sorted, and what the quota is."""
        shown = decimal_text(quota, PLACES)
        sorting = f"The {plural(valid, 'valid paper')} went to their first preferences, each at a value of 1.00."
        setting = f"The quota is {shown}: {valid} divided by one more than the {seats} to be elected, {self.how_quota}."
        facts: dict[str, object] = {"valid": valid, "seats": seats, "quota": shown}
        return [
            Reason("first-preferences", self._of(self.sorting), {"valid": valid}, sorting),
            Reason("quota", self._of(self.quota), facts, setting),
        ]

    def new_quota(self, quota: int) -> Reason:
        """Say that the quota fell, as papers became non-transferable before anybody was elected."""
        shown = decimal_text(quota, PLACES)
        text = f"Nobody was elected yet and papers had become non-transferable, so the quota is now {shown}."
        return Reason("quota-reduced", self._of("5.4.8"), {"quota": shown}, text)

    def reached(self, who: int, name: str, *, votes: int, level: int) -> Reason:
        """Say that a candidate is deemed elected."""
        shown, enough = decimal_text(votes, PLACES), decimal_text(level, PLACES)
        text = f"{name} has {shown} votes, which is at least {self.level} of {enough}, and is deemed elected."
        facts: dict[str, object] = {"who": who, "votes": shown, "quota": enough}
        return Reason("reached-quota", self._of(self.electing), facts, text)

    def outweighs(self, who: int, name: str, *, votes: int, others: int) -> Reason:
        """Say that a candidate has at least as many votes as all others together.

        Source: NHS foundation trust model election rules 2014, STV50.2.
        """
        shown, rest = decimal_text(votes, PLACES), decimal_text(others, PLACES)
        text = f"One place is vacant, and {name} has {shown} votes, at least the {rest} of all others and surpluses."
        facts: dict[str, object] = {"who": who, "votes": shown, "others": rest}
        return Reason("outweighs-others", self._of("STV50.2"), facts, text)

    def equals_ranked(self, tied: Sequence[int], names: Sequence[str], *, kept: Sequence[int]) -> Reason:
        """Say which of several with equal votes and too few places are elected.

        Source: ERS97 5.6.2.
        """
        people = listed([names[number - 1] for number in tied])
        facts: dict[str, object] = {"tied": list(tied), "elected": list(kept)}
        text = f"{people} have equal votes and not all of them can be elected; "
        if not kept:
            more = "no earlier point separates them, so none of them is deemed elected yet."
        else:
            ahead = listed([names[number - 1] for number in kept])
            more = f"at the earliest point where they differed {ahead} stood ahead."
        return Reason("equals-ranked", self._of("5.6.2"), facts, text + more)

    def surplus_moved(self, who: int, name: str, surplus: int, parcel: Parcel) -> Reason:
        """Say whose surplus moved, from which papers, and at what value."""
        shown, value = decimal_text(surplus, PLACES), decimal_text(parcel.value_after, PLACES)
        moving = parcel.papers - parcel.non_transferable
        text = (
            f"{name}’s surplus of {shown} was transferred from the {plural(parcel.papers, 'paper')} received last: "
            f"{plural(moving, 'transferable paper')} went on at a value of {value}."
        )
        facts: dict[str, object] = {"who": who, "surplus": shown, "papers": parcel.papers, "moving": moving}
        return Reason("surplus-transferred", self._of(self.surplus), {**facts, "value": value}, text)

    def excluded(self, who: Sequence[int], names: Sequence[str], *, votes: int, deferred: int) -> Reason:
        """Say who was excluded, and which surplus was left for later."""
        shown, kept = decimal_text(votes, PLACES), decimal_text(deferred, PLACES)
        people = listed([names[number - 1] for number in who])
        text = f"{people}, lowest with {shown}, {'was' if len(who) == 1 else 'were'} excluded"
        if deferred:
            text += f"; the surplus of {kept} was left for later, as it could not save anybody excluded"
        facts: dict[str, object] = {"who": list(who), "votes": shown, "deferred": kept}
        return Reason("excluded", self._of(self.excluding), facts, text + ".")

    def tie_broken(self, tie: Tie, names: Sequence[str], *, surplus: bool) -> Reason:
        """Say how a tie for the largest surplus, or for the fewest votes, was broken."""
        facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": tie.compared_stage}
        tied, chosen = listed([names[number - 1] for number in tie.tied]), names[tie.chosen - 1]
        goes = f"{chosen}’s surplus was taken first" if surplus else f"{chosen} was the one to go"
        source = self._of(self.surplus_tie if surplus else self.excluding_tie)
        if tie.by == EARLIER_STAGE:
            more = "most" if surplus else "fewest"
            text = f"{tied} had equal votes; from the start on, {chosen} first had the {more}"
            return Reason("tie-earlier-stage", source, facts, f"{text}, at stage {tie.compared_stage}, so {goes}.")
        text = f"{tied} had equal votes, and no earlier point separated them all; by the lot order, {goes}."
        return Reason("tie-lot", source, facts, text)

    def last_vacancies(self, who: Sequence[int], names: Sequence[str], *, vacancies: int) -> Reason:
        """Say that those who remained took the places that remained."""
        people = listed([names[number - 1] for number in who])
        text = (
            f"As many candidates were left as the {plural(vacancies, 'place')} still vacant, or fewer, "
            f"so {people} {'is' if len(who) == 1 else 'are'} deemed elected and nothing more is transferred."
        )
        return Reason("last-vacancies", self._of(self.filling), {"who": list(who), "vacancies": vacancies}, text)

    def stopped(self) -> Reason:
        """Say that an exclusion ended early."""
        text = "Every place is filled, so the other papers of the excluded are not transferred."
        return Reason("all-places-filled", self._of(self.stopping), {}, text)

    def _of(self, section: str) -> str:
        return f"{self.text} {section}"
