"""Founding the mutual, and changing its rules."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import queries, service
from govern.constitution.charter import CharterConstituency, CharterPart
from govern.constitution.models import BoardPlan, Constituency, Decision, Mutual, RuleSet, Seat
from govern.constitution.presets import CALDER
from govern.constitution.refusals import (
    AlreadyFounded,
    CharterIncomplete,
    CodeTaken,
    DecisionNotYetTaken,
    NotFounded,
    NotInConstituency,
    NotYetRegistered,
    RegisteredBeforeDecided,
    RegisteredOutOfOrder,
    RulesAlreadyRegistered,
    ThirdsNotEqual,
    TooFewFounders,
    WrongBody,
)
from govern.constitution.rulebook import RulesNotAllowed, defaults_for
from govern.constitution.rules import Body, LegalForm, Third
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound, Refusal
from govern.core.languages import LocalText
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import registrations, resolutions
from tests.makers.constitution import charter

FOUNDED = (Mutual, Constituency, Decision, RuleSet, BoardPlan, Seat)


@pytest.fixture
def founders(make: Make) -> list[UUID]:
    """Three people named in the registration."""
    return [make.person().id for _ in range(3)]


@pytest.fixture
def secretary(founders: list[UUID]) -> Actor:
    """One of the founders, at work as secretary."""
    return Actor(person_id=founders[0], roles=frozenset({Role.SECRETARY}))


def rows(session: Session) -> int:
    """Return how many rows a founding has written."""
    return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in FOUNDED)


def found(session: Session, founders: list[UUID], **facts: Any) -> Mutual:
    """Found the mutual by these founders."""
    return service.found(session, charter(**facts), founders=founders, actor=Actor(person_id=founders[0]), at=AT)


@pytest.mark.invariant("INV-11")
def test_three_founders_found_a_society_with_its_rules_and_its_board(session: Session, founders: list[UUID]) -> None:
    mutual = found(session, founders)

    assert queries.mutual(session).id == mutual.id
    assert queries.rule_book_on(session, on=TODAY).board_quorum.number == 5
    assert [one.code for one in queries.constituencies(session)] == ["workforce", "service_user", "authority"]
    assert len(queries.seats(session, on=TODAY)) == 9
    assert len(queries.parts(session)) == 4
    assert [entry.event for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.seq))][-1] == (
        "mutual.founded"
    )


def test_the_founders_decide_together(session: Session, founders: list[UUID]) -> None:
    found(session, founders)

    (decision,) = queries.decisions(session).items

    assert decision.body == Body.FOUNDERS
    assert {one.person_id for one in queries.participants(session, decision.id)} == set(founders)


@pytest.mark.invariant("INV-11")
def test_the_founding_happens_once(session: Session, founders: list[UUID]) -> None:
    found(session, founders)
    before = rows(session)

    with pytest.raises(AlreadyFounded, match="This mutual has been founded, and that cannot be done again"):
        found(session, founders)

    assert rows(session) == before


@pytest.mark.invariant("INV-11", by="database")
def test_not_even_the_database_takes_a_second_mutual(session: Session, make: Make, founders: list[UUID]) -> None:
    found(session, founders)

    with pytest.raises(IntegrityError, match="singleton"):
        make.mutual()


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        ({"name": " "}, CharterIncomplete, "The founding is not complete: enter the name of the mutual."),
        ({"telephone": ""}, CharterIncomplete, "enter a telephone number that members can call"),
        ({"text_relay": ""}, CharterIncomplete, "enter the text-relay number"),
        ({"minute_reference": ""}, CharterIncomplete, "enter where the founders’ decision is recorded"),
        ({"languages": ()}, CharterIncomplete, "choose at least one language"),
        ({"constituencies": ()}, CharterIncomplete, "name at least one constituency"),
        ({"constituencies": CALDER.constituencies[:1] * 2}, CodeTaken, "“workforce” is in use already"),
        ({"constituencies": CALDER.constituencies[:2]}, RulesNotAllowed, "There is no constituency “authority”"),
        ({"seats": CALDER.seats[:-1]}, ThirdsNotEqual, "Each third of the board must have 3 seats"),
        ({"parameters": {}}, RulesNotAllowed, "of these rules cannot stand"),
        ({"decided_on": TODAY + A_DAY}, DecisionNotYetTaken, "Tuesday 2 June 2026 has not come yet"),
        ({"registered_on": TODAY - A_DAY}, RegisteredBeforeDecided, "These rules were decided on Monday 1 June 2026"),
        ({"registered_on": TODAY + A_DAY}, NotYetRegistered, "Tuesday 2 June 2026 has not come yet"),
    ],
)
def test_a_charter_that_lacks_something_founds_nothing(
    session: Session, founders: list[UUID], facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence), session.begin_nested():
        found(session, founders, **facts)

    assert rows(session) == 0


def test_a_seat_of_a_part_that_its_constituency_lacks_founds_nothing(session: Session, founders: list[UUID]) -> None:
    bare = tuple(
        CharterConstituency(code=one.code, name=one.name, third=one.third, precedence=one.precedence)
        for one in CALDER.constituencies
    )

    with (
        pytest.raises(NotInConstituency, match="That part does not belong to this constituency"),
        session.begin_nested(),
    ):
        found(session, founders, constituencies=bare)

    assert rows(session) == 0


@pytest.mark.parametrize(
    ("legal_form", "number", "needed"),
    [
        pytest.param(LegalForm.CBS, 2, 3, id="two founders of a society"),
        pytest.param(LegalForm.CIC, 1, 2, id="one founder of a company"),
    ],
)
def test_nobody_founds_a_mutual_with_too_few(
    session: Session, founders: list[UUID], legal_form: LegalForm, number: int, needed: int
) -> None:
    parameters = CALDER.parameters() | defaults_for(legal_form)

    with pytest.raises(TooFewFounders, match=f"needs at least {needed} founders"):
        found(session, founders[:number], legal_form=legal_form, parameters=parameters)

    assert rows(session) == 0


def test_one_founder_named_three_times_is_one_founder(session: Session, founders: list[UUID]) -> None:
    with pytest.raises(TooFewFounders):
        found(session, founders[:1] * 3)


def test_before_the_founding_there_is_no_mutual(session: Session) -> None:
    assert queries.find_mutual(session) is None
    with pytest.raises(NotFounded, match="No mutual has been founded here yet"):
        queries.mutual(session)
    with pytest.raises(NotFounded):
        queries.rule_set_on(session, on=TODAY)


@pytest.mark.parametrize("code", ["workforce", "new"])
def test_a_constituency_needs_a_code_and_a_place_of_its_own(
    session: Session, founders: list[UUID], secretary: Actor, code: str
) -> None:
    found(session, founders)
    same = CharterConstituency(code=code, name=LocalText(en="Again"), third=None, precedence=1)

    with pytest.raises(CodeTaken):
        service.add_constituency(session, same, actor=secretary, at=AT)


def test_a_constituency_can_be_added_with_its_parts(session: Session, founders: list[UUID], secretary: Actor) -> None:
    found(session, founders)
    parts = (CharterPart(code="north", name=LocalText(en="North")),)
    community = CharterConstituency(
        code="community", name=LocalText(en="Community"), third=Third.SERVICE_USERS, precedence=4, parts=parts
    )

    made = service.add_constituency(session, community, actor=secretary, at=AT)

    assert [part.code for part in queries.parts(session) if part.constituency_id == made.id] == ["north"]


def drafted(session: Session, actor: Actor, **changes: Any) -> RuleSet:
    """Draft rules that differ so from those in force."""
    return service.draft_rules(session, CALDER.parameters() | changes, actor=actor, at=AT)


@pytest.mark.invariant("INV-28")
def test_a_draft_binds_nobody_until_it_is_registered(session: Session, founders: list[UUID], secretary: Actor) -> None:
    found(session, founders)

    draft = drafted(session, secretary, challenge_days=30)

    assert draft.version == 2
    assert queries.rule_book_on(session, on=TODAY).challenge_days == 21


@pytest.mark.invariant("INV-27")
def test_rules_are_in_force_from_the_day_of_their_registration(
    session: Session, founders: list[UUID], secretary: Actor
) -> None:
    found(session, founders)
    draft = drafted(session, secretary, challenge_days=30)
    tomorrow, later = TODAY + A_DAY, AT + timedelta(days=2)
    carried = resolutions.decision_of(session, resolutions.filed_change(session, draft.id, on=tomorrow))
    registrations.reported(session, on=tomorrow, rule_set_id=draft.id)

    service.register_rules(session, draft.id, decision_id=carried, registered_on=tomorrow, actor=secretary, at=later)

    assert queries.rule_book_on(session, on=TODAY).challenge_days == 21
    assert queries.rule_book_on(session, on=tomorrow).challenge_days == 30
    assert [version.version for version, registration in queries.rule_sets(session) if registration] == [2, 1]


def test_a_draft_that_the_legal_form_forbids_is_not_kept(
    session: Session, founders: list[UUID], secretary: Actor
) -> None:
    found(session, founders)
    before = rows(session)

    with pytest.raises(RulesNotAllowed, match="Youngest age of a director"):
        drafted(session, secretary, min_director_age=15)

    assert rows(session) == before


@pytest.mark.invariant("INV-28")
def test_the_board_cannot_register_rules(session: Session, make: Make, founders: list[UUID], secretary: Actor) -> None:
    found(session, founders)
    draft = drafted(session, secretary)
    board = make.decision(body=Body.BOARD)

    with pytest.raises(WrongBody, match="The rules give this decision to: a general meeting of the members"):
        service.register_rules(session, draft.id, decision_id=board.id, registered_on=TODAY, actor=secretary, at=AT)


def test_rules_cannot_be_registered_on_or_before_the_day_of_those_in_force(
    session: Session, make: Make, founders: list[UUID], secretary: Actor
) -> None:
    found(session, founders)
    draft = drafted(session, secretary)
    members = make.decision(body=Body.GENERAL_MEETING, decided_on=TODAY)

    with pytest.raises(RegisteredOutOfOrder, match="The rules in force were registered on Monday 1 June 2026"):
        service.register_rules(session, draft.id, decision_id=members.id, registered_on=TODAY, actor=secretary, at=AT)


def test_rules_are_registered_once(session: Session, founders: list[UUID], secretary: Actor) -> None:
    found(session, founders)
    draft = drafted(session, secretary)
    tomorrow = TODAY + A_DAY
    carried = resolutions.decision_of(session, resolutions.filed_change(session, draft.id, on=tomorrow))
    facts: dict[str, Any] = {"decision_id": carried, "actor": secretary, "at": AT + A_DAY * 2}
    registrations.reported(session, on=tomorrow, rule_set_id=draft.id)
    service.register_rules(session, draft.id, registered_on=tomorrow, **facts)

    with pytest.raises(RulesAlreadyRegistered, match="These rules have been registered already"):
        service.register_rules(session, draft.id, registered_on=tomorrow + A_DAY, **facts)


@pytest.mark.parametrize(
    ("registered_after", "refusal"),
    [
        pytest.param(1, RegisteredBeforeDecided, id="the day before the decision"),
        pytest.param(4, NotYetRegistered, id="the day after today"),
    ],
)
def test_rules_are_registered_between_their_decision_and_today(
    session: Session,
    make: Make,
    founders: list[UUID],
    secretary: Actor,
    registered_after: int,
    refusal: type[Refusal],
) -> None:
    found(session, founders)
    draft = drafted(session, secretary)
    members = make.decision(body=Body.GENERAL_MEETING, decided_on=TODAY + A_DAY * 2)
    day = TODAY + A_DAY * registered_after

    with pytest.raises(refusal):
        service.register_rules(
            session, draft.id, decision_id=members.id, registered_on=day, actor=secretary, at=AT + A_DAY * 3
        )


def test_there_is_nothing_to_register_of_an_unknown_version(
    session: Session, make: Make, founders: list[UUID], secretary: Actor
) -> None:
    found(session, founders)
    members = make.decision(body=Body.GENERAL_MEETING)

    with pytest.raises(NotFound):
        service.register_rules(session, members.id, decision_id=members.id, registered_on=TODAY, actor=secretary, at=AT)
    with pytest.raises(NotFound):
        queries.rule_book(session, members.id)


@pytest.mark.parametrize("change", ["UPDATE rule_set SET version = 9", "DELETE FROM rule_set_registration"])
def test_the_database_lets_nobody_rewrite_rules(session: Session, founders: list[UUID], change: str) -> None:
    found(session, founders)

    with pytest.raises(IntegrityError, match="append_only"):
        session.connection().exec_driver_sql(change)
