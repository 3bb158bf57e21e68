"""The register of resolutions: what was put and what came of it, with its sum and the rule, to be searched.

Source: product 4 (B6); domain 5.10.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Decision, RuleSet
from govern.constitution.rules import Body
from govern.core.clock import local_date
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.core.words import Sentence
from govern.deciding.rules import OTHER_RULES, RULES
from govern.divisions import doubts, printed_codes
from govern.divisions.doubt_words import Doubts
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion, MotionStep, MotionText
from govern.motions.rules import Deciders, Way
from govern.motions.words import reference_of
from govern.register.rules import folded
from govern.resolutions import effects, retold

EVERY_RULE = {**RULES, **OTHER_RULES}
MOST = 200


class Came(StrEnum):
    """What came of a vote."""

    CARRIED = "carried"
    FIRST_CARRIED = "first_carried"
    LOST = "lost"
    LAPSED = "lapsed"
    INQUORATE = "inquorate"
    CONSULTED = "consulted"
    ENTERED = "entered"


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """One line of the register.

    :ivar on: the day on which a vote was declared, or on which the minutes have it.
    :ivar division_id: None for a decision that was entered from the minutes, without a motion.
    :ivar held_on: the day on which the vote ended, which is that of the meeting; None without a vote.
    :ivar effect: from when what was carried has effect, or what must follow; None where it had effect at once.
    :ivar entered_on: the day on which one was entered from the minutes; None for what was counted here.
    :ivar rule: the majority by which it was decided, in words, and its source.
    :ivar way: how those who decide were asked; None without a motion.
    :ivar version: of the rules it was taken under.
    :ivar reference: under which it is cited; of a decision that was entered, as its minutes have it.
    """

    on: date
    body: Body
    title: LocalText
    text: LocalText
    came: Came
    working: str = ""
    rule: Sentence | None = None
    source: str = ""
    version: int | None = None
    kind: str | None = None
    way: str | None = None
    number: int | None = None
    reference: Sentence | str = ""
    division_id: UUID | None = None
    decision_id: UUID | None = None
    motion_id: UUID | None = None
    entered_on: date | None = None
    held_on: date | None = None
    effect: Sentence | None = None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; what is None or empty is not asked.

    :ivar words: each of them somewhere in title, text or reference, in any language, or in what else the line shows,
        with or without its accents and with whichever apostrophe.
    """

    words: str = ""
    body: Body | None = None
    year: int | None = None
    kind: str | None = None
    came: Came | None = None

    def holds(self, one: Resolution, *, shown: str) -> bool:
        """Say whether a line is one of those looked for.

        :param shown: what else it says to its reader: who decided, by which majority, what came of it.
        """
        told = _searchable(" ".join((*one.title.values(), *one.text.values(), str(one.reference), shown)))
        return (
            all(word in told for word in _searchable(self.words).split())
            and self.body in (None, one.body)
            and self.year in (None, one.on.year)
            and self.kind in (None, one.kind)
            and self.came in (None, one.came)
        )


