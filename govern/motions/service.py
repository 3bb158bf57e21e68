"""Propose a motion, and take it to the vote: on the agenda or off it, referred, moved, withdrawn.

Who stands behind it is in `backing`, what would change it in `amending`; both are named here too.

Source: domain 5.3, 5.7, 9.0b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.service import in_turn
from govern.core import lookup
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.motions import amending, backing, courses, matters, queries, rule_changes, ruling, steps, wording
from govern.motions.admissible import Shape, ensure_admissible
from govern.motions.amending import file_amendment as file_amendment
from govern.motions.amending import settle_amendment as settle_amendment
from govern.motions.backing import back as back
from govern.motions.backing import withdraw_backing as withdraw_backing
from govern.motions.backing_refusals import TooFewBehindIt
from govern.motions.models import Motion, MotionConcern, MotionStep
from govern.motions.refusals import (
    ConcernAfterCall,
    ConcernedAlready,
    NobodyApplies,
    NobodyConcerned,
    NotThatApplicant,
    RulesOnOwnMatter,
)
from govern.motions.rewording import rewrite as rewrite
from govern.motions.rules import BEFORE_THE_VOTE, Backing, Concern, Deciders, Kind, State, Way
from govern.motions.seconding import second_amendment as second_amendment
from govern.motions.withdrawing import withdraw as withdraw
from govern.register.models import Person


@dataclass(frozen=True, kw_only=True)
class About:
    """Somebody whom a motion is about.

    :param application_id: which of their applications, where it is one.
    """

    person_id: UUID
    concern: Concern
    application_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes.

    :param proposer_id: who proposes it: the actor, or whoever handed it to the secretary on paper.
    :param reasons: why, in the proposer's words; may be left empty.
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
    matter: ReservedMatter | None = None
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
        majority=proposal.majority,
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


def name_concern(session: Session, motion_id: UUID, about: About, deed: Deed) -> MotionConcern:
    """Name somebody whom a motion is about: they, and those connected with them, have no vote on it.

    :raises NotFound: the mutual does not know them, or there is no such application.
    :raises ConcernedAlready: they are named in it.
    :raises NobodyApplies: an applicant is named in a motion that admits nobody.
    :raises NotThatApplicant: the application is somebody else's.
    :raises ConcernAfterCall: a vote on it was called.
    :raises MotionStepOutOfOrder: it was decided.

    Source: domain 2.8 INV-17, INV-23, INV-38.
    """
    queries.locked(session, motion_id)
    ensure_names_are_taken(session, motion_id)
    _ensure_known(session, about)
    if about.concern is Concern.APPLICANT and queries.find(session, motion_id).kind != Kind.ADMISSION:
        raise NobodyApplies
    if any(one.person_id == about.person_id for one in queries.concerns(session, motion_id)):
        raise ConcernedAlready
    named = MotionConcern(
        motion_id=motion_id,
        person_id=about.person_id,
        concern=about.concern.value,
        application_id=about.application_id,
        named_by=deed.actor.person_id,
        named_at=deed.at,
    )
    session.add(named)
    session.flush()
    facts = {"person": about.person_id, "concern": about.concern.value, "application": about.application_id}
    steps.record(session, motion_id, deed, event="motion.concern_named", **facts)
    return named


def ensure_names_are_taken(session: Session, motion_id: UUID) -> None:
    """Refuse to name anybody whom a motion is about once it is too late.

    :raises ConcernAfterCall: a vote on it was called.
    :raises MotionStepOutOfOrder: it was decided.
    """
    if queries.is_called(session, motion_id):
        raise ConcernAfterCall
    steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, State.FELL_INQUORATE, wanted=State.SUBMITTED)


def _ensure_known(session: Session, about: About) -> None:
    lookup.find(session, Person, about.person_id)
    if about.application_id is None:
        return
    application = lookup.find(session, MembershipApplication, about.application_id)
    if application.person_id != about.person_id:
        raise NotThatApplicant


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
    _ensure_says_whom(session, motion)
    if current is State.SUBMITTED:
        behind = backing.standing(session, motion, at=deed.at)
        if not behind.is_enough:
            raise TooFewBehindIt(behind)


def _ensure_not_on_own(session: Session, motion_id: UUID, deed: Deed) -> None:
    if deed.actor.person_id in _apart(session, motion_id, deed):
        raise RulesOnOwnMatter


def _apart(session: Session, motion_id: UUID, deed: Deed) -> frozenset[UUID]:
    """Return who does not rule on a motion: whoever proposes it, whom it is about, and who is close to them."""
    return backing.interested(session, motion_id, at=deed.at) | {queries.proposer(session, motion_id)}


def _ensure_says_whom(session: Session, motion: Motion) -> None:
    wanted = None
    if motion.kind == Kind.ADMISSION:
        wanted = Concern.APPLICANT
    elif motion.matter == ReservedMatter.EXPEL_MEMBERS:
        wanted = Concern.IN_QUESTION
    if wanted and all(one.concern != wanted for one in queries.concerns(session, motion.id)):
        raise NobodyConcerned


def refuse(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Rule a motion out of order, with the reason in the deed's note. What has too few behind it needs no ruling.

    :raises MotionReasonNeeded: there is no reason.
    :raises Refusal: as `ensure_may_be_refused` raises.
    """
    queries.locked(session, motion_id)
    ensure_may_be_refused(session, motion_id, deed)
    return steps.take(session, motion_id, State.INADMISSIBLE, deed)


def ensure_may_be_refused(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to rule out of order what cannot be ruled on now, or not by this actor.

    :raises MotionStepOutOfOrder: it is past that.
    :raises RulesOnOwnMatter: the actor proposes it, or it is about them, or about somebody they are connected with.
    :raises ChairRules: the actor is not in the chair, and somebody is who is free to rule.

    Source: procedure of meetings: the chair rules on order; domain 5.2.
    """
    steps.ensure_may_go(session, motion_id, State.INADMISSIBLE)
    _ensure_not_on_own(session, motion_id, deed)
    ruling.ensure_rules(session, deed, apart=_apart(session, motion_id, deed))


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
