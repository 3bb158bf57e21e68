"""Propose a motion, and take it to the vote: on the agenda or off it, referred, moved, withdrawn.

Who stands behind it is in `backing`, whom it is about in `concerns`, what would change it in `amending`; all are named
here too.

Source: domain 5.3, 5.7, 9.0b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.service import in_turn
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.motions import amending, backing, courses, entrenchment, matters, queries, rule_changes, steps, wording
from govern.motions.admissible import Shape, ensure_admissible
from govern.motions.amending import file_amendment as file_amendment
from govern.motions.amending import settle_amendment as settle_amendment
from govern.motions.amending_refusals import AmendmentsWait
from govern.motions.backing import back as back
from govern.motions.backing import withdraw_backing as withdraw_backing
from govern.motions.backing_refusals import NotForAnother, TooFewBehindIt
from govern.motions.concerns import About as About
from govern.motions.concerns import ensure_may_name as ensure_may_name
from govern.motions.concerns import name_concern as name_concern
from govern.motions.models import Motion, MotionStep, MotionText
from govern.motions.refusals import (
    MotionUnwritten,
    NobodyConcerned,
    NotTheirsToWithdraw,
    RulesOnOwnMatter,
    TextIsBacked,
    TranslatedByTheSecretary,
)
from govern.motions.rules import BEFORE_THE_VOTE, Backing, Concern, Deciders, Kind, State, Way
from govern.motions.seconding import second_amendment as second_amendment

KEEPS_THE_AGENDA = frozenset({Role.CHAIR, Role.SECRETARY})
ITS_PROPOSERS = frozenset({State.SUBMITTED, State.ADMITTED_TO_AGENDA, State.REFERRED, State.FELL_INQUORATE})


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes.

    :param proposer_id: who proposes it: the actor, or whoever handed it to the secretary on paper.
    :param reasons: why, in the proposer's words; may be left empty.
    :param matter: which of those it is that take more, or are kept to the members; None only where its proposer says
        that it is none of them.
    :param majority: name of a rule of `motions.deciding`, where it is not the kind's own.
    :param constituency_id: whose consent it asks for.
    :param changes_to_id: the drafted rules that it would bring into force.
    """

    proposer_id: UUID
    kind: Kind
    deciders: Deciders
    way: Way
    title: LocalText
    text: LocalText
    reasons: LocalText
    matter: ReservedMatter | None
    majority: str | None = None
    constituency_id: UUID | None = None
    changes_to_id: UUID | None = None
    about: Sequence[About] = ()

    @property
    def shape(self) -> Shape:
        """Return what it is, apart from its words."""
        return Shape(
            kind=self.kind,
            deciders=self.deciders,
            way=self.way,
            matter=self.matter,
            majority=self.majority,
            is_of_class=self.constituency_id is not None,
            changes_rules=self.changes_to_id is not None,
        )


def submit(session: Session, proposal: Proposal, deed: Deed) -> Motion:
    """Enter a motion with its first text, its proposer and whom it is about.

    :raises Refusal: of `admissible.ensure_admissible`, `backing.ensure_may_stand_behind`, `wording`, `name_concern` and
        `rule_changes.bring_in`.

    Source: domain 5.3, 5.7.
    """
    in_turn(session)
    _ensure_admissible(session, proposal.shape, deed)
    backing.ensure_may_stand_behind(session, proposal.deciders, proposal.proposer_id, deed)
    title, text = wording.title_and_text(session, proposal.title, proposal.text)
    motion = Motion(
        number=queries.next_number(session),
        kind=proposal.kind.value,
        deciders=proposal.deciders.value,
        way=proposal.way.value,
        matter=_matter(proposal),
        majority=entrenchment.majority_of(
            session, proposal.kind, proposal.majority, proposal.changes_to_id, at=deed.at
        ),
        constituency_id=proposal.constituency_id,
        title=title,
        reasons=wording.written(session, proposal.reasons, most=wording.MOST_REASONS),
        changes_to_id=proposal.changes_to_id,
        submitted_at=deed.at,
    )
    session.add(motion)
    session.flush()
    amending.write_text(session, motion.id, text, written_by=proposal.proposer_id, deed=deed)
    steps.first(session, motion.id, deed)
    backing.write(session, motion.id, proposal.proposer_id, Backing.PROPOSER, deed)
    for one in proposal.about:
        name_concern(session, motion.id, one, deed)
    if motion.changes_to_id is not None:
        rule_changes.bring_in(session, motion, deed)
    return motion


