"""Name somebody whom a motion is about, or whose interest in it takes their vote, and tell them what they can do."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import applications, steps
from govern.admissions import queries as admissions
from govern.admissions.rules import OPEN
from govern.consequences import reaching, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.clock import A_DAY
from govern.core.words import Fact, Sentence, say
from govern.divisions import departures
from govern.interests import concerns, electorate, namings, objecting, tellings
from govern.interests import service as interests
from govern.interests.concerns import About
from govern.interests.models import MotionInterest, ObjectionEntered, ObjectionRuling
from govern.interests.objecting import Relayed
from govern.motions import queries
from govern.motions.models import Motion, MotionConcern, NamingTakenBack
from govern.motions.rules import AboutWhat, Ground, Part, Way
from govern.motions.words import ABOUT_WHAT, CAME, CONCERNS, GROUNDS


def name(session: Session, motion_id: UUID, person_id: UUID, ground: Ground, extent: str, deed: Deed) -> MotionInterest:
    """Name the interest of another in a motion, and write to them.

    :raises Refusal: as `interests.service.name` raises.

    Source: domain 2.8, *interested in an admission*; nobody is kept from a vote unheard.
    """
    made = interests.name(session, motion_id, person_id, ground, extent, deed)
    _tell(session, motion_id, person_id, Part.INTEREST, GROUNDS[ground], deed)
    return made


def declare(session: Session, motion_id: UUID, extent: str, deed: Deed) -> MotionInterest:
    """Declare one's own interest in a motion, and stand back from the application that it would admit.

    A vote that was given stands in the motion. In the ruling on the application, and among the words that an entry
    needs, it does not count.

    :raises Refusal: as `divisions.departures.declare` raises.

    Source: domain 2.8 INV-05, INV-17.
    """
    made = departures.declare(session, motion_id, extent, deed)
    for one in queries.concerns(session, motion_id):
        if one.application_id is not None and _can_stand_back(session, one.application_id, made.person_id):
            applications.stand_back(session, one.application_id, made.person_id, deed=deed)
    return made


def _can_stand_back(session: Session, application_id: UUID, person_id: UUID) -> bool:
    is_open = steps.state(session, application_id) in OPEN
    return is_open and person_id not in admissions.stood_back(session, application_id)


def name_concern(session: Session, motion_id: UUID, about: About, deed: Deed) -> MotionConcern:
    """Name whom a motion is about, and write to them if it takes their vote, unless they applied for it themselves.

    :raises Refusal: as `interests.concerns.name_concern` raises.
    """
    made = concerns.name_concern(session, motion_id, about, deed)
    motion, today = queries.find(session, motion_id), constitution.today(session, at=deed.at)
    has_no_vote = electorate.bars_for(motion, about.concern, constitution.rule_book_on(session, on=today))
    if has_no_vote and about.application_id is None and about.person_id != deed.actor.person_id:
        ground = ABOUT_WHAT[AboutWhat(made.about_what)] if made.about_what else CONCERNS[about.concern]
        _tell(session, motion_id, about.person_id, Part.CONCERN, ground, deed)
    return made


def take_back(session: Session, motion_id: UUID, person_id: UUID, part: Part, deed: Deed) -> NamingTakenBack:
    """Take back that somebody was named in a motion, and write to them.

    :raises Refusal: as `interests.namings.take_back` raises.
    """
    made = namings.take_back(session, motion_id, person_id, part, deed)
    motion = queries.find(session, motion_id)
    words = Words(
        subject=say("You are no longer named in motion %(number)s", number=str(motion.number)),
        lines=[_about(motion), say("That you were named in it was taken back. It takes no vote from you any more.")],
    )
    writing.write(session, person_id, words, at=deed.at)
    return made


def enter_objection(
    session: Session, motion_id: UUID, person_id: UUID, relayed: Relayed, deed: Deed
) -> ObjectionEntered:
    """Enter the objection of somebody who gave it in another way than on these pages, and write to them.

    :raises Refusal: as `interests.objecting.enter` raises.
    """
    made = objecting.enter(session, motion_id, person_id, relayed, deed)
    motion, mutual = queries.find(session, motion_id), constitution.mutual(session)
    came_by: dict[str, Fact] = {"came_by": CAME[relayed.came_by]}
    words = Words(
        subject=say("Your objection in motion %(number)s", number=str(motion.number)),
        lines=[
            _about(motion),
            say(
                "You object to having no vote on it. This came to us on %(day)s, %(came_by)s, and is on record.",
                day=made.came_on,
                **came_by,
            ),
            say("This was entered:"),
            _quoted(made.reason),
            _who_rules(session, motion_id),
            say(
                "If you did not say this, or said something else, telephone %(number)s at once.",
                number=mutual.telephone,
            ),
        ],
        online=[say("You can also object in your own words: open the motion under “Motions” once you have signed in.")],
    )
    writing.write(session, person_id, words, at=deed.at)
    return made


def _who_rules(session: Session, motion_id: UUID) -> Sentence:
    if queries.vote_goes_on(session, motion_id):
        return say("The vote was called before, and nobody rules on it any more. It is held against what comes of it.")
    return say("Somebody who did not name you rules on it, and you are written to. No vote is called before that.")


def rule_on(
    session: Session, motion_id: UUID, person_id: UUID, deed: Deed, *, has_vote: bool, reason: str
) -> ObjectionRuling:
    """Rule on an objection to having no vote, or on a naming, and write to whoever was named.

    :raises Refusal: as `interests.service.rule_on` raises.
    """
    made = interests.rule_on(session, motion_id, person_id, deed, has_vote=has_vote, reason=reason)
    motion = queries.find(session, motion_id)
    came_of_it = say("You have a vote on it.") if has_vote else say("You have no vote on it: the ground stands.")
    words = Words(
        subject=say("Your vote on motion %(number)s: a ruling", number=str(motion.number)),
        lines=[
            _about(motion),
            say("It was ruled on whether you have a vote on it, because you were named in it."),
            came_of_it,
            say("The reason:"),
            _quoted(made.reason),
        ],
    )
    writing.write(session, person_id, words, at=deed.at)
    return made


def _tell(session: Session, motion_id: UUID, person_id: UUID, part: Part, ground: Sentence, deed: Deed) -> None:
    """Write to somebody that they were named; outside a meeting, note it where nothing reaches them for certain."""
    motion, mutual = queries.find(session, motion_id), constitution.mutual(session)
    if motion.way != Way.MEETING and not reaching.is_reached(session, person_id, deed):
        tellings.note_unsent(session, motion_id, person_id, part, deed)
    facts: dict[str, Fact] = {"ground": ground}
    words = Words(
        subject=say("You have no vote on motion %(number)s", number=str(motion.number)),
        lines=[
            _about(motion),
            say("You were named in it, on this ground: “%(ground)s”.", **facts),
            say("Whoever is named has no vote on it, and is in no figure of the vote."),
            *_how_long(session, motion, deed),
            say("If this is wrong, object before the vote is called. Somebody else then rules on it."),
            say("After the call your objection goes on record, and nobody rules on it any more."),
        ],
        online=[say("You find it under “Motions” once you have signed in: open the motion and choose “I object”.")],
        on_paper=[
            say(
                "Telephone %(number)s, write to us, or tell the chair or the secretary, and say why. They enter it.",
                number=mutual.telephone,
            )
        ],
    )
    writing.write(session, person_id, words, at=deed.at)


def _how_long(session: Session, motion: Motion, deed: Deed) -> list[Sentence]:
    """Return until when somebody who was named can object for certain: at a meeting, until its vote is called."""
    if motion.way == Way.MEETING:
        return []
    today = constitution.today(session, at=deed.at)
    first_on = namings.first_day(today, constitution.rule_book_on(session, on=today))
    return [
        say(
            "You have until the end of %(last)s to object. The vote is not called before %(day)s, unless you say that"
            " it is so.",
            last=first_on - A_DAY,
            day=first_on,
        )
    ]


def _about(motion: Motion) -> Sentence:
    return say("Motion %(number)s: %(title)s", number=str(motion.number), title=motion.title)


def _quoted(words: str) -> Sentence:
    return say("“%(words)s”", words=words)
