"""Whatever is sent to whichever page by whoever may use it: a page in our words, and nothing stored."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from govern.access import CREDENTIAL
from govern.accounts.models import OfficeHolding
from govern.admissions.models import ApplicationEvidence
from govern.admissions.rules import FactKind
from govern.backing import papers
from govern.ballots import credentials
from govern.constitution.models import Constituency, DecisionParticipant, RuleSet
from govern.constitution.rules import Body as DecidingBody
from govern.core import clock
from govern.core.actors import OFFICES, Role
from govern.core.db import Base, Database
from govern.core.languages import LocalText
from govern.elections.rules import State
from govern.motions.division_models import DivisionOutcome
from govern.permissions import POLICY, Permission
from govern.register.acting_models import BodyMember
from govern.register.connection_rules import ConnectionKind
from govern.register.models import MemberRequest, Membership, OpeningBatch, PersonMerge
from govern.rolls.models import RollEntry
from govern.statutory.models import InstrumentSignature, StatutoryCourse
from tests.calendar import AFTER, AT, DURING
from tests.counting.examples import SOAK
from tests.make import Make
from tests.makers import admissions, kept, motions, registrations, resolutions
from tests.served import SECRET
from tests.web.hostile import HOSTILE, Body, Hostile
from tests.web.officers import TOKEN, Office
from tests.web.secretariat import Secretariat

NAME = re.compile(r'name="([\w-]+)"')
# What is counted so that nobody can try often, and who is signed in: neither is what a form asks for.
ATTEMPTS = ("sign_in_attempt", "account_session")
# A press of the button is all that these ask for, or any text will do, so that a lawful deed may come of it.
ANYTHING_WILL_DO = {
    "amendments.accept",
    "amendments.refuse",
    "amendments.reword",
    "amendments.withdraw",
    "account.set_password",
    "account.sign_out_elsewhere",
    "accounts.close",
    "case_deeds.answer",
    "case_deeds.refer_back",
    "case_deeds.take_up",
    "case_deeds.verify",
    "case_deeds.withdraw",
    "connections.withdraw",
    "letters.print_code",
    "links.make",
    "links.remake_letters",
    "my_details.change_email",
    "my_details.change_name",
    "my_details.show",
    "my_vote.show",
    "motion_deeds.refer",
    "motion_interests.take_back",
    "motion_deeds.refuse",
    "motions.step_back",
    "motions.support",
    "motions.take_over",
    "motions.withdraw",
    "openings.withdraw",
    "paper_names.deny",
    "signatures.deny",
    "signatures.deny_declaration",
    "signatures.take_back",
    "signatures.uphold",
    "signatures.uphold_declaration",
    "requests.answer",
    "resolutions.sign",
    "sign_in.extend",
    "sign_in.leave",
    "vote.leave",
}


def rows(database: Database) -> dict[str, int]:
    """Return how many rows each table holds, but those of attempts."""
    with database.reading() as session:
        return {row.name: row.held for row in session.execute(text(counting_rows()))}


@cache
def counting_rows() -> str:
    """Return the question how many rows each table holds, which is long, and asked after every address."""
    names = [table.name for table in Base.metadata.sorted_tables if table.name not in ATTEMPTS]
    return " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS held FROM \"{name}\"" for name in names)


def decided(session: Session, *, begun_by: UUID, signed_by: UUID) -> tuple[DivisionOutcome, StatutoryCourse]:
    """Return a vote on a motion that was declared, and the course of an instrument that somebody signed."""
    voted = resolutions.division(session, resolutions.motion(session).id, {"workforce": (1, 0)})
    facts = {"section": "119", "title": LocalText(en="An end"), "begun_by": begun_by, "begun_at": AT}
    course = kept(session, StatutoryCourse(**facts))
    member = session.scalars(select(Membership).where(Membership.person_id == signed_by)).one()
    hand = {"course_id": course.id, "person_id": signed_by, "membership_id": member.id}
    kept(session, InstrumentSignature(**hand, signed_on=AT.date(), entered_by=begun_by, entered_at=AT))
    return voted, course


def posting(app: Flask, role: Role | None) -> list[Rule]:
    """Return the addresses to which a role may send a form: a visitor for None.

    What is open to everybody is tried as a visitor, what is open to whoever signed in as the secretary.
    """
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [rule for rule in rules if _may_send(app.view_functions[rule.endpoint].__dict__["is_for"], role)]


def _may_send(reader: Permission | str, role: Role | None) -> bool:
    if reader in ("public", "signed-in"):
        return role is (None if reader == "public" else Role.SECRETARY)
    return role in POLICY[Permission(reader)]


def on_the_panel(person_id: UUID, decision_id: UUID, *, entered_by: UUID) -> BodyMember:
    """Return the row by which somebody is of the appeal panel."""
    return BodyMember(
        id=uuid4(),
        body=DecidingBody.PANEL,
        person_id=person_id,
        decision_id=decision_id,
        from_on=AT.date(),
        entered_by=entered_by,
        entered_at=AT,
    )


class Stage:
    """A mutual amid an election, where somebody of each role can sit down and send what they like."""

    def __init__(self, office: Office, *, at: datetime) -> None:
        """Take the people who run the election, and the time."""
        self.office = office
        self.at = at
        self.elector = ""
        with office.database.writing() as session:
            if office.made.election.poll_id is not None:
                poll_id, actor = office.made.election.poll_id, office.made.officer
                code = credentials.mint(session, poll_id, secret=SECRET, actor=actor, at=at)[0].code
                self.elector = credentials.digest_of(code, secret=SECRET)
            make = Make(session)
            batch = OpeningBatch(file_sha256="ab" * 32, entries=1, uploaded_by=make.person().id, uploaded_at=AT)
            asked = MemberRequest(person_id=make.person().id, kind="entry", words="Why?", asked_at=AT, salt="00" * 32)
            session.add_all([batch, asked])
            account = make.account()
            member, other = office.made.members[:2]
            decision = make.decision()
            session.add(DecisionParticipant(decision_id=decision.id, person_id=other, is_present=True, is_recused=True))
            connection = make.connection(member, ConnectionKind.SIBLING, other)
            interest = make.interest(other)
            home = office.made.election.constituency_id
            application = admissions.application(session, person_id=make.person().id, constituency_id=home)
            fact = ApplicationEvidence(
                application_id=application.id,
                kind=FactKind.IDENTITY,
                kept_at="File 1",
                stated_by=other,
                stated_at=AT,
                salt="00" * 32,
            )
            session.add(fact)
            merge = PersonMerge(
                kept_id=make.person().id, merged_id=make.person().id, proposed_by=make.person().id, proposed_at=AT
            )
            session.add_all([merge, place := on_the_panel(member, decision.id, entered_by=other)])
            session.flush()
            voted, course = decided(session, begun_by=other, signed_by=member)
            motion = motions.amended(session, session.get_one(Constituency, home), office.made.members[:4], at=at)
            self.ids: dict[str, Any] = {
                "account_id": account.id,
                "application_id": application.id,
                "batch_id": batch.id,
                "connection_id": connection.connection_id,
                "constituency_id": home,
                "course_id": course.id,
                "decision_id": decision.id,
                "division_id": voted.division_id,
                "election_id": office.made.election.id,
                "evidence_id": fact.id,
                "elector_id": session.scalars(select(RollEntry.elector_id).limit(1)).first() or uuid4(),
                "holding_id": session.scalars(select(OfficeHolding.id).limit(1)).one(),
                "interest_id": interest.interest_id,
                "meeting": 1,
                "merge_id": merge.id,
                "motion_id": motion.id,
                "n": 1,
                "name_id": papers.of_motion(session, motion.id)[-1].name.id,
                "membership_id": session.scalars(select(Membership.id).limit(1)).one(),
                "number": 1,
                "other_id": other,
                "part": "concern",
                "person_id": member,
                "place_id": place.id,
                "preset": "calder",
                "report_id": registrations.reported(
                    session, on=AT.date(), is_so=None, rule_set_id=resolutions.in_force(session)
                ).id,
                "request_id": asked.id,
                "rule_set_id": session.scalars(select(RuleSet.id).limit(1)).one(),
                "token": "x",
                "told": "0" * 64,
            }
            session.commit()

    def client(self, role: Role | None) -> FlaskClient:
        """Return the browser of somebody in a role."""
        if role in OFFICES:
            return self.office.sit(role, at=self.at).client
        self.office.monkeypatch.setattr(clock, "now", lambda: self.at)
        client = self.office.app.test_client()
        if role is Role.ELECTOR:
            with client.session_transaction() as carried:
                carried[CREDENTIAL] = self.elector
        return client

    def roles(self) -> Iterator[Role | None]:
        """Give everybody who can send a form."""
        yield from (None, *OFFICES)
        if self.elector:
            yield Role.ELECTOR

    def address(self, rule: Rule) -> str:
        """Return an address with ids of things that are there."""
        with self.office.app.test_request_context():
            return self.office.app.url_map.bind("localhost").build(
                rule.endpoint, {name: self.ids[name] for name in rule.arguments}
            )


def token_for(client: FlaskClient, role: Role | None) -> str:
    """Return a token of a browser's own session."""
    page = client.get("/account" if role in OFFICES else "/sign-in")
    found = TOKEN.search(page.text)
    assert found is not None, page.text
    return found.group(1)


