"""The poll through the door: frozen, checked and armed, sealed, and what stands in the way of each."""

import re
import shutil

import pytest
from sqlalchemy import text

from govern.ballots.models import BoxedBallot
from govern.core.actors import Role
from govern.elections.rules import State
from tests import raw
from tests.calendar import A_DAY, AFTER, AN_HOUR, CLOSES_AT, DURING, OPENS_AT, TODAY
from tests.make import Make
from tests.makers import elections
from tests.web.officers import Desk, Office, words_of

BEFORE = OPENS_AT - AN_HOUR


@pytest.fixture
def desk(office: Office) -> Desk:
    """The returning officer's desk an hour before voting opens, withdrawals being closed."""
    office.carry_to(State.WITHDRAWALS_CLOSED)
    return office.sit(at=BEFORE)


def test_the_roll_is_frozen_from_the_roll_date_on(office: Office, desk: Desk) -> None:
    early = office.sit(at=OPENS_AT - 4 * A_DAY)
    asked = early.look("/roll/freezing")
    refused = early.send("/roll/freezing")
    desk = office.sit(at=BEFORE)
    frozen = desk.send("/roll/freezing")

    assert "Workforce 5" in words_of(asked)
    assert refused.status_code == 409
    assert "The notice of election says Monday 24 August 2026. Come back then." in words_of(refused)
    assert frozen.status_code == 303
    page = words_of(desk.look())
    assert "Root of the roll" in page
    assert "Make the voting links" in page


def test_a_roll_is_frozen_once(desk: Desk) -> None:
    desk.send("/roll/freezing")

    answer = desk.look("/roll/freezing")

    assert "This roll is already frozen, and a frozen roll cannot be changed." in words_of(answer)
    assert "<form" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_the_list_before_arming_says_what_is_not_ready(office: Office, desk: Desk) -> None:
    unfrozen = words_of(desk.look("/arming"))
    desk.send("/roll/freezing")
    unlinked = words_of(desk.look("/arming"))
    shutil.rmtree(office.made.keys.backup)
    without_backup = words_of(desk.look("/arming"))

    assert "Not ready The roll is not frozen. What to do: Freeze the roll." in unfrozen
    assert "Look at this Electors who have a voting link: 0 of 5." in unlinked
    assert (
        "Not ready The backup of the box’s key does not open the test ballot. What to do: Put the poll’s key file"
        in without_backup
    )
    assert "The poll cannot be armed before the lines marked “Not ready” are put right." in without_backup
    assert ["Arm the poll" in page for page in (unfrozen, unlinked, without_backup)] == [False, True, False]


def test_who_could_open_the_box_is_a_warning_before_arming(desk: Desk) -> None:
    desk.send("/roll/freezing")

    page = words_of(desk.look("/arming"))

    assert "Know this The box’s key is kept by this installation, so whoever runs this computer could open" in page
    assert "Ready The box’s key is kept by this installation" not in page


def test_a_poll_is_not_armed_without_the_backup_of_its_key(office: Office, desk: Desk) -> None:
    desk.send("/roll/freezing")
    shutil.rmtree(office.made.keys.backup)

    answer = desk.send("/arming", dated_on=str(BEFORE.date()))

    assert answer.status_code == 409
    assert office.state() == State.WITHDRAWALS_CLOSED


def test_turnout_is_told_in_coarse_steps_while_voting_goes_on(office: Office) -> None:
    office.carry_to(State.ARMED)
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[1], [2]])
        session.commit()
    desk = office.sit(at=DURING)

    page = words_of(desk.look())

    assert "Fewer than 25 have voted." in page
    assert "have voted" not in words_of(office.sit(at=OPENS_AT - AN_HOUR).look())
    assert "Voting closes by itself at 5pm on Thursday 17 September 2026." in page
    assert "poll open" in page
    assert office.state() == State.ARMED


