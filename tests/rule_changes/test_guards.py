"""What the database refuses of a change of the rules, each by its name."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.constitution.models import RuleSet, RuleSetRegistration
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.models import Amendment, Motion, MotionText
from govern.motions.rule_change_models import AffectedClass, RuleChange
from govern.motions.rules import Kind, State
from govern.rule_changes.models import ClassConsent
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers import kept, resolutions
from tests.raw import emptied, ensure_refused

FOR_IT = {"workforce": (6, 1)}


@pytest.fixture
def draft(make: Make) -> RuleSet:
    """A draft on rules in force."""
    make.mutual()
    make.rules()
    return make.rule_set()


def ensure_refused_row(session: Session, guard: str, row: Any) -> None:
    """Hold the database to refusing a row in the name of `guard`."""
    with pytest.raises(IntegrityError, match=guard), session.begin_nested():
        kept(session, row)


def change(session: Session, motion: Motion, draft: RuleSet, **facts: Any) -> RuleChange:
    """Return the row by which a motion proposes a draft."""
    usual = {"touches_franchise": False, "proposed_at": AT, "against_id": resolutions.in_force(session)}
    return RuleChange(motion_id=motion.id, rule_set_id=draft.id, **usual | facts)


def affected(session: Session, make: Make, draft: RuleSet) -> tuple[Motion, UUID]:
    """Return a motion that takes something from a constituency, and that constituency."""
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.FRANCHISE)
    home = make.constituency()
    session.add(change(session, motion, draft, touches_franchise=True))
    session.flush()
    session.add(AffectedClass(motion_id=motion.id, constituency_id=home.id, rules=["class_vote_cap"]))
    session.flush()
    return motion, home.id


@pytest.mark.invariant("INV-28", by="database")
def test_other_words_of_a_motion_that_brings_a_draft(session: Session, draft: RuleSet) -> None:
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.FRANCHISE, states=())
    words = {"motion_id": motion.id, "text": LocalText(en="Thanks.")}
    by = queries.proposer(session, motion.id)

    ensure_refused_row(session, "words_of_a_draft_stay", MotionText(**words, version=2, written_by=by, written_at=AT))
    wording = {"n": 1, "base_version": 1, "reasons": LocalText(), "is_clerical": True, "filed_at": AT}
    ensure_refused_row(session, "draft_takes_no_amendment", Amendment(**words, **wording, proposed_by=by))


def consent(motion: Motion, home: UUID, division_id: UUID, sides: tuple[int, int] = (3, 1)) -> ClassConsent:
    """Return the row of a constituency's consent."""
    return ClassConsent(
        motion_id=motion.id,
        constituency_id=home,
        division_id=division_id,
        votes_for=sides[0],
        votes_against=sides[1],
        recorded_at=AT,
    )


@pytest.mark.invariant("INV-26", by="database")
def test_a_change_of_the_franchise_is_put_as_such(session: Session, draft: RuleSet) -> None:
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.SPECIAL)

    ensure_refused_row(
        session, "franchise_change_is_put_as_such", change(session, motion, draft, touches_franchise=True)
    )


@pytest.mark.invariant("INV-26", by="database")
def test_a_change_is_proposed_and_its_classes_are_named_before_the_vote(
    session: Session, make: Make, draft: RuleSet
) -> None:
    motion = resolutions.carried_change(session, draft.id)
    late = resolutions.motion(session)
    resolutions.division(session, late.id, FOR_IT)
    home = make.constituency().id

    ensure_refused_row(session, "rule_change_is_proposed_before_the_vote", change(session, late, draft))
    named = AffectedClass(motion_id=motion.id, constituency_id=home, rules=[])
    ensure_refused_row(session, "affected_class_is_named_before_the_vote", named)


@pytest.mark.invariant("INV-29", by="database")
def test_a_consent_is_of_a_division_that_carried(session: Session, make: Make, draft: RuleSet) -> None:
    motion, home = affected(session, make, draft)
    lost = resolutions.division(session, motion.id, {"workforce": (1, 6)})
    of_another = resolutions.motion(session, kind=Kind.CLASS, constituency_id=make.constituency().id)
    elsewhere = resolutions.division(session, of_another.id, FOR_IT)
    asked = resolutions.motion(session, kind=Kind.CLASS, constituency_id=home, changes_to_id=draft.id)
    theirs = resolutions.division(session, asked.id, FOR_IT, at=AT + timedelta(hours=2))

    ensure_refused_row(session, "consent_is_of_a_division_that_carried", consent(motion, home, lost.division_id))
    ensure_refused_row(session, "consent_is_of_a_division_that_carried", consent(motion, home, elsewhere.division_id))
    ensure_refused_row(session, "more_were_for_than_against", consent(motion, home, theirs.division_id, (3, 3)))
    session.add(consent(motion, home, theirs.division_id))
    session.flush()


def test_what_was_proposed_and_consented_to_stays(session: Session, make: Make, draft: RuleSet) -> None:
    motion, home = affected(session, make, draft)
    carried = resolutions.division(session, motion.id, FOR_IT)
    session.add(consent(motion, home, carried.division_id))
    session.flush()

    for table, changed in {
        "rule_change": "touches_franchise = NOT touches_franchise",
        "affected_class": "rules = '[]'",
        "class_consent": "votes_for = 9",
    }.items():
        ensure_refused(session, f"{table}_is_append_only", f"UPDATE {table} SET {changed}")
        ensure_refused(session, f"{table}_is_append_only|fk_.*|FOREIGN KEY.*", emptied(session, table))


@pytest.mark.invariant("INV-28", by="database")
def test_a_change_is_registered_once_it_was_filed_also_where_other_rules_came_first(
    session: Session, make: Make, draft: RuleSet
) -> None:
    motion = resolutions.carried_change(session, draft.id)
    make.rules(registered_on=AT.date())
    with pytest.raises(IntegrityError, match="later_rules_rest_on_a_carried_motion"), session.begin_nested():
        resolutions.registered(session, motion)

    resolutions.step(session, motion.id, State.FILED)

    facts = {"rule_set_id": draft.id, "decision_id": resolutions.decision_of(session, motion), "recorded_at": AT}
    with pytest.raises(IntegrityError, match="registration_of_rules_is_confirmed"), session.begin_nested():
        kept(session, RuleSetRegistration(registered_on=TODAY, **facts))
    assert resolutions.registered(session, motion).rule_set_id == draft.id
