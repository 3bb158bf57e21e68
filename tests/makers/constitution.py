"""Makers of the mutual, its rules, its constituencies and its decisions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions.models import MembershipApplication
from govern.constitution import queries
from govern.constitution.charter import Charter
from govern.constitution.models import (
    Constituency,
    Decision,
    DecisionParticipant,
    DecisionSubject,
    Mutual,
    RuleSet,
    RuleSetRegistration,
    SubConstituency,
)
from govern.constitution.presets import CALDER
from govern.constitution.rulebook import defaults_for
from govern.constitution.rules import Body, LegalForm, Matter, Mode, Subject
from govern.core.canonical import digest
from govern.core.languages import LocalText
from tests import calendar
from tests.makers import kept, register, resolutions

_numbers = count(101)  # beyond the places that model rules give their constituencies


def mutual(session: Session, **facts: Any) -> Mutual:
    """Make the mutual. A database takes only one."""
    usual: dict[str, Any] = {
        "name": "Example Mutual Limited",
        "legal_form": LegalForm.CBS,
        "mode": Mode.DEMO,
        "time_zone": "Europe/London",
        "languages": ["en"],
        "telephone": "01632 960000",
        "text_relay": "18001 01632 960000",
        "founded_at": calendar.AT,
    }
    return kept(session, Mutual(**usual | facts))


def constituency(session: Session, **facts: Any) -> Constituency:
    """Make a constituency that fills no third."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "code": f"constituency-{number}",
        "name": LocalText(en=f"Constituency {number}"),
        "third": None,
        "precedence": number,
    }
    return kept(session, Constituency(**usual | facts))


def part(session: Session, **facts: Any) -> SubConstituency:
    """Make a part of a constituency."""
    number = next(_numbers)
    usual: dict[str, Any] = {"code": f"part-{number}", "name": LocalText(en=f"Part {number}")}
    if "constituency_id" not in facts:
        usual["constituency_id"] = constituency(session).id
    return kept(session, SubConstituency(**usual | facts))


def decision(session: Session, *, about: Iterable[Subject] = (), **facts: Any) -> Decision:
    """Make a decision of the board without participants.

    :param about: whom it is about; nobody if nothing is said.
    """
    usual: dict[str, Any] = {
        "body": Body.BOARD,
        "decided_on": calendar.TODAY,
        "minute_reference": f"B/2026/{next(_numbers)}",
        "text": "The board resolved.",
        "entered_at": calendar.AT,
    }
    if "entered_by" not in facts:
        usual["entered_by"] = register.clerk(session)
    made = Decision(**{"id": uuid4()} | usual | facts)
    session.add_all(DecisionSubject(decision_id=made.id, **vars(one)) for one in about)
    session.flush()
    return kept(session, made)


def seating(session: Session, person_id: UUID, **facts: Any) -> Decision:
    """Make a decision of the authority that appoints somebody to the board."""
    about = [on(person_id, Matter.APPOINTMENT)]
    return decision(session, about=about, **{"body": Body.APPOINTING_BODY} | facts)


def once_more(session: Session, decided: Decision, *, about: Iterable[Subject]) -> Decision:
    """Make a decision as another was, by the same people, about somebody."""
    told = {name: getattr(decided, name) for name in ("body", "decided_on", "entered_by", "rule_set_id")}
    made = decision(session, about=about, **told)
    for one in queries.participants(session, decided.id):
        session.add(DecisionParticipant(decision_id=made.id, **vars(one)))
    session.flush()
    return made


def on(person_id: UUID, matter: Matter, **facts: Any) -> Subject:
    """Return that a decision is about somebody; `facts` are where they go."""
    return Subject(person_id=person_id, matter=matter, **facts)


def admission_of(application: MembershipApplication) -> Subject:
    """Return that a decision admits an application."""
    return Subject(
        person_id=application.person_id,
        matter=Matter.ADMISSION,
        application_id=application.id,
        constituency_id=application.constituency_id,
        sub_constituency_id=application.sub_constituency_id,
    )


def refusal_of(application: MembershipApplication) -> Subject:
    """Return that a decision refuses an application."""
    return replace(admission_of(application), matter=Matter.REFUSAL)


def rule_set(session: Session, **facts: Any) -> RuleSet:
    """Make a version of the rules, not registered yet, with the parameters given."""
    usual: dict[str, Any] = {"version": next(_numbers), "parameters": {}, "drafted_at": calendar.AT}
    if "drafted_by" not in facts:
        usual["drafted_by"] = register.clerk(session)
    told = usual | facts
    return kept(session, RuleSet(**{"digest": digest(told["parameters"])} | told))


def rules(
    session: Session,
    *,
    legal_form: LegalForm = LegalForm.CBS,
    registered_on: date = calendar.LONG_BEFORE,
    **parameters: Any,
) -> RuleSet:
    """Make registered rules with the form's defaults; `parameters` are what differs, as plain JSON.

    The first rest on a decision alone, as at a founding; later ones on a motion that the members carried.
    """
    made = rule_set(session, parameters=defaults_for(legal_form) | parameters)
    if session.scalar(select(RuleSetRegistration.rule_set_id).limit(1)) is not None:
        resolutions.registered(session, resolutions.filed_change(session, made.id), on=registered_on)
        return made
    adopted = decision(session, body=Body.GENERAL_MEETING, decided_on=registered_on)
    registration = RuleSetRegistration(
        rule_set_id=made.id, decision_id=adopted.id, registered_on=registered_on, recorded_at=calendar.AT
    )
    kept(session, registration)
    return made


def charter(**facts: Any) -> Charter:
    """Return a charter after the model rules of a society in thirds, decided and registered today."""
    usual: dict[str, Any] = {
        "name": "Example Mutual Limited",
        "legal_form": CALDER.legal_form,
        "mode": Mode.DEMO,
        "time_zone": "Europe/London",
        "telephone": "01632 960000",
        "text_relay": "18001 01632 960000",
        "decided_on": calendar.TODAY,
        "registered_on": calendar.TODAY,
        "minute_reference": "F/1",
        "parameters": CALDER.parameters(),
        "constituencies": CALDER.constituencies,
        "seats": CALDER.seats,
    }
    return Charter(**usual | facts)
