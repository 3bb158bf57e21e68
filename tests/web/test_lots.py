"""The certificate of lots: public from the notice on, and never more of the count than is published."""

import html
import re
import shlex
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from govern.constitution.models import Mutual
from govern.core.actors import OFFICES, Role
from govern.core.db import Database
from govern.elections.rules import State
from tests.calendar import A_DAY, AFTER, AN_HOUR, AT, OPENS_AT
from tests.web.english import english_in
from tests.web.officers import Office, office_of, words_of

PATH = "/lots"
TIED = [[1], [1], [2], [2], []]
SIX_AND_SIX = [[1]] * 6 + [[2]] * 6
VOTES_DECIDE = [[1, 2]] * 7 + [[2]] * 4 + [[3, 2]]
MODE_B = 100
DECIDED = "Stage 3: equal at every stage were"


@pytest.fixture
def large(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    """An election of a constituency so large that its ballots are published."""
    return office_of(app, database, monkeypatch, tmp_path, members=MODE_B)


def test_the_text_is_public_from_the_notice_on_and_the_order_from_the_candidates_on(
    office: Office, client: FlaskClient
) -> None:
    before = client.get(f"{office.path}{PATH}").status_code
    office.carry_to(State.NOMINATIONS_OPEN)
    noticed = words_of(client.get(f"{office.path}{PATH}"))

    assert before == 302
    assert "Lot text dice 4 2 6" in noticed
    assert "Fixed by the notice of election 11am on Monday 1 June 2026" in noticed
    assert "The order is shown when the candidates are published." in noticed
    assert "Ada Ash" not in noticed


def test_every_lot_can_be_worked_out_again_from_the_page(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.NOMINATIONS_OPEN)
    desk = office.sit(at=OPENS_AT - A_DAY)
    for page in ("/nominations/closing", "/candidates/publication"):
        assert desk.send(page).status_code == 303

    page = client.get(f"{office.path}{PATH}").text

    lots = [html.unescape(one) for one in re.findall(r"<td role=\"cell\"><code>(.*?)</code></td>", page)]
    texts, digests = lots[::2], lots[1::2]
    assert sorted(texts) == [f"dice 4 2 6|{number}" for number in (1, 2, 3)]
    assert digests == sorted(sha256(text.encode()).hexdigest() for text in texts)
    first = re.search(r"<code>(printf .*?)</code>", page)
    assert first is not None
    assert shlex.split(html.unescape(first[1])) == ["printf", "%s", texts[0], "|", "sha256sum"]


def test_each_office_reads_the_certificate_before_the_notice(office: Office) -> None:
    asked = {role: office.sit(role, at=AT + AN_HOUR).look(PATH).status_code for role in OFFICES}

    assert set(asked.values()) == {200}


def test_a_lot_that_decided_is_told_with_its_stage_where_the_ballots_are_published(large: Office) -> None:
    large.carry_to(State.DECLARED, rankings=SIX_AND_SIX)

    page = words_of(large.app.test_client().get(f"{large.path}{PATH}"))

    assert f"{DECIDED} Ben Birch, Ada Ash. The last of them in the order of lots, Ada Ash, was excluded." in page
    assert "govern count --rule scottish-2011 --lot-seed 'dice 4 2 6' ballots.blt" in page


def test_a_count_that_votes_decided_says_that_no_lot_did(large: Office) -> None:
    large.carry_to(State.DECLARED, rankings=VOTES_DECIDE)

    page = words_of(large.app.test_client().get(f"{large.path}{PATH}"))

    assert "No lot decided anything: votes alone broke every tie, or there was none." in page


def test_where_the_outcome_alone_is_published_only_those_who_read_the_count_see_what_lots_decided(
    office: Office, client: FlaskClient
) -> None:
    office.carry_to(State.DECLARED, rankings=TIED)

    public = words_of(client.get(f"{office.path}{PATH}"))
    seen = {role: DECIDED in words_of(office.sit(role, at=AFTER).look(PATH)) for role in OFFICES}

    assert "The stages of this count are not published" in public
    assert DECIDED not in public
    assert seen == {role: role in (Role.RETURNING_OFFICER, Role.SCRUTINEER) for role in OFFICES}


def test_a_count_that_is_not_declared_stays_inside(large: Office) -> None:
    large.carry_to(State.COUNTING, rankings=SIX_AND_SIX)

    page = words_of(large.app.test_client().get(f"{large.path}{PATH}"))

    assert "No result is declared, so no lot has decided anything yet." in page
    assert DECIDED not in page


def test_where_nobody_had_to_vote_no_lot_was_needed(office: Office, client: FlaskClient) -> None:
    office.carry_to(State.NOMINATIONS_OPEN)
    desk = office.sit(at=OPENS_AT - A_DAY)
    for number in (2, 3):
        assert desk.send(f"/candidates/{number}/withdrawal", note="Withdrew.").status_code == 303
    for page in ("/nominations/closing", "/candidates/publication", "/withdrawals/closing", "/uncontested-declaration"):
        assert desk.send(page).status_code == 303, page

    page = words_of(client.get(f"{office.path}{PATH}"))

    assert "so no poll was held and no lot was needed" in page
    assert "2 Ben Birch Withdrawn" in page


def test_whoever_declares_reads_first_that_nobody_s_vote_chose(office: Office) -> None:
    office.carry_to(State.COUNTING, rankings=[[], []])
    desk = office.sit(at=AFTER)

    for page in ("/count", "/declaration"):
        told = words_of(desk.look(page))
        assert "No ballot holds a vote that counts, so lots chose who is elected. The rule: where votes are" in told
        assert told.index("lots chose who is elected") < told.index("Ben Birch"), told


def test_votes_are_not_said_to_be_missing_where_there_are_some(office: Office) -> None:
    office.carry_to(State.COUNTING, rankings=[[1], []])
    desk = office.sit(at=AFTER)

    told = [words_of(desk.look(page)) for page in ("", "/counting", "/count", "/declaration")]

    assert not any("lots chose" in page or "lots choose" in page for page in told)


def test_an_empty_box_is_told_of_before_it_is_counted(office: Office) -> None:
    office.carry_to(State.ARMED)
    desk = office.sit(at=AFTER)
    sealed = desk.send("/sealing")

    told = words_of(desk.look("/counting"))

    assert sealed.status_code == 303
    assert "The sealed box is empty. Unless a tendered ballot is let in, lots choose who is elected. The rule:" in told
    assert "The sealed box is empty. Without votes that count, lots choose who is elected." in words_of(desk.look())


@pytest.mark.parametrize("rankings", [SIX_AND_SIX, VOTES_DECIDE], ids=["decided by lot", "decided by votes"])
def test_the_certificate_is_in_welsh_for_who_reads_welsh(large: Office, rankings: list[list[int]]) -> None:
    large.carry_to(State.DECLARED, rankings=rankings)
    with large.database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        session.commit()

    page = large.app.test_client().get(f"{large.path}{PATH}?lang=cy", follow_redirects=True)

    assert '<html lang="cy">' in page.text
    assert list(english_in(page.text)) == []
