"""What the registrar answered takes effect once somebody else than who entered it has compared it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution.refusals import NotYetRegistered
from govern.core.actors import Role
from govern.motions import queries
from govern.motions.rules import State
from govern.registrar import filings, registrations
from govern.registrar.filings import Papers
from govern.registrar.models import RegistrationReport, RegistrationWord
from govern.registrar.refusals import (
    AnsweredAlready,
    ReferenceMissing,
    RegisteredBeforeSent,
    ReportWaits,
    SecondPersonNeeded,
)
from govern.registrar.registrations import Answer
from govern.statutory import courses
from govern.statutory.models import StatutoryRegistration
from tests.calendar import A_DAY
from tests.make import Make
from tests.makers import kept
from tests.makers import registrations as answers
from tests.makers.tracked import LATEST, Tracked
from tests.raw import ensure_refused

SENT_ON = LATEST + 3 * A_DAY
TODAY = SENT_ON + 9 * A_DAY


@pytest.fixture
def filed(make: Make, tracked: Tracked) -> Tracked:
    """A conversion that two meetings carried, and whose papers are with the registrar."""
    clerk = tracked.room.secretary.person_id
    assert clerk
    make.office(Role.SECRETARY, person_id=clerk)
    tracked.confirmed()
    tracked.copied()
    papers = Papers(sent_on=SENT_ON, chair_id=tracked.room.chair.person_id, secretary_id=clerk)
    filings.file(tracked.session, tracked.course.id, papers, tracked.deed(SENT_ON))
    return tracked


def report(filed: Tracked, on: date, *, reference: str = " FCA 4711 ") -> RegistrationReport:
    """Let the secretary enter today that it was registered on a day."""
    answer = Answer(registered_on=on, reference=reference)
    return registrations.report_resolution(filed.session, filed.course.id, answer, filed.deed(TODAY))


@pytest.mark.parametrize(
    ("on", "refusal", "sentence"),
    [
        pytest.param(SENT_ON - A_DAY, RegisteredBeforeSent, "sent on Sunday 26 July 2026, and nothing", id="before"),
        pytest.param(SENT_ON, None, "", id="the day it was sent"),
        pytest.param(TODAY, None, "", id="today"),
        pytest.param(TODAY + A_DAY, NotYetRegistered, "Wednesday 5 August 2026 has not come yet", id="to come"),
    ],
)
def test_it_is_registered_after_it_was_sent_and_on_a_day_that_has_come(
    session: Session, filed: Tracked, on: date, refusal: type[Exception] | None, sentence: str
) -> None:
    if refusal is None:
        assert report(filed, on).registered_on == on
        return
    with pytest.raises(refusal, match=sentence):
        report(filed, on)
    assert session.query(RegistrationReport).count() == 0


def test_a_registration_has_no_effect_before_somebody_else_confirms_it(session: Session, filed: Tracked) -> None:
    made = report(filed, TODAY)
    before = (queries.state(session, filed.motion.id), courses.registration(session, filed.course.id))
    with pytest.raises(SecondPersonNeeded, match="You entered this registration"):
        registrations.confirm(session, made.id, filed.deed(TODAY))
    with pytest.raises(ReportWaits, match="waits for somebody else"):
        report(filed, TODAY)
    assert session.query(RegistrationWord).count() == 0

    registrations.confirm(session, made.id, filed.room.deed(filed.room.chair, at=filed.deed(TODAY).at))

    assert before == (State.FILED, None)
    assert made.reference == "FCA 4711"
    registration = courses.registration(session, filed.course.id)
    assert registration
    assert registration.registered_on == TODAY
    assert queries.state(session, filed.motion.id) is State.EFFECTIVE_ON_REGISTRATION
    with pytest.raises(AnsweredAlready):
        registrations.deny(session, made.id, filed.room.deed(filed.room.chair, at=filed.deed(TODAY).at))
    told = session.scalars(select(JournalEntry.event).where(JournalEntry.subject_id == made.id)).all()
    assert told == ["registration.reported", "registration.confirmed"]


def test_what_somebody_else_does_not_find_in_the_answer_has_no_effect_and_is_entered_again(
    session: Session, filed: Tracked
) -> None:
    made = report(filed, TODAY)

    registrations.deny(session, made.id, filed.room.deed(filed.room.chair, at=filed.deed(TODAY).at))

    assert queries.state(session, filed.motion.id) is State.FILED
    assert registrations.of_course(session, filed.course.id) is None
    assert report(filed, TODAY - A_DAY).id != made.id
    with pytest.raises(ReportWaits):
        report(filed, TODAY)


def test_a_registration_names_its_paper(session: Session, filed: Tracked) -> None:
    with pytest.raises(ReferenceMissing, match="Enter the reference"):
        report(filed, TODAY, reference="  ")
    assert session.query(RegistrationReport).count() == 0


def test_the_database_takes_no_registration_for_which_one_person_alone_stands(
    session: Session, make: Make, filed: Tracked
) -> None:
    course_id, by = filed.course.id, make.person().id
    facts = {"registered_on": SENT_ON, "entered_by": by, "entered_at": filed.deed(TODAY).at}
    faulty: dict[str, dict[str, Any]] = {
        "registration_is_of_one_thing": {"reference": "FCA 1"},
        "registration_names_its_paper": {"reference": "", "course_id": course_id},
    }
    for guard, of in faulty.items():
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, RegistrationReport(**facts, **of))
    waiting = answers.reported(session, on=SENT_ON, is_so=None, course_id=course_id)
    own = RegistrationWord(report_id=waiting.id, person_id=waiting.entered_by, is_so=True, said_at=filed.deed(TODAY).at)

    with pytest.raises(IntegrityError, match="registration_is_confirmed_by_another"), session.begin_nested():
        kept(session, own)
    with pytest.raises(IntegrityError, match="registration_is_reported_once"), session.begin_nested():
        answers.reported(session, on=SENT_ON, is_so=None, course_id=course_id)
    with pytest.raises(IntegrityError, match="statutory_registration_is_confirmed"), session.begin_nested():
        kept(session, StatutoryRegistration(course_id=course_id, **facts))
    word = {"person_id": by, "is_so": True, "said_at": filed.deed(TODAY).at}
    kept(session, RegistrationWord(report_id=waiting.id, **word))
    other_day = facts | {"registered_on": SENT_ON + timedelta(1)}
    with pytest.raises(IntegrityError, match="statutory_registration_is_confirmed"), session.begin_nested():
        kept(session, StatutoryRegistration(course_id=course_id, **other_day))
    kept(session, StatutoryRegistration(course_id=course_id, **facts))
    for table in ("registration_report", "registration_word"):
        ensure_refused(session, f"{table}_is_append_only", f"DELETE FROM {table}")
