"""Who takes no part in a motion: whom it is about, who is close to them, and whose interest takes their vote.

They stand behind no motion that admits or changes the franchise, and do nothing with it as officers: here alone it is
said who they are. What people say of themselves stays theirs to say: an interest, an objection, a name taken back.

Source: domain 2.8, *interested in an admission*; INV-02, INV-05, INV-17, INV-38; domain 5.6.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.admissions.models import ApplicationRecusal
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.interests import electorate
from govern.interests import queries as interest_queries
from govern.interests.standing_back_refusals import CodeOfTheInterested, OfficerStandsBack
from govern.motions import queries
from govern.motions.models import Motion, MotionBacking, MotionConcern
from govern.motions.rules import Apart, Concern
from govern.register.connections import connected_to
from govern.register.stand_ins import tied_now


def interested(session: Session, motion_id: UUID, *, at: datetime) -> frozenset[UUID]:
    """Return who takes no part in a motion.

    Whom it is about, who is connected with them today or shares a membership with an applicant, who stood back from an
    application that it admits, and whoever has an interest in it where that takes their vote.
    """
    motion, today = queries.find(session, motion_id), constitution.today(session, at=at)
    about = _about(session, motion_id)
    apart = (apart_from(session, one.person_id, Concern(one.concern), one.application_id, on=today) for one in about)
    return frozenset().union(*apart, _declared(session, motion, on=today))


def apart_from(
    session: Session, person_id: UUID, concern: Concern, application_id: UUID | None, *, on: date
) -> frozenset[UUID]:
    """Return who takes no part in what is decided about somebody: they, who is close to them, and who stood back."""
    stood_back = _stood_back(session, application_id) if application_id is not None else frozenset()
    return close_to(session, person_id, concern, on=on) | stood_back | {person_id}


def why_apart(session: Session, motion_id: UUID, person_id: UUID, *, at: datetime) -> Apart | None:
    """Return why somebody takes no part in a motion; None where they do. It is told to nobody but them."""
    if person_id not in interested(session, motion_id, at=at):
        return None
    about, today = _about(session, motion_id), constitution.today(session, at=at)
    if any(one.person_id == person_id for one in about):
        return Apart.ABOUT_THEM
    if any(person_id in close_to(session, one.person_id, Concern(one.concern), on=today) for one in about):
        return Apart.CLOSE
    applications = (one.application_id for one in about if one.application_id is not None)
    is_back = any(person_id in _stood_back(session, one) for one in applications)
    return Apart.STOOD_BACK if is_back else Apart.DECLARED


def close_to(session: Session, person_id: UUID, concern: Concern, *, on: date) -> frozenset[UUID]:
    """Return who is close to somebody whom a motion is about: connected, or of an applicant, tied by a membership."""
    tied = tied_now(session, person_id, on=on) if concern is Concern.APPLICANT else frozenset()
    return connected_to(session, person_id, on=on) | tied


def ensure_free(session: Session, motion_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Refuse an officer's deed with a motion to whoever takes no part in it.

    :raises OfficerStandsBack: the actor is among them.
    """
    ensure_not_among(interested(session, motion_id, at=at), actor)


def ensure_not_among(apart: Collection[UUID], actor: Actor) -> None:
    """Refuse an officer's deed as `ensure_free` does, where it is known who takes no part."""
    if actor.person_id in apart:
        raise OfficerStandsBack


def ensure_not_by_their_code(session: Session, motion_id: UUID, actor: Actor, *, at: datetime) -> None:
    """Refuse a vote or a name that is given by a printed code, where its printer takes no part in the motion.

    :raises CodeOfTheInterested: it is so.

    Source: INV-40; decision 0039: whoever prints a code can come by it.
    """
    printer = handing.printer_of(session, actor)
    if printer is not None and printer in interested(session, motion_id, at=at):
        raise CodeOfTheInterested


def is_free(session: Session, motion_id: UUID, actor: Actor, *, at: datetime) -> bool:
    """Say whether an officer's deed with a motion would not be refused for an interest of theirs."""
    return actor.person_id not in interested(session, motion_id, at=at)


def free_among(given: Iterable[MotionBacking], *, apart: Collection[UUID]) -> frozenset[UUID]:
    """Return whose names under a motion are free: theirs who take part, and not entered by an officer who does not.

    :param apart: who takes no part, as `interested` returns them.

    Source: domain 2.8 INV-02: nobody writes the names that they need.
    """
    return frozenset(one.person_id for one in given if one.person_id not in apart and one.entered_by not in apart)


def _about(session: Session, motion_id: UUID) -> list[MotionConcern]:
    """Return whom a motion is about, without whoever was named by another and has their vote by a ruling."""
    cleared = interest_queries.cleared_in(session, motion_id)
    named = queries.concerns(session, motion_id)
    return [one for one in named if one.application_id is not None or one.person_id not in cleared]


def _stood_back(session: Session, application_id: UUID) -> frozenset[UUID]:
    own = ApplicationRecusal
    query = select(own.person_id).where(own.application_id == application_id, own.recorded_by == own.person_id)
    return frozenset(session.scalars(query))


def _declared(session: Session, motion: Motion, *, on: date) -> frozenset[UUID]:
    """Return who has an interest in a motion, by their own word or a ground that stands, where it takes their vote."""
    pinned = motion.rule_set_id
    book = constitution.rule_book(session, pinned) if pinned else constitution.rule_book_on(session, on=on)
    if not electorate.takes_vote_of_the_interested(motion, book):
        return frozenset()
    return interest_queries.standing_back(session, motion.id)
