"""What the public reads: results with no more than their poll promised, the board by thirds; and the journal."""

import json
import re
import shlex
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from govern.core.actors import Role
from govern.core.db import Database
from govern.counting import command, presets
from govern.counting.blt import read
from govern.elections.models import Election, ElectionCount
from govern.elections.rules import State
from govern.register.models import MembershipVersion
from govern.register.queries import memberships_of
from tests.calendar import A_DAY, A_SECOND, AFTER, AN_HOUR, AT, OPENS_AT
from tests.web import officers
from tests.web.officers import Office, office_of, words_of

FEW = [[1, 2], [2, 1], [2], [], []]
TWELVE = [[1, 2, 3]] * 5 + [[2, 3]] * 4 + [[3, 2]] * 2 + [[]]
MODE_B = 100
LEAST_PUBLISHED = 10
BLANKS: list[list[int]] = [[]] * LEAST_PUBLISHED


def result_of(office: Office) -> str:
    """Return the address of the public result."""
    return office.path.replace("elections", "results")


def test_nothing_is_public_before_it_is_declared(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.COUNTING, rankings=FEW)

    pages = [client.get(f"{result_of(office)}{page}").status_code for page in ("", "/ballots.blt", "/recount.zip")]

    assert pages == [404, 404, 404]
    assert "No result has been declared yet." in words_of(client.get("/results"))


def test_where_few_voted_the_outcome_alone_is_public(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=FEW)

    page = words_of(client.get(result_of(office)))

    assert "Elected by Workforce Ben Birch Not elected: Ada Ash, Cai Cedar." in page
    assert "So few voted that no figures are published" in page
    assert "Votes by stage" not in page
    assert client.get(f"{result_of(office)}/ballots.blt").status_code == 404
    assert client.get(f"{result_of(office)}/recount.zip").status_code == 404
    assert "Ben Birch" in words_of(client.get("/results"))


def test_where_few_could_vote_the_figures_reconcile_and_the_stages_stay_inside(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=12)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    public = words_of(app.test_client().get(result_of(office)))
    watched = words_of(office.sit(Role.SCRUTINEER, at=AFTER).look("/count"))

    assert "Ballots valid 11 blank 1 unreadable 0 in the box 12" in public
    assert "Turnout 100.0 per cent" in public
    assert "Votes by stage" not in public
    assert "Votes by stage" in watched
    assert "Elected at stage" in watched
    assert office.sit(Role.CHAIR, at=AFTER).look("/count").status_code == 403


