"""The decisions that name the reader and wait for their own word, with what they were on."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask_login import current_user

from govern.access import actor
from govern.constitution import confirmations
from govern.constitution.models import Decision
from govern.core import db
from govern.motions.queries import of_decisions
from govern.register import subjects


def to_confirm() -> dict[str, Any]:
    """Return the decisions that wait for the reader's word, and the words of what each was about."""
    awaited = _awaited(current_user.person_id) if actor().is_known else []
    about = {one.id: list(subjects.told(db.session(), one.id).values()) for one in awaited}
    return {"awaited": awaited, "about": about}


def waiting_among(decisions: Collection[UUID]) -> set[UUID]:
    """Return which of some decisions wait for the reader's word."""
    return {one.id for one in _awaited(current_user.person_id) if one.id in decisions} if actor().is_known else set()


def _awaited(person_id: UUID) -> list[Decision]:
    """Return the decisions that wait for somebody's word: not one that came of a vote from which they stood back."""
    session = db.session()
    found = confirmations.awaited(session, person_id)
    by_vote = of_decisions(session, [one.id for one in found])
    return [
        one
        for one in found
        if one.id not in by_vote or not confirmations.part_of(session, one.id, person_id).is_recused
    ]
