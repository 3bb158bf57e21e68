"""The demonstration mutual is alive: a board in office, elections at every stage, and somebody to try each as."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import queries as admissions
from govern.admissions import steps
from govern.admissions.rules import State as Step
from govern.admissions.service import hindrance, own_words_of
from govern.audit import verify
from govern.ballots import credentials, papers
from govern.ballots.standing import Place, Standing
from govern.board import queries as board
from govern.constitution.parameters.elections import FT_TIMETABLE
from govern.constitution.rules import Vote
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.clock import local_date
from govern.core.db import Database
from govern.core.keyring import Keyring
from govern.core.words import DEFAULT_ZONE
from govern.core.working_days import before
from govern.demo import calder, timetable
from govern.demo.calder import Demonstration
from govern.demo.register import CALDER_MEMBERS
from govern.demo.stage import Stage
from govern.divisions import tallying
from govern.elections import progress, queries
from govern.elections.rules import State
from govern.interests import queries as interest_queries
from govern.motions import queries as motions
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import State as MotionState
from govern.register import evidence
from govern.register import queries as register
from govern.statutory import courses
from govern.statutory import rules as windows
from tests.calendar import A_DAY
from tests.databases import Databases
from tests.served import SECRET, app_on
from tests.web.officers import Desk, token_of

CARERS, OTHERS = "Director elected by carers", "Director elected by other staff"
TO_VOTE = re.compile(r'href="(/divisions/[^"]+)">Read it and vote<span class="unseen">: ([^<]+)</span>')
MAIN = re.compile(r'<a class="button" href="(?P<address>[^"]+)">(?P<words>[^<]+)</a>')


@dataclass
class Made:
    """The demonstration, and where it was made."""

    told: Demonstration
    stage: Stage
    database: Database
    folder: Path


@pytest.fixture(scope="module")
def made(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The demonstration as `make run` makes it, once for this file."""
    folder = tmp_path_factory.mktemp("demonstration")
    with databases.fresh("sqlite") as database:
        db.bind(database)
        stage = Stage(
            transaction=db.transaction,
            keys=Keyring(folder / "keys", folder / "keys-backup"),
            secret=SECRET,
            match_key=SECRET.encode(),
            password="seven green bottles",
            at=clock.now(),
        )
        yield Made(told=calder.make(stage), stage=stage, database=database, folder=folder)


@pytest.fixture
def reading(made: Made) -> Iterator[Session]:
    """A session that reads what was made."""
    with made.database.reading() as session:
        yield session


def test_no_step_of_any_election_is_late_by_the_rules(made: Made, reading: Session) -> None:
    lines = [line for one in queries.listed(reading) for line in progress.of(reading, one.election, at=made.stage.at)]

    assert [(line.step, line.late_by) for line in lines if line.late_by] == []


def test_on_whatever_day_it_is_made_notices_and_nominations_are_in_time() -> None:
    held = (*timetable.FIRST_UNOPPOSED, timetable.FIRST_CONTESTED, timetable.DECLARED, timetable.CLOSED,
            timetable.OPEN, timetable.COMING)  # fmt: skip
    for day in (date(2026, 1, 1) + n * A_DAY for n in range(2 * 365)):
        for one in {(one.planned, one.nominations_close, one.closes) for one in held}:
            planned_on, nominated_on, close = (day - days * A_DAY for days in one)

            assert planned_on <= before(close, FT_TIMETABLE.notice, known_on=day), day
            assert nominated_on <= before(close, FT_TIMETABLE.nominations_close, known_on=day), day


def test_eight_directors_are_in_office_and_the_carers_seat_is_vacant(made: Made, reading: Session) -> None:
    today = local_date(made.stage.at, DEFAULT_ZONE)

    lines = board.board_on(reading, today)

    assert [(line.third, line.number) for line in lines if line.holder is None] == [("service_users", 3)]
    assert sorted(line.kind or "" for line in lines if line.holder) == ["appointed"] * 3 + ["elected"] * 5


def test_there_is_an_election_at_each_stage_worth_trying(reading: Session) -> None:
    stages = [line.state for line in queries.listed(reading)]

    assert stages == [
        State.NOMINATIONS_CLOSED,
        State.POLL_OPEN,
        State.POLL_CLOSED,
        State.CHALLENGE_WINDOW,
        *[State.FINAL] * 4,
    ]


def test_three_applications_wait_each_for_somebody_else(made: Made, reading: Session) -> None:
    on = local_date(made.stage.at, DEFAULT_ZONE)
    waiting = {state: admissions.queue(reading, state) for state in Step}

    assert {state: len(lines) for state, lines in waiting.items() if lines} == {
        Step.SUBMITTED: 1,
        Step.UNDER_CHECK: 1,
        Step.ADMITTED: 1,
    }
    (admitted,) = waiting[Step.ADMITTED]
    assert "is not on record" in str(hindrance(reading, admitted.application_id, on=on))
    (ruled,) = admissions.rulings_of(reading, admitted.application_id)
    assert not own_words_of(reading, ruled).bear_it


