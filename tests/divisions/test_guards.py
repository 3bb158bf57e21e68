"""What the database refuses of a vote on a motion, even to somebody who writes SQL past the services."""

from importlib import import_module
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.core.actors import Role
from govern.deciding.rules import Casting
from govern.divisions import boxes, chairing, hands, voting
from govern.divisions import models as vote_models
from govern.divisions.models import CastingVote, DivisionBar
from govern.motions import division_models, queries
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Concern
from govern.rolls import service as rolls
from govern.rolls.models import RollEntry
from tests.calendar import A_DAY, A_SECOND, AT
from tests.divisions.test_hands_and_boxes import sheet
from tests.interests.test_guards import DEPARTURES
from tests.makers import kept
from tests.makers.assembly import DURING, FOR, Assembly
from tests.raw import ensure_refused, unguard

MIGRATION = import_module("migrations.versions.0033_a_motion_is_put_to_a_roll_of_its_own")
MARK = (
    "INSERT INTO division_mark (division_id, elector_id, roll_id, way, vote, entered_by, entered_at)"
    " SELECT :division, elector_id, roll_id, '{way}', {vote}, {by}, {at} FROM roll_entry"
    " WHERE roll_id = :roll AND person_id = :second"
)
BAR = "INSERT INTO division_bar (division_id, person_id, bar) VALUES (:division, :second, 'in_question')"
HANDS = (
    "INSERT INTO hands_count (division_id, teller_id, attempt, class, votes_for, votes_against, abstained, entered_at)"
    " VALUES (:division, :second, {attempt}, 'workforce', 1, 0, 0, :during)"
)
OUTCOME = (
    "INSERT INTO division_outcome (division_id, is_carried, is_quorate, tally, working, sums, roll_root,"
    " declared_by, declared_at) SELECT :division, true, true, '[]', 'Carried.', '{{}}', {root}, :second, {at}"
    " FROM roll WHERE id = :roll"
)
FROZEN = "UPDATE roll SET frozen_at = :during, root = salt, electors = 1 WHERE id = :roll"
CHAIR = (
    "INSERT INTO division_chair (division_id, person_id, named_by, named_at) VALUES (:division, {who}, :second, {at})"
)
CASTING = (
    "INSERT INTO casting_vote (division_id, person_id, casting, given_at) VALUES (:division, {who}, 'for', :after)"
)
BY_NAME = MARK.format(way="recorded", vote="'for'", by="person_id", at=":during")

