"""The English source sentences of `av`, each with its code, facts and source."""

from collections.abc import Sequence

from govern.counting.sentences import listed, plural
from govern.counting.stages import EARLIER_STAGE, Reason, Tie

ACT = "Parliamentary Voting System and Constituencies Act 2011, section 9"


def first_preferences(valid: int) -> Reason:
    """Say how the papers were first sorted."""
    text = f"{plural(valid, 'valid paper')} went to their first preferences."
    return Reason("first-preferences", ACT, {"valid": valid}, text)


def excluded(who: int, names: Sequence[str], *, votes: int) -> Reason:
    """Say who was excluded."""
    text = f"Nobody had more than half, so {names[who - 1]}, with the fewest votes ({votes}), was excluded."
    return Reason("excluded", ACT, {"who": who, "votes": votes}, text)


def majority(who: int, names: Sequence[str], *, votes: int) -> Reason:
    """Say who is elected."""
    text = f"{names[who - 1]} has {votes} votes, more than all others together."
    return Reason("majority", ACT, {"who": who, "votes": votes}, text)


def sole(who: int, names: Sequence[str]) -> Reason:
    """Say who is elected because nobody else is left."""
    text = f"Nobody but {names[who - 1]} is left, who is elected."
    return Reason("sole-candidate", ACT, {"who": who}, text)


def tie_broken(tie: Tie, names: Sequence[str]) -> Reason:
    """Say how a tie for the fewest votes was broken."""
    people = listed([names[number - 1] for number in tie.tied])
    how = f"looking back to stage {tie.compared_stage}" if tie.by == EARLIER_STAGE else "by the lot order"
    text = f"{people} had equally few votes; {how}, {names[tie.chosen - 1]} was the one to go."
    facts: dict[str, object] = {"tied": list(tie.tied), "chosen": tie.chosen, "stage": tie.compared_stage}
    code = "tie-earlier-stage" if tie.by == EARLIER_STAGE else "tie-lot"
    return Reason(code, "SSI 2011/399, Schedule 1, rule 52(2)", facts, text)