def _matter(proposal: Proposal) -> ReservedMatter | None:
    return matters.matter_of(proposal.kind, proposal.matter, changes_rules=proposal.changes_to_id is not None)


def _ensure_admissible(session: Session, shape: Shape, deed: Deed) -> None:
    book = constitution.rule_book_on(session, on=constitution.today(session, at=deed.at))
    ensure_admissible(shape, legal_form=constitution.legal_form(session), reserved=book.reserved_matters)


def admit(session: Session, motion_id: UUID, deed: Deed, *, read: int | None = None) -> MotionStep:
    """Put a motion on the agenda: for the first time, or again after it was referred or fell for want of a quorum.

    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than the actor read.
    :raises TooFewBehindIt: its seconder or supporters are missing.
    :raises NobodyConcerned: it admits or expels somebody, and does not say whom.
    :raises CourseNotBegun: statute lays down its course, and that is not begun.
    :raises RulesOnOwnMatter: it is about the actor, or about somebody they are connected with.
    :raises MotionStepOutOfOrder: it is somewhere else.
    :raises Refusal: of `admissible.ensure_admissible`, by the rules of today.
    """
    queries.locked(session, motion_id)
    ensure_may_be_admitted(session, motion_id, deed)
    steps.ensure_read(session, motion_id, read)
    return steps.take(session, motion_id, State.ADMITTED_TO_AGENDA, deed)


