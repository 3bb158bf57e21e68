"""Amendments: filed against the text that stands, voted on before the motion, the latest filed first.

Source: domain 5.3; Re Moorgate Mercantile Holdings [1980] 1 WLR 227.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from govern.amendments import ruling
from govern.amendments.refusals import (
    AmendmentNotNext,
    AmendmentSettled,
    DivisionNeeded,
    FiledAlready,
    NothingChanged,
    NotInThatLanguage,
    NotTheirAmendment,
    OlderText,
    OnlySlips,
    SeconderMissing,
    SecondsThemselves,
    SlipNotRuledOn,
    WordsFollowTheDraft,
)
from govern.backing import papers
from govern.backing import service as backing
from govern.backing.refusals import BackerInterested
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import Deed, Role
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.words import say
from govern.interests import electorate, standing_back
from govern.motions import queries, steps, wording
from govern.motions.admissible import Shape, bears_only_slips
from govern.motions.models import Amendment, AmendmentOutcome, Motion, MotionText
from govern.motions.refusals import MotionReasonNeeded, MotionUnwritten
from govern.motions.rules import Backing, Deciders, Kind, State, Way

TAKES_AMENDMENTS = (State.ADMITTED_TO_AGENDA, State.MOVED, State.AMENDED)
AMENDED_FROM = (State.MOVED, State.AMENDED)
KEEPS_ORDER = frozenset({Role.CHAIR, Role.SECRETARY})
OVERTAKEN = say("It was written against a text that no longer stands.")


class Settled(StrEnum):
    """What becomes of an amendment.

    One that fell was not put: refused by the chair as outside the scope of the notice, or overtaken by another.
    """

    ACCEPTED = "accepted"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    FELL = "fell"


AGREED = frozenset({Settled.ACCEPTED, Settled.CARRIED})
VOTED = frozenset({Settled.CARRIED, Settled.LOST})


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change that somebody files, as the whole text that it would make.

    :param base_version: the text that it was written against.
    :param is_clerical: whether it corrects a slip and no more.
    :param seconded_by: who seconds it, where they do so themselves or the secretary has it on paper.
    """

    base_version: int
    text: LocalText
    reasons: LocalText
    proposed_by: UUID
    seconded_by: UUID | None = None
    is_clerical: bool = False


def file_amendment(session: Session, motion_id: UUID, change: Change, deed: Deed) -> Amendment:
    """File a change to the text of a motion that is on the agenda or was moved.

    :raises WordsFollowTheDraft: it brings a draft of the rules.
    :raises MotionStepOutOfOrder: it is not there yet, or the vote was called.
    :raises OlderText: another text stands now.
    :raises OnlySlips: the motion is passed in the words of its notice, and this changes more than a slip.
    :raises NothingChanged: it is the text that stands.
    :raises NotInThatLanguage: it is written in a language that the text is not in.
    :raises SecondsThemselves, BackerInterested: the seconder is not one.
    :raises BackerInterested: on an admission or the franchise, whoever proposes it is not free.
    :raises OfficerStandsBack: somebody enters it for another, and takes no part in the motion.
    :raises DivisionGoesOn: a vote on another amendment is not declared.
    :raises FiledAlready: the same person filed the same change, and it waits.
    :raises Refusal: of `backing.ensure_may_stand_behind` and `wording.written`.
    """
    motion = queries.locked(session, motion_id)
    ensure_takes_amendments(session, motion_id)
    if change.base_version != queries.text(session, motion_id).version:
        raise OlderText
    if not change.is_clerical and bears_only_slips(shape_of(motion), legal_form=constitution.legal_form(session)):
        raise OnlySlips
    _ensure_backed(session, motion, change, deed)
    text = _changed(session, motion_id, change)
    if any(one.text == text and one.proposed_by == change.proposed_by for one in waiting(session, motion_id)):
        raise FiledAlready
    filed = Amendment(
        motion_id=motion_id,
        n=len(queries.amendments(session, motion_id)) + 1,
        base_version=change.base_version,
        text=text,
        reasons=wording.written(session, change.reasons, most=wording.MOST_REASONS),
        is_clerical=change.is_clerical,
        proposed_by=change.proposed_by,
        seconded_by=change.seconded_by,
        filed_at=deed.at,
    )
    facts = {"n": filed.n, "base_version": filed.base_version, "person": filed.proposed_by}
    steps.keep(session, motion_id, filed, deed, event="amendment.filed", **facts)
    _enter_names(session, filed, deed)
    return filed


