"""Propose a motion, and take it to the vote: on the agenda or off it, referred, moved, withdrawn.

Who stands behind it is in `backing`, whom it is about in `concerns`, what would change it in `amending`.

Source: domain 5.3, 5.7, 9.0b.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import queries as admissions
from govern.amendments import amending, ruling
from govern.backing import paper_hands, papers, taking_over
from govern.backing import service as backing
from govern.backing.refusals import TooFewBehindIt
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.service import in_turn
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.interests import concerns, electorate, standing_back
from govern.interests.concerns import About, ensure_says_whom
from govern.interests.standing_back_refusals import ApplicantEntersAdmissions, OfficerStandsBack, ProposesOwnMatter
from govern.meetings import notices
from govern.meetings.refusals import NoticeIsGiven
from govern.motions import matters, overtaking, queries, steps, wording
from govern.motions.admissible import Shape, ensure_admissible
from govern.motions.models import Motion, MotionStep
from govern.motions.refusals import (
    RulesOnOwnMatter,
)
from govern.motions.rules import Backing, Deciders, Kind, State, Way
from govern.rule_changes import entrenchment
from govern.rule_changes import service as rule_changes
from govern.statutory import courses


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody proposes.

    :param proposer_id: who proposes it: the actor, or whoever handed it to the secretary on paper.
    :param reasons: why, in the proposer's words; may be left empty.
    :param matter: which of those it is that take more, or are kept to the members; None only where its proposer says
        that it is none of them.
    :param majority: name of a rule of `deciding.rules`, where it is not the kind's own.
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
            matter=self.matter or matters.of_majority(self.majority),
            majority=self.majority,
            is_of_class=self.constituency_id is not None,
            changes_rules=self.changes_to_id is not None,
        )


def submit(session: Session, proposal: Proposal, deed: Deed) -> Motion:
    """Enter a motion with its first text, its proposer and whom it is about.

    :raises ApplicantEntersAdmissions: it is on an admission, and an applicant enters it for somebody else.
    :raises ProposesOwnMatter: it admits or changes the franchise, and is about its proposer or somebody close to them.
    :raises OfficerStandsBack: it is about whoever enters it for somebody else, or about somebody close to them.
    :raises Refusal: of `admissible.ensure_admissible`, `backing.ensure_may_stand_behind`, `wording`, `name_concern` and
        `rule_changes.bring_in`.

    Source: domain 5.3, 5.7; domain 2.8 INV-02, INV-05.
    """
    in_turn(session)
    apart = apart_from(session, proposal, deed)
    ensure_may_enter(session, proposal, apart, deed)
    _ensure_admissible(session, proposal.shape, deed)
    backing.ensure_may_stand_behind(session, proposal.deciders, proposal.proposer_id, deed, apart=apart)
    title, text = wording.title_and_text(session, proposal.title, proposal.text)
    motion = _write(session, proposal, title, deed)
    amending.write_text(session, motion.id, text, written_by=proposal.proposer_id, deed=deed)
    steps.first(session, motion.id, deed)
    backing.write(session, motion.id, proposal.proposer_id, Backing.PROPOSER, deed)
    for one in proposal.about:
        concerns.name_concern(session, motion.id, one, deed)
    _ensure_of_the_free(session, motion, proposal, deed)
    if motion.changes_to_id is not None:
        rule_changes.bring_in(session, motion, deed)
    return motion


def _write(session: Session, proposal: Proposal, title: LocalText, deed: Deed) -> Motion:
    """Write a motion, still without its text, its proposer and its first step."""
    majority = entrenchment.majority_of(session, proposal.kind, proposal.majority, proposal.changes_to_id, at=deed.at)
    motion = Motion(
        number=queries.next_number(session),
        kind=proposal.kind.value,
        deciders=proposal.deciders.value,
        way=proposal.way.value,
        matter=_matter(proposal),
        majority=majority,
        constituency_id=proposal.constituency_id,
        title=title,
        reasons=wording.written(session, proposal.reasons, most=wording.MOST_REASONS),
        changes_to_id=proposal.changes_to_id,
        submitted_at=deed.at,
    )
    session.add(motion)
    session.flush()
    return motion


def ensure_may_enter(session: Session, proposal: Proposal, apart: Collection[UUID], deed: Deed) -> None:
    """Refuse to an applicant to enter motions on admissions for others, and to anybody what they take no part in.

    :raises ApplicantEntersAdmissions: one of the admissions could be their own.
    :raises OfficerStandsBack: it says that it is about them or somebody close to them.
    """
    by = deed.actor.person_id
    if by is None or by == proposal.proposer_id:
        return
    if proposal.kind is Kind.ADMISSION and admissions.open_of(session, by) is not None:
        raise ApplicantEntersAdmissions
    if by in apart:
        raise OfficerStandsBack


def apart_from(session: Session, proposal: Proposal, deed: Deed) -> frozenset[UUID]:
    """Return who takes no part in a proposal, as far as it says whom it is about; in an admission, no applicant."""
    today = constitution.today(session, at=deed.at)
    found = (
        standing_back.apart_from(session, one.person_id, one.concern, one.application_id, on=today)
        for one in proposal.about
    )
    is_admission = proposal.kind is Kind.ADMISSION
    asking = paper_hands.applicants_in_office(session, at=deed.at) if is_admission else frozenset()
    return frozenset[UUID]().union(*found, asking)


def _ensure_of_the_free(session: Session, motion: Motion, proposal: Proposal, deed: Deed) -> None:
    """Refuse a motion that is about its proposer, or about whoever enters it, as far as it says whom it is about."""
    backing.ensure_own_or_free(session, motion.id, proposal.proposer_id, deed)
    theirs = standing_back.interested(session, motion.id, at=deed.at)
    if electorate.is_at_notice(motion) and proposal.proposer_id in theirs:
        raise ProposesOwnMatter


def _matter(proposal: Proposal) -> ReservedMatter | None:
    return matters.matter_of(
        proposal.kind,
        proposal.matter,
        changes_rules=proposal.changes_to_id is not None,
        majority=proposal.majority,
    )


def _ensure_admissible(session: Session, shape: Shape, deed: Deed) -> None:
    book = constitution.rule_book_on(session, on=constitution.today(session, at=deed.at))
    ensure_admissible(shape, legal_form=constitution.legal_form(session), reserved=book.reserved_matters)


def admit(session: Session, motion_id: UUID, deed: Deed, *, read: int | None = None) -> MotionStep:
    """Put a motion on the agenda: for the first time, or again after it was referred or fell for want of a quorum.

    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than the actor read.
    :raises ProposerDenies: whoever was entered as its proposer says that they do not propose it.
    :raises TooFewBehindIt: its seconder or supporters are missing.
    :raises NobodyConcerned: it admits or expels somebody, and does not say whom.
    :raises ProposerInterested: it admits or changes the franchise, and its proposer does not count.
    :raises CourseNotBegun: statute lays down its course, and that is not begun.
    :raises MotionOvertaken: the rules that it would bring can never come into force.
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
    papers.ensure_proposed(session, motion_id)
    overtaking.ensure_not_overtaken(session, motion)
    _ensure_not_on_own(session, motion_id, deed)
    _ensure_admissible(session, amending.shape_of(motion), deed)
    courses.ensure_begun(session, motion)
    ensure_says_whom(session, motion)
    taking_over.ensure_proposer_counts(session, motion, deed)
    if current is State.SUBMITTED:
        behind = backing.standing(session, motion, at=deed.at)
        if not behind.is_enough:
            raise TooFewBehindIt(behind)


