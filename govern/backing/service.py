"""Who stands behind a motion: proposes, seconds or supports it, for themselves and while they may.

Source: domain 2.8; the mutual's rules on motions.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.accounts.refusals import VotesByOwnAccount
from govern.backing import paper_hands, papers
from govern.backing.refusals import (
    BackedBefore,
    BackerInterested,
    BackerSuspended,
    BacksAlready,
    NobodyLeftToSign,
    NotBehindIt,
    NotDirectorsMotion,
    NotForAnother,
    NotMembersMotion,
    ProposerStays,
    ProposesIt,
    SecondedAlready,
)
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed
from govern.interests import electorate, standing_back
from govern.interests.standing_back_refusals import SeconderStandsBack
from govern.motions import overtaking, queries, steps
from govern.motions.models import Motion, MotionBacking
from govern.motions.rules import BEFORE_THE_VOTE, Backing, Deciders, Standing, State
from govern.register import queries as register


def back(
    session: Session, motion_id: UUID, person_id: UUID, part: Backing, deed: Deed, *, read: int | None = None
) -> MotionBacking:
    """Write that somebody seconds or supports a motion, and which text of it.

    :param part: SECONDER or SUPPORTER.
    :param read: see `steps.ensure_read`.
    :raises TextChanged: another text stands now than they read.
    :raises MotionStepOutOfOrder: the motion is no longer open for support.
    :raises BacksAlready: they propose, second or support it.
    :raises BackedBefore: they did, and withdrew.
    :raises SecondedAlready: somebody else seconds it.
    :raises NamesAnOvertaken: the rules that it would bring can never come into force.
    :raises BackerInterested: it is about them, or about somebody they are connected with.
    :raises NotForAnother: the actor is somebody else, and no secretary who enters what came on paper.
    :raises NotMembersMotion: they are no member who may vote.
    :raises BackerSuspended: their membership is suspended.
    :raises NotDirectorsMotion: they do not sit on the board that is to decide.
    :raises OfficerStandsBack: the actor is somebody else, and takes no part in it.
    :raises CodeOfTheInterested: they came by a printed code of somebody who takes no part in it.
    """
    assert part is not Backing.PROPOSER
    queries.locked(session, motion_id)
    ensure_may_back(session, motion_id, person_id, part, deed)
    steps.ensure_read(session, motion_id, read)
    if part is Backing.SECONDER:
        _let_go_of_its_seconder(session, motion_id, deed)
    return write(session, motion_id, person_id, part, deed)


def _let_go_of_its_seconder(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Withdraw the name of a seconder who does not count, in whose stead another seconds it."""
    for one in queries.backers(session, motion_id):
        if one.backing == Backing.SECONDER:
            one.withdrawn_at = deed.at
            session.flush()
            facts = {"person": one.person_id, "backing": one.backing}
            steps.record(session, motion_id, deed, event="motion.backing_withdrawn", **facts)


def ensure_may_back(session: Session, motion_id: UUID, person_id: UUID, part: Backing, deed: Deed) -> None:
    """Refuse a name under a motion that cannot be taken now; raises as `back` does."""
    motion = queries.find(session, motion_id)
    if not (part is Backing.SECONDER and standing(session, motion, at=deed.at).has_lost_its_seconder):
        steps.ensure_in(session, motion_id, State.SUBMITTED, wanted=State.SUBMITTED)
    steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, wanted=State.SUBMITTED)
    steps.ensure_no_vote_goes_on(session, motion_id)
    ensure_may_be_added(session, motion, person_id, part, deed)


def ensure_seconded(session: Session, motion: Motion, *, at: datetime) -> None:
    """Refuse to bring a motion to the vote whose seconder stands back from it.

    :raises SeconderStandsBack: it is so, and nobody else seconds it.
    """
    is_before = queries.state(session, motion.id) in BEFORE_THE_VOTE
    if is_before and standing(session, motion, at=at).has_lost_its_seconder:
        raise SeconderStandsBack


def ensure_may_be_added(session: Session, motion: Motion, person_id: UUID, part: Backing, deed: Deed) -> None:
    """Refuse a name under a motion, wherever that is; raises as `back` does, but for its state."""
    overtaking.ensure_worth_a_name(session, motion)
    _ensure_new(session, motion, person_id, part, deed)
    apart = standing_back.interested(session, motion.id, at=deed.at)
    ensure_may_stand_behind(session, Deciders(motion.deciders), person_id, deed, apart=apart)
    if person_id in apart:
        raise BackerInterested
    standing_back.ensure_not_by_their_code(session, motion.id, deed.actor, at=deed.at)
    ensure_own_or_free(session, motion.id, person_id, deed)


