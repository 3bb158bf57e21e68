"""The founding test finds each hole that is made in a copy of the services, with the guard behind it taken away."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from govern.admissions import rules as admission_rules
from govern.admissions import service as admissions
from govern.admissions import subjects
from govern.core.actors import Actor
from govern.register import identity, opening, requests, stand_ins
from tests.databases import DIALECTS
from tests.founding.examples import until_found
from tests.founding.holding import machine_in
from tests.founding.town import built
from tests.raw import unguard

Hole = Callable[[pytest.MonkeyPatch], None]
# The guards that go too: of some tables all, or those named.
Behind = tuple[tuple[str, ...], ...]
ANYBODY = SimpleNamespace(
    is_of_the_mutual=lambda *_, **__: True, members_among=lambda _, people, **__: frozenset(people)
)


def no_own_words(patch: pytest.MonkeyPatch) -> None:
    """Let an entry rest on the minutes alone."""
    patch.setattr(admissions, "_ensure_own_words", lambda *_: None)


def words_of_outsiders_alone(patch: pytest.MonkeyPatch) -> None:
    """Let an entry rest on the word of those who are no members."""
    asked = admission_rules.own_words

    def asked_of_anybody(*parts: Any, words: Any, of_the_mutual: Any, **facts: Any) -> Any:
        return asked(*parts, words=words, of_the_mutual=of_the_mutual | words.keys(), **facts)

    patch.setattr(admissions, "own_words", asked_of_anybody)


def rulings_on_whom_the_decision_does_not_name(patch: pytest.MonkeyPatch) -> None:
    """Let a decision be applied to an application that it does not name."""
    patch.setattr(subjects, "ensure_names", lambda *_: None)


def openings_approved_by_anybody(patch: pytest.MonkeyPatch) -> None:
    """Let two outsiders bring in an opening register."""
    patch.setattr(opening, "belonging", ANYBODY)


def entries_past_the_application(patch: pytest.MonkeyPatch) -> None:
    """Let an entry rest on whatever decision is named, as nothing but the database refuses."""
    del patch


def joint_holders_entered_by_anybody(patch: pytest.MonkeyPatch) -> None:
    """Let an outsider in office enter another as joint holder."""
    patch.setattr(stand_ins, "belonging", ANYBODY)


def members_written_over(patch: pytest.MonkeyPatch) -> None:
    """Let an outsider in office give a member's record another name and address."""
    patch.setattr(identity, "ensure_may_change", lambda *_, **__: None)


def requests_made_for_others(patch: pytest.MonkeyPatch) -> None:
    """Let an outsider ask in a member's name for another name."""
    asked = requests.ask

    def forged(session: Session, person_id: UUID, *words: Any, actor: Actor, **facts: Any) -> Any:
        return asked(session, person_id, *words, actor=Actor(person_id=person_id), **facts)

    patch.setattr(requests, "ask", forged)


NAMING: Behind = (("admission_ruling",), ("membership_version", "standing_is_named_by_its_decision"))
HOLES: dict[str, tuple[Hole, Behind, str]] = {
    "own words": (no_own_words, (("application_step",),), "is entered"),
    "a member's word": (words_of_outsiders_alone, (("application_step",),), "is entered"),
    "named by the decision": (rulings_on_whom_the_decision_does_not_name, NAMING, "is entered"),
    "opening register": (openings_approved_by_anybody, (("opening_batch",),), "is entered"),
    "application": (entries_past_the_application, (("membership_version",),), "is entered"),
    "joint holder": (joint_holders_entered_by_anybody, (("joint_holder",),), "holds with a member"),
    "written over": (members_written_over, (("person_version",),), "bears a member's record"),
    "asked for": (requests_made_for_others, (("member_request",),), "bears a member's record"),
}


LONG_SOUGHT = {"a member's word"}


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize(
    ("hole", "dialect"),
    [
        pytest.param(hole, DIALECTS[place % 2], marks=[pytest.mark.soak] if hole in LONG_SOUGHT else [])
        for place, hole in enumerate(HOLES)
    ],
    indirect=["dialect"],
)
def test_a_hole_in_the_product_is_found(session: Session, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    make_it, behind_it, guise = HOLES[hole]
    for table, *guards in behind_it:
        unguard(session, table, *guards)
    town = built(session)
    make_it(monkeypatch)

    with pytest.raises(AssertionError, match=guise):
        run_state_machine_as_test(machine_in(town), settings=until_found())