def _ensure_not_on_own(session: Session, motion_id: UUID, deed: Deed) -> None:
    if deed.actor.person_id in _apart(session, motion_id, deed):
        raise RulesOnOwnMatter


def _apart(session: Session, motion_id: UUID, deed: Deed) -> frozenset[UUID]:
    """Return who does not rule on a motion: whoever proposes it, whom it is about, and who is close to them."""
    return standing_back.interested(session, motion_id, at=deed.at) | {queries.proposer(session, motion_id)}


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

    Until notice of it is given, or a vote on it is called, also what the secretary put on the agenda.

    :raises MotionStepOutOfOrder: it is past that.
    :raises DivisionGoesOn: a vote on another wording of it is not declared.
    :raises NoticeIsGiven: members were called to vote on it.
    :raises RulesOnOwnMatter: the actor proposes it, or it is about them, or about somebody they are connected with.
    :raises ChairRules: the actor is not in the chair, and somebody is who is free to rule.

    Source: procedure of meetings: the chair rules on order; domain 5.2.
    """
    steps.ensure_may_go(session, motion_id, State.INADMISSIBLE)
    if given_on := notices.first_given_on(session, queries.find(session, motion_id)):
        raise NoticeIsGiven(given_on)
    _ensure_not_on_own(session, motion_id, deed)
    ruling.ensure_rules(session, deed, apart=_apart(session, motion_id, deed))


def refer(session: Session, motion_id: UUID, deed: Deed) -> MotionStep:
    """Refer a motion, such as to a committee; the deed's note says to whom and why.

    :raises MotionReasonNeeded: the note is empty.
    :raises Refusal: as `ensure_may_go_on` raises.
    """
    queries.locked(session, motion_id)
    ensure_may_go_on(session, motion_id, State.REFERRED, deed)
    return steps.take(session, motion_id, State.REFERRED, deed)


def move(session: Session, motion_id: UUID, deed: Deed, *, read: int | None = None) -> MotionStep:
    """Write that a motion on the agenda was moved; from then on it belongs to those who decide it.

    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than the actor read.
    :raises Refusal: as `ensure_may_go_on` raises.
    """
    queries.locked(session, motion_id)
    ensure_may_go_on(session, motion_id, State.MOVED, deed)
    steps.ensure_read(session, motion_id, read)
    return steps.take(session, motion_id, State.MOVED, deed)


def ensure_may_go_on(session: Session, motion_id: UUID, to: State, deed: Deed) -> None:
    """Refuse a step that an officer records, where it cannot be taken now or not by them.

    :raises MotionStepOutOfOrder: it is not on the agenda, or the vote was called.
    :raises DivisionGoesOn: a vote on another wording is not declared.
    :raises MotionOvertaken: it would be moved, and the rules that it would bring can never come into force.
    :raises OfficerStandsBack: it is about the actor or somebody close to them, or they have an interest in it.
    """
    steps.ensure_may_go(session, motion_id, to)
    if to is State.MOVED:
        overtaking.ensure_not_overtaken(session, queries.find(session, motion_id))
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)