def ensure_may_enter_names(session: Session, motion_id: UUID, deed: Deed, *, apart: Collection[UUID]) -> None:
    """Refuse to ask an officer for names that came on paper where none is taken, or not from them.

    :param apart: who takes no part in it.
    :raises MotionStepOutOfOrder: the motion is no longer open for support.
    :raises OfficerStandsBack: the actor takes no part in it.
    :raises SecretaryEnters: the actor is in the chair, and somebody who is secretary is free.
    """
    steps.ensure_in(session, motion_id, State.SUBMITTED, wanted=State.SUBMITTED)
    standing_back.ensure_not_among(apart, deed.actor)
    paper_hands.ensure_enters(session, deed, apart=apart)


@dataclass(frozen=True, kw_only=True)
class LeftToSign:
    """Whose names can still come under a motion from paper.

    :ivar directors: of some directors those who are entitled and free, and whose names are not under it.
    :ivar may_second: the rules ask for a seconder, and there is none.
    """

    directors: frozenset[UUID]
    may_second: bool
    is_seconded: bool


def left_to_sign(
    session: Session, motion: Motion, directors: Collection[UUID], *, behind: Standing, at: datetime
) -> LeftToSign:
    """Return whose names can still come under a motion from paper, of the directors by name.

    :param behind: who stands behind it now, as `standing` returns it.
    """
    left_out = queries.ever_behind(session, motion.id).union(behind.apart)
    return LeftToSign(
        directors=electorate.entitled_among(session, Deciders(motion.deciders), directors, at=at) - left_out,
        may_second=behind.needs_seconder and not behind.is_seconded,
        is_seconded=behind.is_seconded,
    )


def ensure_names_are_left(
    session: Session, motion: Motion, directors: Collection[UUID], deed: Deed, *, behind: Standing
) -> None:
    """Refuse to ask an officer for names that came on paper where no name is left that could be taken.

    :param directors: who sits on the board today.
    :param behind: who stands behind it now, as `standing` returns it.
    :raises NamesAnOvertaken: the rules that it would bring can never come into force.
    :raises NobodyLeftToSign: the board decides, and every director stands behind it, did so, or takes no part in it.
    :raises Refusal: as `ensure_may_enter_names` raises.
    """
    ensure_may_enter_names(session, motion.id, deed, apart=behind.apart)
    overtaking.ensure_worth_a_name(session, motion)
    if motion.deciders != Deciders.BOARD:
        return
    if not left_to_sign(session, motion, directors, behind=behind, at=deed.at).directors:
        raise NobodyLeftToSign