# (guard, how votes are given, how far the division has come, what is tried)
ATTEMPTS = [
    *[
        ("called_division_stays", Ask.RECORDED, "open", f"UPDATE division SET {change}")
        for change in (
            "majority = 'entrenched'", "members = 1", "is_binding = false", "closes_at = opens_at",
            "text_version = 2", "n = 2", "closed_at = NULL",
        )
    ],
    ("division_is_kept", Ask.RECORDED, "open", "DELETE FROM division"),
    ("vote_stays_open_as_long_as_told", Ask.RECORDED, "open", "UPDATE division SET closed_at = opens_at"),
    ("vote_stays_open_as_long_as_told", Ask.HANDS, "open",
     "UPDATE division SET may_end_at = opens_at, closed_at = closes_at"),
    ("vote_is_open_ten_minutes", Ask.RECORDED, "open",
     "INSERT INTO division (id, motion_id, n, text_version, ask, call, is_confirming, is_binding, majority,"
     " rule_set_id, roll_id, members, called_by, called_at, opens_at, closes_at, may_end_at)"
     " SELECT :second, motion_id, 2, text_version, ask, 1, is_confirming, is_binding, majority, rule_set_id, :second,"
     " members, called_by, called_at, opens_at, closes_at, opens_at FROM division"),
    ("box_is_open_ten_minutes", Ask.SECRET, "open",
     "INSERT INTO division (id, motion_id, n, text_version, ask, call, is_confirming, is_binding, majority,"
     " rule_set_id, roll_id, poll_id, members, called_by, called_at, opens_at, closes_at)"
     " SELECT :second, motion_id, 2, text_version, ask, 1, is_confirming, is_binding, majority, rule_set_id, :second,"
     " :second, members, called_by, called_at, opens_at, opens_at FROM division"),
    ("second_call_follows_a_first", Ask.RECORDED, "open",
     "INSERT INTO division (id, motion_id, n, text_version, ask, call, is_confirming, is_binding, majority,"
     " rule_set_id, roll_id, members, called_by, called_at, opens_at, closes_at)"
     " SELECT :second, motion_id, 2, text_version, ask, 2, is_confirming, is_binding, majority, rule_set_id, :second,"
     " members, called_by, called_at, :after, :later FROM division"),
    ("motion_before_a_vote_stays", Ask.RECORDED, "open", "UPDATE motion SET title = '{}'"),
    ("motion_before_a_vote_stays", Ask.RECORDED, "open", "UPDATE motion SET majority = 'entrenched'"),
    ("text_before_a_vote_stays", Ask.RECORDED, "open",
     "INSERT INTO motion_text (motion_id, version, text, written_by, written_at)"
     " SELECT motion_id, 2, '{}', :second, :during FROM division"),
    ("concern_is_named_before_the_vote", Ask.RECORDED, "open",
     "INSERT INTO motion_concern (motion_id, person_id, concern, named_by, named_at, about_what, extent)"
     " SELECT motion_id, :second, 'in_question', :second, :during, 'contract', 'So.' FROM division"),
    ("bars_are_named_before_the_roll", Ask.RECORDED, "open", BAR),
    ("division_bar_is_append_only", Ask.RECORDED, "open", "UPDATE division_bar SET bar = 'connected'"),
    ("division_bar_is_append_only", Ask.RECORDED, "open", "DELETE FROM division_bar"),
    ("chair_is_named_at_the_call", Ask.RECORDED, "open", CHAIR.format(who=":chair", at=":during")),
    ("chair_holds_the_office_at_the_call", Ask.RECORDED, "drafted", CHAIR.format(who=":second", at=":during")),
    ("division_chair_is_append_only", Ask.RECORDED, "open", "UPDATE division_chair SET person_id = :second"),
    ("casting_vote_is_of_a_chair_in_office", Ask.RECORDED, "voted", CASTING.format(who=":second")),
    ("casting_vote_is_an_electors", Ask.RECORDED, "voted", CASTING.format(who=":chair")),
    ("casting_vote_is_append_only", Ask.RECORDED, "cast", "UPDATE casting_vote SET casting = 'against'"),
    ("casting_vote_is_declared_by_its_chair", Ask.RECORDED, "cast", OUTCOME.format(root="root", at=":after")),
    ("casting_vote_comes_before_the_outcome", Ask.RECORDED, "declared", CASTING.format(who=":chair")),
    ("barred_person_is_on_no_roll", Ask.RECORDED, "barred", FROZEN),
    ("division_mark_stays", Ask.RECORDED, "voted", "UPDATE division_mark SET vote = 'against'"),
    ("division_mark_stays", Ask.RECORDED, "voted", "DELETE FROM division_mark"),
    ("division_mark_stays", Ask.HANDS, "one teller", "DELETE FROM division_mark"),
    ("division_mark_stays", Ask.HANDS, "in the room", "UPDATE division_mark SET entered_by = :first"),
    ("marks_are_given_while_the_division_is_open", Ask.RECORDED, "open", BY_NAME.replace(":during", ":before")),
    ("marks_are_given_while_the_division_is_open", Ask.RECORDED, "open", BY_NAME.replace(":during", ":closes")),
    ("marks_are_given_while_the_division_is_open", Ask.RECORDED, "declared", BY_NAME),
    ("marks_are_given_while_the_division_is_open", Ask.SECRET, "open", BY_NAME),
    ("marks_are_given_while_the_division_is_open", Ask.RECORDED, "open",
     MARK.format(way="hands", vote="NULL", by="person_id", at=":during")),
    ("vote_by_name_is_ones_own", Ask.RECORDED, "open",
     MARK.format(way="recorded", vote="'for'", by=":first", at=":during")),
    ("hands_are_counted_by_two", Ask.RECORDED, "open", HANDS.format(attempt=1)),
    ("hands_are_counted_by_two", Ask.HANDS, "counted", HANDS.format(attempt=1)),
    ("hands_are_counted_by_two", Ask.HANDS, "declared", HANDS.format(attempt=2)),
    ("hands_count_is_append_only", Ask.HANDS, "counted", "UPDATE hands_count SET votes_for = 9"),
    ("hands_count_is_append_only", Ask.HANDS, "counted", "DELETE FROM hands_count"),
    ("division_is_declared_after_its_close", Ask.RECORDED, "voted", OUTCOME.format(root="root", at=":during")),
    ("outcome_is_of_the_frozen_roll", Ask.RECORDED, "voted", OUTCOME.format(root="salt", at=":after")),
    ("tally_adds_up_before_it_is_declared", Ask.SECRET, "open", OUTCOME.format(root="root", at=":after")),
    ("tally_adds_up_before_it_is_declared", Ask.HANDS, "one teller", OUTCOME.format(root="root", at=":after")),
    ("tally_adds_up_before_it_is_declared", Ask.HANDS, "tellers differ", OUTCOME.format(root="root", at=":after")),
    ("tally_adds_up_before_it_is_declared", Ask.HANDS, "too few hands", OUTCOME.format(root="root", at=":after")),
    ("clock_declares_only_a_lapse", Ask.RECORDED, "voted",
     OUTCOME.format(root="root", at=":after").replace(":second", "NULL")),
    ("clock_declares_only_a_lapse", Ask.RECORDED, "voted",
     OUTCOME.format(root="root", at=":after").replace(":second", "NULL").replace("true, true", "false, true")),
    ("secret_tally_stays_in_its_box", Ask.SECRET, "opened",
     OUTCOME.format(root="root", at=":after").replace("'[]'", "'[1]'")),
    ("division_outcome_is_append_only", Ask.RECORDED, "declared", "UPDATE division_outcome SET is_carried = false"),
    ("division_outcome_is_append_only", Ask.RECORDED, "declared", "DELETE FROM division_outcome"),
]  # fmt: skip


