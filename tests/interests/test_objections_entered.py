"""Whoever is named in a motion and cannot sign in: an officer enters their objection, and another rules on it."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from govern.agenda import withdrawing
from govern.audit.models import JournalEntry
from govern.consequences import naming
from govern.constitution.rules import Body
from govern.core.actors import Actor, Role
from govern.core.errors import Refusal
from govern.interests import concerns, namings, objecting
from govern.interests import models as interest_models
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests.models import ObjectionEntered
from govern.interests.objecting import Relayed
from govern.interests.refusals import (
    InterestUnsaid,
    MotionDecided,
    NobodyNamedThem,
    ObjectedAlready,
    ObjectionDayNotPossible,
    ObjectionIsOnesOwn,
    ObjectionOnRecord,
    ObjectionWaits,
    RulesOnOwnNaming,
    TimeToObject,
)
from govern.jobs.models import LetterToPrint, OutgoingMail
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Came, Part, Way
from govern.rolls.models import Roll
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.interests.test_namings import FIRST_DAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import FOR, ONE_IS_ENOUGH, Assembly
from tests.makers.motions import in_question
from tests.raw import emptied, ensure_refused, of_any

MIGRATION = import_module("migrations.versions.0059_whoever_cannot_sign_in_is_heard")
LETTERS = select(LetterToPrint)
SAID = "I have no firm, and want no lease."
ENTERED = (
    "INSERT INTO objection_entered (motion_id, person_id, came_on, came_by, reason, entered_by, entered_at, salt)"
    " VALUES (:motion, {person}, '{on}', '{by}', '{reason}', {entered_by}, :at, 'salt')"
)
RIGHT = {"person": ":named", "on": TODAY, "by": "paper", "reason": "No.", "entered_by": ":chair"}


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are."""
    return assembled(gm_quorum=ONE_IS_ENOUGH)


def relayed(**facts: Any) -> Relayed:
    """Return what somebody said on the telephone today."""
    usual: dict[str, Any] = {"reason": SAID, "came_on": TODAY, "came_by": Came.TELEPHONE}
    return Relayed(**usual | facts)


def about_one(assembly: Assembly, way: Way = Way.BALLOT) -> Motion:
    """Return a motion that can be voted on, in which the secretary named the fourth member."""
    proposal = assembly.chamber.proposal(way=way)
    is_at_meeting = way is Way.MEETING
    motion = assembly.chamber.moved(proposal) if is_at_meeting else assembly.chamber.on_the_agenda(proposal)
    concerns.name_concern(assembly.session, motion.id, in_question(assembly.members[3]), assembly.chamber.deed())
    return motion


def enter(assembly: Assembly, motion: Motion, by: Actor | None = None, **facts: Any) -> ObjectionEntered:
    """Let an officer, usually the secretary, enter the objection of the fourth member."""
    deed = assembly.chamber.deed(by, facts.pop("at", AT))
    return naming.enter_objection(assembly.session, motion.id, assembly.members[3], relayed(**facts), deed)


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize("by", ["secretary", "chair"])
def test_an_objection_by_telephone_holds_up_the_vote_until_another_than_who_named_rules(
    session: Session, assembly: Assembly, by: str
) -> None:
    motion, about, chamber = about_one(assembly), assembly.members[3], assembly.chamber

    enter(assembly, motion, getattr(chamber, by))

    with pytest.raises(ObjectionWaits):
        assembly.call(motion, at=FIRST_DAY)
    with pytest.raises(RulesOnOwnNaming):
        interests.rule_on(session, motion.id, about, chamber.deed(), has_vote=False, reason="So.")
    with pytest.raises(RulesOnOwnNaming):
        interests.rule_on(session, motion.id, about, chamber.own(about), has_vote=True, reason="So.")
    naming.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=True, reason="There is no firm.")
    assert about in assembly.roll(assembly.call(motion))


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize("way", [Way.BALLOT, Way.WRITTEN])
def test_two_officers_cut_no_days_short_by_entering_an_objection_and_ruling_on_it(
    session: Session, assembly: Assembly, way: Way
) -> None:
    motion, about, chamber = about_one(assembly, way), assembly.members[3], assembly.chamber
    enter(assembly, motion)
    interests.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=False, reason="So.")

    with pytest.raises(TimeToObject):
        assembly.call(motion, at=FIRST_DAY - A_SECOND)

    assert about not in assembly.roll(assembly.call(motion, at=FIRST_DAY))


def test_at_a_meeting_a_ruling_on_what_somebody_said_in_the_room_is_enough(
    session: Session, assembly: Assembly
) -> None:
    motion, about, chamber = about_one(assembly, Way.MEETING), assembly.members[3], assembly.chamber
    enter(assembly, motion, came_by=Came.IN_PERSON)

    interests.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=False, reason="So.")

    assert about not in assembly.roll(assembly.call(motion))


