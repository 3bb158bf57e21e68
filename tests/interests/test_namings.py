"""Who is named in a motion by another: on a ground of its matter, heard before the vote, and named no more if wrong."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service, withdrawing
from govern.audit.models import JournalEntry
from govern.consequences import naming
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import Body
from govern.core.actors import Actor, Role
from govern.core.errors import Refusal
from govern.interests import concerns, namings
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests.concerns import About
from govern.interests.models import NamingAgreement
from govern.interests.refusals import (
    AgreedAlready,
    AlreadyCalled,
    InterestUnsaid,
    MotionAboutNobody,
    MotionDecided,
    NamedBefore,
    NamedToday,
    NamingStays,
    NobodyNamedThem,
    NoObjection,
    NotCloseOnRecord,
    NotInRegister,
    NotTheirsToTakeBack,
    ObjectedAlready,
    TimeToObject,
)
from govern.jobs.models import OutgoingMail
from govern.motions import queries
from govern.motions.models import Motion, NamingTakenBack
from govern.motions.refusals import NobodyApplies, NobodyConcerned
from govern.motions.rules import AboutWhat, Bar, Concern, Ground, Kind, Part, Way
from govern.register import interests as register_of_interests
from govern.register.connection_rules import ConnectionKind
from govern.register.interest_rules import Declared, Nature
from tests.calendar import A_DAY, A_SECOND, AT, LONG_BEFORE
from tests.make import Make
from tests.makers.assembly import FOR, ONE_IS_ENOUGH, Assembly
from tests.makers.motions import in_question

WHY = "The new class would take half of our vote."
# The default of the rules is two clear days, in London.
FIRST_DAY = datetime(2026, 6, 4, 23, 0, tzinfo=AT.tzinfo)


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are."""
    return assembled(gm_quorum=ONE_IS_ENOUGH)


def put_in(assembly: Assembly, **facts: Any) -> Motion:
    """Return a motion that can be voted on."""
    proposal = assembly.chamber.proposal(**facts)
    is_at_meeting = proposal.way is Way.MEETING
    return assembly.chamber.moved(proposal) if is_at_meeting else assembly.chamber.on_the_agenda(proposal)


def named(assembly: Assembly, motion: Motion, person: UUID, at: datetime = AT) -> None:
    """Let the secretary name whom a motion is about."""
    naming.name_concern(assembly.session, motion.id, in_question(person), assembly.chamber.deed(at=at))


@pytest.mark.invariant("INV-17", "INV-23", "INV-26")
@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({"kind": Kind.ADMISSION}, {AboutWhat.ADMISSION}),
        ({"kind": Kind.RESERVED, "matter": ReservedMatter.EXPEL_MEMBERS}, {AboutWhat.EXPULSION}),
        ({"kind": Kind.FRANCHISE}, {AboutWhat.FRANCHISE}),
        ({"kind": Kind.RESERVED, "matter": ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS}, {AboutWhat.CONTRACT}),
        ({"kind": Kind.SPECIAL, "matter": ReservedMatter.WINDING_UP}, set()),
        ({}, {AboutWhat.REMOVAL, AboutWhat.APPOINTMENT, AboutWhat.SANCTION, AboutWhat.CONTRACT}),
        ({"kind": Kind.SPECIAL, "majority": "ccbsa-44"}, set()),
    ],
    ids=["an admission", "an expulsion", "the franchise", "a sale", "a winding-up", "an ordinary motion", "by statute"],
)
def test_a_motion_is_about_somebody_only_where_its_matter_has_such_people(
    assembly: Assembly, facts: dict[str, Any], known: set[AboutWhat]
) -> None:
    motion = assembly.chamber.submitted(assembly.chamber.proposal(**facts))

    assert set(namings.possible(motion)) == known


@pytest.mark.parametrize(
    ("facts", "about", "refusal", "words"),
    [
        ({"kind": Kind.SPECIAL, "matter": ReservedMatter.WINDING_UP}, {}, MotionAboutNobody, "Nobody loses their vote"),
        ({}, {"what": None}, MotionAboutNobody, "or on this ground"),
        ({}, {"what": AboutWhat.EXPULSION}, MotionAboutNobody, "its grounds are offered"),
        ({}, {"extent": "  "}, InterestUnsaid, "Write why, in at most 500 characters"),
        ({}, {"extent": "x" * 501}, InterestUnsaid, "Write why"),
    ],
    ids=["a matter without people", "on no ground", "on another's ground", "without a word", "with too many words"],
)
def test_nobody_is_named_on_no_ground(
    session: Session,
    assembly: Assembly,
    facts: dict[str, Any],
    about: dict[str, Any],
    refusal: type[Refusal],
    words: str,
) -> None:
    motion = assembly.chamber.submitted(assembly.chamber.proposal(**facts))

    with pytest.raises(refusal, match=words):
        concerns.name_concern(session, motion.id, in_question(assembly.members[3], **about), assembly.chamber.deed())

    assert queries.concerns(session, motion.id) == []