def come_to(assembly: Assembly, ask: Ask, stage: str) -> Division:
    """Carry a vote as far as a stage."""
    motion = assembly.chamber.moved()
    if stage in ("barred", "drafted"):
        return _barred_and_yet_on_the_roll(assembly, motion.id)
    chair = assembly.members[0] if stage in ("cast", "declared") else assembly.chamber.chair.person_id
    assembly.make.office(Role.CHAIR, person_id=chair)
    assembly.name(motion, assembly.members[5], Concern.IN_QUESTION)
    division = assembly.call(motion, ask)
    if stage == "open":
        return division
    if stage == "opened":
        at = division.closes_at + A_SECOND
        boxes.open_box(
            assembly.session, division, assembly.chamber.deed(at=at), keys=assembly.keys, clock_now=lambda: at
        )
        return division
    if ask is Ask.HANDS:
        _count(assembly, division, stage)
    else:
        assembly.vote(division, assembly.members[0], FOR)
    if stage == "cast":
        given = {"division_id": division.id, "person_id": chair, "given_at": division.closes_at}
        kept(assembly.session, CastingVote(casting=Casting.FOR, **given))
    if stage == "declared":
        assembly.declare(division)
    return division


def _barred_and_yet_on_the_roll(assembly: Assembly, motion_id: Any) -> Division:
    """Draft a division whose roll has somebody on it who is barred from it."""
    session, text = assembly.session, queries.text(assembly.session, motion_id)
    roll = rolls.draft(session, roll_date=AT.date())
    other = assembly.call(assembly.chamber.moved())
    facts = {name: getattr(other, name) for name in ("rule_set_id", "called_by", "called_at", "opens_at", "closes_at")}
    told: dict[str, Any] = {
        "ask": "recorded",
        "call": 1,
        "is_confirming": False,
        "is_binding": True,
    }
    division = Division(
        **facts,
        **told,
        majority="ordinary",
        motion_id=motion_id,
        n=1,
        text_version=text.version,
        roll_id=roll.id,
        members=1,
    )
    session.add(division)
    session.flush()
    person = assembly.members[1]
    session.add(DivisionBar(division_id=division.id, person_id=person, bar="in_question"))
    entry = {"capacity": "director", "number": 1, "elector_class": "workforce"}
    session.add(RollEntry(roll_id=roll.id, elector_id=person, person_id=person, **entry))
    session.flush()
    return division