@pytest.mark.parametrize("reach", ["post", "e-mail"])
def test_whoever_objects_is_sent_what_was_entered_and_it_is_in_the_journal_without_its_words(
    session: Session, make: Make, assembly: Assembly, reach: str
) -> None:
    person = make.person(email="asha@example.org") if reach == "e-mail" else make.person()
    about = make.membership(person_id=person.id, constituency_id=assembly.chamber.home.id).person_id
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT))
    naming.name_concern(session, motion.id, in_question(about), assembly.chamber.deed())

    naming.enter_objection(session, motion.id, about, relayed(), assembly.chamber.deed())

    letters = session.scalars(select(OutgoingMail)).all() if reach == "e-mail" else session.scalars(LETTERS).all()
    told, heard = sorted((one.body or "" for one in letters), key=lambda body: SAID in body)
    assert ("They enter it." in told) is (reach == "post")
    assert "This came to us on Monday 1 June 2026, by telephone, and is on record." in heard
    assert f"“{SAID}”" in heard
    assert "Somebody who did not name you rules on it" in heard
    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "motion.objection_entered")).one()
    assert SAID not in str(entry.facts)
    assert entry.facts["came_by"] == "telephone"
    assert entry.content_digest in {digest for _, digest in interest_queries.contents(session)}


@pytest.mark.parametrize(
    ("came_on", "is_possible"),
    [(TODAY - A_DAY, False), (TODAY, True), (TODAY + A_DAY, True), (TODAY + 2 * A_DAY, False)],
    ids=["before they were named", "on that day", "today", "tomorrow"],
)
def test_an_objection_came_from_the_day_of_the_naming_to_today(
    session: Session, assembly: Assembly, came_on: date, *, is_possible: bool
) -> None:
    motion, at = about_one(assembly), AT + A_DAY

    if is_possible:
        assert enter(assembly, motion, at=at, came_on=came_on).came_on == came_on
        return
    with pytest.raises(ObjectionDayNotPossible) as refused:
        enter(assembly, motion, at=at, came_on=came_on)

    assert str(refused.value) == (
        "They were named on Monday 1 June 2026. Enter the day on which the objection came, from that day to today."
    )
    assert session.scalars(select(ObjectionEntered)).all() == []


def objected_themselves(assembly: Assembly, motion: Motion) -> None:
    interests.object_to(assembly.session, motion.id, "No.", assembly.chamber.own(assembly.members[3]))


def entered_before(assembly: Assembly, motion: Motion) -> None:
    enter(assembly, motion)


def taken_back(assembly: Assembly, motion: Motion) -> None:
    namings.take_back(assembly.session, motion.id, assembly.members[3], Part.CONCERN, assembly.chamber.deed())


def withdrawn(assembly: Assembly, motion: Motion) -> None:
    leave, chamber = assembly.make.decision(body=Body.GENERAL_MEETING), assembly.chamber
    withdrawing.withdraw(assembly.session, motion.id, chamber.deed(chamber.chair, note="So."), leave_id=leave.id)


@pytest.mark.parametrize(
    ("before", "refusal", "words"),
    [
        (objected_themselves, ObjectionOnRecord, "An objection of this person is on record, and stays as it is."),
        (entered_before, ObjectionOnRecord, "An objection of this person is on record"),
        (taken_back, NobodyNamedThem, "is not named in this motion by another, or no longer"),
        (withdrawn, MotionDecided, "This motion is decided or at an end"),
    ],
)
def test_nothing_is_entered_beside_an_objection_or_where_there_is_nothing_to_object_to(
    session: Session,
    assembly: Assembly,
    before: Callable[[Assembly, Motion], None],
    refusal: type[Refusal],
    words: str,
) -> None:
    motion = about_one(assembly, Way.MEETING)
    before(assembly, motion)
    known = session.scalars(select(ObjectionEntered)).all()

    with pytest.raises(refusal, match=words):
        enter(assembly, motion, reason="Something else.")

    assert session.scalars(select(ObjectionEntered)).all() == known


@pytest.mark.parametrize("reason", ["  ", "x" * 501])
def test_an_objection_that_is_entered_says_why(session: Session, assembly: Assembly, reason: str) -> None:
    motion = about_one(assembly)

    with pytest.raises(InterestUnsaid):
        enter(assembly, motion, reason=reason)

    assert session.scalars(select(ObjectionEntered)).all() == []


def test_an_officer_who_is_named_objects_in_their_own_words(session: Session, assembly: Assembly) -> None:
    motion, about = about_one(assembly), assembly.members[3]
    officer = Actor(person_id=about, roles=frozenset({Role.SECRETARY}))

    with pytest.raises(ObjectionIsOnesOwn, match="You object on a page of your own"):
        objecting.enter(session, motion.id, about, relayed(), assembly.chamber.deed(officer))

    assert session.scalars(select(ObjectionEntered)).all() == []


def test_what_an_officer_entered_keeps_nobody_from_their_own_words(session: Session, assembly: Assembly) -> None:
    motion, about, own = about_one(assembly), assembly.members[3], assembly.chamber.own
    enter(assembly, motion, reason="They say they would like the lease.")

    interests.object_to(session, motion.id, SAID, own(about))

    assert [one.reason for one in interest_queries.waiting(session, motion.id)] == [SAID]
    assert [one.reason for one in interest_queries.unruled(session)] == [SAID]
    with pytest.raises(ObjectedAlready):
        namings.agree(session, motion.id, own(about))


