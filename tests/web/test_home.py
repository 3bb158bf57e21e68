"""The first page answers: what can I do now? And a demonstration offers people to be."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from govern.ballots import credentials
from govern.ballots.casting import Elector
from govern.constitution.models import Mutual
from govern.constitution.rules import Mode
from govern.core.actors import Role
from govern.demo import notes
from govern.elections.rules import State
from govern.web.trying import things_to_try
from tests.calendar import AFTER, AN_HOUR, AT, DURING, OPENS_AT
from tests.make import Make
from tests.web.officers import Office, words_of

RANKINGS = [[1, 2], [2, 1], [2], [], []]
CALDER = UUID("6a1f0c1e-3f57-4a0e-9c55-0d6f3a4b2c1d")
NOTES = {
    "accounts": {"secretary": "secretary@calder.example"},
    "ballots": {"Ann Able": "AAAA-BBBB-CCCC"},
    "cannot_vote": {"Ben Barred": "DDDD-EEEE-FFFF"},
    "password": "not a secret",
}


def test_before_the_founding_it_leads_to_the_founding(client: FlaskClient) -> None:
    assert "No mutual has been founded here yet" in client.get("/").text


def test_a_planned_election_is_nobody_s_business_yet(office: Office, client: FlaskClient) -> None:
    assert "Workforce directors" not in client.get("/").text


@pytest.mark.parametrize(
    ("state", "at", "words"),
    [
        pytest.param(State.NOMINATIONS_OPEN, AT + AN_HOUR, "Nominations are open.", id="while people may stand"),
        pytest.param(State.ARMED, OPENS_AT - AN_HOUR, "Voting has not opened yet.", id="before the opening"),
        pytest.param(State.ARMED, DURING, "Voting closes at 5pm", id="while the poll is open"),
        pytest.param(State.ARMED, AFTER, "Voting is over. The count comes next.", id="after the close"),
    ],
)
def test_an_election_under_way_is_told_of(
    office: Office, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, state: State, at: object, words: str
) -> None:
    office.carry_to(state)
    monkeypatch.setattr("govern.core.clock.now", lambda: at)

    page = words_of(client.get("/"))

    assert words in page
    assert ("You need no account." in page) == (at == DURING)


def test_the_newest_result_is_told_with_the_board_it_filled(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=RANKINGS)

    page = words_of(client.get("/"))

    assert "Ben Birch" in page
    assert "seats on our board is filled." in page


def test_an_officer_finds_the_next_deed(office: Office) -> None:
    page = words_of(office.sit(at=AT + AN_HOUR).client.get("/"))

    assert "Waiting for you Publish the notice of election" in page


def test_a_declared_election_waits_for_its_days_of_challenge(office: Office) -> None:
    office.carry_to(State.DECLARED, rankings=RANKINGS)

    page = words_of(office.sit(at=AFTER + AN_HOUR).client.get("/"))

    assert "Waiting for you Open the days of challenge Workforce directors" in page


def test_a_deed_that_is_not_an_officer_s_does_not_wait_for_them(office: Office) -> None:
    page = words_of(office.sit(Role.SCRUTINEER, at=AT + AN_HOUR).client.get("/"))

    assert "Waiting for you" not in page


@pytest.fixture
def told(tmp_path: Path) -> Settings:
    """The settings of a machine that a demonstration was made on."""
    settings = Settings.from_environment({"GOVERN_INSTANCE": str(tmp_path), "GOVERN_ENVIRONMENT": "development"})
    notes.keep(settings.instance, CALDER, NOTES)
    return settings


def test_a_demonstration_offers_officers_and_somebody_kept_out(session: Session, told: Settings) -> None:
    trying = things_to_try(session, told, Mutual(id=CALDER, mode=Mode.DEMO))

    assert trying is not None
    assert [str(account.name) for account in trying.accounts] == ["The secretary"]
    assert trying.kept_out == NOTES["cannot_vote"]


def test_only_voters_who_have_not_voted_are_offered(
    session: Session, make: Make, told: Settings, tmp_path: Path
) -> None:
    contest = make.contest(tmp_path, electors=3)
    made = credentials.mint(session, contest.poll.id, secret=told.secret_key, actor=contest.actor, at=DURING)
    code_of = {one.elector_id: one.code for one in made}
    voter, other, replaced = contest.electors
    contest.cast(session, [1], place=0)
    elector = Elector(poll_id=contest.poll.id, elector_id=replaced)
    credentials.reissue(session, elector, secret=told.secret_key, actor=contest.actor, at=DURING)
    ballots = {"Ann": code_of[voter], "Ben": code_of[other], "Cat": code_of[replaced]}
    notes.keep(told.instance, CALDER, NOTES | {"ballots": ballots})

    trying = things_to_try(session, told, Mutual(id=CALDER, mode=Mode.DEMO))

    assert trying is not None
    assert trying.ballots == {"Ben": code_of[other]}


@pytest.mark.parametrize("mode", [Mode.REAL, Mode.REHEARSAL])
def test_nothing_but_a_demonstration_offers_anybody(session: Session, told: Settings, mode: Mode) -> None:
    assert things_to_try(session, told, Mutual(id=CALDER, mode=mode)) is None


def test_a_production_server_offers_nobody_even_in_a_demonstration(session: Session, told: Settings) -> None:
    assert things_to_try(session, replace(told, is_development=False), Mutual(id=CALDER, mode=Mode.DEMO)) is None


def test_the_notes_of_another_mutual_are_nobody_s_here(session: Session, told: Settings) -> None:
    assert things_to_try(session, told, Mutual(id=uuid4(), mode=Mode.DEMO)) is None


def test_a_second_demonstration_on_one_machine_leaves_the_notes_of_the_first(session: Session, told: Settings) -> None:
    notes.keep(told.instance, uuid4(), NOTES | {"password": "another"})

    trying = things_to_try(session, told, Mutual(id=CALDER, mode=Mode.DEMO))

    assert trying is not None
    assert trying.password == NOTES["password"]
