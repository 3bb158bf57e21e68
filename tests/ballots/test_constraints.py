"""What no row of a poll may hold, each constraint by its name."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from tests.make import Make
from tests.makers.ballots import drafted
from tests.raw import ensure_refused

POLLS = [
    ("ck_poll_decides_is_known", "decides = 'weather'"),
    ("ck_poll_custody_is_known", "custody = 'nobody'"),
    ("ck_poll_publication_mode_is_known", "publication_mode = 'A'"),
    ("ck_poll_opens_before_closing", "closes_at = opens_at"),
    ("ck_poll_at_least_one_seat", "seats = 0"),
    ("ck_poll_manifest_once_frozen", "frozen_at = opens_at, eid = 'e', box_key = :h"),
    ("ck_poll_eid_once_frozen", "frozen_at = opens_at, manifest = '{}', box_key = :h"),
    ("ck_poll_key_once_frozen", "frozen_at = opens_at, manifest = '{}', eid = 'e'"),
    ("ck_poll_sealed_after_armed", "sealed_at = closes_at, sealed_ballots = 0, sealed_marks = 0"),
    ("ck_poll_opened_after_sealed|box_is_opened_whole", "opened_at = closes_at, unreadable = 0"),
    (r"uq_poll_roll_id|poll\.roll_id", "roll_id = :taken"),
    ("fk_poll_roll_id|FOREIGN KEY", "roll_id = :fresh"),
    (
        "fk_poll_discrepancy_decision_id|FOREIGN KEY|difference_is_settled_after_the_seal",
        "discrepancy_decision_id = :fresh",
    ),
]
ARMED = [
    ("ck_poll_box_counted_when_sealed", "sealed_at = closes_at, sealed_marks = 0"),
    ("ck_poll_marks_counted_when_sealed", "sealed_at = closes_at, sealed_ballots = 0"),
    ("ck_poll_sealed_after_the_close", "sealed_at = opens_at, sealed_ballots = 0, sealed_marks = 0"),
    ("ck_poll_opened_after_sealed", "opened_at = closes_at, unreadable = 0"),
]
MARK = "INSERT INTO mark (poll_id, elector_id, roll_id, kind) VALUES (:poll, {elector}, {roll}, '{kind}')"
BALLOT = "INSERT INTO ballot_box (h, poll_id, class, scheme, c) VALUES ({h}, :poll, 'workforce', 1, :h)"
BOXES = [
    ("ck_mark_kind_is_known", MARK.format(elector=":second", roll=":taken", kind="proxy")),
    (r"pk_mark|mark\.poll_id, mark\.elector_id", MARK.format(elector=":first", roll=":taken", kind="paper")),
    ("fk_mark_roll_id_elector_id|FOREIGN KEY", MARK.format(elector=":fresh", roll=":taken", kind="paper")),
    (
        "fk_mark_(poll_id_roll_id|roll_id_elector_id)|FOREIGN KEY",
        MARK.format(elector=":second", roll=":fresh", kind="paper"),
    ),
    ("ck_ballot_box_h_is_sha256", BALLOT.format(h=":short")),
    ("pk_ballot_box|ballot_box\\.h", "INSERT INTO ballot_box SELECT * FROM ballot_box"),
    (
        "ck_poll_option_numbers_count_from_one",
        "INSERT INTO poll_option (poll_id, number, name, statement, position) VALUES (:draft, 0, 'Dee', '{}', 9)",
    ),
    (
        "ck_poll_option_positions_count_from_one",
        "INSERT INTO poll_option (poll_id, number, name, statement, position) VALUES (:draft, 9, 'Dee', '{}', 0)",
    ),
    (
        r"uq_poll_option_poll_id_position|poll_option\.poll_id, poll_option\.position",
        "INSERT INTO poll_option (poll_id, number, name, statement, position) VALUES (:draft, 9, 'Dee', '{}', 1)",
    ),
    (
        # The guard that asks for her mark speaks first where there is none: one is made for the third only.
        "ck_tendered_ballot_h_is_sha256|tendered_ballot_has_its_mark",
        "INSERT INTO tendered_ballot (poll_id, elector_id, roll_id, h, class, scheme, c)"
        " VALUES (:poll, :second, :taken, :short, 'workforce', 1, :h)",
    ),
    ("ck_tendered_ballot_decided_by_somebody", "UPDATE tendered_ballot SET is_accepted = true, reason = 'x'"),
    ("ck_tendered_ballot_decided_with_a_reason", "UPDATE tendered_ballot SET is_accepted = true, decided_by = :clerk"),
    (
        "fk_option_withdrawal_poll_id_number|FOREIGN KEY",
        "INSERT INTO option_withdrawal (poll_id, number, withdrawn_at, reason)"
        " VALUES (:poll, 99, '2026-06-01 09:00:00.000000', 'died')",
    ),
    (
        "fk_doubt_roll_id_elector_id|FOREIGN KEY",
        "INSERT INTO doubt (poll_id, elector_id, roll_id, reason, raised_by, raised_at)"
        " VALUES (:poll, :fresh, :taken, 'x', :clerk, '2026-06-01 09:00:00.000000')",
    ),
]


@pytest.fixture
def ids(session: Session, make: Make, tmp_path: Path) -> dict[str, object]:
    """A poll in which the first has voted and the third tendered, and a draft; by the names statements use."""
    contest = make.contest(tmp_path, electors=3)
    contest.cast(session, [1], 0)
    contest.doubt(session, 2)
    contest.cast(session, [1], 2)
    draft = drafted(session, ["Ada"])
    named = {
        "poll": contest.poll.id,
        "taken": contest.poll.roll_id,
        "draft": draft.id,
        "first": contest.electors[0],
        "second": contest.electors[1],
        "clerk": contest.actor.person_id,
        "fresh": uuid4(),
    }
    return {name: one.hex for name, one in named.items() if one} | {"h": b"h" * 32, "short": b"h" * 31}


def refused(session: Session, constraint: str, statement: str, ids: dict[str, object]) -> None:
    """Hold the database to refusing a statement that names some of these ids."""
    ensure_refused(session, constraint, statement, {name: one for name, one in ids.items() if f":{name}" in statement})


@pytest.mark.parametrize(("constraint", "change"), POLLS)
def test_a_draft_of_a_poll_holds_only_what_can_be(
    session: Session, ids: dict[str, object], constraint: str, change: str
) -> None:
    refused(session, constraint, f"UPDATE poll SET {change} WHERE id = :draft", ids)


@pytest.mark.parametrize(("constraint", "change"), ARMED)
def test_an_armed_poll_is_sealed_whole_and_after_its_close(
    session: Session, ids: dict[str, object], constraint: str, change: str
) -> None:
    refused(session, f"{constraint}|box_is_opened_whole", f"UPDATE poll SET {change} WHERE id = :poll", ids)


@pytest.mark.parametrize(("constraint", "statement"), BOXES, ids=[constraint for constraint, _ in BOXES])
def test_the_box_holds_only_what_can_be(
    session: Session, ids: dict[str, object], constraint: str, statement: str
) -> None:
    refused(session, constraint, statement, ids)