def _searchable(text: str) -> str:
    """Return words as they are compared: keyboards have no curled apostrophe, and not all have accents.

    >>> _searchable("Mae'r Tŷ AR agor")
    "mae'r ty ar agor"
    """
    return folded(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def found(
    session: Session, wanted: Wanted, *, with_minutes: bool, shown: Callable[[Resolution], str]
) -> list[Resolution]:
    """Return the lines that are looked for, the newest first.

    :param with_minutes: whether decisions that were entered from the minutes are among them.
    :param shown: what a line says beside its title, its text and its reference.
    """
    lines = _put(session)
    if with_minutes and wanted.kind is None:
        lines += _entered(session)
    return sorted((one for one in lines if wanted.holds(one, shown=shown(one))), key=lambda one: one.on)[::-1]


def of_division(session: Session, division_id: UUID) -> Resolution:
    """Return the line of one vote that was declared.

    :raises NotFound: there is none.
    """
    for one in _put(session, division_id):
        return one
    raise NotFound


def learned_of(session: Session, division_id: UUID, *, at: datetime) -> Doubts:
    """Return what was learned too late about a vote that was declared, as it is known by now."""
    return doubts.of_division(session, session.get_one(Division, division_id), at=at)


def said_beside(session: Session, division_id: UUID, *, at: datetime) -> list[Sentence]:
    """Return what is said beside the sum of a vote that was declared: what was learned too late, and what was close.

    Source: decisions 0039, 0040: the list says what the page of a resolution says.
    """
    learned, outcome = learned_of(session, division_id, at=at), session.get_one(DivisionOutcome, division_id)
    told = [*learned.told, learned.verdict] if learned.any else []
    return [*told, printed_codes.CLOSE] if is_close_by_codes(outcome) else told


def is_close_by_codes(outcome: DivisionOutcome) -> bool:
    """Say whether the votes by codes or addresses from officers could have turned an outcome, as it is on record."""
    return bool(outcome.sums.get("printed_codes", {}).get("could_differ", False))


def _put(session: Session, division_id: UUID | None = None) -> list[Resolution]:
    """Return what was put to a vote and declared; an amendment is no resolution."""
    query = (
        select(DivisionOutcome, Division, Motion, MotionText, RuleSet.version)
        .join(Division, Division.id == DivisionOutcome.division_id)
        .join(Motion, Motion.id == Division.motion_id)
        .join(MotionText, (MotionText.motion_id == Motion.id) & (MotionText.version == Division.text_version))
        .join(RuleSet, RuleSet.id == Division.rule_set_id)
        .where(Division.amendment_n.is_(None))
        .order_by(DivisionOutcome.declared_at, Motion.number, Division.n)
    )
    if division_id is not None:
        query = query.where(Division.id == division_id)
    zone, decided = constitution.mutual(session).time_zone, _decisions(session)
    lines = []
    for outcome, division, motion, text, version in session.execute(query):
        working = retold.sum_of(session, division, outcome)
        line = _line(outcome, division, motion, text, version, working=working, decided=decided, zone=zone)
        lines.append(replace(line, effect=effects.effect_of(session, division, outcome)))
    return lines


def _line(  # noqa: PLR0913 - one row of the register, joined from five tables
    outcome: DivisionOutcome,
    division: Division,
    motion: Motion,
    text: MotionText,
    version: int,
    *,
    working: str,
    decided: dict[UUID, UUID],
    zone: str,
) -> Resolution:
    """Return one line of the register from what was declared."""
    rule = EVERY_RULE.get(division.majority)
    return Resolution(
        on=local_date(outcome.declared_at, zone),
        body=Body.BOARD if motion.deciders == Deciders.BOARD else Body.GENERAL_MEETING,
        title=motion.title,
        text=text.text,
        came=_came(outcome, division, Way(motion.way)),
        working=working,
        rule=rule.called if rule else None,
        source=rule.source if rule else division.majority,
        version=version,
        kind=motion.kind,
        way=motion.way,
        number=motion.number,
        reference=reference_of(motion=motion.number, vote=division.n),
        division_id=division.id,
        decision_id=decided.get(motion.id) if outcome.is_carried else None,
        motion_id=motion.id,
        held_on=division.held_on(zone=zone),
    )


def _came(outcome: DivisionOutcome, division: Division, way: Way) -> Came:
    """Return what came of a vote. What is not agreed in writing by its hour is not lost, but lapses.

    Source: CA 2006 s.297; domain 5.5.
    """
    if not division.is_binding:
        return Came.CONSULTED
    if not outcome.is_quorate:
        return Came.INQUORATE
    if outcome.is_carried:
        return Came.FIRST_CARRIED if effects.is_first(division) else Came.CARRIED
    return Came.LAPSED if way is Way.WRITTEN else Came.LOST


def _decisions(session: Session) -> dict[UUID, UUID]:
    """Return the decision that each motion became."""
    rows = session.execute(
        select(MotionStep.motion_id, MotionStep.decision_id).where(MotionStep.decision_id.is_not(None))
    )
    return {motion_id: decision_id for motion_id, decision_id in rows if decision_id is not None}


def _entered(session: Session) -> list[Resolution]:
    """Return the decisions that no motion became, as the minutes have them: nobody counted their votes here."""
    zone = constitution.mutual(session).time_zone
    of_motions = select(MotionStep.decision_id).where(MotionStep.decision_id.is_not(None))
    rows = session.execute(
        select(Decision, RuleSet.version)
        .outerjoin(RuleSet, RuleSet.id == Decision.rule_set_id)
        .where(Decision.id.not_in(of_motions))
    )
    return [
        Resolution(
            on=decision.decided_on,
            body=Body(decision.body),
            title=LocalText(en=decision.text.split("\n")[0][:120]),
            text=LocalText(en=decision.text),
            came=Came.ENTERED,
            version=version,
            reference=decision.minute_reference,
            entered_on=local_date(decision.entered_at, zone),
            decision_id=decision.id,
        )
        for decision, version in rows
    ]
