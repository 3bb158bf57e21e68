"""A draft of the rules that changes nothing is not kept, and one that nobody proposed can be discarded."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import drafts
from govern.constitution import queries as constitution
from govern.constitution.draft_refusals import DraftChangesNothing, DraftDiscarded
from govern.constitution.models import DiscardedDraft, RuleSet, RuleSetRegistration
from govern.constitution.presets import CALDER
from govern.constitution.refusals import RulesAlreadyRegistered
from govern.constitution.rules import Body
from govern.core.actors import Actor, Deed
from govern.motions.rule_change_models import RuleChange
from govern.motions.rules import Kind, State
from govern.rule_changes import service as rule_changes
from govern.rule_changes import waiting as waiting_rules
from govern.rule_changes.refusals import DraftOfMotion
from govern.rule_changes.service import Stage
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers import kept, resolutions
from tests.raw import emptied, ensure_refused, unguard
from tests.rule_changes.test_rule_changes import drafted, proposed
from tests.rule_changes.test_rule_changes import secretary as secretary


def gone(draft: RuleSet, actor: Actor) -> DiscardedDraft:
    """Return the row of a draft that is discarded."""
    assert actor.person_id is not None
    return DiscardedDraft(rule_set_id=draft.id, discarded_by=actor.person_id, discarded_at=AT)


def test_a_draft_changes_at_least_one_rule_of_the_version_it_is_written_on(session: Session, secretary: Actor) -> None:
    in_force, known = constitution.rule_set_on(session, on=TODAY), CALDER.parameters()
    waiting = drafted(session, secretary, challenge_days=30)

    for base, parameters in ((in_force, known), (waiting, known | {"challenge_days": 30})):
        with pytest.raises(DraftChangesNothing, match=f"the same as version {base.version} of the rules, so there is"):
            drafts.keep(session, parameters, on_top_of=base, actor=secretary, at=AT)

    assert [one.version for one, _ in constitution.rule_sets(session)] == [2, 1]
    drafts.keep(session, known | {"challenge_days": 30}, on_top_of=in_force, actor=secretary, at=AT)
    assert [one.version for one, _ in constitution.rule_sets(session)] == [3, 2, 1]


def test_a_draft_that_changes_nothing_is_not_proposed(session: Session, secretary: Actor) -> None:
    empty = drafted(session, secretary)

    with pytest.raises(DraftChangesNothing):
        rule_changes.ensure_proposable(session, empty.id, kind=Kind.SPECIAL, at=AT)


def test_a_draft_that_nobody_proposed_is_discarded_and_waits_no_more(session: Session, secretary: Actor) -> None:
    draft, deed = drafted(session, secretary, challenge_days=30), Deed(actor=secretary, at=AT)

    rule_changes.discard(session, draft.id, deed)

    assert rule_changes.stage(session, draft.id) is Stage.DISCARDED
    assert [one.version for one, _ in constitution.rule_sets(session)] == [1]
    assert waiting_rules.unregistered(session).count == 0
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "rules.discarded")).one()
    assert (told.subject_id, told.facts["version"]) == (draft.id, 2)
    with pytest.raises(DraftDiscarded, match="This draft was discarded"):
        rule_changes.discard(session, draft.id, deed)
    with pytest.raises(DraftDiscarded):
        rule_changes.ensure_proposable(session, draft.id, kind=Kind.SPECIAL, at=AT)
    assert drafted(session, secretary, challenge_days=40).version == 3


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize("state", [State.PUT, State.LOST])
def test_a_draft_that_a_motion_brings_or_brought_stays(session: Session, secretary: Actor, state: State) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = proposed(session, draft, secretary, Kind.SPECIAL)
    if state is State.LOST:
        resolutions.step(session, motion.id, state)

    with pytest.raises(DraftOfMotion, match=f"Motion {motion.number} put this draft to the members, so it stays"):
        rule_changes.discard(session, draft.id, Deed(actor=secretary, at=AT))

    assert drafts.discarded(session, draft.id) is None


def test_rules_that_are_in_force_are_not_discarded(session: Session, secretary: Actor) -> None:
    in_force = constitution.rule_set_on(session, on=TODAY)

    with pytest.raises(RulesAlreadyRegistered):
        rule_changes.discard(session, in_force.id, Deed(actor=secretary, at=AT))

    assert drafts.discarded(session, in_force.id) is None


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_discards_no_rules_in_force_and_no_draft_of_a_motion(session: Session, secretary: Actor) -> None:
    brought = drafted(session, secretary, challenge_days=30)
    proposed(session, brought, secretary, Kind.SPECIAL)
    rows = {
        "discarded_draft_was_never_registered": gone(constitution.rule_set_on(session, on=TODAY), secretary),
        "discarded_draft_was_never_proposed": gone(brought, secretary),
    }

    for guard, row in rows.items():
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, row)


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_takes_a_discarded_draft_no_further(session: Session, make: Make, secretary: Actor) -> None:
    draft, in_force = drafted(session, secretary, challenge_days=30), resolutions.in_force(session)
    rule_changes.discard(session, draft.id, Deed(actor=secretary, at=AT))
    unguard(
        session, "rule_set_registration", "later_rules_rest_on_a_carried_motion", "registration_of_rules_is_confirmed"
    )
    motion = resolutions.motion(session, kind=Kind.SPECIAL, states=())
    decided = make.decision(body=Body.GENERAL_MEETING)
    told = {"touches_franchise": False, "proposed_at": AT, "against_id": in_force}
    rows = {
        "discarded_draft_is_not_proposed": RuleChange(motion_id=motion.id, rule_set_id=draft.id, **told),
        "discarded_draft_is_not_registered": RuleSetRegistration(
            rule_set_id=draft.id, decision_id=decided.id, registered_on=TODAY, recorded_at=AT
        ),
    }

    for guard, row in rows.items():
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, row)


@pytest.mark.parametrize("change", ["UPDATE discarded_draft SET discarded_at = discarded_at", "DELETE"])
def test_that_a_draft_was_discarded_stays_on_record(session: Session, secretary: Actor, change: str) -> None:
    rule_changes.discard(session, drafted(session, secretary, challenge_days=30).id, Deed(actor=secretary, at=AT))
    statement = emptied(session, "discarded_draft") if change == "DELETE" else change

    ensure_refused(session, "discarded_draft_is_append_only", statement)
