"""A change of the rules goes by draft, motion, consents, filing and registration, and no other way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.amendments import amending, rewording
from govern.amendments.refusals import WordsFollowTheDraft
from govern.audit.models import JournalEntry
from govern.constitution import queries as constitution
from govern.constitution import service
from govern.constitution.models import RuleSet, RuleSetRegistration
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.presets import CALDER
from govern.constitution.refusals import RulesAlreadyRegistered
from govern.constitution.rules import Body
from govern.core.actors import Actor, Deed, Role
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Kind, State
from govern.rule_changes import service as rule_changes
from govern.rule_changes.refusals import (
    ChangeNotCarried,
    ChangeNotFiled,
    ChangeOnItsWay,
    ConsentNotAsked,
    DraftOvertaken,
    FranchiseChangeNotPutAsSuch,
    RulesNeedMore,
)
from govern.rule_changes.service import Stage
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import motions, registrations, resolutions
from tests.makers.constitution import charter
from tests.raw import ensure_refused

LATER = AT + timedelta(days=3)
CAPPED = {"class_vote_cap": {"service_user": "1/10"}}
FOR_IT = {"workforce": (9, 1), "service_user": (4, 1)}


@pytest.fixture
def secretary(session: Session, make: Make) -> Actor:
    """A founded mutual's secretary, at work."""
    founders = [make.person().id for _ in range(3)]
    actor = Actor(person_id=founders[0], roles=frozenset({Role.SECRETARY}))
    service.found(session, charter(), founders=founders, actor=actor, at=AT)
    return actor


def drafted(session: Session, actor: Actor, **differs: Any) -> RuleSet:
    """Draft rules that differ so from the model's."""
    return service.draft_rules(session, CALDER.parameters() | differs, actor=actor, at=AT)


def proposed(session: Session, draft: RuleSet, actor: Actor, kind: Kind = Kind.FRANCHISE) -> Motion:
    """Propose a draft to the members, up to the vote."""
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=kind)
    rule_changes.propose(session, motion, Deed(actor=actor, at=AT))
    return motion


def filing(actor: Actor) -> Deed:
    """Return the deed of whoever sends it on the next day."""
    return Deed(actor=actor, at=AT + A_DAY)


def registering(actor: Actor) -> Deed:
    """Return the deed of whoever enters the registration of the day after."""
    return Deed(actor=actor, at=LATER, dated_on=TODAY + 2 * A_DAY)


@pytest.mark.invariant("INV-28")
def test_a_motion_that_brings_a_draft_keeps_the_words_of_the_draft(session: Session, secretary: Actor) -> None:
    motion = proposed(session, drafted(session, secretary, **CAPPED), secretary)
    thanks, by = LocalText(en="The mutual thanks its volunteers."), queries.proposer(session, motion.id)
    wording = amending.Change(base_version=1, text=thanks, reasons=LocalText(), proposed_by=by, is_clerical=True)

    for change_its_words in (
        lambda: rewording.rewrite(session, motion.id, thanks, Deed(actor=secretary, at=AT)),
        lambda: rewording.ensure_may_be_rewritten(session, motion.id, Deed(actor=Actor(person_id=by), at=AT)),
        lambda: amending.file_amendment(session, motion.id, wording, Deed(actor=secretary, at=AT)),
    ):
        with pytest.raises(WordsFollowTheDraft, match="its words are what the draft changes"):
            change_its_words()

    assert (len(queries.texts(session, motion.id)), queries.amendments(session, motion.id)) == (1, [])


@pytest.mark.invariant("INV-28")
def test_a_change_goes_from_draft_to_registration_in_its_states(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, **CAPPED)
    seen = [rule_changes.stage(session, draft.id)]
    motion = proposed(session, draft, secretary)
    seen.append(rule_changes.stage(session, draft.id))
    resolutions.carry(session, motion, FOR_IT)
    seen.append(rule_changes.stage(session, draft.id))
    rule_changes.file(session, draft.id, filing(secretary))
    seen.append(rule_changes.stage(session, draft.id))

    registration = registrations.rules(session, draft.id, registering(secretary))

    seen.append(rule_changes.stage(session, draft.id))
    assert seen == [Stage.DRAFT, Stage.PROPOSED, Stage.CARRIED, Stage.FILED, Stage.REGISTERED]
    first = constitution.rule_set_on(session, on=TODAY)
    assert rule_changes.stage(session, first.id) is Stage.SUPERSEDED
    assert constitution.rule_set_on(session, on=TODAY + A_DAY).id == first.id
    assert constitution.rule_set_on(session, on=registration.registered_on).id == draft.id
    told = set(session.scalars(select(JournalEntry.event)))
    assert {"rules.proposed", "class.consented", "motion.filed", "rules.registered"} <= told