def _enter_names(session: Session, filed: Amendment, deed: Deed) -> None:
    """Write whose names under it an officer entered from paper."""
    for person_id, part in ((filed.proposed_by, Backing.PROPOSER), (filed.seconded_by, Backing.SECONDER)):
        if person_id is not None:
            papers.enter(session, filed.motion_id, person_id, part, deed, amendment_n=filed.n)


def ensure_takes_amendments(session: Session, motion_id: UUID) -> None:
    """Refuse another wording of a motion that takes none now.

    :raises MotionStepOutOfOrder, DivisionGoesOn, WordsFollowTheDraft: as `file_amendment` raises.
    """
    ensure_words_are_its_own(session, motion_id)
    steps.ensure_in(session, motion_id, *TAKES_AMENDMENTS, wanted=State.AMENDED)
    steps.ensure_no_vote_goes_on(session, motion_id)


def ensure_words_are_its_own(session: Session, motion_id: UUID) -> None:
    """Refuse other words of a motion that brings a draft of the rules: the draft would be registered, not they.

    :raises WordsFollowTheDraft: it is so.
    """
    if queries.find(session, motion_id).changes_to_id is not None:
        raise WordsFollowTheDraft


def _changed(session: Session, motion_id: UUID, change: Change) -> LocalText:
    old, new = queries.text(session, motion_id).text, wording.written(session, change.text, most=wording.MOST_TEXT)
    if not new:
        raise MotionUnwritten
    if not new.keys() <= old.keys():
        raise NotInThatLanguage
    if all(old[language] == said for language, said in new.items()):
        raise NothingChanged
    # A slip in one language leaves the others as they are; other words want their translation anew.
    return LocalText(old | new) if change.is_clerical else new


def _ensure_backed(session: Session, motion: Motion, change: Change, deed: Deed) -> None:
    """Refuse whoever has no vote where the motion goes, and a seconder who is not one."""
    backing.ensure_may_stand_behind(session, Deciders(motion.deciders), change.proposed_by, deed)
    ensure_free_to_word(session, motion, change.proposed_by, deed)
    backing.ensure_own_or_free(session, motion.id, change.proposed_by, deed)
    if change.seconded_by is not None:
        ensure_may_second(session, motion, change.proposed_by, change.seconded_by, deed)


def ensure_free_to_word(session: Session, motion: Motion, person_id: UUID | None, deed: Deed) -> None:
    """Refuse other words for a motion on an admission or the franchise to whoever takes no part in it.

    :raises BackerInterested: it is so.
    """
    if electorate.is_at_notice(motion) and person_id in standing_back.interested(session, motion.id, at=deed.at):
        raise BackerInterested


