"""Whoever is named in a motion and cannot be written to is told by a second officer, and has their days from then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.agenda import withdrawing
from govern.consequences import naming
from govern.consequences.held import held_about
from govern.core.actors import Actor, Role
from govern.interests import namings, tellings
from govern.interests import queries as interest_queries
from govern.interests.refusals import (
    AlreadyCalled,
    MotionDecided,
    NobodyToTell,
    NotTheirsToTakeBack,
    NotToldYet,
    TellsOwnNaming,
    TimeToObject,
)
from govern.interests.telling_models import NamedByWord, UnsentNaming
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import AboutWhat, Came, Ground, Kind, Part, Way
from govern.rolls.models import Roll
from tests.calendar import A_DAY, A_SECOND, AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.makers.motions import in_question
from tests.raw import emptied, ensure_refused

# Three working days after the telling, in London: it is told on Friday 5 June.
TOLD_AT = AT + A_DAY * 4
FIRST_DAY = datetime(2026, 6, 10, 23, 0, tzinfo=AT.tzinfo)


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    return assembled(gm_quorum=ONE_IS_ENOUGH)


@pytest.fixture
def hermit(make: Make, assembly: Assembly) -> UUID:
    """A member whom neither mail nor post reaches."""
    person = make.person(postal_address=None).id
    return make.membership(person_id=person, constituency_id=assembly.chamber.home.id).person_id


def put_in(assembly: Assembly, person: UUID, way: Way = Way.BALLOT) -> Motion:
    """Return a motion in which the secretary named somebody whom it is about."""
    chamber = assembly.chamber
    proposal = chamber.proposal(way=way)
    motion = chamber.moved(proposal) if way is Way.MEETING else chamber.on_the_agenda(proposal)
    naming.name_concern(assembly.session, motion.id, in_question(person), chamber.deed())
    return motion


def told(assembly: Assembly, motion: Motion, person: UUID, *, at: datetime = TOLD_AT) -> list[NamedByWord]:
    """Let the chair tell somebody by telephone."""
    deed = assembly.chamber.deed(assembly.chamber.chair, at)
    return tellings.tell(assembly.session, motion.id, person, Came.TELEPHONE, deed)


@pytest.mark.invariant("INV-02", "INV-33")
@pytest.mark.parametrize("way", [Way.BALLOT, Way.WRITTEN])
def test_no_vote_is_called_before_whom_nothing_reaches_was_told_however_long_that_takes(
    assembly: Assembly, hermit: UUID, way: Way
) -> None:
    motion = put_in(assembly, hermit, way)

    with pytest.raises(NotToldYet, match="their time to object has not begun"):
        assembly.call(motion, at=AT + A_DAY * 90)
    told(assembly, motion, hermit)
    with pytest.raises(TimeToObject):
        assembly.call(motion, at=FIRST_DAY - A_SECOND)

    assert assembly.call(motion, at=FIRST_DAY).id


def test_whom_a_letter_reaches_needs_no_telling(session: Session, assembly: Assembly) -> None:
    motion = put_in(assembly, assembly.members[3])

    assert session.query(UnsentNaming).count() == 0
    with pytest.raises(NobodyToTell, match="they were written to"):
        told(assembly, motion, assembly.members[3])
    assert assembly.call(motion, at=AT + A_DAY * 5).id


def test_whoever_is_told_has_until_the_days_from_then_have_passed_and_reads_so(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    motion = put_in(assembly, hermit)
    before = namings.open_to_objection(session, motion, hermit, at=AT + A_DAY * 2)
    told(assembly, motion, hermit)

    after = namings.open_to_objection(session, motion, hermit, at=AT + A_DAY * 9)

    assert [one["told_by_way"] for one in held_about(session, hermit)["told_of_being_named"]] == ["telephone"]
    assert before == TODAY + timedelta(7)
    assert after == TODAY + timedelta(9)
    assert tellings.untold(session, motion.id) == frozenset()


@pytest.mark.invariant("INV-02")
def test_another_than_who_named_them_tells_and_nobody_tells_twice(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    motion = put_in(assembly, hermit)
    secretary = assembly.chamber.deed()
    own = assembly.chamber.deed(Actor(person_id=hermit, roles=frozenset({Role.CHAIR})))

    for deed in (secretary, own):
        with pytest.raises(TellsOwnNaming, match="Let another who holds the office of chair or secretary"):
            tellings.tell(session, motion.id, hermit, Came.IN_PERSON, deed)
    assert session.query(NamedByWord).count() == 0
    told(assembly, motion, hermit)
    with pytest.raises(NobodyToTell):
        told(assembly, motion, hermit)


def test_whoever_is_named_on_another_ground_later_is_told_anew(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(way=Way.BALLOT, kind=Kind.FRANCHISE))
    about = in_question(hermit, what=AboutWhat.FRANCHISE)
    naming.name_concern(session, motion.id, about, assembly.chamber.deed())
    told(assembly, motion, hermit)
    later = assembly.chamber.deed(at=TOLD_AT)
    naming.name(session, motion.id, hermit, Ground.POWER, "Their place hangs on it.", later)

    parts = interest_queries.told_by_word(session, motion.id)

    assert {part: at is None for (_person, part), at in parts.items()} == {Part.CONCERN: False, Part.INTEREST: True}
    with pytest.raises(NotToldYet):
        assembly.call(motion, at=FIRST_DAY + A_DAY * 9)


def test_what_is_taken_back_or_agreed_to_waits_for_nobody(session: Session, assembly: Assembly, hermit: UUID) -> None:
    agreed, taken_back = put_in(assembly, hermit), put_in(assembly, hermit)

    namings.agree(session, agreed.id, assembly.chamber.own(hermit))
    namings.take_back(session, taken_back.id, hermit, Part.CONCERN, assembly.chamber.deed())

    assert assembly.call(agreed).id
    assert assembly.call(taken_back).id
    with pytest.raises(AlreadyCalled):
        told(assembly, agreed, hermit)


@pytest.mark.invariant("INV-33")
def test_the_secretary_takes_back_what_nobody_was_told_so_that_one_word_stops_no_vote(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    chamber, by_the_chair = assembly.chamber, []
    for _ in range(2):
        motion = chamber.on_the_agenda(chamber.proposal(way=Way.BALLOT))
        naming.name_concern(session, motion.id, in_question(hermit), chamber.deed(chamber.chair))
        by_the_chair.append(motion)
    first, second = by_the_chair
    with pytest.raises(NotToldYet, match="let the chair or the secretary take the naming back"):
        assembly.call(first, at=AT + A_DAY * 90)

    namings.take_back(session, first.id, hermit, Part.CONCERN, chamber.deed(at=TOLD_AT))
    tellings.tell(session, second.id, hermit, Came.TELEPHONE, chamber.deed(at=TOLD_AT))

    assert assembly.call(first, at=TOLD_AT).id
    with pytest.raises(NotTheirsToTakeBack, match="Whoever named somebody takes it back, or the chair"):
        namings.take_back(session, second.id, hermit, Part.CONCERN, chamber.deed(at=TOLD_AT))


def test_nobody_takes_back_their_own_naming_nor_one_of_which_a_letter_told(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    chamber, by_post = assembly.chamber, assembly.members[3]
    motion = chamber.on_the_agenda(chamber.proposal(way=Way.BALLOT))
    for one in (hermit, by_post):
        naming.name_concern(session, motion.id, in_question(one), chamber.deed(chamber.chair))
    own = chamber.deed(Actor(person_id=hermit, roles=frozenset({Role.SECRETARY})))

    for person, deed in ((hermit, own), (by_post, chamber.deed())):
        with pytest.raises(NotTheirsToTakeBack):
            namings.take_back(session, motion.id, person, Part.CONCERN, deed)


@pytest.mark.parametrize("way", [Way.BALLOT, Way.WRITTEN])
def test_whoever_has_no_vote_anyway_holds_nothing_up(
    session: Session, make: Make, assembly: Assembly, way: Way
) -> None:
    stranger = make.person(postal_address=None).id

    motion = put_in(assembly, stranger, way)

    assert assembly.call(motion, at=AT + A_DAY).id


@pytest.mark.invariant("INV-33")
def test_whoever_left_since_but_stands_on_the_roll_of_the_vote_is_waited_for(
    session: Session, make: Make, assembly: Assembly
) -> None:
    person = make.person(postal_address=None).id
    home = assembly.chamber.home.id
    make.membership(person_id=person, constituency_id=home, valid_to=TODAY + timedelta(2))
    motion = put_in(assembly, person)

    with pytest.raises(NotToldYet):
        assembly.call(motion, at=AT + A_DAY * 5, roll_date=TODAY)
    assert assembly.call(motion, at=AT + A_DAY * 5, roll_date=TODAY + timedelta(2)).id


def test_at_a_meeting_people_are_there_and_nobody_is_told_beforehand(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    motion = put_in(assembly, hermit, Way.MEETING)

    assert session.query(UnsentNaming).count() == 0
    assert assembly.call(motion, at=AT + A_DAY).id


def test_once_it_is_decided_nobody_is_told_any_more(session: Session, assembly: Assembly, hermit: UUID) -> None:
    motion = put_in(assembly, hermit)
    withdrawing.withdraw(session, motion.id, assembly.chamber.own(assembly.members[0], note="We found a better way."))

    with pytest.raises(MotionDecided):
        told(assembly, motion, hermit)


@pytest.mark.invariant("INV-02", by="database")
def test_what_was_told_stays_and_another_than_who_named_told_it(
    session: Session, assembly: Assembly, hermit: UUID
) -> None:
    motion = put_in(assembly, hermit)
    key = {"motion_id": motion.id, "person_id": hermit, "part": Part.CONCERN, "told_at": AT}
    for by, guard in (
        (assembly.chamber.secretary.person_id, "another_than_who_named_tells"),
        (hermit, "is_told_by_another"),
    ):
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            kept(session, NamedByWord(told_by_way=Came.TELEPHONE, told_by=by, **key))
    told(assembly, motion, hermit)

    for table in ("named_by_word", "unsent_naming"):
        ensure_refused(session, f"{table}_is_append_only", f"UPDATE {table} SET part = 'interest'")
        ensure_refused(session, r"\w+_is_append_only|FOREIGN KEY", emptied(session, table))


@pytest.mark.invariant("INV-33", by="database")
@pytest.mark.parametrize(("hours", "is_refused"), [(None, True), (22, True), (24, False)])
def test_nobody_is_barred_whom_nothing_reached_and_who_was_told_only_in_the_hours_before_the_call(
    session: Session, make: Make, assembly: Assembly, hermit: UUID, hours: int | None, *, is_refused: bool
) -> None:
    motion = put_in(assembly, hermit)
    called_at = TOLD_AT + (hours or 0) * AN_HOUR
    if hours is not None:
        told(assembly, motion, hermit)
    roll = kept(session, Roll(roll_date=TODAY, salt="00" * 32))
    division = Division(
        motion_id=motion.id, n=1, text_version=1, ask="recorded", call=1, is_confirming=False, is_binding=True,
        majority="ordinary", rule_set_id=make.rules().id, roll_id=roll.id, members=6,
        called_by=assembly.members[0], called_at=called_at, opens_at=called_at, closes_at=called_at + A_DAY,
    )  # fmt: skip
    kept(session, division)
    barred = "INSERT INTO division_bar (division_id, person_id, bar) VALUES (:division, :named, 'in_question')"
    facts = {"division": division.id.hex, "named": hermit.hex}

    if is_refused:
        ensure_refused(session, "whoever_nothing_reached_was_told", barred, facts)
    else:
        session.execute(text(barred), facts)