def test_the_result_tells_that_lots_alone_chose_only_where_its_figures_show_as_much(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = "No ballot holds a vote that counts, so lots chose who is elected."
    office = office_of(app, database, monkeypatch, tmp_path, members=LEAST_PUBLISHED + 1)
    office.carry_to(State.DECLARED, rankings=BLANKS)
    visitor = app.test_client()

    pages = [words_of(visitor.get(address)) for address in (result_of(office), f"{office.path}/lots")]

    assert "valid 0 blank 10 unreadable 0" in pages[0]
    assert all(told in page for page in pages)
    assert "The stages of this count are not published" not in pages[1]


def test_where_few_cast_blank_votes_nobody_is_told_that_all_were_blank(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=BLANKS[1:])

    pages = [words_of(client.get(address)) for address in (result_of(office), f"{office.path}/lots")]

    assert not any("lots chose who is elected" in page for page in pages)
    assert "neither is whether a lot decided" in pages[1]


def test_the_result_says_how_many_ballots_stand_of_electors_whose_right_had_ended(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=12)
    office.carry_to(State.SEALED, rankings=TWELVE)
    with database.reading() as session:
        leaver = memberships_of(session, office.made.members[11])[0].id
    desk = office.sit(Role.SECRETARY, at=AFTER)
    ended = desk.send_at(
        f"/members/{leaver}/cessation", ground="no_longer_qualifies", on=str(OPENS_AT.date()), decision=""
    )
    told = words_of(desk.client.get(ended.location))

    for carry in (officers.PATH[State.COUNTING], officers.PATH[State.DECLARED]):
        with database.writing() as session:
            office.made.election = session.get_one(Election, office.made.election.id)
            carry(session, office.made, [])
            session.commit()

    assert "They have voted in a poll, and the ballot stands" in told
    public = words_of(app.test_client().get(result_of(office)))
    assert "1 ballot stands though it was learned later that its elector’s right to vote had ended" in public
    assert "could have changed who was elected" in public


def test_from_a_hundred_electors_anybody_can_count_again(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    visitor = app.test_client()

    page = words_of(visitor.get(result_of(office)))
    file = visitor.get(f"{result_of(office)}/ballots.blt")

    counted = presets.count(read(file.data).contest())
    assert "Votes by stage" in page
    assert [counted.candidates[number - 1] for number in counted.elected] == ["Ben Birch"]
    assert "Elected by Workforce Ben Birch" in page
    assert file.mimetype == "text/plain"


def test_everything_for_a_recount_comes_in_one_file(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    visitor = app.test_client()

    packed = visitor.get(f"{result_of(office)}/recount.zip")

    with ZipFile(BytesIO(packed.data)) as archive:
        archive.extractall(tmp_path)
        record = archive.read("record.json")
        counted = presets.count(read(archive.read("ballots.blt")).contest())
    assert packed.mimetype == "application/zip"
    assert [counted.candidates[number - 1] for number in counted.elected] == ["Ben Birch"]
    with database.reading() as session:
        stored = session.get_one(ElectionCount, office.made.election.id)
    assert record.decode() == stored.record
    assert sha256(record).hexdigest() == stored.record_sha256
    assert counted.facts()["stages"] == json.loads(stored.record)["stages"]


def test_whoever_counts_again_as_the_bundle_says_finds_the_digest_that_was_declared(
    app: Flask,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)
    visitor = app.test_client()
    with ZipFile(BytesIO(visitor.get(f"{result_of(office)}/recount.zip").data)) as archive:
        archive.extractall(tmp_path)
    told = re.search(r"govern (count .*) ballots.blt", (tmp_path / "README.txt").read_text())
    assert told is not None

    command.main([*shlex.split(told[1])[1:], str(tmp_path / "ballots.blt")])

    digest = json.loads(capsys.readouterr().out)["input_sha256"]
    assert f"SHA-256 of what was counted {digest}" in words_of(visitor.get(result_of(office)))


def test_the_first_preferences_stand_as_figures_and_the_transfers_as_a_drawing(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, members=MODE_B)
    office.carry_to(State.DECLARED, rankings=TWELVE)

    page = app.test_client().get(result_of(office))

    assert "The line is the quota, 6. Candidate Votes As a bar Ada Ash 5 Ben Birch 4 Cai Cedar 2" in words_of(page)
    assert "How votes moved" in words_of(page)
    assert "style=" not in page.text


def test_a_result_that_became_void_says_so(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=FEW)

    office.sit(at=AFTER).send("/voiding", note="Ballots were sent to the wrong constituency.")

    page = words_of(client.get(result_of(office)))
    assert "This election is void What was declared below no longer holds." in page
    assert "wrong constituency" not in page


def test_a_result_is_final_when_the_days_of_challenge_are_over(office: Office) -> None:
    office.carry_to(State.DECLARED, rankings=FEW)
    office.sit(at=AFTER).send("/challenge-window")

    early = office.sit(at=AFTER + 21 * A_DAY - AN_HOUR).send("/final")
    in_time = office.sit(at=AFTER + 21 * A_DAY).send("/final")

    assert (early.status_code, in_time.status_code) == (409, 303)
    assert "Come back then." in words_of(early)
    assert office.state() == State.FINAL


def test_days_of_challenge_end_at_the_time_on_the_wall_though_the_clocks_change(office: Office) -> None:
    declared_at, an_hour_short = datetime(2026, 10, 23, 16, tzinfo=UTC), datetime(2026, 11, 13, 16, tzinfo=UTC)
    office.carry_to(State.COUNTING, rankings=FEW)
    desk = office.sit(at=declared_at)
    for page in ("/declaration", "/challenge-window"):
        assert desk.send(page).status_code == 303

    told = words_of(desk.look())
    early = office.sit(at=an_hour_short + AN_HOUR - A_SECOND).send("/final")
    in_time = office.sit(at=an_hour_short + AN_HOUR).send("/final")

    assert "The result can be questioned until 5pm on Friday 13 November 2026." in told
    assert (early.status_code, in_time.status_code) == (409, 303)


def final(office: Office) -> None:
    """Declare the result on 18 September 2026 and make it final when it can be."""
    office.carry_to(State.DECLARED, rankings=FEW)
    office.sit(at=AFTER).send("/challenge-window")
    office.sit(at=AFTER + 21 * A_DAY).send("/final")


@pytest.mark.parametrize(
    ("at", "status"),
    [
        pytest.param(AFTER + 21 * A_DAY, 409, id="on the day that it is final"),
        pytest.param(AFTER + 364 * A_DAY, 409, id="the day before a year is over"),
        pytest.param(AFTER + 365 * A_DAY, 303, id="after a year"),
    ],
)
def test_papers_are_kept_for_a_year_from_the_declaration(office: Office, at: datetime, status: int) -> None:
    final(office)

    answer = office.sit(at=at).send("/disposal", note="Shredded before two witnesses")

    assert answer.status_code == status
    assert ("may be destroyed from Saturday 18 September 2027 on." in words_of(answer)) == (status == 409)
    assert office.state() == (State.FINAL if status == 409 else State.DISPOSED)


def test_papers_are_not_recorded_as_destroyed_on_a_day_on_which_they_were_kept(office: Office) -> None:
    final(office)

    answer = office.sit(at=AFTER + 400 * A_DAY).send("/disposal", note="Shredded", dated_on="2027-09-17")

    assert answer.status_code == 409
    assert office.state() == State.FINAL


def test_a_final_election_offers_to_record_the_disposal_only_once_its_papers_may_go(office: Office) -> None:
    final(office)

    early = words_of(office.sit(at=AFTER + 364 * A_DAY).look())
    later = words_of(office.sit(at=AFTER + 365 * A_DAY).look())

    assert "The papers are kept until Saturday 18 September 2027." in early
    assert ["Record that the papers are destroyed" in page for page in (early, later)] == [False, True]


def test_papers_of_a_void_poll_are_kept_for_a_year_from_the_voiding(office: Office) -> None:
    office.carry_to(State.ARMED)
    office.sit(at=OPENS_AT).send("/voiding", note="Wrong names on the paper")

    early = office.sit(at=OPENS_AT + 364 * A_DAY).send("/disposal", note="Shredded")
    later = office.sit(at=OPENS_AT + 365 * A_DAY).send("/disposal", note="Shredded")

    assert (early.status_code, later.status_code) == (409, 303)


def test_who_was_elected_and_has_left_the_constituency_is_named_and_has_no_seat(office: Office) -> None:
    office.carry_to(State.COUNTING, rankings=FEW)
    with office.database.writing() as session:
        left = update(MembershipVersion).where(MembershipVersion.person_id == office.made.members[1])
        session.execute(left.values(superseded_at=AFTER))
        session.commit()

    answer = office.sit(at=AFTER + AN_HOUR).send("/declaration")
    result = words_of(office.sit(at=AFTER + AN_HOUR).client.get(f"/results/{office.made.election.id}"))

    assert (answer.status_code, office.state()) == (303, State.DECLARED)
    assert "was elected, and is no longer a member of this group. So this place is empty" in result
    assert "Member 1" not in words_of(office.sit(at=AFTER).client.get("/board?on=2026-10-01"))


def test_the_board_is_shown_by_thirds_as_on_a_day(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=FEW)
    office.sit(at=AFTER)

    before = words_of(client.get("/board?on=2026-09-30"))
    after = client.get("/board?on=2026-10-01")

    assert "Member 1" not in before
    assert "Seat 1 Member 1 elected 1 Oct 2026 to 30 Sept 2029" in words_of(after)
    assert (
        'aria-label="Workforce: 1 of 2 seats filled. Vacant: seat 2. Service users: 0 of 2 seats filled.' in after.text
    )
    assert words_of(after).count("vacant") == 5


def test_a_vacant_seat_says_that_an_election_is_to_fill_it(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.ARMED)
    office.sit(at=OPENS_AT)

    page = words_of(client.get("/board"))

    assert "Seat 1 vacant An election for it is under way." in page


def test_a_vacant_seat_says_since_when(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.DECLARED, rankings=FEW)
    office.sit(at=AFTER)

    pages = [words_of(client.get(f"/board?on={day}")) for day in ("2029-09-30", "2029-10-01")]

    assert ["Seat 1 vacant vacant since 1 Oct 2029" in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("2026-02-30", 422, "Enter a day that exists"),
        ("1066-10-14", 422, "Enter a day from the years 2000 to 2199."),
        ("x" * 3_000, 422, "Enter a day that exists"),
        ("", 200, "The board today"),
        ("2019-01-01", 200, "No board had been planned by then."),
    ],
)
def test_the_board_says_which_days_it_can_show(
    office: Office, client: FlaskClient, asked: str, status: int, sentence: str
) -> None:
    office.sit(at=AT + AN_HOUR)

    answer = client.get("/board", query_string={"on": asked})

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)


def test_the_journal_shows_what_was_done_and_the_signed_heads(office: Office) -> None:
    office.carry_to(State.ARMED)

    page = words_of(office.sit(Role.COUNCIL_OFFICER, at=OPENS_AT).client.get("/journal"))

    assert "nobody can change or remove a line" in page
    assert "The roll was frozen, with 5 electors on it: Workforce directors." in page
    assert "The election was made ready for voting: Workforce directors." in page
    assert "roll.frozen" in page
    assert "election.armed" in page
    assert "Member" not in page


@pytest.mark.parametrize("asked", ["0", "-1", "2", "one", "9" * 30, "٣", ""])
def test_a_page_of_the_journal_that_is_not_there_is_the_nearest(office: Office, asked: str) -> None:
    answer = office.sit(at=AT + AN_HOUR).client.get("/journal", query_string={"page": asked})

    assert answer.status_code == 200
    assert "election.planned" in words_of(answer)


def test_a_seat_that_re_open_nominations_won_is_told_as_empty(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office = office_of(app, database, monkeypatch, tmp_path, ron_enabled=True)
    office.carry_to(State.DECLARED, rankings=[[4], [4], [4], [1], [2]])
    visitor = app.test_client()

    page = words_of(visitor.get(result_of(office)))
    lots = words_of(visitor.get(f"{office.path}/lots"))

    assert "Nobody was elected." in page
    assert "Seats that stay empty, and for which nominations open again: 1." in page
    assert "4 Re-open nominations dice 4 2 6|4" in lots
