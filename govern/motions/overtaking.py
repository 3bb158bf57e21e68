"""Which of the rules in force a draft would undo, since others were registered after it was written, and what of it.

Source: domain 2.8 INV-28; domain 9.0b.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import changes
from govern.constitution import queries as constitution
from govern.constitution.changes import Changed
from govern.constitution.models import RuleSet, RuleSetRegistration
from govern.core import lookup
from govern.core.words import Sentence, say
from govern.deciding.phrases import paragraph
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionOvertaken, NamesAnOvertaken
from govern.motions.rule_change_models import RuleChange
from govern.motions.rules import BEFORE_THE_VOTE, RESOLVED, Kind, State

NO_EFFECT = say("So it has no effect, whatever comes of the vote.")
DRAFT_ANEW = say("To have the change, draft it anew on the rules in force.")
WITHDRAW_IT = say("Withdraw this motion, and draft the change anew on the rules in force.")


def undone(session: Session, rule_set_id: UUID) -> list[Changed]:
    """Return each rule that was changed since a draft was written and that the draft would change again, unseen.

    A draft that holds what was registered meanwhile, as one written on top of it does, undoes nothing.
    """
    written = lookup.find(session, RuleSet, rule_set_id)
    registered = session.scalars(
        select(RuleSetRegistration).order_by(RuleSetRegistration.registered_on, RuleSetRegistration.recorded_at)
    ).all()
    before = [one for one in registered if one.recorded_at <= written.drafted_at]
    if not before or before[-1] is registered[-1] or any(one.rule_set_id == rule_set_id for one in registered):
        return []
    base, now = (constitution.rule_book(session, one.rule_set_id) for one in (before[-1], registered[-1]))
    since = {one.parameter.name for one in changes.changed(base, now)}
    would = changes.changed(now, constitution.rule_book(session, rule_set_id))
    return [one for one in would if one.parameter.name in since]


def by(session: Session, rule_set_id: UUID) -> int | None:
    """Return the version, registered after a draft was written, that keeps the draft from coming into force.

    What lies with the registrar is not ours to stop: whether it is registered, and when, the registrar says.
    """
    if not undone(session, rule_set_id) or _lies_with_the_registrar(session, rule_set_id):
        return None
    newest = select(RuleSet.version).join(RuleSetRegistration, RuleSetRegistration.rule_set_id == RuleSet.id)
    order = (RuleSetRegistration.registered_on.desc(), RuleSetRegistration.recorded_at.desc())
    return session.scalars(newest.order_by(*order).limit(1)).one()


def ensure_not_overtaken(session: Session, motion: Motion) -> None:
    """Refuse to take a motion further whose change of the rules can never come into force.

    :raises MotionOvertaken: others were registered after it was drafted, and it would undo them.

    Source: domain 2.8 INV-28.
    """
    version = _over(session, motion)
    if version is not None:
        raise MotionOvertaken(version)


def ensure_worth_a_name(session: Session, motion: Motion) -> None:
    """Refuse another name under a motion whose change of the rules can never come into force.

    :raises NamesAnOvertaken: others were registered after it was drafted, and it would undo them.

    Source: domain 2.8 INV-28.
    """
    version = _over(session, motion)
    if version is not None:
        raise NamesAnOvertaken(version)


def _over(session: Session, motion: Motion) -> int | None:
    """Return the version that keeps the rules that a motion would bring from coming into force, if one does."""
    return by(session, motion.changes_to_id) if motion.changes_to_id else None


def told_to_voters(session: Session, motion: Motion) -> Sentence | None:
    """Return why a vote on a motion, or on its wording, has no effect on the rules; None where it can have one."""
    version = _over(session, motion)
    return None if version is None else paragraph([_why(version), NO_EFFECT])


def told(session: Session, motion: Motion, state: State) -> Sentence | None:
    """Return why the rules that a motion would bring cannot come into force, and what to do; None where they can.

    Of what is at an end without them, and of a consent that was given, there is nothing to say.
    """
    is_to_tell = state in RESOLVED - {State.FILED} and motion.kind != Kind.CLASS
    is_open = state in BEFORE_THE_VOTE | {State.PUT, State.FELL_INQUORATE}
    version = _over(session, motion) if is_to_tell or is_open else None
    if version is None:
        return None
    if state is State.PUT:
        return paragraph([_why(version), NO_EFFECT, DRAFT_ANEW])
    return paragraph([_why(version), DRAFT_ANEW if is_to_tell else WITHDRAW_IT])


def _why(version: int) -> Sentence:
    return say(
        "The rules that it would bring cannot come into force, because version %(version)s was registered after they"
        " were drafted, and they would undo it.",
        version=str(version),
    )


def _lies_with_the_registrar(session: Session, rule_set_id: UUID) -> bool:
    brought_by = session.scalars(select(RuleChange.motion_id).where(RuleChange.rule_set_id == rule_set_id))
    return any(queries.state(session, one) is State.FILED for one in brought_by)
