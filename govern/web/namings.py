"""What the page of a motion shows of who is named in it, and what its reader can do about that."""

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from govern.access import actor, can, ensure_speaks
from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.errors import Refusal
from govern.core.waiting import Heap
from govern.core.words import Sentence, say
from govern.interests import electorate, namings, objecting, tellings
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import UNDECIDED, Concern, Deciders, Kind, Part
from govern.motions.words import ABOUT_SOMEBODY, ABOUT_WHAT, CAME, CONCERNS, GROUNDS, SOMEBODY_CONCERNED
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import deed_now, may
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OBJECTED, RULED = say("they objected, and have a vote"), say("it was ruled that they have a vote")


def interests_shown(session: "Session", motion: Motion, *, apart: Collection[UUID]) -> dict[str, Any]:
    """Return who is interested in a motion and by what, and what the reader can say of their own part in it.

    :param apart: who takes no part in it.
    """
    reader, at = actor().person_id, clock.now()
    named, cleared = interest_queries.of_motion(session, motion.id), interest_queries.cleared_in(session, motion.id)
    objections = interest_queries.objections(session, motion.id)
    has_declared = interest_queries.has_declared(session, motion.id, reader)
    is_asked = reader in electorate.entitled_among(
        session, Deciders(motion.deciders), [reader] if reader else [], at=at
    )
    is_named = reader is not None and _is_kept_out(session, motion, reader)
    about, book = queries.concerns(session, motion.id), constitution.rule_book_on(session, on=today())
    is_barred = reader in apart
    can_be_declared = interests.can_be_declared(session, motion)
    return {
        "interests": named,
        "ground_words": GROUNDS,
        "interest_names": register.names_of(
            session, {one.person_id for one in named} | {one.person_id for one in about} | objections.keys()
        ),
        "cleared": cleared,
        "cleared_words": {one: OBJECTED if one in objections else RULED for one in cleared},
        "objections": objections,
        "objections_wait": [one.person_id for one in interest_queries.waiting(session, motion.id)],
        "rules_on": rules_on(session, motion),
        "about_words": ABOUT_WHAT,
        "about_somebody": ABOUT_SOMEBODY,
        "somebody_concerned": SOMEBODY_CONCERNED,
        "concern_words": CONCERNS,
        "may_be_ruled_on": not queries.vote_goes_on(session, motion.id)
        and queries.state(session, motion.id) in UNDECIDED,
        "takes_back": _takes_back(session, motion),
        "enters_for": _enters_for(session, motion),
        "untold": tellings.untold(session, motion.id),
        "may_tell": _may_tell(session, motion),
        "own_entered": interest_queries.entered_for(session, motion.id, reader),
        "came_words": CAME,
        "about_takes_vote": [
            one
            for one in about
            if one.person_id not in cleared and electorate.bars_for(motion, Concern(one.concern), book)
        ],
        "is_about_the_close": motion.deciders == Deciders.BOARD or motion.kind == Kind.ADMISSION,
        "may_agree": is_named and may(lambda: namings.ensure_may_agree(session, motion.id, reader)),
        "has_agreed": reader is not None and interest_queries.has_agreed(session, motion.id, reader),
        "rulings": interest_queries.rulings(session, motion.id),
        "may_declare": is_asked and not (has_declared or is_named or is_barred) and can_be_declared,
        "may_object": is_named and may(lambda: interests.ensure_may_object(session, motion.id, reader)),
        "is_named": is_named,
        "why_silent": _why_silent(),
        "may_name": can_be_declared and not queries.vote_goes_on(session, motion.id),
    }


def rules_on(session: "Session", motion: Motion) -> list[UUID]:
    """Return on whose having a vote the reader can rule now: not on those whom they named, or are close to."""
    if not can(Permission.MOTION_ADMIT):
        return []
    return [
        one
        for one in interests.to_rule_on(session, motion.id, at=clock.now())
        if may(partial(interests.ensure_may_rule, session, motion.id, one, deed_now()))
    ]


def objections_on(session: "Session") -> Heap:
    """Return on how many objections the reader can rule now, and since when the first waits."""
    open_ones = [
        one
        for one in interest_queries.unruled(session)
        if may(partial(interests.ensure_may_rule, session, one.motion_id, one.person_id, deed_now()))
    ]
    return Heap(len(open_ones), open_ones[0].objected_at if open_ones else None)


def _takes_back(session: "Session", motion: Motion) -> set[tuple[UUID, str]]:
    """Return who was named, and in what part, so that the reader can take it back now."""
    named = [(one.person_id, Part.INTEREST) for one in interest_queries.of_motion(session, motion.id)]
    named += [(one.person_id, Part.CONCERN) for one in queries.concerns(session, motion.id)]
    return {
        (person, part.value)
        for person, part in named
        if can(Permission.MOTION_ADMIT)
        and may(partial(namings.ensure_may_take_back, session, motion.id, person, part, deed_now()))
    }


def _enters_for(session: "Session", motion: Motion) -> set[UUID]:
    """Return for whom the reader can enter an objection now that came another way."""
    people = {one.person_id for one in interest_queries.of_motion(session, motion.id)}
    people |= {one.person_id for one in queries.concerns(session, motion.id)}
    return {
        one
        for one in people
        if can(Permission.MOTION_ADMIT)
        and _is_kept_out(session, motion, one)
        and may(partial(objecting.ensure_may_enter, session, motion.id, one, deed_now()))
    }


def _may_tell(session: "Session", motion: Motion) -> set[UUID]:
    """Return whom the reader can say that they told, of those whom nothing reaches."""
    found = tellings.untold(session, motion.id) if can(Permission.MOTION_ADMIT) else []
    return {one for one in found if may(partial(tellings.ensure_may_tell, session, motion.id, one, deed_now()))}


def _why_silent() -> Sentence | None:
    """Say why the reader cannot answer yet to being named: they came by a code from a letter."""
    try:
        ensure_speaks(Permission.INTEREST_DECLARE)
    except Refusal as refused:
        return refused.sentence()
    return None


def _is_kept_out(session: "Session", motion: Motion, reader: UUID) -> bool:
    """Say whether somebody was named in a motion by another, and that takes their vote unless a ruling returns it."""
    if not interest_queries.is_named_by_another(session, motion.id, reader):
        return False
    book = constitution.rule_book_on(session, on=today())
    about = [one for one in queries.concerns(session, motion.id) if one.person_id == reader]
    return not about or any(electorate.bars_for(motion, Concern(one.concern), book) for one in about)