def test_whoever_proposes_a_draft_proposes_a_change_and_asks_each_class_it_costs(session: Session, make: Make) -> None:
    room = motions.chamber(session)
    now = constitution.rule_set_on(session, on=TODAY).parameters
    draft = make.rule_set(parameters=now | {"min_voting_age": 18})
    told = {"changes_to_id": draft.id, "matter": ReservedMatter.ALTER_RULES}

    with pytest.raises(FranchiseChangeNotPutAsSuch), session.begin_nested():
        room.submitted(room.proposal(kind=Kind.SPECIAL, **told))
    motion = room.submitted(room.proposal(kind=Kind.FRANCHISE, **told))
    with pytest.raises(ConsentNotAsked):
        room.submitted(room.proposal(kind=Kind.CLASS, constituency_id=room.home.id, **told))

    change = rule_changes.change_of(session, motion.id)
    assert change is not None
    assert change.touches_franchise
    assert rule_changes.stage(session, draft.id) is Stage.PROPOSED


def test_a_change_that_was_lost_is_a_draft_again(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = proposed(session, draft, secretary, Kind.SPECIAL)

    resolutions.step(session, motion.id, State.LOST)

    assert rule_changes.stage(session, draft.id) is Stage.DRAFT
    rule_changes.ensure_proposable(session, draft.id, kind=Kind.SPECIAL, at=LATER)


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize("is_carried", [False, True])
def test_a_change_that_a_motion_brings_is_not_proposed_beside_it(
    session: Session, secretary: Actor, *, is_carried: bool
) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = proposed(session, draft, secretary, Kind.SPECIAL)
    if is_carried:
        resolutions.carry(session, motion, FOR_IT)
        rule_changes.file(session, draft.id, filing(secretary))

    with pytest.raises(ChangeOnItsWay) as refused, session.begin_nested():
        proposed(session, draft, secretary, Kind.SPECIAL)

    assert str(refused.value.sentence()) == (
        f"Motion {motion.number} brings this change of the rules already. It can be proposed again only where that"
        " motion is not carried."
    )
    found = rule_changes.latest(session, draft.id)
    assert found is not None
    assert found[0].motion_id == motion.id


@pytest.mark.invariant("INV-26")
def test_what_touches_the_franchise_is_proposed_as_such(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, min_voting_age=18)
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.SPECIAL)

    with pytest.raises(FranchiseChangeNotPutAsSuch, match="“Youngest age of a voter”"):
        rule_changes.propose(session, motion, Deed(actor=secretary, at=AT))

    assert rule_changes.change_of(session, motion.id) is None


