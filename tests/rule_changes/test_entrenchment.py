"""What the rules entrench is changed by all the members, and by no motion that asks for fewer."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution import entrenched
from govern.constitution import queries as constitution
from govern.constitution.models import RuleSet
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.parameters.motions import CLAUSES, Clause
from govern.constitution.rulebook import PARAMETERS, RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.core.actors import Deed
from govern.motions.models import Motion
from govern.motions.rule_change_models import RuleChange
from govern.motions.rules import Kind
from govern.rule_changes import service as rule_changes
from govern.rule_changes.refusals import EntrenchedClauseTouched
from tests.calendar import AT, TODAY
from tests.makers import resolutions
from tests.makers.assembly import FOR, ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

CAPPED = {"class_vote_cap": {"service_user": "1/10"}}
ONE, THIRDS = "one_member_one_vote", "equal_thirds"


def book(**differs: Any) -> RuleBook:
    """Return the rules of the model, differing so."""
    return RuleBook.from_parameters(defaults_for(LegalForm.CBS) | differs, legal_form=LegalForm.CBS)


@pytest.mark.parametrize(
    ("entrenches", "changes", "expected"),
    [
        ([ONE], CAPPED, [Clause.ONE_MEMBER_ONE_VOTE]),
        ([THIRDS], CAPPED, []),
        ([], CAPPED, []),
        ([ONE], {"entrenched_clauses": []}, [Clause.ONE_MEMBER_ONE_VOTE]),
        ([ONE], {"entrenched_clauses": [ONE, THIRDS]}, []),
        ([ONE, THIRDS], CAPPED | {"coopted_max": 1}, [Clause.ONE_MEMBER_ONE_VOTE, Clause.EQUAL_THIRDS]),
        ([ONE], {"challenge_days": 30}, []),
    ],
    ids=["it", "another", "none", "entrenched no longer", "one more", "two", "something else"],
)
def test_a_draft_touches_a_clause_that_it_changes_or_entrenches_no_longer(
    entrenches: list[str], changes: dict[str, Any], expected: list[Clause]
) -> None:
    told = {"entrenched_clauses": entrenches}

    assert entrenched.touched(book(**told), book(**(told | changes))) == expected


def test_every_clause_holds_rules_and_has_its_words() -> None:
    named = [name for rules in entrenched.RULES.values() for name in rules]

    assert set(entrenched.RULES) == set(CLAUSES) == set(Clause)
    assert set(named) <= set(PARAMETERS)
    assert len(named) == len(set(named))
    assert entrenched.rules_of(book(entrenched_clauses=[])) == frozenset()
    assert {"class_weights", "entrenched_clauses"} <= entrenched.rules_of(book(entrenched_clauses=[ONE]))


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Members whose rules entrench what each vote weighs."""
    return assembled(entrenched_clauses=[ONE], gm_quorum=ONE_IS_ENOUGH)


def draft(assembly: Assembly, **changes: Any) -> RuleSet:
    """Draft a change of the rules in force."""
    now = constitution.rule_set_on(assembly.session, on=TODAY).parameters
    return assembly.make.rule_set(parameters=now | changes)


def proposed(assembly: Assembly, drafted: RuleSet, **facts: Any) -> Motion:
    """Let the members have a draft before them."""
    told = {"kind": Kind.FRANCHISE, "matter": ReservedMatter.FRANCHISE, "changes_to_id": drafted.id}
    return assembly.chamber.moved(assembly.chamber.proposal(**told | facts))


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize(("voting", "is_carried"), [(6, True), (5, False)], ids=["all of them", "all but one"])
def test_a_change_of_an_entrenched_clause_is_bound_to_all_the_members(
    assembly: Assembly, voting: int, *, is_carried: bool
) -> None:
    motion = proposed(assembly, draft(assembly, **CAPPED))
    division = assembly.call(motion)
    assembly.votes(division, dict.fromkeys(assembly.members[:voting], FOR))

    outcome = assembly.declare(division)

    assert (motion.majority, division.majority) == ("entrenched", "entrenched")
    assert outcome.is_carried is is_carried
    assert "all the members" in outcome.working


def test_what_touches_no_entrenched_clause_goes_by_its_own_majority(assembly: Assembly) -> None:
    motion = proposed(assembly, draft(assembly, min_voting_age=18))

    assert motion.majority is None
    assert assembly.call(motion).majority == "extraordinary"


@pytest.mark.invariant("INV-28")
def test_nobody_brings_it_in_by_less(session: Session, assembly: Assembly) -> None:
    drafted = draft(assembly, **CAPPED)
    motion = resolutions.motion(session, kind=Kind.FRANCHISE, changes_to_id=drafted.id)

    with pytest.raises(EntrenchedClauseTouched, match=r"What each member’s vote weighs”\. Every member must be for it"):
        rule_changes.propose(session, motion, Deed(actor=assembly.chamber.secretary, at=AT))

    assert session.scalar(select(func.count()).select_from(RuleChange)) == 0


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_puts_it_to_all_the_members(session: Session, assembly: Assembly) -> None:
    division = assembly.call(proposed(assembly, draft(assembly, **CAPPED)))

    ensure_refused(
        session,
        "entrenched_clause_is_changed_by_all",
        "INSERT INTO division (id, motion_id, n, text_version, ask, call, is_confirming, is_binding, majority,"
        " rule_set_id, roll_id, members, called_by, called_at, opens_at, closes_at)"
        " SELECT :id, motion_id, 2, text_version, ask, 1, is_confirming, is_binding, 'extraordinary', rule_set_id, :id,"
        f" members, called_by, called_at, opens_at, closes_at FROM division WHERE id = '{division.id.hex}'",
        {"id": "ab" * 16},
    )