def test_the_ground_is_told_to_the_person_and_in_the_journal_without_its_words(
    session: Session, make: Make, assembly: Assembly
) -> None:
    person = make.person(email="asha@example.org")
    member = make.membership(person_id=person.id, constituency_id=assembly.chamber.home.id).person_id
    motion = put_in(assembly, way=Way.BALLOT)

    named(assembly, motion, member)

    letter = session.scalars(select(OutgoingMail)).one().body or ""
    assert "it gives them a contract, a payment or another benefit" in letter
    assert "You have until the end of Thursday 4 June 2026 to object." in letter
    assert "The vote is not called before Friday 5 June 2026, unless you say that it is so." in letter
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "motion.concern_named")).one()
    assert told.facts["about_what"] == "contract"
    assert "lease" not in str(told.facts)
    assert told.content_digest in {digest for _, digest in interest_queries.contents(session)}


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize("way", [Way.BALLOT, Way.WRITTEN])
def test_outside_a_meeting_whoever_is_named_has_working_days_to_object_before_the_call(
    assembly: Assembly, way: Way
) -> None:
    motion, about = put_in(assembly, way=way), assembly.members[3]
    named(assembly, motion, about)

    with pytest.raises(TimeToObject) as refused:
        assembly.call(motion, at=FIRST_DAY - A_SECOND)
    division = assembly.call(motion, at=FIRST_DAY)

    assert str(refused.value) == (
        "Somebody was named in this motion on Monday 1 June 2026, and has time to object until the end of"
        " Thursday 4 June 2026. Call the vote from Friday 5 June 2026 on, or once they have said that it is so."
    )
    assert assembly.barred(division) == {about: {Bar.IN_QUESTION}}


def test_the_rules_say_how_many_days_there_are_to_object(assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(objection_clear_days=1)
    motion = put_in(assembly, way=Way.BALLOT)
    named(assembly, motion, assembly.members[3])

    with pytest.raises(TimeToObject):
        assembly.call(motion, at=FIRST_DAY - 2 * A_DAY - A_SECOND)
    assert assembly.call(motion, at=FIRST_DAY - 2 * A_DAY).n == 1


def test_no_ruling_cuts_short_the_days_of_somebody_who_was_not_heard(session: Session, assembly: Assembly) -> None:
    motion, about, chamber = put_in(assembly, way=Way.BALLOT), assembly.members[3], assembly.chamber
    named(assembly, motion, about)
    deed = chamber.deed(chamber.chair)

    with pytest.raises(NoObjection):
        interests.rule_on(session, motion.id, about, deed, has_vote=False, reason="So.")
    interests.object_to(session, motion.id, "No.", chamber.own(about))
    interests.rule_on(session, motion.id, about, deed, has_vote=False, reason="So.")

    assert assembly.barred(assembly.call(motion)) == {about: {Bar.IN_QUESTION}}


def test_whoever_says_that_it_is_so_needs_no_time(session: Session, assembly: Assembly) -> None:
    motion, about, own = put_in(assembly, way=Way.WRITTEN), assembly.members[3], assembly.chamber.own
    named(assembly, motion, about)

    made = namings.agree(session, motion.id, own(about))
    division = assembly.call(motion)

    assert isinstance(made, NamingAgreement)
    assert assembly.barred(division) == {about: {Bar.IN_QUESTION}}
    with pytest.raises(AgreedAlready, match="You have said that it is so"):
        namings.agree(session, motion.id, own(about))
    with pytest.raises(NobodyNamedThem, match="is not named in this motion by another"):
        namings.agree(session, motion.id, own(assembly.members[2]))


def test_whoever_objected_does_not_agree_and_nobody_agrees_once_it_is_over(
    session: Session, assembly: Assembly
) -> None:
    motion, about, chamber = put_in(assembly), assembly.members[3], assembly.chamber
    named(assembly, motion, about)
    interests.object_to(session, motion.id, "No.", chamber.own(about))

    with pytest.raises(ObjectedAlready):
        namings.agree(session, motion.id, chamber.own(about))
    leave = assembly.make.decision(body=Body.GENERAL_MEETING)
    withdrawing.withdraw(session, motion.id, chamber.deed(chamber.chair, note="With leave."), leave_id=leave.id)
    with pytest.raises(MotionDecided):
        namings.agree(session, motion.id, chamber.own(about))

    assert session.scalars(select(NamingAgreement)).all() == []


@pytest.mark.parametrize("how", ["they say so", "another rules", "on another day"])
def test_whoever_is_named_on_the_day_of_a_meeting_is_heard_or_ruled_on_before_the_call(
    session: Session, assembly: Assembly, how: str
) -> None:
    motion, about, chamber = put_in(assembly), assembly.members[3], assembly.chamber
    named(assembly, motion, about)

    with pytest.raises(NamedToday, match="Somebody was named in this motion today"):
        assembly.call(motion)
    if how == "they say so":
        namings.agree(session, motion.id, chamber.own(about))
    elif how == "another rules":
        interests.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=False, reason="So.")
    division = assembly.call(motion, at=AT + A_DAY if how == "on another day" else AT)

    assert assembly.barred(division) == {about: {Bar.IN_QUESTION}}


