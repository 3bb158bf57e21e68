"""The texts of a motion and the other wordings proposed for it, as a reader sees them: with what each changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from govern.access import actor, can
from govern.amendments import amending, seconding, slips
from govern.amendments.amending import Settled
from govern.backing import papers
from govern.core import clock
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.motions import diffs, queries
from govern.motions.diffs import Run, Weight
from govern.motions.models import Amendment, AmendmentOutcome, Motion, MotionText, SlipRuling
from govern.motions.words import OUTCOMES
from govern.permissions import Permission
from govern.web.deeds import deed_now, may
from govern.web.languages import NAMES, language_of_reader
from govern.web.whereabouts import office_held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How two texts differ, in one language."""

    language: str
    runs: Sequence[Run]

    @property
    def called(self) -> str:
        """Return what the language is called, in itself."""
        return NAMES.get(self.language, self.language)

    @property
    def touches(self) -> list[Sentence]:
        """Return what a slip of the pen seldom touches, and this does."""
        return [WEIGHTS[one] for one in diffs.weights(self.runs)]


WEIGHTS = {
    Weight.NUMBER: say("It changes a number."),
    Weight.NAME: say("It changes a name, or another word with a capital letter."),
    Weight.NEGATION: say("It changes whether something is so or is not."),
}


@dataclass(frozen=True, kw_only=True)
class Version:
    """One text of a motion, and how it differs from the one before."""

    text: MotionText
    differences: Sequence[Difference] | None


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """An amendment as the page shows it.

    :param outcome: None while it waits.
    :param seconder: None while nobody seconds it.
    :param is_unproposed: whoever was entered as its proposer says that they are not.
    :param office: of whoever ruled that it is not put.
    :param is_ready: whether it can be put: it has the seconder whom the rules ask for.
    :param is_next: its vote comes before the others'.
    :param may_second: whether the reader can second it now.
    """

    amendment: Amendment
    seconder: UUID | None
    is_ready: bool
    may_second: bool
    differences: Sequence[Difference]
    slip_ruling: SlipRuling | None
    outcome: AmendmentOutcome | None
    words: Sentence | None
    is_next: bool
    is_overtaken: bool
    is_unproposed: bool
    office: Sentence | None


def differences_of(old: LocalText, new: LocalText) -> list[Difference]:
    """Return how two texts differ in each language in which they do, the reader's own first.

    In each: whoever reads one language would not see what was changed, added or left out in another.
    """
    reader = language_of_reader()
    languages = sorted(old.keys() | new.keys(), key=lambda one: (one != reader, one))
    return [
        Difference(language=one, runs=diffs.compare(old.get(one, ""), new.get(one, "")))
        for one in languages
        if old.get(one) != new.get(one)
    ]


def versions_shown(texts: Sequence[MotionText]) -> list[Version]:
    """Return every text with what was changed in it, the newest first."""
    pairs = zip([None, *texts], texts, strict=False)
    found = [
        Version(text=new, differences=differences_of(old.text, new.text) if old is not None else None)
        for old, new in pairs
    ]
    return found[::-1]


def amendments_shown(session: "Session", motion: Motion, texts: Sequence[MotionText]) -> list[Proposed]:
    """Return the amendments that wait, in the order of voting, and then those that are settled."""
    by_version = {one.version: one.text for one in texts}
    outcomes = queries.amendment_outcomes(session, motion.id)
    waiting, ready = amending.waiting(session, motion.id), amending.ready(session, motion.id, at=clock.now())
    seconders, ruled = queries.amendment_seconders(session, motion.id), queries.slip_rulings(session, motion.id)
    settled = [one for one in queries.amendments(session, motion.id) if one.n in outcomes]
    return [
        _proposed(
            one,
            outcomes.get(one.n),
            old=by_version[one.base_version],
            seconder=seconders.get(one.n),
            slip_ruling=ruled.get(one.n),
            is_ready=one in ready,
            is_next=one in ready[:1],
            may_second=_may_second(session, one),
        )
        for one in [*waiting, *settled]
    ]


def _may_second(session: "Session", one: Amendment) -> bool:
    """Say whether the reader can second an amendment now."""
    if not actor().is_known or not can(Permission.AMENDMENT_FILE):
        return False
    return _may(seconding.ensure_may_be_seconded, session, one)


def slips_to_rule_on(session: "Session", amendments: Sequence[Proposed]) -> frozenset[int]:
    """Return the numbers of the wordings of which the reader can rule now whether they correct a slip."""
    if not can(Permission.AMENDMENT_RULE):
        return frozenset()
    waiting = [one.amendment for one in amendments if one.amendment.is_clerical and one.outcome is None]
    return frozenset(one.n for one in waiting if _may(slips.ensure_may_rule_on, session, one))


def _may(ensure: Callable[["Session", UUID, int, Deed], object], session: "Session", one: Amendment) -> bool:
    """Say whether the reader can do something with an amendment now."""
    return may(lambda: ensure(session, one.motion_id, one.n, deed_now()))


def _ruled_by(outcome: AmendmentOutcome) -> Sentence:
    """Return in what office somebody ruled that a wording is not put."""
    return office_held(outcome.settled_by, outcome.settled_at)


def rulings_on_order(session: "Session", amendments: Sequence[Proposed]) -> frozenset[int]:
    """Return the numbers of the wordings that the reader can rule out of order now."""
    if not can(Permission.AMENDMENT_REFUSE):
        return frozenset()
    waiting = [one.amendment for one in amendments if one.outcome is None]
    return frozenset(one.n for one in waiting if _may(_ensure_may_refuse, session, one))


def _ensure_may_refuse(session: "Session", motion_id: UUID, n: int, deed: Deed) -> object:
    return amending.ensure_waits(session, motion_id, n, Settled.FELL, deed)


def _proposed(one: Amendment, outcome: AmendmentOutcome | None, *, old: LocalText, **facts: Any) -> Proposed:
    return Proposed(
        amendment=one,
        differences=differences_of(old, one.text),
        outcome=outcome,
        words=OUTCOMES[outcome.outcome] if outcome else None,
        **facts,
        is_overtaken=outcome is not None and outcome.note == str(amending.OVERTAKEN),
        is_unproposed=outcome is not None and outcome.note == str(papers.UNPROPOSED),
        office=_ruled_by(outcome) if outcome is not None and outcome.outcome == Settled.FELL else None,
    )
