"""Who is interested in a motion and by what, and what its reader can say of it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from govern.access import actor, can
from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.errors import Refusal
from govern.motions import backing, electorate, interest_queries, interests, queries
from govern.motions.models import Motion
from govern.motions.rules import UNDECIDED, Concern, Deciders
from govern.motions.words import GROUNDS
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import deed_now
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def interests_shown(session: "Session", motion: Motion) -> dict[str, Any]:
    """Return who is interested in a motion and by what, and what the reader can say of their own part in it."""
    reader, at = actor().person_id, clock.now()
    named, cleared = interest_queries.of_motion(session, motion.id), interest_queries.cleared_in(session, motion.id)
    objections = interest_queries.objections(session, motion.id)
    has_declared = interest_queries.has_declared(session, motion.id, reader)
    is_asked = reader in backing.entitled_among(
        session, Deciders(motion.deciders), [] if reader is None else [reader], at=at
    )
    is_named = reader is not None and _is_kept_out(session, motion, reader)
    is_open = queries.state(session, motion.id) in UNDECIDED
    is_barred = reader in backing.interested(session, motion.id, at=at)
    can_be_declared = interests.can_be_declared(session, motion, at=at)
    waiting_ones = interest_queries.waiting(session, motion.id)
    return {
        "interests": named,
        "ground_words": GROUNDS,
        "interest_names": register.names_of(session, {one.person_id for one in named} | objections.keys()),
        "cleared": cleared,
        "objections": objections,
        "objections_wait": [one.person_id for one in waiting_ones],
        "rules_on": [one.person_id for one in waiting_ones if _may_rule_on(session, motion, one.person_id)],
        "rulings": interest_queries.rulings(session, motion.id),
        "may_declare": is_asked and not (has_declared or is_named or is_barred) and can_be_declared,
        "may_object": is_named and is_open and reader not in objections,
        "is_named": is_named,
        "may_name": can_be_declared and not queries.vote_goes_on(session, motion.id),
    }


def _may_rule_on(session: "Session", motion: Motion, person_id: UUID) -> bool:
    try:
        interests.ensure_may_rule_on(session, motion.id, person_id, deed_now())
    except Refusal:
        return False
    return can(Permission.MOTION_ADMIT)


def _is_kept_out(session: "Session", motion: Motion, reader: UUID) -> bool:
    """Say whether somebody was named in a motion by another, and that takes their vote unless a ruling returns it."""
    if not interest_queries.is_named_by_another(session, motion.id, reader):
        return False
    book = constitution.rule_book_on(session, on=today())
    about = [one for one in queries.concerns(session, motion.id) if one.person_id == reader]
    return not about or any(electorate.bars_for(motion, Concern(one.concern), book) for one in about)
