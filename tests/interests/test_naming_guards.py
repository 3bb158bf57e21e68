"""What the database refuses of who is named in a motion, even to somebody who writes SQL past the services."""

from importlib import import_module

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from govern.interests import concerns, namings
from govern.interests import models as interest_models
from govern.interests import service as interests
from govern.motions.division_models import Division
from govern.motions.models import GUARDS, Motion
from govern.motions.rules import Kind, Part, Way
from govern.rolls.models import Roll
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.makers.motions import in_question
from tests.raw import emptied, ensure_refused, of_any

MIGRATION = import_module("migrations.versions.0055_who_is_named_in_a_motion_is_heard")
CONCERN = (
    "INSERT INTO motion_concern (motion_id, person_id, concern, named_by, named_at, about_what, extent)"
    " VALUES (:motion, :other, '{concern}', :secretary, :at, {what}, {extent})"
)
RULING = (
    "INSERT INTO objection_ruling (motion_id, person_id, has_vote, reason, ruled_by, ruled_at, salt)"
    " VALUES (:motion, {person}, false, 'So.', :chair, :at, 'salt')"
)
AGREEMENT = "INSERT INTO naming_agreement (motion_id, person_id, agreed_at) VALUES (:motion, :other, :at)"
BACK = (
    "INSERT INTO naming_taken_back (motion_id, person_id, part, taken_back_by, taken_back_at)"
    " VALUES (:motion, {person}, 'concern', :chair, :at)"
)
PLAIN = {"concern": "in_question", "what": "'contract'", "extent": "'So.'"}

# (guard, in what way it is decided, how far it has come, what is tried)
ATTEMPTS = [
    ("naming_tells_its_ground", Way.BALLOT, "named", CONCERN.format(**PLAIN | {"what": "NULL"})),
    ("naming_tells_its_ground", Way.BALLOT, "named", CONCERN.format(**PLAIN | {"extent": "''"})),
    ("naming_tells_its_ground", Way.BALLOT, "named", CONCERN.format(**PLAIN | {"extent": "NULL"})),
    ("motion_is_about_whom_its_matter_has", Way.BALLOT, "named", CONCERN.format(**PLAIN | {"what": "'expulsion'"})),
    ("motion_is_about_whom_its_matter_has", Way.BALLOT, "named", CONCERN.format(**PLAIN | {"what": "'franchise'"})),
    ("ruling_answers_a_naming", Way.BALLOT, "named", RULING.format(person=":named")),
    ("ruling_answers_a_naming", Way.MEETING, "named", RULING.format(person=":other")),
    ("agreement_is_to_a_naming", Way.BALLOT, "named", AGREEMENT),
    ("naming_agreement_is_append_only", Way.BALLOT, "agreed", "UPDATE naming_agreement SET agreed_at = :later"),
    ("naming_agreement_is_append_only", Way.BALLOT, "agreed", "DELETE FROM naming_agreement"),
    ("naming_is_taken_back_before_the_vote", Way.BALLOT, "named", BACK.format(person=":other")),
    ("naming_is_taken_back_before_the_vote", Way.BALLOT, "called", BACK.format(person=":named")),
    ("naming_taken_back_is_append_only", Way.BALLOT, "taken back", "UPDATE naming_taken_back SET part = 'interest'"),
    ("naming_taken_back_is_append_only", Way.BALLOT, "taken back", "DELETE FROM naming_taken_back"),
]  # fmt: skip


def come_to(assembly: Assembly, way: Way, stage: str) -> Motion:
    """Bring a motion in which somebody is named as far as a stage."""
    chamber, named = assembly.chamber, assembly.members[3]
    motion = chamber.on_the_agenda(chamber.proposal(way=way))
    concerns.name_concern(assembly.session, motion.id, in_question(named), chamber.deed())
    if stage in ("agreed", "called"):
        namings.agree(assembly.session, motion.id, chamber.own(named))
    if stage == "called":
        assembly.call(motion)
    if stage == "taken back":
        namings.take_back(assembly.session, motion.id, named, Part.CONCERN, chamber.deed())
    return motion


