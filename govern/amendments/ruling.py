"""Who rules on order: the chair, and in the chair's stead the secretary; never whoever stands behind what is ruled on.

Source: domain 5.2 and 5.3; 2.8 INV-05, INV-38: who is interested takes no part.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.amendments.ruling_refusals import ChairRules, RulesOnOwnWords
from govern.constitution import queries as constitution
from govern.core.actors import Deed, Role


def ensure_rules(session: Session, deed: Deed, *, apart: Collection[UUID | None]) -> None:
    """Refuse whoever may not rule on order.

    :param apart: who stands behind what is ruled on, or has an interest in it.
    :raises RulesOnOwnWords: the actor is among them.
    :raises ChairRules: the actor is not in the chair, and somebody is who is not among them.
    """
    if deed.actor.person_id in apart:
        raise RulesOnOwnWords
    if Role.CHAIR in deed.actor.roles:
        return
    in_the_chair = accounts.holders_of(session, Role.CHAIR, on=constitution.today(session, at=deed.at))
    if Role.SECRETARY not in deed.actor.roles or in_the_chair - set(apart):
        raise ChairRules