def test_the_box_is_sealed_from_the_close_on(office: Office) -> None:
    office.carry_to(State.ARMED)
    early = office.sit(at=CLOSES_AT - AN_HOUR).look("/sealing")
    in_time = office.sit(at=CLOSES_AT).send("/sealing")

    assert "This cannot be done now" in words_of(early)
    assert "Voting goes on until 5pm on Thursday 17 September 2026." in words_of(early)
    assert in_time.status_code == 303
    page = words_of(office.sit(at=CLOSES_AT).look())
    assert "poll open 27 Aug 2026, by the clock" in page
    assert "box sealed 17 Sept 2026, by the returning officer" in page


def test_a_doubted_ballot_is_kept_apart_until_it_is_decided(office: Office) -> None:
    office.carry_to(State.ARMED)
    desk = office.sit(at=DURING)
    with office.database.reading() as session:
        number = str(session.scalar(text("SELECT min(number) FROM roll_entry")))

    raised = desk.send("/doubts/new", number=number, reason="identity")
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[3], [2], [2]])
        session.commit()
    desk = office.sit(at=AFTER)
    desk.send("/sealing")
    early = desk.send("/counting")
    link = re.search(rf'href="{desk.path}(/doubts/[0-9a-f-]+)"', desk.look("/doubts").text)
    assert link is not None
    decided = desk.send(link.group(1), ruling="refuse", reason="not_the_person")
    again = desk.send(link.group(1), ruling="accept", reason="evidence_seen")
    counted = desk.send("/counting")

    assert raised.status_code == 303
    assert "1 tendered ballot is not decided yet." in words_of(early)
    assert (decided.status_code, again.status_code, counted.status_code) == (303, 409, 303)
    assert "There is no undecided tendered ballot of this elector." in words_of(again)
    assert "refused: They are not the person on the roll" in words_of(desk.look("/doubts"))


def test_a_doubt_after_the_vote_takes_nothing_out_of_the_box(office: Office) -> None:
    office.carry_to(State.ARMED)
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[3]])
        number = str(session.scalar(text("SELECT min(number) FROM roll_entry")))
        session.commit()

    answer = office.sit(at=DURING).send("/doubts/new", number=number, reason="identity")

    assert answer.status_code == 409
    assert "nothing is taken out of a box" in words_of(answer)


def test_where_box_and_marks_differ_only_a_recorded_decision_opens_the_box(office: Office) -> None:
    office.carry_to(State.ARMED)
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[1], [2], [2]])
        raw.unguard(session, BoxedBallot.__tablename__)
        session.execute(text("DELETE FROM ballot_box WHERE h = (SELECT min(h) FROM ballot_box)"))
        decision = Make(session).decision(decided_on=TODAY, minute_reference="B/2026/77", entered_at=AFTER)
        session.commit()
    desk = office.sit(at=AFTER)

    sealed = desk.send("/sealing")
    page = words_of(desk.look())
    refused = desk.look("/counting")
    settled = office.sit(Role.SCRUTINEER, at=AFTER).send(
        "/discrepancy-decision", decision=str(decision.id), note="One ballot was lost with a disk."
    )

    assert sealed.status_code == 303
    assert "does not agree Ballots in the sealed box" in page
    assert "The box stays shut until a scrutineer enters a decision" in page
    assert "This cannot be done now" in words_of(refused)
    assert settled.status_code == 303, words_of(settled)
    assert office.sit(at=AFTER).send("/counting").status_code == 303


def test_a_real_mutual_is_told_why_this_box_cannot_elect_directors(office: Office, desk: Desk) -> None:
    desk.send("/roll/freezing")
    with office.database.writing() as session:
        raw.unguard(session, "mutual")
        session.execute(text("UPDATE mutual SET mode = 'real'"))
        session.commit()

    page = words_of(desk.look("/arming"))
    answer = desk.send("/arming", dated_on=str(BEFORE.date()))

    assert "Directors can be elected under this key only in a demonstration or a rehearsal." in page
    assert answer.status_code == 409
    assert "so directors are not elected this way" in words_of(answer)
    assert office.state() == State.WITHDRAWALS_CLOSED