def test_an_ordinary_resolution_changes_no_rules(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    with pytest.raises(RulesNeedMore, match="by a special or extraordinary resolution"):
        rule_changes.ensure_proposable(session, draft.id, kind=Kind.ORDINARY, at=AT)
    with pytest.raises(IntegrityError, match="drafted_rules_are_a_change_of_the_rules"), session.begin_nested():
        resolutions.motion(session, changes_to_id=draft.id, kind=Kind.ORDINARY)


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize("state", [None, State.LOST, State.FELL_INQUORATE])
def test_what_the_members_did_not_carry_is_neither_filed_nor_registered(
    session: Session, secretary: Actor, state: State | None
) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = proposed(session, draft, secretary, Kind.SPECIAL)
    if state:
        resolutions.step(session, motion.id, state)

    with pytest.raises(ChangeNotCarried, match="The members have not carried this change of the rules"):
        rule_changes.file(session, draft.id, filing(secretary))
    with pytest.raises(ChangeNotCarried):
        registrations.rules(session, draft.id, registering(secretary))
    assert session.get(RuleSetRegistration, draft.id) is None


def test_a_change_is_sent_to_the_registrar_before_it_is_registered(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    resolutions.carry(session, proposed(session, draft, secretary, Kind.SPECIAL), FOR_IT)

    with pytest.raises(ChangeNotFiled, match="has not been sent to the registrar"):
        registrations.rules(session, draft.id, registering(secretary))


@pytest.mark.invariant("INV-28")
def test_a_draft_older_than_the_rules_in_force_is_drafted_again(session: Session, secretary: Actor) -> None:
    old, new = drafted(session, secretary, challenge_days=40), drafted(session, secretary, challenge_days=30)
    resolutions.carry(session, proposed(session, old, secretary, Kind.SPECIAL), FOR_IT)
    resolutions.filed_change(session, new.id)
    registrations.rules(session, new.id, registering(secretary))

    with pytest.raises(DraftOvertaken, match="Other rules have been registered since this was drafted"):
        rule_changes.file(session, old.id, Deed(actor=secretary, at=LATER))
    assert rule_changes.is_overtaken(session, old.id)
    assert not rule_changes.is_overtaken(session, new.id)
    with pytest.raises(RulesAlreadyRegistered):
        rule_changes.ensure_proposable(session, new.id, kind=Kind.SPECIAL, at=LATER)


@pytest.mark.invariant("INV-27", by="database")
def test_a_vote_that_was_noticed_keeps_its_rules_when_others_are_registered(session: Session, secretary: Actor) -> None:
    first = resolutions.in_force(session)
    under_way = resolutions.division(session, resolutions.motion(session).id, FOR_IT)
    draft = drafted(session, secretary, challenge_days=30)
    resolutions.filed_change(session, draft.id)

    registrations.rules(session, draft.id, registering(secretary))

    pinned = session.get_one(Division, under_way.division_id)
    assert pinned.rule_set_id == first
    moved = {"new": draft.id.hex if session.get_bind().dialect.name == "sqlite" else draft.id}
    ensure_refused(session, "called_division_stays", "UPDATE division SET rule_set_id = :new", moved)


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_registers_no_rules_on_a_bare_decision(session: Session, make: Make, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    decided = make.decision(body=Body.GENERAL_MEETING, decided_on=TODAY + A_DAY)

    ensure_refused(
        session, "later_rules_rest_on_a_carried_motion", REGISTER, registering_row(session, draft, decided.id)
    )


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_registers_no_change_that_was_not_filed(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = resolutions.carried_change(session, draft.id)
    decided = resolutions.decision_of(session, motion)

    ensure_refused(session, "later_rules_rest_on_a_carried_motion", REGISTER, registering_row(session, draft, decided))


REGISTER = (
    "INSERT INTO rule_set_registration (rule_set_id, decision_id, registered_on, recorded_at)"
    " VALUES (:draft, :decision, '2026-06-02', '2026-06-02 09:00:00.000000+00:00')"
)


def registering_row(session: Session, draft: RuleSet, decision_id: UUID) -> dict[str, Any]:
    """Return the facts of a registration that two stand for, keys as the engine writes them."""
    registrations.reported(session, on=TODAY + A_DAY, rule_set_id=draft.id)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    ids = {"draft": draft.id, "decision": decision_id}
    return {name: one.hex if is_sqlite else one for name, one in ids.items()}


@pytest.mark.invariant("INV-28", by="database")
@pytest.mark.parametrize("table", ["decision", "motion"])
def test_nothing_is_done_under_a_draft(session: Session, make: Make, secretary: Actor, table: str) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    make.decision()
    resolutions.motion(session, states=())

    facts = {"draft": draft.id.hex if session.get_bind().dialect.name == "sqlite" else draft.id}
    wanted = rf"{table}_is_under_registered_rules|{table}_is_append_only"
    ensure_refused(session, wanted, f"UPDATE {table} SET rule_set_id = :draft", facts)


@pytest.mark.invariant("INV-28", by="database")
def test_no_vote_is_called_under_a_draft(session: Session, secretary: Actor) -> None:
    draft = drafted(session, secretary, challenge_days=30)
    motion = resolutions.motion(session)

    with pytest.raises(IntegrityError, match="division_is_under_registered_rules"), session.begin_nested():
        resolutions.division(session, motion.id, FOR_IT, rule_set_id=draft.id)
