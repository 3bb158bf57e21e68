"""Another text of a motion by whoever wrote it, or the same text in a further language.

Source: procedure of meetings: who seconds or supports a motion stands behind its text.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.amendments import amending, translating
from govern.amendments.amending import ensure_words_are_its_own
from govern.amendments.refusals import AmendmentsWait
from govern.amendments.translation_refusals import TranslationWaits
from govern.backing import papers
from govern.backing import service as backing
from govern.backing.paper_refusals import TextIsTheProposers
from govern.backing.refusals import NotForAnother
from govern.constitution import queries as constitution
from govern.core.actors import Deed, Role
from govern.core.languages import LocalText
from govern.motions import queries, steps, wording
from govern.motions.models import MotionText, MotionTranslation
from govern.motions.refusals import MotionUnwritten, TextIsBacked, TranslatedByTheSecretary
from govern.motions.rules import BEFORE_THE_VOTE, State


def rewrite(session: Session, motion_id: UUID, text: LocalText, deed: Deed) -> MotionText | MotionTranslation:
    """Write another text while nobody else stands behind it, or give the text in a further language.

    What they stand behind stays their text until somebody else has found that the other language says the same.

    :raises WordsFollowTheDraft: it brings a draft of the rules.
    :raises NotForAnother: the actor is neither the proposer nor the secretary.
    :raises TextIsTheProposers: the secretary would change words that did not come on paper.
    :raises OfficerStandsBack: the actor is not the proposer, and takes no part in it.
    :raises TextIsBacked: words change, and others stand behind them, or the motion is on the agenda.
    :raises TranslatedByTheSecretary: its proposer adds a further language, and it is on the agenda.
    :raises AmendmentsWait: a further language is added while an amendment waits.
    :raises TranslationWaits: one was given, and nobody has said yet whether it says the same.
    :raises MotionUnwritten: no text is left.
    :raises MotionStepOutOfOrder: the vote was called.
    :raises Refusal: as `wording.written` raises.
    """
    queries.locked(session, motion_id)
    ensure_words_are_its_own(session, motion_id)
    _ensure_is_theirs(session, motion_id, deed)
    old, new = queries.text(session, motion_id).text, wording.written(session, text, most=wording.MOST_TEXT)
    if not new:
        raise MotionUnwritten
    is_backed, is_more = is_text_backed(session, motion_id), old.items() < new.items()
    if is_backed and not is_more:
        raise TextIsBacked
    is_submitted = queries.state(session, motion_id) is State.SUBMITTED
    if not is_submitted and Role.SECRETARY not in deed.actor.roles:
        raise TranslatedByTheSecretary
    if amending.waiting(session, motion_id):
        raise AmendmentsWait
    if is_backed:
        return translating.give(session, motion_id, LocalText({one: new[one] for one in new.keys() - old.keys()}), deed)
    assert deed.actor.person_id is not None
    return amending.write_text(session, motion_id, new, written_by=deed.actor.person_id, deed=deed)


def ensure_may_be_rewritten(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to write another text of what bears none now, in no further language either; raises as `rewrite` does."""
    ensure_words_are_its_own(session, motion_id)
    current = _ensure_is_theirs(session, motion_id, deed)
    is_translated = queries.text(session, motion_id).text.keys() >= set(constitution.mutual(session).languages)
    if is_translated and is_text_backed(session, motion_id):
        raise TextIsBacked
    if current is not State.SUBMITTED and Role.SECRETARY not in deed.actor.roles:
        raise TranslatedByTheSecretary
    if amending.waiting(session, motion_id):
        raise AmendmentsWait
    if translating.waiting(session, motion_id) is not None:
        raise TranslationWaits


def _ensure_is_theirs(session: Session, motion_id: UUID, deed: Deed) -> State:
    """Return where a motion is whose text is the actor's to write, or refuse."""
    current = steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, wanted=State.AMENDED)
    proposer, actor = queries.proposer(session, motion_id), deed.actor
    if actor.person_id != proposer and Role.SECRETARY not in actor.roles:
        raise NotForAnother
    backing.ensure_own_or_free(session, motion_id, proposer, deed)
    is_theirs = actor.person_id == proposer or papers.is_proposed_on_paper(session, motion_id)
    if not is_theirs and not is_text_backed(session, motion_id):
        raise TextIsTheProposers
    return current


def is_text_backed(session: Session, motion_id: UUID) -> bool:
    """Say whether others stand behind the text, or it is on the agenda."""
    return queries.state(session, motion_id) is not State.SUBMITTED or len(queries.backers(session, motion_id)) > 1
