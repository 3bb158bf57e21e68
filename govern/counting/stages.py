"""The record of a count: what happened at each stage, why, and to whose papers.

Votes are whole numbers of the smallest value the rule knows (hundred-thousandths for `scottish-2011`),
so that a record holds no rounding of its own; `Record.to_json` writes them at the rule's precision.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from govern.counting.inputs import CountInput
from govern.counting.limits import Category
from govern.counting.lots import LotOrder
from govern.counting.piles import Parcel

FIRST = "first"
SURPLUS = "surplus"
EXCLUDE = "exclude"
EARLIER_STAGE = "earlier-stage"
LOT = "lot"


class Reason(NamedTuple):
    """Why something happened: a code and facts for programs, the rule, and the English sentence."""

    code: str
    source: str
    facts: dict[str, object]
    text: str


class Tie(NamedTuple):
    """How the choice between candidates with equal votes was made.

    `compared_stage` is the earlier stage that decided, or None where no stage did and the lot order had to.
    """

    tied: tuple[int, ...]
    by: str
    chosen: int
    compared_stage: int | None


class Stage(NamedTuple):
    """One stage, with the totals at its end.

    `filled` are those of the elected who took the last vacancies without having to reach the quota. `keep` is
    the part of each vote that each candidate keeps, in rules that have such factors. `guarded` may not be excluded
    from here on, and `doomed` not elected, within constraints.
    """

    n: int
    action: str
    who: tuple[int, ...]
    votes: tuple[int, ...]
    non_transferable: int
    lost_by_rounding: int
    quota: int
    elected: tuple[int, ...]
    filled: tuple[int, ...]
    tie: Tie | None
    transfers: tuple[int, ...]
    from_parcels: tuple[Parcel, ...]
    reasons: tuple[Reason, ...]
    keep: tuple[int, ...] = ()
    guarded: tuple[int, ...] = ()
    doomed: tuple[int, ...] = ()


class Record(NamedTuple):
    """The whole of a count: a pure function of its input, whose digest it carries.

    `places` and `quota_places` are the decimals of votes and of the quota. `blank` papers bear no ranking;
    `emptied` papers rank only candidates who have withdrawn, `overmarked` ones have more marks than places; none
    of them is valid. `vacant` places stay empty because re-open nominations was elected. `constraints` say at least,
    or at most, how many of a category had to be elected.
    """

    rule: str
    version: int
    title: str
    seats: int
    candidates: tuple[str, ...]
    withdrawn: tuple[int, ...]
    valid: int
    blank: int
    emptied: int
    cut_short: int
    places: int
    quota_places: int
    quota: int
    elected: tuple[int, ...]
    stages: tuple[Stage, ...]
    lots: LotOrder | None
    input_sha256: str
    overmarked: int = 0
    vacant: int = 0
    constraints: tuple[Category, ...] = ()

    def to_json(self, *, file: str | None = None) -> str:
        """Return the record as one line of JSON, the documented keys first and in their order.

        :param file: the name of the file that was counted, where there was one.
        """
        named = {} if file is None else {"file": file}
        return json.dumps(named | self.facts())

    def facts(self) -> dict[str, object]:
        """Return the record as plain values, votes as text at the rule's precision."""
        return {
            "rule": self.rule,
            "seats": self.seats,
            "candidates": list(self.candidates),
            "valid": self.valid,
            "quota": self.quota_text(self.quota),
            "elected": list(self.elected),
            "stages": [self._stage(stage) for stage in self.stages],
            "input_sha256": self.input_sha256,
            "version": self.version,
            "title": self.title,
            "withdrawn": list(self.withdrawn),
            "blank": self.blank,
            "emptied": self.emptied,
            "cut_short": self.cut_short,
            **({"overmarked": self.overmarked} if self.overmarked else {}),
            **({"vacant": self.vacant} if self.vacant else {}),
            **({"constraints": [category._asdict() for category in self.constraints]} if self.constraints else {}),
            "lots": self.lots and {"order": list(self.lots.order), "how": self.lots.how, "seed": self.lots.seed},
        }

    def votes_text(self, votes: int) -> str:
        """Return votes as people read them: 2300000 is 23.00000."""
        return decimal_text(votes, self.places)

    def quota_text(self, quota: int) -> str:
        """Return a quota as people read it."""
        return decimal_text(quota, self.quota_places)

    def _stage(self, stage: Stage) -> dict[str, object]:
        return {
            "n": stage.n,
            "action": stage.action,
            "who": list(stage.who),
            "votes": [self.votes_text(votes) for votes in stage.votes],
            "non_transferable": self.votes_text(stage.non_transferable),
            "lost_by_rounding": self.votes_text(stage.lost_by_rounding),
            "quota": self.quota_text(stage.quota),
            "elected": list(stage.elected),
            "tie": stage.tie and {**stage.tie._asdict(), "tied": list(stage.tie.tied)},
            "excluded": list(stage.who) if stage.action == EXCLUDE else [],
            "filled": list(stage.filled),
            "transfers": [self.votes_text(votes) for votes in stage.transfers],
            "from_parcels": [self._parcel(parcel) for parcel in stage.from_parcels],
            **({"keep": [self.votes_text(part) for part in stage.keep]} if stage.keep else {}),
            **({"guarded": list(stage.guarded), "doomed": list(stage.doomed)} if self.constraints else {}),
            "reason": " ".join(reason.text for reason in stage.reasons),
            "reasons": [{"code": r.code, "source": r.source, "facts": r.facts} for r in stage.reasons],
        }

    def _parcel(self, parcel: Parcel) -> dict[str, object]:
        return {
            "value_before": self.votes_text(parcel.value_before),
            "value_after": self.votes_text(parcel.value_after),
            "papers": parcel.papers,
            "to": {str(number): papers for number, papers in parcel.to.items()},
            "non_transferable_papers": parcel.non_transferable,
            **({"elected": list(parcel.elected)} if parcel.elected else {}),
        }


def ended(
    given: CountInput,
    stages: Sequence[Stage],
    *,
    invalid: int,
    places: int,
    quota_places: int,
    overmarked: int = 0,
) -> Record:
    """Return the record of a finished count.

    :param invalid: papers that were no valid vote, blank ones among them.
    """
    blank = given.ballots.blank
    return Record(
        rule=given.rule,
        version=given.version,
        title=given.title,
        seats=given.seats,
        candidates=tuple(candidate.name for candidate in given.candidates),
        withdrawn=given.withdrawn,
        valid=given.ballots.papers - invalid,
        blank=blank,
        emptied=invalid - blank - overmarked,
        cut_short=given.cut_short,
        places=places,
        quota_places=quota_places,
        quota=stages[0].quota,
        elected=tuple(number for stage in stages for number in stage.elected),
        stages=tuple(stages),
        lots=given.lots,
        input_sha256=given.sha256(),
        overmarked=overmarked,
        constraints=given.categories,
    )


def decimal_text(number: int, places: int) -> str:
    """Return a scaled whole number as a decimal.

    >>> decimal_text(1999971, 5), decimal_text(-5, 2), decimal_text(858, 0)
    ('19.99971', '-0.05', '858')
    """
    if not places:
        return str(number)
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number), 10**places)
    return f"{sign}{whole}.{part:0{places}d}"