def _count(assembly: Assembly, division: Division, stage: str) -> None:
    """Let one come into the room, and be counted as a stage has it."""
    number = assembly.numbers(division, assembly.members[0])
    voting.be_in_room(assembly.session, division.id, number, actor=assembly.chamber.secretary, at=DURING)
    told = {
        "in the room": [],
        "one teller": [(1, 0, 0)],
        "tellers differ": [(1, 0, 0), (0, 1, 0)],
        "too few hands": [(0, 0, 0), (0, 0, 0)],
    }.get(stage, [(1, 0, 0), (1, 0, 0)])
    for teller, counted in zip(assembly.tellers, told, strict=False):
        hands.count(assembly.session, division.id, sheet(counted), actor=teller, at=DURING)


@pytest.mark.invariant("INV-14", "INV-17", "INV-27", "INV-33", "INV-40", by="database")
@pytest.mark.parametrize(("guard", "ask", "stage", "statement"), ATTEMPTS)
def test_what_must_never_be_true_is_refused_by_name(
    session: Session, assembly: Assembly, guard: str, ask: Ask, stage: str, statement: str
) -> None:
    division = come_to(assembly, ask, stage)
    ids = {
        "division": division.id,
        "roll": division.roll_id,
        "first": assembly.members[0],
        "second": assembly.members[1],
        "chair": chairing.chair_of(session, division.id) or assembly.members[0],
    }
    told = _timed(session, division, statement)
    named = {name: one.hex for name, one in ids.items() if f":{name}" in told}

    if guard == "text_before_a_vote_stays":
        unguard(session, "motion_text", "text_that_others_stand_behind_stays", "text_is_written_by_its_proposer")

    ensure_refused(session, guard, told, named)


def _timed(session: Session, division: Division, statement: str) -> str:
    """Return a statement with its instants spelled as the engine keeps them."""
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    instants = {
        "during": DURING,
        "before": division.opens_at - A_SECOND,
        "closes": division.closes_at,
        "after": division.closes_at + A_SECOND,
        "later": division.closes_at + A_DAY,
    }
    for name, at in instants.items():
        statement = statement.replace(f":{name}", f"'{at:%Y-%m-%d %H:%M:%S.%f}{zone}'")
    return statement


def test_every_guard_of_divisions_is_met_by_name() -> None:
    met = {guard for guard, *_ in ATTEMPTS}

    # The account of a vote is met where what it is for is tried, in test_own_votes; a code in test_printed_codes, a
    # written address in test_vouching; what an applicant would do in test_standing_back_guards; a majority of one
    # matter in test_what_the_act_gives_to_a_meeting; the days of the board in test_general_meeting_notices; who
    # leaves a vote in interests/test_guards.
    elsewhere = {
        "account_of_a_vote_is_the_voters_own",
        "vote_by_a_code_waits_for_a_second_officer",
        "vote_by_a_written_address_says_by_whom",
        "matter_has_its_majority",
        "board_has_a_day_to_answer",
        "applicant_calls_no_vote_on_their_admission",
        "applicant_is_not_in_the_chair_of_their_admission",
        "applicant_declares_no_vote_on_their_admission",
        *DEPARTURES,
    }
    assert {*division_models.GUARDS, *vote_models.GUARDS} - elsewhere <= met
    assert {guard for guards in MIGRATION.GUARDS.values() for guard in guards} - met == {
        "amendment_outcome_is_append_only",
        "division_mark_is_append_only",  # replaced by division_mark_stays, in 0043
    }
