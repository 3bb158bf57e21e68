"""A second, plain count of marks, to check the first against: candidate by candidate, from the papers again.

It shares with `govern.counting.marks` and `govern.counting.yesno` the shape of the record and its sentences, and
nothing of the counting.
"""

from fractions import Fraction

from govern.counting import sentences_marks as sentences
from govern.counting.errors import InputNotCountable, LotNeeded
from govern.counting.inputs import CountInput
from govern.counting.stages import FIRST, LOT, Reason, Record, Stage, Tie, ended

# The part of the votes for and against that carries a question, and whether exactly that part is enough.
QUESTIONS = {
    "yes-no": (Fraction(1, 2), False),
    "yes-no-two-thirds": (Fraction(2, 3), True),
    "yes-no-three-quarters": (Fraction(3, 4), True),
}
SOLE = ("fptp", *QUESTIONS)
YES, NO, ABSTAIN = 1, 2, 3


def count(given: CountInput) -> Record:
    """Count marks the long way.

    :raises InputNotCountable: more than one place under a rule that fills one.
    :raises LotNeeded: a tie for the last place, and no lot order.
    """
    if given.rule in SOLE and given.seats > 1:
        raise InputNotCountable(f"The rule {given.rule} fills one place, not {given.seats}.")
    most = {"block-vote": given.seats}.get(given.rule, 1 if given.rule in SOLE else None)
    papers = [({*ranking} - {*given.withdrawn}, number) for ranking, number in given.ballots]
    valid = [(marks, number) for marks, number in papers if marks and (most is None or len(marks) <= most)]
    votes = {n: sum(number for marks, number in valid if n in marks) for n in range(1, len(given.candidates) + 1)}
    counted = sum(number for _, number in valid)
    cast = sum(number for _, number in papers)
    overmarked = sum(number for marks, number in papers if most is not None and len(marks) > most)
    stage = asked(given, votes) if given.rule in QUESTIONS else chosen(given, votes, counted, overmarked)
    return ended(given, [stage], invalid=cast - counted, places=0, quota_places=0, overmarked=overmarked)


def asked(given: CountInput, votes: dict[int, int]) -> Stage:
    """Return the stage of a question: carried by a large enough part of the votes for and against."""
    part, exactly_is_enough = QUESTIONS[given.rule]
    base = votes[YES] + votes[NO]
    share = Fraction(votes[YES], base) if base else Fraction(0)
    carried = votes[YES] > 0 and (share > part or (exactly_is_enough and share == part))
    question = sentences.Question(
        yes=votes[YES],
        no=votes[NO],
        abstain=votes.get(ABSTAIN, 0),
        electors=None,
        threshold=f"{part.numerator}/{part.denominator}",
        at_least=exactly_is_enough,
        base=sentences.CAST,
        base_votes=base,
        quorum_papers=0,
        quorum=None,
    )
    return only_stage(votes, (YES,) if carried else (), [sentences.answered(question, carried=carried, quorate=True)])


def chosen(given: CountInput, votes: dict[int, int], counted: int, overmarked: int) -> Stage:
    """Return the stage of an election: one after another, who has most votes of those left."""
    cast = sum(number for _, number in given.ballots)
    standing = [n for n in given.standing if given.rule != "approval-majority" or 2 * votes[n] > cast]
    tie = tie_for_the_last(given, standing, votes)
    order = given.lots.order if given.lots else tuple(votes)
    elected: list[int] = []
    while standing and len(elected) < given.seats:
        best = min(standing, key=lambda number: (-votes[number], order.index(number)))
        elected.append(best)
        standing.remove(best)
    needed = (cast + 2) // 2 if given.rule == "approval-majority" else 0
    said = first_told(given, counted, overmarked)
    said += [sentences.threshold(cast=cast, needed=needed)] if needed else []
    if tie:
        kept = [number for number in elected if number in tie.tied]
        said.append(sentences.last_place_drawn(tie.tied, kept, [candidate.name for candidate in given.candidates]))
    return only_stage(votes, tuple(elected), said, tie=tie, quota=needed)


def first_told(given: CountInput, counted: int, overmarked: int) -> list[Reason]:
    """Say which papers were counted."""
    if given.rule.startswith("approval"):
        return [sentences.approvals_counted(counted)]
    return [sentences.marks_counted(counted=counted, rejected=overmarked, seats=given.seats)]


def tie_for_the_last(given: CountInput, standing: list[int], votes: dict[int, int]) -> Tie | None:
    """Return the tie between those of whom some are within the places and some are not."""
    for number in standing:
        above = sum(votes[other] > votes[number] for other in standing)
        equal = [other for other in standing if votes[other] == votes[number]]
        if above < given.seats < above + len(equal):
            if given.lots is None:
                raise LotNeeded(stage=1, tied=tuple(sorted(equal)))
            first = next(other for other in given.lots.order if other in equal)
            return Tie(tuple(sorted(equal)), LOT, first, None)
    return None


def only_stage(
    votes: dict[int, int], elected: tuple[int, ...], said: list[Reason], *, tie: Tie | None = None, quota: int = 0
) -> Stage:
    """Return the one stage of a count of marks."""
    figures = tuple(votes[number] for number in sorted(votes))
    return Stage(
        n=1,
        action=FIRST,
        who=(),
        votes=figures,
        non_transferable=0,
        lost_by_rounding=0,
        quota=quota,
        elected=elected,
        filled=(),
        tie=tie,
        transfers=figures,
        from_parcels=(),
        reasons=tuple(said),
    )
