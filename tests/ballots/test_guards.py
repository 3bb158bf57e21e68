"""What the database refuses even to somebody who writes SQL past the services: every guard of the box, by name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from govern.ballots import credentials
from govern.ballots.models import GUARDS, LateEnd
from govern.constitution.rules import Mode
from tests import calendar
from tests.make import Make
from tests.makers import constitution
from tests.makers.ballots import Contest, drafted
from tests.raw import emptied, ensure_refused, of_any, rewritten

MIGRATION = import_module("migrations.versions.0008_the_box_refuses_what_must_never_be_true")
NEW_POLL = (
    "INSERT INTO poll (id, roll_id, decides, title, question, seats, rule, lot_source, opens_at, closes_at,"
    " publication_mode, custody, {when}) SELECT :fresh, roll_id, decides, title, question, seats, rule, lot_source,"
    " opens_at, closes_at, publication_mode, custody, opens_at FROM poll WHERE id = :poll"
)
NEW_OPTION = "INSERT INTO poll_option (poll_id, number, name, statement, position) VALUES (:poll, 9, 'Dee', '{}', 9)"
NEW_MARK = (
    "INSERT INTO mark (poll_id, elector_id, roll_id, kind)"
    " SELECT :poll, elector_id, roll_id, '{kind}' FROM roll_entry WHERE elector_id = :third"
)
NEW_BALLOT = "INSERT INTO {table} (h, poll_id, class, scheme, c) VALUES (:h, :poll, 'workforce', 1, :h)"
TENDERED = (
    "INSERT INTO tendered_ballot (poll_id, elector_id, roll_id, h, class, scheme, c, is_accepted, decided_by, reason)"
    " SELECT :poll, elector_id, roll_id, :h, class, 1, :h, {decided} FROM roll_entry WHERE elector_id = :third"
)
DECIDED = "UPDATE tendered_ballot SET is_accepted = true, decided_by = :clerk, reason = 'found', {changed}"
BOXED_ELSEWHERE = "INSERT INTO {table} (h, poll_id, class, scheme, c) SELECT h, {poll}, {kind}, scheme, c FROM {source}"

# (guard, how far the poll has come, what is tried)
ATTEMPTS = [
    *[
        ("frozen_poll_stays", "frozen", f"UPDATE poll SET {change} WHERE id = :poll")
        for change in (
            "seats = 2",
            "question = '{}'",
            "title = '{}'",
            "rule = 'other'",
            "lot_source = 'loaded dice'",
            "opens_at = frozen_at",
            "publication_mode = 'B'",
            "custody = 'officers'",
            "decides = 'motion'",
            "constraints = '[{}]'",
            "eid = eid0",
            "eid0 = eid",
            "manifest = '{}'",
            "pad_len = 64",
            "box_key = canary",
            "canary = box_key",
            "frozen_at = NULL, manifest = NULL, eid = NULL, box_key = NULL",
        )
    ],
    ("late_end_is_append_only", "voted", "UPDATE late_end SET is_certain = false WHERE poll_id = :poll"),
    ("late_end_is_append_only", "voted", "DELETE FROM late_end WHERE poll_id = :poll"),
    ("poll_moves_forward_only", "armed", "UPDATE poll SET armed_at = NULL WHERE id = :poll"),
    (
        "poll_moves_forward_only",
        "sealed",
        "UPDATE poll SET sealed_at = NULL, sealed_ballots = NULL, sealed_marks = NULL WHERE id = :poll",
    ),
    ("poll_moves_forward_only", "sealed", "UPDATE poll SET sealed_ballots = sealed_ballots + 1 WHERE id = :poll"),
    ("poll_moves_forward_only", "sealed", "UPDATE poll SET sealed_marks = sealed_marks + 1 WHERE id = :poll"),
    ("poll_moves_forward_only", "opened", "UPDATE poll SET opened_at = NULL WHERE id = :poll"),
    ("poll_moves_forward_only", "opened", "UPDATE poll SET unreadable = 1 WHERE id = :poll"),
    ("poll_closes_later_only", "frozen", "UPDATE poll SET closes_at = '2026-09-01 16:00:00.000000' WHERE id = :poll"),
    ("poll_closes_later_only", "sealed", "UPDATE poll SET closes_at = '2027-09-01 16:00:00.000000' WHERE id = :poll"),
    ("poll_is_armed_on_a_frozen_roll", "drafted", "UPDATE poll SET armed_at = opens_at WHERE id = :draft"),
    ("poll_is_not_born_armed", "frozen", NEW_POLL.format(when="armed_at")),
    ("poll_is_not_born_armed", "frozen", NEW_POLL.format(when="frozen_at")),
    (
        "directors_are_not_elected_under_an_installation_key",
        "frozen for real",
        "UPDATE poll SET armed_at = opens_at WHERE id = :poll",
    ),
    (
        "discrepancy_keeps_the_box_shut",
        "stuffed",
        "UPDATE poll SET opened_at = closes_at, unreadable ="
        " (SELECT count(*) FROM sealed_box WHERE poll_id = :poll) WHERE id = :poll",
    ),
    *[
        (
            "difference_is_settled_after_the_seal",
            stage,
            "UPDATE poll SET discrepancy_decision_id = :early WHERE id = :poll",
        )
        for stage in ("voted", "sealed", "stuffed")
    ],
    (
        "difference_is_settled_after_the_seal",
        "frozen",
        NEW_POLL.format(when="discrepancy_decision_id").replace("opens_at FROM", ":early FROM"),
    ),
    ("box_is_opened_whole", "sealed", "UPDATE poll SET opened_at = closes_at, unreadable = 0 WHERE id = :poll"),
    ("box_is_opened_whole", "sealed", "UPDATE poll SET opened_at = closes_at WHERE id = :poll"),
    ("frozen_poll_is_kept", "frozen", "DELETE FROM poll WHERE id = :poll"),
    ("frozen_paper_stays", "frozen", "UPDATE poll_option SET name = 'Dee' WHERE poll_id = :poll"),
    ("frozen_paper_stays", "frozen", "UPDATE poll_option SET poll_id = :draft, number = 9, position = 9"),
    ("frozen_paper_stays", "frozen", "UPDATE poll_option SET poll_id = :poll, number = 9 WHERE poll_id = :draft"),
    ("frozen_paper_takes_no_option", "frozen", NEW_OPTION),
    ("frozen_paper_loses_no_option", "frozen", "DELETE FROM poll_option WHERE poll_id = :poll"),
    ("option_withdrawal_is_append_only", "voted", "UPDATE option_withdrawal SET reason = 'x'"),
    ("option_withdrawal_is_append_only", "voted", "DELETE FROM option_withdrawal"),
    ("credential_is_only_revoked", "voted", "UPDATE credential SET token_hash = 'x'"),
    ("credential_is_only_revoked", "voted", "UPDATE credential SET elector_id = :third WHERE elector_id <> :third"),
    ("credential_is_only_revoked", "revoked", "UPDATE credential SET revoked_at = NULL"),
    ("credential_is_kept", "voted", "DELETE FROM credential"),
    ("mark_stays", "voted", "UPDATE mark SET kind = 'paper'"),
    ("mark_stays", "voted", "UPDATE mark SET elector_id = :third WHERE kind = 'online'"),
    ("mark_goes_only_to_the_closed_marks", "voted", "DELETE FROM mark"),
    ("marks_are_made_while_armed", "frozen", NEW_MARK.format(kind="online")),
    ("marks_are_made_while_armed", "frozen", NEW_MARK.format(kind="paper")),
    ("marks_are_made_while_armed", "sealed", NEW_MARK.format(kind="online")),
    ("marks_are_made_while_armed", "sealed", NEW_MARK.format(kind="struck")),
    ("ballot_stays", "voted", "UPDATE ballot_box SET c = :h"),
    ("ballot_stays", "voted", "UPDATE ballot_box SET class = 'other'"),
    ("ballot_goes_only_to_the_sealed_box", "voted", "DELETE FROM ballot_box"),
    ("ballots_are_cast_while_armed", "frozen", NEW_BALLOT.format(table="ballot_box")),
    ("ballots_are_cast_while_armed", "sealed", NEW_BALLOT.format(table="ballot_box")),
    ("sealed_box_is_append_only", "sealed", "UPDATE sealed_box SET c = :h"),
    ("sealed_box_is_append_only", "sealed", "DELETE FROM sealed_box"),
    ("sealed_box_takes_only_what_was_cast", "sealed", NEW_BALLOT.format(table="sealed_box")),
    (
        "sealed_box_takes_only_what_was_cast",
        "voted",
        BOXED_ELSEWHERE.format(table="sealed_box", poll="poll_id", kind="class", source="ballot_box"),
    ),
    (
        "sealed_box_takes_only_what_was_cast",
        "sealed",
        BOXED_ELSEWHERE.format(table="sealed_box", poll="poll_id", kind="class", source="tendered_ballot"),
    ),
    (
        "sealed_box_takes_only_what_was_cast",
        "decided",
        BOXED_ELSEWHERE.format(table="sealed_box", poll="poll_id", kind="'other'", source="tendered_ballot"),
    ),
    (
        "sealed_box_takes_only_what_was_cast",
        "opened",
        BOXED_ELSEWHERE.format(table="sealed_box", poll="poll_id", kind="class", source="tendered_ballot"),
    ),
    ("closed_mark_is_append_only", "sealed", "UPDATE closed_mark SET kind = 'struck'"),
    ("closed_mark_is_append_only", "sealed", "DELETE FROM closed_mark"),
    ("closed_mark_takes_only_what_was_marked", "sealed", NEW_MARK.format(kind="online").replace("mark", "closed_mark")),
    ("closed_mark_takes_only_what_was_marked", "voted", "INSERT INTO closed_mark SELECT * FROM mark"),
    ("opened_ballot_is_append_only", "opened", "UPDATE opened_ballot SET ranking = '3'"),
    ("opened_ballot_is_append_only", "opened", "DELETE FROM opened_ballot"),
    *[
        (
            "opened_ballot_comes_from_a_sealed_box",
            stage,
            "INSERT INTO opened_ballot (poll_id, id, class, ranking) VALUES (:poll, :fresh, 'workforce', '3')",
        )
        for stage in ("voted", "opened")
    ],
    ("doubt_is_append_only", "voted", "UPDATE doubt SET reason = 'x'"),
    ("doubt_is_append_only", "voted", "DELETE FROM doubt"),
    ("tendered_ballot_has_its_mark", "voted", TENDERED.format(decided="NULL, NULL, NULL")),
    ("tendered_ballot_has_its_mark", "sealed", TENDERED.format(decided="NULL, NULL, NULL")),
    ("tendered_ballot_has_its_mark", "doubted twice", TENDERED.format(decided="true, person_id, 'x'")),
    ("tendered_ballot_is_decided_once", "decided", "UPDATE tendered_ballot SET is_accepted = false"),
    ("tendered_ballot_is_decided_once", "voted", "UPDATE tendered_ballot SET scheme = 1"),
    *[
        ("tendered_ballot_is_decided_once", "voted", DECIDED.format(changed=changed))
        for changed in ("h = :h", "c = :h", "class = 'other'", "scheme = 2", "elector_id = :third")
    ],
    ("tendered_ballot_is_kept", "voted", "DELETE FROM tendered_ballot"),
]


@pytest.fixture
def brought(session: Session, make: Make, tmp_path: Path) -> Callable[[str], Contest]:
    """Bring a poll of three to a stage: the first votes, the second tenders in doubt, the third does neither."""

    def to(stage: str) -> Contest:
        make.mutual(mode=Mode.REAL if stage == "frozen for real" else Mode.DEMO)
        is_armed = stage not in ("drafted", "frozen", "frozen for real")
        contest = make.contest(tmp_path, electors=3, is_armed=is_armed)
        if is_armed and stage != "armed":
            _vote(session, contest)
            _after(session, contest, stage)
        return contest

    return to


def _vote(session: Session, contest: Contest) -> None:
    contest.doubt(session, 1)
    contest.cast(session, [2, 1], 0)
    contest.cast(session, [3], 1)
    contest.withdraw_option(session, 3)
    credentials.mint(session, contest.poll.id, secret="s", actor=contest.actor, at=calendar.AT)
    known = {"ended_on": calendar.LONG_BEFORE, "is_certain": True, "learned_at": calendar.AT}
    place = {"poll_id": contest.poll.id, "elector_id": contest.electors[0], "roll_id": contest.poll.roll_id}
    session.add(LateEnd(**place, **known))
    session.flush()


def _after(session: Session, contest: Contest, stage: str) -> None:
    if stage == "revoked":
        credentials.reissue(session, contest.elector(2), secret="s", actor=contest.actor, at=calendar.AT)
    if stage == "doubted twice":
        contest.doubt(session, 2)
        contest.cast(session, [1], 2)
    if stage == "stuffed":
        contest.stuff(session)
    if stage in ("stuffed", "sealed", "decided", "opened"):
        contest.seal(session)
    if stage in ("decided", "opened"):
        contest.decide(session, 1)
    if stage == "opened":
        contest.open(session)


def facts(session: Session, contest: Contest) -> dict[str, object]:
    """Return the ids that attempts name, spelled as both engines read them."""
    draft = drafted(session, ["Dee"])
    ids = {
        "poll": contest.poll.id,
        "draft": draft.id,
        "third": contest.electors[2],
        "clerk": contest.actor.person_id,
        "early": constitution.decision(session).id,
        "fresh": uuid4(),
    }
    return {name: one.hex for name, one in ids.items() if one} | {"h": b"h" * 32}


@pytest.mark.parametrize(
    ("guard", "stage", "statement"),
    ATTEMPTS,
    ids=[f"{guard}, {stage}, {n}" for n, (guard, stage, _) in enumerate(ATTEMPTS)],
)
def test_what_must_never_be_is_refused_by_name(
    session: Session, brought: Callable[[str], Contest], guard: str, stage: str, statement: str
) -> None:
    told = facts(session, brought(stage))
    named = {name: fact for name, fact in told.items() if f":{name}" in statement}

    ensure_refused(session, guard, statement, named)


def test_every_guard_of_the_box_has_been_tried() -> None:
    assert {guard for guard, _, _ in ATTEMPTS} == set(GUARDS)


KEYS = {
    "poll": "id",
    "poll_option": "poll_id, number",
    "option_withdrawal": "poll_id, number",
    "credential": "token_hash",
    "doubt": "poll_id, elector_id",
    "tendered_ballot": "poll_id, elector_id",
    "mark": "poll_id, elector_id",
    "ballot_box": "h",
    "sealed_box": "h",
    "closed_mark": "poll_id, elector_id",
    "opened_ballot": "poll_id, id",
}


@pytest.mark.parametrize("table", KEYS)
def test_no_row_can_be_written_over(session: Session, brought: Callable[[str], Contest], table: str) -> None:
    brought("voted" if table in ("mark", "ballot_box") else "opened")

    ensure_refused(session, of_any(MIGRATION.GUARDS), rewritten(session, table, KEYS[table]))


@pytest.mark.parametrize("table", KEYS)
def test_no_table_can_be_emptied_at_one_stroke(session: Session, brought: Callable[[str], Contest], table: str) -> None:
    brought("voted" if table in ("mark", "ballot_box") else "opened")

    ensure_refused(session, of_any(MIGRATION.GUARDS), emptied(session, table))
