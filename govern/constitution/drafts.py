"""Keep a draft of the rules that changes something, and discard one that nobody needs.

Source: domain 2.8 INV-28; domain 9.0b.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import changes, queries, service
from govern.constitution.draft_refusals import DraftChangesNothing, DraftDiscarded
from govern.constitution.models import DiscardedDraft, RuleSet, RuleSetRegistration
from govern.constitution.refusals import RulesAlreadyRegistered
from govern.constitution.rulebook import RuleBook
from govern.core import lookup
from govern.core.actors import Actor, Deed


def keep(session: Session, parameters: Mapping[str, Any], *, on_top_of: RuleSet, actor: Actor, at: datetime) -> RuleSet:
    """Draft the next version of the rules, where it changes the one on top of which it is written.

    :param parameters: every parameter by name, as plain JSON.
    :raises RulesNotAllowed: with every objection at once.
    :raises DraftChangesNothing: it says the same.
    """
    book = RuleBook.from_parameters(parameters, legal_form=queries.legal_form(session))
    if not changes.changed(queries.rule_book(session, on_top_of.id), book):
        raise DraftChangesNothing(on_top_of.version)
    return service.draft_rules(session, parameters, actor=actor, at=at)


def discard(session: Session, rule_set_id: UUID, deed: Deed) -> DiscardedDraft:
    """Discard a draft: it is on no list any more, and goes no further.

    That no motion brings it is known above, and by the database.

    :raises NotFound: there is no such draft.
    :raises DraftDiscarded: it was discarded before.
    :raises RulesAlreadyRegistered: it is no draft any more.
    """
    rules = lookup.find(session, RuleSet, rule_set_id)
    ensure_stands(session, rule_set_id)
    assert deed.actor.person_id is not None
    discarded = DiscardedDraft(rule_set_id=rule_set_id, discarded_by=deed.actor.person_id, discarded_at=deed.at)
    session.add(discarded)
    session.flush()
    told = Happening(event="rules.discarded", subject_id=rule_set_id, facts={"version": rules.version})
    audit.record(session, told, actor=deed.actor, at=deed.at)
    return discarded


def ensure_stands(session: Session, rule_set_id: UUID) -> None:
    """Refuse what is no draft, or none any more.

    :raises DraftDiscarded, RulesAlreadyRegistered: it is so.
    """
    if session.get(RuleSetRegistration, rule_set_id) is not None:
        raise RulesAlreadyRegistered
    if discarded(session, rule_set_id) is not None:
        raise DraftDiscarded


def discarded(session: Session, rule_set_id: UUID) -> DiscardedDraft | None:
    """Return when and by whom a draft was discarded, if it was."""
    return session.get(DiscardedDraft, rule_set_id)
