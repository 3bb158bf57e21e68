"""A text that others stand behind, given in a further language: it counts once somebody else found it right.

Source: procedure of meetings: what is decided is what notice was given of; domain 2.8 INV-02, two people.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.amendments import amending
from govern.amendments.refusals import AmendmentsWait
from govern.amendments.ruling_refusals import RulesOnOwnWords
from govern.amendments.translation_refusals import NoTranslationWaits, TranslationWaits
from govern.core.actors import Deed, Role
from govern.core.languages import LocalText
from govern.interests import standing_back
from govern.motions import queries, steps
from govern.motions.models import MotionTranslation, TranslationRuling
from govern.motions.refusals import MotionReasonNeeded
from govern.motions.rules import BEFORE_THE_VOTE, State

CONFIRMS = frozenset({Role.SECRETARY, Role.CHAIR})


def give(session: Session, motion_id: UUID, text: LocalText, deed: Deed) -> MotionTranslation:
    """Write a translation of the text that stands. It is no part of the motion yet.

    :param text: in the languages in which the motion is not written.
    :raises TranslationWaits: one was given, and nobody has said yet whether it says the same.
    """
    if waiting(session, motion_id) is not None:
        raise TranslationWaits
    assert deed.actor.person_id is not None
    given = MotionTranslation(
        motion_id=motion_id,
        n=len(of_motion(session, motion_id)) + 1,
        base_version=queries.text(session, motion_id).version,
        text=text,
        written_by=deed.actor.person_id,
        written_at=deed.at,
    )
    facts = {"n": given.n, "base_version": given.base_version}
    return steps.keep(session, motion_id, given, deed, event="motion.translated", **facts)


def of_motion(session: Session, motion_id: UUID) -> list[MotionTranslation]:
    """Return every translation that was given of a motion, first to last."""
    query = select(MotionTranslation).where(MotionTranslation.motion_id == motion_id)
    return list(session.scalars(query.order_by(MotionTranslation.n)))


def rulings(session: Session, motion_id: UUID) -> dict[int, TranslationRuling]:
    """Return what was said of the translations of a motion, by number."""
    query = select(TranslationRuling).where(TranslationRuling.motion_id == motion_id)
    return {one.n: one for one in session.scalars(query)}


def waiting(session: Session, motion_id: UUID) -> MotionTranslation | None:
    """Return the translation of the text that stands of which nobody has said whether it says the same."""
    stands, ruled = queries.text(session, motion_id).version, rulings(session, motion_id)
    left = (one for one in of_motion(session, motion_id) if one.base_version == stands and one.n not in ruled)
    return next(left, None)


def rule_on(session: Session, motion_id: UUID, deed: Deed, *, n: int, is_right: bool) -> TranslationRuling:
    """Say whether the translation that waits says the same; if it does, it is a part of the motion's text.

    :param n: number of the translation that was read.
    :raises MotionReasonNeeded: it does not, and the deed's note is empty.
    :raises Refusal: as `ensure_may_rule_on` raises.
    """
    queries.locked(session, motion_id)
    given = ensure_may_rule_on(session, motion_id, deed, n=n)
    if not is_right and not deed.note.strip():
        raise MotionReasonNeeded
    assert deed.actor.person_id is not None
    ruled = TranslationRuling(
        motion_id=motion_id,
        n=n,
        is_right=is_right,
        reason=deed.note.strip(),
        ruled_by=deed.actor.person_id,
        ruled_at=deed.at,
    )
    steps.keep(session, motion_id, ruled, deed, event="motion.translation_ruled", n=n, is_right=is_right)
    if is_right:
        text = LocalText(queries.text(session, motion_id).text | given.text)
        amending.write_text(session, motion_id, text, written_by=given.written_by, deed=deed)
    return ruled


def ensure_may_rule_on(session: Session, motion_id: UUID, deed: Deed, *, n: int | None = None) -> MotionTranslation:
    """Return the translation that waits, if the actor can say now whether it says the same.

    :param n: number of the one that was read; None for whichever waits.
    :raises NoTranslationWaits: none waits, or another does.
    :raises RulesOnOwnWords: the actor wrote it, proposes the motion, takes no part in it, or does not keep its agenda.
    :raises AmendmentsWait: another wording waits for the text.
    :raises MotionStepOutOfOrder, DivisionGoesOn: the vote was called.
    """
    given = waiting(session, motion_id)
    if given is None or n not in (None, given.n):
        raise NoTranslationWaits
    steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, wanted=State.AMENDED)
    steps.ensure_no_vote_goes_on(session, motion_id)
    apart = {given.written_by, queries.proposer(session, motion_id)}
    apart |= standing_back.interested(session, motion_id, at=deed.at)
    if deed.actor.person_id in apart or deed.actor.roles.isdisjoint(CONFIRMS):
        raise RulesOnOwnWords
    if amending.waiting(session, motion_id):
        raise AmendmentsWait
    return given