def test_what_came_after_the_call_is_held_against_the_margin(session: Session, assembly: Assembly) -> None:
    motion, about = about_one(assembly, Way.MEETING), assembly.members[3]
    namings.agree(session, motion.id, assembly.chamber.own(about))
    division = assembly.call(motion)
    assembly.votes(division, {assembly.members[0]: FOR})

    enter(assembly, motion, at=AT + AN_HOUR, came_by=Came.PAPER)

    doubts = assembly.declare(division).sums["doubts"]
    assert (doubts["objected"], doubts["could_differ"]) == (1, True)


ATTEMPTS = [
    ("objection_entered_is_to_a_naming", ENTERED.format(**RIGHT | {"person": ":other"})),
    ("objection_came_before_it_was_entered", ENTERED.format(**RIGHT | {"on": TODAY + 2 * A_DAY})),
    ("ck_objection_entered_is_entered_by_another", ENTERED.format(**RIGHT | {"entered_by": ":named"})),
    ("ck_objection_entered_came_by_is_known", ENTERED.format(**RIGHT | {"by": "rumour"})),
    ("ck_objection_entered_says_why", ENTERED.format(**RIGHT | {"reason": ""})),
    ("objection_entered_is_append_only", "UPDATE objection_entered SET reason = 'Yes.'"),
    ("objection_entered_is_append_only", "DELETE FROM objection_entered"),
]


@pytest.mark.invariant("INV-33", by="database")
@pytest.mark.parametrize(("guard", "statement"), ATTEMPTS)
def test_what_must_never_be_true_of_an_entered_objection_is_refused_by_name(
    session: Session, assembly: Assembly, guard: str, statement: str
) -> None:
    motion, zone = about_one(assembly), "" if session.get_bind().dialect.name == "sqlite" else "+00"
    if not statement.startswith("INSERT"):
        enter(assembly, motion)
    statement = statement.replace(":at", f"'{AT:%Y-%m-%d %H:%M:%S.%f}{zone}'")
    ids = {
        "motion": motion.id,
        "named": assembly.members[3],
        "other": assembly.members[1],
        "chair": assembly.chamber.chair.person_id,
    }
    used = {name: one.hex for name, one in ids.items() if one is not None and f":{name}" in statement}

    ensure_refused(session, guard, statement, used)


@pytest.mark.invariant("INV-33", by="database")
def test_no_vote_is_called_over_an_objection_that_was_entered(session: Session, assembly: Assembly) -> None:
    first, motion = assembly.call(assembly.chamber.moved()), about_one(assembly)
    enter(assembly, motion)
    columns = "n, text_version, ask, call, is_confirming, is_binding, majority, rule_set_id, members, called_by"
    columns += ", called_at, opens_at, closes_at"

    ensure_refused(
        session,
        "objection_is_ruled_on_before_the_vote",
        f"INSERT INTO division (id, motion_id, roll_id, {columns})"
        f" SELECT :motion, :motion, roll_id, {columns} FROM division WHERE id = :first",
        {"motion": motion.id.hex, "first": first.id.hex},
    )


@pytest.mark.invariant("INV-33", by="database")
@pytest.mark.parametrize(("is_own", "is_refused"), [(False, True), (True, False)])
def test_a_ruling_on_what_an_officer_entered_settles_no_naming_of_the_same_day(
    session: Session, make: Make, assembly: Assembly, *, is_own: bool, is_refused: bool
) -> None:
    motion, about, chamber = about_one(assembly), assembly.members[3], assembly.chamber
    enter(assembly, motion)
    if is_own:
        objected_themselves(assembly, motion)
    interests.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=False, reason="So.")
    roll = kept(session, Roll(roll_date=TODAY, salt="00" * 32))
    division = kept(session, Division(
        motion_id=motion.id, n=1, text_version=1, ask="recorded", call=1, is_confirming=False, is_binding=True,
        majority="ordinary", rule_set_id=make.rules().id, roll_id=roll.id, members=6,
        called_by=assembly.members[0], called_at=AT, opens_at=AT, closes_at=AT + A_DAY,
    ))  # fmt: skip
    barred = "INSERT INTO division_bar (division_id, person_id, bar) VALUES (:division, :named, 'in_question')"
    facts = {"division": division.id.hex, "named": about.hex}

    if is_refused:
        ensure_refused(session, "naming_leaves_time_to_object", barred, facts)
    else:
        session.execute(text(barred), facts)


def test_every_guard_of_entered_objections_is_met_by_name() -> None:
    assert set(MIGRATION.GUARDS["objection_entered"]) <= set(interest_models.GUARDS)
    assert {guard for guard, _ in ATTEMPTS} >= set(MIGRATION.GUARDS["objection_entered"])


def test_what_was_entered_is_not_emptied(session: Session, assembly: Assembly) -> None:
    enter(assembly, about_one(assembly))

    ensure_refused(session, of_any(MIGRATION.GUARDS), emptied(session, "objection_entered"))