def ensure_own_or_free(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Refuse to write or take back the name of another to an officer who takes no part in a motion.

    :raises OfficerStandsBack: it is so.
    """
    if deed.actor.person_id != person_id:
        standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)


def withdraw_backing(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> None:
    """Write that somebody no longer seconds or supports a motion, while it is not on the agenda.

    :raises MotionStepOutOfOrder: it is on the agenda, or was decided on.
    :raises NotBehindIt: they do not stand behind it.
    :raises ProposerStays: they propose it.
    :raises NotForAnother: the actor is somebody else, and no secretary.
    :raises OfficerStandsBack: the actor is somebody else, and takes no part in it.
    """
    queries.locked(session, motion_id)
    given = ensure_may_step_back(session, motion_id, person_id, deed)
    given.withdrawn_at = deed.at
    session.flush()
    facts = {"person": person_id, "backing": given.backing}
    steps.record(session, motion_id, deed, event="motion.backing_withdrawn", **facts)


def ensure_may_step_back(session: Session, motion_id: UUID, person_id: UUID, deed: Deed) -> MotionBacking:
    """Return the name that somebody gave and can take back now; raises as `withdraw_backing` does."""
    steps.ensure_in(session, motion_id, State.SUBMITTED, wanted=State.WITHDRAWN)
    given = queries.backing_of(session, motion_id, person_id)
    if given is None or given.withdrawn_at is not None:
        raise NotBehindIt
    if given.backing == Backing.PROPOSER:
        raise ProposerStays
    _ensure_acts_for(session, person_id, deed, standing_back.interested(session, motion_id, at=deed.at))
    ensure_own_or_free(session, motion_id, person_id, deed)
    return given


def _ensure_new(session: Session, motion: Motion, person_id: UUID, part: Backing, deed: Deed) -> None:
    given = queries.backing_of(session, motion.id, person_id)
    if given is not None:
        if given.withdrawn_at is not None:
            raise BackedBefore
        raise ProposesIt if given.backing == Backing.PROPOSER else BacksAlready
    if part is Backing.SECONDER:
        behind = standing(session, motion, at=deed.at)
        if behind.is_seconded and not behind.has_lost_its_seconder:
            raise SecondedAlready


def write(session: Session, motion_id: UUID, person_id: UUID, part: Backing, deed: Deed) -> MotionBacking:
    """Write who stands behind a motion. The caller has asked whether they may."""
    given = MotionBacking(
        motion_id=motion_id,
        person_id=person_id,
        backing=part.value,
        text_version=queries.text(session, motion_id).version,
        given_at=deed.at,
        entered_by=deed.actor.person_id,
    )
    facts = {"person": person_id, "backing": part.value, "version": given.text_version}
    steps.keep(session, motion_id, given, deed, event="motion.backed", **facts)
    papers.enter(session, motion_id, person_id, part, deed)
    return given


def ensure_may_stand_behind(
    session: Session, deciders: Deciders, person_id: UUID, deed: Deed, *, apart: Collection[UUID] = ()
) -> None:
    """Refuse somebody who has no vote where a motion goes, and whoever acts for somebody else.

    :param apart: who takes no part in it; while no secretary is free of them, the chair enters what came on paper.
    :raises NotForAnother: the actor is somebody else, and no secretary who enters what came on paper.
    :raises NotMembersMotion: they are no member who may vote.
    :raises BackerSuspended: their membership is suspended.
    :raises NotDirectorsMotion: they do not sit on the board that is to decide.
    :raises VotesByOwnAccount: the board decides, and the actor came by a printed code.
    """
    if deciders is Deciders.BOARD and deed.actor.code is not None:
        raise VotesByOwnAccount
    _ensure_acts_for(session, person_id, deed, apart)
    ensure_entitled(session, deciders, person_id, at=deed.at)


def ensure_entitled(session: Session, deciders: Deciders, person_id: UUID, *, at: datetime) -> None:
    """Refuse somebody who has no vote today where motions of this body go.

    :raises NotMembersMotion: they are no member who may vote.
    :raises BackerSuspended: their membership is suspended.
    :raises NotDirectorsMotion: they do not sit on the board that is to decide.
    """
    if person_id in electorate.entitled_among(session, deciders, [person_id], at=at):
        return
    if deciders is Deciders.BOARD:
        raise NotDirectorsMotion
    today = constitution.today(session, at=at)
    suspended = (
        register.is_suspended(session, one.id, on=today) for one in register.memberships_of(session, person_id)
    )
    raise BackerSuspended if any(suspended) else NotMembersMotion


def _ensure_acts_for(session: Session, person_id: UUID, deed: Deed, apart: Collection[UUID]) -> None:
    """Let people act for themselves, a stand-in for the membership it stands for, and the officer who enters papers.

    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    actor: Actor = deed.actor
    handing.ensure_handed(session, actor)
    if actor.person_id == person_id or paper_hands.enters(session, actor, apart=apart, at=deed.at):
        return
    if not paper_hands.stands_in_for(session, person_id, actor, at=deed.at):
        raise NotForAnother


def standing(session: Session, motion: Motion, *, at: datetime) -> Standing:
    """Return who stands behind a motion and counts today, and whom it needs.

    Who ceased, was suspended or became interested since they gave their name does not count, nor who says that they
    never gave it; nor does a name that an officer entered who takes no part in the motion.
    """
    deciders, given = Deciders(motion.deciders), queries.backers(session, motion.id)
    book = constitution.rule_book_on(session, on=constitution.today(session, at=at))
    apart = standing_back.interested(session, motion.id, at=at)
    denied, free = papers.denied(session, motion.id), standing_back.free_among(given, apart=apart)
    counted = (electorate.entitled_among(session, deciders, [one.person_id for one in given], at=at) & free) - denied
    proposer, seconders, supporters = (
        [one.person_id for one in given if one.backing == part]
        for part in (Backing.PROPOSER, Backing.SECONDER, Backing.SUPPORTER)
    )
    return Standing(
        proposer=proposer[0],
        is_proposer_free=proposer[0] in free or not electorate.is_at_notice(motion),
        is_proposed=proposer[0] not in denied,
        seconder=next((one for one in seconders if one in counted), None),
        is_seconded=bool(seconders),
        is_seconder_apart=bool(seconders) and free.isdisjoint(seconders),
        supporters=[one for one in supporters if one in counted],
        needs_seconder=book.motion_needs_seconder,
        needs_supporters=book.motion_supporters_min if deciders is Deciders.MEMBERS else 0,
        apart=apart,
    )
