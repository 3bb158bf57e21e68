"""Would this carry? The figures of a vote and a rule, and the sum in words, as bars and as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, g, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.constitution import queries as constitution
from govern.constitution.refusals import NotFounded
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import LegalForm
from govern.constitution.words import THIRDS
from govern.core import db
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say
from govern.deciding.college import Score
from govern.deciding.majorities import Measure, Weighed
from govern.deciding.phrases import figure, paragraph
from govern.deciding.rules import EVERY_RULE, Outcome, Rule, decide
from govern.deciding.sums import LimbOutcome
from govern.deciding.votes import ClassVotes, Count, Votes
from govern.divisions.quorum import Quorum
from govern.divisions.weighing import Weighed as WeighedVote
from govern.motions import tried
from govern.motions.rules import Deciders, Way
from govern.motions.tried import Trial, Tried
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.sums import SumForm
from govern.web.steps import today

pages = Blueprint("sums", __name__)
CONSULTED = say("In this way it would be a consultation: the law or the rules do not let it be a resolution.")


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


@dataclass(frozen=True, kw_only=True)
class Ours:
    """The rules of the mutual that are in force today, and its form in law."""

    book: RuleBook
    legal_form: LegalForm


@pages.get("/would-this-carry")
@public
def show() -> ResponseReturnValue:
    """Ask for a rule, then for the figures that it needs, and show the sum.

    Figures are nobody's particulars, and may stand in the address.
    """
    form, ours = SumForm(request.args), _ours()
    if ours is None:
        form.offer_rules()
    else:
        form.offer_own(ours.legal_form, _classes_of(form, ours))
    is_chosen = bool(form.rule.data) and "rule" in request.args
    is_valid = is_chosen and form.validate()
    needs = _needs(form, ours) if is_chosen else None
    is_tried = is_chosen and not {"rule", "way"}.issuperset(request.args)
    answer = _answer(form, ours) if is_tried and is_valid and needs else None
    wrongs = list(form.wrongs())
    page = render_template("sums/show.html", form=form, answer=answer, needs=needs, wrongs=wrongs)
    return page, 422 if wrongs else 200


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a rule looks at beside who was for and against, and so what is asked for.

    :ivar called: the rule, or what is put by the mutual's own.
    :ivar is_own: whether the mutual's own rules decide it, which give the weights.
    """

    called: Sentence
    rule: Rule
    is_own: bool

    @property
    def has_weights(self) -> bool:
        """Say whether each class has a weight that has to be told."""
        return self.rule.college is not None and not self.is_own


def _needs(form: SumForm, ours: Ours | None) -> Needs | None:
    """Return what the chosen rule looks at; None, and why not in the form, where it cannot decide in this way."""
    trial = _trial(form, ours)
    if trial is None or ours is None:
        rule = EVERY_RULE.get(form.rule.data)
        return Needs(called=rule.called, rule=rule, is_own=False) if rule else None
    if form.way.errors or not form.way.data:
        return None
    try:
        own = _by_the_rules(form, trial, ours)
    except Refusal as refused:
        form.blame(refused)
        return None
    return Needs(called=trial.called, rule=own.rule, is_own=True)


def _trial(form: SumForm, ours: Ours | None) -> Trial | None:
    return tried.offered(ours.legal_form).get(form.rule.data) if ours else None


def _classes_of(form: SumForm, ours: Ours) -> list[str]:
    """Return what the classes are called that would decide: the thirds, where the board does."""
    trial = _trial(form, ours)
    if trial is not None and trial.deciders is Deciders.BOARD:
        return [in_reader_language(name) for name in THIRDS.values()]
    return [spoken(name) for name in _names().values()]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What comes of the figures.

    :ivar called: what was put.
    :ivar notes: what was typed that makes no difference, and that it would be a consultation, if so.
    """

    outcome: Outcome
    rows: Sequence[Row]
    called: Sentence
    source: Fact
    notes: Sequence[Sentence]


def _ours() -> Ours | None:
    """Return the rules of the mutual; None where there are none."""
    if g.mutual is None:
        return None
    try:
        book = constitution.rule_book_on(db.session(), on=today())
    except NotFounded:
        return None
    return Ours(book=book, legal_form=LegalForm(g.mutual.legal_form))


def _names() -> Mapping[str, LocalText]:
    """Return what the mutual's classes are called, by their codes."""
    return constitution.names_of_constituencies(db.session())


def _answer(form: SumForm, ours: Ours | None) -> Answer | None:
    """Return what comes of a checked form, or None and why not in the form."""
    try:
        trial = _trial(form, ours)
        return _of_any(form) if ours is None or trial is None else _of_own(form, trial, ours)
    except Refusal as refused:
        form.blame(refused)
        return None


def _of_any(form: SumForm) -> Answer:
    """Return what comes of a rule that belongs to no mutual."""
    rule, given = EVERY_RULE[form.rule.data], form.given()
    outcome, votes = decide(rule, given.votes()), given.votes()
    return Answer(
        outcome=outcome,
        rows=list(rows(outcome, votes)),
        called=rule.called,
        source=rule.source,
        notes=tried.not_looked_at(rule, given, is_own=False),
    )


def _of_own(form: SumForm, trial: Trial, ours: Ours) -> Answer:
    """Return what comes of it by the rules of the mutual, as of a vote there."""
    own = _by_the_rules(form, trial, ours)
    given = form.given()
    votes = own.votes(given)
    outcome = decide(own.rule, votes)
    consultation = [] if own.is_binding else [CONSULTED]
    return Answer(
        outcome=outcome,
        rows=list(rows(outcome, votes)),
        called=trial.called,
        source=own.source,
        notes=[*consultation, *tried.not_looked_at(own.rule, given, is_own=True)],
    )


def _by_the_rules(form: SumForm, trial: Trial, ours: Ours) -> Tried:
    """Return the rule of the mutual by which a vote in the chosen way is decided.

    :raises Refusal: as `tried.by_the_rules` raises.
    """
    codes = {spoken(name).casefold(): code for code, name in _names().items()}
    return tried.by_the_rules(trial, Way(form.way.data), ours.book, codes=codes, legal_form=ours.legal_form)


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
    there, eligible = quorum.there.total, sum(quorum.there.eligible.values())
    bar = (
        Bar(reached=_part(there, eligible), beside=0, line=_part(min(quorum.needed, eligible), eligible))
        if eligible
        else None
    )
    yield Row(
        condition=say("a quorum of %(needed)s", needed=quorum.needed),
        reached=there,
        of=eligible,
        is_met=there >= quorum.needed,
        bar=bar,
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
        reached=figure(score.reached),
        of=figure(score.in_play),
        is_met=score.is_met,
        bar=bar,
    )


def _part(count: Count, of: Count) -> float:
    """Return a part in hundredths of the whole, for a drawing."""
    return float(round(Fraction(count) / Fraction(of) * 100, 2))
