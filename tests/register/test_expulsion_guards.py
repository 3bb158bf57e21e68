"""What the database itself refuses of expulsions, returns and suspensions."""

from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.constitution.rules import Body, Matter
from govern.core.actors import Actor
from govern.register import expulsions, queries
from govern.register.models import ExpulsionCase
from tests.calendar import AT, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.raw import emptied, ensure_refused
from tests.register.test_expulsions import HEARD_ON, back, heard, opened, vote


@pytest.fixture
def case(session: Session, make: Make, secretary: Actor) -> ExpulsionCase:
    """A case on a complaint of today."""
    return opened(session, make, secretary)


NEW_CASE = (
    "INSERT INTO expulsion_case (id, membership_id, complaint, received_on, opened_by, opened_at, outcome, closed_at)"
    " SELECT '00000000000000000000000000000001', membership_id, 'x', received_on, opened_by, opened_at, 'withdrawn',"
    " opened_at FROM expulsion_case"
)
CLOSED = "closed_at = opened_at, votes_for = 3, votes_against = 1"
ATTEMPTS: tuple[tuple[str, str], ...] = (
    ("expulsion_case_only_goes_on", NEW_CASE),
    ("expulsion_case_only_goes_on", "UPDATE expulsion_case SET complaint = 'Nothing.'"),
    ("expulsion_case_only_goes_on", "UPDATE expulsion_case SET majority_over = 1"),
    ("expulsion_case_only_goes_on", "UPDATE expulsion_case SET hearing = 'did_not_come'"),
    ("expulsion_case_is_kept", "DELETE FROM expulsion_case"),
    (
        "expulsion_is_a_meetings",
        f"UPDATE expulsion_case SET outcome = 'expelled', {CLOSED}, decision_id ="
        " (SELECT id FROM decision WHERE body = 'board' LIMIT 1)",
    ),
    (
        "ck_expulsion_case_expelled_by_the_majority",
        "UPDATE expulsion_case SET outcome = 'expelled', closed_at = opened_at, votes_for = 2, votes_against = 1,"
        " decision_id = (SELECT id FROM decision WHERE minute_reference = 'GM/1')",
    ),
    (
        "ck_expulsion_case_votes_are_counted",
        "UPDATE expulsion_case SET votes_for = 2, votes_against = -1",
    ),
    ("ck_expulsion_case_outcome_has_an_instant", "UPDATE expulsion_case SET outcome = 'withdrawn'"),
    (
        "ck_expulsion_case_outcome_is_known",
        f"UPDATE expulsion_case SET outcome = 'x', {CLOSED}, decision_id ="
        " (SELECT id FROM decision WHERE minute_reference = 'GM/1')",
    ),
)


@pytest.mark.parametrize(("guard", "statement"), ATTEMPTS)
def test_a_case_is_what_it_was(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase, guard: str, statement: str
) -> None:
    heard(session, case, secretary)
    about = [on(queries.membership(session, case.membership_id).person_id, Matter.EXPULSION)]
    make.decision(about=about)
    make.decision(body=Body.GENERAL_MEETING, decided_on=HEARD_ON, minute_reference="GM/1", about=about)

    ensure_refused(session, guard, statement)


@pytest.mark.parametrize(
    ("guard", "change"),
    [
        ("ck_expulsion_case_notice_names_the_hearing", "served_on = received_on, earliest_on = '2026-07-01',"
         " majority_over = 3, majority_of = 4"),
        ("ck_expulsion_case_heard_after_notice", "hearing = 'attended'"),
        ("ck_expulsion_case_hearing_is_known", "served_on = received_on, earliest_on = '2026-07-01',"
         " hearing_on = '2026-07-01', majority_over = 3, majority_of = 4, hearing = 'x'"),
        ("ck_expulsion_case_majority_is_a_fraction", "majority_of = 4"),
        ("ck_expulsion_case_heard_before_it_is_decided", "outcome = 'stays', closed_at = opened_at, decision_id = ("
         "SELECT id FROM decision WHERE minute_reference = 'GM/1')"),
        ("ck_expulsion_case_hearing_waits_for_the_notice", "served_on = received_on, earliest_on = '2026-07-02',"
         " hearing_on = '2026-07-01', majority_over = 3, majority_of = 4"),
        ("ck_expulsion_case_served_after_the_complaint", "served_on = '2026-05-31', earliest_on = '2026-07-01',"
         " hearing_on = '2026-07-01', majority_over = 3, majority_of = 4"),
        ("ck_expulsion_case_notice_has_its_length", "served_on = received_on,"
         " hearing_on = '2026-07-01', majority_over = 3, majority_of = 4"),
        ("ck_expulsion_case_notice_pins_the_majority", "served_on = received_on, earliest_on = '2026-07-01',"
         " hearing_on = '2026-07-01'"),
    ],
)  # fmt: skip
def test_no_step_of_a_case_is_skipped_in_the_database(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase, guard: str, change: str
) -> None:
    about = [on(queries.membership(session, case.membership_id).person_id, Matter.EXPULSION)]
    make.decision(body=Body.GENERAL_MEETING, decided_on=HEARD_ON, minute_reference="GM/1", about=about)

    ensure_refused(session, f"{guard}|expulsion_is_a_meetings", f"UPDATE expulsion_case SET {change}")


