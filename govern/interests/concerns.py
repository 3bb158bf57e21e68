"""Say whom a motion is about, and on what ground: they, and those connected with them, have no vote on it.

Source: domain 2.8 INV-17, INV-23, INV-26, INV-38; decision 0040.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.core import lookup
from govern.core.actors import Deed
from govern.interests import namings, standing_back
from govern.interests import queries as interest_queries
from govern.interests.models import LONGEST
from govern.interests.refusals import InterestUnsaid, MotionAboutNobody, NamedBefore
from govern.interests.standing_back_refusals import OfficerStandsBack
from govern.motions import queries, steps
from govern.motions.models import Motion, MotionConcern
from govern.motions.refusals import (
    ApplicantNamedLate,
    ConcernAfterCall,
    ConcernedAlready,
    NobodyApplies,
    NobodyConcerned,
    NotThatApplicant,
)
from govern.motions.rules import BEFORE_THE_VOTE, AboutWhat, Concern, Kind, State
from govern.register.models import Person
from govern.register.versions import SALT_BYTES

ON_THE_AGENDA = BEFORE_THE_VOTE - {State.SUBMITTED}
# What a motion says of somebody in its own words.
IN_ITS_WORDS = frozenset({AboutWhat.ADMISSION, AboutWhat.EXPULSION})


@dataclass(frozen=True, kw_only=True)
class About:
    """Somebody whom a motion is about.

    :param application_id: which of their applications, where it is one.
    :param what: what it decides about them; None where its matter leaves but one thing.
    :param extent: that in words; where they are admitted or expelled, the motion says it.
    """

    person_id: UUID
    concern: Concern
    application_id: UUID | None = None
    what: AboutWhat | None = None
    extent: str = ""


def name_concern(session: Session, motion_id: UUID, about: About, deed: Deed) -> MotionConcern:
    """Name somebody whom a motion is about: they, and those connected with them, have no vote on it.

    :raises NotFound: the mutual does not know them, or there is no such application.
    :raises ConcernedAlready: they are named in it.
    :raises NobodyApplies: an applicant is named in a motion that admits nobody.
    :raises MotionAboutNobody: its matter has no such people, or not on this ground.
    :raises InterestUnsaid: it does not say in what.
    :raises NamedBefore: they were named in it, and that was taken back.
    :raises NotThatApplicant: the application is somebody else's.
    :raises ConcernAfterCall: a vote on it was called.
    :raises ApplicantNamedLate: it admits, and is on the agenda.
    :raises MotionStepOutOfOrder: it was decided.
    :raises OfficerStandsBack: they are the actor, as an applicant, or close to the actor, or the actor takes no part in
        it for another reason.

    Source: domain 2.8 INV-02, INV-17, INV-23, INV-38.
    """
    queries.locked(session, motion_id)
    _ensure_known(session, about)
    _ensure_not_theirs(session, motion_id, about, deed)
    ensure_names_are_taken(session, motion_id)
    what = _about_what(queries.find(session, motion_id), about)
    if any(one.person_id == about.person_id for one in queries.concerns(session, motion_id)):
        raise ConcernedAlready
    if session.get(MotionConcern, (motion_id, about.person_id)) is not None:
        raise NamedBefore
    named = MotionConcern(
        motion_id=motion_id,
        person_id=about.person_id,
        concern=about.concern.value,
        application_id=about.application_id,
        named_by=deed.actor.person_id,
        named_at=deed.at,
        about_what=what.value,
        extent=about.extent.strip(),
        salt=secrets.token_hex(SALT_BYTES),
    )
    session.add(named)
    session.flush()
    _record_concern(session, named, deed)
    return named


def _about_what(motion: Motion, about: About) -> AboutWhat:
    """Return what a motion decides about somebody; refuse what its matter does not have.

    :raises Refusal: as `name_concern` raises.
    """
    if about.concern is Concern.APPLICANT and motion.kind != Kind.ADMISSION:
        raise NobodyApplies
    known = namings.possible(motion)
    what = known[0] if about.what is None and len(known) == 1 else about.what
    is_applicant = about.concern is Concern.APPLICANT
    if what is None or what not in known or is_applicant != (what is AboutWhat.ADMISSION):
        raise MotionAboutNobody
    if len(about.extent) > LONGEST or (what not in IN_ITS_WORDS and not about.extent.strip()):
        raise InterestUnsaid
    return what


def _record_concern(session: Session, named: MotionConcern, deed: Deed) -> None:
    """Journal that somebody was named: what is said of them only as a salted digest."""
    facts = {"person": named.person_id, "concern": named.concern, "application": named.application_id}
    happening = Happening(
        event="motion.concern_named",
        subject_id=named.motion_id,
        facts=facts | {"about_what": named.about_what},
        content=interest_queries.content_of(named),
        salt=named.salt,
    )
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _ensure_not_theirs(session: Session, motion_id: UUID, about: About, deed: Deed) -> None:
    """Refuse whoever would name themselves as an applicant, or somebody close to them.

    That they are in question themselves they may say: it takes their vote, and gives them nothing.
    """
    own, on = deed.actor.person_id, constitution.today(session, at=deed.at)
    if own == about.person_id and about.concern is not Concern.APPLICANT:
        return
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)
    if own == about.person_id or own in standing_back.close_to(session, about.person_id, about.concern, on=on):
        raise OfficerStandsBack


def ensure_may_name(session: Session, motion_id: UUID, deed: Deed) -> None:
    """Refuse to ask whom a motion is about where its matter has no such people, or it is too late.

    :raises MotionAboutNobody: its matter has none.
    :raises OfficerStandsBack: the actor takes no part in it.
    :raises Refusal: as `ensure_names_are_taken` raises.
    """
    standing_back.ensure_free(session, motion_id, deed.actor, at=deed.at)
    if not namings.possible(queries.find(session, motion_id)):
        raise MotionAboutNobody
    ensure_names_are_taken(session, motion_id)


def ensure_names_are_taken(session: Session, motion_id: UUID) -> None:
    """Refuse to name anybody whom a motion is about once it is too late.

    :raises ConcernAfterCall: a vote on it was called.
    :raises ApplicantNamedLate: it admits, and is on the agenda.
    :raises MotionStepOutOfOrder: it was decided.
    """
    if queries.is_called(session, motion_id):
        raise ConcernAfterCall
    if queries.find(session, motion_id).kind == Kind.ADMISSION and queries.state(session, motion_id) in ON_THE_AGENDA:
        raise ApplicantNamedLate
    steps.ensure_in(session, motion_id, *BEFORE_THE_VOTE, State.FELL_INQUORATE, wanted=State.SUBMITTED)


def _ensure_known(session: Session, about: About) -> None:
    lookup.find(session, Person, about.person_id)
    if about.application_id is None:
        return
    application = lookup.find(session, MembershipApplication, about.application_id)
    if application.person_id != about.person_id:
        raise NotThatApplicant


def ensure_says_whom(session: Session, motion: Motion) -> None:
    """Refuse to go on with a motion that admits or expels somebody, and names nobody or nobody any more.

    :raises NobodyConcerned: it is so.
    """
    if not says_whom(session, motion):
        raise NobodyConcerned


def says_whom(session: Session, motion: Motion) -> bool:
    """Say whether a motion that admits or expels somebody says whom; any other has nobody to name."""
    wanted = None
    if motion.kind == Kind.ADMISSION:
        wanted = Concern.APPLICANT
    elif motion.matter == ReservedMatter.EXPEL_MEMBERS:
        wanted = Concern.IN_QUESTION
    return wanted is None or any(one.concern == wanted for one in queries.concerns(session, motion.id))
