"""Counts of marks: `fptp`, `block-vote`, `approval` and `approval-majority`. Order on a paper means nothing here.

Source: Model election rules for NHS foundation trusts, 2014, FPP rules (a paper with more marks than places is
rejected whole; equal votes at the last place are decided by lot); approval as usual, every mark being one vote.
"""

from collections.abc import Sequence

from govern.counting import sentences_marks as sentences
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.stages import FIRST, LOT, Reason, Record, Stage, Tie, ended

Votes = list[int]


def first_past_the_post(given: CountInput) -> Record:
    """Elect the one candidate with the most votes; a paper with two marks is rejected.

    :raises InputNotCountable: more than one place; that is a block vote.
    :raises LotNeeded: a tie for the place, and no lot order.
    """
    if given.seats > 1:
        raise InputNotCountable(f"First past the post fills one place, not {given.seats}: count a block vote.")
    return block_vote(given)


def block_vote(given: CountInput) -> Record:
    """Elect those with the most votes; a paper with more marks than places is rejected whole.

    :raises LotNeeded: a tie for the last place, and no lot order.
    """
    votes, counted, rejected = tally(given, most=given.seats)
    reason = sentences.marks_counted(counted=counted, rejected=rejected, seats=given.seats)
    return _elected(given, votes, counted, [reason], rejected=rejected)


def approval(given: CountInput) -> Record:
    """Elect those whom most voters approve of.

    :raises LotNeeded: a tie for the last place, and no lot order.
    """
    votes, counted, _ = tally(given, most=len(given.candidates))
    return _elected(given, votes, counted, [sentences.approvals_counted(counted)])


def approval_majority(given: CountInput) -> Record:
    """Elect those whom most voters approve of, and of them only who is approved on more than half of the papers cast.

    A blank paper is cast, and approves of nobody.

    :raises LotNeeded: a tie for the last place, and no lot order.
    """
    votes, counted, _ = tally(given, most=len(given.candidates))
    cast = given.ballots.papers
    needed = cast // 2 + 1
    reasons = [sentences.approvals_counted(counted), sentences.threshold(cast=cast, needed=needed)]
    return _elected(given, votes, counted, reasons, needed=needed)


def tally(given: CountInput, *, most: int) -> tuple[Votes, int, int]:
    """Return each candidate's marks, the papers counted, and those rejected for having more marks than `most`."""
    standing = set(given.standing)
    votes = [0] * len(given.candidates)
    counted = rejected = 0
    for ranking, papers in given.ballots:
        marks = [number for number in ranking if number in standing]
        if len(marks) > most:
            rejected += papers
        elif marks:
            counted += papers
            for number in marks:
                votes[number - 1] += papers
    return votes, counted, rejected


def _elected(
    given: CountInput, votes: Votes, counted: int, reasons: list[Reason], *, needed: int = 0, rejected: int = 0
) -> Record:
    """Write down the one stage: those with the most votes, by lot where the last place is tied for."""
    reaching = [number for number in given.standing if votes[number - 1] >= needed]
    ranked = _by_votes(given, reaching, votes)
    tie = _tie_for_the_last_place(given, ranked, votes)
    elected = tuple(ranked[: given.seats])
    if tie:
        names = [candidate.name for candidate in given.candidates]
        kept = [number for number in elected if number in tie.tied]
        reasons.append(sentences.last_place_drawn(tie.tied, kept, names))
    stage = one_stage(votes, elected, reasons, tie=tie, quota=needed)
    invalid = given.ballots.papers - counted
    return ended(given, [stage], invalid=invalid, places=0, quota_places=0, overmarked=rejected)


def _by_votes(given: CountInput, numbers: Sequence[int], votes: Votes) -> list[int]:
    equals = given.lots.sort(numbers) if given.lots else sorted(numbers)
    return sorted(equals, key=lambda number: -votes[number - 1])


def _tie_for_the_last_place(given: CountInput, ranked: Sequence[int], votes: Votes) -> Tie | None:
    """Return the tie between those at the boundary, if there are more of them than places left for them."""
    if len(ranked) <= given.seats:
        return None
    boundary = votes[ranked[given.seats - 1] - 1]
    if votes[ranked[given.seats] - 1] < boundary:
        return None
    tied = tuple(sorted(number for number in ranked if votes[number - 1] == boundary))
    if given.lots is None:
        raise LotNeeded(stage=1, tied=tied)
    return Tie(tied, LOT, given.lots.sort(tied)[0], None)


def one_stage(
    votes: Votes, elected: tuple[int, ...], reasons: Sequence[Reason], *, tie: Tie | None = None, quota: int = 0
) -> Stage:
    """Return the only stage of a count of marks."""
    return Stage(
        n=1,
        action=FIRST,
        who=(),
        votes=tuple(votes),
        non_transferable=0,
        lost_by_rounding=0,
        quota=quota,
        elected=elected,
        filled=(),
        tie=tie,
        transfers=tuple(votes),
        from_parcels=(),
        reasons=tuple(reasons),
    )
