"""Three applications of the demonstration, each waiting for somebody else: to be checked, decided, and entered."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import applications, evidence, subjects
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.rules import FactKind, State, Undertaking
from govern.admissions.ruling import Ruling
from govern.consequences import admitting, deciding
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.register import persons
from govern.register.rules import Particulars

A_POUND = 100
NEW, CHECKED, ADMITTED, DECIDED = 4, 12, 40, 9  # days ago
LONG = timedelta(days=500)
CONFIRMED = 3  # of the directors who decided


def apply(stage: Stage, staff: Mapping[Role, Actor], names: Iterator[str]) -> None:
    """Enter three applications that came on paper, and carry each to where it waits."""
    with stage.transaction() as session:
        _received(session, stage, staff, next(names), part="supported", days_ago=NEW)
        checked = _received(session, stage, staff, next(names), part="other_staff", days_ago=CHECKED)
        _check(session, stage, staff, checked, FactKind.EMPLOYED_SINCE, days_ago=CHECKED - 1)
        admitted = _received(session, stage, staff, next(names), part="carers", days_ago=ADMITTED)
        _check(session, stage, staff, admitted, FactKind.CARES_SINCE, days_ago=ADMITTED - 1)
        _admit(session, stage, staff[Role.SECRETARY], admitted)


def _received(
    session: Session, stage: Stage, staff: Mapping[Role, Actor], name: str, *, part: str, days_ago: int
) -> UUID:
    """Enter somebody, and the application that they handed in."""
    at, secretary = stage.days_ago(days_ago), staff[Role.SECRETARY]
    told = Particulars(name=name, adult_confirmed_on=local_date(at, DEFAULT_ZONE))
    person = persons.enter(session, told, match_key=stage.match_key, actor=secretary, at=at)
    home = next(one for one in constitution.parts(session) if one.code == part)
    wanted = Wanted(
        constituency_id=home.constituency_id,
        sub_constituency_id=home.id,
        undertaking=Undertaking.SHARE,
        amount_pence=A_POUND,
    )
    deed = Deed(actor=secretary, at=at)
    return applications.enter_paper(session, person.id, wanted, received_at=at, deed=deed).id


def _check(
    session: Session, stage: Stage, staff: Mapping[Role, Actor], application_id: UUID, kind: FactKind, *, days_ago: int
) -> None:
    """State that they have belonged for long, let the chair see the proof, and recommend to admit them."""
    at = stage.days_ago(days_ago)
    deed = Deed(actor=staff[Role.SECRETARY], at=at)
    applications.take_up(session, application_id, deed=deed)
    since = local_date(at, DEFAULT_ZONE) - LONG
    stated = evidence.state(session, application_id, Fact(kind=kind, day=since, kept_at="Office, file 12"), deed=deed)
    evidence.verify(session, stated.id, deed=Deed(actor=staff[Role.CHAIR], at=at))
    words = "They have belonged here for more than a year."
    applications.recommend(session, application_id, words, is_for=True, deed=deed)


def _admit(session: Session, stage: Stage, secretary: Actor, application_id: UUID) -> None:
    """Let the board decide for them. Some of the directors have not said yet that it is so."""
    at = stage.days_ago(DECIDED)
    on = local_date(at, DEFAULT_ZONE)
    minute = Minute(
        body=Body.BOARD,
        decided_on=on,
        minute_reference="B 14",
        text="The board admits the carer who applied.",
        about=[subjects.of_application(session, application_id, State.ADMITTED)],
    )
    directors = sorted(deciding.acting_for_the_board(session, on=on))
    votes = [Participant(person_id=one, vote=Vote.FOR) for one in directors]
    decision = deciding.enter(session, minute, participants=votes, actor=secretary, at=at)
    ruled = Ruling(application_id=application_id, outcome=State.ADMITTED)
    admitting.rule(session, decision.id, [ruled], deed=Deed(actor=secretary, at=at))
    for one in directors[:CONFIRMED]:
        confirmations.confirm(session, decision.id, is_so=True, actor=Actor(person_id=one), at=at)