@pytest.mark.invariant("INV-17", "INV-33", by="database")
@pytest.mark.parametrize(("guard", "way", "stage", "statement"), ATTEMPTS)
def test_what_must_never_be_true_of_a_naming_is_refused_by_name(
    session: Session, assembly: Assembly, guard: str, way: Way, stage: str, statement: str
) -> None:
    motion, zone = come_to(assembly, way, stage), "" if session.get_bind().dialect.name == "sqlite" else "+00"
    for name, at in {":at": AT + A_SECOND, ":later": AT + A_DAY}.items():
        statement = statement.replace(name, f"'{at:%Y-%m-%d %H:%M:%S.%f}{zone}'")
    ids = {
        "motion": motion.id,
        "named": assembly.members[3],
        "other": assembly.members[1],
        "chair": assembly.chamber.chair.person_id,
        "secretary": assembly.chamber.secretary.person_id,
    }
    used = {name: one.hex for name, one in ids.items() if one is not None and f":{name}" in statement}

    ensure_refused(session, guard, statement, used)


@pytest.mark.invariant("INV-33", by="database")
@pytest.mark.parametrize("way", [Way.BALLOT, Way.WRITTEN])
@pytest.mark.parametrize(("hours", "is_refused"), [(0, True), (22, True), (24, False)])
def test_nobody_is_barred_outside_a_meeting_who_was_named_in_the_hours_before_the_call(
    session: Session, make: Make, assembly: Assembly, way: Way, hours: int, *, is_refused: bool
) -> None:
    motion, called_at = come_to(assembly, way, "named"), AT + hours * AN_HOUR
    roll = kept(session, Roll(roll_date=TODAY, salt="00" * 32))
    division = Division(
        motion_id=motion.id, n=1, text_version=1, ask="recorded", call=1, is_confirming=False, is_binding=True,
        majority="ordinary", rule_set_id=make.rules().id, roll_id=roll.id, members=6,
        called_by=assembly.members[0], called_at=called_at, opens_at=called_at, closes_at=called_at + A_DAY,
    )  # fmt: skip
    kept(session, division)
    barred = "INSERT INTO division_bar (division_id, person_id, bar) VALUES (:division, :named, 'in_question')"
    facts = {"division": division.id.hex, "named": assembly.members[3].hex}

    if is_refused:
        ensure_refused(session, "naming_leaves_time_to_object", barred, facts)
    else:
        session.execute(text(barred), facts)


@pytest.mark.invariant("INV-33", by="database")
def test_no_vote_is_called_while_an_objection_waits(session: Session, assembly: Assembly) -> None:
    chamber, named = assembly.chamber, assembly.members[3]
    first = assembly.call(chamber.moved(chamber.proposal(kind=Kind.FRANCHISE)))
    motion = come_to(assembly, Way.MEETING, "named")
    chamber.noticed(motion)
    interests.object_to(session, motion.id, "No.", chamber.own(named))
    columns = "n, text_version, ask, call, is_confirming, is_binding, majority, rule_set_id, members, called_by"
    columns += ", called_at, opens_at, closes_at"

    ensure_refused(
        session,
        "objection_is_ruled_on_before_the_vote",
        f"INSERT INTO division (id, motion_id, roll_id, {columns})"
        f" SELECT :motion, :motion, roll_id, {columns} FROM division WHERE id = :first",
        {"motion": motion.id.hex, "first": first.id.hex},
    )


def test_every_guard_of_namings_is_met_by_name() -> None:
    met = {guard for guard, *_ in ATTEMPTS} | {"objection_is_ruled_on_before_the_vote", "naming_leaves_time_to_object"}

    assert {guard for guards in MIGRATION.GUARDS.values() for guard in guards} == met
    assert met <= {*GUARDS, *interest_models.GUARDS}


@pytest.mark.parametrize(("table", "stage"), [("naming_agreement", "agreed"), ("naming_taken_back", "taken back")])
def test_what_was_said_of_a_naming_is_not_emptied(session: Session, assembly: Assembly, table: str, stage: str) -> None:
    come_to(assembly, Way.BALLOT, stage)

    ensure_refused(session, of_any(MIGRATION.GUARDS), emptied(session, table))