def test_who_is_ruled_on_unheard_and_objects_after_that_is_held_against_the_margin(
    session: Session, assembly: Assembly
) -> None:
    motion, about, chamber = put_in(assembly), assembly.members[3], assembly.chamber
    named(assembly, motion, about)
    interests.rule_on(session, motion.id, about, chamber.deed(chamber.chair), has_vote=False, reason="So.")
    interests.object_to(session, motion.id, "No.", chamber.own(about, AT + A_SECOND))
    division = assembly.call(motion, at=AT + 2 * A_SECOND)
    assembly.votes(division, {assembly.members[0]: FOR})

    outcome = assembly.declare(division)

    assert outcome.sums["doubts"]["objected"] == 1
    assert outcome.sums["doubts"]["could_differ"] is True


@pytest.mark.parametrize("by", ["secretary", "chair"])
@pytest.mark.parametrize("part", list(Part))
def test_a_naming_is_taken_back_before_the_call_by_whoever_named_or_the_chair(
    session: Session, make: Make, assembly: Assembly, by: str, part: Part
) -> None:
    person = make.person(email="asha@example.org")
    about = make.membership(person_id=person.id, constituency_id=assembly.chamber.home.id).person_id
    motion, chamber = put_in(assembly, kind=Kind.FRANCHISE), assembly.chamber
    deed = chamber.deed(getattr(chamber, by))
    if part is Part.INTEREST:
        interests.name(session, motion.id, about, Ground.POWER, WHY, chamber.deed())
    else:
        concerns.name_concern(session, motion.id, in_question(about, what=None), chamber.deed())

    naming.take_back(session, motion.id, about, part, deed)

    assert about in assembly.roll(assembly.call(motion))
    assert "takes no vote from you any more" in (session.scalars(select(OutgoingMail)).one().body or "")


def test_a_naming_is_not_taken_back_by_others_once_it_is_called_or_where_nobody_was_named(
    session: Session, assembly: Assembly
) -> None:
    motion, about, chamber = put_in(assembly), assembly.members[3], assembly.chamber
    other = Actor(person_id=assembly.members[0], roles=frozenset({Role.SECRETARY}))
    named(assembly, motion, about)

    for deed in (chamber.deed(other), chamber.deed(Actor(person_id=about, roles=frozenset({Role.CHAIR})))):
        with pytest.raises(NotTheirsToTakeBack, match="Whoever named somebody takes it back, or the chair"):
            namings.take_back(session, motion.id, about, Part.CONCERN, deed)
    with pytest.raises(NobodyNamedThem):
        namings.take_back(session, motion.id, about, Part.INTEREST, chamber.deed())
    assembly.call(motion, at=AT + A_DAY)
    with pytest.raises(AlreadyCalled, match="its roll stays as it is"):
        namings.take_back(session, motion.id, about, Part.CONCERN, chamber.deed(at=AT + A_DAY))

    assert session.scalars(select(NamingTakenBack)).all() == []


@pytest.mark.invariant("INV-17")
def test_an_applicant_stays_named_in_the_motion_that_would_admit_them(
    session: Session, make: Make, assembly: Assembly
) -> None:
    chamber = assembly.chamber
    motion = chamber.submitted(chamber.proposal(kind=Kind.ADMISSION))
    asked = make.application(person_id=assembly.members[5], constituency_id=chamber.home.id)
    about = About(person_id=asked.person_id, concern=Concern.APPLICANT, application_id=asked.id)
    concerns.name_concern(session, motion.id, about, chamber.deed())

    with pytest.raises(NamingStays, match="They applied for what this motion is about"):
        namings.take_back(session, motion.id, asked.person_id, Part.CONCERN, chamber.deed(chamber.chair))

    assert len(queries.concerns(session, motion.id)) == 1


