"""Enter that whoever gave notice, or called a vote, was shown how many of the members nothing reaches.

Source: domain 5.1: notice goes to every member; that one is left out by accident takes nothing from the meeting.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.core.actors import Deed


def record_shown(session: Session, subject_id: UUID, unreached: int, deed: Deed, *, event: str) -> None:
    """Put on record that an officer read how many are reached by nothing that is sent, before they went on."""
    happening = Happening(event=event, subject_id=subject_id, facts={"unreached": unreached})
    audit.record(session, happening, actor=deed.actor, at=deed.at)