def ensure_may_second(session: Session, motion: Motion, proposed_by: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse a seconder who proposes it, is interested, or whose name somebody else would give."""
    if person_id == proposed_by:
        raise SecondsThemselves
    backing.ensure_may_stand_behind(session, Deciders(motion.deciders), person_id, deed)
    if person_id in standing_back.interested(session, motion.id, at=deed.at):
        raise BackerInterested


def waiting(session: Session, motion_id: UUID) -> list[Amendment]:
    """Return the amendments that are not settled, in the order of voting: the latest filed first.

    Source: domain 5.3.
    """
    settled = queries.amendment_outcomes(session, motion_id)
    return [one for one in reversed(queries.amendments(session, motion_id)) if one.n not in settled]


def ready(session: Session, motion_id: UUID, *, at: datetime) -> list[Amendment]:
    """Return the amendments that can be put, in the order of voting.

    Those without the seconder that is asked for wait, and those said to correct a slip until that is ruled on.
    """
    ruled = queries.slip_rulings(session, motion_id)
    left = [one for one in waiting(session, motion_id) if not one.is_clerical or one.n in ruled]
    if not constitution.rule_book_on(session, on=constitution.today(session, at=at)).motion_needs_seconder:
        return left
    seconded = queries.amendment_seconders(session, motion_id)
    return [one for one in left if one.n in seconded]


def ensure_next(session: Session, motion_id: UUID, n: int | None, *, at: datetime) -> None:
    """Refuse to put something before its turn.

    :param n: the amendment to be put; None for the motion itself.
    :raises AmendmentSettled: that amendment is settled, or there is none of that number.
    :raises SlipNotRuledOn: it is said to correct a slip, and nobody has ruled on that.
    :raises SeconderMissing: the rules ask for its seconder, and nobody seconds it.
    :raises AmendmentNotNext: another amendment is to be put first.
    """
    left = ready(session, motion_id, at=at)
    if n is not None and all(one.n != n for one in left):
        raise _why_not_ready(session, motion_id, n)
    if left and left[0].n != n:
        raise AmendmentNotNext(left[0].n)


def _why_not_ready(session: Session, motion_id: UUID, n: int) -> Refusal:
    """Return why an amendment cannot be put, whosever turn it is."""
    found = next((one for one in waiting(session, motion_id) if one.n == n), None)
    if found is None:
        return AmendmentSettled()
    is_ruled_on = not found.is_clerical or n in queries.slip_rulings(session, motion_id)
    return SeconderMissing() if is_ruled_on else SlipNotRuledOn()


def settle_amendment(
    session: Session, motion_id: UUID, n: int, settled: Settled, deed: Deed, *, division_id: UUID | None = None
) -> AmendmentOutcome:
    """Write what became of an amendment. Agreed, it makes a new text, and the others to the old text fall.

    :param division_id: the vote in which it was carried or lost.
    :raises NotFound: there is none of that number.
    :raises AmendmentSettled: it is settled.
    :raises AmendmentNotNext: it is agreed or lost before one that was filed later.
    :raises SlipNotRuledOn: it is agreed, is said to correct a slip, and nobody has ruled on that.
    :raises NotTheirAmendment: the actor may not settle it so.
    :raises ChairRules, RulesOnOwnWords: it is not the actor who rules on order.
    :raises OfficerStandsBack: the chair refuses to put it, and takes no part in the motion.
    :raises BackerInterested: on an admission or the franchise, whoever accepts it is not free.
    :raises MotionReasonNeeded: the chair refuses to put it, and the deed's note is empty.
    :raises DivisionNeeded: it is said to be carried or lost, and no vote is named.
    :raises DivisionGoesOn: it is settled without its vote, and a vote on the motion or its text is not declared.
    :raises MotionStepOutOfOrder: it is agreed before the motion was moved, or after the vote.
    """
    queries.locked(session, motion_id)
    amendment = ensure_waits(session, motion_id, n, settled, deed)
    if settled in VOTED and division_id is None:
        raise DivisionNeeded
    if settled is Settled.FELL and not deed.note.strip():
        raise MotionReasonNeeded
    if settled in AGREED | VOTED:
        ensure_next(session, motion_id, n, at=deed.at)
    made = _agree(session, amendment, deed) if settled in AGREED else None
    outcome = write_outcome(session, amendment, settled, deed, made_version=made, division_id=division_id)
    if made is not None:
        _let_fall(session, motion_id, deed)
    return outcome


def ensure_waits(session: Session, motion_id: UUID, n: int, settled: Settled, deed: Deed) -> Amendment:
    """Return an amendment that waits and that the actor can settle so now; raises as `settle_amendment` does."""
    amendment = queries.amendment(session, motion_id, n)
    if n in queries.amendment_outcomes(session, motion_id):
        raise AmendmentSettled
    if settled is Settled.FELL and not deed.actor.roles.isdisjoint(KEEPS_ORDER):
        standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)
    _ensure_may_settle(session, amendment, settled, deed)
    if settled is Settled.ACCEPTED:
        ensure_free_to_word(session, queries.find(session, motion_id), deed.actor.person_id, deed)
    if settled not in VOTED:
        steps.ensure_no_vote_goes_on(session, motion_id)
    return amendment


def _ensure_may_settle(session: Session, amendment: Amendment, settled: Settled, deed: Deed) -> None:
    """Refuse whoever would speak for another. Whoever seconds it takes back their own name, and it waits for another.

    No officer accepts or withdraws it for somebody: without that person's own word it is voted on. Whether it is in
    order is ruled on by the chair, and in the chair's stead as `ruling.ensure_rules` says.
    """
    whose: dict[Settled, set[UUID]] = {
        Settled.WITHDRAWN: {amendment.proposed_by},
        Settled.ACCEPTED: {queries.proposer(session, amendment.motion_id)},
    }
    if settled in VOTED:
        return
    if settled is Settled.FELL and not deed.actor.roles.isdisjoint(KEEPS_ORDER):
        ruling.ensure_rules(session, deed, apart=behind(session, amendment, deed))
        return
    if deed.actor.person_id is None or deed.actor.person_id not in whose.get(settled, set()):
        raise NotTheirAmendment


def behind(session: Session, amendment: Amendment, deed: Deed) -> frozenset[UUID]:
    """Return who does not rule on a wording: whoever proposes the motion, proposes or seconds it, or is interested."""
    motion_id, n = amendment.motion_id, amendment.n
    seconder = queries.amendment_seconders(session, motion_id).get(n)
    seconded = {person for of, person in queries.withdrawn_secondings(session, motion_id) if of == n}
    own = {amendment.proposed_by, queries.proposer(session, motion_id), *seconded, *([seconder] if seconder else [])}
    return standing_back.interested(session, motion_id, at=deed.at) | own


def _agree(session: Session, amendment: Amendment, deed: Deed) -> int:
    """Make the amendment's text the motion's, and return its version."""
    steps.ensure_in(session, amendment.motion_id, *AMENDED_FROM, wanted=State.AMENDED)
    steps.take(session, amendment.motion_id, State.AMENDED, deed)
    made = write_text(session, amendment.motion_id, amendment.text, written_by=amendment.proposed_by, deed=deed)
    return made.version


def _let_fall(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Let the amendments to the text that was replaced fall; they can be filed anew."""
    for one in waiting(session, motion_id):
        note = Deed(actor=deed.actor, at=deed.at, note=str(OVERTAKEN))
        write_outcome(session, one, Settled.FELL, note)


def write_outcome(
    session: Session,
    amendment: Amendment,
    settled: Settled,
    deed: Deed,
    *,
    made_version: int | None = None,
    division_id: UUID | None = None,
) -> AmendmentOutcome:
    """Write what became of an amendment. The caller has asked whether it may be so."""
    outcome = AmendmentOutcome(
        motion_id=amendment.motion_id,
        n=amendment.n,
        outcome=settled.value,
        made_version=made_version,
        division_id=division_id,
        note=deed.note.strip(),
        settled_by=deed.actor.person_id,
        settled_at=deed.at,
    )
    facts = {"n": amendment.n, "made_version": made_version, "division": division_id}
    return steps.keep(session, amendment.motion_id, outcome, deed, event=f"amendment.{settled.value}", **facts)


def write_text(session: Session, motion_id: UUID, text: LocalText, *, written_by: UUID, deed: Deed) -> MotionText:
    """Write the next text of a motion. The caller has asked whether it may be changed."""
    version = len(queries.texts(session, motion_id)) + 1
    written = MotionText(motion_id=motion_id, version=version, text=text, written_by=written_by, written_at=deed.at)
    return steps.keep(session, motion_id, written, deed, event="motion.worded", version=version, person=written_by)


def shape_of(motion: Motion) -> Shape:
    """Return what a motion is, apart from its words."""
    return Shape(
        kind=Kind(motion.kind),
        deciders=Deciders(motion.deciders),
        way=Way(motion.way),
        matter=ReservedMatter(motion.matter) if motion.matter else None,
        majority=motion.majority,
        is_of_class=motion.constituency_id is not None,
        changes_rules=motion.changes_to_id is not None,
    )