def test_some_can_vote_and_one_who_has_left_is_told_why_not(made: Made, reading: Session) -> None:
    places = {
        name: standing_of(reading, made, code) for name, code in {**made.told.ballots, **made.told.cannot_vote}.items()
    }

    assert [places[name].place for name in made.told.ballots] == [Place.FREE] * 5
    (leaver,) = made.told.cannot_vote
    assert "membership ended on" in str(places[leaver].why())


def test_the_open_vote_of_members_tells_of_the_one_who_has_left_since_its_list_was_made(
    made: Made, reading: Session
) -> None:
    (division,) = (
        one
        for one in reading.scalars(select(Division))
        if str(motions.find(reading, one.motion_id).title) == "Bank with a mutual"
    )
    received = tallying.received(reading, division, at=made.stage.at)
    members = register.how_many(reading, on=local_date(made.stage.at, DEFAULT_ZONE))

    assert (received.members, received.left, members) == (CALDER_MEMBERS, 1, CALDER_MEMBERS - 1)


def standing_of(session: Session, made: Made, code: str) -> Standing:
    """Return how the elector of a code stands today."""
    today = local_date(made.stage.at, DEFAULT_ZONE)
    return papers.opened_by(session, credentials.digest_of(code, secret=SECRET), on=today).standing


def test_there_is_a_motion_at_each_stage_worth_trying(reading: Session) -> None:
    found = {str(motion.title): motions.state(reading, motion.id) for motion in reading.scalars(select(Motion))}

    assert found == {
        "Meet in the evening": MotionState.CARRIED,
        "Pay for a taxi home": MotionState.FELL_INQUORATE,
        "Give longer notice of meetings": MotionState.FILED,
        "Become one society with Ryburn Home Care": MotionState.FIRST_CARRIED,
        "Publish the menus": MotionState.ADMITTED_TO_AGENDA,
        "Open the day centre on Saturdays": MotionState.SUBMITTED,
        "Bank with a mutual": MotionState.PUT,
        "Lease the hall on Mill Lane": MotionState.PUT,
    }


def test_the_second_statutory_meeting_is_what_comes_next(made: Made, reading: Session) -> None:
    on = local_date(made.stage.at, DEFAULT_ZONE)

    (course,) = courses.listed(reading)
    (coming,) = [line for line in courses.lines(reading, course, on=on) if line.standing is windows.Standing.NEXT]

    assert coming.stage is windows.Stage.SECOND_NOTICE
    assert not coming.is_late


@pytest.mark.parametrize(
    ("name", "title"), [("member", "Bank with a mutual"), ("director", "Lease the hall on Mill Lane")]
)
def test_a_visitor_votes_from_the_home_page_on_what_waits_for_them(made: Made, name: str, title: str) -> None:
    client = signed_in(made, name)
    ways = {words: address for address, words in TO_VOTE.findall(client.get("/").text)}

    desk = Desk(client, ways[title])
    given = client.post(f"{ways[title]}/vote", data={"csrf_token": token_of(desk.look()), "vote": Vote.FOR.value})

    assert "Your vote is given" in given.text
    assert title not in client.get("/").text


def test_its_journal_has_no_gap_and_no_change(made: Made, reading: Session) -> None:
    signs = made.stage.keys.journal_key().public_key()

    told = chain(evidence.contents(reading), steps.contents(reading), interest_queries.contents(reading))
    assert verify.verify(reading, key=signs, contents=told) == []


def test_a_visitor_as_returning_officer_carries_the_closed_election_to_its_declaration(made: Made) -> None:
    desk = desk_of(made, CARERS)

    taken = [take_the_main_step(desk) for _ in range(3)]

    assert taken == ["Seal the box", "Open the box and count", "Declare the result"]
    with made.database.reading() as session:
        assert queries.state(session, UUID(desk.path.rpartition("/")[2])) == State.DECLARED
        assert all(line.holder for line in board.board_on(session, local_date(made.stage.at, DEFAULT_ZONE)))


def test_a_visitor_as_returning_officer_takes_the_coming_election_to_its_armed_poll(made: Made) -> None:
    desk = desk_of(made, OTHERS)

    taken = [take_the_main_step(desk) for _ in range(5)]

    assert taken == [
        "Publish the candidates",
        "Close withdrawals",
        "Freeze the roll",
        "Make the voting links",
        "Check and arm the poll",
    ]
    assert "Voting opens by itself" in desk.look().text


def desk_of(made: Made, title: str) -> Desk:
    """Sign the returning officer in, at the election of a title."""
    with made.database.reading() as session:
        election = next(line.election for line in queries.listed(session) if str(line.election.title) == title)
    return Desk(signed_in(made, Role.RETURNING_OFFICER.value), f"/elections/{election.id}")


def signed_in(made: Made, name: str) -> FlaskClient:
    """Sign somebody in with the demonstration's password."""
    client = app_on(made.database, made.folder).test_client()
    address = made.told.accounts[name]
    asked = {"csrf_token": token_of(client.get("/sign-in")), "address": address, "password": made.stage.password}
    assert client.post("/sign-in", data=asked).status_code == 303
    return client


def take_the_main_step(desk: Desk) -> str:
    """Follow the one main action of the election's page, confirm it, and return its words."""
    main = MAIN.search(desk.look().text)
    assert main is not None
    answer = desk.send_at(main["address"])
    assert answer.status_code in (200, 303), answer.text
    return main["words"]