def ensure_may_be_admitted(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to put on the agenda what cannot come there now; raises as `admit` does."""
    motion = queries.find(session, motion_id)
    current = steps.ensure_in(
        session, motion_id, State.SUBMITTED, State.REFERRED, State.FELL_INQUORATE, wanted=State.ADMITTED_TO_AGENDA
    )
    _ensure_not_on_own(session, motion_id, deed)
    _ensure_admissible(session, amending.shape_of(motion), deed)
    courses.ensure_begun(session, motion)
    if not says_whom(session, motion):
        raise NobodyConcerned
    if current is State.SUBMITTED:
        behind = backing.standing(session, motion, at=deed.at)
        if not behind.is_enough:
            raise TooFewBehindIt(behind)


def _ensure_not_on_own(session: Session, motion_id: UUID, deed: Deed) -> None:
    if deed.actor.person_id in backing.interested(session, motion_id, at=deed.at):
        raise RulesOnOwnMatter


def says_whom(session: Session, motion: Motion) -> bool:
    """Say whether a motion that admits or expels somebody says whom; any other has nobody to name."""
    wanted = None
    if motion.kind == Kind.ADMISSION:
        wanted = Concern.APPLICANT
    elif motion.matter == ReservedMatter.EXPEL_MEMBERS:
        wanted = Concern.IN_QUESTION
    return wanted is None or any(one.concern == wanted for one in queries.concerns(session, motion.id))


def refuse(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Refuse a motion as out of order, with the reason in the deed's note.

    :raises MotionReasonNeeded: there is no reason.
    :raises RulesOnOwnMatter: it is about the actor, or about somebody they are connected with.
    :raises MotionStepOutOfOrder: it is past that.
    """
    queries.locked(session, motion_id)
    ensure_may_be_refused(session, motion_id, deed)
    return steps.take(session, motion_id, State.INADMISSIBLE, deed)


def ensure_may_be_refused(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to rule out of order what cannot be ruled on now, or not by this actor; raises as `refuse` does."""
    steps.ensure_may_go(session, motion_id, State.INADMISSIBLE)
    _ensure_not_on_own(session, motion_id, deed)


def refer(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Refer a motion, such as to a committee; the deed's note says to whom and why.

    :raises MotionReasonNeeded: the note is empty.
    :raises MotionStepOutOfOrder: it is not on the agenda, or the vote was called.
    """
    queries.locked(session, motion_id)
    return steps.take(session, motion_id, State.REFERRED, deed)


def move(session: Session, motion_id: UUID, deed: Deed, *, read: int | None = None) -> MotionStep:
    """Write that a motion on the agenda was moved; from then on it belongs to those who decide it.

    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than the actor read.
    :raises MotionStepOutOfOrder: it is not on the agenda.
    """
    queries.locked(session, motion_id)
    steps.ensure_may_go(session, motion_id, State.MOVED)
    steps.ensure_read(session, motion_id, read)
    return steps.take(session, motion_id, State.MOVED, deed)


def withdraw(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Withdraw a motion before it is put to the vote; the deed's note says why.

    :raises NotTheirsToWithdraw: the actor is not the proposer, who could do it; or it was moved, and is the meeting's.
    :raises MotionReasonNeeded: the note is empty.
    :raises MotionStepOutOfOrder: it was put to the vote, or is at an end.
    """
    queries.locked(session, motion_id)
    ensure_may_be_withdrawn(session, motion_id, deed.actor)
    return steps.take(session, motion_id, State.WITHDRAWN, deed)


def ensure_may_be_withdrawn(session: Session, motion_id: UUID, actor: Actor) -> None:
    """Refuse to withdraw what is not the actor's to withdraw, or cannot be withdrawn now; raises as `withdraw` does."""
    steps.ensure_may_go(session, motion_id, State.WITHDRAWN)
    if not may_withdraw(session, motion_id, actor):
        raise NotTheirsToWithdraw


def may_withdraw(session: Session, motion_id: UUID, actor: Actor) -> bool:
    """Say whether a motion is somebody's to withdraw, as far as its state goes.

    Before it is moved it is its proposer's alone; an officer enters it only for a proposer who has no account and so
    cannot say it. After that it is the meeting's, and whoever keeps the agenda enters that the meeting agreed.
    """
    proposer, is_officer = queries.proposer(session, motion_id), not actor.roles.isdisjoint(KEEPS_THE_AGENDA)
    if queries.state(session, motion_id) not in ITS_PROPOSERS:
        return is_officer
    if proposer is not None and actor.person_id == proposer:
        return True
    return is_officer and (proposer is None or accounts.open_account_of(session, proposer) is None)


def rewrite(session: Session, motion_id: UUID, text: LocalText, deed: Deed) -> MotionText:
    """Write another text while nobody else stands behind it, or the same text in a further language.

    :raises NotForAnother: the actor is neither the proposer nor the secretary.
    :raises TextIsBacked: words change, and others stand behind them, or the motion is on the agenda.
    :raises TranslatedByTheSecretary: its proposer adds a further language, and it is on the agenda.
    :raises AmendmentsWait: a further language is added while an amendment waits.
    :raises MotionUnwritten: no text is left.
    :raises MotionStepOutOfOrder: the vote was called.
    :raises Refusal: as `wording.written` raises.
    """
    queries.locked(session, motion_id)
    _ensure_is_theirs(session, motion_id, deed.actor)
    old, new = queries.text(session, motion_id).text, wording.written(session, text, most=wording.MOST_TEXT)
    if not new:
        raise MotionUnwritten
    is_translation = all(new.get(language) == said for language, said in old.items())
    if not is_translation and is_text_backed(session, motion_id):
        raise TextIsBacked
    is_submitted = queries.state(session, motion_id) is State.SUBMITTED
    if not is_submitted and Role.SECRETARY not in deed.actor.roles:
        raise TranslatedByTheSecretary
    if amending.waiting(session, motion_id):
        raise AmendmentsWait
    assert deed.actor.person_id is not None
    return amending.write_text(session, motion_id, new, written_by=deed.actor.person_id, deed=deed)


def ensure_may_be_rewritten(session: Session, motion_id: UUID, actor: Actor) -> None:
    """Refuse to write another text of what bears none now, in no further language either; raises as `rewrite` does."""
    current = _ensure_is_theirs(session, motion_id, actor)
    is_translated = queries.text(session, motion_id).text.keys() >= set(constitution.mutual(session).languages)
    if is_translated and is_text_backed(session, motion_id):
        raise TextIsBacked
    if current is not State.SUBMITTED and Role.SECRETARY not in actor.roles:
        raise TranslatedByTheSecretary
    if amending.waiting(session, motion_id):
        raise AmendmentsWait


def _ensure_is_theirs(session: Session, motion_id: UUID, actor: Actor) -> State:
    """Return where a motion is whose text is the actor's to write, or refuse."""
    current = steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, wanted=State.AMENDED)
    if actor.person_id != queries.proposer(session, motion_id) and Role.SECRETARY not in actor.roles:
        raise NotForAnother
    return current


def is_text_backed(session: Session, motion_id: UUID) -> bool:
    """Say whether others stand behind the text, or it is on the agenda."""
    return queries.state(session, motion_id) is not State.SUBMITTED or len(queries.backers(session, motion_id)) > 1
