"""Would this carry? The figures of a vote and a rule, and the sum in words, as bars and as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.core.errors import Refusal
from govern.core.words import Fact, Sentence, say
from govern.motions.college import Score
from govern.motions.deciding import EVERY_RULE, Outcome, decide
from govern.motions.majorities import Measure, Weighed
from govern.motions.phrases import figure, paragraph, shortened
from govern.motions.quorum import Quorum
from govern.motions.sums import LimbOutcome
from govern.motions.votes import ClassVotes, Count, Votes
from govern.motions.weighing import Weighed as WeighedVote
from govern.web.forms.sums import SumForm

pages = Blueprint("sums", __name__)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A condition as a bar, in hundredths of its width: what counts, what stands against it, and the line."""

    reached: float
    beside: float
    line: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A condition as a line of the table, beside its bar; None for each that it has not.

    :ivar is_by_casting: whether the chair's casting vote met it, where the votes alone were equal.
    """

    condition: Sentence
    reached: Fact | None = None
    of: Fact | None = None
    is_met: bool
    is_by_casting: bool = False
    bar: Bar | None = None


@pages.get("/would-this-carry")
@public
def show() -> ResponseReturnValue:
    """Show the form, and the sum of what is asked. Figures are nobody's particulars, and may stand in the address."""
    form = SumForm(request.args)
    form.offer_rules()
    is_asked = bool(form.rule.data) and "rule" in request.args
    outcome = _outcome(form) if is_asked and form.validate() else None
    page = render_template(
        "sums/show.html",
        form=form,
        rule=EVERY_RULE.get(str(form.rule.data)),
        outcome=outcome,
        rows=list(rows(outcome, form.given().votes())) if outcome else [],
        wrongs=list(form.wrongs()),
    )
    return page, 422 if is_asked and outcome is None else 200


def _outcome(form: SumForm) -> Outcome | None:
    """Return what comes of a checked form, or None and why not in the form."""
    try:
        return decide(EVERY_RULE[form.rule.data], form.given().votes())
    except Refusal as refused:
        form.blame(refused)
        return None


def rows_of(weighed: WeighedVote) -> Iterator[Row]:
    """Yield each condition of a vote, and whether enough took part."""
    yield from rows(weighed.outcome, weighed.figures)
    if weighed.quorum:
        yield from _rows_of_quorum(weighed.quorum)


def _rows_of_quorum(quorum: Quorum) -> Iterator[Row]:
    """Yield how many took part, and of each class or third that too few did; of a decision in writing its sentence."""
    if quorum.there.is_written:
        yield Row(condition=paragraph(quorum.told), is_met=quorum.is_met)
        return
    yield Row(
        condition=say("a quorum of %(needed)s", needed=quorum.needed),
        reached=quorum.there.total,
        of=sum(quorum.there.eligible.values()),
        is_met=quorum.there.total >= quorum.needed,
    )
    for missing in quorum.told[1:]:
        yield Row(condition=missing, is_met=False)


def rows(outcome: Outcome, votes: Votes) -> Iterator[Row]:
    """Yield each condition of an outcome as a line beside its bar."""
    for limb in outcome.limbs:
        yield _row(limb, votes)
    if outcome.score:
        yield _row_of_score(outcome.score)


def _row(limb: LimbOutcome, votes: Votes) -> Row:
    weighed = limb.weighed
    if weighed is None:
        return Row(condition=limb.needed, is_met=limb.is_met)
    beside = _against(limb, votes) if weighed.limb.measure is Measure.FOR else 0
    return Row(
        condition=limb.needed,
        reached=figure(weighed.reached),
        of=figure(weighed.of),
        is_met=limb.is_met,
        is_by_casting=limb.is_met and not weighed.is_met,
        bar=_bar(weighed, beside),
    )


def _against(limb: LimbOutcome, votes: Votes) -> Count:
    """Return the votes against, of the class if the condition is one class's own."""
    found: ClassVotes | None = next((one for one in votes.classes if one.name == limb.of_class), None)
    return found.against if found else votes.against


def _bar(weighed: Weighed, beside: Count) -> Bar | None:
    if not weighed.of:
        return None
    return Bar(
        reached=_part(weighed.reached, weighed.of),
        beside=_part(beside, weighed.of),
        line=_part(weighed.line, weighed.of),
    )


def _row_of_score(score: Score) -> Row:
    bar = Bar(reached=_part(score.reached, score.in_play), beside=0, line=50.0) if score.in_play else None
    return Row(
        condition=say("more than half of the weight in play"),
        reached=shortened(score.reached),
        of=figure(score.in_play),
        is_met=score.is_met,
        bar=bar,
    )


def _part(count: Count, of: Count) -> float:
    """Return a part in hundredths of the whole, for a drawing."""
    return float(round(Fraction(count) / Fraction(of) * 100, 2))