@pytest.mark.invariant("INV-23", by="database")
def test_the_database_lets_nobody_expelled_return_without_the_vote(
    session: Session, make: Make, secretary: Actor
) -> None:
    gone = make.expelled()

    with pytest.raises(IntegrityError, match="expelled_return_by_a_meeting"), session.begin_nested():
        make.membership(person_id=gone.person_id, valid_from=TODAY)
    expulsions.take_back(session, gone.person_id, vote(make, 3, 1, decided_on=TODAY), actor=secretary, at=AT)

    assert make.membership(person_id=gone.person_id, valid_from=TODAY)


def _spelled(session: Session, key: UUID) -> str:
    """Return a key as the engine stores it."""
    return key.hex if session.get_bind().dialect.name == "sqlite" else str(key)


def test_the_database_enters_no_expulsion_without_its_case_and_no_suspension_without_its_end(
    session: Session, make: Make
) -> None:
    member = make.membership(valid_to=TODAY)
    copied = (
        "INSERT INTO membership_version (id, membership_id, person_id, constituency_id, standing, ground, valid_from,"
        " recorded_at, recorded_by, batch_id, salt)"
        " SELECT '00000000000000000000000000000009', membership_id, person_id, constituency_id, {told}, '2026-06-02',"
        f" recorded_at, recorded_by, batch_id, salt FROM membership_version"
        f" WHERE membership_id = '{_spelled(session, member.id)}'"
    )

    ensure_refused(session, "expulsion_rests_on_its_case", copied.format(told="'ceased', 'expelled'"))
    ensure_refused(session, "suspension_has_its_end", copied.format(told="'suspended', NULL"))


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("readmission_is_append_only", "UPDATE readmission SET votes_for = 9"),
        ("readmission_is_append_only", "DELETE FROM readmission"),
        (
            "readmission_is_a_meetings",
            "INSERT INTO readmission SELECT (SELECT id FROM decision WHERE body = 'board' LIMIT 1), person_id,"
            " votes_for, votes_against, majority_over, majority_of, recorded_by, recorded_at FROM readmission",
        ),
        (
            "ck_readmission_taken_back_by_the_majority",
            "INSERT INTO readmission SELECT (SELECT id FROM decision WHERE minute_reference = 'GM/2'), person_id,"
            " 2, 1, majority_over, majority_of, recorded_by, recorded_at FROM readmission",
        ),
        (
            "ck_readmission_votes_are_counted",
            "INSERT INTO readmission SELECT (SELECT id FROM decision WHERE minute_reference = 'GM/2'), person_id,"
            " 2, -1, majority_over, majority_of, recorded_by, recorded_at FROM readmission",
        ),
    ],
)
def test_a_return_rests_on_a_vote_that_nobody_changes(
    session: Session, make: Make, secretary: Actor, guard: str, statement: str
) -> None:
    gone = make.expelled()
    expulsions.take_back(session, gone.person_id, vote(make, 3, 1, decided_on=TODAY), actor=secretary, at=AT)
    about = [back(session, gone.person_id)]
    make.decision(about=about)
    make.decision(body=Body.GENERAL_MEETING, minute_reference="GM/2", about=about)

    ensure_refused(session, guard, statement)


def test_the_history_of_cases_cannot_be_emptied(session: Session, make: Make, secretary: Actor) -> None:
    gone = make.expelled()
    expulsions.take_back(session, gone.person_id, vote(make, 3, 1, decided_on=TODAY), actor=secretary, at=AT)

    ensure_refused(session, "expulsion_case_is_kept", emptied(session, "expulsion_case"))
    ensure_refused(session, "readmission_is_append_only", emptied(session, "readmission"))


@pytest.mark.invariant("INV-23", "INV-42", by="database")
def test_the_database_expels_and_takes_back_only_whom_the_decision_names(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase
) -> None:
    heard(session, case, secretary)
    gone, meeting = make.expelled(), {"body": Body.GENERAL_MEETING, "decided_on": HEARD_ON}
    make.decision(minute_reference="GM/9", about=[on(gone.person_id, Matter.SUSPENSION)], **meeting)
    decided = "(SELECT id FROM decision WHERE minute_reference = 'GM/9')"

    ensure_refused(
        session,
        "expulsion_is_named_by_its_decision",
        "UPDATE expulsion_case SET outcome = 'stays', closed_at = opened_at, votes_for = 1, votes_against = 1,"
        f" decision_id = {decided} WHERE outcome IS NULL",
    )
    ensure_refused(
        session,
        "readmission_is_named_by_its_decision",
        "INSERT INTO readmission (decision_id, person_id, votes_for, votes_against, majority_over, majority_of,"
        f" recorded_by, recorded_at) SELECT {decided}, person_id, 3, 0, 3, 4, person_id, '2026-06-01'"
        " FROM membership WHERE id IN (SELECT membership_id FROM expulsion_case WHERE outcome = 'expelled')",
    )
