"""Which of the rules in force a draft would undo, since others were registered after it was written.

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
