"""What the database refuses of interests in a motion, even to somebody who writes SQL past the services."""

from importlib import import_module

import pytest
from sqlalchemy.orm import Session

from govern.divisions import departures
from govern.interests import service as interests
from govern.interests.models import GUARDS
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, Kind
from tests.calendar import A_SECOND, AT
from tests.divisions.test_hands_and_boxes import cast
from tests.makers.assembly import DURING, FOR, Assembly
from tests.raw import emptied, ensure_refused, of_any

DEPARTURES = {
    "division_departure_is_append_only",
    "departure_rests_on_ones_own_word",
    "who_has_voted_stays",
    "who_left_gives_no_vote",
}
MIGRATION = import_module("migrations.versions.0045_an_interest_in_a_motion_is_ones_own_word")
INTEREST = (
    "INSERT INTO motion_interest (id, motion_id, person_id, ground, extent, named_by, named_at, salt)"
    " VALUES ('{id}', :motion, {{person}}, '{{ground}}', 'So.', {{by}}, :during, 'salt')"
).format(id="0" * 31 + "1")
RULING = (
    "INSERT INTO objection_ruling (motion_id, person_id, has_vote, reason, ruled_by, ruled_at, salt)"
    " VALUES (:motion, :named, false, 'So.', {by}, :during, 'salt')"
)
LEFT = (
    "INSERT INTO division_departure (division_id, elector_id, roll_id, left_at)"
    " SELECT :division, elector_id, roll_id, {at} FROM roll_entry WHERE roll_id = :roll AND person_id = {person}"
)
MARK = (
    "INSERT INTO division_mark (division_id, elector_id, roll_id, way, vote, entered_by, entered_at)"
    " SELECT :division, elector_id, roll_id, 'recorded', 'for', person_id, :during FROM roll_entry"
    " WHERE roll_id = :roll AND person_id = :left"
)

# (guard, how votes are given, how far it has come, what is tried)
ATTEMPTS = [
    ("ck_motion_interest_own_word_is_ones_own", Ask.RECORDED, "objected",
     INTEREST.format(person=":other", ground="own_word", by=":chair")),
    ("ck_motion_interest_own_word_is_ones_own", Ask.RECORDED, "objected",
     INTEREST.format(person=":other", ground="said", by=":other")),
    ("another_names_an_interest_before_the_vote", Ask.RECORDED, "left",
     INTEREST.format(person=":other", ground="said", by=":chair")),
    ("motion_interest_is_append_only", Ask.RECORDED, "objected", "UPDATE motion_interest SET ground = 'said'"),
    ("motion_interest_is_append_only", Ask.RECORDED, "objected", "DELETE FROM motion_interest"),
    ("motion_objection_is_append_only", Ask.RECORDED, "objected", "UPDATE motion_objection SET reason = 'No.'"),
    ("motion_objection_is_append_only", Ask.RECORDED, "objected", "DELETE FROM motion_objection"),
    ("objection_is_ruled_on_by_another", Ask.RECORDED, "objected", RULING.format(by=":secretary")),
    ("objection_is_ruled_on_by_another", Ask.RECORDED, "objected", RULING.format(by=":named")),
    ("objection_is_ruled_on_by_another", Ask.RECORDED, "objected after the call", RULING.format(by=":chair")),
    ("objection_ruling_is_append_only", Ask.RECORDED, "ruled", "UPDATE objection_ruling SET has_vote = false"),
    ("objection_ruling_is_append_only", Ask.RECORDED, "ruled", "DELETE FROM objection_ruling"),
    ("division_departure_is_append_only", Ask.RECORDED, "left", "UPDATE division_departure SET left_at = :before"),
    ("division_departure_is_append_only", Ask.RECORDED, "left", "DELETE FROM division_departure"),
    ("departure_rests_on_ones_own_word", Ask.RECORDED, "left", LEFT.format(person=":other", at=":during")),
    ("departure_rests_on_ones_own_word", Ask.RECORDED, "declared late", LEFT.format(person=":left", at=":closes")),
    ("who_has_voted_stays", Ask.RECORDED, "voted", LEFT.format(person=":left", at=":during")),
    ("who_has_voted_stays", Ask.SECRET, "voted", LEFT.format(person=":left", at=":during")),
    ("who_left_gives_no_vote", Ask.RECORDED, "left", MARK),
]  # fmt: skip


def come_to(assembly: Assembly, motion: Motion, ask: Ask, stage: str) -> Division | None:
    """Bring a motion as far as a stage."""
    session, chamber, named = assembly.session, assembly.chamber, assembly.members[3]
    left = assembly.members[0]
    if stage in ("objected", "ruled", "objected after the call"):
        assembly.named_before(motion, named)
        division = assembly.call(motion) if stage == "objected after the call" else None
        interests.object_to(session, motion.id, "No.", chamber.own(named, DURING if division else AT))
        if stage == "ruled":
            deed = chamber.deed(chamber.chair)
            interests.rule_on(session, motion.id, named, deed, has_vote=True, reason="So.")
        return division
    division = assembly.call(motion, ask)
    if stage == "declared late":
        departures.declare(session, motion.id, "So.", chamber.own(left, division.closes_at))
        return division
    if stage == "voted":
        cast(assembly, division, [1], left) if ask is Ask.SECRET else assembly.vote(division, left, FOR)
    departures.declare(session, motion.id, "So.", chamber.own(left, DURING))
    return division


@pytest.mark.invariant("INV-17", "INV-33", by="database")
@pytest.mark.parametrize(("guard", "ask", "stage", "statement"), ATTEMPTS)
def test_what_must_never_be_true_is_refused_by_name(
    session: Session, assembly: Assembly, guard: str, ask: Ask, stage: str, statement: str
) -> None:
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    division = come_to(assembly, motion, ask, stage)
    chamber, zone = assembly.chamber, "" if session.get_bind().dialect.name == "sqlite" else "+00"
    ids = {
        "motion": motion.id,
        "left": assembly.members[0],
        "other": assembly.members[1],
        "named": assembly.members[3],
        "chair": chamber.chair.person_id,
        "secretary": chamber.secretary.person_id,
    } | ({"division": division.id, "roll": division.roll_id} if division else {})
    instants = {"during": DURING + A_SECOND, "before": AT, "closes": division.closes_at if division else AT}
    for name, at in instants.items():
        statement = statement.replace(f":{name}", f"'{at:%Y-%m-%d %H:%M:%S.%f}{zone}'")
    used = {name: one.hex for name, one in ids.items() if one is not None and f":{name}" in statement}

    ensure_refused(session, guard, statement, used)


def test_every_guard_of_interests_is_met_by_name() -> None:
    met = {guard for guard, *_ in ATTEMPTS}

    guards = {guard for guards in MIGRATION.GUARDS.values() for guard in guards}
    assert met >= guards
    assert DEPARTURES <= guards <= {*GUARDS, *DEPARTURES}


@pytest.mark.parametrize("table", ["motion_interest", "motion_objection", "objection_ruling", "division_departure"])
def test_what_was_declared_is_not_emptied(session: Session, assembly: Assembly, table: str) -> None:
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.FRANCHISE))
    come_to(assembly, motion, Ask.RECORDED, "left" if table == "division_departure" else "ruled")

    ensure_refused(session, of_any(MIGRATION.GUARDS), emptied(session, table))