def test_what_was_taken_back_is_not_entered_a_second_time(session: Session, assembly: Assembly) -> None:
    motion, about, chamber = put_in(assembly, kind=Kind.FRANCHISE), assembly.members[3], assembly.chamber
    concerns.name_concern(session, motion.id, in_question(about, what=None), chamber.deed())
    interests.name(session, motion.id, about, Ground.POWER, WHY, chamber.deed())
    for part in Part:
        namings.take_back(session, motion.id, about, part, chamber.deed())

    with pytest.raises(NamedBefore, match="that was taken back"):
        concerns.name_concern(session, motion.id, in_question(about, what=None), chamber.deed())
    with pytest.raises(NamedBefore):
        interests.name(session, motion.id, about, Ground.POWER, WHY, chamber.deed())

    assert not interest_queries.is_named_by_another(session, motion.id, about)


def test_an_objection_to_what_was_taken_back_holds_up_no_vote(session: Session, assembly: Assembly) -> None:
    motion, about, chamber = put_in(assembly), assembly.members[3], assembly.chamber
    named(assembly, motion, about)
    interests.object_to(session, motion.id, "No.", chamber.own(about))

    namings.take_back(session, motion.id, about, Part.CONCERN, chamber.deed())

    assert about in assembly.roll(assembly.call(motion))


def test_a_ground_that_points_to_the_register_is_found_there(session: Session, assembly: Assembly) -> None:
    motion, about, chamber = put_in(assembly, kind=Kind.FRANCHISE), assembly.members[3], assembly.chamber

    with pytest.raises(NotInRegister, match="The register of interests holds no interest of this person in force"):
        interests.name(session, motion.id, about, Ground.REGISTERED, WHY, chamber.deed())
    assert interest_queries.of_motion(session, motion.id) == []
    told = Declared(person_id=about, nature=Nature.OWNERSHIP, extent="A firm.", valid_from=LONG_BEFORE, valid_to=None)
    register_of_interests.declare(session, told, actor=chamber.secretary, at=AT)

    assert interests.name(session, motion.id, about, Ground.REGISTERED, WHY, chamber.deed()).person_id == about


def test_who_is_said_to_be_close_to_somebody_is_so_on_record(session: Session, make: Make, assembly: Assembly) -> None:
    chamber, one, about = assembly.chamber, assembly.chamber.directors[0], assembly.chamber.directors[1]
    motion = chamber.seconded(chamber.for_the_board())
    concerns.name_concern(session, motion.id, in_question(about), chamber.deed())

    with pytest.raises(NotCloseOnRecord, match="No connection is on record between this person and anybody"):
        interests.name(session, motion.id, one, Ground.CLOSE, WHY, chamber.deed())
    assert interest_queries.of_motion(session, motion.id) == []
    make.connection(one, ConnectionKind.SIBLING, about)

    assert interests.name(session, motion.id, one, Ground.CLOSE, WHY, chamber.deed()).person_id == one


@pytest.mark.invariant("INV-17")
def test_an_applicant_is_named_only_where_somebody_is_to_be_admitted(session: Session, assembly: Assembly) -> None:
    motion = assembly.chamber.moved()

    with pytest.raises(NobodyApplies, match="This motion admits nobody"):
        assembly.name(motion, assembly.members[3], Concern.APPLICANT)

    assert queries.concerns(session, motion.id) == []


@pytest.mark.invariant("INV-23")
def test_an_expulsion_in_which_nobody_is_named_any_more_is_not_put(session: Session, assembly: Assembly) -> None:
    chamber, about = assembly.chamber, assembly.members[3]
    motion = chamber.seconded(chamber.proposal(kind=Kind.RESERVED, matter=ReservedMatter.EXPEL_MEMBERS))
    concerns.name_concern(session, motion.id, About(person_id=about, concern=Concern.IN_QUESTION), chamber.deed())
    service.admit(session, motion.id, chamber.deed())
    service.move(session, motion.id, chamber.deed(chamber.chair))
    namings.take_back(session, motion.id, about, Part.CONCERN, chamber.deed())

    with pytest.raises(NobodyConcerned, match="Say whom this motion is about before it goes on"):
        assembly.call(motion)