def fields_at(client: FlaskClient, address: str) -> list[str]:
    """Return the names of the fields on a page, and of some that pages without a form of their own read."""
    page = client.get(address)
    assert page.status_code < 500, f"{address} does not open"
    shown = NAME.findall(page.text) if page.status_code == 200 else []
    return sorted({*shown, "entries", "wanted", "on", "email", "address", "code", "reviewed", "p-1"} - {"csrf_token"})


def send(client: FlaskClient, address: str, body: Body) -> TestResponse:
    """Send a body as it is."""
    return client.post(address, data=body[0], content_type=body[1])


def faults_of(answer: TestResponse) -> list[str]:
    """Say what is wrong with an answer: it is our failure, or says what is not ours to say."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    is_page = answer.status_code not in (204, 303, 401) and answer.mimetype == "text/html"
    if is_page and "<h1" not in answer.text:
        found.append("no page of ours")
    return found + NOT_OURS.findall(answer.text)


NOT_OURS = re.compile(
    r"This field is required|Not a valid|Invalid|Bad Request|must be between|longer than|Traceback|<script>alert"
)


@pytest.fixture(
    params=[
        pytest.param("nominations are open", marks=pytest.mark.soak),
        "voting is open",
        pytest.param("the box is sealed", marks=pytest.mark.soak),
    ]
)
def stage(request: pytest.FixtureRequest, office: Office) -> Stage:
    """An election at three points of its way."""
    state, at = {
        "nominations are open": (State.NOMINATIONS_OPEN, AT),
        "voting is open": (State.ARMED, DURING),
        "the box is sealed": (State.SEALED, AFTER),
    }[request.param]
    office.carry_to(state)
    return Stage(office, at=at)


# SQLite takes what PostgreSQL refuses (NUL, numbers too large), so PostgreSQL is the one to ask each time.
@pytest.mark.parametrize("dialect", ["postgresql", pytest.param("sqlite", marks=pytest.mark.soak)], indirect=True)
def test_hostile_forms_are_answered_in_our_words_and_nothing_is_stored(stage: Stage) -> None:
    found: list[str] = []
    stored = rows(stage.office.database)
    for role in stage.roles():
        for rule in posting(stage.office.app, role):
            found += [f"{role or 'visitor'} at {rule.endpoint}, {one}" for one in amiss_at(stage, role, rule)]
            before, stored = stored, rows(stage.office.database)
            if rule.endpoint not in ANYTHING_WILL_DO and stored != before:
                found.append(f"{role or 'visitor'} at {rule.endpoint}, stored {stored.items() - before.items()}")

    assert found == []


def kinds_for(rule: Rule) -> list[tuple[str, Hostile]]:
    """Return the hostile bodies for one address: all in a soak, else a quarter, by turns from address to address."""
    every = list(HOSTILE.items())
    return every if SOAK else every[crc32(rule.endpoint.encode()) % 4 :: 4]


def amiss_at(stage: Stage, role: Role | None, rule: Rule) -> Iterator[str]:
    """Send one address every hostile body, and give what went wrong."""
    client, address = stage.client(role), stage.address(rule)
    names, token = fields_at(client, address), token_for(client, role)
    for kind, hostile in kinds_for(rule):
        yield from (f"{kind}: {fault}" for fault in faults_of(send(client, address, hostile(token, names))))


@pytest.mark.parametrize("whose", ["none", "another's"])
def test_without_a_token_of_ones_own_nothing_is_done(stage: Stage, whose: str) -> None:
    before = rows(stage.office.database)
    found: list[str] = []
    for role in stage.roles():
        stranger = token_for(stage.client(role), role) if whose == "another's" else ""
        for rule in posting(stage.office.app, role):
            client, address = stage.client(role), stage.address(rule)
            answer = send(client, address, HOSTILE["no fields"](stranger, []))
            if answer.status_code != 400 or "nothing was stored" not in answer.text:
                found.append(f"{role or 'visitor'} at {rule.endpoint}: {answer.status_code}")

    assert found == []
    assert rows(stage.office.database) == before


def test_what_is_not_there_is_a_page_of_ours(stage: Stage) -> None:
    stage.ids = {
        name: uuid4()
        if isinstance(value, UUID)
        else 999_999_999_999
        if name in ("number", "n", "meeting")
        else "nothing"
        for name, value in stage.ids.items()
    }

    found: list[str] = []
    for role in stage.roles():
        for rule in (one for one in posting(stage.office.app, role) if one.arguments):
            client, address = stage.client(role), stage.address(rule)
            answer = send(client, address, HOSTILE["another id"](token_for(client, role), fields_at(client, address)))
            found += [f"{role or 'visitor'} at {rule.endpoint}: {fault}" for fault in faults_of(answer)]

    assert found == []


FOUNDING = ("/founding", "/founding/calder", "/founding/nothing")


@pytest.mark.parametrize("address", FOUNDING)
def test_a_hostile_founding_founds_nothing(unfounded: Secretariat, address: str) -> None:
    client = unfounded.sit(None).client
    names, token = fields_at(client, address), token_for(client, None)
    before = rows(unfounded.database)

    found = [
        f"{kind}: {fault}"
        for kind, hostile in HOSTILE.items()
        for fault in faults_of(send(client, address, hostile(token, names)))
    ]

    assert found == []
    assert rows(unfounded.database) == before
