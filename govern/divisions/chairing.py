"""Who is in the chair of a vote at a meeting: fixed when it is called, and nobody else has its casting vote.

Source: domain 2.8 INV-14, INV-16, INV-38; domain 5.2, 5.3.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed, Role
from govern.core.words import Sentence, say
from govern.deciding.rules import Casting
from govern.divisions import places
from govern.divisions.models import CastingVote, DivisionChair
from govern.divisions.refusals import NoCastingVote, NotInTheChair
from govern.interests import standing_back
from govern.interests.standing_back_refusals import ChairStandsBack
from govern.motions.division_models import Division

NOBODY = say(
    "Nobody was named in the chair when this vote was called, so there is no casting vote."
    " Equal votes leave things as they are."
)
ANOTHER = say(
    "Somebody else was in the chair of this vote, and the casting vote is theirs alone."
    " Declare it without one, or let them declare it."
)
NOT_AT_THE_CLOSE = say(
    "You did not hold the office of chair when this vote closed, so you have no casting vote in it."
    " Equal votes leave things as they are."
)
NO_VOTE = say(
    "You have no vote in this, so you have no casting vote either. Declare it without one:"
    " equal votes leave things as they are."
)


def could_preside(session: Session, motion_id: UUID, *, at: datetime) -> list[UUID]:
    """Return who can be in the chair of a vote on a motion that is called at an instant.

    They hold the office of chair, and are free: whoever takes no part in the motion takes no chair in it.
    """
    theirs = standing_back.interested(session, motion_id, at=at)
    return [one for one in _in_office(session, at=at) if one not in theirs]


def _in_office(session: Session, *, at: datetime) -> list[UUID]:
    """Return who holds the office of chair at an instant."""
    on = constitution.today(session, at=at)
    held = accounts.holdings(session, on=on)
    return list(dict.fromkeys(one.person_id for one in held if one.office is Role.CHAIR and one.from_on <= on))


def presumed(session: Session, motion_id: UUID, actor: Actor, *, at: datetime) -> UUID | None:
    """Return who is in the chair where nobody says it: whoever calls the vote as chair, or the only one there is."""
    there = could_preside(session, motion_id, at=at)
    if actor.person_id in there:
        return actor.person_id
    return there[0] if len(there) == 1 else None


def preside(session: Session, division: Division, person_id: UUID | None, deed: Deed) -> DivisionChair | None:
    """Put on record who is in the chair of a vote that is being called; nobody where no chair is in office.

    :param person_id: None for whoever is presumed.
    :raises NotInTheChair: they do not hold the office on that day.
    :raises ChairStandsBack: they take no part in the motion.
    """
    chosen = person_id or presumed(session, division.motion_id, deed.actor, at=deed.at)
    if chosen is None:
        return None
    if chosen not in could_preside(session, division.motion_id, at=deed.at):
        raise ChairStandsBack if chosen in _in_office(session, at=deed.at) else NotInTheChair
    chair = DivisionChair(division_id=division.id, person_id=chosen, named_by=deed.actor.person_id, named_at=deed.at)
    session.add(chair)
    session.flush()
    return chair


def chair_of(session: Session, division_id: UUID) -> UUID | None:
    """Return who was in the chair of a vote, if anybody was named."""
    chair = session.get(DivisionChair, division_id)
    return chair.person_id if chair else None


def why_not(session: Session, division: Division, actor: Actor) -> Sentence | None:
    """Return why somebody has no casting vote in a division, or None where they would have it.

    Whether the rules give one at all, and whether votes are equal, is for the majority to say.
    """
    chair = chair_of(session, division.id)
    if chair is None:
        return NOBODY
    if actor.person_id != chair:
        return ANOTHER
    if not _held_it_at_the_close(session, division, chair):
        return NOT_AT_THE_CLOSE
    elector = places.elector_of(session, division.roll_id, chair)
    return NO_VOTE if elector is None or places.has_left(session, division.id, elector) else None


def _held_it_at_the_close(session: Session, division: Division, person_id: UUID) -> bool:
    on = division.held_on(zone=constitution.mutual(session).time_zone)
    return Role.CHAIR in accounts.offices_of(session, person_id, on=on)


def cast(session: Session, division: Division, casting: Casting, deed: Deed) -> None:
    """Put the casting vote of a division on record, before what it decides.

    :raises NoCastingVote: it is not theirs, and why.
    """
    why = why_not(session, division, deed.actor)
    if why is not None:
        raise NoCastingVote(why)
    session.add(CastingVote(division_id=division.id, person_id=deed.actor.person_id, casting=casting, given_at=deed.at))
    session.flush()
