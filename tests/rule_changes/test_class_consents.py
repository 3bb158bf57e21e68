"""The consent of each class from which a change of the rules takes something: asked once, and not filed without."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Constituency, RuleSet
from govern.core.actors import Actor, Deed
from govern.motions.rules import Kind, State
from govern.rule_changes import service as rule_changes
from govern.rule_changes.models import ClassConsent
from govern.rule_changes.refusals import ConsentIsAsked, ConsentMissing, ConsentNotAsked
from govern.rule_changes.service import Stage
from tests.calendar import A_SECOND, AT
from tests.makers import resolutions
from tests.rule_changes.test_rule_changes import CAPPED, drafted, filing, proposed
from tests.rule_changes.test_rule_changes import secretary as secretary


def class_motion(session: Session, draft: RuleSet, code: str, *, sides: tuple[int, int]) -> None:
    """Put a draft to the members of one constituency."""
    home = session.scalars(select(Constituency).where(Constituency.code == code)).one()
    asked = resolutions.motion(session, kind=Kind.CLASS, constituency_id=home.id, changes_to_id=draft.id)
    resolutions.division(session, asked.id, {code: sides}, at=AT + A_SECOND)


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize(
    ("sides", "stage"),
    [
        pytest.param((2, 3), Stage.CLASS_CONSENTS, id="more against"),
        pytest.param((3, 3), Stage.CLASS_CONSENTS, id="as many against"),
        pytest.param((0, 0), Stage.CLASS_CONSENTS, id="silent"),
        pytest.param((4, 3), Stage.CARRIED, id="more for"),
    ],
)
def test_a_class_from_which_something_is_taken_consents_or_the_change_waits(
    session: Session, secretary: Actor, sides: tuple[int, int], stage: Stage
) -> None:
    draft = drafted(session, secretary, **CAPPED)

    resolutions.carry(session, proposed(session, draft, secretary), {"workforce": (90, 1), "service_user": sides})

    assert rule_changes.stage(session, draft.id) is stage


@pytest.mark.invariant("INV-29")
def test_a_change_without_a_class_s_consent_is_not_filed(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, **CAPPED)
    resolutions.carry(session, proposed(session, draft, secretary), {"workforce": (90, 1), "service_user": (2, 3)})

    with pytest.raises(ConsentMissing, match="“Service users and carers” has not consented to what this change takes"):
        rule_changes.file(session, draft.id, filing(secretary))

    assert session.scalars(select(ClassConsent)).all() == []


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize(("sides", "stage"), [((4, 3), Stage.CARRIED), ((3, 4), Stage.CLASS_CONSENTS)])
def test_a_class_can_be_asked_in_a_motion_of_its_own(
    session: Session, secretary: Actor, sides: tuple[int, int], stage: Stage
) -> None:
    draft = drafted(session, secretary, **CAPPED)
    resolutions.carry(session, proposed(session, draft, secretary), {"workforce": (90, 1), "service_user": (0, 0)})

    class_motion(session, draft, "service_user", sides=sides)

    assert rule_changes.stage(session, draft.id) is stage


def test_a_class_is_asked_only_where_something_is_taken_from_it(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, **CAPPED)
    proposed(session, draft, secretary)
    homes = {one.code: one.id for one in constitution.constituencies(session)}

    rule_changes.ensure_consent_asked(session, draft.id, constituency_id=homes["service_user"])
    with pytest.raises(ConsentNotAsked, match="Propose the change to the members first"):
        rule_changes.ensure_consent_asked(session, draft.id, constituency_id=homes["workforce"])


def test_a_class_is_asked_once_at_a_time(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, **CAPPED)
    resolutions.carry(session, proposed(session, draft, secretary), {"workforce": (90, 1), "service_user": (0, 0)})
    home = next(one.id for one in constitution.constituencies(session) if one.code == "service_user")
    told = {"kind": Kind.CLASS, "constituency_id": home, "changes_to_id": draft.id}
    asked = resolutions.motion(session, **told, states=(State.ADMITTED_TO_AGENDA,))

    rule_changes.ensure_consent_asked(session, draft.id, constituency_id=home, by=asked.id)
    with pytest.raises(ConsentIsAsked, match=f"Motion {asked.number} asks this constituency for its consent already."):
        rule_changes.ensure_consent_asked(session, draft.id, constituency_id=home)
    resolutions.step(session, asked.id, State.WITHDRAWN)

    rule_changes.ensure_consent_asked(session, draft.id, constituency_id=home)


@pytest.mark.parametrize("state", [State.LOST, State.WITHDRAWN])
def test_no_class_is_asked_about_a_draft_whose_motion_is_at_an_end(
    session: Session, secretary: Actor, state: State
) -> None:
    draft = drafted(session, secretary, **CAPPED)
    states = (State.ADMITTED_TO_AGENDA, *([State.MOVED, State.PUT] if state is State.LOST else []))
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.FRANCHISE, states=states)
    rule_changes.propose(session, motion, Deed(actor=secretary, at=AT))
    homes = {one.code: one.id for one in constitution.constituencies(session)}
    rule_changes.ensure_consent_asked(session, draft.id, constituency_id=homes["service_user"])

    resolutions.step(session, motion.id, state)

    with pytest.raises(ConsentNotAsked):
        rule_changes.ensure_consent_asked(session, draft.id, constituency_id=homes["service_user"])


@pytest.mark.invariant("INV-29", by="database")
def test_the_database_files_no_change_without_every_consent(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, **CAPPED)
    motion = proposed(session, draft, secretary)
    resolutions.carry(session, motion, {"workforce": (90, 1), "service_user": (2, 3)})

    with pytest.raises(IntegrityError, match="change_is_filed_with_every_consent"), session.begin_nested():
        resolutions.step(session, motion.id, State.FILED)
