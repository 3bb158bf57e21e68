"""The English source sentences of constraints, each with its code, facts and source."""

from collections.abc import Sequence

from govern.counting.sentences import listed, plural
from govern.counting.stages import EARLIER_STAGE, Reason, Tie

SOURCE = "constraints: guard and doom"


def guarded(who: Sequence[int], names: Sequence[str], *, ways: int) -> Reason:
    """Say who may not be excluded from now on, and why."""
    text = (
        f"{_every(ways)} within the constraints needs {_named(who, names)}, "
        f"so {'this candidate is' if len(who) == 1 else 'these candidates are'} guarded: not to be excluded."
    )
    return Reason("guarded", SOURCE, {"guarded": list(who), "ways": ways}, text)


def doomed(who: Sequence[int], names: Sequence[str], *, ways: int) -> Reason:
    """Say who can no longer be elected, and why."""
    text = (
        f"{_every(ways)} within the constraints does without {_named(who, names)}, "
        f"so {'this candidate is' if len(who) == 1 else 'these candidates are'} doomed: to be excluded at once."
    )
    return Reason("doomed", SOURCE, {"doomed": list(who), "ways": ways}, text)


def excluded(who: int, names: Sequence[str], *, votes: str) -> Reason:
    """Say that somebody doomed was excluded."""
    text = f"{names[who - 1]}, with {votes}, could no longer be elected within the constraints, and was excluded."
    return Reason("excluded-doomed", SOURCE, {"who": who, "votes": votes}, text)


def passed_over(who: Sequence[int], names: Sequence[str]) -> Reason:
    """Say that guarded candidates had too few votes to stay, had they not been guarded."""
    text = f"{_named(who, names)}, with no more votes, {'is' if len(who) == 1 else 'are'} guarded and had to stay."
    return Reason("passed-over", SOURCE, {"guarded": list(who)}, text)


def not_all(tie: Tie, names: Sequence[str]) -> Reason:
    """Say who of several with equal votes came first, where the constraints let not all of them be elected."""
    how = f"looking at stage {tie.compared_stage}" if tie.by == EARLIER_STAGE else "by the lot order"
    text = (
        f"{_named(tie.tied, names)} had equal votes, and the constraints let not all of them be elected; "
        f"{how}, {names[tie.chosen - 1]} came first."
    )
    facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": tie.compared_stage}
    return Reason("tie-constrained", SOURCE, facts, text)


def _named(who: Sequence[int], names: Sequence[str]) -> str:
    return listed([names[number - 1] for number in who])


def _every(ways: int) -> str:
    """Begin a sentence about the ways left to fill the places."""
    first = "The one way" if ways == 1 else f"Each of the {plural(ways, 'way')}"
    return f"{first} left to fill the places"
