"""Enter the notice of a meeting, and that whoever entered it was shown how many of the members no notice reaches.

Source: domain 5.1: notice goes to every member; that one is left out by accident takes nothing from the meeting.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Deed
from govern.motions import statutory
from govern.motions.models import StatutoryNotice
from govern.motions.statutory import Notice


def give(session: Session, course_id: UUID, notice: Notice, deed: Deed, *, unreached: int) -> StatutoryNotice:
    """Enter the notice of a meeting.

    :param unreached: how many the page told that nothing reaches.
    :raises Refusal: as `motions.statutory.give_notice` raises.
    """
    given = statutory.give_notice(session, course_id, notice, deed)
    if unreached:
        record_shown(session, course_id, unreached, deed, event="statutory.unreached_shown")
    return given


def record_shown(session: Session, subject_id: UUID, unreached: int, deed: Deed, *, event: str) -> None:
    """Put on record that an officer read how many are reached by nothing that is sent, before they went on."""
    happening = Happening(event=event, subject_id=subject_id, facts={"unreached": unreached})
    audit.record(session, happening, actor=deed.actor, at=deed.at)
